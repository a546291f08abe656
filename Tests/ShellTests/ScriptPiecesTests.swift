// Scripts in which statements and dot-commands take turns, and what is said while they run.

import QueryLanguage
import QueryShell
import Testing

struct ScriptPiecesTests {
    /// The pieces with the blanks before and behind statements taken away.
    private func pieces(_ text: String) -> [String] {
        ScriptPieces.split(Array(text.utf8)).map { piece in
            switch piece {
            case .command(let line, _): return "command \(line)"
            case .statements(let range):
                let words = String(decoding: Array(text.utf8)[range], as: UTF8.self).split { $0 == "\n" || $0 == " " }
                return "statements \(words.joined(separator: " "))"
            }
        }
    }

    @Test func aLineThatBeginsWithADotIsACommandBetweenStatements() {
        #expect(
            pieces(".timer on\nSELECT 1;\n  .rows 3\nFROM t\n|> LIMIT 2;\nSELECT 2") == [
                "command .timer on", "statements SELECT 1;", "command .rows 3",
                "statements FROM t |> LIMIT 2; SELECT 2",
            ])
        #expect(pieces("") == [])
        #expect(pieces("-- a comment\n.quit") == ["statements -- a comment", "command .quit"])
    }

    @Test func withinAStatementItIsNone() {
        #expect(pieces("SELECT\n.5;").count == 1)
        #expect(pieces("SELECT '''\n.quit\n''';").count == 1)
        #expect(pieces("/*\n.quit\n*/").count == 1)
        #expect(pieces("SELECT 1\n.quit").count == 1)
        // Also where an earlier line of the statement began with a dot.
        #expect(pieces("SELECT\n.5 +\n.5\n.quit\n;\n.quit") == ["statements SELECT .5 + .5 .quit ;", "command .quit"])
        #expect(pieces("SELECT '''\n.a\n.b\n''';\n.quit").last == "command .quit")
        #expect(pieces("SELECT 1\n-- a comment\n.quit").count == 1)
    }

    @Test func behindAFaultCommandsAreFoundAgain() {
        #expect(pieces("SELECT 'open;\n.quit") == ["statements SELECT 'open;", "command .quit"])
        #expect(pieces("SELECT 1 ! 2;\nSELECT 3\n.quit").count == 1)
        #expect(pieces("/* open;\n.quit").count == 1)
    }

    @Test func positionsStayThoseOfTheScript() throws {
        let text = ".timer on\nSELECT bad;\n"
        guard case .statements(let range) = ScriptPieces.split(Array(text.utf8)).last else {
            Issue.record("the last piece is a statement")
            return
        }
        var parser = Parser(Array(text.utf8), in: range)
        #expect(try parser.nextStatement()?.range == SourceRange(10, 20))
        // What stands behind the part is not read.
        var part = Parser(Array("SELECT 1 'open".utf8), in: 0..<8)
        #expect(try part.nextStatement() != nil)
        #expect(try part.nextStatement() == nil)
    }

    @Test(arguments: [
        (0.52, 0, "running for 0.5 s; Ctrl-C cancels"),
        (1.25, 65_536, "running for 1.3 s, 65,000 rows read; Ctrl-C cancels"),
        (12, 3_276_800, "running for 12.0 s, 3.2 million rows read; Ctrl-C cancels"),
        (60, 32_768_000, "running for 60.0 s, 32 million rows read; Ctrl-C cancels"),
        (600, 2_500_000_000, "running for 600.0 s, 2.5 billion rows read; Ctrl-C cancels"),
    ])
    func progressIsToldInRoundNumbers(_ seconds: Double, _ rows: Int, _ expected: String) {
        #expect(ProgressLine.text(seconds: seconds, rows: rows) == expected)
    }

    @Test(arguments: [
        (0.5, 0, 2_000_000, "running for 0.5 s, 0.0 of 2.0 MB read; Ctrl-C cancels"),
        (0.5, 61_440, 999_000, "running for 0.5 s, 61.4 of 999.0 kB read, 8 s left; Ctrl-C cancels"),
        (2.0, 400_000_000, 1_200_000_000, "running for 2.0 s, 0.4 of 1.2 GB read, 4 s left; Ctrl-C cancels"),
        (60, 1_000_000_000, 11_000_000_000, "running for 60.0 s, 1.0 of 11.0 GB read, 10 min left; Ctrl-C cancels"),
    ])
    func progressTellsWhatIsLeftOfAFile(_ seconds: Double, _ read: Int, _ total: Int, _ expected: String) {
        #expect(ProgressLine.text(seconds: seconds, rows: 5000, file: (read, total)) == expected)
    }
}
