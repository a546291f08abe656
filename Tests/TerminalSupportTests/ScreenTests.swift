// The screen shows what xterm would.

import TerminalSupport
import Testing

struct ScreenTests {
    /// A screen of 10 columns and 4 rows that was written to.
    private func screen(_ pieces: String..., columns: Int = 10, rows: Int = 4) -> Screen {
        var screen = Screen(columns: columns, rows: rows)
        for piece in pieces { screen.feed(piece) }
        return screen
    }

    @Test func linesAndColumns() {
        let shown = screen("ab\r\ncd\nef\rg\u{8}hij\tk\u{7}")
        #expect(shown.rows == ["ab", "cd", "hijf    k", ""])
        #expect(shown.text == "ab\ncd\nhijf    k")
        #expect(shown.cursor == (2, 9))
        #expect(shown.bells == 1)
    }

    @Test func theLastColumnWaitsWithTheWrap() {
        var shown = screen("0123456789")
        #expect(shown.cursor == (0, 9))
        shown.feed("\u{1B}[1m")
        shown.feed("a")
        #expect(shown.rows == ["0123456789", "a", "", ""])
        #expect(shown.cursor == (1, 1))
        // A return, a backspace or a move gives the wrap up.
        #expect(screen("0123456789\rx").rows[0] == "x123456789")
        #expect(screen("0123456789\u{8}x").rows[0] == "01234567x9")
        #expect(screen("0123456789\r\nx").rows == ["0123456789", "x", "", ""])
        #expect(screen("0123456789\u{1B}[K").rows[0] == "012345678")
        #expect(screen("0123456789\u{1B}[Cx").rows[0] == "012345678x")
        #expect(screen("\u{1B}[?7l0123456789ab").rows == ["012345678b", "", "", ""])
    }

    @Test func theScreenScrollsAtItsEnd() {
        let shown = screen("1\r\n2\r\n3\r\n4\r\n5\r\n6")
        #expect(shown.rows == ["3", "4", "5", "6"])
        #expect(shown.scrollback == ["1", "2"])
        #expect(shown.transcript == "1\n2\n3\n4\n5\n6")
    }

    @Test func wideCharactersTakeTwoCells() {
        let shown = screen("进a博")
        #expect(shown.rows[0] == "进a博")
        #expect(shown.cursor == (0, 5))
        // One that does not fit before the border goes to the next row whole.
        #expect(screen("012345678进x").rows == ["012345678", "进x", "", ""])
        let full = screen("01234567进")
        #expect(full.rows[0] == "01234567进")
        #expect(full.cursor == (0, 9))
        #expect(screen("\u{1B}[?7l012345678进").rows[0] == "01234567进")
    }

    @Test(arguments: [
        // Overwritten, erased, deleted or pushed apart: the other half goes.
        ("进博\u{1B}[2Gx", " x博"), ("进博\u{1B}[1Gx", "x 博"), ("进博\u{1B}[2G\u{1B}[X", "  博"),
        ("进博\u{1B}[2G\u{1B}[P", " 博"), ("进博\u{1B}[2G\u{1B}[@x", " x 博"), ("a进\u{1B}[3G\u{1B}[K", "a"),
        ("进博\u{1B}[2G会", " 会"), ("12345678进\u{1B}[1G\u{1B}[@", " 12345678"),
    ])
    func noHalfOfAWideCharacterIsLeft(written: String, row: String) {
        #expect(screen(written).rows[0] == row)
    }

    @Test(arguments: [
        ("e\u{301}x", 2), ("👍🏽x", 3), ("👩‍👩‍👧‍👦x", 3), ("🇨🇳🇩🇪x", 5), ("❤️x", 3), ("1️⃣x", 3), ("한x", 3),
        ("\u{1112}\u{1161}\u{11AB}x", 3), ("a\u{200B}b", 2),
    ])
    func marksAndSequencesTakeNoMoreCells(text: String, column: Int) {
        var shown = Screen(columns: 10, rows: 4)
        for byte in text.utf8 { shown.feed([byte]) }
        #expect(shown.rows[0] == text)
        #expect(shown.cursor == (0, column))
    }

    @Test func marksJoinAcrossColoursAndAtTheBorder() {
        let shown = screen("e\u{1B}[31m\u{301}", "012345678e\u{301}x", columns: 11)
        #expect(shown.rows == ["e\u{301}012345678e\u{301}", "x", "", ""])
        #expect(shown.style(row: 0, column: 0) == .plain)
        // Not an emoji with the one before, as the cursor came from elsewhere.
        #expect(screen("🇨\u{1B}[3G🇳").cursor == (0, 4))
        #expect(screen("\u{301}a").rows[0] == "a")
    }

    @Test func whatIsNoTextIsReplacedAndSkipped() {
        var shown = Screen(columns: 20, rows: 1)
        shown.feed([0x61, 0xC3, 0x62, 0xFF, 0xE8, 0xBF, 0x1B, 0x5B, 0x6D, 0x63])
        #expect(shown.rows == ["a\u{FFFD}b\u{FFFD}\u{FFFD}c"])
        shown = screen("\u{1B}]0;title\u{7}a\u{1B}]8;;x\u{1B}\\b\u{1B}P$q\"p\u{1B}\\c\u{1B}(Bd\u{1B}=e\u{1B}[?2026hf")
        shown.feed("\u{1B}[>4;1mg\u{1B}[1$zh\u{1B}[2 qi\u{1B}[3")
        #expect(shown.rows[0] == "abcdefghi")
        #expect(shown.style(of: "abcdefghi") == .plain)
    }

    @Test(arguments: [
        ("\u{1B}[A", 1, 4), ("\u{1B}[9A", 0, 4), ("\u{1B}[B", 3, 4), ("\u{1B}[9B", 3, 4), ("\u{1B}[2C", 2, 6),
        ("\u{1B}[99C", 2, 9), ("\u{1B}[0D", 2, 3), ("\u{1B}[9D", 2, 0), ("\u{1B}[E", 3, 0), ("\u{1B}[2F", 0, 0),
        ("\u{1B}[G", 2, 0), ("\u{1B}[3G", 2, 2), ("\u{1B}[H", 0, 0), ("\u{1B}[2;3H", 1, 2), ("\u{1B}[;3f", 0, 2),
        ("\u{1B}[4d", 3, 4), ("\u{1B}[99;99H", 3, 9), ("\t", 2, 8), ("\u{1B}[Z", 2, 0), ("\u{1B}D", 3, 4),
        ("\u{1B}M", 1, 4), ("\u{1B}E", 3, 0), ("\u{1B}7\u{1B}[H\u{1B}8", 2, 4), ("\u{1B}[s\u{1B}[H\u{1B}[u", 2, 4),
    ])
    func cursorMoves(written: String, row: Int, column: Int) {
        #expect(screen("\u{1B}[3;5H", written).cursor == (row, column))
    }

    @Test(arguments: [
        ("\u{1B}[J", ["aaaaa", "bb", "", ""]), ("\u{1B}[1J", ["", "   bb", "ccccc", "ddddd"]),
        ("\u{1B}[2J", ["", "", "", ""]), ("\u{1B}[K", ["aaaaa", "bb", "ccccc", "ddddd"]),
        ("\u{1B}[1K", ["aaaaa", "   bb", "ccccc", "ddddd"]), ("\u{1B}[2K", ["aaaaa", "", "ccccc", "ddddd"]),
        ("\u{1B}[2X", ["aaaaa", "bb  b", "ccccc", "ddddd"]), ("\u{1B}[L", ["aaaaa", "", "bbbbb", "ccccc"]),
        ("\u{1B}[9L", ["aaaaa", "", "", ""]), ("\u{1B}[2M", ["aaaaa", "ddddd", "", ""]),
        ("\u{1B}[2Px", ["aaaaa", "bbx", "ccccc", "ddddd"]), ("\u{1B}[2@x", ["aaaaa", "bbx bbb", "ccccc", "ddddd"]),
        ("\u{1B}[4hxy\u{1B}[4lz", ["aaaaa", "bbxyzbb", "ccccc", "ddddd"]),
        ("\u{1B}[S", ["bbbbb", "ccccc", "ddddd", ""]),
        ("\u{1B}[2T", ["", "", "aaaaa", "bbbbb"]), ("x\u{1B}[2b", ["aaaaa", "bbxxx", "ccccc", "ddddd"]),
    ])
    func changesOfRowsAndCells(written: String, rows: [String]) {
        #expect(screen("aaaaa\r\nbbbbb\r\nccccc\r\nddddd\u{1B}[2;3H", written).rows == rows)
    }

    @Test func onlyTheRegionScrolls() {
        var shown = screen("1\r\n2\r\n3\r\n4", "\u{1B}[2;3r")
        #expect(shown.cursor == (0, 0))
        shown.feed("\u{1B}[3;1H\n")
        #expect(shown.rows == ["1", "3", "", "4"])
        shown.feed("\u{1B}[2;1H\u{1B}Mx")
        #expect(shown.rows == ["1", "x", "3", "4"])
        shown.feed("\u{1B}[9B")
        #expect(shown.cursor == (2, 1))
        shown.feed("\u{1B}[4;1H\ny")
        #expect(shown.rows == ["1", "x", "3", "y"])
        #expect(shown.scrollback.isEmpty)
        shown.feed("\u{1B}[r\u{1B}[4;1H\n")
        #expect(shown.scrollback == ["1"])
    }

    @Test func theAlternateScreenLeavesTheMainOneAsItWas() {
        var shown = screen("one\r\ntwo", "\u{1B}[?1049h\u{1B}[H\u{1B}[2Jpage\r\n\n\n\n\n")
        #expect(shown.isAlternate)
        #expect(shown.text.isEmpty)
        shown.feed("\u{1B}[?1049l!")
        #expect(!shown.isAlternate)
        #expect(shown.text == "one\ntwo!")
        #expect(shown.scrollback.isEmpty)
    }

    @Test func modesAreRemembered() {
        var shown = screen("\u{1B}[?2004h\u{1B}[?1;25l\u{1B}[?1h")
        #expect(shown.isPasteBracketed && !shown.isCursorVisible && shown.sendsApplicationKeys)
        #expect(Key.up.code(shown) == "\u{1B}OA")
        #expect(Key.paste("a\nb").code(shown) == "\u{1B}[200~a\rb\u{1B}[201~")
        shown.feed("\u{1B}c")
        #expect(!shown.isPasteBracketed && shown.isCursorVisible)
        #expect(Key.up.code(shown) == "\u{1B}[A")
        #expect(Key.paste("a\r\nb").code(shown) == "a\rb")
        #expect(Key.ctrl("c").code(shown) == "\u{3}")
        #expect(Key.alt("f").code(shown) == "\u{1B}f")
    }

    @Test(arguments: [
        ("1", CellStyle(isBold: true)), ("2;4", CellStyle(isDim: true, isUnderlined: true)),
        ("1;2;22;7", CellStyle(isReversed: true)),
        ("4;24;3", CellStyle(isItalic: true)), ("31;42", CellStyle(foreground: .palette(1), background: .palette(2))),
        ("91;102", CellStyle(foreground: .palette(9), background: .palette(10))), ("31;39", .plain), ("1;0", .plain),
        ("1;", .plain), ("38;5;208;1", CellStyle(foreground: .palette(208), isBold: true)),
        ("48;2;1;2;3;4", CellStyle(background: .rgb(1, 2, 3), isUnderlined: true)),
        ("38:5:208", CellStyle(foreground: .palette(208))), ("38:2::1:2:3", CellStyle(foreground: .rgb(1, 2, 3))),
        ("4:0", .plain), ("4:3", CellStyle(isUnderlined: true)), ("38;7", .plain), ("38;5", .plain),
    ])
    func colours(parameters: String, style: CellStyle) {
        let shown = screen("a\u{1B}[\(parameters)mbc\u{1B}[md")
        #expect(shown.style(of: "a") == .plain)
        #expect(shown.style(of: "bc") == style)
        #expect(shown.style(of: "d") == .plain)
    }

    @Test func stylesAreFoundByText() {
        let red = CellStyle(foreground: .palette(1))
        let shown = screen("进 \u{1B}[31m博会\u{1B}[m x")
        #expect(shown.place(of: "博会").map { [$0.row, $0.column] } == [0, 3])
        #expect(shown.style(of: "博会") == red)
        #expect(shown.style(of: "会 x") == nil)
        #expect(shown.style(of: "nowhere") == nil)
        let runs = shown.runs(row: 0)
        #expect(runs.map(\.text) == ["进 ", "博会", " x"])
        #expect(runs.map(\.style) == [.plain, red, .plain])
        #expect(shown.runs(row: 1).isEmpty)
        // Erasing leaves the background, and text that is not there has no end to trim.
        #expect(screen("\u{1B}[44m\u{1B}[K").runs(row: 0).map(\.text) == ["          "])
    }

    @Test func theSizeChanges() {
        var shown = screen("1\r\n2\r\n3进\r\n4\u{1B}[2;1H")
        shown.resize(columns: 2, rows: 3)
        #expect(shown.rows == ["1", "2", "3"])
        shown.resize(columns: 5, rows: 1)
        #expect(shown.rows == ["2"])
        #expect(shown.scrollback == ["1"])
        #expect(shown.cursor == (0, 0))
        shown.resize(columns: 5, rows: 3)
        shown.feed("abcdef")
        #expect(shown.rows == ["abcde", "f", ""])
    }

    /// Whatever a program writes, and however the window changes meanwhile, the screen stays a screen.
    @Test(arguments: 0..<40 as Range<UInt64>) func noiseDoesNoHarm(seed: UInt64) {
        var random = Noise(state: seed &* 0x9E37_79B9_7F4A_7C15 | 1)
        let finals = Array("ABCDEFGHIJKLMPSTXZ@bdfhlmnrsu`".utf8)
        var shown = Screen(columns: 10, rows: 4)
        for _ in 0..<2_000 {
            switch random.next() % 8 {
            case 0: shown.feed("\u{1B}[\(random.next() % 12);\(random.next() % 12)")
            case 1, 2: shown.feed("\u{1B}[\(random.next() % 12)" + "\(UnicodeScalar(finals[Int(random.next() % 30)]))")
            case 3:
                shown.feed(
                    ["\u{1B}[?1049h", "\u{1B}[?1049l", "\u{1B}[?7l", "\u{1B}[?7h", "\u{1B}7", "\u{1B}8"][
                        Int(random.next() % 6)])
            case 4: shown.feed(["进", "👩‍👩‍👧‍👦", "e\u{301}", "❤️", "क्षि", "🇨🇳", "\u{200D}"][Int(random.next() % 7)])
            case 5: shown.feed([UInt8(truncatingIfNeeded: random.next())])
            case 6: shown.feed("\n\tab\r")
            default:
                if random.next() % 8 == 0 {
                    shown.resize(columns: Int(random.next() % 12) + 1, rows: Int(random.next() % 6) + 1)
                }
            }
            #expect(shown.rows.count == shown.rowCount)
            #expect(
                (0..<shown.rowCount).contains(shown.cursor.row) && (0..<shown.columns).contains(shown.cursor.column))
        }
    }
}

/// Xorshift: the same noise for the same seed.
private struct Noise {
    var state: UInt64

    mutating func next() -> UInt64 {
        state ^= state << 13
        state ^= state >> 7
        state ^= state << 17
        return state >> 11
    }
}
