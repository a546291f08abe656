// One element of FORMAT: a value with its flags, width and precision.

import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes values by one element.
struct ElementWriter {
    private var element: StringFormat.Element
    private let width: Int
    private let precision: Int?

    /// The widest field and the longest fraction.
    private static let limit = 1 << 16

    init(_ element: StringFormat.Element, width: Int?, precision: Int?) throws(Diagnostic) {
        self.element = element
        // A negative width from an argument asks for the left, a negative precision for none.
        if let width, width < 0 { self.element.isLeft = true }
        self.width = Int(clamping: (width ?? 0).magnitude)
        self.precision = precision.flatMap { $0 < 0 ? nil : $0 }
        guard self.width <= Self.limit, (self.precision ?? 0) <= Self.limit else {
            throw Diagnostic("FORMAT: \(element.name) with a width or precision above \(Self.limit)")
        }
    }

    /// Appends the row's value; whether the result is not NULL.
    func append(_ argument: Vector, _ row: Int, to out: inout [UInt8]) throws(Diagnostic) -> Bool {
        switch element.letter {
        case UInt8(ascii: "t"), UInt8(ascii: "T"), UInt8(ascii: "s"):
            guard argument.isValid(row) || element.letter != UInt8(ascii: "s") else { return false }
            var text: [UInt8] = []
            Self.append(argument, row, asLiteral: element.letter == UInt8(ascii: "T"), to: &text)
            text.withUnsafeBufferPointer { pad(cut($0), to: &out) }
        case UInt8(ascii: "d"), UInt8(ascii: "i"), UInt8(ascii: "o"), UInt8(ascii: "x"), UInt8(ascii: "X"):
            guard argument.isValid(row) else { return false }
            try append(argument.element(row, as: Int64.self), to: &out)
        default:
            guard argument.isValid(row) else { return false }
            append(argument.element(row, as: Double.self), to: &out)
        }
        return true
    }

    // MARK: Text

    /// As many characters as the precision allows.
    private func cut(_ text: UTF8Bytes) -> UTF8Bytes {
        guard let precision else { return text }
        return text.part(0..<Characters.advance(0, by: precision, in: text))
    }

    private func pad(_ text: UTF8Bytes, to out: inout [UInt8]) {
        let fill = repeatElement(UInt8(ascii: " "), count: max(0, width - Characters.count(text)))
        if !element.isLeft { out.append(contentsOf: fill) }
        out.append(contentsOf: text)
        if element.isLeft { out.append(contentsOf: fill) }
    }

    /// Appends a value as `%t` shows it, or as the literal of `%T`.
    private static func append(_ argument: Vector, _ row: Int, asLiteral: Bool, to out: inout [UInt8]) {
        guard argument.isValid(row) else { return out.append(ascii: "NULL") }
        switch argument.type {
        case .float64:
            let value: Double = argument.element(row)
            if asLiteral && !value.isFinite {
                out.append(ascii: "CAST(\"")
                FloatText.append(value, to: &out)
                out.append(ascii: "\" AS FLOAT64)")
            } else {
                FloatText.appendLiteral(value, to: &out)
            }
        case .string where asLiteral: appendQuoted(argument.bytes(row), to: &out)
        case .date where asLiteral, .timestamp where asLiteral, .interval where asLiteral, .quantity where asLiteral:
            out.append(contentsOf: argument.type.name.utf8)
            out.append(ascii: " \"")
            argument.appendText(row, to: &out)
            out.append(UInt8(ascii: "\""))
            if argument.type == .interval { out.append(ascii: " YEAR TO SECOND") }
        default: argument.appendText(row, to: &out)
        }
    }

    /// Appends a string literal: in double quotes, or in single ones if only double ones stand in it.
    private static func appendQuoted(_ text: UTF8Bytes, to out: inout [UInt8]) {
        let isSingle = text.contains(UInt8(ascii: "\"")) && !text.contains(UInt8(ascii: "'"))
        let quote = isSingle ? UInt8(ascii: "'") : UInt8(ascii: "\"")
        out.append(quote)
        for byte in text {
            switch byte {
            case 0x0A: out.append(ascii: "\\n")
            case 0x0D: out.append(ascii: "\\r")
            case 0x09: out.append(ascii: "\\t")
            case quote, UInt8(ascii: "\\"):
                out.append(UInt8(ascii: "\\"))
                out.append(byte)
            case 0..<0x20, 0x7F:
                let hex = String(byte, radix: 16)
                out.append(contentsOf: (hex.count < 2 ? "\\x0" : "\\x").utf8)
                out.append(contentsOf: hex.utf8)
            default: out.append(byte)
            }
        }
        out.append(quote)
    }

    // MARK: Numbers

    private func append(_ value: Int64, to out: inout [UInt8]) throws(Diagnostic) {
        let isDecimal = element.letter == UInt8(ascii: "d") || element.letter == UInt8(ascii: "i")
        guard isDecimal || value >= 0 else {
            throw Diagnostic("FORMAT: \(element.name) of a negative number: \(value)")
        }
        let isOctal = element.letter == UInt8(ascii: "o")
        let isUpper = element.letter == UInt8(ascii: "X")
        var digits = Array(
            String(value.magnitude, radix: isDecimal ? 10 : isOctal ? 8 : 16, uppercase: isUpper).utf8)
        if value == 0 && precision == 0 { digits = [] }
        let missing = max(0, (precision ?? 0) - digits.count)
        digits.insert(contentsOf: repeatElement(UInt8(ascii: "0"), count: missing), at: 0)
        if element.groups {
            digits =
                isDecimal || isOctal
                ? Self.grouped(digits, by: isDecimal ? 3 : 4, UInt8(ascii: ","))
                : Self.grouped(digits, by: 4, UInt8(ascii: ":"))
        }
        var prefix = sign(isNegative: value < 0, isSigned: isDecimal)
        if element.isAlternate && value != 0 && !isDecimal {
            prefix += isOctal ? "0" : isUpper ? "0X" : "0x"
        }
        append(prefix: prefix, digits, fillsZeros: element.fillsZeros && precision == nil, to: &out)
    }

    private func append(_ value: Double, to out: inout [UInt8]) {
        var digits: [UInt8]
        if value.isFinite {
            digits = Self.digits(of: value.magnitude, element, precision)
            if element.groups && !digits.contains(where: { $0 | 0x20 == UInt8(ascii: "e") }) {
                let whole = digits.prefix(while: isASCIIDigit)
                digits = Self.grouped(Array(whole), by: 3, UInt8(ascii: ",")) + digits.dropFirst(whole.count)
            }
        } else {
            let name = value.isNaN ? "nan" : "inf"
            digits = Array((element.letter & 0x20 == 0 ? name.uppercased() : name).utf8)
        }
        let isNegative = value.sign == .minus && !value.isNaN
        append(
            prefix: sign(isNegative: isNegative, isSigned: true), digits,
            fillsZeros: element.fillsZeros && value.isFinite, to: &out)
    }

    /// The C library's digits of a number that is not negative.
    private static func digits(of value: Double, _ element: StringFormat.Element, _ precision: Int?) -> [UInt8] {
        let letter = String(decoding: [element.letter], as: UTF8.self)
        let format = "%" + (element.isAlternate ? "#" : "") + ".*" + letter
        return withVaList([Int32(precision ?? 6), value]) { list in
            var buffer = [CChar](repeating: 0, count: 400 + (precision ?? 6))
            let count = vsnprintf(&buffer, buffer.count, format, list)
            return buffer.prefix(Int(count)).map { UInt8(bitPattern: $0) }
        }
    }

    private func sign(isNegative: Bool, isSigned: Bool) -> String {
        if isNegative { return "-" }
        guard isSigned else { return "" }
        return element.showsPlus ? "+" : element.showsSpace ? " " : ""
    }

    /// Appends a number: spaces stand before its sign, zeros behind it.
    private func append(prefix: String, _ digits: [UInt8], fillsZeros: Bool, to out: inout [UInt8]) {
        let missing = max(0, width - prefix.utf8.count - digits.count)
        let usesZeros = fillsZeros && !element.isLeft
        let fill = repeatElement(usesZeros ? UInt8(ascii: "0") : UInt8(ascii: " "), count: missing)
        if !element.isLeft && !usesZeros { out.append(contentsOf: fill) }
        out.append(contentsOf: prefix.utf8)
        if usesZeros { out.append(contentsOf: fill) }
        out.append(contentsOf: digits)
        if element.isLeft { out.append(contentsOf: fill) }
    }

    /// The digits in groups, counted from the right.
    private static func grouped(_ digits: [UInt8], by size: Int, _ separator: UInt8) -> [UInt8] {
        var out: [UInt8] = []
        for (index, digit) in digits.enumerated() {
            if index > 0 && (digits.count - index) % size == 0 { out.append(separator) }
            out.append(digit)
        }
        return out
    }
}
