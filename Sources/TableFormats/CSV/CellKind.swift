// How the text of a cell becomes a value, for each type.

import QueryEngine

/// A type of cells with fixed width.
protocol CellKind {
    associatedtype Element: ColumnElement
    static var type: DataType { get }
    /// The value that all of `text` spells; `nil` if it spells none.
    static func parse(_ text: UTF8Bytes) -> Element?
}

enum BoolCell: CellKind {
    static let type = DataType.bool

    static func parse(_ text: UTF8Bytes) -> Bool? {
        if CellText.matches(text, "true") { return true }
        return CellText.matches(text, "false") ? false : nil
    }
}

enum Int64Cell: CellKind {
    static let type = DataType.int64

    @inline(__always)
    static func parse(_ text: UTF8Bytes) -> Int64? {
        var position = 0
        let isNegative = CellText.takeSign(text, &position)
        guard position < text.count else { return nil }
        var value: Int64 = 0
        while position < text.count {
            let digit = Int64(text[position]) - 0x30
            guard digit >= 0 && digit <= 9 else { return nil }
            let (shifted, tooLarge) = value.multipliedReportingOverflow(by: 10)
            // Accumulated on the negative side, which reaches one further.
            let (next, tooSmall) = shifted.subtractingReportingOverflow(digit)
            if tooLarge || tooSmall { return nil }
            value = next
            position += 1
        }
        if isNegative { return value }
        return value == .min ? nil : -value
    }
}

enum Float64Cell: CellKind {
    static let type = DataType.float64

    private static let powersOfTen: [Double] = [
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19,
        1e20, 1e21, 1e22,
    ]

    static func parse(_ text: UTF8Bytes) -> Double? {
        var position = 0
        let isNegative = CellText.takeSign(text, &position)
        let unsigned = UTF8Bytes(rebasing: text[position...])
        var digits = DecimalDigits()
        guard digits.read(unsigned) else { return CellText.special(unsigned).map { isNegative ? -$0 : $0 } }
        // Both factors are exact, so their product is rounded once (Clinger, PLDI 1990).
        if digits.isExact && digits.significand <= 1 << 53 && abs(digits.exponent) < powersOfTen.count {
            let power = powersOfTen[abs(digits.exponent)]
            let value = digits.exponent < 0 ? Double(digits.significand) / power : Double(digits.significand) * power
            return isNegative ? -value : value
        }
        guard let value = Double(String(text)), value.isFinite else { return nil }
        return value
    }
}

/// A decimal number as it is written: `significand` × 10 to the power `exponent`.
private struct DecimalDigits {
    var significand: UInt64 = 0
    var exponent = 0
    /// Whether the significand holds every digit.
    var isExact = true

    /// Reads an unsigned number with a point, an exponent, or neither; `false` if the text is none.
    mutating func read(_ text: UTF8Bytes) -> Bool {
        var position = 0
        var count = readDigits(text, &position)
        if position < text.count && text[position] == UInt8(ascii: ".") {
            position += 1
            let fraction = readDigits(text, &position)
            count += fraction
            exponent = -fraction
        }
        guard count > 0 else { return false }
        if position < text.count && text[position] | 0x20 == UInt8(ascii: "e") {
            position += 1
            guard let power = Int64Cell.parse(UTF8Bytes(rebasing: text[position...])) else { return false }
            exponent += Int(min(max(power, -100_000), 100_000))
            position = text.count
        }
        return position == text.count
    }

    private mutating func readDigits(_ text: UTF8Bytes, _ position: inout Int) -> Int {
        let start = position
        while position < text.count {
            let digit = text[position] &- 0x30
            guard digit <= 9 else { break }
            // Below this bound another digit fits.
            if significand < 1_000_000_000_000_000_000 {
                significand = significand * 10 + UInt64(digit)
            } else {
                isExact = false
            }
            position += 1
        }
        return position - start
    }
}

/// Pieces of text that several types share.
enum CellText {
    /// Steps over a sign; whether it is a minus.
    @inline(__always)
    static func takeSign(_ text: UTF8Bytes, _ position: inout Int) -> Bool {
        guard position < text.count else { return false }
        let isMinus = text[position] == UInt8(ascii: "-")
        if isMinus || text[position] == UInt8(ascii: "+") { position += 1 }
        return isMinus
    }

    /// Whether the text is `word` (in lower case), whatever its case.
    static func matches(_ text: UTF8Bytes, _ word: StaticString) -> Bool {
        guard text.count == word.utf8CodeUnitCount else { return false }
        for index in 0..<text.count where text[index] | 0x20 != word.utf8Start[index] { return false }
        return true
    }

    /// The numbers that are written with letters.
    static func special(_ text: UTF8Bytes) -> Double? {
        if matches(text, "nan") { return .nan }
        return matches(text, "inf") || matches(text, "infinity") ? .infinity : nil
    }

    /// The text without the spaces and tabs around it.
    @inline(__always)
    static func trimmed(_ text: UTF8Bytes) -> UTF8Bytes {
        var (lower, upper) = (0, text.count)
        while lower < upper && isBlank(text[lower]) { lower += 1 }
        while lower < upper && isBlank(text[upper - 1]) { upper -= 1 }
        return UTF8Bytes(rebasing: text[lower..<upper])
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
