// What may be written at the cursor: the answer to the Tab key.

import QueryLanguage

/// What may be written at a place of a text, the likeliest first.
public struct Completion: Sendable {
    /// One thing to write.
    public struct Item: Hashable, Sendable {
        public enum Kind: String, Hashable, Sendable {
            case keyword, table, view, file, folder, column, function, parameter, variable, argument, value, unit, type,
                option
            case tableFunction = "table function"
            /// A WITH table of the statement.
            case commonTable = "WITH table"
            /// A table of the statement, by the name that its columns can be told apart with.
            case alias = "table alias"
            case datePart = "date part"
            case pipe = "operator"
        }

        /// What takes the place of `replaced`: a name in backquotes where it needs them, a string with its quotes,
        /// a function with `(`.
        public let text: String
        /// What a menu shows: `AVG(value)`.
        public let label: String
        /// What it is, in a line; empty where the label says it all.
        public let detail: String
        public let kind: Kind

        init(_ kind: Kind, text: String, label: String? = nil, detail: String = "") {
            self.text = text
            self.label = label ?? text
            self.detail = detail
            self.kind = kind
        }
    }

    /// The word begun before the cursor, in UTF-8 bytes; it ends at the cursor.
    public let replaced: Range<Int>
    public let items: [Item]
}

/// What completion knows beside the catalog.
public struct CompletionContext: Sendable {
    /// The values of `@name`: their names are offered.
    public var parameters: Parameters
    /// The variables of the script.
    public var variables: ScriptVariables
    /// The files in a folder, which is given as it was typed: empty, or up to its last `/`.
    public var files: @Sendable (_ folder: String) -> [(name: String, isFolder: Bool)]

    public init(
        parameters: Parameters = Parameters(), variables: ScriptVariables = ScriptVariables(),
        files: @escaping @Sendable (_ folder: String) -> [(name: String, isFolder: Bool)] = { _ in [] }
    ) {
        self.parameters = parameters
        self.variables = variables
        self.files = files
    }
}

extension Engine {
    /// What may be written at byte `cursor` of `text`. Never fails: where little is known, little is offered.
    ///
    /// - Parameter fileOpener: opens the files that the text names; by default the catalog's opener.
    package func completions(
        in text: String, at cursor: Int, _ context: CompletionContext = CompletionContext(),
        limits: Limits = .none, fileOpener: Catalog.FileOpener? = nil
    ) -> Completion {
        var catalog = snapshot
        if let fileOpener { catalog.fileOpener = fileOpener }
        // What binds the text around the cursor looks at the time, and gives up.
        return Cancellation(StatementWatch(limits, outer: Cancellation())).governing {
            Completer(engine: self, catalog: catalog, context: context, text: text, cursor: cursor).completion()
        }
    }
}
