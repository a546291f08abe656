// The shell in safe mode, and what the text of data may do to the terminal: nothing.

import CommandSupport
import Foundation
import TerminalSupport
import Testing

struct TerminalSafeTests {
    // MARK: Safe mode

    /// A home whose every file would show that it is read.
    private func shell(_ arguments: [String] = [], environment: [String: String?] = [:]) throws -> ShellTerminal {
        try ShellTerminal(
            ["--safe"] + arguments, rows: 12,
            files: [
                ".config/expoq/expoqrc": "SELECT 'start file' AS a;\n", ".editrc": "bind -v\n",
                ".local/state/expoq/history": "SELECT 'of old';\n", "named.csv": "a\n1\n", "other.csv": "a\n2\n",
                "editor.sh": "#!/bin/sh\necho \"SELECT 'edited';\" > \"$1\"\n",
            ], environment: environment)
    }

    @Test func noFileOfTheHomeIsReadOrWritten() throws {
        let shell = try shell()
        #expect(!shell.screen.text.contains("start file"))
        try shell.run("SELECT 1 AS one;")
        #expect(try shell.run(".history") == ["SELECT 1 AS one;", ".history"])
        let history = shell.terminal.home.url.appending(path: ".local/state/expoq/history")
        #expect(try String(contentsOf: history, encoding: .utf8) == "SELECT 'of old';\n")
        // In vi's keymap this would be a command.
        shell.press(.escape, "x")
        try shell.expectPrompt()
    }

    @Test func noProgramIsRun() throws {
        let shell = try shell(environment: ["EDITOR": "sh editor.sh", "PAGER": "sed s/^/paged/"])
        #expect(try shell.run(".shell echo hello") == ["expoq: error: no other program is run in safe mode"])
        #expect(try shell.run(".edit") == ["expoq: error: no other program is run in safe mode"])
        try shell.type("SELECT 1")
        shell.press(.ctrl("x"), .ctrl("e"))
        shell.terminal.send(" AS n")
        try shell.expectInput("SELECT 1 AS n")
        try shell.drop()
        shell.terminal.send("FROM figures |> SELECT figure |> LIMIT 30;", .enter)
        try shell.expect("(30 rows)")
        #expect(!shell.screen.text.contains("paged"))
    }

    @Test func completionTellsNoNamesOfFiles() throws {
        let shell = try shell(["named.csv"])
        for text in ["FROM 'ot", ".open ot", ".cd /et", ".read /ro"] {
            try shell.type(text)
            shell.press("\t", "\t")
            shell.terminal.send("!")
            try shell.expectInput(text + "!")
            try shell.drop()
        }
    }

    @Test func theShellGoesOnAfterEachAttempt() throws {
        let shell = try shell(["named.csv"])
        for attempt in [".open other.csv", ".read other.csv", ".output out.csv", "FROM 'other.csv';", ".cd /"] {
            #expect(try shell.run(attempt).joined(separator: " ").contains("safe mode"), "\(attempt)")
        }
        #expect(try shell.run("FROM named;") == ["a", "─", "1", "(1 row)"])
        #expect(try shell.terminal.home.names.contains("out.csv") == false)
    }

    // MARK: Limits

    @Test func whatCannotBeSetIsNotAdvised() throws {
        let shell = try shell(["--max-rows", "2"])
        #expect(try shell.run("FROM editions;").last == "  hint: a larger --max-rows allows more")
        #expect(try shell.run(".set max-rows none").first == "expoq: error: max-rows cannot be changed in safe mode")
    }

    @Test func theShellGoesOnAfterALimit() throws {
        let shell = try ShellTerminal(["--memory-limit", "1MB"])
        #expect(
            try shell.run("FROM GENERATE_SERIES(1, 1000000) |> ORDER BY -value;") == [
                "expoq: error: the statement takes more than 1MB of memory",
                "  hint: filter or aggregate before what needs all rows",
                "  hint: .set memory-limit changes the limit, or with none takes it away",
            ])
        try shell.run(".set memory-limit none")
        try shell.run(".set time-limit 50ms")
        #expect(
            try shell.run("FROM GENERATE_SERIES(1, 1000000000000) |> AGGREGATE SUM(value);").first
                == "expoq: error: the statement takes longer than 50ms")
        try shell.run(".set max-rows 2")
        #expect(try shell.run("FROM editions;").first == "expoq: error: the result has more than 2 rows")
        #expect(try shell.run("SELECT 1 AS one;") == ["one", "───", "  1", "(1 row)"])
    }

    // MARK: Text of data

    /// Sequences that clear the screen, in the ways that there are, and what turns the direction of text.
    private static let nasty = "a\u{1B}[2Jb\u{9B}2Jc\u{202E}d\u{7F}e\u{07}f"
    private static let shown = "a␛[2Jb\u{FFFD}2Jc\u{FFFD}d␡e␇f"
    private static let inJSON = "a\\u001b[2Jb\u{FFFD}2Jc\u{FFFD}d␡e\\u0007f"

    private func nasty() throws -> ShellTerminal {
        try ShellTerminal(files: ["n.csv": "\(Self.nasty),b\n\(Self.nasty),1\n", "x\u{1B}[2Jy.csv": "a\n1\n"])
    }

    @Test(arguments: [
        ("table", shown), ("csv", shown), ("tsv", shown), ("markdown", shown), ("list", shown), ("json", inJSON),
        ("ndjson", inJSON),
    ])
    func cellsAndNamesAreShown(_ format: String, _ shown: String) throws {
        let shell = try nasty()
        try shell.run(".format \(format)")
        let lines = try shell.run("FROM 'n.csv';")
        let count = lines.joined(separator: "\n").components(separatedBy: shown).count - 1
        #expect(count == 2, "\(lines)")
        // What was above is still there.
        #expect(shell.screen.rows[0].hasPrefix("expo> FROM"))
    }

    @Test func aPagerGetsNothingElse() throws {
        let shell = try ShellTerminal(
            rows: 8, files: ["n.csv": "a\n" + String(repeating: "\(Self.nasty)\n", count: 9)],
            environment: ["PAGER": "sed s/\\x1b/RAW/g"])
        try shell.run(".format csv")
        #expect(!(try shell.run("FROM 'n.csv';").joined().contains("RAW")))
    }

    @Test func messagesAreShown() throws {
        let shell = try nasty()
        for statement in [
            "FROM 'x\\x1b[2Jnone.csv';", "FROM 'n.csv' |> SELECT `\\x1b[2J`;", "SELECT CAST('\\x1b[2J' AS INT64);",
            "ASSERT FALSE AS '\\x1b[2J';",
            "CREATE TABLE `\\x1b[2J` AS SELECT 1 AS a;",
            "FROM '*y.csv' |> EXPORT DATA OPTIONS (uri = 'z\\x1b[2J.csv');",
        ] {
            let lines = try shell.run(statement).joined(separator: "\n")
            #expect(lines.contains("␛[2J"), "\(statement): \(lines)")
        }
    }

    @Test func theHistoryIsShown() throws {
        let shell = try ShellTerminal(files: [
            ".local/state/expoq/history": "SELECT 'a\u{1B}[2J\u{9B}2J\u{202E}b' AS old;\n"
        ])
        shell.press(.up)
        try shell.expectInput("SELECT 'a^[[2J\u{FFFD}2J\u{FFFD}b' AS old;")
        try shell.drop()
        // The hint.
        shell.terminal.send("SELECT 'a")
        try shell.expect("expo> SELECT 'a^[[2J\u{FFFD}2J\u{FFFD}b' AS old;")
        try shell.drop()
        shell.press(.ctrl("r"))
        shell.terminal.send("old")
        try shell.expect("SELECT 'a^[[2J\u{FFFD}2J\u{FFFD}b' AS old;")
        shell.press(.ctrl("g"))
        try shell.drop()
        #expect(try shell.run(".history").contains("SELECT 'a␛[2J\u{FFFD}2J\u{FFFD}b' AS old;"))
    }

    @Test func theMenuIsShown() throws {
        let shell = try ShellTerminal(files: [
            "n.csv": "column,kind\n\"x\u{1B}[2J\u{202E}a\",1\n\"x\u{9B}2Jb\",2\n"
        ])
        try shell.run(".open n.csv")
        try shell.type("FROM n |> WHERE column = 'x")
        shell.press("\t", "\t")
        try shell.expect("x␛[2J\u{FFFD}a")
        try shell.expect("x\u{FFFD}2Jb")
    }
}
