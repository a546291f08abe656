// What a string literal's text means.

/// Decodes string literals and backquoted names.
enum StringLiteral {
    /// The string that the token at `range` stands for, prefix and quotes included.
    static func decode(_ bytes: [UInt8], _ range: SourceRange) throws(Diagnostic) -> String {
        let isRaw = bytes[range.lower] | 0x20 == UInt8(ascii: "r")
        var lower = range.lower + (isRaw ? 1 : 0)
        var upper = range.upper
        let quote = bytes[lower]
        let isTriple = upper - lower >= 6 && bytes[lower + 1] == quote && bytes[lower + 2] == quote
        lower += isTriple ? 3 : 1
        upper -= isTriple ? 3 : 1
        let inner = SourceRange(lower, upper)
        return isRaw ? String(decoding: bytes[lower..<upper], as: UTF8.self) : try unescape(bytes, inner)
    }

    /// The text of `range` with its escape sequences resolved.
    static func unescape(_ bytes: [UInt8], _ range: SourceRange) throws(Diagnostic) -> String {
        guard bytes[range.lower..<range.upper].contains(UInt8(ascii: "\\")) else {
            return String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
        }
        var out = String.UnicodeScalarView()
        var run = range.lower
        var position = range.lower
        while position < range.upper {
            guard bytes[position] == UInt8(ascii: "\\") else {
                position += 1
                continue
            }
            out.append(contentsOf: String(decoding: bytes[run..<position], as: UTF8.self).unicodeScalars)
            let start = position
            position += 2
            switch bytes[start + 1] {
            case UInt8(ascii: "a"): out.append("\u{07}")
            case UInt8(ascii: "b"): out.append("\u{08}")
            case UInt8(ascii: "f"): out.append("\u{0C}")
            case UInt8(ascii: "n"): out.append("\n")
            case UInt8(ascii: "r"): out.append("\r")
            case UInt8(ascii: "t"): out.append("\t")
            case UInt8(ascii: "v"): out.append("\u{0B}")
            case let byte where #"\?"'`"#.utf8.contains(byte): out.append(UnicodeScalar(byte))
            case UInt8(ascii: "x"), UInt8(ascii: "X"):
                out.append(try scalar(bytes, start, &position, digits: 2, radix: 16, end: range.upper))
            case UInt8(ascii: "u"):
                out.append(try scalar(bytes, start, &position, digits: 4, radix: 16, end: range.upper))
            case UInt8(ascii: "U"):
                out.append(try scalar(bytes, start, &position, digits: 8, radix: 16, end: range.upper))
            case UInt8(ascii: "0")...UInt8(ascii: "3"):
                position -= 1
                out.append(try scalar(bytes, start, &position, digits: 3, radix: 8, end: range.upper))
            default:
                throw Diagnostic(
                    "no such escape sequence", at: SourceRange(start, min(position, range.upper)),
                    hints: [#"a backslash itself is written \\; in r'…' it needs no escape"#])
            }
            run = position
        }
        out.append(contentsOf: String(decoding: bytes[run..<range.upper], as: UTF8.self).unicodeScalars)
        return String(out)
    }

    /// The character with the number that `digits` digits at `position` spell.
    private static func scalar(
        _ bytes: [UInt8], _ start: Int, _ position: inout Int, digits: Int, radix: Int, end: Int
    ) throws(Diagnostic) -> UnicodeScalar {
        let upper = min(position + digits, end)
        let text = String(decoding: bytes[position..<upper], as: UTF8.self)
        position = upper
        guard text.utf8.count == digits, text.allSatisfy(\.isHexDigit), let number = UInt32(text, radix: radix),
            let scalar = UnicodeScalar(number)
        else {
            throw Diagnostic(
                "this escape sequence needs \(digits) \(radix == 16 ? "hexadecimal" : "octal") digits of a character",
                at: SourceRange(start, upper))
        }
        return scalar
    }
}
