// Wide characters, emoji and combining marks on a terminal: the cursor stays where it belongs.

import TerminalSupport
import Testing

struct TerminalWidthTests {
    @Test func wideCharactersTakeTwoCells() throws {
        let scene = try EditingScene()
        scene.send("SELECT '進博会")
        try scene.shows("expo> SELECT '進博会", cursor: (0, 20))
        scene.send(.left, .left)
        try scene.shows("expo> SELECT '進博会", cursor: (0, 16))
        scene.send("x", .delete)
        try scene.shows("expo> SELECT '進x会", cursor: (0, 17))
        scene.send(.end, "';", .enter)
        try scene.shows("expo> SELECT '進x会';", "'進x会'", "───────", "進x会", "(1 row)", "expo>")
    }

    @Test func emojiAreOneCharacter() throws {
        let scene = try EditingScene()
        scene.send("SELECT '🎉👩‍🚀🇨🇳")
        try scene.shows("expo> SELECT '🎉👩‍🚀🇨🇳", cursor: (0, 20))
        scene.send(.left)
        try scene.shows("expo> SELECT '🎉👩‍🚀🇨🇳", cursor: (0, 18))
        scene.send(.left)
        try scene.shows("expo> SELECT '🎉👩‍🚀🇨🇳", cursor: (0, 16))
        scene.send(.delete)
        try scene.shows("expo> SELECT '🎉🇨🇳", cursor: (0, 16))
        scene.send(.backspace)
        try scene.shows("expo> SELECT '🇨🇳", cursor: (0, 14))
    }

    @Test func marksBelongToTheCharacterBefore() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        scene.send("'e\u{301}o\u{308}\u{304}x")
        try scene.shows("expo> 'e\u{301}o\u{308}\u{304}x", cursor: (0, 10))
        scene.send(.left, .left)
        try scene.shows("expo> 'e\u{301}o\u{308}\u{304}x", cursor: (0, 8))
        scene.send(.backspace)
        try scene.shows("expo> 'o\u{308}\u{304}x", cursor: (0, 7))
        scene.send(.delete)
        try scene.shows("expo> 'x", cursor: (0, 7))
    }

    @Test func aWideCharacterIsNotSplitAtTheEdge() throws {
        let scene = try EditingScene(columns: 40, rows: 12)
        // One cell is left in the first row.
        scene.send("SELECT '1234567890123456789012345会x")
        try scene.shows("expo> SELECT '1234567890123456789012345", "会x", cursor: (1, 3))
        scene.send(.left, .left)
        try scene.shows("expo> SELECT '1234567890123456789012345", "会x", cursor: (1, 0))
        scene.send(.left)
        try scene.shows("expo> SELECT '1234567890123456789012345", "会x", cursor: (0, 38))
    }

    @Test func upKeepsTheColumnOverWideCharacters() throws {
        let scene = try EditingScene()
        scene.send(.paste("SELECT 'ab進博会',\n'12345678901"))
        try scene.shows("expo> SELECT 'ab進博会',", "   .> '12345678901", cursor: (1, 18))
        scene.send(.up)
        try scene.shows("expo> SELECT 'ab進博会',", "   .> '12345678901", cursor: (0, 18))
        scene.send(.down, .left, .up)
        // In the middle of 進, which begins a cell before.
        try scene.shows("expo> SELECT 'ab進博会',", "   .> '12345678901", cursor: (0, 16))
    }
}
