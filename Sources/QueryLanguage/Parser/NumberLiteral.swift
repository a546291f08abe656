// What a number literal's text means, and that of the unit behind it.

/// Decodes number literals and units.
enum NumberLiteral {
    /// The magnitude that decimal or, behind `0x`, hexadecimal digits spell; a sign is an operator of its own.
    static func integer(_ text: String, at range: SourceRange) throws(Diagnostic) -> UInt64 {
        let isHexadecimal = text.hasPrefix("0x") || text.hasPrefix("0X")
        guard let value = isHexadecimal ? UInt64(text.dropFirst(2), radix: 16) : UInt64(text) else {
            throw Diagnostic(
                "integer out of range: INT64 ends at 9223372036854775807", at: range,
                hints: ["as FLOAT64 it is written with a decimal point"])
        }
        return value
    }

    /// The nearest FLOAT64; too small a number is 0.
    static func float(_ text: String, at range: SourceRange) throws(Diagnostic) -> Double {
        guard let value = Double(text), value.isFinite else {
            throw Diagnostic("number out of range: FLOAT64 ends near 1.797e308", at: range)
        }
        return value
    }

    /// The unit that the token at `range` stands for, braces included.
    static func unit(_ bytes: [UInt8], _ range: SourceRange) -> String {
        var inner = bytes[range.lower + 1..<range.upper - 1].drop(while: isBlank)
        while let last = inner.last, isBlank(last) { inner.removeLast() }
        return String(decoding: inner, as: UTF8.self)
    }
}
