// What type a column of cells is of.

import QueryEngine

/// The types that every cell seen so far fits.
struct TypeSniffer {
    private var isBool = true
    private var isInt64 = true
    private var isFloat64 = true
    private var isDate = true
    private var isTimestamp = true
    private var isQuantity = true
    private var hasUnitOrHedge = false
    private var hasPlainNumber = false
    private var hasFraction = false
    /// Whether all integers are INT64.
    private var isSmall = true
    private var isEmpty = true

    /// Takes a cell into account; NULL fits any type.
    mutating func see(_ cell: CSVCell, _ text: UTF8Bytes) {
        if cell.isEmpty { return }
        isEmpty = false
        let text = text.trimmed
        isBool = isBool && BoolCell.parse(text) != nil
        isInt64 = isInt64 && Self.isPlainNumber(text) && Int64Cell.parse(text) != nil
        if isFloat64 && Float64Cell.parse(text) != nil {
            if Self.isPlainNumber(text) {
                hasPlainNumber = true
                isSmall = isSmall && (isInt64 || Int64Cell.parse(text) != nil)
                hasFraction = hasFraction || text.contains { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") }
            } else {
                isFloat64 = Self.isNumberWord(text)
            }
        } else {
            isFloat64 = false
        }
        isDate = isDate && DateCell.parse(text) != nil
        isTimestamp = isTimestamp && TimestampCell.parse(text) != nil
        if isQuantity {
            switch QuantityText.kind(text) {
            case .none: isQuantity = false
            case .number: break
            case .quantity: hasUnitOrHedge = true
            }
        }
    }

    /// The narrowest type; STRING where there is nothing but NULL.
    var type: DataType {
        if isEmpty { return .string }
        if isBool { return .bool }
        if isInt64 { return .int64 }
        // Integers that are no INT64 are names of something, of which no digit is to be lost.
        if isFloat64 && hasPlainNumber && (hasFraction || isSmall) { return .float64 }
        if isDate { return .date }
        if isTimestamp { return .timestamp }
        return isQuantity && hasUnitOrHedge ? .quantity : .string
    }

    /// Whether it is one of the words `nan` and `inf`, which among numbers are numbers.
    private static func isNumberWord(_ text: UTF8Bytes) -> Bool {
        let letters = text.first == UInt8(ascii: "-") ? text[1...] : text[...]
        return letters.count == 3 && letters.allSatisfy { $0 | 0x20 &- 0x61 < 26 }
    }

    /// Whether a number is written as numbers are: postal codes (`01067`), telephone numbers (`+49…`) and hexadecimal
    /// stay text, which loses nothing.
    private static func isPlainNumber(_ text: UTF8Bytes) -> Bool {
        var digits = text[...]
        if digits.first == UInt8(ascii: "-") { digits.removeFirst() }
        guard let first = digits.popFirst() else { return false }
        if first == UInt8(ascii: "0") {
            return digits.first.map { $0 == UInt8(ascii: ".") || $0 | 0x20 == UInt8(ascii: "e") } ?? true
        }
        return first &- 0x30 <= 9 || first == UInt8(ascii: ".")
    }
}
