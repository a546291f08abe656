// Places in a text, undoing, columns.

import Testing

@testable import LineEditor

struct EditedTextTests {
    @Test func linesAndWordsAreFound() {
        let text = EditedText(text: "ab cd\nefg\n", cursor: 7)
        #expect(text.line == 6..<9)
        #expect(EditedText(text: text.text, cursor: 5).line == 0..<5)
        #expect(EditedText(text: text.text, cursor: 10).line == 10..<10)
        #expect(text.previousWordStart == 6)
        #expect(EditedText(text: text.text, cursor: 6).previousWordStart == 3)
        #expect(EditedText(text: text.text, cursor: 0).nextWordEnd == 2)
        #expect(EditedText(text: text.text, cursor: 9).nextWordEnd == 10)
    }

    @Test func stepsAreCharactersAsOneSeesThem() {
        let text = "a👩‍👩‍👧‍👦e\u{301}"
        let end = EditedText(text: text, cursor: text.utf8.count)
        #expect(end.previous == text.utf8.count - 3)
        #expect(EditedText(text: text, cursor: end.previous).previous == 1)
        #expect(EditedText(text: text, cursor: 1).next == text.utf8.count - 3)
        #expect(EditedText(text: text, cursor: 0).previous == 0)
        #expect(end.next == text.utf8.count)
    }

    @Test func changesAreTakenBackOneByOne() {
        var log = UndoLog()
        var state = EditedText()
        log.note(state)
        for character in "SELECT 1" {
            state.text.append(character)
            state.cursor += 1
            log.note(state)
        }
        state = EditedText(text: "SELECT 1 pasted text", cursor: 20)
        log.note(state)
        var texts: [String] = []
        while let previous = log.undo(from: state) {
            state = previous
            texts.append(state.text)
        }
        #expect(texts == ["SELECT 1", "SELECT", ""])
    }

    @Test func columnsCountCells() {
        let columns = LineColumns(promptWidth: 6, continuationWidth: 6)
        let text = EditedText(text: "进博会 = 1\nabcdef\n\tx", cursor: 6)
        #expect(columns.column(in: text) == 10)
        #expect(columns.offset(of: 10, inLineAt: 14, of: text) == 18)
        // In the second cell of a character it is the character.
        #expect(columns.offset(of: 9, inLineAt: 0, of: text) == 3)
        #expect(columns.offset(of: 50, inLineAt: 14, of: text) == 20)
        #expect(columns.column(in: EditedText(text: text.text, cursor: 22)) == 8)
    }

    @Test func configurationsTellOfTheKeymap() {
        #expect(EditorConfiguration("bind -v\nbind ^G ed-move-to-beg").isVi)
        #expect(!EditorConfiguration("# bind -v").isVi)
        #expect(!EditorConfiguration("bind -v\nexpoq:bind -e").isVi)
        #expect(EditorConfiguration("bind \\e[15~ ed-redisplay").hasSequences)
    }
}
