// Where text stands on the screen.

import Testing

@testable import LineEditor

struct TextLayoutTests {
    /// The rows as text, with `|` where the cursor is.
    private func rows(_ text: String, width: Int, cursor: Int? = nil) -> [String] {
        let layout = TextLayout(
            text, cursor: cursor ?? text.utf8.count, promptWidth: 2, continuationWidth: 2, width: width)
        let painter = FramePainter(prompt: "> ", continuation: ". ")
        var rows = painter.paint(text, layout: layout, styles: [], rows: layout.rows.indices).map {
            String(decoding: $0.bytes, as: UTF8.self)
        }
        #expect(rows.count > layout.cursor.row)
        // Only where every character is a cell.
        if text.utf8.allSatisfy({ $0 < 0x80 }) {
            let row = rows[layout.cursor.row]
            #expect(layout.cursor.column <= row.count)
            rows[layout.cursor.row].insert("|", at: row.index(row.startIndex, offsetBy: layout.cursor.column))
        }
        return rows
    }

    private func cursor(_ text: String, at offset: Int, width: Int) -> TextLayout.Position {
        TextLayout(text, cursor: offset, promptWidth: 2, continuationWidth: 2, width: width).cursor
    }

    @Test func linesBeginWithPrompts() {
        #expect(rows("", width: 10) == ["> |"])
        #expect(rows("ab\ncd", width: 10) == ["> ab", ". cd|"])
        #expect(rows("ab\n", width: 10) == ["> ab", ". |"])
        #expect(rows("ab\ncd", width: 10, cursor: 2) == ["> ab|", ". cd"])
    }

    @Test func longLinesGoOnInTheNextRow() {
        #expect(rows("abcdefgh", width: 6) == ["> abcd", "efgh|"])
        #expect(rows("abcdefgh", width: 6, cursor: 4) == ["> abcd", "|efgh"])
        #expect(rows("abcd\nx", width: 6, cursor: 0) == ["> |abcd", ". x"])
    }

    @Test func behindAFullRowTheCursorIsInTheNext() {
        #expect(rows("abcd", width: 6) == ["> abcd", "|"])
        #expect(rows("abcd\nx", width: 6, cursor: 4) == ["> abcd", "|", ". x"])
    }

    @Test func wideCharactersAreNotBroken() {
        #expect(rows("a进博会", width: 6) == ["> a进", "博会"])
        #expect(cursor("a进博会", at: 4, width: 6) == .init(row: 1, column: 0))
        #expect(cursor("a进博会", at: 7, width: 6) == .init(row: 1, column: 2))
        #expect(cursor("a进博会", at: 10, width: 6) == .init(row: 1, column: 4))
    }

    @Test func marksAndEmojiAreOneCharacter() {
        let text = "e\u{301}👩‍👩‍👧‍👦x"
        #expect(cursor(text, at: 3, width: 20) == .init(row: 0, column: 3))
        #expect(cursor(text, at: text.utf8.count - 1, width: 20) == .init(row: 0, column: 5))
        // Within one, it stands at its beginning.
        #expect(cursor(text, at: 7, width: 20) == .init(row: 0, column: 3))
    }

    @Test func tabsAndControlsAreShown() {
        #expect(rows("a\tb", width: 20) == ["> a     b|"])
        #expect(rows("a\u{1B}b\u{7F}", width: 20) == ["> a^[b^?|"])
        #expect(rows("abc\td", width: 6) == ["> abc ", "d|"])
    }

    @Test func narrowScreensHaveNoRoomForPrompts() {
        #expect(rows("abc", width: 3) == ["abc", "|"])
        #expect(rows("进", width: 1) == ["进", ""])
    }

    @Test func stylesAreOpenedAndClosedInEachRow() {
        let text = "ab cd\nef"
        let layout = TextLayout(text, cursor: 0, promptWidth: 2, continuationWidth: 2, width: 6)
        let painter = FramePainter(prompt: "> ", continuation: ". ")
        let styles = [StyledRange(0..<2, TextStyle("1")), StyledRange(3..<7, TextStyle("32"))]
        let rows = painter.paint(text, layout: layout, styles: styles, rows: layout.rows.indices)
        #expect(
            rows.map { String(decoding: $0.bytes, as: UTF8.self) } == [
                "> \u{1B}[1mab\u{1B}[0m \u{1B}[32mc\u{1B}[0m", "\u{1B}[32md\u{1B}[0m", ". \u{1B}[32me\u{1B}[0mf",
            ])
        #expect(rows.map(\.width) == [6, 1, 4])
    }

    @Test func theViewportFollowsTheCursor() {
        var viewport = Viewport()
        #expect(viewport.rows(count: 3, cursor: 2, height: 5) == 0..<3)
        #expect(viewport.rows(count: 10, cursor: 9, height: 4) == 6..<10)
        #expect(viewport.rows(count: 10, cursor: 7, height: 4) == 6..<10)
        #expect(viewport.rows(count: 10, cursor: 2, height: 4) == 2..<6)
        #expect(viewport.rows(count: 4, cursor: 3, height: 4) == 0..<4)
        #expect(viewport.rows(count: 4, cursor: 3, height: 0) == 3..<4)
    }
}
