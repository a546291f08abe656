// HAVING MAX and HAVING MIN inside an aggregate.

import QueryLanguage

/// An aggregate of those rows of each group whose value of one argument is the group's largest or smallest.
///
/// When a better value comes, the group goes on in a new, empty group of the inner aggregate; the rows so far are
/// forgotten with the old one. A NaN is a group's extreme as soon as it appears and equals no row's value, so that no row
/// is left; NULLs are passed over.
final class HavingState: AggregateState {
    private enum Extreme: UInt8 {
        case none
        case value
        case nan
    }

    private enum Verdict {
        case worse
        case equal
        case better
        case nan
    }

    private let inner: any AggregateState
    /// Where the compared argument stands among the arguments; it is not passed on.
    private let position: Int
    private let isMax: Bool
    /// The inner group of each group, and how many there are.
    private var innerGroups = GrowableBuffer<UInt32>()
    private var innerCount = 0
    private var extremes = GrowableBuffer<Extreme>()
    /// The extreme value as a word that is larger where the value is better; of strings the text.
    private var words = GrowableBuffer<UInt64>()
    private var texts = TextSlots()

    init(_ inner: any AggregateState, position: Int, isMax: Bool) {
        self.inner = inner
        self.position = position
        self.isMax = isMax
    }

    func resize(groups: Int) {
        while innerGroups.count < groups {
            innerGroups.append(UInt32(truncatingIfNeeded: innerCount))
            innerCount += 1
        }
        extremes.grow(to: groups, filling: .none)
        words.grow(to: groups, filling: 0)
        texts.resize(groups: groups)
    }

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) throws(Diagnostic) {
        let key = arguments[position]
        if key.type == .quantity {
            throw Diagnostic(
                "bounds do not tell which QUANTITY is the \(isMax ? "largest" : "smallest")",
                hints: ["NOMINAL(…) takes the number as it was printed"])
        }
        var targets = Array(repeating: UInt32(0), count: key.count)
        let kept = targets.withUnsafeMutableBufferPointer { targets in
            switch key.type {
            case .bool: keep(key, rows, groups, targets, Bool.self) { $0 ? 1 : 0 }
            case .int64, .timestamp: keep(key, rows, groups, targets, Int64.self) { OrderedWord.encode($0) }
            case .date: keep(key, rows, groups, targets, Int32.self) { OrderedWord.encode(Int64($0)) }
            case .float64: keep(key, rows, groups, targets, Double.self) { OrderedWord.encode($0) }
            case .interval:
                // An INTERVAL's range is such that its microseconds fit.
                keep(key, rows, groups, targets, Interval.self) {
                    let (days, microseconds) = $0.normalized
                    return OrderedWord.encode(days &* 86_400_000_000 &+ microseconds)
                }
            // Refused above.
            case .quantity: rows
            case .string:
                keep(key, rows, groups, targets) { row, group in judge(key.bytes(row), group) }
            }
        }
        inner.resize(groups: innerCount)
        try inner.update(passedOn(arguments), rows: kept, groups: targets)
    }

    private func passedOn(_ arguments: [Vector]) -> [Vector] {
        arguments.enumerated().filter { $0.offset != position }.map(\.element)
    }

    @inline(__always)
    private func keep<Element: ColumnElement>(
        _ key: Vector, _ rows: Selection, _ groups: UnsafePointer<UInt32>,
        _ targets: UnsafeMutableBufferPointer<UInt32>, _: Element.Type, _ encode: (Element) -> UInt64
    ) -> Selection {
        let values = key.values(Element.self)
        let hasNaN = key.type == .float64
        return keep(key, rows, groups, targets) { row, group in
            let word = encode(values[key.physical(row)])
            return judge(isMax ? word : ~word, isNaN: hasNaN && word == 0, group)
        }
    }

    /// The rows that are as good as any before in their groups; `targets` gets their inner groups.
    @inline(__always)
    private func keep(
        _ key: Vector, _ rows: Selection, _ groups: UnsafePointer<UInt32>,
        _ targets: UnsafeMutableBufferPointer<UInt32>, _ judge: (Int, Int) -> Verdict
    ) -> Selection {
        rows.filter { row in
            guard key.isValid(row) else { return false }
            let group = Int(groups[row])
            let verdict = judge(row, group)
            if verdict == .better || verdict == .nan { restart(group) }
            targets[row] = innerGroups[group]
            return verdict == .better || verdict == .equal
        }
    }

    private func restart(_ group: Int) {
        innerGroups[group] = UInt32(truncatingIfNeeded: innerCount)
        innerCount += 1
    }

    /// Compares a word with the group's extreme, which it becomes if it is better.
    @inline(__always)
    private func judge(_ word: UInt64, isNaN: Bool, _ group: Int) -> Verdict {
        if extremes[group] == .nan { return .worse }
        if isNaN {
            extremes[group] = .nan
            return .nan
        }
        if extremes[group] == .value && word <= words[group] { return word == words[group] ? .equal : .worse }
        extremes[group] = .value
        words[group] = word
        return .better
    }

    private func judge(_ text: UTF8Bytes, _ group: Int) -> Verdict {
        if let extreme = texts.bytes(group) {
            let order = compare(text, extreme)
            if order == 0 { return .equal }
            if (order > 0) != isMax { return .worse }
        }
        extremes[group] = .value
        texts.set(group, text)
        return .better
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) throws(Diagnostic) {
        let other = unsafeDowncast(other, to: HavingState.self)
        var innerSources: [UInt32] = []
        var innerTargets: [UInt32] = []
        for (source, target) in zip(sources, targets) {
            let (source, target) = (Int(source), Int(target))
            if other.extremes[source] == .none { continue }
            let verdict =
                other.texts.bytes(source).map { judge($0, target) }
                ?? judge(other.words[source], isNaN: other.extremes[source] == .nan, target)
            if verdict == .better || verdict == .nan { restart(target) }
            guard verdict == .better || verdict == .equal else { continue }
            innerSources.append(other.innerGroups[source])
            innerTargets.append(innerGroups[target])
        }
        inner.resize(groups: innerCount)
        try inner.merge(other.inner, sources: innerSources, targets: innerTargets)
    }

    func finish(groups: Int) throws(Diagnostic) -> Vector {
        inner.resize(groups: innerCount)
        let results = try inner.finish(groups: innerCount)
        let places = (0..<groups).map { Int32(truncatingIfNeeded: innerGroups[$0]) }
        return places.withUnsafeBufferPointer { results.gather($0) }
    }
}

extension AggregateState {
    /// Merges with pairs that stand in arrays.
    func merge(_ other: any AggregateState, sources: [UInt32], targets: [UInt32]) throws(Diagnostic) {
        let result: Result<Void, Diagnostic> = sources.withUnsafeBufferPointer { sources in
            targets.withUnsafeBufferPointer { targets in
                do throws(Diagnostic) {
                    return .success(try merge(other, sources: sources, targets: targets))
                } catch {
                    return .failure(error)
                }
            }
        }
        try result.get()
    }
}
