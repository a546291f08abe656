// Pasting on a terminal that marks pastes: one insertion, whatever it holds.

import TerminalSupport
import Testing

struct TerminalPasteTests {
    @Test func aPasteOfSeveralStatementsRunsOnlyOnEnter() throws {
        let scene = try EditingScene()
        #expect(scene.terminal.screen.isPasteBracketed)
        scene.send(.paste("SELECT 1;\nSELECT 2;\n"))
        try scene.shows("expo> SELECT 1;", "   .> SELECT 2;", "   .>", cursor: (2, 6))
        // If the paste had run something, its result would stand before this.
        scene.send(.backspace, .enter)
        try scene.shows(
            "expo> SELECT 1;", "   .> SELECT 2;", "1", "─", "1", "(1 row)", "2", "─", "2", "(1 row)", "expo>")
    }

    @Test func aPasteIsOneInsertion() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("SELECT ")
        try scene.shows("expo> SELECT", cursor: (0, 13))
        scene.send(.paste("1,\n2,\n  3"))
        // What is pasted keeps its own indentation.
        try scene.shows("expo> SELECT 1,", "   .> 2,", "   .>   3", cursor: (2, 9))
        scene.send(.ctrl("/"))
        try scene.shows("expo> SELECT", cursor: (0, 13))
    }

    @Test func aPasteGoesWhereTheCursorIs() throws {
        let scene = try EditingScene()
        scene.send("SELECT (2)", .left, .paste("\n+ 進博会\n+ "))
        try scene.shows("expo> SELECT (2", "   .> + 進博会", "   .> + )", cursor: (2, 8))
    }

    @Test func keysInAPasteAreText() throws {
        let scene = try EditingScene()
        scene.send(.paste("SELECT\t1\u{3}\u{4}\u{12}\u{1B}[A"))
        try scene.shows("expo> SELECT    1[A", cursor: (0, 19))
        #expect(scene.terminal.exitStatus == nil)
    }

    @Test func controlCEndsAPasteThatHasNoEnd() throws {
        let scene = try EditingScene()
        scene.send("a")
        try scene.shows("expo> a", cursor: (0, 7))
        scene.send("\u{1B}[200~lost")
        scene.terminal.settle()
        scene.send("\u{3}\u{3}")
        try scene.terminal.expect("the prompt again") { $0.text.hasSuffix("expo> a^C\nexpo>") && $0.cursor.column == 6 }
        scene.send("b")
        try scene.expectLast("expo> b", column: 7)
    }

    @Test func aLongPasteIsThereAtOnce() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send(.paste((1...2_000).map { "-- line \($0)" }.joined(separator: "\n") + "\nSELECT 1;"))
        try scene.terminal.expect("its end") { $0.rows[11] == "   .> SELECT 1;" && $0.cursor == (11, 15) }
        #expect(scene.terminal.screen.rows[0] == "   .> -- line 1990")
        scene.send(.ctrl("c"))
        try scene.terminal.expect("the prompt again") { $0.rows[11] == "expo>" && $0.cursor == (11, 6) }
    }

    @Test func theTerminalMarksNoPastesAfterwards() throws {
        let scene = try EditingScene()
        #expect(scene.leave() == 0)
        #expect(!scene.terminal.screen.isPasteBracketed)
    }
}
