// What type a column of cells is of.

import QueryEngine

/// The types that every cell seen so far fits.
struct TypeSniffer {
    private var isBool = true
    private var isInt64 = true
    private var isFloat64 = true
    private var isDate = true
    private var isTimestamp = true
    private var isInterval = true
    private var isQuantity = true
    private var hasUnitOrHedge = false
    /// Whether there is more than words, which alone are none.
    private var hasNumber = false
    private var isEmpty = true

    /// Takes a cell into account; NULL fits any type.
    mutating func see(_ cell: CSVCell, _ text: UTF8Bytes) {
        if cell.isEmpty { return }
        isEmpty = false
        let text = text.trimmed
        isBool = isBool && BoolCell.parse(text) != nil
        isInt64 = isInt64 && PlainInt64Cell.parse(text) != nil
        isFloat64 = isFloat64 && PlainFloat64Cell.parse(text) != nil
        hasNumber = hasNumber || !PlainNumber.isWord(text)
        isDate = isDate && DateCell.parse(text) != nil
        isTimestamp = isTimestamp && TimestampCell.parse(text) != nil
        isInterval = isInterval && IntervalCell.isWrittenOut(text)
        if isQuantity {
            switch QuantityText.kind(text) {
            case .none: isQuantity = false
            case .number: isQuantity = !PlainNumber.startsOddly(text)
            case .quantity: hasUnitOrHedge = true
            }
        }
    }

    /// The narrowest type; STRING where there is nothing but NULL.
    var type: DataType {
        if isEmpty { return .string }
        if isBool { return .bool }
        if isInt64 { return .int64 }
        if isFloat64 && hasNumber { return .float64 }
        if isDate { return .date }
        if isTimestamp { return .timestamp }
        if isInterval { return .interval }
        return isQuantity && hasUnitOrHedge ? .quantity : .string
    }
}
