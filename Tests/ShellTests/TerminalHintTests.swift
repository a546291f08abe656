// Hints on a terminal: dim text behind the cursor, and the keys that take it.

import TerminalSupport
import Testing

struct TerminalHintTests {
    private static let dim = CellStyle(isDim: true)

    /// A shell whose history holds a statement, with its beginning typed.
    private func sceneWithHistory(columns: Int = 80, rows: Int = 24) throws -> EditingScene {
        let scene = try EditingScene(columns: columns, rows: rows)
        scene.send("SELECT 1 + 1;", .enter)
        try scene.shows("expo> SELECT 1 + 1;", "1 + 1", "─────", "    2", "(1 row)", "expo>")
        scene.send("SEL")
        try scene.expectLast("expo> SELECT 1 + 1;", column: 9)
        return scene
    }

    @Test func historyGivesAHintThatIsDim() throws {
        let scene = try sceneWithHistory()
        let row = scene.terminal.screen.cursor.row
        #expect(scene.terminal.screen.style(row: row, column: 8) != Self.dim)
        for column in 9..<19 { #expect(scene.terminal.screen.style(row: row, column: column) == Self.dim) }
    }

    @Test(arguments: [Key.right, .ctrl("e"), .end])
    func aKeyTakesAllOfTheHint(_ key: Key) throws {
        let scene = try sceneWithHistory()
        scene.send(key)
        try scene.expectLast("expo> SELECT 1 + 1;", column: 19)
        scene.send(.enter)
        try scene.shows(
            "expo> SELECT 1 + 1;", "1 + 1", "─────", "    2", "(1 row)", "expo> SELECT 1 + 1;", "1 + 1", "─────",
            "    2", "(1 row)", "expo>")
    }

    @Test(arguments: [Key.altRight, .alt("f")])
    func aKeyTakesAWordOfTheHint(_ key: Key) throws {
        let scene = try sceneWithHistory(columns: 40, rows: 12)
        scene.send(key)
        try scene.expectLast("expo> SELECT 1 + 1;", column: 12)
        scene.send(key)
        try scene.expectLast("expo> SELECT 1 + 1;", column: 14)
    }

    @Test func otherTypingTakesTheHintAway() throws {
        let scene = try sceneWithHistory()
        scene.send("x")
        try scene.expectLast("expo> SELx", column: 10)
    }

    @Test func aHintIsShownAtTheEndOnlyAndDoesNotRemain() throws {
        let scene = try sceneWithHistory()
        scene.send(.left)
        try scene.expectLast("expo> SEL", column: 8)
        scene.send(.right, .ctrl("c"))
        try scene.shows("expo> SELECT 1 + 1;", "1 + 1", "─────", "    2", "(1 row)", "expo> SEL^C", "expo>")
    }

    @Test func theOnlyWordThatMayComeIsHinted() throws {
        let scene = try EditingScene()
        scene.send("FROM editions |> CROSS ")
        try scene.shows("expo> FROM editions |> CROSS JOIN", cursor: (0, 29))
        scene.send(.ctrl("c"), "from editions |> order ", .right, "e")
        try scene.expectLast("expo> from editions |> order bye", column: 32)
    }

    @Test func aCallIsHintedItsSignature() throws {
        let scene = try EditingScene()
        scene.send("SELECT SUBSTR(")
        try scene.shows("expo> SELECT SUBSTR(text, position[, length])", cursor: (0, 20))
        #expect(scene.terminal.screen.style(of: "text, position[, length])") == Self.dim)
        scene.send("'abc', ")
        try scene.shows("expo> SELECT SUBSTR('abc', position[, length])", cursor: (0, 27))
        #expect(scene.terminal.screen.style(of: "position[, length])") == Self.dim)
    }
}

extension EditingScene {
    /// Waits until the last row that shows something is this one, with the cursor in it.
    func expectLast(_ row: String, column: Int) throws {
        try terminal.expect("last “\(row)”, cursor in column \(column)") {
            $0.text.hasSuffix("\n" + row) && $0.rows[$0.cursor.row] == row && $0.cursor.column == column
        }
    }
}
