// SQLite files: which tables they hold.

import QueryEngine
import QueryLanguage

/// A SQLite file and the names of its tables and views. It is opened anew for each reading, and never written to.
package struct SQLiteFile: Sendable {
    /// A table or view of the file.
    struct Entry: Sendable {
        let name: String
        /// Whether SQLite keeps its rows itself, and so makes what it stores fit the declarations; no view, for example.
        let isStored: Bool
        /// Whether its rows have a number that SQLite finds them by.
        let hasRowID: Bool
    }

    package let path: String
    let entries: [Entry]
    /// Whether texts are stored as UTF-8.
    let isUTF8: Bool

    /// - Throws: a diagnostic that says why it cannot be read: there is no such file, it is none of SQLite's, it is
    ///   damaged, or locked.
    package init(path: String, for statement: FileRequest = FileRequest()) throws(Diagnostic) {
        self.path = path
        let connection = try SQLiteConnection.reading(path, for: statement)
        let encoding = try SQLiteStatement(connection, "PRAGMA encoding")
        isUTF8 = try encoding.step() && encoding[0].bytes.elementsEqual("UTF-8".utf8)
        // Shadow tables are what virtual tables are made of.
        let list = try SQLiteStatement(
            connection,
            """
            SELECT name, type = 'table', NOT wr FROM pragma_table_list
            WHERE schema = 'main' AND type IN ('table', 'view', 'virtual') AND name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
            ORDER BY name
            """)
        var entries: [Entry] = []
        while try list.step() {
            let isStored = list[1].integer != 0
            entries.append(
                Entry(
                    name: String(list[0].bytes), isStored: isStored, hasRowID: isStored && list[2].integer != 0))
        }
        self.entries = entries
    }

    /// The names of the tables and views, in the order of the alphabet.
    package var tableNames: [String] { entries.map(\.name) }

    /// A table or view of the file.
    ///
    /// - Parameters:
    ///   - name: its name, whatever the case; `nil` for the only one.
    ///   - columns: types of columns that are not to be found out: `'a INT64, b QUANTITY'`.
    ///   - safe: whether values that do not fit their column's type are NULL, and counted.
    /// - Throws: a diagnostic if there is no such table.
    package func table(
        _ name: String?, columns: FileReference.Option? = nil, safe: Bool = false,
        for statement: FileRequest = FileRequest()
    ) throws(Diagnostic) -> SQLiteTable {
        try SQLiteTable(
            self, entry(name), declared: columns, safe: safe, for: statement)
    }

    private func entry(_ name: String?) throws(Diagnostic) -> Entry {
        if entries.isEmpty { throw Diagnostic("'\(path)' holds no tables") }
        guard let name else {
            if entries.count == 1 { return entries[0] }
            let call = FileReference(path: path).hint(.sqlite, "table", .string(tableNames[0]))
            throw Diagnostic("'\(path)' holds \(entries.count) tables", hints: ["\(call) reads one of \(known)"])
        }
        if let entry = entries.first(where: { $0.name == name }) ?? entries.first(where: { sameName($0.name, name) }) {
            return entry
        }
        let guess = nearest(name, among: tableNames).map { "did you mean '\($0)'?" }
        throw Diagnostic("'\(path)' holds no table '\(name)'", hints: [guess ?? "it holds \(known)"])
    }

    private var known: String {
        let shown = tableNames.prefix(20).joined(separator: ", ")
        return entries.count > 20 ? "\(shown), …" : shown
    }
}

/// A name as SQL of SQLite has it, between double quotes.
func quotedForSQLite(_ name: String) -> String {
    "\"" + name.map { $0 == "\"" ? "\"\"" : String($0) }.joined() + "\""
}
