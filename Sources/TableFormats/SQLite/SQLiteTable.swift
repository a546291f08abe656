// A table of a SQLite file.

import QueryEngine
import QueryLanguage

/// The rows of a table or view in a SQLite file, read as queries need them.
///
/// A scan is one statement of SQLite, and so sees one state of the file. It names the columns that are wanted, and the
/// conditions that mean the same there. Rows come in the order of their row ids, where they have some.
package struct SQLiteTable: TableProvider {
    package let columns: [Column]
    let file: SQLiteFile
    let entry: SQLiteFile.Entry
    let stored: [SQLiteColumn]
    /// What names the row id; `nil` where there is none.
    let rowID: String?
    let isSafe: Bool
    /// The table as a query names it.
    let reference: FileReference

    /// Rows that are looked at where the declaration does not tell a column's type.
    private static let sampleSize = 1000
    /// A view may compute for long before it gives a row; then it is done without.
    private static let sampleInstructions = 5_000_000

    init(
        _ file: SQLiteFile, _ entry: SQLiteFile.Entry, declared option: FileReference.Option?, safe: Bool,
        for statement: FileRequest
    ) throws(Diagnostic) {
        self.file = file
        self.entry = entry
        isSafe = safe
        let declared = try ColumnList.parse(option)
        var options = ["table": FileReference.Option(.string(entry.name), at: .none)]
        options["columns"] = option
        reference = FileReference(path: file.path, function: .sqlite, options: options)
        let connection = try SQLiteConnection.reading(file.path, for: statement)
        let stored = try Self.columns(of: entry.name, connection)
        self.stored = stored
        let taken = Set(stored.map { $0.name.lowercased() })
        rowID = entry.hasRowID ? ["rowid", "_rowid_", "oid"].first { !taken.contains($0) } : nil

        let names = uniqueNames(stored.map(\.name))
        var types: [DataType?] = names.map { _ in nil }
        for column in declared {
            guard let place = names.firstIndex(where: { sameName($0, column.name) }) else {
                let guess = nearest(column.name, among: names).map { "did you mean `\($0)`?" }
                throw Diagnostic(
                    "the table '\(entry.name)' in '\(file.path)' has no column `\(column.name)`",
                    hints: [guess ?? "its columns: \(names.joined(separator: ", "))"])
            }
            types[place] = column.type
        }
        for (place, column) in stored.enumerated() where types[place] == nil && column.isCertain {
            types[place] = column.declaredType
        }
        let open = types.indices.filter { types[$0] == nil }
        let found = try Self.sample(open.map { stored[$0] }, of: entry.name, connection)
        for (place, type) in zip(open, found) { types[place] = type }
        columns = zip(names, types).map { Column($0, $1 ?? .string) }
    }

    private static func columns(
        of table: String, _ connection: SQLiteConnection
    ) throws(Diagnostic) -> [SQLiteColumn] {
        let list = try SQLiteStatement(connection, "SELECT name, type, hidden FROM pragma_table_xinfo(?)")
        try list.bind(1, table)
        var columns: [SQLiteColumn] = []
        while try list.step() {
            // Hidden columns of virtual tables are none; those that are computed are.
            if list[2].integer == 1 { continue }
            columns.append(
                SQLiteColumn(name: String(list[0].bytes), declaration: String(list[1].bytes).uppercased()))
        }
        // SQLite says only when it is asked for rows what is wrong with a view, or with a module that it does not have.
        if columns.isEmpty { try connection.run("SELECT * FROM \(quotedForSQLite(table)) LIMIT 0") }
        return columns
    }

    /// The types of `columns`, found by looking at some rows.
    private static func sample(
        _ columns: [SQLiteColumn], of table: String, _ connection: SQLiteConnection
    ) throws(Diagnostic) -> [DataType] {
        guard !columns.isEmpty else { return [] }
        var samples = columns.map { SQLiteSample($0.declaredType) }
        let names = columns.map { quotedForSQLite($0.name) }.joined(separator: ", ")
        _ = try connection.limited(toInstructions: sampleInstructions) { () throws(Diagnostic) in
            let rows = try SQLiteStatement(
                connection, "SELECT \(names) FROM \(quotedForSQLite(table)) LIMIT \(sampleSize)")
            while try rows.step() {
                for index in samples.indices { samples[index].see(rows[index]) }
            }
        }
        return zip(columns, samples).map { $1.type($0.declaredType) }
    }

    package var name: String { entry.name }
    package var path: String { file.path }

    package func scan(_ request: ScanRequest) throws -> [any TableCursor] {
        [try SQLiteCursor(self, request)]
    }
}
