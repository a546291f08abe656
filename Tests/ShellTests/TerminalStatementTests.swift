// Statements on a terminal: the prompt, Enter, lines, indentation, and moving among them.

import TerminalSupport
import Testing

struct TerminalStatementTests {
    @Test func twoLinesGreetBeforeThePrompt() throws {
        let scene = try EditingScene()
        #expect(
            scene.terminal.screen.text == """
                expoq 0.1.0: 450 figures from 134 sources on 8 editions of the expo
                A statement ends with ; or an empty line. .help tells more, .quit leaves.
                expo>
                """)
        #expect(scene.terminal.screen.cursor == (2, 6))
    }

    @Test func theGreetingWrapsOnASmallTerminal() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        #expect(
            scene.terminal.screen.rows[0...4] == [
                "expoq 0.1.0: 450 figures from 134", "sources on 8 editions of the expo",
                "A statement ends with ; or an empty", "line. .help tells more, .quit leaves.", "expo>",
            ])
        #expect(scene.terminal.screen.cursor == (4, 6))
    }

    @Test func enterOnAnUnfinishedStatementBeginsAMarkedLineAndASemicolonRuns() throws {
        let scene = try EditingScene()
        scene.send("SELECT", .enter)
        try scene.shows("expo> SELECT", "   .>", cursor: (1, 6))
        scene.send("1;", .enter)
        try scene.shows("expo> SELECT", "   .> 1;", "1", "─", "1", "(1 row)", "expo>", cursor: (6, 6))
    }

    @Test func anEmptyLineRuns() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("SELECT 1", .enter, .enter)
        try scene.shows("expo> SELECT 1", "   .>", "1", "─", "1", "(1 row)", "expo>")
    }

    @Test func aDotCommandRunsWithoutASemicolon() throws {
        let scene = try EditingScene()
        scene.send(".timer", .enter)
        try scene.shows("expo> .timer", "timer off", "expo>")
    }

    @Test func altEnterAlwaysBeginsALine() throws {
        let scene = try EditingScene()
        scene.send("SELECT 1;", .altEnter)
        try scene.shows("expo> SELECT 1;", "   .>", cursor: (1, 6))
        scene.send("SELECT 2;", .enter)
        try scene.shows(
            "expo> SELECT 1;", "   .> SELECT 2;", "1", "─", "1", "(1 row)", "2", "─", "2", "(1 row)", "expo>")
    }

    @Test func aSemicolonInAStringOrACommentEndsNothing() throws {
        let scene = try EditingScene()
        scene.send("SELECT '''a;", .enter, "b''' -- c;", .enter)
        try scene.shows("expo> SELECT '''a;", "   .> b''' -- c;", "   .>", cursor: (2, 6))
    }

    @Test func upAndDownMoveInTheStatementAndThenThroughTheHistory() throws {
        let scene = try EditingScene()
        scene.send("SELECT 7;", .enter)
        try scene.shows("expo> SELECT 7;", "7", "─", "7", "(1 row)", "expo>")
        scene.send("FROM deals", .enter, "|>", .enter, "x")
        try scene.shows(
            "expo> SELECT 7;", "7", "─", "7", "(1 row)", "expo> FROM deals", "   .> |>", "   .> x", cursor: (7, 7))
        scene.send(.up, .up)
        try scene.shows(
            "expo> SELECT 7;", "7", "─", "7", "(1 row)", "expo> FROM deals", "   .> |>", "   .> x", cursor: (5, 7))
        scene.send(.up)
        try scene.shows("expo> SELECT 7;", "7", "─", "7", "(1 row)", "expo> SELECT 7;", cursor: (5, 15))
        scene.send(.down)
        try scene.shows(
            "expo> SELECT 7;", "7", "─", "7", "(1 row)", "expo> FROM deals", "   .> |>", "   .> x", cursor: (5, 7))
    }

    @Test func upAndDownKeepTheColumnAcrossAShorterLine() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send(.paste("SELECT 12345,\n6,\n78901234"))
        try scene.shows("expo> SELECT 12345,", "   .> 6,", "   .> 78901234", cursor: (2, 14))
        scene.send(.up)
        try scene.shows("expo> SELECT 12345,", "   .> 6,", "   .> 78901234", cursor: (1, 8))
        scene.send(.up)
        try scene.shows("expo> SELECT 12345,", "   .> 6,", "   .> 78901234", cursor: (0, 14))
        scene.send(.down, .down)
        try scene.shows("expo> SELECT 12345,", "   .> 6,", "   .> 78901234", cursor: (2, 14))
    }

    @Test func linesAreIndentedUnderAPipeAndInParentheses() throws {
        let scene = try EditingScene()
        scene.send("FROM figures", .enter, "|> SELECT edition,", .enter)
        try scene.shows("expo> FROM figures", "   .> |> SELECT edition,", "   .>", cursor: (2, 11))
        scene.send("COALESCE(", .enter)
        // A hint stands behind the cursor.
        try scene.shows(
            "expo> FROM figures", "   .> |> SELECT edition,", "   .>      COALESCE(", "   .>        value, …)",
            cursor: (3, 13))
    }

    @Test func aLineLongerThanTheTerminalGoesOnInTheNextRow() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("SELECT '1234567890123456789012345678901234567890'")
        try scene.shows("expo> SELECT '12345678901234567890123456", "78901234567890'", cursor: (1, 15))
        scene.send(.home)
        try scene.shows("expo> SELECT '12345678901234567890123456", "78901234567890'", cursor: (0, 6))
    }

    @Test func aFullRowLeavesTheCursorInTheNext() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("SELECT '12345678901234567890123456")
        try scene.shows("expo> SELECT '12345678901234567890123456", cursor: (1, 0))
        scene.send("7", .backspace, .backspace)
        try scene.shows("expo> SELECT '1234567890123456789012345", cursor: (0, 39))
    }

    @Test func aStatementTallerThanTheTerminalShowsThePartWithTheCursor() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        let lines = (1...20).map { "  \($0)," }
        scene.send(.paste("SELECT\n" + lines.joined(separator: "\n")))
        try scene.terminal.expect("the end of the statement") {
            $0.rows[11] == "   .>   20," && $0.rows[0] == "   .>   9," && $0.cursor == (11, 11)
        }
        scene.send(.pageUp)
        try scene.terminal.expect("its beginning") {
            $0.rows[0] == "expo> SELECT" && $0.rows[11] == "   .>   11," && $0.cursor == (0, 6)
        }
        scene.send(.pageDown, "0;", .enter)
        // All of it remains in view of who scrolls back, once.
        try scene.terminal.expect("(1 row, ")
        let transcript = scene.terminal.screen.transcript
        #expect(transcript.contains((["expo> SELECT"] + lines.map { "   .> \($0)" }).joined(separator: "\n") + "0;"))
    }

    @Test func undoTakesBackByWords() throws {
        let scene = try EditingScene()
        scene.send("SELECT 1")
        try scene.shows("expo> SELECT 1", cursor: (0, 14))
        scene.send(.ctrl("u"))
        try scene.shows("expo>", cursor: (0, 6))
        scene.send(.ctrl("/"))
        try scene.shows("expo> SELECT 1", cursor: (0, 14))
    }

    @Test func whatIsKilledCanBeYanked() throws {
        let scene = try EditingScene()
        scene.send("1, SELECT", .ctrl("a"), .alt("f"), .ctrl("k"))
        try scene.shows("expo> 1", cursor: (0, 7))
        scene.send(.ctrl("u"), "x", .ctrl("y"))
        try scene.shows("expo> x1", cursor: (0, 8))
    }
}
