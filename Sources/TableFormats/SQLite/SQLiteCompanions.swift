// What goes with a table of SQLite when it is dropped: indexes and triggers, which can be made again, and constraints.

import QueryEngine
import QueryLanguage

/// An index or a trigger of a table, which goes with it.
struct SQLiteCompanion {
    let kind: String
    let name: String
    /// The statement that made it.
    let sql: String

    /// Those of the table with this name. Indexes that a constraint makes have no statement, and go with it.
    static func all(of table: String, in connection: SQLiteConnection) throws(Diagnostic) -> [SQLiteCompanion] {
        let list = try SQLiteStatement(
            connection,
            """
            SELECT type, name, sql FROM sqlite_master
            WHERE type IN ('index', 'trigger') AND tbl_name = ? COLLATE NOCASE AND sql IS NOT NULL ORDER BY rowid
            """)
        try list.bind(1, table)
        var all: [SQLiteCompanion] = []
        while try list.step() {
            all.append(
                SQLiteCompanion(
                    kind: String(list[0].bytes), name: String(list[1].bytes), sql: String(list[2].bytes)))
        }
        return all
    }

    /// Makes it again for a table that has taken the place of its own.
    func restore(in connection: SQLiteConnection, on table: String) throws(Diagnostic) {
        do throws(Diagnostic) {
            try connection.run(sql)
        } catch {
            if error == .interrupted { throw error }
            var reason = error.message
            let path = "'\(connection.path)': "
            if reason.hasPrefix(path) { reason.removeFirst(path.count) }
            throw Diagnostic(
                "the \(kind) '\(name)' of the table '\(table)' in '\(connection.path)' does not go with the new rows: "
                    + reason,
                hints: ["DROP \(kind.uppercased()) \(quotedForSQLite(name)) in that file, or write to another table"])
        }
    }
}

/// What a table's declaration asks of its rows, as SQL names it.
enum SQLiteConstraints {
    /// Those of the table with this name.
    static func all(of table: String, in connection: SQLiteConnection) throws(Diagnostic) -> [String] {
        let kinds = try SQLiteStatement(
            connection,
            """
            SELECT 'PRIMARY KEY' WHERE EXISTS (SELECT * FROM pragma_table_xinfo(?1) WHERE pk > 0)
            UNION ALL SELECT 'UNIQUE' WHERE EXISTS (SELECT * FROM pragma_index_list(?1) WHERE origin = 'u')
            UNION ALL SELECT 'NOT NULL' WHERE EXISTS (SELECT * FROM pragma_table_xinfo(?1) WHERE "notnull")
            UNION ALL SELECT 'DEFAULT' WHERE EXISTS (SELECT * FROM pragma_table_xinfo(?1) WHERE dflt_value NOT NULL)
            UNION ALL SELECT 'FOREIGN KEY' WHERE EXISTS (SELECT * FROM pragma_foreign_key_list(?1))
            """)
        try kinds.bind(1, table)
        var all: [String] = []
        while try kinds.step() { all.append(String(kinds[0].bytes)) }
        return all
    }
}
