// Ctrl-C, Ctrl-D, Ctrl-Z and Ctrl-L on a terminal, and windows that change.

import CommandSupport
import Foundation
import TerminalSupport
import Testing

struct TerminalInterruptTests {
    @Test func controlCDropsTheLine() throws {
        let scene = try EditingScene()
        scene.send("SELECT", .ctrl("c"))
        try scene.shows("expo> SELECT^C", "expo>", cursor: (1, 6))
        scene.send("SELECT 1;", .enter)
        try scene.shows("expo> SELECT^C", "expo> SELECT 1;", "1", "─", "1", "(1 row)", "expo>")
    }

    @Test func controlCDropsAllLinesFromWithinThem() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("FROM t", .enter, "|> LIMIT", .enter, "1", .up, .up, .ctrl("c"))
        try scene.shows("expo> FROM t", "   .> |> LIMIT", "   .> 1^C", "expo>", cursor: (3, 6))
        // It is not in the history.
        scene.send(.up, "x")
        try scene.shows("expo> FROM t", "   .> |> LIMIT", "   .> 1^C", "expo> x", cursor: (3, 7))
    }

    @Test func controlCCancelsTheStatementThatRuns() throws {
        let scene = try EditingScene(["--color", "never"])
        let endless = """
            FROM GENERATE_SERIES(1, 100000) AS a |> CROSS JOIN GENERATE_SERIES(1, 100000) AS b
            |> AGGREGATE COUNT(*);
            """
        scene.send(.paste(endless), .enter)
        try scene.terminal.expect("Ctrl-C cancels")
        scene.send(.ctrl("c"))
        try scene.terminal.expect("a prompt") { $0.text.hasSuffix("interrupted\nexpo>") }
        scene.send("SELECT 1;", .enter)
        try scene.shows(
            "expo> FROM GENERATE_SERIES(1, 100000) AS a |> CROSS JOIN GENERATE_SERIES(1, 1000",
            "00) AS b", "   .> |> AGGREGATE COUNT(*);", "interrupted", "expo> SELECT 1;", "1", "─", "1", "(1 row)",
            "expo>")
    }

    @Test func whatIsTypedWhileAStatementRunsIsThereAfterwards() throws {
        let scene = try EditingScene(["--color", "never"])
        scene.send(
            .paste("FROM GENERATE_SERIES(1, 100000) AS a\n|> CROSS JOIN GENERATE_SERIES(1, 100000) AS b;"), .enter)
        try scene.terminal.expect("Ctrl-C cancels")
        scene.send(.ctrl("c"))
        scene.send("SELECT 1;", .enter)
        try scene.terminal.expect("the answer") { $0.text.hasSuffix("\n1\n─\n1\n(1 row)\nexpo>") }
    }

    @Test func controlSpaceAndControlSDoNotStopTheOutput() throws {
        let scene = try EditingScene(["--color", "never"])
        // The first sets a mark, and must not have the terminal set by libedit.
        scene.send(.ctrl(" "), "a")
        try scene.shows("expo> a", cursor: (0, 7))
        scene.send(.ctrl("s"))
        try scene.shows("expo> a", "search history:", cursor: (1, 16))
        scene.send(.ctrl("g"), "b")
        try scene.shows("expo> ab", cursor: (0, 8))
    }

    @Test func controlDOnAnEmptyLineLeaves() throws {
        let scene = try EditingScene()
        #expect(scene.terminal.isRaw)
        #expect(scene.leave() == 0)
        #expect(!scene.terminal.isRaw)
        // What comes next begins a line.
        try scene.shows("expo>", cursor: (1, 0))
    }

    @Test func controlDInALineDeletes() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("SELECTT", .left, .ctrl("d"))
        try scene.shows("expo> SELECT", cursor: (0, 12))
        let bells = scene.terminal.screen.bells
        scene.send(.ctrl("d"))
        try scene.terminal.expect("a bell") { $0.bells > bells }
        try scene.shows("expo> SELECT", cursor: (0, 12))
        #expect(scene.terminal.exitStatus == nil)
    }

    @Test func controlLClearsAllButTheStatement() throws {
        let scene = try EditingScene()
        scene.send("FROM t", .enter, "|> LIMIT 1", .left, .ctrl("l"))
        try scene.terminal.expect("the statement at the top") {
            $0.text == "expo> FROM t\n   .> |> LIMIT 1" && $0.cursor == (1, 15)
        }
    }

    @Test func controlZStopsTheShellAndFgGoesOn() throws {
        let terminal = try Terminal("/bin/sh", ["-i"], environment: ["PS1": "sh$ ", "ENV": nil])
        try terminal.expect("sh$")
        terminal.send("expoq --no-rc", .enter)
        try terminal.expect("expo>")
        terminal.send("SELECT 1", .enter, "+ 2")
        try terminal.expect("   .> + 2")
        terminal.send(.ctrl("z"))
        try terminal.expect("the outer prompt") { $0.text.contains("Stopped") && $0.text.hasSuffix("\nsh$") }
        #expect(!terminal.screen.isPasteBracketed)
        terminal.send("fg", .enter)
        try terminal.expect("the statement again") {
            $0.text.hasSuffix("\nexpoq --no-rc\nexpo> SELECT 1\n   .> + 2") && $0.cursor.column == 9
        }
        #expect(terminal.isRaw)
        terminal.send(";", .enter)
        try terminal.expect("\n1 + 2\n")
        try terminal.expect("a prompt") { $0.text.hasSuffix("(1 row)\nexpo>") }
        terminal.send(.ctrl("d"))
        try terminal.expect("the outer prompt") { $0.text.hasSuffix("expo>\nsh$") }
        terminal.send("exit $?", .enter)
        #expect(terminal.waitForExit() == 0)
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalThatEndsTheShellLeavesTheTerminalAsItWas(_ signal: Int32) throws {
        let scene = try EditingScene()
        scene.send("SELECT")
        try scene.shows("expo> SELECT")
        scene.terminal.signal(signal)
        #expect(scene.terminal.waitForExit() == 128 + signal)
        #expect(!scene.terminal.isRaw)
        #expect(!scene.terminal.screen.isPasteBracketed)
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func aSignalThatEndsTheShellLeavesTheOutputAsItWas(_ signal: Int32) throws {
        let home = try TemporaryFolder()
        try home.write("old.csv", "as it was")
        let scene = try EditingScene(home: home)
        scene.send(".output ~/old.csv", .enter, "FROM editions;", .enter)
        try scene.terminal.expect("the output under another name") { _ in
            (try? home.names)?.contains { $0.hasPrefix("old.csv.") } == true
        }
        scene.terminal.signal(signal)
        #expect(scene.terminal.waitForExit() == 128 + signal)
        #expect(try home.names.filter { $0.hasPrefix("old") } == ["old.csv"])
        #expect(try home.read("old.csv") == "as it was")
    }

    @Test func aNarrowerWindowIsDrawnAnew() throws {
        let scene = try EditingScene()
        scene.send("SELECT '123456789 123456789 123456789 123456789'", .enter, "AS")
        try scene.shows(
            "expo> SELECT '123456789 123456789 123456789 123456789'", "   .> AS", cursor: (1, 8))
        scene.terminal.resize(columns: 40, rows: 12)
        try scene.terminal.expect("three rows") {
            $0.text.hasSuffix("expo> SELECT '123456789 123456789 123456\n789 123456789'\n   .> AS")
                && $0.cursor.column == 8
        }
        scene.terminal.resize(columns: 80, rows: 24)
        try scene.terminal.expect("two rows") {
            $0.text.hasSuffix("expo> SELECT '123456789 123456789 123456789 123456789'\n   .> AS")
                && $0.cursor.column == 8
        }
        // Nothing of the old drawing remains.
        #expect(scene.terminal.screen.text.components(separatedBy: "AS").count == 2)
        #expect(scene.terminal.screen.text.components(separatedBy: "SELECT").count == 2)
    }

    @Test func aWindowThatChangesDuringAStatementIsKnownAtTheNextPrompt() throws {
        let scene = try EditingScene(["--color", "never"])
        scene.send(
            .paste("FROM GENERATE_SERIES(1, 100000) AS a\n|> CROSS JOIN GENERATE_SERIES(1, 100000) AS b;"), .enter)
        try scene.terminal.expect("Ctrl-C cancels")
        scene.terminal.resize(columns: 40, rows: 12)
        scene.send(.ctrl("c"))
        try scene.terminal.expect("a prompt") { $0.text.hasSuffix("interrupted\nexpo>") }
        scene.send("SELECT '12345678901234567890123456789012345")
        try scene.terminal.expect("two rows") {
            $0.text.hasSuffix("\nexpo> SELECT '12345678901234567890123456\n789012345") && $0.cursor.column == 9
        }
    }
}
