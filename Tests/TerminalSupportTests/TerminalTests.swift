// Real programs in a terminal.

import CommandSupport
import Foundation
import TerminalSupport
import Testing

struct TerminalTests {
    @Test func catEchoes() throws {
        let terminal = try Terminal("/bin/cat")
        terminal.send("進博会 é", .enter)
        // Once by the terminal, once by the program.
        try terminal.expect("進博会 é\n進博会 é")
        #expect(terminal.screen.cursor == (2, 0))
        #expect(!terminal.isRaw)
        #expect(terminal.exitStatus == nil)
        terminal.send(.ctrl("d"))
        #expect(terminal.waitForExit() == 0)
        #expect(terminal.exitStatus == 0)
        // What is typed at a program that has gone is lost.
        terminal.send("x")
        #expect(!terminal.wait { $0.text.contains("x") })
    }

    @Test func theTerminalIsTheProgramsOwnAndHasItsSize() throws {
        let terminal = try Terminal(
            "/bin/sh", ["-c", "stty size; tty; echo to the terminal > /dev/tty; read x; echo \"[$x]\"; exit 7"],
            columns: 40, rows: 12)
        try terminal.expect("to the terminal")
        #expect(terminal.screen.rows[0] == "12 40")
        #expect(terminal.screen.rows[1].hasPrefix("/dev/"))
        terminal.send("ab", .backspace, "c", .enter)
        #expect(terminal.waitForExit() == 7)
        #expect(terminal.screen.rows[3...4] == ["ac", "[ac]"])
    }

    @Test func theEnvironmentIsClean() throws {
        let terminal = try Terminal(
            "/bin/sh", ["-c", "env | grep -v PATH | sort; pwd -P"], columns: 200,
            environment: ["NO_COLOR": "1", "XDG_CACHE_HOME": nil])
        #expect(terminal.waitForExit() == 0)
        let names = terminal.screen.rows.compactMap { $0.contains("=") ? $0.prefix { $0 != "=" } : nil }
        #expect(
            Set(names).subtracting(["PWD", "OLDPWD", "SHLVL", "_"]) == [
                "HOME", "LANG", "NO_COLOR", "SHELL", "TERM", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME",
            ])
        #expect(terminal.screen.text.contains("HOME=\(terminal.home.url.path)\n"))
        #expect(terminal.screen.text.hasSuffix(terminal.home.url.resolvingSymlinksInPath().path))
    }

    @Test func aProgramHearsOfANewSize() throws {
        let terminal = try Terminal(
            "/bin/sh", ["-c", "trap 'stty size' WINCH; echo ready; while :; do read x; done"])
        try terminal.expect("ready")
        terminal.resize(columns: 40, rows: 12)
        try terminal.expect("12 40")
        #expect(terminal.screen.rows.count == 12)
    }

    @Test func controlCReachesTheForeground() throws {
        let terminal = try Terminal("/bin/sh", ["-c", "echo ready; exec sleep 1000"])
        try terminal.expect("ready")
        terminal.send(.ctrl("c"))
        #expect(terminal.waitForExit() == 128 + SIGINT)
        #expect(terminal.screen.text == "ready\n^C")
    }

    @Test func aShellStopsAProgramAndGoesOnWithIt() throws {
        let terminal = try Terminal("/bin/sh", ["-i"])
        try terminal.expect("a prompt") { !$0.text.isEmpty }
        terminal.send("cat", .enter, "one", .enter)
        try terminal.expect("one\none")
        terminal.send(.ctrl("z"))
        // Keys before the prompt would be shown before it.
        try terminal.expect("Stopped, and a prompt below") { screen in
            let stopped = screen.rows.firstIndex { $0.contains("Stopped") }
            return stopped.map { screen.cursor.row > $0 && screen.cursor.column > 0 } ?? false
        }
        terminal.send("fg", .enter)
        try terminal.expect("fg\ncat")
        terminal.send("two", .enter)
        try terminal.expect("two\ntwo")
        terminal.send(.ctrl("d"), "exit 4", .enter)
        #expect(terminal.waitForExit() == 4)
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/proc/self/fd")))
    func nothingButTheTerminalIsInherited() throws {
        // The pipe and the other terminal are ours.
        let (pipe, other) = (Pipe(), try Terminal("/bin/cat"))
        let terminal = try Terminal(
            "/bin/sh", ["-c", "for n in $(seq 0 99); do [ -e /proc/$$/fd/$n ] && echo $n; done; :"])
        #expect(terminal.waitForExit() == 0)
        #expect(terminal.screen.text == "0\n1\n2")
        withExtendedLifetime((pipe, other)) {}
    }

    @Test func signalsReachTheProgram() throws {
        let terminal = try Terminal("/bin/sh", ["-c", "trap 'echo caught; exit 3' TERM; echo ready; read x"])
        try terminal.expect("ready")
        terminal.signal(SIGTERM)
        #expect(terminal.waitForExit() == 3)
        try terminal.expect("caught")
    }

    @Test func rawModeIsSeenWhileItLastsAndWhenItIsLeftBehind() throws {
        let terminal = try Terminal("/bin/sh", ["-c", "read x; stty raw -echo; echo raw; exec cat"])
        #expect(!terminal.isRaw)
        terminal.send(.enter)
        try terminal.expect("raw")
        #expect(terminal.isRaw)
        terminal.signal(SIGKILL)
        #expect(terminal.waitForExit() == 128 + SIGKILL)
        #expect(terminal.isRaw)
    }

    @Test func longOutputAndLongInputDoNotBlockEachOther() throws {
        let terminal = try Terminal("/bin/sh", ["-c", "stty raw -echo; printf 'ready\\r\\n'; exec cat"], columns: 100)
        try terminal.expect("ready")
        let line = String(repeating: "x", count: 99) + "\r\n"
        terminal.send(String(repeating: line, count: 3_000) + "end")
        try terminal.expect("end")
        #expect(terminal.screen.scrollback.count == 3_000 + 2 - 24)
        let counting = try Terminal("/bin/sh", ["-c", "seq 1 20000; exit 5"])
        #expect(counting.waitForExit() == 5)
        #expect(counting.screen.rows[22] == "20000")
    }

    @Test func questionsOfTheProgramAreAnswered() throws {
        let terminal = try Terminal(
            "/bin/sh", ["-c", #"stty raw -echo; printf '\nab\033[6n'; dd bs=1 count=6 2>/dev/null | od -c"#])
        try terminal.expect("033   [   2   ;")
    }

    @Test func pastesAreMarkedIfTheProgramAsksForIt() throws {
        let terminal = try Terminal(
            "/bin/sh", ["-c", #"stty raw -echo; printf '\033[?2004hready'; dd bs=1 count=15 2>/dev/null | od -c"#])
        try terminal.expect("ready")
        terminal.send(.paste("a\nb"))
        try terminal.expect("033   [   2   0   0   ~   a  \\r   b 033   [   2   0   1   ~")
    }

    @Test(.enabled(if: FileManager.default.isExecutableFile(atPath: "/usr/bin/less"), "less is not installed"))
    func lessShowsAPageAtATime() throws {
        let lines = (1...1_000).map { "line \($0) 进博会" }
        let home = try TemporaryFolder()
        try home.write("long", lines.joined(separator: "\n") + "\n")
        let terminal = try Terminal("/bin/sh", ["-c", "echo before; less long; echo after; read x"], home: home)
        try terminal.expect("a page") { $0.rows[22] == "line 23 进博会" }
        #expect(terminal.screen.isAlternate)
        terminal.send(" ")
        try terminal.expect("the next page") { $0.rows[0] == "line 24 进博会" && $0.rows[22] == "line 46 进博会" }
        terminal.send(.up)
        try terminal.expect("one line back") { $0.rows[0] == "line 23 进博会" && $0.rows[22] == "line 45 进博会" }
        terminal.send("/line 500 ", .enter)
        try terminal.expect("the match") { $0.rows[0] == "line 500 进博会" }
        #expect(terminal.screen.style(of: "line 500 ")?.isReversed == true)
        terminal.resize(columns: 40, rows: 12)
        try terminal.expect("a smaller page") { $0.rows[10] == "line 510 进博会" }
        terminal.send("q")
        try terminal.expect("after")
        #expect(!terminal.screen.isAlternate)
        #expect(terminal.screen.rows[0] == "before")
    }

    @Test func quietIsNoticed() throws {
        let terminal = try Terminal("/bin/sh", ["-c", "seq 1 5; read x"])
        try terminal.expect("5")
        #expect(terminal.settle())
        #expect(terminal.screen.text == "1\n2\n3\n4\n5")
        #expect(!terminal.wait(timeout: .milliseconds(20)) { $0.text.contains("6") })
    }

    @Test func aFailedExpectationShowsTheScreen() throws {
        let terminal = try Terminal("/bin/sh", ["-c", "echo hello; exit 1"], columns: 20, rows: 2)
        let error = #expect(throws: UnexpectedScreen.self) { try terminal.expect("goodbye") }
        #expect(error?.description.contains("expected “goodbye” on the screen\n┌") == true)
        #expect(error?.description.contains("\n│hello\n") == true)
    }

    @Test func programsThatDoNotExistAreErrors() {
        #expect(throws: TerminalError.self) { try Terminal("/nowhere/program") }
    }

    /// Neither processes nor descriptors stay behind.
    @Test func nothingIsLeftWhenATerminalGoes() throws {
        var processes: [pid_t] = []
        for index in 0..<20 {
            let terminal = try Terminal(
                "/bin/sh", ["-c", index.isMultiple(of: 2) ? "trap '' HUP; echo x; read x" : "echo x"])
            try terminal.expect("x")
            processes.append(terminal.processIdentifier)
        }
        for process in processes { #expect(kill(process, 0) == -1 && errno == ESRCH) }
    }
}
