// The menu below the line, which the second Tab opens.

import TerminalSupport
import Testing

struct TerminalCompletionMenuTests {
    /// Types, and presses Tab until the menu is open.
    private func open(_ typed: String, in shell: ShellTerminal) throws {
        try shell.type(typed)
        shell.press(.tab)
        // One that agrees with nothing rings, and leaves the text.
        try shell.terminal.expect("a bell") { $0.bells > 0 }
        shell.press(.tab)
        try shell.terminal.expect("a menu") { $0.rows.count > $0.cursor.row + 1 && !$0.rows[$0.cursor.row + 1].isEmpty }
    }

    private func labels(_ shell: ShellTerminal) -> [String] {
        shell.rowsBelow.map { String($0.drop { $0 == " " }.prefix { $0 != " " }) }
    }

    @Test func theSecondTabShowsWhatTheFirstCouldNotTellApart() throws {
        let shell = try ShellTerminal()
        try shell.type("FROM d")
        shell.press(.tab)
        try shell.expectInput("FROM de")
        #expect(shell.rowsBelow.isEmpty)
        shell.press(.tab)
        try shell.expect(" deals_by_edition ")
        #expect(
            shell.rowsBelow.prefix(2) == [
                " deals_by_edition   Intended deals of each edition, on a one-year basis",
                " debuts_by_edition  New products, technologies and services of each edition; …",
            ])
        #expect(shell.screen.style(of: "deals_by_edition")?.isReversed == true)
        #expect(shell.screen.style(of: "New products")?.isDim == true)
        #expect(shell.screen.style(of: "debuts_by_edition") == .plain)
    }

    @Test func keysMoveTheSelection() throws {
        let shell = try ShellTerminal()
        try open("FROM ", in: shell)
        let selected = { (label: String) throws in
            try shell.terminal.expect("\(label) selected") { $0.style(of: " \(label) ")?.isReversed == true }
        }
        try selected("area_by_edition")
        shell.press(.tab)
        try selected("article")
        shell.press(.down)
        try selected("conflicts")
        shell.press(.shiftTab)
        try selected("article")
        shell.press(.up)
        try selected("area_by_edition")
        // From the first to the last.
        shell.press(.up)
        try shell.expect(" 18 of 18")
        shell.press(.down, .tab, .enter)
        try shell.expectInput("FROM article")
        #expect(shell.rowsBelow.isEmpty)
    }

    @Test(arguments: [(80, 24), (40, 12)])
    func typingNarrowsIt(columns: Int, rows: Int) throws {
        let shell = try ShellTerminal(columns: columns, rows: rows)
        try open("FROM ", in: shell)
        try shell.expect("1 of 18")
        shell.press("e")
        try shell.terminal.expect("fewer") { !$0.text.contains("1 of 18") && $0.text.contains("exhibitors_by") }
        shell.press("x")
        try shell.terminal.expect("one alone") {
            $0.text.contains("FROM ex") && $0.text.contains(" exhibitors_by") && !$0.text.contains("\n editions")
        }
        // And back.
        shell.press(.backspace)
        try shell.expect("\n editions")
        shell.press("x", .enter)
        try shell.expectInput("FROM exhibitors_by_edition")
        #expect(shell.rowsBelow.isEmpty)
    }

    @Test func escapeLeavesTheTextAsItIs() throws {
        let shell = try ShellTerminal()
        try open("FROM ", in: shell)
        shell.press(.down, .escape)
        try shell.terminal.expect("no menu") { $0.rows[$0.cursor.row + 1].isEmpty }
        try shell.expectInput("FROM ")
        // What is typed next is text again.
        shell.press("editions;", .enter)
        try shell.expect("(8 rows)")
    }

    @Test func smallScreensShowAsMuchAsFits() throws {
        let shell = try ShellTerminal(columns: 40, rows: 12)
        try open("FROM figures |> WHERE ", in: shell)
        #expect(shell.rowsBelow.allSatisfy { $0.count <= 39 })
        #expect(shell.rowsBelow.last?.hasPrefix(" 1 of ") == true)
        #expect(shell.screen.text.contains("expo> FROM figures |> WHERE\n"))
    }

    /// The first labels of the menu.
    @Test(arguments: [
        // Operators, in the case of the text.
        ("from editions |> ", ["aggregate", "as", "assert", "call"]),
        ("FROM editions |> ", ["AGGREGATE", "AS", "ASSERT", "CALL"]),
        // Columns in scope, before functions.
        ("FROM editions |> WHERE ", ["city", "closes", "edition", "opens", "source", "year"]),
        // Of AGGREGATE only the outputs.
        ("FROM figures |> AGGREGATE COUNT(*) AS n GROUP BY source |> WHERE ", ["n", "source", "ABS(x)"]),
        // By the table's name.
        (
            "FROM editions AS e |> JOIN article AS a USING (edition) |> WHERE e.",
            ["city", "closes", "edition", "opens"]
        ),
        // The values of a column, the most frequent first.
        ("FROM figures |> WHERE subject = '", ["CIIE", "exhibitors", "Belt"]),
        // Units that are there, then others.
        ("FROM exhibitors_by_edition |> WHERE value > 3000{", ["enterprise", "country", "m2"]),
        // Commands and arguments.
        (".", [".help", ".syntax", ".tables"]),
        (".set ", ["color", "format", "header"]),
        (".last ", ["table", "csv", "tsv", "json", "ndjson", "markdown", "list"]),
    ]) func whatMayStandThereIsOffered(typed: String, first: [String]) throws {
        let shell = try ShellTerminal()
        try open(typed, in: shell)
        #expect(Array(labels(shell).prefix(first.count)) == first)
    }

    @Test func detailsTellMore() throws {
        let shell = try ShellTerminal(files: ["deals.csv": "a\n1\n", "visits.csv": "a\n2\n"])
        try open("FROM '", in: shell)
        #expect(shell.rowsBelow == [" deals.csv   file", " visits.csv  file"])
        shell.press(.escape)
        try shell.terminal.expect("no menu") { $0.rows[$0.cursor.row + 1].isEmpty }
        try shell.drop()
        try open("FROM editions |> WHERE ", in: shell)
        #expect(shell.rowsBelow.first == " city                                      STRING")
        #expect(shell.rowsBelow.contains { $0.hasPrefix(" ABS(x) ") && $0.hasSuffix(" the value without its sign") })
    }

    @Test(arguments: [(80, 24), (40, 12)])
    func wideCharactersAreKeptInLine(columns: Int, rows: Int) throws {
        let shell = try ShellTerminal(
            columns: columns, rows: rows, files: ["城.csv": "c,n\n上海,1\n上海,2\n北京,3\n上饶,4\n"])
        try open("FROM '城.csv' |> WHERE c = '", in: shell)
        #expect(shell.rowsBelow == [" 上海  2 rows", " 上饶  1 row", " 北京  1 row"])
        shell.press("上")
        try shell.terminal.expect("two") { !$0.text.contains("北京") }
        shell.press(.down, .enter)
        try shell.terminal.expect("no menu") { $0.text.hasSuffix("上饶'") }
        shell.press(";", .enter)
        try shell.expect("(1 row)")
        #expect(shell.screen.text.contains("\n上饶  4\n"))
    }

    @Test func aNewSizeDrawsItAnew() throws {
        let shell = try ShellTerminal()
        try open("FROM ", in: shell)
        shell.press(.down, .down)
        try shell.terminal.expect("conflicts selected") { $0.style(of: " conflicts ")?.isReversed == true }
        shell.terminal.resize(columns: 40, rows: 12)
        try shell.terminal.expect("shorter rows") { $0.text.contains(" conflicts") && $0.text.contains("3 of 18") }
        shell.press(.enter)
        try shell.terminal.expect("the choice") { $0.rows[$0.cursor.row] == "expo> FROM conflicts" }
        #expect(shell.rowsBelow.isEmpty)
    }

    @Test func aTabWithNothingToOfferRings() throws {
        let shell = try ShellTerminal()
        try shell.type("FROM figures |> WHERE edition = 7 zzz")
        shell.press(.tab)
        try shell.terminal.expect("a bell") { $0.bells == 1 }
        try shell.expectInput("FROM figures |> WHERE edition = 7 zzz")
        #expect(shell.rowsBelow.isEmpty)
    }
}
