// How errors look.

import QueryLanguage
import Testing

struct SourceTextTests {
    @Test func anErrorShowsItsLineAndUnderlinesItsToken() {
        let text = "FROM figures\n|> WHERE '进博会' = SELEKT 1;\n"
        let source = SourceText(text, name: "a.expoq")
        let error = #expect(throws: Diagnostic.self) { try Parser.script(text) }
        #expect(
            error.map { source.render($0) } == """
                a.expoq:2:25: error: expected `|>`, the end, `;` or an operator, found `1`
                  |> WHERE '进博会' = SELEKT 1;
                                             ^
                """)
    }

    @Test func positionsCountCharacters() {
        let source = SourceText("é\n中文b\n", name: "x")
        #expect(source.position(of: 0) == (1, 1))
        #expect(source.position(of: 2) == (1, 2))
        #expect(source.position(of: 9) == (2, 3))
        #expect(source.position(of: 99) == (3, 1))
    }

    @Test func namesAndValuesCannotSteerTheTerminal() {
        var error = Diagnostic("'\u{1B}[31mred' is not an INT64", hints: ["the columns here: \u{9B}2J"])
        error.notes = ["row 1: a\u{7}b"]
        let shown = SourceText("SELECT 1", name: "s").render(error)
        #expect(shown.unicodeScalars.allSatisfy { $0 == "\n" || $0.value >= 0x20 && !(0x7F...0x9F).contains($0.value) })
        #expect(shown.contains("␛[31mred"))
    }
}
