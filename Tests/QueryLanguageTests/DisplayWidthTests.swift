// How many cells text takes, and that carets stand under what they mean.

import QueryLanguage
import Testing

struct DisplayWidthTests {
    @Test(arguments: [
        ("", 0), ("abc", 3), ("é", 1), ("e\u{301}", 1), ("中文", 4), ("ﾊﾝｶｸ", 4), ("Ｗ", 2), ("한글", 4),
        ("\u{1112}\u{1161}\u{11AB}", 2), ("a\u{200B}b", 2), ("\u{FEFF}", 0), ("\u{0}\u{1B}", 0), ("👍", 2), ("👍🏽", 2),
        ("👩‍👩‍👧‍👦", 2), ("🇨🇳", 2), ("1️⃣", 2), ("❤️", 2), ("❤", 1), ("≥ 3 m²", 6), ("…", 1), ("𠀀", 2),
        ("é\u{328}x", 2), ("第七届进博会 (7th)", 18),
    ])
    func cells(text: String, cells: Int) {
        #expect(text.displayWidth == cells)
        #expect(text.reduce(0) { $0 + $1.displayWidth } == cells)
    }

    @Test(arguments: [
        ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("进博会", 5, "进博…"), ("进博会", 4, "进…"),
        ("👩‍👩‍👧‍👦👍🏽x", 4, "👩‍👩‍👧‍👦…"), ("e\u{301}e\u{301}e\u{301}", 2, "e\u{301}…"), ("abc", 1, "…"),
    ])
    func shortening(text: String, cells: Int, expected: String) {
        #expect(text.shortened(toCells: cells) == expected)
    }

    @Test func caretsStandUnderWideText() {
        expect(
            "SELECT '进博会', x", marking: "x", shows: ["  SELECT '进博会', x", "                   ^"])
        expect("'👩‍👩‍👧‍👦', `第七届` + 1", marking: "`第七届`", shows: ["  '👩‍👩‍👧‍👦', `第七届` + 1", "        ^~~~~~~~"])
        expect("'e\u{301}' = ab", marking: "ab", shows: ["  'e\u{301}' = ab", "        ^~"])
    }

    @Test func tabsAndControlCharactersCannotMoveTheCaret() {
        expect("\tSELECT\tx y", marking: "y", shows: ["      SELECT    x y", "                  ^"])
        expect("a\u{1B}[31m\u{0}b\r\nc", marking: "b", shows: ["  a␛[31m␀b", "         ^"])
    }

    @Test func longLinesAreShortenedAroundTheFault() {
        let long = String(repeating: "进博会 ", count: 50)
        for (text, mark) in [
            (long + "?? " + long, "??"), ("?? " + long, "??"), (long + "??", "??"),
            ("?" + long + "?", "?" + long + "?"),
        ] {
            let source = SourceText(text, name: "x")
            let lower = text.utf8.count - text[(text.range(mark)?.lowerBound ?? text.endIndex)...].utf8.count
            let lines = source.render(Diagnostic("bad", at: SourceRange(lower, lower + mark.utf8.count)))
                .split(separator: "\n")
            #expect(lines[1].displayWidth <= 122)
            #expect(lines[1].displayWidth >= 118)
            #expect(lines[1].contains("…"))
            // What stands above the caret is the fault's first character.
            var (above, cells) = (lines[1][...], 0)
            let indent = lines[2].prefix { $0 == " " }.count
            while cells < indent, let first = above.popFirst() { cells += first.displayWidth }
            #expect(cells == indent)
            #expect(above.first == "?")
        }
    }

    private func expect(
        _ text: String, marking mark: String, shows: [String], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let lower = text.utf8.count - text[(text.range(mark)?.lowerBound ?? text.endIndex)...].utf8.count
        let rendered = SourceText(text, name: "x")
            .render(Diagnostic("bad", at: SourceRange(lower, lower + mark.utf8.count)))
        #expect(
            rendered.split(separator: "\n").dropFirst().map(String.init) == shows, sourceLocation: sourceLocation)
    }
}

extension String {
    /// Where `part` stands first.
    fileprivate func range(_ part: String) -> Range<String.Index>? {
        indices.first { self[$0...].hasPrefix(part) }.map { $0..<index($0, offsetBy: part.count) }
    }
}
