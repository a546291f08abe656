// The shell where something fails around it: signals, kills, other shells, a home or a terminal that lacks something.

import CommandSupport
import Foundation
import TerminalSupport
import Testing

struct TerminalFaultTests {
    private let home: TemporaryFolder

    init() throws { home = try TemporaryFolder() }

    /// A shell in the home that all of a test share, on a terminal that cannot edit: lines are taken as fast as they come.
    private func shell() throws -> Terminal {
        let terminal = try Terminal(
            CommandRun.executable, ["--no-rc"], environment: ["TERM": "dumb", "PAGER": "cat"], home: home)
        try terminal.expect("expo>")
        return terminal
    }

    private var history: [String] {
        get throws {
            try home.read(".local/state/expoq/history").split(separator: "\n", omittingEmptySubsequences: false)
                .dropLast().map(String.init)
        }
    }

    @Test(arguments: [SIGTERM, SIGHUP, SIGKILL])
    func whatWasEnteredIsInTheHistoryWhateverEndsTheShell(_ signal: Int32) throws {
        let terminal = try shell()
        terminal.send("SELECT 1 AS one;", .enter)
        try terminal.expect("(1 row)")
        // It runs when the signal comes.
        terminal.send("FROM GENERATE_SERIES(1, 1000000000000) |> AGGREGATE SUM(value);", .enter)
        try terminal.expect("Ctrl-C cancels")
        terminal.signal(signal)
        #expect(terminal.waitForExit() == 128 + signal)
        #expect(
            try history == [
                "SELECT 1 AS one;", "FROM GENERATE_SERIES(1, 1000000000000) |> AGGREGATE SUM(value);",
            ])
    }

    @Test func shellsThatShareAHistoryLoseNothing() throws {
        let shells = try (0..<2).map { _ in try shell() }
        let counts = 0..<60
        for count in counts {
            // At the same time.
            for (index, shell) in shells.enumerated() {
                shell.send(.text("SELECT 'shell\(index)-\(count)' AS a;"), .enter)
            }
            for (index, shell) in shells.enumerated() { try shell.expect("\nshell\(index)-\(count)\n(1 row)") }
        }
        for index in shells.indices {
            #expect(
                try history.filter { $0.contains("'shell\(index)-") }
                    == counts.map { "SELECT 'shell\(index)-\($0)' AS a;" })
        }
        #expect(try history.count == 2 * counts.count)
    }

    @Test func aKillLeavesWholeEntries() throws {
        let entries = (0..<200).map { "SELECT '\(String(repeating: "x", count: 50))' AS a\($0);" }
        for _ in 0..<5 {
            let terminal = try shell()
            for entry in entries { terminal.send(.text(entry), .enter) }
            usleep(.random(in: 0...100_000))
            terminal.signal(SIGKILL)
            _ = terminal.waitForExit()
            #expect(try Set(history).isSubset(of: Set(entries)))
        }
        let names = try FileManager.default.contentsOfDirectory(
            atPath: home.url.appending(path: ".local/state/expoq").path)
        #expect(names == ["history"])
    }

    @Test func aHomeThatHoldsNothingLeavesAHistoryInMemory() throws {
        // In the place of the folder there is a file, which no one can make a folder in, root neither.
        try home.write(".local", "")
        let terminal = try shell()
        terminal.send("SELECT 1 AS one;", .enter)
        // Before the prompt, the terminal would echo the command in front of it.
        try terminal.expect("(1 row)\nexpo>")
        terminal.send(".history", .enter)
        try terminal.expect("\nSELECT 1 AS one;\n.history\n")
        #expect(try home.read(".local") == "")
    }

    @Test(arguments: ["nonsense", "vt52", "xterm-256color"])
    func noDatabaseOfTerminalsIsNeeded(_ kind: String) throws {
        let shell = try ShellTerminal(environment: ["TERM": kind, "TERMINFO": "/none", "TERMINFO_DIRS": "/none"])
        #expect(try shell.run("SELECT 1 AS one;") == ["one", "───", "  1", "(1 row)"])
        shell.press(.up)
        try shell.expectInput("SELECT 1 AS one;")
    }
}
