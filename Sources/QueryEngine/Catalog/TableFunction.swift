// The functions that give tables, for help and completion.

/// A function that stands in FROM or JOIN, or behind CALL.
package struct TableFunction: Sendable {
    /// Upper case.
    package let name: String
    /// How it is called.
    package let usage: String
    /// One line, without a full stop, that says what it gives.
    package let help: String
    /// What it may be told by name, each with a line of help.
    package let parameters: [(name: String, help: String)]
    /// Whether it takes a table, which CALL passes it.
    package let takesTable: Bool

    package static let all =
        [
            TableFunction(
                name: "GENERATE_SERIES", usage: "GENERATE_SERIES(start, end[, step])",
                help: "the whole numbers from start to end as column value", parameters: [], takesTable: false),
            TableFunction(
                name: "SUMMARIZE", usage: "SUMMARIZE(TABLE name)",
                help: "a row for each column: its type, counts, least and greatest value", parameters: [],
                takesTable: true),
        ]
        + FileFunction.all.map { function in
            TableFunction(
                name: function.name, usage: function.usage, help: function.help,
                parameters: function.parameters.map { ($0.name, $0.help) }, takesTable: false)
        }

    package static func find(_ name: String) -> TableFunction? { all.first { sameName($0.name, name) } }
}
