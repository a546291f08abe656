// Where Up and Down have come in the history.

/// Moves through entries and a new text behind them. What was changed on the way is there on the way back.
struct HistoryNavigation {
    private var count: Int
    private var index: Int
    private var changed: [Int: EditedText] = [:]

    init(count: Int = 0) {
        self.count = count
        index = count
    }

    /// The entry before the one at hand.
    mutating func older(from contents: EditedText, in entries: [String]) -> EditedText? {
        move(by: -1, from: contents, in: entries)
    }

    mutating func newer(from contents: EditedText, in entries: [String]) -> EditedText? {
        move(by: 1, from: contents, in: entries)
    }

    /// Begins from an entry that was found otherwise.
    mutating func jump(to index: Int, from contents: EditedText) {
        changed[self.index] = contents
        self.index = min(index, count)
    }

    private mutating func move(by step: Int, from contents: EditedText, in entries: [String]) -> EditedText? {
        let target = index + step
        guard (0...count).contains(target), count <= entries.count else { return nil }
        if index == count || entries[index] != contents.text { changed[index] = contents } else { changed[index] = nil }
        index = target
        if let state = changed[target] { return state }
        guard target < count else { return EditedText() }
        return EditedText(text: entries[target], cursor: entries[target].utf8.count)
    }
}
