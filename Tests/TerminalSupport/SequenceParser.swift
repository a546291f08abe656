// Splits what a program writes into characters and control sequences, whatever pieces it comes in.

/// One thing that a program asks of its terminal.
enum TerminalAction: Equatable {
    case print(Unicode.Scalar)
    /// A C0 control character.
    case control(UInt8)
    /// ESC, intermediate bytes and a final one.
    case escape(intermediates: [UInt8], final: UInt8)
    case sequence(ControlSequence)
}

/// What follows `ESC [`.
struct ControlSequence: Equatable {
    /// `?`, `>`, `<` or `=` before the parameters.
    var marker: UInt8?
    /// What stands between semicolons, split at colons; `nil` is an omitted number.
    var parameters: [[Int?]] = []
    var intermediates: [UInt8] = []
    var final: UInt8 = 0

    /// The number at `index`; `fallback` if it is omitted or 0, as for counts and positions.
    func count(_ index: Int = 0, fallback: Int = 1) -> Int {
        let value = number(index)
        return value == 0 ? fallback : value
    }

    /// The number at `index`; 0 if it is omitted.
    func number(_ index: Int = 0) -> Int {
        index < parameters.count ? (parameters[index].first ?? nil) ?? 0 : 0
    }
}

/// A state machine after those of VT500 and xterm. Strings (OSC, DCS, APC, PM, SOS) are skipped.
struct SequenceParser: Sendable {
    private enum State {
        case ground
        case escape
        case sequence
        /// A sequence that makes no sense, up to its end.
        case ignored
        case string
        /// ESC in a string, whose end it is if `\` follows.
        case stringEscape
    }

    private var state = State.ground
    private var intermediates: [UInt8] = []
    /// The bytes between `ESC [` and the final one.
    private var parameters: [UInt8] = []
    private var decoder = ScalarDecoder()

    /// The actions that `byte` completes.
    mutating func next(_ byte: UInt8, _ act: (TerminalAction) -> Void) {
        switch state {
        case .string:
            if byte == 0x07 || byte == 0x18 || byte == 0x1A { state = .ground }
            if byte == 0x1B { state = .stringEscape }
            return
        case .stringEscape:
            if byte == UInt8(ascii: "\\") {
                state = .ground
                return
            }
            begin(.escape)
        default: break
        }
        if byte < 0x20 || byte == 0x7F {
            control(byte, act)
            return
        }
        switch state {
        case .ground: decoder.next(byte) { act(.print($0)) }
        case .escape: escape(byte, act)
        case .sequence: sequence(byte, act)
        default: if byte >= 0x40 { state = .ground }
        }
    }

    private mutating func begin(_ next: State) {
        state = next
        intermediates = []
        parameters = []
    }

    /// Control characters work in the middle of a sequence too.
    private mutating func control(_ byte: UInt8, _ act: (TerminalAction) -> Void) {
        decoder.interrupt { act(.print($0)) }
        switch byte {
        case 0x1B: begin(.escape)
        case 0x18, 0x1A: state = .ground
        case 0x7F: break
        default: act(.control(byte))
        }
    }

    private mutating func escape(_ byte: UInt8, _ act: (TerminalAction) -> Void) {
        if byte < 0x30 {
            intermediates.append(byte)
            return
        }
        state = .ground
        guard intermediates.isEmpty else {
            act(.escape(intermediates: intermediates, final: byte))
            return
        }
        switch byte {
        case UInt8(ascii: "["): begin(.sequence)
        case UInt8(ascii: "]"), UInt8(ascii: "P"), UInt8(ascii: "_"), UInt8(ascii: "^"), UInt8(ascii: "X"):
            state = .string
        default: act(.escape(intermediates: [], final: byte))
        }
    }

    private mutating func sequence(_ byte: UInt8, _ act: (TerminalAction) -> Void) {
        switch byte {
        case 0x20..<0x30: intermediates.append(byte)
        case 0x30..<0x40 where intermediates.isEmpty && parameters.count < 256: parameters.append(byte)
        case 0x40..<0x7F:
            state = .ground
            act(.sequence(parsed(final: byte)))
        default: state = .ignored
        }
    }

    private func parsed(final: UInt8) -> ControlSequence {
        var result = ControlSequence(intermediates: intermediates, final: final)
        var text = parameters[...]
        if let first = text.first, first >= UInt8(ascii: "<") { result.marker = text.removeFirst() }
        guard !text.isEmpty else { return result }
        result.parameters = text.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map { part in
            part.split(separator: UInt8(ascii: ":"), omittingEmptySubsequences: false).map {
                // A number beyond all reason is as good as a large one.
                $0.isEmpty ? nil : min(Int(String(decoding: $0, as: UTF8.self)) ?? 0, 99_999)
            }
        }
        return result
    }
}
