// Input that no person writes: an error with a position, soon and without a crash, whatever comes.

import Foundation
import QueryLanguage
import Testing

struct HostileInputTests {
    @Test(arguments: [
        ("SELECT 1; SELECT 'a\u{FF}b'", [UInt8]("SELECT 1; SELECT 'a".utf8) + [0xFF] + Array("b'".utf8), 19..<20),
        ("a byte alone", [UInt8]("SELECT ".utf8) + [0x80], 7..<8),
        ("overlong", [UInt8]("SELECT ".utf8) + [0xC0, 0xAF], 7..<8),
        ("a surrogate", [UInt8]("-- ".utf8) + [0xED, 0xA0, 0x80] + [UInt8]("\nSELECT 1".utf8), 3..<4),
        ("cut off in a name", [UInt8]("SELECT `".utf8) + [0xE8, 0xBF], 8..<10),
        ("beyond Unicode", [UInt8]("/*".utf8) + [0xF4, 0x90, 0x80, 0x80], 2..<3),
        ("four bytes cut off", [0xF0, 0x9F, 0x91, 0x41], 0..<3),
    ])
    func invalidUTF8IsAnError(_: String, bytes: [UInt8], at range: Range<Int>) {
        let lexed = LexedSource(bytes)
        #expect(lexed.failure?.message == "invalid UTF-8")
        #expect(lexed.failure?.range?.lower == range.lowerBound)
        #expect(lexed.failure?.range?.upper == range.upperBound)
        #expect(lexed.tokens.last?.kind == .invalid)
        #expect(failure(of: bytes) == lexed.failure)
    }

    @Test func statementsBeforeInvalidUTF8AreGivenAndErrorsBeforeItComeFirst() throws {
        var parser = Parser([UInt8]("SELECT 1; SELECT ".utf8) + [0xFF])
        #expect(try parser.nextStatement() != nil)
        let error = #expect(throws: Diagnostic.self) { try parser.nextStatement() }
        #expect(error?.message == "invalid UTF-8")
        #expect(LexedSource([UInt8]("SELECT ! ".utf8) + [0xFF]).failure?.message.hasPrefix("unexpected") == true)
    }

    @Test func charactersOfAllLengthsAreValid() {
        let scalars = ["\u{80}", "\u{7FF}", "\u{800}", "\u{D7FF}", "\u{E000}", "\u{FFFF}", "\u{10000}", "\u{10FFFF}"]
        #expect(LexedSource(Array("'\(scalars.joined())'".utf8)).failure == nil)
    }

    @Test(arguments: [
        "[", "{", "{m}", "1{m}", "'", "'''", "\"", "`", "/*", "\\", "\0", "@", "!", ".", "-", "NOT ", "CASE ",
        "CASE WHEN ", "f(", "((SELECT ",
        "SELECT 1 UNION ALL (", "FROM (", "FROM t JOIN (", "1 IN (", "INTERVAL ", "f() OVER (ROWS ", "1,", "a.",
        "x AS ",
        "WITH a AS (", "FROM t |> ", "|> DISTINCT ", "1 + ", "1 OR ", "a JOIN ", ", t", "EXISTS (", ";", "\u{301}",
        "'a' ",
    ])
    func anyPieceRepeatedEndsInAnErrorOrATree(_ piece: String) {
        for start in ["", "SELECT ", "FROM t"] {
            check(start + String(repeating: piece, count: 1 << 16 / piece.utf8.count))
        }
    }

    @Test func aMebibyteOfParenthesesEndsInAnError() {
        for text in [
            String(repeating: "(", count: 1 << 20), "SELECT " + String(repeating: "(", count: 1 << 20),
            "SELECT " + String(repeating: "CASE ", count: 100_000),
            "SELECT '" + String(repeating: "\0", count: 1 << 20),
        ] {
            #expect(failure(of: Array(text.utf8)) != nil)
            check(text)
        }
    }

    /// A statement of 100 MiB would take all memory.
    @Test func aStatementHasSoManyTokensAtMost() throws {
        let long = String(repeating: "1,", count: Parser.tokenLimit / 2)
        let error = failure(of: Array("SELECT \(long)1".utf8))
        #expect(error?.message == "more than 2000000 words and signs in a statement")
        var parser = Parser("SELECT 1; SELECT \(long)1; SELECT 2")
        _ = try parser.nextStatement()
        #expect(throws: Diagnostic.self) { try parser.nextStatement() }
        parser.skipStatement()
        #expect(try parser.nextStatement()?.text == "SELECT 2")
        // Many statements are no long one.
        var many = Parser(String(repeating: "SET a=1;", count: Parser.tokenLimit / 5 + 1))
        #expect(try many.nextStatement() != nil)
    }

    private func check(_ text: String) {
        guard let error = failure(of: Array(text.utf8)) else { return }
        #expect(error.range.map { 0 <= $0.lower && $0.lower <= $0.upper && $0.upper <= text.utf8.count } == true)
        #expect(error.message.utf8.count < 300)
        #expect(SourceText(text, name: "x").render(error).utf8.count < 8_000)
    }
}
