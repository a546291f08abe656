// The SQL that a scan of a SQLite table is.

import QueryEngine
import QueryLanguage

/// A SELECT of wanted columns, with the conditions that SQLite decides as the engine does.
///
/// The engine asks again, so that a condition may let more rows through, and never fewer. A value that does not fit its
/// column's type is to be told of rather than left out. Hence each condition lets all values of other storage classes
/// pass, by their order (NULL, numbers, texts, blobs), which an index serves too. Numbers are compared as numbers: 7.5 is
/// not below 5, whether or not the column should have it.
struct SQLiteScan {
    private(set) var text: String
    /// The values of `?1`, `?2`, …
    private(set) var parameters: [Value] = []

    init(_ table: SQLiteTable, _ request: ScanRequest) {
        var items = request.columns.map { Self.column(table.stored[$0].name) }
        // Errors name the row by it.
        items.append(table.rowID.map { "\(Self.alias).\($0)" } ?? "NULL")
        text = "SELECT \(items.joined(separator: ", ")) FROM \(quotedForSQLite(table.name)) AS \(Self.alias)"
        // Values that become NULL are counted, in all rows.
        let conditions = table.isSafe ? [] : request.filters.compactMap { condition($0, table) }
        if !conditions.isEmpty { text += " WHERE \(conditions.joined(separator: " AND "))" }
        if let rowID = table.rowID { text += " ORDER BY \(Self.alias).\(rowID)" }
    }

    /// SQLite takes a name in double quotes for a text where no column is called so, as when the table has become
    /// another one; but not behind the table's name.
    private static let alias = "scanned"

    private static func column(_ name: String) -> String { "\(alias).\(quotedForSQLite(name))" }

    private mutating func condition(_ filter: ScanFilter, _ table: SQLiteTable) -> String? {
        let column = Self.column(table.stored[filter.column].name)
        let sign: String
        switch filter.comparison {
        case .isNull: return "\(column) IS NULL"
        case .isNotNull: return "\(column) IS NOT NULL"
        case .equal: sign = "="
        case .notEqual: sign = "<>"
        case .less: sign = "<"
        case .lessOrEqual: sign = "<="
        case .greater: sign = ">"
        case .greaterOrEqual: sign = ">="
        }
        let isText = table.stored[filter.column].keepsText
        var others: [String]
        switch filter.value {
        // A column that makes text of numbers would compare them as text.
        case .int64 where !isText, .float64 where !isText: others = ["\(column) >= ''"]
        case .string where isText:
            // Texts of UTF-16 are in another order.
            guard table.file.isUTF8 || filter.comparison == .equal || filter.comparison == .notEqual else { return nil }
            others = ["\(column) >= x''"]
            if !table.entry.isStored { others.append("\(column) < ''") }
        default: return nil
        }
        parameters.append(filter.value)
        // There are hardly any, or SQLite would not think of an index.
        let passing = others.map { " OR likelihood(\($0) COLLATE BINARY, 0.0001)" }.joined()
        return "(\(column) \(sign) ?\(parameters.count) COLLATE BINARY\(passing))"
    }

    /// Binds the parameters.
    func bind(to statement: SQLiteStatement) throws(Diagnostic) {
        for (index, value) in parameters.enumerated() {
            switch value {
            case .int64(let number): try statement.bind(index + 1, number)
            case .float64(let number): try statement.bind(index + 1, number)
            default: try statement.bind(index + 1, value.text)
            }
        }
    }
}
