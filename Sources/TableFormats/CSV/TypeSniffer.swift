// What type a column of cells is of.

import QueryEngine

/// Finds the narrowest type that all cells of a column fit.
///
/// Types are tried one after the other, each until a cell refutes it. With that cell the next type is tried first: what
/// is no number is mostly no date either, so most columns of words need a look at a cell or two.
enum TypeSniffer {
    /// - Parameter cells: texts without blanks around them; `nil` for NULL, which fits any type.
    /// - Returns: STRING where there is nothing but NULL.
    static func type(of cells: some RandomAccessCollection<UTF8Bytes?>) -> DataType {
        guard let first = cells.firstIndex(where: { $0 != nil }) else { return .string }
        var column = SniffedColumn(cells: cells, witness: first)
        if column.all(fit: { BoolCell.parse($0) != nil }) { return .bool }
        if column.all(fit: { PlainNumber.isUsual($0, allowsPoint: false) || PlainInt64Cell.parse($0) != nil }) {
            return .int64
        }
        // Words alone are no numbers.
        var hasNumber = false
        let isFloat64 = column.all { text in
            if PlainNumber.isUsual(text, allowsPoint: true) {
                hasNumber = true
                return true
            }
            if !PlainNumber.isWord(text) { hasNumber = true }
            return PlainFloat64Cell.parse(text) != nil
        }
        if isFloat64 && hasNumber { return .float64 }
        if column.all(fit: { DateCell.parse($0) != nil }) { return .date }
        if column.all(fit: { TimestampCell.parse($0) != nil }) { return .timestamp }
        if column.all(fit: IntervalCell.isWrittenOut) { return .interval }
        var hasUnitOrHedge = false
        let isQuantity = column.all { text in
            switch QuantityText.kind(text) {
            case .none: return false
            case .number: return !PlainNumber.startsOddly(text)
            case .quantity:
                hasUnitOrHedge = true
                return true
            }
        }
        return isQuantity && hasUnitOrHedge ? .quantity : .string
    }
}

/// A column of which types are tried.
private struct SniffedColumn<Cells: RandomAccessCollection<UTF8Bytes?>> {
    let cells: Cells
    /// The cell that refuted the last type.
    var witness: Cells.Index

    /// Whether all cells but NULL fit.
    @inline(__always)
    mutating func all(fit: (UTF8Bytes) -> Bool) -> Bool {
        if let text = cells[witness], !fit(text) { return false }
        for index in cells.indices {
            if let text = cells[index], !fit(text) {
                witness = index
                return false
            }
        }
        return true
    }
}
