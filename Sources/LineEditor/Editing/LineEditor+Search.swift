// Ctrl-R: the search in the history, as one types.

import QueryLanguage

extension LineEditor {
    private static let matchStyle = TextStyle("7")
    private static let noteStyle = TextStyle("2")

    /// Shows what is found until a key decides.
    func searchHistory(_ contents: EditedText) -> CommandResult {
        var search = HistorySearch(history.entries)
        while let key = nextKey(whenIdle: { drawSearch(search, contents) }) {
            switch key {
            case .control("R"):
                if search.query.isEmpty { search.type(lastSearch) } else { search.older() }
            case .control("S"): search.newer()
            case .character("\u{7F}"), .character("\u{08}"): search.removeLast()
            case .escape, .control("G"): return .changed
            // There is nothing found to run.
            case .character("\r") where search.match == nil, .character("\n") where search.match == nil: return .changed
            case .paste(let text): search.type(text.split(whereSeparator: \.isNewline).first.map(String.init) ?? "")
            case .character(let scalar) where key.isPrintable: search.type(String(Character(scalar)))
            default:
                if key != .control("C") { accept(search, from: contents) }
                // Enter runs what is found, and others edit it.
                reader.unread(key)
                return .changed
            }
            if search.isFailing { screen.beep() }
        }
        return .endOfInput
    }

    private func accept(_ search: HistorySearch, from contents: EditedText) {
        if !search.query.isEmpty { lastSearch = search.query }
        guard let index = search.index, let match = search.match else { return }
        navigation.jump(to: index, from: contents)
        buffer.replaceAll(with: EditedText(text: match, cursor: search.range?.upperBound ?? match.utf8.count))
    }

    private func drawSearch(_ search: HistorySearch, _ contents: EditedText) {
        let shown = search.match.map { EditedText(text: $0, cursor: search.range?.lowerBound ?? 0) } ?? contents
        let styles = search.range.map { [StyledRange($0, Self.matchStyle)] }
        let note = search.isFailing ? "not in history: " : "search history: "
        var row = FrameRow()
        row.append(note, width: note.displayWidth, style: isColored ? Self.noteStyle : nil)
        // The end of a query that is longer than the row.
        let room = max(1, screen.width - row.width - 1)
        var query = search.query.shownOnOneLine
        while query.displayWidth > room { query.removeFirst() }
        row.append(query, width: query.displayWidth)
        if row.width >= screen.width { row = FrameRow() }
        draw(shown, styles: styles, below: [row], cursorBelow: row.width)
    }
}
