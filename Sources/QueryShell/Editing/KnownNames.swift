// The names that a statement could mean, so that the others can be marked while they are typed.

import ExpoQuery
import QueryEngine
import QueryLanguage

/// All names of a database: of tables, of columns, of what WHY and table functions give.
package struct KnownNames: Sendable {
    /// In lower case.
    private let names: Set<String>

    /// No names: everything is unknown.
    package init(_ names: some Sequence<String> = []) {
        self.names = Set(names.map { $0.lowercased() })
    }

    /// The names of the database, and of the variables, as they are now. Views are bound for their columns, but
    /// nothing is read.
    package init(_ database: Database, _ variables: ScriptVariables = ScriptVariables()) {
        var names = Set(Self.ofLanguage + variables.names)
        let catalog = database.catalog
        for name in catalog.names {
            names.insert(name)
            switch catalog[name] {
            case .table(let table): names.formUnion(table.columns.map(\.name))
            case .view: names.formUnion(Self.columns(of: name, database))
            case nil: break
            }
        }
        self.init(names)
    }

    func contains(_ name: String) -> Bool { names.contains(name) }

    /// Words that stand where names do, and columns that no table has.
    private static let ofLanguage: [String] =
        // What WHY and the table functions give, and the arguments with names.
        [
            "result_row", "table", "row", "statement", "source", "locator", "title", "publisher", "published", "url",
            "value",
        ]
        + DataType.allCases.map(\.name) + ExportOption.names
        // Parts of dates and their kin.
        + [
            "microsecond", "millisecond", "second", "minute", "hour", "day", "dayofweek", "dayofyear", "week",
            "isoweek",
            "month", "quarter", "year", "isoyear", "date", "datetime", "time", "monday", "tuesday", "wednesday",
            "thursday", "friday", "saturday", "sunday",
        ]
        + ["int", "integer", "bigint", "smallint", "tinyint", "byteint", "boolean", "double"]

    private static func columns(of view: String, _ database: Database) -> [String] {
        do throws(Diagnostic) {
            let result = try database.execute(Statement(.describe(Identifier(view, .none)), .none))
            return (0..<result.rowCount).compactMap { row in
                if case .string(let name) = result.value(row: row, column: 0) { name } else { nil }
            }
        } catch {
            // A view of a table that is gone.
            return []
        }
    }
}
