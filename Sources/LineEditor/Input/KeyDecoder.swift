// From the bytes that a terminal sends to keys.

/// Takes bytes as they come, in pieces of any length, and gives the keys that are complete.
struct KeyDecoder {
    private enum State {
        case plain
        case paste
    }

    private var state = State.plain
    /// The bytes of what is not complete yet.
    private var pending: [UInt8] = []

    private static let pasteEnd: [UInt8] = Array("\u{1B}[201~".utf8)

    /// Whether what is pending might be all that comes: a lone Esc looks like the beginning of a sequence.
    var isUndecided: Bool { state == .plain && pending.first == 0x1B }

    /// The keys that `bytes` completes.
    mutating func decode(_ bytes: some Sequence<UInt8>) -> [Key] {
        pending.append(contentsOf: bytes)
        var keys: [Key] = []
        var position = 0
        while position < pending.count {
            let step = state == .paste ? pasted(from: position) : next(from: position)
            guard let (key, length) = step else { break }
            if let key { keys.append(key) }
            position += length
        }
        pending.removeFirst(position)
        return keys
    }

    /// What is pending, given that no more comes soon.
    mutating func flush() -> [Key] {
        guard isUndecided else { return [] }
        defer { pending = [] }
        if pending.count == 1 { return [.escape] }
        let rest = String(decoding: pending.dropFirst(), as: UTF8.self).unicodeScalars
        if rest.count == 1, let scalar = rest.first { return [.alt(scalar)] }
        return [.unknown(String(decoding: pending, as: UTF8.self))]
    }

    /// Ends a paste whose end does not come: someone pressed Ctrl-C.
    mutating func abandonPaste() -> Bool {
        guard state == .paste else { return false }
        state = .plain
        pending = []
        return true
    }

    // MARK: - Steps: a key, if any, and the bytes it takes; `nil` while they are not all there

    private typealias Step = (key: Key?, length: Int)

    private mutating func pasted(from start: Int) -> Step? {
        let rest = pending[start...]
        let end = Self.pasteEnd
        var position = rest.startIndex
        while let escape = rest[position...].firstIndex(of: 0x1B) {
            if rest[escape...].starts(with: end) {
                state = .plain
                return (.paste(PastedText.clean(rest[..<escape])), escape - start + end.count)
            }
            position = escape + 1
        }
        return nil
    }

    private mutating func next(from start: Int) -> Step? {
        guard pending[start] == 0x1B else { return character(from: start) }
        guard start + 1 < pending.count else { return nil }
        switch pending[start + 1] {
        case UInt8(ascii: "["): return controlSequence(from: start)
        case UInt8(ascii: "O"): return singleShift(from: start)
        case 0x1B:
            // The first one was pressed by itself, or stands for Alt with a key that has a sequence.
            return (.escape, 1)
        default:
            guard let (key, length) = character(from: start + 1) else { return nil }
            guard case .character(let scalar)? = key else { return (key, length + 1) }
            return (scalar == "\r" || scalar == "\n" ? .function(.newLine) : .alt(scalar), length + 1)
        }
    }

    /// A character of UTF-8; what is none becomes U+FFFD, a byte at a time.
    private func character(from start: Int) -> Step? {
        let first = pending[start]
        if first < 0x80 { return (.character(Unicode.Scalar(first)), 1) }
        let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
        guard (0xC2...0xF4).contains(first) else { return (.character("\u{FFFD}"), 1) }
        for index in start + 1..<start + length {
            guard index < pending.count else { return nil }
            guard pending[index] & 0xC0 == 0x80 else { return (.character("\u{FFFD}"), index - start) }
        }
        let scalars = String(decoding: pending[start..<start + length], as: UTF8.self).unicodeScalars
        guard scalars.count == 1, let scalar = scalars.first else { return (.character("\u{FFFD}"), length) }
        // The control characters behind ASCII would mean keys to the editor.
        return (scalar.properties.generalCategory == .control ? nil : .character(scalar), length)
    }

    /// `ESC O` and a letter, which keypads and some arrows send.
    private func singleShift(from start: Int) -> Step? {
        guard start + 2 < pending.count else { return nil }
        let final = pending[start + 2]
        guard let key = Self.key(parameters: [], final: final) else {
            return (.unknown(String(decoding: pending[start..<start + 3], as: UTF8.self)), 3)
        }
        return (.function(key), 3)
    }

    /// `ESC [`, parameters, and a final byte.
    private mutating func controlSequence(from start: Int) -> Step? {
        var end = start + 2
        while end < pending.count, (0x20...0x3F).contains(pending[end]) { end += 1 }
        guard end < pending.count else { return nil }
        // A byte that cannot be part of a sequence begins something else.
        guard (0x40...0x7E).contains(pending[end]) else { return (nil, end - start) }
        let text = String(decoding: pending[start...end], as: UTF8.self)
        let length = end - start + 1
        let parameters = pending[start + 2..<end].split(
            separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
        ).map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
        if pending[end] == UInt8(ascii: "~"), parameters == [200] {
            state = .paste
            return (nil, length)
        }
        guard let key = Self.key(parameters: parameters, final: pending[end]) else { return (.unknown(text), length) }
        return (.function(key), length)
    }

    private static func key(parameters: [Int], final: UInt8) -> FunctionKey? {
        // The second parameter tells of Shift, Alt and Ctrl; with one of the latter two, arrows move by words.
        let isModified = parameters.count > 1 && parameters[1] > 2
        switch Character(Unicode.Scalar(final)) {
        case "A": return .up
        case "B": return .down
        case "C": return isModified ? .wordRight : .right
        case "D": return isModified ? .wordLeft : .left
        case "H": return .home
        case "F": return .end
        case "Z": return .backTab
        // Enter with a modifier, on terminals that tell.
        case "u": return parameters.first == 13 ? .newLine : nil
        case "~": return numbered(parameters)
        default: return nil
        }
    }

    private static func numbered(_ parameters: [Int]) -> FunctionKey? {
        switch parameters.first {
        case 1, 7: .home
        case 4, 8: .end
        case 3: .delete
        case 5: .pageUp
        case 6: .pageDown
        case 27: parameters.last == 13 ? .newLine : nil
        default: nil
        }
    }
}

/// What is kept of pasted text.
enum PastedText {
    /// The text with newlines as the editor has them, and without the other control characters, which would be commands.
    static func clean(_ bytes: some Sequence<UInt8>) -> String {
        var scalars = String.UnicodeScalarView()
        var previous: Unicode.Scalar = " "
        for scalar in String(decoding: Array(bytes), as: UTF8.self).unicodeScalars {
            switch scalar {
            case "\r": scalars.append("\n")
            case "\n": if previous != "\r" { scalars.append("\n") }
            case "\t": scalars.append("\t")
            default: if scalar.properties.generalCategory != .control { scalars.append(scalar) }
            }
            previous = scalar
        }
        return String(scalars)
    }
}
