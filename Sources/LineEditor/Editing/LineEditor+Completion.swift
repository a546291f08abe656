// Tab: what could stand at the cursor.

import QueryLanguage

extension LineEditor {
    private static let longestMenu = 10

    /// One candidate is inserted, several as far as they agree; the second Tab in a row shows them. If some begin with
    /// what is typed, others do not count until they are shown.
    func complete(_ contents: EditedText) -> CommandResult {
        let list = completions(for: contents)
        guard let first = list.candidates.first else { return fail() }
        guard list.candidates.count > 1 else {
            afterTab = nil
            buffer.replace(list.replaced, with: first.text)
            return .changed
        }
        if afterTab == contents {
            afterTab = nil
            return chooseFromMenu(contents, list)
        }
        let typed = String(contents.text[contents.index(list.replaced.lowerBound)..<contents.index(contents.cursor)])
        if let extended = list.commonExtension(of: typed) {
            buffer.replace(list.replaced, with: extended)
            // What was meant is there: the next Tab is about what follows.
            if list.candidates(thatContinue: typed).count == 1 {
                afterTab = nil
                return .changed
            }
        } else {
            screen.beep()
        }
        afterTab = buffer.contents
        return .changed
    }

    /// The client's answer, made safe: the replaced part lies in the text and ends at the cursor.
    private func completions(for contents: EditedText) -> CompletionList {
        var list = client.completions(contents.text, cursor: contents.cursor)
        let start = max(0, min(list.replaced.lowerBound, contents.cursor))
        list.replaced = start..<contents.cursor
        return list
    }

    /// Shows the menu until a key decides.
    private func chooseFromMenu(_ contents: EditedText, _ list: CompletionList) -> CommandResult {
        var menu = CompletionMenu(list.candidates)
        var state = contents
        var replaced = list.replaced
        while let key = nextKey(whenIdle: { drawMenu(&menu, below: state) }) {
            switch key {
            case .character("\t"), .function(.down), .control("N"): menu.move(by: 1)
            case .function(.backTab), .function(.up), .control("P"): menu.move(by: -1)
            case .function(.pageDown): menu.movePage(by: menuHeight - 1)
            case .function(.pageUp): menu.movePage(by: 1 - menuHeight)
            case .character("\r"), .character("\n"):
                if let selected = menu.selected { buffer.replace(replaced, with: selected.text) }
                return .changed
            case .escape, .control("G"):
                return .changed
            case .character("\u{7F}"), .character("\u{08}"):
                buffer.replace(state.previous..<state.cursor, with: "")
                guard narrow(&menu, &state, &replaced) else { return .changed }
            case .character(let scalar) where key.isPrintable:
                buffer.insert(String(Character(scalar)))
                guard narrow(&menu, &state, &replaced) else { return .changed }
            default:
                // It means something to the text.
                reader.unread(key)
                return .changed
            }
        }
        return .endOfInput
    }

    /// Asks again after a key; whether the menu still makes sense.
    private func narrow(_ menu: inout CompletionMenu, _ state: inout EditedText, _ replaced: inout Range<Int>) -> Bool {
        state = buffer.contents
        guard state.cursor >= replaced.lowerBound else { return false }
        let list = completions(for: state)
        guard list.replaced.lowerBound == replaced.lowerBound, !list.candidates.isEmpty else { return false }
        replaced = list.replaced
        menu.replace(list.candidates)
        return true
    }

    private var menuHeight: Int { max(1, min(Self.longestMenu, screen.height - 2)) }

    private func drawMenu(_ menu: inout CompletionMenu, below contents: EditedText) {
        draw(contents, below: menu.rows(width: screen.width, height: menuHeight, isColored: isColored))
    }
}
