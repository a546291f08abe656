// Colours on a terminal, and terminals that are to have none.

import TerminalSupport
import Testing

struct TerminalColorTests {
    private static let keyword = CellStyle(foreground: .palette(4), isBold: true)
    private static let number = CellStyle(foreground: .palette(5))
    private static let unknown = CellStyle(foreground: .palette(1), isUnderlined: true)
    private static let bracket = CellStyle(isBold: true, isReversed: true)

    @Test func partsOfAStatementAreColouredWhileItIsTyped() throws {
        let scene = try EditingScene()
        scene.send("SELECT 12.5{km2}, UPPER('text'), @p, nope, edition FROM figures -- note")
        try scene.terminal.expect("note")
        let screen = scene.terminal.screen
        #expect(screen.style(of: "SELECT") == Self.keyword)
        #expect(screen.style(of: "FROM") == Self.keyword)
        #expect(screen.style(of: "12.5{km2}") == Self.number)
        #expect(screen.style(of: "UPPER") == CellStyle(foreground: .palette(6)))
        #expect(screen.style(of: "'text'") == CellStyle(foreground: .palette(2)))
        #expect(screen.style(of: "@p") == CellStyle(foreground: .palette(5), isBold: true))
        #expect(screen.style(of: "nope") == Self.unknown)
        #expect(screen.style(of: "edition FROM") == nil)
        #expect(screen.style(of: "edition") == .plain)
        #expect(screen.style(of: "figures") == .plain)
        #expect(screen.style(of: "-- note") == CellStyle(isDim: true))
    }

    @Test func whatIsEnteredKeepsItsColours() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("SELECT 1;", .enter)
        try scene.shows("expo> SELECT 1;", "1", "─", "1", "(1 row)", "expo>")
        #expect(scene.terminal.screen.style(of: "SELECT") == Self.keyword)
        #expect(scene.terminal.screen.style(of: "1;") == nil)
    }

    @Test func anUnknownNameIsMarkedWhenTheCursorHasLeftIt() throws {
        let scene = try EditingScene()
        scene.send("FROM nowhere")
        try scene.shows("expo> FROM nowhere", cursor: (0, 18))
        #expect(scene.terminal.screen.style(of: "nowhere") == .plain)
        scene.send(" ")
        try scene.shows("expo> FROM nowhere", cursor: (0, 19))
        #expect(scene.terminal.screen.style(of: "nowhere") == Self.unknown)
    }

    @Test func theBracketThatBelongsToTheOneAtTheCursorIsMarked() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("SELECT ((1) + 2)")
        try scene.shows("expo> SELECT ((1) + 2)", cursor: (0, 22))
        let row = scene.terminal.screen.cursor.row
        func marked() -> [Int] {
            (0..<40).filter { scene.terminal.screen.style(row: row, column: $0) == Self.bracket }
        }
        #expect(marked() == [13, 21])
        scene.send(.left, .left, .left)
        try scene.shows("expo> SELECT ((1) + 2)", cursor: (0, 19))
        #expect(marked().isEmpty)
        scene.send(.left, .left)
        try scene.shows("expo> SELECT ((1) + 2)", cursor: (0, 17))
        #expect(marked() == [14, 16])
    }

    /// Whether anything below the greeting is shown in another way than plain text, once a statement, an error and a
    /// beginning with a hint have been entered.
    private func hasStyles(_ arguments: [String] = [], environment: [String: String?] = [:]) throws -> Bool {
        let scene = try EditingScene(arguments, environment: environment)
        scene.send("SELECT 'a' AS a;", .enter)
        try scene.shows("expo> SELECT 'a' AS a;", "a", "─", "a", "(1 row)", "expo>")
        scene.send("SELECT nope, (1);", .enter)
        try scene.terminal.expect("there is no column")
        scene.send("SELECT 'a' ")
        try scene.terminal.expect("the beginning") { $0.cursor.column == 17 }
        let screen = scene.terminal.screen
        return (0..<screen.rowCount).contains { row in screen.runs(row: row).contains { $0.style != .plain } }
    }

    @Test func coloursCanBeRefusedAndDemanded() throws {
        #expect(try hasStyles())
        #expect(try !hasStyles(environment: ["NO_COLOR": "1"]))
        #expect(try !hasStyles(["--color", "never"]))
        #expect(try hasStyles(["--color", "always"], environment: ["NO_COLOR": "1"]))
        #expect(try hasStyles(["--color", "auto"], environment: ["NO_COLOR": ""]))
    }

    @Test func aDumbTerminalGetsPlainLines() throws {
        let scene = try EditingScene(columns: 40, rows: 12, environment: ["TERM": "dumb"])
        #expect(!scene.terminal.isRaw)
        scene.send("SELECT", .enter)
        try scene.shows("expo> SELECT", "   .>", cursor: (1, 6))
        scene.send("1;", .enter)
        try scene.shows("expo> SELECT", "   .> 1;", "1", "─", "1", "(1 row)", "expo>")
        #expect(scene.leave() == 0)
        #expect(!scene.terminal.output.contains(0x1B))
        #expect(try scene.historyLines == ["SELECT\\n1;"])
    }

    @Test func controlCDropsTheLinesOnADumbTerminalToo() throws {
        let scene = try EditingScene(columns: 40, rows: 12, environment: ["TERM": "dumb"])
        scene.send("SELECT", .enter)
        try scene.shows("expo> SELECT", "   .>", cursor: (1, 6))
        scene.send("2")
        try scene.shows("expo> SELECT", "   .> 2", cursor: (1, 7))
        scene.send(.ctrl("c"))
        try scene.shows("expo> SELECT", "   .> 2^C", "expo>", cursor: (2, 6))
        scene.send("SELECT 1;", .enter)
        try scene.shows("expo> SELECT", "   .> 2^C", "expo> SELECT 1;", "1", "─", "1", "(1 row)", "expo>")
    }
}
