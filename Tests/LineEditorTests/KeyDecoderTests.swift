// From bytes to keys.

import Testing

@testable import LineEditor

struct KeyDecoderTests {
    /// The keys of a text, given byte by byte and at once.
    private func decode(_ text: String, sourceLocation: SourceLocation = #_sourceLocation) -> [Key] {
        var whole = KeyDecoder()
        var pieces = KeyDecoder()
        let keys = whole.decode(Array(text.utf8))
        let same = text.utf8.flatMap { pieces.decode([$0]) }
        #expect(keys == same, sourceLocation: sourceLocation)
        return keys
    }

    @Test func charactersComeAsTheyAre() {
        #expect(decode("aé进👍\r\t\u{3}") == "aé进👍\r\t\u{3}".unicodeScalars.map { Key.character($0) })
    }

    @Test func whatIsNoUTF8BecomesReplacementCharacters() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([0xFF, 0x61]) == [.character("\u{FFFD}"), .character("a")])
        #expect(decoder.decode([0xE8, 0xBF, 0x61]) == [.character("\u{FFFD}"), .character("a")])
        #expect(decoder.decode([0xC0, 0x80]) == [.character("\u{FFFD}"), .character("\u{FFFD}")])
        // A surrogate, and what lies behind the last plane.
        #expect(decoder.decode([0xED, 0xA0, 0x80]) == [.character("\u{FFFD}")])
        #expect(decoder.decode([0xF4, 0x90, 0x80, 0x80]) == [.character("\u{FFFD}")])
        // The controls behind ASCII would be taken for commands.
        #expect(decoder.decode([0xC2, 0x90]) == [])
        // One that has only begun waits for the rest.
        #expect(decoder.decode([0xE8, 0xBF]) == [])
        #expect(decoder.decode([0x9B]) == [.character("进")])
    }

    @Test(arguments: [
        ("\u{1B}[A", FunctionKey.up), ("\u{1B}OB", .down), ("\u{1B}[C", .right), ("\u{1B}[1;2D", .left),
        ("\u{1B}[1;3C", .wordRight), ("\u{1B}[1;5D", .wordLeft), ("\u{1B}[H", .home), ("\u{1B}[1~", .home),
        ("\u{1B}OF", .end), ("\u{1B}[8~", .end), ("\u{1B}[3~", .delete), ("\u{1B}[5~", .pageUp),
        ("\u{1B}[6~", .pageDown), ("\u{1B}[Z", .backTab), ("\u{1B}\r", .newLine), ("\u{1B}[13;2u", .newLine),
        ("\u{1B}[27;2;13~", .newLine),
    ])
    func sequencesAreKeys(text: String, key: FunctionKey) {
        #expect(decode(text + "x") == [.function(key), .character("x")])
    }

    @Test func unknownSequencesLeaveNothingBehind() {
        #expect(decode("\u{1B}[15~x") == [.unknown("\u{1B}[15~"), .character("x")])
        #expect(decode("\u{1B}[<0;10;5Mx") == [.unknown("\u{1B}[<0;10;5M"), .character("x")])
        #expect(decode("\u{1B}OPx") == [.unknown("\u{1B}OP"), .character("x")])
    }

    @Test func altComesAsEscapeAndACharacter() {
        #expect(decode("\u{1B}f\u{1B}é") == [.alt("f"), .alt("é")])
    }

    @Test func aLoneEscapeIsKnownWhenNothingFollows() {
        var decoder = KeyDecoder()
        #expect(decoder.decode([0x1B]) == [])
        #expect(decoder.isUndecided)
        #expect(decoder.flush() == [.escape])
        #expect(!decoder.isUndecided)
        #expect(decoder.decode([0x1B, 0x1B]) == [.escape])
        #expect(decoder.flush() == [.escape])
        #expect(decoder.decode(Array("\u{1B}[".utf8)) == [])
        #expect(decoder.flush() == [.alt("[")])
        #expect(decoder.flush() == [])
    }

    @Test func aPasteIsOneKey() {
        #expect(
            decode("a\u{1B}[200~SELECT 1;\r\nx\r\ty\u{3}\u{1B}[A\n\u{1B}[201~b")
                == [.character("a"), .paste("SELECT 1;\nx\n\ty[A\n"), .character("b")])
        #expect(decode("\u{1B}[200~\u{1B}[201~") == [.paste("")])
    }

    @Test func aPasteWithoutEndCanBeLeft() {
        var decoder = KeyDecoder()
        let wasPasting = decoder.abandonPaste()
        #expect(!wasPasting)
        #expect(decoder.decode(Array("\u{1B}[200~abc".utf8)) == [])
        #expect(!decoder.isUndecided)
        let isPasting = decoder.abandonPaste()
        #expect(isPasting)
        #expect(decoder.decode(Array("x".utf8)) == [.character("x")])
    }
}
