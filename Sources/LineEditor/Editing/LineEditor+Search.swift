// Ctrl-R: the search in the history, as one types.

extension LineEditor {
    func searchHistory(_ contents: EditedText) -> CommandResult { fail() }
    func complete(_ contents: EditedText) -> CommandResult { fail() }
}
