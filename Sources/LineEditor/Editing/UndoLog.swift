// What the text was before.

/// The states of a text, so that changes can be taken back one by one.
struct UndoLog {
    private var states: [EditedText] = []
    private var isTyping = false

    /// Notes the state between two keys. Characters typed one after another make one change, by words.
    mutating func note(_ state: EditedText) {
        guard let last = states.last else {
            states = [state]
            return
        }
        guard last.text != state.text else {
            states[states.count - 1].cursor = state.cursor
            return
        }
        let typed = Self.typedCharacter(from: last, to: state)
        if isTyping, states.count > 1, let typed, EditedText.isWord(typed) {
            states[states.count - 1] = state
        } else {
            states.append(state)
        }
        isTyping = typed != nil
    }

    /// The state before the last change.
    mutating func undo(from state: EditedText) -> EditedText? {
        note(state)
        guard states.count > 1 else { return nil }
        states.removeLast()
        isTyping = false
        return states.last
    }

    /// The character by which alone the states differ, before the cursor.
    private static func typedCharacter(from old: EditedText, to new: EditedText) -> Character? {
        let growth = new.text.utf8.count - old.text.utf8.count
        guard growth > 0, new.cursor - old.cursor == growth, new.previous == old.cursor else { return nil }
        let start = new.index(old.cursor)
        let end = new.index(new.cursor)
        guard new.text[..<start] == old.text[..<old.index(old.cursor)],
            new.text[end...] == old.text[old.index(old.cursor)...]
        else { return nil }
        return new.text[start..<end].first
    }
}
