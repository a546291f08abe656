// Moving through the history, and searching in it.

import Testing

@testable import LineEditor

struct HistoryMovementTests {
    private let entries = ["SELECT 1;", "FROM a;", "select 2;", "FROM a;"]

    @Test func whatWasTypedIsThereOnTheWayBack() {
        var navigation = HistoryNavigation(count: 4)
        let typed = EditedText(text: "typed", cursor: 2)
        #expect(navigation.newer(from: typed, in: entries) == nil)
        let last = navigation.older(from: typed, in: entries)
        #expect(last == EditedText(text: "FROM a;", cursor: 7))
        let changed = EditedText(text: "FROM a; more", cursor: 1)
        #expect(navigation.older(from: changed, in: entries)?.text == "select 2;")
        #expect(navigation.newer(from: EditedText(text: "select 2;", cursor: 0), in: entries) == changed)
        #expect(navigation.newer(from: changed, in: entries) == typed)
        for _ in 0..<4 { #expect(navigation.older(from: typed, in: entries) != nil) }
        #expect(navigation.older(from: EditedText(text: "SELECT 1;", cursor: 0), in: entries) == nil)
    }

    @Test func theSearchGoesBackFromTheNewest() {
        var search = HistorySearch(entries)
        search.type("sel")
        #expect(search.match == "select 2;" && search.range == 0..<3)
        search.older()
        #expect(search.match == "SELECT 1;")
        search.older()
        #expect(search.isFailing && search.match == "SELECT 1;")
        search.newer()
        #expect(search.match == "select 2;" && !search.isFailing)
        search.type("ect 1")
        #expect(search.match == "SELECT 1;")
        search.removeLast()
        #expect(search.match == "select 2;")
        search.type("x")
        #expect(search.isFailing)
    }

    @Test func theSameTextIsNotFoundTwice() {
        var search = HistorySearch(entries)
        search.type("a")
        #expect(search.index == 3)
        search.older()
        #expect(search.isFailing && search.index == 3)
    }

    @Test func searchingInNothingFindsNothing() {
        var search = HistorySearch([])
        search.type("x")
        search.older()
        search.removeLast()
        #expect(search.match == nil)
    }

    @Test func caseOfLettersDoesNotMatter() {
        #expect(TextSearch("SeL").range(in: "a sel SEL") == 6..<9)
        #expect(TextSearch("博").range(in: "进博会") == 3..<6)
        #expect(TextSearch("").range(in: "x") == 0..<0)
        #expect(TextSearch("longer").range(in: "long") == nil)
    }
}
