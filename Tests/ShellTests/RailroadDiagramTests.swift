// Rules of the grammar as drawings.

import Foundation
import QueryShell
import Testing

struct RailroadDiagramTests {
    @Test func everyRuleOfTheFileIsRead() {
        let defined = Grammar.text.split(separator: "\n").compactMap { line in
            line.range(of: " ::= ").map { String(line[..<$0.lowerBound]) }
        }
        #expect(Grammar.rules.map(\.name) == defined)
        #expect(defined.count > 100)
        for rule in Grammar.rules { #expect(!rule.example.isEmpty, "\(rule.name)") }
    }

    @Test func theFileInTheProgramIsTheFile() throws {
        let file = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../Grammar/ExpoQL.ebnf")
        #expect(try String(contentsOf: file, encoding: .utf8) == Grammar.text)
    }

    @Test(arguments: [
        (
            "pipeOrderBy",
            """
            ├── ORDER ─ BY ─┬─ ‹orderingItem› ─┬─┬─ "," ─┬──┤
                            ╰─◂ "," ───────────╯ ╰───────╯
            """
        ),
        (
            "literal",
            """
            ├──┬─ NULL ───────────────────────┬──┤
               ├─ TRUE ───────────────────────┤
               ├─ FALSE ──────────────────────┤
               ├─┬─ ‹INTEGER› ─┬─┬─ ‹UNIT› ─┬─┤
               │ ╰─ ‹FLOAT› ───╯ ╰──────────╯ │
               ├─ ‹strings› ──────────────────┤
               ╰─┬─ DATE ──────┬─ ‹strings› ──╯
                 ├─ TIMESTAMP ─┤
                 ╰─ QUANTITY ──╯
            """
        ),
        (
            "createStatement",
            """
            ├──── CREATE ─┬─ OR ─ REPLACE ─┬─┬─┬─ TEMP ──────┬─┬─ ‹relationKind› ─╮
                          ╰────────────────╯ │ ╰─ TEMPORARY ─╯ │                  │
                                             ╰─────────────────╯                  │
               ╭──────────────────────────────────────────────────────────────────╯
               ╰─ ‹identifier› ─ AS ─ ‹query› ───────────────────────────────────────┤
            """
        ),
        (
            "functionName",
            """
            ├──┬─ ‹NAME› ──────────────────────────────────┬──┤
               ├─ ‹QUOTED_NAME› ───────────────────────────┤
               ├─ ‹NONRESERVED_KEYWORD› but not SAFE_CAST ─┤
               ├─ IF ──────────────────────────────────────┤
               ├─ LEFT ────────────────────────────────────┤
               ╰─ RIGHT ───────────────────────────────────╯
            """
        ),
    ])
    func rulesAreDrawnAsTheyRead(_ name: String, _ expected: String) throws {
        let rule = try #require(Grammar.rule(name))
        #expect(RailroadDiagram(width: 80).lines(rule).joined(separator: "\n") == expected)
    }

    @Test(arguments: [40, 80, 120])
    func railsHaveNoLooseEnds(_ width: Int) {
        for rule in Grammar.rules {
            let lines = RailroadDiagram(width: width).lines(rule).map(Array.init)
            let end = (lines.map(\.count).max() ?? 0) - 1
            func at(_ row: Int, _ column: Int) -> Character {
                lines.indices.contains(row) && lines[row].indices.contains(column) ? lines[row][column] : " "
            }
            for (row, line) in lines.enumerated() {
                for (column, sign) in line.enumerated() {
                    let (up, down) = ("│├┤┬╮╭", "│├┤╰╯")
                    if "│├┤".contains(sign), column > 0, column < end {
                        // A sign between words is none of the rails.
                        if sign == "│" && at(row, column - 1) == " " && at(row, column - 2).isLetter { continue }
                        #expect(up.contains(at(row - 1, column)), "\(rule.name) \(width): up at \(row), \(column)")
                        #expect(down.contains(at(row + 1, column)), "\(rule.name) \(width): down at \(row), \(column)")
                    }
                    if "┬╮╭".contains(sign) {
                        #expect(down.contains(at(row + 1, column)), "\(rule.name) \(width): \(sign) \(row), \(column)")
                    }
                    if "╰╯".contains(sign) {
                        #expect(up.contains(at(row - 1, column)), "\(rule.name) \(width): \(sign) \(row), \(column)")
                    }
                }
            }
        }
    }

    @Test func linesFitWhereTheyCan() {
        for rule in Grammar.rules where rule.name.first?.isLowercase == true {
            for line in RailroadDiagram(width: 80).lines(rule) { #expect(line.count <= 80, "\(rule.name)") }
        }
    }

    @Test func rulesAreFoundByWhatTheyAreOf() throws {
        #expect(SyntaxHelp.find("name")?.name == "name")
        #expect(SyntaxHelp.find("NAME")?.name == "NAME")
        #expect(SyntaxHelp.find("pipeorderby")?.name == "pipeOrderBy")
        #expect(SyntaxHelp.find("order by")?.name == "pipeOrderBy")
        #expect(SyntaxHelp.find("|> PIVOT;")?.name == "pipePivot")
        let lines = try SyntaxHelp.lines("pivotValue", width: 80)
        #expect(lines.first == "pivotValue:" && lines.last == "used in: pipePivot")
        #expect(lines.contains("example: 'visits' AS visits"))
        do {
            _ = try SyntaxHelp.lines("orderingItm", width: 80)
            Issue.record("there is no such rule")
        } catch {
            #expect(error.hints == ["did you mean orderingItem?"])
        }
    }
}
