// Inputs from the line editor.

import ExpoQuery
import LineEditor
import QueryEngine

/// Lets a person edit statements on the terminal, with the history and what `client` knows.
package struct EditorInput: InputSource {
    private let editor: LineEditor

    private static let prompt = "expo> "
    private static let continuation = "   .> "

    /// `nil` where no terminal is at hand.
    ///
    /// - Parameters:
    ///   - client: is told where hints and completions come from.
    ///   - history: what was entered before.
    package init?(_ client: ShellClient, _ history: HistoryFile, _ shell: Shell) {
        let editor = LineEditor(
            client: client, history: history, prompt: Self.prompt, continuation: Self.continuation,
            isColored: client.isColored, editorName: "expoq")
        guard let editor else { return nil }
        self.editor = editor
        client.lastEntry = { beginning in history.entries.last { $0.hasPrefix(beginning) && $0 != beginning } }
        client.statementCompletions = { [unowned shell] text, cursor in
            let context = CompletionContext(
                parameters: Parameters(named: shell.settings.parameters), variables: shell.variables,
                files: { Folder.entries($0) })
            let found = shell.database.completions(in: text, at: cursor, context)
            return CompletionList(
                replaced: found.replaced,
                candidates: found.items.map { item in
                    let detail = item.detail.isEmpty ? item.kind.rawValue : item.detail
                    return CompletionCandidate(text: item.text, label: item.label, detail: detail)
                })
        }
    }

    package mutating func next(initial: Draft?) -> ShellInput {
        var text: (text: String, cursor: Int)?
        editor.recalledCursor = nil
        if let initial {
            switch initial.reason {
            case .edited: text = (initial.text, initial.cursor)
            case .failed: editor.recalledCursor = (initial.text, initial.cursor)
            }
        }
        switch editor.read(initial: text) {
        case .text(let text): return .text(text)
        case .dropped: return .dropped
        case .endOfInput: return .end
        }
    }
}
