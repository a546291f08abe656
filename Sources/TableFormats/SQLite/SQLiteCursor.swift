// Gives the rows of a SQLite table, a batch at a time.

import QueryEngine
import QueryLanguage

/// Runs one statement of a connection of its own.
final class SQLiteCursor: NamedTableCursor {
    private let table: SQLiteTable
    private let request: ScanRequest
    private let statement: SQLiteStatement
    private var isDone = false
    /// The rows that were given.
    private var count = 0
    /// For each column how many values did not fit and are NULL, and the number of the first one's row.
    private var misfits: [(count: Int, first: Int)]

    private static let batchSize = 2048

    init(_ table: SQLiteTable, _ request: ScanRequest) throws(Diagnostic) {
        self.table = table
        self.request = request
        misfits = request.columns.map { _ in (0, 0) }
        let scan = SQLiteScan(table, request)
        statement = try SQLiteStatement(.reading(table.file.path, for: request.statement), scan.text)
        try scan.bind(to: statement)
    }

    deinit { tellRemarks() }

    var sourceName: String { "\(table.file.path), table \(table.name)" }

    func next() throws -> ColumnBatch? {
        if isDone { return nil }
        try request.statement.cancellation.check()
        let builders = request.columns.map { SQLiteBuilder.make(table.columns[$0].type, capacity: Self.batchSize) }
        var rows = 0
        while rows < Self.batchSize {
            guard try statement.step() else {
                isDone = true
                break
            }
            rows += 1
            for (place, builder) in builders.enumerated() where !builder.append(statement[place]) {
                // Rows have numbers of their own in most tables.
                let number = table.rowID == nil ? count + rows : Int(statement[builders.count].integer)
                guard table.isSafe else { throw misfit(at: place, number) }
                if misfits[place].count == 0 { misfits[place].first = number }
                misfits[place].count += 1
            }
        }
        guard rows > 0 else { return nil }
        count += rows
        return ColumnBatch(Batch(builders.map { $0.finish(count: rows) }, count: rows))
    }

    private func tellRemarks() {
        for (place, found) in misfits.enumerated() where found.count > 0 {
            let column = table.columns[request.columns[place]]
            let subject = ReadRemarks.Subject(
                "\(table.file.path), table \(table.name), column \(column.name)",
                "values were not \(column.type.name) and are NULL", counting: numbering)
            request.statement.remarks.add(subject, count: found.count, of: count, firstLine: found.first)
        }
    }

    private var numbering: String { table.rowID == nil ? "row" : "rowid" }

    /// The error of a value that does not fit.
    private func misfit(at place: Int, _ number: Int) -> Diagnostic {
        let column = table.columns[request.columns[place]]
        let value = statement[place]
        var held = DataType.string
        _ = value.withText { held = column.type.widened(for: $0) }
        var hints = table.reference.hints(.sqlite, typing: [column], held, noun: "values")
        // Bytes that are no text are none as a STRING either.
        if column.type == .string { hints.removeFirst() }
        return Diagnostic(
            "\(table.file.path), table \(table.name), \(numbering) \(number): column \(column.name): "
                + "\(value.shownText) is not \(column.type.nameWithArticle)", hints: hints)
    }
}
