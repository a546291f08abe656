// TRIM, LTRIM and RTRIM.

import QueryLanguage

/// Some characters that trimming takes away.
struct Trim: Sendable {
    enum Ends: Sendable {
        case leading, trailing, both
    }

    /// The ASCII characters, one bit each.
    private var ascii: (UInt64, UInt64) = (0, 0)
    private var others: [UInt32] = []
    private var includesSpace = false

    /// All white space of Unicode.
    static let space = Trim(isSpace: true)

    private init(isSpace: Bool) { includesSpace = isSpace }

    init(_ characters: UTF8Bytes) {
        for scalar in Characters.decode(characters) {
            if scalar < 64 {
                ascii.0 |= 1 << UInt64(scalar)
            } else if scalar < 128 {
                ascii.1 |= 1 << UInt64(scalar - 64)
            } else {
                others.append(scalar)
            }
        }
    }

    @inline(__always)
    private func contains(_ scalar: UInt32) -> Bool {
        if includesSpace {
            if scalar < 0x80 { return isASCIISpace(UInt8(scalar)) }
            return Unicode.Scalar(scalar)?.properties.isWhitespace ?? false
        }
        if scalar < 64 { return ascii.0 >> UInt64(scalar) & 1 != 0 }
        if scalar < 128 { return ascii.1 >> UInt64(scalar - 64) & 1 != 0 }
        return others.contains(scalar)
    }

    func trim(_ text: UTF8Bytes, _ ends: Ends) -> UTF8Bytes {
        var start = 0
        var end = text.count
        if ends != .trailing {
            while start < end {
                let (scalar, length) = Characters.decode(text, at: start)
                guard contains(scalar) else { break }
                start += length
            }
        }
        if ends != .leading {
            while end > start {
                let last = Characters.before(end, in: text)
                guard contains(Characters.decode(text, at: last).scalar) else { break }
                end = last
            }
        }
        return text.part(start..<end)
    }

    static func kernel(_ ends: Ends) -> Implementation {
        Kernel.prepared(.string) { (constants) throws(Diagnostic) in
            if constants.count == 1 {
                return Kernel.slice { (text, _, _) throws(Diagnostic) in space.trim(text, ends) }
            }
            guard case .string(let characters)? = constants[1] else {
                return Kernel.slice { (text, arguments, row) throws(Diagnostic) in
                    Trim(arguments[1].bytes(row)).trim(text, ends)
                }
            }
            let set = try characters.withBytes { (bytes) throws(Diagnostic) in Trim(bytes) }
            return Kernel.slice { (text, _, _) throws(Diagnostic) in set.trim(text, ends) }
        }
    }
}
