// What someone does on a keyboard.

enum Key: Equatable {
    /// A character, also a control character: `\r` is Enter, `\t` Tab.
    case character(Unicode.Scalar)
    /// A character with Alt.
    case alt(Unicode.Scalar)
    case escape
    case function(FunctionKey)
    /// A sequence without a meaning here; one of `~/.editrc` may know it.
    case unknown(String)
    /// A block of text at once.
    case paste(String)

    static func control(_ letter: Unicode.Scalar) -> Key {
        .character(Unicode.Scalar(UInt8(truncatingIfNeeded: letter.value & 0x1F)))
    }

    /// Whether it stands for itself in a text.
    var isPrintable: Bool {
        guard case .character(let scalar) = self else { return false }
        return scalar.properties.generalCategory != .control
    }
}

enum FunctionKey: UInt8, CaseIterable {
    case up, down, left, right, home, end, delete, pageUp, pageDown, backTab, wordLeft, wordRight, newLine
}
