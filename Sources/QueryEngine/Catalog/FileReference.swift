// A file as a query names it: `FROM 'visits.csv'`, or `READ_CSV('visits.csv', delimiter => ';')`.

import QueryLanguage

/// A file, and what the query says of how to read it.
package struct FileReference: Sendable {
    /// An argument by name.
    package struct Option: Sendable {
        package let value: Value
        package let range: SourceRange

        package init(_ value: Value, at range: SourceRange) {
            self.value = value
            self.range = range
        }
    }

    package let path: String
    /// The function that reads it; `nil` where the file's own name tells its format.
    package let function: FileFunction?
    /// By the names of the function's parameters.
    package let options: [String: Option]

    package init(path: String, function: FileFunction? = nil, options: [String: Option] = [:]) {
        self.path = path
        self.function = function
        self.options = options
    }
}

/// A table function that reads files. Binder, help and completion read the table of them.
package struct FileFunction: Hashable, Sendable {
    package struct Parameter: Hashable, Sendable {
        package let name: String
        package let type: DataType
        package let help: String

        init(_ name: String, _ type: DataType, _ help: String) {
            self.name = name
            self.type = type
            self.help = help
        }
    }

    /// Upper case.
    package let name: String
    /// One line, without a full stop.
    package let help: String
    /// What may follow the path, by position up to `positional`, by name all of it.
    package let parameters: [Parameter]
    package let positional: Int

    package static let csv = FileFunction(
        name: "READ_CSV", help: "the rows of a CSV file, or of all that a path with * names",
        parameters: [
            Parameter("delimiter", .string, "the character between cells"),
            Parameter("quote", .string, "the character around cells; '' for none"),
            Parameter("escape", .string, "the character before a quote inside quotes, by default the quote itself"),
            Parameter("header", .bool, "whether the first record names the columns"),
            Parameter("null", .string, "what stands for NULL, beside an empty cell"),
            Parameter("skip", .int64, "how many lines to leave out before the first record"),
            Parameter(
                "columns", .string, "types of columns, and names where there is no header: 'a INT64, b QUANTITY'"),
            Parameter("encoding", .string, "'utf-8', 'latin1' or 'utf-16'"),
            Parameter("safe", .bool, "whether cells that do not fit their column's type are NULL, and counted"),
        ], positional: 0)

    package static let json = FileFunction(
        name: "READ_JSON", help: "the rows of a JSON file: an array of objects, or an object a line",
        parameters: [
            Parameter("columns", .string, "the columns and their types: 'a INT64, b QUANTITY'"),
            Parameter("safe", .bool, "whether values that do not fit their column's type are NULL, and counted"),
        ], positional: 0)

    package static let sqlite = FileFunction(
        name: "READ_SQLITE", help: "the rows of a table or view in a SQLite file",
        parameters: [
            Parameter("table", .string, "its name; may be left out where there is only one"),
            Parameter("columns", .string, "types of columns: 'a INT64, b QUANTITY'"),
            Parameter("safe", .bool, "whether values that do not fit their column's type are NULL, and counted"),
        ], positional: 1)

    package static let all = [csv, json, sqlite]

    package static func find(_ name: String) -> FileFunction? { all.first { sameName($0.name, name) } }
}
