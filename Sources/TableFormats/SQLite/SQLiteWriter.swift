// Writes results as tables of SQLite files.

import QueryEngine
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes a result as a table whose columns are declared so that it is read back as it was.
///
/// INT64 is INTEGER, FLOAT64 REAL, STRING TEXT and BOOL a BOOLEAN of 0 and 1. SQLite has no storage of its own for DATE,
/// TIMESTAMP, INTERVAL and QUANTITY: they are texts, times as ISO 8601 has them; a quantity that is a plain number is
/// one. Nor has it NaN, which is the text `NaN`. Names of columns are made unique.
package enum SQLiteWriter {
    /// Writes `result` as the table `table` of the file at `path`.
    ///
    /// The rows take the place of a table of that name, whose indexes and triggers are made again; its constraints are
    /// not. The file's other tables stay. A file that is not there is made. If it fails, all is
    /// as it was.
    ///
    /// - Parameters:
    ///   - table: the table's name; `nil` for that of the file, up to its first dot.
    ///   - overwrites: whether a table that is there is replaced.
    /// - Returns: what there is to tell: the constraints that a table had that was replaced.
    /// - Throws: a diagnostic that says why it cannot be written, or `Diagnostic.interrupted`.
    @discardableResult
    package static func write(
        _ result: QueryResult, to path: String, table: String? = nil, overwrites: Bool = true,
        _ cancellation: Cancellation = Cancellation()
    ) throws(Diagnostic) -> [String] {
        try FileGate.check(writing: path)
        let file = path.split(separator: "/").last ?? ""
        let table = try SQLiteTableWriter(table ?? file.split(separator: ".").first.map(String.init) ?? "", result)
        guard SQLiteHeader.hasContent(path) else {
            try create(path, table, cancellation)
            return []
        }
        // Of what is no database nobody says that it may go.
        _ = try SQLiteHeader(of: path)
        do throws(Diagnostic) {
            return try change(path, table, overwrites: overwrites, cancellation)
        } catch {
            // Where the disk is full, SQLite leaves half of the change to whoever opens the file next: to put it right.
            if let next = try? SQLiteConnection.writing(path, Cancellation()) {
                _ = try? next.run("SELECT COUNT(*) FROM sqlite_master")
            }
            throw error
        }
    }

    /// Writes the table into a file that is there.
    private static func change(
        _ path: String, _ table: SQLiteTableWriter, overwrites: Bool, _ cancellation: Cancellation
    ) throws(Diagnostic) -> [String] {
        let connection = try SQLiteConnection.writing(path, cancellation)
        try connection.run("BEGIN IMMEDIATE")
        let (companions, constraints) = try table.makeRoom(in: connection, overwrites: overwrites)
        try table.write(to: connection, cancellation)
        for companion in companions { try companion.restore(in: connection, on: table.name) }
        try connection.run("COMMIT")
        if constraints.isEmpty { return [] }
        return ["\(path), table \(table.name): what it had of \(constraints.joined(separator: ", ")) is gone"]
    }

    /// Makes a new file, which takes its name when it is whole.
    private static func create(
        _ path: String, _ table: SQLiteTableWriter, _ cancellation: Cancellation
    ) throws(Diagnostic) {
        let (descriptor, temporary) = TemporaryFiles.create(for: path)
        guard descriptor >= 0 else { throw AtomicFile.failure("'\(path)'", path, errno) }
        // SQLite's own locks go with any descriptor that is closed: this one is when SQLite has done its work.
        defer {
            TemporaryFiles.forget(temporary)
            close(descriptor)
        }
        do throws(Diagnostic) {
            let connection = try SQLiteConnection.writing(temporary, name: path, cancellation)
            // Nobody will want the half of it back.
            try connection.run("PRAGMA journal_mode = OFF")
            try connection.run("BEGIN")
            try table.write(to: connection, cancellation)
            try connection.run("COMMIT")
        } catch {
            unlink(temporary)
            throw error
        }
        guard rename(temporary, path) == 0 else {
            let error = AtomicFile.failure("'\(path)'", path, errno)
            unlink(temporary)
            throw error
        }
    }
}

/// A table to be made of a result.
private struct SQLiteTableWriter {
    let name: String
    private let result: QueryResult
    private let columns: [Column]

    init(_ name: String, _ result: QueryResult) throws(Diagnostic) {
        self.name = name
        self.result = result
        columns = zip(uniqueNames(result.columns.map(\.name)), result.columns).map { Column($0, $1.type) }
        if columns.isEmpty { throw Diagnostic("a table of SQLite needs a column") }
        if name.lowercased().hasPrefix("sqlite_") {
            throw Diagnostic("'\(name)' is no name for a table: SQLite keeps those with sqlite_ to itself")
        }
        if let faulty = ([name] + columns.map(\.name)).first(where: { $0.isEmpty || $0.contains("\0") }) {
            throw Diagnostic("'\(faulty)' is no name in SQLite")
        }
    }

    /// Removes the table of the same name; what went with it.
    func makeRoom(
        in connection: SQLiteConnection, overwrites: Bool
    ) throws(Diagnostic) -> (companions: [SQLiteCompanion], constraints: [String]) {
        let found = try SQLiteStatement(
            connection,
            "SELECT type FROM sqlite_master WHERE type IN ('table', 'view') AND name = ? COLLATE NOCASE")
        try found.bind(1, name)
        guard try found.step() else { return ([], []) }
        let kind = String(found[0].bytes)
        found.reset()
        if kind == "view" {
            throw Diagnostic("'\(name)' is a view in '\(connection.path)'", hints: ["give the table another name"])
        }
        guard overwrites else { throw Diagnostic("'\(connection.path)' has a table '\(name)' already") }
        let companions = try SQLiteCompanion.all(of: name, in: connection)
        let constraints = try SQLiteConstraints.all(of: name, in: connection)
        try connection.run("DROP TABLE \(quotedForSQLite(name))")
        return (companions, constraints)
    }

    /// Makes the table and puts the rows into it.
    func write(to connection: SQLiteConnection, _ cancellation: Cancellation) throws(Diagnostic) {
        let table = quotedForSQLite(name)
        let declarations = columns.map { "\(quotedForSQLite($0.name)) \($0.type.nameInSQLite)" }
        try connection.run("CREATE TABLE \(table) (\(declarations.joined(separator: ", ")))")
        let places = columns.map { _ in "?" }.joined(separator: ", ")
        let insert = try SQLiteStatement(connection, "INSERT INTO \(table) VALUES (\(places))")
        var text: [UInt8] = []
        var count = 0
        try result.eachRow { (batch, row) throws(Diagnostic) in
            if count & 1023 == 0 { try cancellation.check() }
            count += 1
            for (index, column) in batch.columns.enumerated() {
                try bind(column, row, index + 1, insert, &text)
            }
            _ = try insert.step()
            insert.reset()
        }
    }

    private func bind(
        _ column: Vector, _ row: Int, _ index: Int, _ insert: SQLiteStatement, _ text: inout [UInt8]
    ) throws(Diagnostic) {
        if column.isNull(row) { return try insert.bindNull(index) }
        text.removeAll(keepingCapacity: true)
        switch column.type {
        case .bool: return try insert.bind(index, column.element(row, as: Bool.self) ? 1 as Int64 : 0)
        case .int64: return try insert.bind(index, column.element(row, as: Int64.self))
        case .float64:
            let number: Double = column.element(row)
            if !number.isNaN { return try insert.bind(index, number) }
            text.append("NaN")
        case .quantity:
            let quantity: Quantity = column.element(row)
            // Its text would be taken for a number, and read by SQLite's own rules.
            if quantity.isExact && quantity.unit == .one { return try insert.bind(index, quantity.nominal) }
            column.appendPortableText(row, to: &text)
        case .string: return try insert.bind(index, column.bytes(row))
        case .date, .timestamp, .interval: column.appendPortableText(row, to: &text)
        }
        try insert.bind(index, text)
    }
}

extension DataType {
    /// The type that a column is declared with.
    fileprivate var nameInSQLite: String {
        switch self {
        case .bool: "BOOLEAN"
        case .int64: "INTEGER"
        case .float64: "REAL"
        case .string: "TEXT"
        case .date, .timestamp, .interval, .quantity: name
        }
    }
}
