// What the shell answers a line editor.

import ExpoQuery
import LineEditor
import QueryEngine
import QueryLanguage

/// Knows statements and dot-commands, a database's names, and the history.
package final class ShellClient: LineEditorClient {
    private let database: Database
    private let variables: ScriptVariables
    /// The most recent entry of the history that begins with a text.
    package var lastEntry: (_ beginning: String) -> String? = { _ in nil }
    /// What could stand at the cursor in a statement.
    package var statementCompletions: (_ text: String, _ cursor: Int) -> CompletionList = { _, cursor in
        CompletionList(replaced: cursor..<cursor, candidates: [])
    }
    /// Whether parts of the text are coloured.
    package var isColored: Bool
    private var highlighter: Highlighter?

    package init(_ database: Database, _ variables: ScriptVariables = ScriptVariables(), isColored: Bool) {
        self.database = database
        self.variables = variables
        self.isColored = isColored
    }

    /// To be told when tables, views or variables have changed.
    package func forgetNames() { highlighter = nil }

    package func isFinished(_ text: String) -> Bool { ShellText.isFinished(text) }

    package func indentation(_ text: String, cursor: Int) -> String { ShellText.indentation(text, cursor: cursor) }

    package func styles(_ text: String, cursor: Int) -> [StyledRange] {
        guard isColored else { return [] }
        let known = highlighter ?? Highlighter(names: KnownNames(database, variables))
        highlighter = known
        return known.styles(text, cursor: cursor)
    }

    package func hint(_ text: String) -> String? {
        if text.trimmed.isEmpty { return nil }
        if let entry = lastEntry(text), let rest = Hints.rest(of: entry, behind: text) { return rest }
        return ShellText.dotCommand(text) == nil ? Hints.signature(text) ?? Hints.onlyKeyword(behind: text) : nil
    }

    package func completions(_ text: String, cursor: Int) -> CompletionList {
        if ShellText.dotCommand(text) != nil, text.trimmed.first == "." {
            return DotCommands.completions(for: text, cursor: cursor, database)
        }
        return statementCompletions(text, cursor)
    }

    package func editElsewhere(_ text: String) -> String? { try? ExternalEditor.edit(text).text }
}
