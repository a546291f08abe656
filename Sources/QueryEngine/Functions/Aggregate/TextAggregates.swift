// Aggregates of strings: MIN, MAX, ANY_VALUE, STRING_AGG.

import QueryLanguage

/// MIN, MAX or ANY_VALUE of strings.
final class TextChoiceState: AggregateState {
    private let choice: Choice
    private var slots = TextSlots()

    init(_ choice: Choice) { self.choice = choice }

    func resize(groups: Int) { slots.resize(groups: groups) }

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) {
        let argument = arguments[0]
        rows.each { if argument.isValid($0) { offer(argument.bytes($0), to: Int(groups[$0])) } }
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        let other = unsafeDowncast(other, to: TextChoiceState.self)
        for (source, target) in zip(sources, targets) {
            if let bytes = other.slots.bytes(Int(source)) { offer(bytes, to: Int(target)) }
        }
    }

    private func offer(_ bytes: UTF8Bytes, to group: Int) {
        if let present = slots.bytes(group) {
            switch choice {
            case .minimum: if compare(bytes, present) >= 0 { return }
            case .maximum: if compare(bytes, present) <= 0 { return }
            case .first: return
            }
        }
        slots.set(group, bytes)
    }

    func finish(groups: Int) -> Vector { slots.vector(groups: groups) }
}

/// STRING_AGG: the strings one after another, with a delimiter between them.
final class StringAggregateState: AggregateState {
    private let delimiter: [UInt8]
    private var slots = TextSlots()
    /// Bytes since the statement's limits were looked at.
    private var unchecked = 0

    /// - Throws: where the delimiter, the second argument, is not a constant string.
    init(_ options: AggregateOptions) throws(Diagnostic) {
        guard options.constants.count > 1 else {
            delimiter = [UInt8(ascii: ",")]
            return
        }
        guard case .string(let text)? = options.constants[1] else {
            throw Diagnostic("STRING_AGG needs a constant delimiter that is not NULL")
        }
        delimiter = Array(text.utf8)
    }

    func resize(groups: Int) { slots.resize(groups: groups) }

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) throws(Diagnostic) {
        let argument = arguments[0]
        try rows.each { (row) throws(Diagnostic) in
            if argument.isValid(row) { try add(argument.bytes(row), to: Int(groups[row])) }
        }
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) throws(Diagnostic) {
        let other = unsafeDowncast(other, to: StringAggregateState.self)
        for (source, target) in zip(sources, targets) {
            if let bytes = other.slots.bytes(Int(source)) { try add(bytes, to: Int(target)) }
        }
    }

    private func add(_ bytes: UTF8Bytes, to group: Int) throws(Diagnostic) {
        unchecked += bytes.count
        if unchecked >= 1 << 16 {
            unchecked = 0
            try Cancellation.checkCurrent()
        }
        if slots.bytes(group) != nil { delimiter.withUnsafeBufferPointer { slots.append(group, $0) } }
        slots.append(group, bytes)
    }

    func finish(groups: Int) -> Vector { slots.vector(groups: groups) }
}
