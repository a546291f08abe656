// The shell in a terminal, for tests that type and look.

import CommandSupport
import Foundation
import QueryLanguage
import TerminalSupport
import Testing

/// A shell that has shown its first prompt, in a home of its own.
struct ShellTerminal {
    let terminal: Terminal

    static let prompt = "expo> "

    /// - Parameters:
    ///   - files: what is in the home folder, where the shell starts.
    ///   - environment: what differs from the usual variables.
    init(
        _ arguments: [String] = [], columns: Int = 80, rows: Int = 24, files: [String: String] = [:],
        environment: [String: String?] = [:]
    ) throws {
        let home = try TemporaryFolder()
        for (name, text) in files {
            let folder = home.url.appending(path: name).deletingLastPathComponent()
            try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
            try home.write(name, text)
        }
        // What pager a machine has is not to decide what a test sees.
        var variables: [String: String?] = ["PAGER": "cat"]
        variables.merge(environment) { $1 }
        terminal = try Terminal(
            CommandRun.executable, arguments, columns: columns, rows: rows, environment: variables, home: home)
        try expectPrompt()
    }

    var screen: Screen { terminal.screen }

    /// The rows below the one of the cursor, down to the last that shows something.
    var rowsBelow: [String] {
        screen.text.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(screen.cursor.row + 1)
            .map(String.init)
    }

    func press(_ keys: Key...) { for key in keys { terminal.send(key) } }

    func expect(_ text: String) throws { try terminal.expect(text) }

    /// Waits for an empty prompt with the cursor behind it.
    func expectPrompt() throws { try expectInput("") }

    /// Waits until this is what stands behind the prompt, and the cursor behind it.
    func expectInput(_ input: String) throws {
        let line = Self.prompt + input
        try terminal.expect("the input “\(input)”") { screen in
            screen.cursor.column == line.displayWidth
                && screen.rows[screen.cursor.row].padded(toCells: line.displayWidth) == line
        }
    }

    /// Types a text that fits into a line, and waits until it is there.
    func type(_ text: String) throws {
        terminal.send(text)
        try expectInput(text)
    }

    /// Drops what was typed.
    func drop() throws {
        terminal.send(.ctrl("c"), .ctrl("l"))
        try terminal.expect("a clean screen") { $0.text == "expo>" }
    }

    /// Enters a text on a clean screen, and waits for the next prompt.
    ///
    /// - Returns: the rows below the text.
    @discardableResult
    func run(_ text: String) throws -> [String] {
        terminal.send(.ctrl("l"))
        try terminal.expect("a clean screen") { $0.text == "expo>" }
        terminal.send(.text(text), .enter)
        let inputRows = (Self.prompt + text).displayWidth / screen.columns + 1
        try terminal.expect("a prompt below “\(text)”") { screen in
            screen.cursor.row >= inputRows && screen.cursor.column == Self.prompt.count
                && screen.rows[screen.cursor.row] == "expo>"
        }
        return Array(screen.rows[inputRows..<screen.cursor.row])
    }
}

extension String {
    fileprivate func padded(toCells cells: Int) -> String {
        self + String(repeating: " ", count: max(0, cells - displayWidth))
    }
}
