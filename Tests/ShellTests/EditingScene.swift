// A shell on a terminal, for scenes: keys, and the rows they must give.

import CommandSupport
import Foundation
import TerminalSupport

/// A shell that has greeted and waits at its prompt.
struct EditingScene {
    let terminal: Terminal
    /// How many rows the greeting took.
    private let top: Int

    init(
        _ arguments: [String] = [], columns: Int = 80, rows: Int = 24, environment: [String: String?] = [:],
        home: TemporaryFolder? = nil
    ) throws {
        terminal = try Terminal(
            CommandRun.executable, ["--no-rc"] + arguments, columns: columns, rows: rows, environment: environment,
            home: home)
        try terminal.expect("a prompt") { $0.rows[$0.cursor.row] == "expo>" && $0.cursor.column == 6 }
        top = Self.cursorRow(terminal.screen)
    }

    func send(_ keys: Key...) {
        for key in keys { terminal.send(key) }
    }

    /// Waits until just these rows stand below the greeting, those that have scrolled away among them.
    ///
    /// - Parameter cursor: where the cursor must be; its row counts from the first of `rows`.
    func shows(_ rows: String..., cursor: (row: Int, column: Int)? = nil) throws {
        let place = cursor.map { ", cursor in row \($0.row), column \($0.column) of them" } ?? ""
        try terminal.expect("below the greeting:\n\(rows.joined(separator: "\n"))\n\(place)") { screen in
            let shown = screen.transcript.split(separator: "\n", omittingEmptySubsequences: false).dropFirst(top)
            guard shown.elementsEqual(rows, by: { $0 == $1 }) else { return false }
            guard let cursor else { return true }
            return Self.cursorRow(screen) - top == cursor.row && screen.cursor.column == cursor.column
        }
    }

    /// Leaves by Ctrl-D.
    ///
    /// - Returns: the status, when the terminal is as it was before.
    func leave() -> Int32? {
        send(.ctrl("d"))
        return terminal.waitForExit()
    }

    /// The entries in the history's file, as lines of it.
    var historyLines: [String] {
        get throws {
            try terminal.home.read(".local/state/expoq/history").split(separator: "\n").map(String.init)
        }
    }

    private static func cursorRow(_ screen: Screen) -> Int { screen.scrollback.count + screen.cursor.row }
}
