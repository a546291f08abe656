// The history on a terminal: what is kept, found again, and comes back after an error.

import CommandSupport
import Foundation
import TerminalSupport
import Testing

struct TerminalHistoryTests {
    private static let result = ["1", "─", "1", "(1 row)"]

    /// Runs statements that give one row, one after another.
    private func enter(_ statements: String..., in scene: EditingScene) throws {
        for statement in statements {
            let rows = scene.terminal.screen.transcript.components(separatedBy: "(1 row)").count
            scene.send(.paste(statement), .enter)
            try scene.terminal.expect("the answer to \(statement)") {
                $0.transcript.components(separatedBy: "(1 row)").count > rows && $0.text.hasSuffix("\nexpo>")
            }
        }
    }

    // MARK: The file

    @Test func onlyItsOwnerCanReadTheFile() throws {
        let scene = try EditingScene()
        try enter("SELECT 1;", in: scene)
        let path = scene.terminal.home.url.appending(path: ".local/state/expoq/history").path
        let attributes = try FileManager.default.attributesOfItem(atPath: path)
        #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test func theFileIsInTheUsualFolderWithoutTheVariable() throws {
        let scene = try EditingScene(environment: ["XDG_STATE_HOME": nil])
        try enter("SELECT 1;", in: scene)
        #expect(try scene.historyLines == ["SELECT 1;"])
        let home = try TemporaryFolder()
        let other = try EditingScene(environment: ["XDG_STATE_HOME": "\(home.url.path)/state"])
        try enter("SELECT 2;", in: other)
        #expect(try home.read("state/expoq/history") == "SELECT 2;\n")
    }

    @Test func anEntryOfSeveralLinesIsWholeAfterARestart() throws {
        let home = try TemporaryFolder()
        let first = try EditingScene(columns: 40, rows: 12, home: home)
        try enter("SELECT 'a\\\\b',\n  2;", in: first)
        #expect(first.leave() == 0)
        let second = try EditingScene(columns: 40, rows: 12, home: home)
        second.send(.up)
        try second.shows("expo> SELECT 'a\\\\b',", "   .>   2;", cursor: (1, 10))
    }

    @Test func whatIsEnteredTwiceInARowIsKeptOnce() throws {
        let scene = try EditingScene()
        try enter("SELECT 1;", "SELECT 1;", "SELECT 2;", "SELECT 1;", in: scene)
        #expect(try scene.historyLines == ["SELECT 1;", "SELECT 2;", "SELECT 1;"])
        scene.send(.up, .up)
        try scene.expectLast("expo> SELECT 2;", column: 15)
    }

    @Test func aLineThatBeginsWithASpaceIsNotKept() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        try enter("SELECT 1;", " SELECT 2;", in: scene)
        #expect(try scene.historyLines == ["SELECT 1;"])
        scene.send(.up)
        try scene.expectLast("expo> SELECT 1;", column: 15)
    }

    @Test func shellsAtTheSameTimeLoseNothingOfEachOther() throws {
        let home = try TemporaryFolder()
        let one = try EditingScene(home: home)
        let other = try EditingScene(home: home)
        try enter("SELECT 1;", in: one)
        try enter("SELECT 2;", in: other)
        try enter("SELECT 3;", in: one)
        #expect(one.leave() == 0)
        try enter("SELECT 4;", in: other)
        #expect(try other.historyLines == ["SELECT 1;", "SELECT 2;", "SELECT 3;", "SELECT 4;"])
        other.send(.up, .up)
        try other.expectLast("expo> SELECT 3;", column: 15)
    }

    @Test func aKillLosesOnlyTheLineThatIsTyped() throws {
        let home = try TemporaryFolder()
        let first = try EditingScene(home: home)
        try enter("SELECT 1;", "SELECT 2;", in: first)
        first.send("SELECT 3;")
        try first.expectLast("expo> SELECT 3;", column: 15)
        first.terminal.signal(SIGKILL)
        #expect(first.terminal.waitForExit() == 128 + SIGKILL)
        let second = try EditingScene(home: home)
        try enter("SELECT 4;", in: second)
        #expect(try second.historyLines == ["SELECT 1;", "SELECT 2;", "SELECT 4;"])
    }

    @Test func dotHistoryListsWhatHoldsAText() throws {
        let scene = try EditingScene()
        try enter("SELECT 1;", "SELECT 23;", "SELECT\n4;", in: scene)
        scene.send(.ctrl("l"), ".history", .enter)
        try scene.terminal.expect("all entries") {
            $0.text == "expo> .history\nSELECT 1;\nSELECT 23;\nSELECT\n4;\n.history\nexpo>"
        }
        scene.send(.ctrl("l"), ".history select 2", .enter)
        try scene.terminal.expect("one entry") {
            $0.text == "expo> .history select 2\nSELECT 23;\n.history select 2\nexpo>"
        }
    }

    // MARK: Up and Down

    @Test func whatIsBeingTypedWaitsBehindTheHistory() throws {
        let scene = try EditingScene(["--color", "never"], columns: 40, rows: 12)
        try enter("SELECT 1;", "SELECT 2;", in: scene)
        scene.send("FROM x", .up)
        try scene.expectLast("expo> SELECT 2;", column: 15)
        scene.send(.up)
        try scene.expectLast("expo> SELECT 1;", column: 15)
        let bells = scene.terminal.screen.bells
        scene.send(.up)
        try scene.terminal.expect("a bell") { $0.bells > bells }
        scene.send(.ctrl("p"), .ctrl("n"), .down)
        try scene.expectLast("expo> FROM x", column: 12)
    }

    @Test func aChangedEntryRunsAsChangedAndStaysAsItWas() throws {
        let scene = try EditingScene()
        try enter("SELECT 1;", in: scene)
        scene.send(.up, .left, "1", .enter)
        try scene.shows(
            "expo> SELECT 1;", "1", "─", "1", "(1 row)", "expo> SELECT 11;", "11", "──", "11", "(1 row)", "expo>")
        #expect(try scene.historyLines == ["SELECT 1;", "SELECT 11;"])
    }

    // MARK: Errors

    @Test func anErrorPutsTheStatementBackWithTheCursorAtIt() throws {
        let scene = try EditingScene(["--color", "never"])
        scene.send("SELECT 1,", .enter, .ctrl("u"), "nope;", .enter)
        try scene.shows(
            "expo> SELECT 1,", "   .> nope;", "expoq:2:1: error: there is no column `nope`", "  nope;", "  ^~~~",
            "expo>")
        scene.send(.up)
        try scene.shows(
            "expo> SELECT 1,", "   .> nope;", "expoq:2:1: error: there is no column `nope`", "  nope;", "  ^~~~",
            "expo> SELECT 1,", "   .> nope;", cursor: (6, 6))
        scene.send(.alt("d"), "2", .enter)
        try scene.terminal.expect("the answer") { $0.text.hasSuffix("   .> 2;\n1  2\n─  ─\n1  2\n(1 row)\nexpo>") }
    }

    @Test func theCursorStandsAtAnErrorBehindWideCharacters() throws {
        let scene = try EditingScene(["--color", "never"], columns: 40, rows: 12)
        scene.send("SELECT '進博会' + 1;", .enter)
        try scene.terminal.expect("an error") { $0.text.hasSuffix("\nexpo>") }
        scene.send(.up)
        try scene.terminal.expect("the statement") {
            $0.text.hasSuffix("\nexpo> SELECT '進博会' + 1;") && $0.cursor.column == 13
        }
    }

    // MARK: Search

    @Test func controlRFindsWhileOneTypes() throws {
        let scene = try EditingScene(["--color", "never"])
        try enter("SELECT 12;", "SELECT 123;", "SELECT 4;", in: scene)
        scene.send(.ctrl("l"), .ctrl("r"))
        try scene.terminal.expect("a search") { $0.text == "expo>\nsearch history:" && $0.cursor == (1, 16) }
        scene.send("12")
        try scene.terminal.expect("a match") {
            $0.text == "expo> SELECT 123;\nsearch history: 12" && $0.cursor == (1, 18)
        }
        scene.send(.ctrl("r"))
        try scene.terminal.expect("an older match") { $0.text == "expo> SELECT 12;\nsearch history: 12" }
        scene.send(.ctrl("s"))
        try scene.terminal.expect("the newer one") { $0.text == "expo> SELECT 123;\nsearch history: 12" }
        scene.send("9")
        try scene.terminal.expect("no match") { $0.text == "expo> SELECT 123;\nnot in history: 129" }
        scene.send(.backspace, .ctrl("r"), .enter)
        try scene.terminal.expect("the answer") { $0.text == "expo> SELECT 12;\n12\n──\n12\n(1 row)\nexpo>" }
    }

    @Test func theMatchIsMarked() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        try enter("SELECT 12;", in: scene)
        scene.send(.ctrl("l"), .ctrl("r"), "ct 1")
        try scene.terminal.expect("a match") { $0.text == "expo> SELECT 12;\nsearch history: ct 1" }
        #expect(scene.terminal.screen.style(of: "CT 1") == CellStyle(isReversed: true))
        #expect(scene.terminal.screen.style(of: "SELE") == .plain)
    }

    @Test(arguments: [Key.escape, .ctrl("g"), .ctrl("c")])
    func theSearchCanBeLeft(_ key: Key) throws {
        let scene = try EditingScene(["--color", "never"])
        try enter("SELECT 12;", in: scene)
        scene.send(.ctrl("l"), "FROM", .left, .ctrl("r"), "12")
        try scene.terminal.expect("a match") { $0.text == "expo> SELECT 12;\nsearch history: 12" }
        scene.send(key)
        if key == .ctrl("c") {
            try scene.terminal.expect("a new line") { $0.text == "expo> FROM^C\nexpo>" && $0.cursor == (1, 6) }
        } else {
            try scene.terminal.expect("what was typed") { $0.text == "expo> FROM" && $0.cursor == (0, 9) }
        }
    }

    @Test func aKeyThatMovesTakesWhatIsFound() throws {
        let scene = try EditingScene(["--color", "never"], columns: 40, rows: 12)
        try enter("SELECT 12;", "SELECT 3;", in: scene)
        scene.send(.ctrl("l"), .ctrl("r"), "t 1", .left)
        try scene.terminal.expect("the entry") { $0.text == "expo> SELECT 12;" && $0.cursor == (0, 13) }
        // From there, the history goes on.
        scene.send(.down)
        try scene.terminal.expect("the newer entry") { $0.text == "expo> SELECT 3;" }
    }
}
