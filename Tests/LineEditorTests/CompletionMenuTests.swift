// The menu of completions.

import Testing

@testable import LineEditor

struct CompletionMenuTests {
    private func candidates(_ names: String...) -> [CompletionCandidate] {
        names.map { CompletionCandidate(text: $0, label: $0, detail: "kind") }
    }

    private func list(_ names: String...) -> CompletionList {
        CompletionList(
            replaced: 0..<0, candidates: names.map { CompletionCandidate(text: $0, label: $0, detail: "") })
    }

    private func text(_ rows: [FrameRow]) -> [String] { rows.map { String(decoding: $0.bytes, as: UTF8.self) } }

    @Test func whatCandidatesShareIsFound() {
        #expect(list("exhibitors", "exhibitions").commonExtension(of: "ex") == "exhibit")
        #expect(list("Exhibitors", "exhibitions").commonExtension(of: "EX") == "Exhibit")
        #expect(list("exhibitors", "exhibitions").commonExtension(of: "exhibit") == nil)
        // Found by its parts.
        #expect(list("countries_by_edition", "countries_by_edition_2").commonExtension(of: "cbe") == nil)
        #expect(list("{enterprise}", "{private enterprise}").commonExtension(of: "{Ent") == "{enterprise}")
        #expect(list("edition", "by_edition").commonExtension(of: "edition") == nil)
        #expect(list("a", "b").commonExtension(of: "") == nil)
        #expect(list().commonExtension(of: "") == nil)
    }

    @Test func theSelectionGoesRound() {
        var menu = CompletionMenu(candidates("a", "b", "c"))
        #expect(menu.selected?.text == "a")
        menu.move(by: -1)
        #expect(menu.selected?.text == "c")
        menu.move(by: 1)
        #expect(menu.selected?.text == "a")
        menu.movePage(by: 9)
        #expect(menu.selected?.text == "c")
        menu.replace(candidates("b", "c"))
        #expect(menu.selected?.text == "c")
        menu.replace(candidates("x"))
        #expect(menu.selected?.text == "x")
    }

    @Test func rowsAreAligned() {
        var menu = CompletionMenu(candidates("a", "进博会"))
        let rows = menu.rows(width: 40, height: 10, isColored: true)
        #expect(
            text(rows) == [
                "\u{1B}[7m a       kind \u{1B}[0m", " 进博会  \u{1B}[2mkind \u{1B}[0m",
            ])
        #expect(rows.map(\.width) == [14, 14])
    }

    @Test func longMenusScroll() {
        var menu = CompletionMenu(candidates("a", "b", "c", "d", "e"))
        #expect(menu.rows(width: 40, height: 3, isColored: false).count == 3)
        menu.move(by: -1)
        let rows = text(menu.rows(width: 40, height: 3, isColored: false))
        #expect(rows[0].contains("d") && rows[1].contains("e") && rows[2] == " 5 of 5")
    }

    @Test(arguments: [2, 3, 5, 8, 20])
    func narrowScreensAreKeptTo(width: Int) {
        var menu = CompletionMenu([
            CompletionCandidate(text: "x", label: "a_long_name_of_a_column", detail: "what it is\nin lines"),
            CompletionCandidate(text: "y", label: "进博会进博会", detail: ""),
        ])
        for row in menu.rows(width: width, height: 1, isColored: true) { #expect(row.width <= width) }
        for row in menu.rows(width: width, height: 5, isColored: true) { #expect(row.width <= width) }
    }
}
