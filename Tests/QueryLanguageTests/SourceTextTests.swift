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
}
