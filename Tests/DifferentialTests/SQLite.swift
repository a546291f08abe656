// What SQLite answers, by its C library.

import CSQLite

@testable import QueryEngine

/// A database of SQLite in memory.
final class SQLite {
    struct Failure: Error {
        let message: String
    }

    private var database: OpaquePointer?
    private static let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)

    init() throws {
        guard sqlite3_open(":memory:", &database) == SQLITE_OK else { throw Failure(message: "no database") }
        _ = try rows("PRAGMA case_sensitive_like = ON")
    }

    deinit { sqlite3_close_v2(database) }

    func create(_ table: RandomTable) throws {
        let definition = table.columns.map { "\($0.name) \($0.kind.sqliteType)" }.joined(separator: ", ")
        _ = try rows("CREATE TABLE \(table.name) (\(definition))")
        let places = table.columns.map { _ in "?" }.joined(separator: ", ")
        let insert = try prepare("INSERT INTO \(table.name) VALUES (\(places))")
        defer { sqlite3_finalize(insert) }
        for row in table.rows {
            for (index, value) in row.enumerated() { bind(value, insert, Int32(index + 1)) }
            guard sqlite3_step(insert) == SQLITE_DONE else { throw failure }
            sqlite3_reset(insert)
        }
    }

    /// The rows of a query.
    ///
    /// - Throws: where it fails; in SQLite that is mostly a sum that overflows.
    func rows(_ query: String) throws -> [[Cell]] {
        let statement = try prepare(query)
        defer { sqlite3_finalize(statement) }
        let columns = 0..<sqlite3_column_count(statement)
        var rows: [[Cell]] = []
        while true {
            switch sqlite3_step(statement) {
            case SQLITE_ROW: rows.append(columns.map { cell(statement, $0) })
            case SQLITE_DONE: return rows
            default: throw failure
            }
        }
    }

    private var failure: Failure { Failure(message: String(cString: sqlite3_errmsg(database))) }

    private func prepare(_ text: String) throws -> OpaquePointer? {
        var statement: OpaquePointer?
        guard sqlite3_prepare_v2(database, text, -1, &statement, nil) == SQLITE_OK else { throw failure }
        return statement
    }

    private func bind(_ value: QueryEngine.Value, _ statement: OpaquePointer?, _ index: Int32) {
        switch value {
        case .int64(let number): sqlite3_bind_int64(statement, index, number)
        case .float64(let number): sqlite3_bind_double(statement, index, number)
        case .bool(let flag): sqlite3_bind_int(statement, index, flag ? 1 : 0)
        case .string(let text): sqlite3_bind_text(statement, index, text, -1, Self.transient)
        default: sqlite3_bind_null(statement, index)
        }
    }

    private func cell(_ statement: OpaquePointer?, _ column: Int32) -> Cell {
        switch sqlite3_column_type(statement, column) {
        case SQLITE_INTEGER: .integer(sqlite3_column_int64(statement, column))
        case SQLITE_FLOAT: .number(sqlite3_column_double(statement, column))
        case SQLITE_NULL: .null
        default: .text(sqlite3_column_text(statement, column).map { String(cString: $0) } ?? "")
        }
    }
}

extension ColumnKind {
    fileprivate var sqliteType: String {
        switch self {
        case .int, .bool: "INTEGER"
        case .float: "REAL"
        case .text: "TEXT"
        }
    }
}
