// Statements of SQLite, and the values that they give.

import CSQLite
import QueryEngine
import QueryLanguage

/// A statement of a connection.
final class SQLiteStatement {
    private let connection: SQLiteConnection
    private let handle: OpaquePointer

    /// - Throws: what SQLite says of `sql`.
    init(_ connection: SQLiteConnection, _ sql: String) throws(Diagnostic) {
        self.connection = connection
        var prepared: OpaquePointer?
        let code = sqlite3_prepare_v2(connection.handle, sql, -1, &prepared, nil)
        guard code == SQLITE_OK, let prepared else { throw SQLiteFailure.diagnostic(code, connection) }
        handle = prepared
    }

    deinit { sqlite3_finalize(handle) }

    /// Moves to the next row; `false` behind the last one.
    func step() throws(Diagnostic) -> Bool {
        let code = sqlite3_step(handle)
        if code == SQLITE_ROW { return true }
        if code == SQLITE_DONE { return false }
        throw SQLiteFailure.diagnostic(code, connection)
    }

    /// Makes it ready to run again.
    func reset() { sqlite3_reset(handle) }

    /// The value of the row's column `index`, valid until the next step.
    @inline(__always)
    subscript(index: Int) -> SQLiteValue { SQLiteValue(statement: handle, index: Int32(truncatingIfNeeded: index)) }

    // MARK: Parameters, from 1 on

    func bindNull(_ index: Int) throws(Diagnostic) { try check(sqlite3_bind_null(handle, Int32(index))) }

    func bind(_ index: Int, _ value: Int64) throws(Diagnostic) {
        try check(sqlite3_bind_int64(handle, Int32(index), value))
    }

    func bind(_ index: Int, _ value: Double) throws(Diagnostic) {
        try check(sqlite3_bind_double(handle, Int32(index), value))
    }

    /// Binds text.
    func bind(_ index: Int, _ text: UTF8Bytes) throws(Diagnostic) {
        // SQLite copies it at once. A null pointer would be NULL instead of the empty text.
        let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
        let code = withUnsafePointer(to: UInt8(0)) { empty in
            UnsafeRawPointer(text.baseAddress ?? empty).withMemoryRebound(to: CChar.self, capacity: max(text.count, 1))
            {
                sqlite3_bind_text64(
                    handle, Int32(index), $0, sqlite3_uint64(text.count), transient, UInt8(SQLITE_UTF8))
            }
        }
        try check(code)
    }

    func bind(_ index: Int, _ text: String) throws(Diagnostic) { try bind(index, Array(text.utf8)) }

    func bind(_ index: Int, _ text: [UInt8]) throws(Diagnostic) {
        let outcome: Result<Void, Diagnostic> = text.withUnsafeBufferPointer { bytes in
            Result { () throws(Diagnostic) in try bind(index, bytes) }
        }
        try outcome.get()
    }

    private func check(_ code: Int32) throws(Diagnostic) {
        guard code == SQLITE_OK else { throw SQLiteFailure.diagnostic(code, connection) }
    }
}

/// A value in the row that a statement stands at.
struct SQLiteValue {
    /// What SQLite has stored, whatever the column's type says.
    enum Storage: Int32 {
        case integer = 1
        case real = 2
        case text = 3
        case blob = 4
        case null = 5
    }

    fileprivate let statement: OpaquePointer
    fileprivate let index: Int32

    @inline(__always)
    var storage: Storage { Storage(rawValue: sqlite3_column_type(statement, index)) ?? .null }

    @inline(__always)
    var integer: Int64 { sqlite3_column_int64(statement, index) }

    @inline(__always)
    var real: Double { sqlite3_column_double(statement, index) }

    /// The bytes of a text or of a blob.
    @inline(__always)
    var bytes: UTF8Bytes {
        let start: UnsafePointer<UInt8>?
        if storage == .text {
            start = sqlite3_column_text(statement, index)
        } else {
            start = sqlite3_column_blob(statement, index)?.assumingMemoryBound(to: UInt8.self)
        }
        // The length is that of what was asked for last.
        let count = Int(sqlite3_column_bytes(statement, index))
        return UTF8Bytes(start: start, count: start == nil ? 0 : count)
    }

    /// The value as an error shows it.
    var shownText: String {
        switch storage {
        case .null: return "NULL"
        case .integer: return String(integer)
        case .real: return Value.float64(real).text
        case .text: return "'\(String(UTF8Bytes(rebasing: bytes.prefix(200))).shortened(toCells: 40))'"
        case .blob:
            let bytes = bytes
            let digits = bytes.prefix(8).map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
            return "x'\(digits)\(bytes.count > 8 ? "…" : "")'"
        }
    }
}
