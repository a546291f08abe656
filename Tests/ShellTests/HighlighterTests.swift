// Colours of statements while they are typed.

import ExpoQuery
import LineEditor
import QueryShell
import Testing

struct HighlighterTests {
    let highlighter = Highlighter(names: KnownNames(Database.expo))

    /// The styled parts of a text, each with what it is styled as; the cursor stands at the end, or where told.
    private func parts(_ text: String, cursor: Int? = nil) -> [String] {
        let names = [
            (Palette.keyword, "keyword"), (Palette.function, "function"), (Palette.string, "string"),
            (Palette.number, "number"), (Palette.comment, "comment"), (Palette.parameter, "parameter"),
            (Palette.command, "command"), (Palette.unknown, "unknown"), (Palette.bracket, "bracket"),
        ]
        let bytes = Array(text.utf8)
        return highlighter.styles(text, cursor: cursor ?? bytes.count + 1).map { part in
            let kind = names.first { $0.0 == part.style }?.1 ?? "?"
            return "\(kind) \(String(decoding: bytes[part.range], as: UTF8.self))"
        }
    }

    @Test func everyKindOfTokenHasItsStyle() {
        #expect(
            parts("FROM figures |> WHERE value > 3.5{m2} AND UPPER(note) = 'A' -- why\n|> LIMIT @n") == [
                "keyword FROM", "keyword WHERE", "number 3.5", "number {m2}", "keyword AND", "function UPPER",
                "string 'A'", "comment -- why", "keyword LIMIT", "parameter @n",
            ])
        #expect(parts("SELECT DATE '2024-11-05', IF(TRUE, 1, 2)").contains("function IF"))
        #expect(parts("/* a */ SELECT 0x1F").first == "comment /* a */")
    }

    @Test func whatIsNotClosedYetIsStyledToItsEnd() {
        #expect(parts("SELECT 'abc\nFROM figures") == ["keyword SELECT", "string 'abc", "keyword FROM"])
        #expect(parts("SELECT '''abc\nFROM") == ["keyword SELECT", "string '''abc\nFROM"])
        #expect(parts("FROM figures /* abc\nFROM") == ["keyword FROM", "comment /* abc\nFROM"])
        #expect(parts("SELECT 3{million") == ["keyword SELECT", "number 3", "number {million"])
        #expect(parts("SELECT r'abc") == ["keyword SELECT", "string r'abc"])
    }

    @Test(arguments: [
        ("FROM figurs |> LIMIT 1", ["figurs"]), ("FROM figures |> WHERE valeu > 3", ["valeu"]),
        ("SELECT UPER(note) FROM figures", ["UPER"]), ("SELECT 1 $ 2", ["$"]), ("SELECT “a”", ["“", "”"]),
    ])
    func whatStandsForNothingIsMarked(_ text: String, _ expected: [String]) {
        let marked = parts(text).filter { $0.hasPrefix("unknown ") }.map { String($0.dropFirst(8)) }
        if text.contains("“") {
            #expect(marked.contains("“") && marked.contains("”"))
        } else {
            #expect(marked == expected)
        }
    }

    @Test(arguments: [
        "FROM figures AS f |> WHERE f.value > 3{m2}", "FROM figures f |> SELECT f.edition",
        "FROM figures |> SELECT value v |> WHERE v > 2",
        "WITH a AS (FROM editions), b AS (FROM a) FROM b", "FROM 'visits.csv' |> WHERE anything = 3",
        "SELECT EXTRACT(MONTH FROM DATE '2024-11-05')", "SELECT DATE_TRUNC(opens, QUARTER) FROM editions",
        "FROM figures |> WHY |> SELECT result_row, title", "FROM SUMMARIZE(TABLE figures) |> SELECT anything",
        "CREATE TABLE mine AS FROM article |> SELECT sentence", "SELECT CAST(note AS BIGINT) FROM figures",
        "FROM figures |> PIVOT (SUM(value) FOR edition IN (1 AS one)) |> SELECT one, anything",
        "FROM figures |> RENAME value amount |> SELECT amount",
        "FROM exhibitors_by_edition |> JOIN sources USING (source)",
        "FROM GENERATE_SERIES(1, 9) |> SELECT value", "SELECT a.b FROM figures AS a |> SELECT other_value",
        "FROM conflicts |> SELECT other_value, compatible",
        "FROM figures |> AGGREGATE COUNT(*) n GROUP BY edition e |> WHERE n > e",
        "DROP TABLE IF EXISTS mine", "FROM figures |> SET value = value * 2", "SELECT `any name`",
        "FROM figures |> WHERE figures.all = 3",
    ])
    func whatMayStandForSomethingIsNot(_ text: String) {
        let marked = parts(text).filter { $0.hasPrefix("unknown ") }
        #expect(marked.isEmpty || text.hasPrefix("SELECT a.b"), "\(marked)")
    }

    @Test func theWordBeingTypedIsNotMarked() {
        #expect(parts("FROM figur", cursor: 10) == ["keyword FROM"])
        #expect(parts("FROM figur |>", cursor: 13) == ["keyword FROM", "unknown figur"])
    }

    @Test func bracketsAtTheCursorAreMatched() {
        #expect(parts("SELECT ((1))", cursor: 8).filter { $0.hasPrefix("bracket") }.count == 2)
        #expect(parts("SELECT (1", cursor: 7).filter { $0.hasPrefix("bracket") }.isEmpty)
        #expect(
            parts("SELECT '(' || (1)", cursor: 17).filter { $0.hasPrefix("bracket") } == ["bracket (", "bracket )"])
    }

    @Test func dotCommandsAreTold() {
        #expect(parts(".tables fig", cursor: 11) == ["command .tables"])
        #expect(parts(".tabl", cursor: 5) == ["command .tabl"])
        #expect(parts(".tabels x", cursor: 9) == ["unknown .tabels"])
    }

    @Test func anyTextIsStyledInOrderAndWithoutOverlap() {
        var random = SystemRandomNumberGenerator()
        let pieces = [
            "SELECT", " ", "'", "\"", "`", "{", "}", "/*", "*/", "--", "\n", "é", "\u{1F600}", "(", ")", ".", "1", "0x",
            "@", "%",
            "\\", "'''", "r'", "figures", "|>", "\u{0}", "“", "1a", ";", "#", "$",
        ]
        for _ in 0..<3000 {
            var text = ""
            for _ in 0..<Int.random(in: 0..<40, using: &random) { text += pieces.randomElement(using: &random) ?? "" }
            let count = text.utf8.count
            var end = 0
            for part in highlighter.styles(text, cursor: Int.random(in: 0...count, using: &random)) {
                #expect(part.range.lowerBound >= end && part.range.upperBound <= count, "\(text.debugDescription)")
                end = part.range.upperBound
            }
            _ = ShellText.isFinished(text)
            _ = ShellText.indentation(text, cursor: count)
            _ = Hints.signature(text)
        }
    }

    @Test func variablesAreKnownNames() {
        let text = "DECLARE since, til DATE; SET til = since; FROM editions |> WHERE opens > least;"
        #expect(parts(text).filter { $0.hasPrefix("unknown ") } == ["unknown least"])
        #expect(!parts("FROM editions |> EXPORT DATA OPTIONS (uri = 'a', overwrite = TRUE);").contains("unknown uri"))
    }
}
