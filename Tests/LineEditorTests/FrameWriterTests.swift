// That the screen shows what it is meant to, whatever it showed before.

import TerminalSupport
import Testing

@testable import LineEditor

struct FrameWriterTests {
    private func frame(_ rows: [String], cursor: (Int, Int) = (0, 0)) -> Frame {
        Frame(
            rows: rows.map { text in
                var row = FrameRow()
                row.append(text, width: text.count)
                return row
            }, cursorRow: cursor.0, cursorColumn: cursor.1)
    }

    private func feed(_ bytes: [UInt8], to screen: inout TerminalSupport.Screen) {
        screen.feed(bytes)
    }

    @Test func framesFollowOneAnother() {
        var screen = TerminalSupport.Screen(columns: 6, rows: 5)
        var writer = FrameWriter(width: 6)
        feed(Array("old\r\n".utf8), to: &screen)
        let frames: [([String], (Int, Int))] = [
            (["> a"], (0, 3)), (["> ab", ". cd"], (1, 4)), (["> abcd", "ef", ""], (2, 0)), (["> x", ". y"], (0, 2)),
            (["> abcd"], (0, 2)), (["> "], (0, 2)),
        ]
        for (rows, cursor) in frames {
            feed(writer.update(to: frame(rows, cursor: cursor)), to: &screen)
            let shown = rows.map { $0.last == " " ? String($0.dropLast()) : $0 }
            #expect(Array(screen.rows[1...].prefix(rows.count)) == shown)
            #expect(screen.rows[(1 + rows.count)...].allSatisfy { $0.isEmpty })
            #expect(screen.cursor == (1 + cursor.0, cursor.1))
            #expect(screen.isCursorVisible)
        }
        feed(writer.leave(), to: &screen)
        #expect(screen.cursor == (2, 0))
        #expect(screen.rows[0] == "old")
    }

    @Test func framesAtTheBottomScroll() {
        var screen = TerminalSupport.Screen(columns: 10, rows: 3)
        var writer = FrameWriter(width: 10)
        feed(Array("1\r\n2\r\n".utf8), to: &screen)
        feed(writer.update(to: frame(["> a"], cursor: (0, 3))), to: &screen)
        feed(writer.update(to: frame(["> a", "menu 1", "menu 2"], cursor: (0, 3))), to: &screen)
        #expect(screen.rows == ["> a", "menu 1", "menu 2"])
        #expect(screen.cursor == (0, 3))
        feed(writer.update(to: frame(["> a"], cursor: (0, 3))), to: &screen)
        #expect(screen.text == "> a")
        #expect(screen.transcript == "1\n2\n> a")
    }

    @Test func onlyWhatDiffersIsWritten() {
        var writer = FrameWriter(width: 20)
        _ = writer.update(to: frame(["> one", ". two", ". three"], cursor: (2, 3)))
        let bytes = writer.update(to: frame(["> one", ". two", ". threes"], cursor: (2, 4)))
        let text = String(decoding: bytes, as: UTF8.self)
        #expect(!text.contains("one") && !text.contains("two") && text.contains("threes"))
        #expect(writer.update(to: frame(["> one", ". two", ". threes"], cursor: (2, 4))).count < 10)
    }

    @Test func aNewSizeRemovesTheFrame() {
        var screen = TerminalSupport.Screen(columns: 10, rows: 6)
        var writer = FrameWriter(width: 10)
        feed(Array("old\r\n".utf8), to: &screen)
        feed(writer.update(to: frame(["> a", ". b"], cursor: (1, 3))), to: &screen)
        screen.resize(columns: 14, rows: 6)
        feed(writer.resize(width: 14, height: 6), to: &screen)
        #expect(screen.text == "old")
        #expect(screen.cursor == (1, 0))
        feed(writer.update(to: frame(["> a", ". b"], cursor: (1, 3))), to: &screen)
        #expect(screen.text == "old\n> a\n. b")
    }

    @Test func emojiKeepTheirCells() {
        var screen = TerminalSupport.Screen(columns: 12, rows: 3)
        var writer = FrameWriter(width: 12)
        let painter = FramePainter(prompt: "> ", continuation: ". ")
        for text in ["xx👩‍👩‍👧‍👦e\u{301}z", "👩‍👩‍👧‍👦1️⃣z", "1️⃣❤️z"] {
            let layout = TextLayout(
                text, cursor: text.utf8.count, promptWidth: 2, continuationWidth: 2, width: 12)
            let rows = painter.paint(text, layout: layout, styles: [], rows: layout.rows.indices)
            feed(
                writer.update(
                    to: Frame(rows: rows, cursorRow: layout.cursor.row, cursorColumn: layout.cursor.column)),
                to: &screen)
            #expect(screen.cursor == (0, layout.cursor.column))
            #expect(screen.place(of: "z")?.column == layout.cursor.column - 1)
        }
    }
}
