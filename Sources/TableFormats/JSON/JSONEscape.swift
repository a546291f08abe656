// Escape sequences in the strings of JSON.

import QueryEngine

enum JSONEscape {
    /// Where the escape sequence at `position` ends; those of a surrogate pair are one.
    static func end(of position: Int, in bytes: UTF8Bytes) throws(JSONFault) -> Int {
        guard position + 1 < bytes.count else { throw JSONFault("the text ends inside a string", at: position) }
        switch bytes[position + 1] {
        case UInt8(ascii: "u"): break
        case let byte where plain(byte) != nil: return position + 2
        default:
            throw JSONFault("no such escape sequence", at: position, hint: #"a backslash itself is written \\"#)
        }
        guard let unit = codeUnit(at: position, in: bytes) else {
            throw JSONFault(#"\u needs four hexadecimal digits"#, at: position)
        }
        guard unit & 0xF800 == 0xD800 else { return position + 6 }
        guard unit < 0xDC00, let low = codeUnit(at: position + 6, in: bytes), low & 0xFC00 == 0xDC00 else {
            throw JSONFault(
                "half of a surrogate pair, which is no character", at: position,
                hint: #"characters beyond U+FFFF are written by two, as \ud83d\ude00"#)
        }
        return position + 12
    }

    /// Appends a string's text with its escape sequences resolved; they are known to be valid.
    static func append(unescaping text: UTF8Bytes, to out: inout [UInt8]) {
        var position = 0
        while position < text.count {
            let byte = text[position]
            guard byte == UInt8(ascii: "\\"), position + 1 < text.count else {
                out.append(byte)
                position += 1
                continue
            }
            if let plain = plain(text[position + 1]) {
                out.append(plain)
                position += 2
                continue
            }
            var code = codeUnit(at: position, in: text) ?? 0xFFFD
            position += 6
            if code & 0xFC00 == 0xD800, let low = codeUnit(at: position, in: text) {
                code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
                position += 6
            }
            out.append(contentsOf: UTF8.encode(Unicode.Scalar(code) ?? "\u{FFFD}") ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// What `\` and this letter stand for; `nil` where it is no letter of an escape.
    private static func plain(_ letter: UInt8) -> UInt8? {
        switch letter {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): letter
        case UInt8(ascii: "b"): 0x08
        case UInt8(ascii: "f"): 0x0C
        case UInt8(ascii: "n"): 0x0A
        case UInt8(ascii: "r"): 0x0D
        case UInt8(ascii: "t"): 0x09
        default: nil
        }
    }

    /// The UTF-16 code unit of `\uXXXX` at `position`; `nil` where there is none.
    private static func codeUnit(at position: Int, in bytes: UTF8Bytes) -> UInt32? {
        guard position + 6 <= bytes.count, bytes[position] == UInt8(ascii: "\\"),
            bytes[position + 1] == UInt8(ascii: "u")
        else { return nil }
        var unit: UInt32 = 0
        for at in position + 2..<position + 6 {
            guard let digit = hexadecimal(bytes[at]) else { return nil }
            unit = unit << 4 | digit
        }
        return unit
    }

    private static func hexadecimal(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a")) + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A")) + 10
        default: nil
        }
    }
}
