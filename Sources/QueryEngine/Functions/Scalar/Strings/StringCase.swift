// Upper and lower case: a byte at a time for ASCII, by Unicode's mappings for the rest.

import QueryLanguage

/// LOWER, UPPER and INITCAP.
enum Case {
    static let lower = Kernel.text { (arguments, row, out) throws(Diagnostic) in
        appendLower(arguments[0].bytes(row), to: &out)
        return true
    }

    static let upper = Kernel.text { (arguments, row, out) throws(Diagnostic) in
        let text = arguments[0].bytes(row)
        map(text, &out, isLetter: { $0 &- UInt8(ascii: "a") < 26 }, { $0.properties.uppercaseMapping })
        return true
    }

    static func appendLower(_ text: UTF8Bytes, to out: inout [UInt8]) {
        map(text, &out, isLetter: { $0 &- UInt8(ascii: "A") < 26 }, { $0.properties.lowercaseMapping })
    }

    /// Appends the text with ASCII letters in the other case and other characters mapped.
    @inline(__always)
    private static func map(
        _ text: UTF8Bytes, _ out: inout [UInt8], isLetter: (UInt8) -> Bool, _ mapping: (Unicode.Scalar) -> String
    ) {
        if Characters.isASCII(text) {
            // The case of ASCII letters is one bit.
            for byte in text { out.append(isLetter(byte) ? byte ^ 0x20 : byte) }
            return
        }
        for code in Characters.decode(text) {
            if code < 0x80 {
                out.append(isLetter(UInt8(code)) ? UInt8(code) ^ 0x20 : UInt8(code))
            } else if let scalar = Unicode.Scalar(code) {
                out.append(contentsOf: mapping(scalar).utf8)
            }
        }
    }

    /// What separates words where the call does not say: white space and these.
    private static let delimiters = Set("[](){}/|\\<>!?@\"^#$&~_,.:;*%+-".unicodeScalars.map(\.value))

    static let capitalized = Kernel.text { (arguments, row, out) throws(Diagnostic) in
        let own = arguments.count > 1 ? Set(Characters.decode(arguments[1].bytes(row))) : nil
        var isStart = true
        for code in Characters.decode(arguments[0].bytes(row)) {
            let scalar = Unicode.Scalar(code) ?? "\u{FFFD}"
            if own?.contains(code) ?? (delimiters.contains(code) || scalar.properties.isWhitespace) {
                Characters.append(code, to: &out)
                isStart = true
            } else {
                let mapped = isStart ? scalar.properties.titlecaseMapping : scalar.properties.lowercaseMapping
                out.append(contentsOf: mapped.utf8)
                isStart = false
            }
        }
        return true
    }
}
