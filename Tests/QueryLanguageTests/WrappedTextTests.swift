// Texts and errors on narrow terminals.

import QueryLanguage
import Testing

struct WrappedTextTests {
    @Test func linesBreakBetweenWords() {
        #expect("one two three".wrapped(toCells: 20) == ["one two three"])
        #expect("one two three".wrapped(toCells: 8) == ["one two", "three"])
        #expect("one two three".wrapped(toCells: 9, indent: "  ") == ["one two", "  three"])
        #expect("  hint: why so".wrapped(toCells: 10, indent: "    ") == ["  hint:", "    why so"])
        #expect("进博会 上海 x".wrapped(toCells: 8) == ["进博会", "上海 x"])
    }

    @Test func longWordsStayWhole() {
        #expect("https://example.org/ and".wrapped(toCells: 8) == ["https://example.org/", "and"])
        #expect("".wrapped(toCells: 0) == [""])
        #expect("a  b".wrapped(toCells: 1).joined(separator: " ") == "a  b")
    }

    @Test(arguments: [20, 30, 40, 80]) func theUnderlineStandsBelowTheFault(width: Int) throws {
        let source = SourceText("FROM figures |> WHERE subject = '进博会' AND valu > 80{billion USD}", name: "expoq")
        let range = try #require(source.bytes.firstRange(of: Array("valu".utf8)))
        let error = Diagnostic("there is no column `valu`", at: SourceRange(range.lowerBound, range.upperBound))
        let lines = source.render(error, width: width).split(separator: "\n")
        #expect(lines.allSatisfy { $0.displayWidth <= width })
        let underline = try #require(lines.firstIndex { $0.contains("^") })
        let before = lines[underline].prefix { $0 == " " }.count
        var (column, shown) = (0, Substring(lines[underline - 1]))
        while column < before, let character = shown.popFirst() { column += String(character).displayWidth }
        #expect(shown.hasPrefix("valu"))
        #expect(lines[underline].dropFirst(before) == "^~~~")
    }
}
