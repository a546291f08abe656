// A terminal with a program in it, for tests that type and look.

import CommandSupport
import Foundation

/// Runs a program in a pseudo-terminal: takes keys for it and shows its screen.
///
///     let terminal = try Terminal(CommandRun.executable, columns: 40, rows: 12)
///     try terminal.expect("expo> ")
///     terminal.send("SELECT 1;", .enter)
///     try terminal.expect("(1 row)")
///     #expect(terminal.screen.rows[5] == "1")
///
/// The screen changes only inside the methods, so that what a test looks at stands still. The program is killed when
/// the terminal goes.
package final class Terminal {
    /// What the program has written so far, as the terminal shows it.
    package private(set) var screen: Screen
    /// All that the program has written, as it came.
    package private(set) var output: [UInt8] = []
    /// Where the program has its home folder and starts.
    package let home: TemporaryFolder
    private let device: PseudoTerminal

    /// Long enough for a busy machine: it only passes where a test fails.
    package static let patience = Duration.seconds(20)

    /// Starts `program` with nothing of the environment of the tests but the path, where the built command comes first.
    ///
    /// - Parameters:
    ///   - environment: what differs from the usual variables; `nil` takes one away.
    ///   - home: a folder that terminals share; without it, the terminal has one of its own.
    ///   - directory: where the program starts, if not at home.
    package init(
        _ program: URL, _ arguments: [String] = [], columns: Int = 80, rows: Int = 24,
        environment: [String: String?] = [:], home: TemporaryFolder? = nil, directory: URL? = nil
    ) throws {
        let home = try home ?? TemporaryFolder()
        self.home = home
        screen = Screen(columns: columns, rows: rows)
        device = try PseudoTerminal(
            program, arguments, environment: Self.environment(home: home.url.path, changes: environment),
            directory: directory ?? home.url, columns: columns, rows: rows)
    }

    /// Starts a program by its path.
    package convenience init(
        _ path: String, _ arguments: [String] = [], columns: Int = 80, rows: Int = 24,
        environment: [String: String?] = [:], home: TemporaryFolder? = nil
    ) throws {
        try self.init(
            URL(filePath: path), arguments, columns: columns, rows: rows, environment: environment, home: home)
    }

    private static func environment(home: String, changes: [String: String?]) -> [String: String] {
        let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
        let beside = (try? CommandRun.executable.deletingLastPathComponent().path).map { "\($0):" } ?? ""
        var environment = [
            "PATH": beside + path, "HOME": home, "SHELL": "/bin/sh", "TERM": "xterm-256color", "LANG": "C.UTF-8",
            "XDG_CONFIG_HOME": "\(home)/.config", "XDG_STATE_HOME": "\(home)/.local/state",
            "XDG_DATA_HOME": "\(home)/.local/share", "XDG_CACHE_HOME": "\(home)/.cache",
        ]
        for (name, value) in changes { environment[name] = value }
        return environment
    }

    // MARK: - Typing

    package func send(_ text: String) { write(text) }

    /// Presses keys one after another; literals are typed.
    package func send(_ keys: Key...) {
        for key in keys {
            // What a key sends may hang on what the program asked for last.
            read()
            write(key.code(screen))
        }
    }

    /// Writes while it reads, as the program may not take more before it has written. What it does not take within the
    /// patience is lost, as is all that goes to a program that has ended: the next look at the screen will tell.
    private func write(_ text: String) {
        var rest = Array(text.utf8)[...]
        let deadline = ContinuousClock.now + Self.patience
        while !rest.isEmpty && !device.isHungUp && ContinuousClock.now < deadline {
            rest = rest.dropFirst(device.write(rest))
            if !rest.isEmpty { device.poll(milliseconds: 100, isWriting: true) }
            read()
        }
    }

    // MARK: - Looking

    /// Follows the program's output until the screen is as `condition` wants it.
    ///
    /// The condition sees the screen whenever the program has nothing more to say for the moment.
    ///
    /// - Returns: whether that happened, before the time was over or the program.
    package func wait(timeout: Duration = patience, until condition: (Screen) -> Bool) -> Bool {
        let deadline = ContinuousClock.now + timeout
        while true {
            read()
            if condition(screen) { return true }
            if device.isHungUp || ContinuousClock.now >= deadline { return false }
            device.poll(milliseconds: Self.milliseconds(until: deadline))
        }
    }

    /// Follows the output until the screen contains `text`.
    package func expect(_ text: String, timeout: Duration = patience) throws {
        try expect("“\(text)” on the screen", timeout: timeout) { $0.text.contains(text) }
    }

    /// Follows the output until the screen is as `condition` wants it.
    ///
    /// - Parameter expected: what that is, for the error.
    package func expect(
        _ expected: String, timeout: Duration = patience, until condition: (Screen) -> Bool
    ) throws {
        guard wait(timeout: timeout, until: condition) else {
            throw UnexpectedScreen(expected: expected, screen: screen, status: exitStatus)
        }
    }

    /// Follows the output until none came for a while: for tests that something does not appear, which no condition
    /// can wait for.
    ///
    /// - Returns: whether the program went quiet within the patience.
    @discardableResult
    package func settle(quiet: Duration = .milliseconds(50)) -> Bool {
        let deadline = ContinuousClock.now + Self.patience
        while ContinuousClock.now < deadline && !device.isHungUp {
            let silence = ContinuousClock.now + quiet
            device.poll(milliseconds: Self.milliseconds(until: silence))
            if !read() && ContinuousClock.now >= silence { return true }
        }
        return device.isHungUp
    }

    /// Takes in all that is there, and answers what the program asked the terminal.
    ///
    /// - Returns: whether anything was there.
    @discardableResult
    private func read() -> Bool {
        var count = 0
        // A program that never stops must not keep the test from looking.
        while count < 1 << 20 {
            let bytes = device.read()
            if bytes.isEmpty { break }
            count += bytes.count
            output += bytes
            screen.feed(bytes)
        }
        let replies = screen.replies
        screen.replies = []
        if !replies.isEmpty { _ = device.write(replies[...]) }
        return count > 0
    }

    private static func milliseconds(until deadline: ContinuousClock.Instant) -> Int32 {
        let rest = deadline - .now
        return Int32(clamping: max(0, Int(rest / .milliseconds(1)) + 1))
    }

    // MARK: - The terminal and the process

    /// Changes the size of the window; the program hears of it by SIGWINCH.
    package func resize(columns: Int, rows: Int) {
        read()
        screen.resize(columns: columns, rows: rows)
        device.setSize(columns: columns, rows: rows)
    }

    /// Whether a program reads keys one by one, without the terminal's own editing and echo. It can be asked when the
    /// program has ended too, to see what it left behind.
    package var isRaw: Bool { device.isRaw }

    package var processIdentifier: pid_t { device.process }

    /// Sends a signal to the program alone, as `kill` does; keys like Ctrl-C reach all in the foreground.
    package func signal(_ signal: Int32) { if device.endedStatus() == nil { kill(device.process, signal) } }

    /// The program's status, 128 and more for a signal as in shells; `nil` while it runs.
    package var exitStatus: Int32? { device.endedStatus() }

    /// Follows the output until the program has ended.
    ///
    /// - Returns: its status, or `nil` if it still runs.
    package func waitForExit(timeout: Duration = patience) -> Int32? {
        let deadline = ContinuousClock.now + timeout
        while device.endedStatus() == nil && ContinuousClock.now < deadline {
            device.poll(milliseconds: 5)
            read()
        }
        // What it wrote last may still be on its way; something that it left behind may hold the terminal for ever.
        if device.endedStatus() != nil {
            _ = wait(timeout: .milliseconds(100)) { _ in device.isHungUp }
        }
        return device.endedStatus()
    }
}

/// The screen did not come to show what a test waited for.
package struct UnexpectedScreen: Error, CustomStringConvertible {
    package let expected: String
    package let screen: Screen
    package let status: Int32?

    package var description: String {
        let bar = String(repeating: "─", count: screen.columns)
        let rows = screen.rows.map { "│\($0)" }.joined(separator: "\n")
        let (row, column) = screen.cursor
        let end = status.map { ", program ended with status \($0)" } ?? ""
        return "expected \(expected)\n┌\(bar)\n\(rows)\n└\(bar)\ncursor in row \(row), column \(column)\(end)"
    }
}
