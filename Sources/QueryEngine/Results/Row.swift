// A result's rows one by one.

import QueryLanguage

/// What the rows of a result share.
final class ResultRows: Sendable {
    let columns: [Column]
    let batches: [Batch]
    /// The number of rows before each batch, and at the end of all.
    let starts: [Int]
    /// Where they come from, if that was asked for.
    let lineage: ResultLineage?

    init(_ columns: [Column], _ batches: [Batch], lineage: ResultLineage? = nil) {
        self.columns = columns
        self.batches = batches
        self.lineage = lineage
        var starts = [0]
        for batch in batches { starts.append(starts[starts.count - 1] + batch.count) }
        self.starts = starts
    }

    /// Where a row stands. O(log batches).
    func place(of row: Int) -> (batch: Int, row: Int) {
        precondition(row >= 0 && row < starts[batches.count], "the result has no row \(row)")
        var (lower, upper) = (0, batches.count)
        while upper - lower > 1 {
            let middle = (lower + upper) / 2
            if starts[middle] <= row { lower = middle } else { upper = middle }
        }
        return (lower, row - starts[lower])
    }

    /// The position of the column with this name.
    ///
    /// - Throws: if there is none, or more than one.
    func position(of name: String) throws(Diagnostic) -> Int {
        let found =
            columns.firstIndex { $0.name == name } ?? columns.firstIndex { sameName($0.name, name) }
        guard let found else {
            let names = columns.map(\.name)
            throw Diagnostic(
                "the result has no column `\(name)`", hints: suggestions(for: name, among: names, listedAs: "it has"))
        }
        if columns[(found + 1)...].contains(where: { sameName($0.name, name) }) {
            throw Diagnostic(
                "the result has more than one column `\(name)`",
                hints: ["name them apart with AS, or read them by number: row[\(found)]"])
        }
        return found
    }
}

/// One row of a result.
///
/// A cell is read as the Swift type that is asked for:
///
///     let city = try row["city"] as String
///     let area = try row["area"] as Quantity?        // nil for NULL
///     let year: Int64 = try row[0]
///
/// Without a type it is a `Value`. A row stays valid, and keeps its result's memory, as long as it is kept.
public struct Row: Sendable {
    let rows: ResultRows
    let batch: Int
    let row: Int
    /// The number of the row in its result, from 0.
    public let index: Int

    /// The columns.
    public var columns: [Column] { rows.columns }

    /// The cell of the column with this name, matched without regard to case.
    ///
    /// - Throws: a diagnostic that names column and row, and says what to do: no such column, NULL where no optional was
    ///   asked for, another type, a number that the type cannot hold.
    /// - Complexity: linear in the number of columns; `row[2]` is constant.
    public subscript<Result: ColumnValue>(name: String) -> Result {
        get throws(Diagnostic) { try read(rows.position(of: name)) }
    }

    /// The cell of the column at this position, which must exist.
    public subscript<Result: ColumnValue>(position: Int) -> Result {
        get throws(Diagnostic) { try read(position) }
    }

    /// The cell of the column with this name as a value.
    ///
    /// - Throws: where there is no such column, or more than one.
    public subscript(name: String) -> Value {
        get throws(Diagnostic) { cell(try rows.position(of: name)).value }
    }

    /// The cell of the column at this position, which must exist, as a value.
    public subscript(position: Int) -> Value { cell(position).value }

    func cell(_ position: Int) -> Cell { Cell(rows.batches[batch].columns[position], row) }

    func read<Result: ColumnValue>(_ position: Int, as _: Result.Type = Result.self) throws(Diagnostic) -> Result {
        let cell = cell(position)
        if cell.isNull && !Result.acceptsNull {
            throw Diagnostic(
                "\(place(position)) is NULL", hints: ["read it as an optional: as \(Result.self)?"])
        }
        do throws(Diagnostic) {
            return try Result(cell: cell)
        } catch {
            throw Diagnostic("\(place(position)) \(error.message)", hints: error.hints)
        }
    }

    /// `column `value` of row 3`
    func place(_ position: Int) -> String { "column `\(rows.columns[position].name)` of row \(index + 1)" }
}

extension QueryResult: RandomAccessCollection {
    public var startIndex: Int { 0 }
    public var endIndex: Int { rowCount }

    /// A row, which must exist. O(log batches), and mostly there is one batch.
    public subscript(index: Int) -> Row {
        let (batch, row) = rows.place(of: index)
        return Row(rows: rows, batch: batch, row: row, index: index)
    }

    public func makeIterator() -> Iterator { Iterator(rows: rows) }

    /// Goes through the rows.
    public struct Iterator: IteratorProtocol {
        let rows: ResultRows
        private var batch = 0
        private var row = 0
        private var index = 0

        init(rows: ResultRows) {
            self.rows = rows
        }

        public mutating func next() -> Row? {
            while batch < rows.batches.count, index == rows.starts[batch + 1] {
                batch += 1
                row = 0
            }
            guard batch < rows.batches.count else { return nil }
            defer {
                row += 1
                index += 1
            }
            return Row(rows: rows, batch: batch, row: row, index: index)
        }
    }
}
