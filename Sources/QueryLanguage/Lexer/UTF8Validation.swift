// Text must be UTF-8; where it is not, an error says so instead of replacing characters silently.

/// The first bytes that are no UTF-8; `nil` where all are. The range is what Unicode calls a maximal subpart: the
/// longest beginning of a character, or one byte. Linear.
func firstInvalidUTF8(_ bytes: UnsafeBufferPointer<UInt8>) -> SourceRange? {
    var position = 0
    while position < bytes.count {
        let lead = bytes[position]
        if lead < 0x80 {
            position += 1
            continue
        }
        // How many bytes follow, and what the first of them may be: no overlong forms, no surrogates, no more than
        // U+10FFFF (table 3-7 of the Unicode standard).
        let (length, second): (Int, ClosedRange<UInt8>)
        switch lead {
        case 0xC2...0xDF: (length, second) = (1, 0x80...0xBF)
        case 0xE0: (length, second) = (2, 0xA0...0xBF)
        case 0xED: (length, second) = (2, 0x80...0x9F)
        case 0xE1...0xEF: (length, second) = (2, 0x80...0xBF)
        case 0xF0: (length, second) = (3, 0x90...0xBF)
        case 0xF1...0xF3: (length, second) = (3, 0x80...0xBF)
        case 0xF4: (length, second) = (3, 0x80...0x8F)
        default: return SourceRange(position, position + 1)
        }
        for offset in 1...length {
            let allowed = offset == 1 ? second : 0x80...0xBF
            guard position + offset < bytes.count, allowed.contains(bytes[position + offset]) else {
                return SourceRange(position, position + offset)
            }
        }
        position += length + 1
    }
    return nil
}
