// What a SQLite file says of its tables' columns, and what their rows say.

import QueryEngine
import QueryLanguage

/// A column as it is declared.
struct SQLiteColumn: Sendable {
    let name: String
    /// The type's words, in upper case; empty where there are none, as with a view's expressions.
    let declaration: String

    /// The type that the declaration stands for; `nil` where it leaves it open, as NUMERIC and BLOB do.
    var declaredType: DataType? {
        func has(_ words: String...) -> Bool { words.contains { declaration.contains($0) } }
        // `FLOATING POINT` has INT in it, which SQLite takes for a whole number.
        if has("POINT") { return nil }
        if has("QUANTITY") { return .quantity }
        if has("INTERVAL") { return .interval }
        if has("BOOL") { return .bool }
        if has("DATETIME", "TIMESTAMP") { return .timestamp }
        if has("DATE") { return .date }
        if has("INT") { return .int64 }
        if has("CHAR", "CLOB", "TEXT", "STRING") { return .string }
        if has("REAL", "FLOA", "DOUB") { return .float64 }
        return nil
    }

    /// Whether SQLite makes text of numbers that are stored in it.
    var keepsText: Bool {
        !declaration.contains("INT") && ["CHAR", "CLOB", "TEXT"].contains { declaration.contains($0) }
    }

    /// Whether the declared type is what the column holds. Of the types that SQLite has no storage of its own for only
    /// the values tell: a DATE may be a text, a number, or nothing like a date.
    var isCertain: Bool {
        switch declaredType {
        case .int64, .float64, .string: true
        default: false
        }
    }
}

/// What a sample of a column's values allows.
struct SQLiteSample {
    private var storages: Set<SQLiteValue.Storage> = []
    /// The types that are asked about, and whether every value fits.
    private var fitting: Set<DataType>

    /// - Parameter declared: the type that the column is declared to be of.
    init(_ declared: DataType?) {
        fitting = declared == .date ? [.date, .timestamp] : declared.map { [$0] } ?? []
    }

    mutating func see(_ value: SQLiteValue) {
        let storage = value.storage
        guard storage != .null else { return }
        storages.insert(storage)
        if !fitting.isEmpty { fitting = fitting.filter { value.fits($0) } }
    }

    /// The declared type if all values fit; else what they are stored as.
    func type(_ declared: DataType?) -> DataType {
        if let declared, fitting.contains(declared) { return declared }
        if fitting.contains(.timestamp), storages == [.text] { return .timestamp }
        if storages == [.integer] { return .int64 }
        if !storages.isEmpty, storages.isSubset(of: [.integer, .real]) { return .float64 }
        return .string
    }
}
