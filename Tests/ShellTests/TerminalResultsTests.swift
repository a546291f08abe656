// Results, and what stands below them.

import TerminalSupport
import Testing

struct TerminalResultsTests {
    @Test func aShortResultIsWhole() throws {
        let shell = try ShellTerminal()
        #expect(
            try shell.run("FROM editions |> WHERE edition > 6 |> SELECT year, city;") == [
                "year  city", "────  ────────", "2024  Shanghai", "2025  Shanghai", "(2 rows)",
            ])
    }

    @Test func quantitiesStandOnTheirNumbers() throws {
        let shell = try ShellTerminal(columns: 40, rows: 12)
        #expect(
            try shell.run("FROM exhibitors_by_edition |> SELECT year, value |> LIMIT 4;") == [
                "year  value", "────  ──────────────────", "2018    3,617 enterprise", "2019    3,893 enterprise",
                "2020  ~ 2,600 enterprise", "2021  > 2,900 enterprise", "(4 rows)",
            ])
    }

    @Test func wideCharactersKeepTheColumns() throws {
        let shell = try ShellTerminal(columns: 40, rows: 12, files: ["说明.csv": "edition,说明\n7,上海进博会\n8,é\n"])
        #expect(
            try shell.run("FROM '说明.csv';") == [
                "edition  说明", "───────  ──────────", "      7  上海进博会", "      8  é", "(2 rows)",
            ])
    }

    @Test func whatBoundsDoNotSettleIsToldBelow() throws {
        let shell = try ShellTerminal()
        let lines = try shell.run("FROM exhibitors_by_edition |> WHERE value > 3496{enterprise};")
        #expect(
            lines.suffix(4) == [
                "(3 rows)", "2 rows undecided: their bounds do not settle value > 3496{enterprise}; add",
                "POSSIBLY(…) to include them", "sources: 3, .why shows them",
            ])
    }

    // MARK: Long ones

    @Test func aLongResultGoesThroughThePager() throws {
        let shell = try ShellTerminal(
            files: ["pager.sh": "echo PAGED\ntail -n 2\n"], environment: ["PAGER": "sh pager.sh"])
        let lines = try shell.run("FROM figures |> SELECT figure;")
        #expect(lines == ["PAGED", "   450", "(450 rows)"])
        // Not one that fits.
        #expect(try shell.run("FROM editions |> SELECT edition;").first == "edition")
        // Help too, whatever is set for rows.
        try shell.run(".rows 6")
        #expect(try shell.run(".help").first == "PAGED")
        #expect(try shell.run("FROM figures |> SELECT figure;").first == "figure")
        #expect(try shell.run(".last csv") == ["PAGED", "449", "450"])
        try shell.run(".set pager off")
        #expect(try shell.run(".tables deal").first?.hasPrefix("name") == true)
    }

    @Test func whereThereIsNoPagerItScrolls() throws {
        let shell = try ShellTerminal()
        shell.press("FROM figures |> SELECT figure;", .enter)
        try shell.expect("(450 rows)")
        let lines = shell.screen.transcript.split(separator: "\n").drop { $0 != "figure" }
        #expect(lines.dropFirst(2).prefix(450).map { $0.drop { $0 == " " } } == (1...450).map { "\($0)" })
    }

    @Test func theMiddleIsHiddenOnDemand() throws {
        let shell = try ShellTerminal(columns: 40, rows: 12)
        try shell.run(".rows 6")
        #expect(
            try shell.run("FROM figures |> SELECT figure;") == [
                "figure", "──────", "     1", "     2", "     3", "… 444 rows hidden (.rows 0 shows all) …", "   448",
                "   449",
                "   450", "(450 rows)",
            ])
    }

    // MARK: Wide ones

    @Test func cellsAreShortenedFirst() throws {
        let shell = try ShellTerminal(columns: 40, rows: 24)
        let lines = try shell.run("FROM sources |> LIMIT 1;")
        #expect(lines.allSatisfy { $0.count <= 40 })
        #expect(lines.last(where: { $0.hasPrefix("(") }) == "(1 row)")
        #expect(lines.first?.hasPrefix("source") == true && lines.first?.contains("publis…") == true)
        #expect(lines.joined().contains("…"))
    }

    @Test func thenColumnsInTheMiddleAreLeftOut() throws {
        let shell = try ShellTerminal(columns: 40, rows: 24)
        let lines = try shell.run("FROM figures |> LIMIT 1;")
        #expect(lines.allSatisfy { $0.count <= 40 })
        #expect(lines.first?.hasPrefix("fig") == true && lines.first?.contains("  …  ") == true)
        // What is asked for most stays.
        #expect(lines.first?.contains("value") == true)
        #expect(lines.contains { $0.hasPrefix("(1 row, ") && $0.hasSuffix(" of 14 columns shown)") })
    }

    @Test func noNumberIsCut() throws {
        let shell = try ShellTerminal(columns: 40, rows: 24)
        let lines = try shell.run("FROM exhibitors_by_edition;")
        #expect(lines.contains("(8 rows, 4 of 6 columns shown)"))
        for number in ["3,617 e", "3,893 e", "~ 2,600 e", "> 2,900 e", "4,108 e"] {
            #expect(lines.contains { $0.contains(number) })
        }
    }

    // MARK: Again, otherwise

    @Test func theLastResultIsShownInOtherFormats() throws {
        let shell = try ShellTerminal()
        try shell.run("FROM editions |> WHERE edition = 7 |> SELECT edition, city;")
        #expect(try shell.run(".last csv") == ["edition,city", "7,Shanghai"])
        #expect(try shell.run(".last json").joined().contains("\"city\":\"Shanghai\""))
        #expect(try shell.run(".last").last == "(1 row)")
        try shell.run(".format markdown")
        #expect(try shell.run("SELECT 1 AS one;") == ["| one |", "| --: |", "|   1 |"])
        #expect(try shell.run(".format xml").last == "  hint: it is table|csv|tsv|json|ndjson|markdown|list")
    }

    @Test func aResultOfWhyDoesNotSendToWhy() throws {
        let shell = try ShellTerminal()
        #expect(try shell.run("FROM editions |> WHERE edition = 7 |> WHY;").last == "(1 row)")
        #expect(try shell.run(".why") == ["expoq: error: the last query tells why by itself"])
        #expect(try shell.run("FROM editions |> WHERE edition = 7;").last == "sources: 1, .why shows them")
        #expect(try shell.run(".why").last == "(1 row)")
    }

    @Test func rowsWithoutASourceAreNamedByTheirNumbers() throws {
        let shell = try ShellTerminal(files: ["halls.csv": "hall,area\n1,10\n2,20\n"])
        _ = try shell.run("FROM 'halls.csv' |> WHERE area > 10;")
        #expect(try shell.run(".why").dropLast().map { $0.split(separator: " ") }.last == ["1", "halls.csv", "2"])
    }

    @Test func whyNamesTheRowsBehindAResult() throws {
        let shell = try ShellTerminal()
        let query = "FROM exhibitors_by_edition |> WHERE edition > 6 |> SELECT edition, value, source;"
        #expect(try shell.run(query).last == "sources: 2, .why shows them")
        let all = try shell.run(".why")
        #expect(all.contains { $0.contains("figures") && $0.contains("E8-01") })
        #expect(all.last == "(4 rows)")
        // Of one row all is told.
        let first = try shell.run(".why 1")
        #expect(first.filter { $0.hasPrefix("result_row: ") } == ["result_row: 1", "result_row: 1"])
        #expect(first.contains("statement:  Exhibitors at the enterprise exhibition, called a record"))
        #expect(first.contains("url:        https://www.shine.cn/biz/event/2411109704/"))
        #expect(first.allSatisfy { !$0.contains("E8-01") })
        #expect(
            try shell.run(".why 3") == [
                "expoq: error: there is no row 3", "  hint: the last query gave 2 rows",
            ])
    }

    @Test func timesAreToldOnDemand() throws {
        let shell = try ShellTerminal()
        #expect(try shell.run("SELECT 1;").last == "(1 row)")
        try shell.run(".timer on")
        #expect(try shell.run("SELECT 1;").last?.hasPrefix("time: ") == true)
        try shell.run(".timer off")
        #expect(try shell.run("SELECT 1;").last == "(1 row)")
    }

    // MARK: Errors

    @Test func theFaultIsUnderlined() throws {
        let shell = try ShellTerminal()
        #expect(
            try shell.run("FROM deals_by_edition |> WHERE valu > 80{billion USD};") == [
                "expoq:1:32: error: there is no column `valu`",
                "  FROM deals_by_edition |> WHERE valu > 80{billion USD};",
                "                                 ^~~~", "  hint: did you mean `value`?",
            ])
    }

    @Test func theUnderlineStandsBelowTheFaultOnNarrowScreens() throws {
        let shell = try ShellTerminal(columns: 40, rows: 12)
        let lines = try shell.run("FROM figures |> WHERE subject = '中国' AND valu > 80{billion USD};")
        #expect(lines.allSatisfy { $0.count <= 40 })
        #expect(lines.last == "  hint: did you mean `value`?")
        let underline = try #require(shell.screen.place(of: "^~~~"))
        let name = try #require(lines.firstIndex { $0.hasPrefix("  …") })
        #expect(lines[name].contains("valu > "))
        let fault = (0..<12).reversed().lazy.compactMap { row in
            shell.screen.rows[row].hasPrefix("  …") ? row : nil
        }.first
        #expect(fault == underline.row - 1)
    }

    @Test func aStatementThatFailedComesBackWithTheCursorAtTheFault() throws {
        let shell = try ShellTerminal()
        try shell.run("FROM editions |> WHERE yeer > 2020;")
        shell.press(.up)
        try shell.terminal.expect("the cursor at the fault") {
            $0.rows[$0.cursor.row] == "expo> FROM editions |> WHERE yeer > 2020;" && $0.cursor.column == 29
        }
    }

    // MARK: Progress

    @Test func aLongStatementShowsItsProgressAndErasesIt() throws {
        let shell = try ShellTerminal()
        let statement = """
            SELECT COUNT(*) FROM figures a CROSS JOIN figures b CROSS JOIN figures c CROSS JOIN figures d \
            WHERE a.figure < b.figure + c.figure + d.figure;
            """
        shell.press(.text(statement), .enter)
        try shell.expect("running for ")
        #expect(shell.screen.rows[shell.screen.cursor.row].hasSuffix("; Ctrl-C cancels"))
        shell.press(.ctrl("c"))
        try shell.expectPrompt()
        #expect(!shell.screen.text.contains("running for"))
        #expect(shell.screen.text.contains("\ninterrupted\n"))
        #expect(try shell.run("SELECT 1;").last == "(1 row)")
    }
}
