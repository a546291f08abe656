// How results look.

import Foundation
import QueryEngine
import Testing

@testable import TableFormats

struct ResultWriterTests {
    private func written(
        _ result: QueryResult, _ format: OutputFormat, _ change: (inout OutputOptions) -> Void = { _ in }
    ) throws -> String {
        var options = OutputOptions()
        change(&options)
        var writer = ResultWriter(format, options: options)
        var out = OutputBuffer()
        try writer.write(result, to: &out)
        return String(decoding: out.bytes, as: UTF8.self)
    }

    private func result(_ columns: [(String, DataType, [Value])]) -> QueryResult {
        let count = columns.first?.2.count ?? 0
        return QueryResult(
            columns: columns.map { Column($0.0, $0.1) },
            batches: [Batch(columns.map { Vector($0.1, values: $0.2) }, count: count)])
    }

    /// 2024-11-05 is day 20,032; 08:00:00.5 UTC of it.
    private var sample: QueryResult {
        result([
            ("n", .int64, [.int64(7), .null, .int64(.max)]),
            ("x", .float64, [.float64(0.5), .float64(80_010_000_000), .float64(.nan)]),
            ("name", .string, [.string("a,\"b\""), .string(""), .null]),
            ("day", .date, [.date(20_032), .null, .date(0)]),
            ("at", .timestamp, [.timestamp(20_032 * 86_400_000_000 + 28_800_500_000), .null, .timestamp(0)]),
            ("ok", .bool, [.bool(true), .bool(false), .null]),
        ])
    }

    @Test func aTableAlignsNumbersRightAndTextLeft() throws {
        #expect(
            try written(sample, .table) == """
                                  n            x  name   day         at                          ok
                ───────────────────  ───────────  ─────  ──────────  ──────────────────────────  ─────
                                  7          0.5  a,"b"  2024-11-05  2024-11-05 08:00:00.500+00  true
                               NULL  80010000000         NULL        NULL                        false
                9223372036854775807          nan  NULL   1970-01-01  1970-01-01 00:00:00+00      NULL
                (3 rows)

                """)
    }

    @Test func aTableMeasuresTerminalCells() throws {
        let words = result([
            ("word", .string, ["进博会", "e\u{301}te", "👩‍👩‍👧", "a\nb\tc"].map { .string($0) }),
            ("n", .int64, (1...4).map { .int64($0) }),
        ])
        #expect(
            try written(words, .table) == """
                word    n
                ──────  ─
                进博会  1
                e\u{301}te     2
                👩‍👩‍👧      3
                a⏎b␉c   4
                (4 rows)

                """)
    }

    @Test func aTableFitsTheTerminalByShorteningItsWidestCells() throws {
        let wide = result([
            ("id", .int64, [.int64(1)]),
            ("first", .string, [.string(String(repeating: "x", count: 30))]),
            ("second", .string, [.string(String(repeating: "y", count: 50))]),
            ("s", .string, [.string("short")]),
        ])
        let text = try written(wide, .table) { $0.width = 40 }
        let lines = text.split(separator: "\n").map(String.init)
        // 40 cells, less 6 for the gaps, 2 and 5 for the narrow columns, leave 27 for the two wide ones.
        #expect(lines[2] == " 1  xxxxxxxxxxxxx…  yyyyyyyyyyyy…  short")
        #expect(lines[2].count == 40)
        #expect(lines[1].count == 40)
        #expect(try written(wide, .table).contains(String(repeating: "y", count: 50)))
        let narrow = try written(wide, .table) { $0.width = 3 }.split(separator: "\n")
        #expect(narrow[2] == "1  …  …")
        #expect(narrow[3] == "(1 row, 2 of 4 columns shown)")
    }

    /// Half a number would be another number.
    @Test func numbersAreNotShortened() throws {
        let numbers = result([
            ("edition", .int64, [.int64(7)]), ("exhibitors", .int64, [.int64(3496)]),
            ("note", .string, [.string("contradicted by two others")]), ("area", .float64, [.float64(360_000)]),
            ("source", .string, [.string("A1")]),
        ])
        let fitted = try written(numbers, .table) { $0.width = 34 }
        #expect(
            fitted == """
                edi…  exh…  note      area  source
                ────  ────  ──────  ──────  ──────
                   7  3496  contr…  360000  A1
                (1 row)

                """)
        let tight = try written(numbers, .table) { $0.width = 20 }
        #expect(
            tight == """
                edition  …  source
                ───────  ─  ──────
                      7  …  A1
                (1 row, 2 of 5 columns shown)

                """)
    }

    @Test func inColourNULLIsDimAndTheWordIsNot() throws {
        let words = result([("a", .string, [.null, .string("NULL")])])
        let lines = try written(words, .table) { $0.isColored = true }.split(separator: "\n")
        #expect(lines[2] == "\u{1B}[2mNULL\u{1B}[0m")
        #expect(lines[3] == "NULL")
    }

    @Test func aTableClosesWithItsRowCount() throws {
        #expect(try written(result([("a", .int64, [.int64(1)])]), .table).hasSuffix("\n1\n(1 row)\n"))
        #expect(try written(result([("a", .int64, [])]), .table) == "a\n─\n(0 rows)\n")
    }

    @Test func csvQuotesWhatNeedsIt() throws {
        #expect(
            try written(sample, .csv) == """
                n,x,name,day,at,ok
                7,0.5,"a,""b""\",2024-11-05,2024-11-05T08:00:00.500Z,true
                ,80010000000,"",,,false
                9223372036854775807,nan,,1970-01-01,1970-01-01T00:00:00Z,

                """)
        #expect(
            try written(result([("a", .string, [.string("x\r\ny"), .string("NA"), .null])]), .csv) {
                $0.nullText = "NA"
            }
                == "a\n\"x\r\ny\"\n\"NA\"\nNA\n")
    }

    @Test func csvIsReadBackAsItWas() throws {
        let texts = ["plain", "a,b", "a\"b", "\"", "line\nend", "", " x ", "é进👩‍👩‍👧"]
        let before = result([
            ("text", .string, texts.map { .string($0) } + [.null]), ("n", .int64, (0...8).map { .int64($0) }),
        ])
        let table = try CSVTable.load(FileBytes(name: "t.csv", copying: try written(before, .csv).utf8))
        #expect(table.count == 9)
        for row in 0..<9 {
            #expect(table.vectors[0].value(row) == before.value(row: row, column: 0))
            #expect(table.vectors[1].value(row) == before.value(row: row, column: 1))
        }
    }

    /// Quantities of every hedge, written and read again, are found to be quantities and are the same.
    @Test func quantitiesAreReadBackFromCSV() throws {
        let before = try quantities(
            ["3496 enterprise", "> 100 item", "80.01 billion USD [80.005, 80.015)", "~ 30 m2", "<= 5 percent", "7"])
        let table = try CSVTable.load(FileBytes(name: "t.csv", copying: try written(before, .csv).utf8))
        #expect(table.columns.map(\.type) == [.quantity, .int64])
        for row in 0..<before.rowCount { #expect(table.vectors[0].value(row) == before.value(row: row, column: 0)) }
    }

    @Test func typesStandBelowNamesWhereTheyAreAskedFor() throws {
        let table = result([("a", .string, [.string("x")]), ("b", .int64, [.int64(7)])])
        #expect(
            try written(table, .table) { $0.showsTypes = true } == """
                a           b
                STRING  INT64
                ──────  ─────
                x           7
                (1 row)

                """)
    }

    @Test func quantitiesAreAlignedOnTheNumber() throws {
        #expect(
            try written(quantities(["3496 enterprise", "> 100 item", "2 percent [1.5, 2.5)"]), .table) == """
                q                         n
                ────────────────────────  ─
                3,496 enterprise          0
                > 100 item                1
                    2 percent [1.5, 2.5)  2
                (3 rows)

                """)
        #expect(try written(quantities(["< 5 item"]), .markdown).contains("&lt; 5 item"))
    }

    private func quantities(_ texts: [String]) throws -> QueryResult {
        let values = try texts.map { text in
            var text = text
            return try Value.quantity(#require(text.withUTF8 { QuantityText.parse($0) }))
        }
        return result([("q", .quantity, values), ("n", .int64, texts.indices.map { .int64(Int64($0)) })])
    }

    @Test func tsvQuotesTabsAndLineEnds() throws {
        let words = result([("a\tb", .string, [.string("x\ty\nz\\"), .null]), ("n", .int64, [.int64(1), .int64(2)])])
        #expect(try written(words, .tsv) == "\"a\tb\"\tn\n\"x\ty\nz\\\"\t1\n\t2\n")
    }

    @Test func jsonKeepsEveryDigitAndIsReadByOthers() throws {
        let text = try written(sample, .json)
        #expect(text.contains("\"n\":9223372036854775807"))
        let rows = try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [[String: Any]])
        #expect(rows.count == 3)
        #expect(rows[0]["name"] as? String == "a,\"b\"")
        #expect(rows[0]["day"] as? String == "2024-11-05")
        #expect(rows[0]["at"] as? String == "2024-11-05T08:00:00.500Z")
        #expect(rows[0]["ok"] as? Bool == true)
        #expect(rows[1]["n"] is NSNull)
        #expect(rows[1]["x"] as? Double == 80_010_000_000)
        #expect(rows[2]["x"] as? String == "NaN")
    }

    @Test func jsonEscapesAndNamesEachColumnOnce() throws {
        let odd = result([
            ("a", .string, [.string("\u{01}\n\"\\\u{1F}é")]), ("A", .float64, [.float64(-.infinity)]),
            ("", .float64, [.float64(1)]),
        ])
        #expect(
            try written(odd, .ndjson) == #"{"a":"\u0001\n\"\\\u001fé","A_2":"-Infinity","column_3":1}"# + "\n")
        #expect(try written(result([("a", .int64, [])]), .json) == "[]\n")
        #expect(try written(result([("a", .int64, [])]), .ndjson) == "")
    }

    @Test func markdownAlignsAndEscapes() throws {
        let words = result([
            ("a|b", .string, [.string("x\ny"), .null]), ("n", .int64, [.int64(1), .int64(-22)]),
        ])
        #expect(
            try written(words, .markdown) == #"""
                | a\|b   |   n |
                | ------ | --: |
                | x<br>y |   1 |
                | NULL   | -22 |

                """#)
    }

    @Test func listWritesALineACell() throws {
        let words = result([
            ("name", .string, [.string("a b"), .null]), ("n", .int64, [.int64(1), .int64(-22)]),
        ])
        #expect(try written(words, .list) == "name: a b\nn:    1\n\nname: NULL\nn:    -22\n")
    }

    @Test func aHeaderAndTheTextForNullCanBeChosen() throws {
        let words = result([("name", .string, [.string("a"), .null]), ("n", .int64, [.int64(1), .int64(2)])])
        func plain(_ format: OutputFormat) throws -> String {
            try written(words, format) {
                $0.hasHeader = false
                $0.nullText = "-"
            }
        }
        #expect(try plain(.table) == "a  1\n-  2\n(2 rows)\n")
        #expect(try plain(.csv) == "a,1\n-,2\n")
        #expect(try plain(.tsv) == "a\t1\n-\t2\n")
        #expect(try plain(.list) == "a\n1\n\n-\n2\n")
    }

    @Test func anEmptyLineStandsBetweenTables() throws {
        var writer = ResultWriter(.table)
        var out = OutputBuffer()
        let one = result([("a", .int64, [.int64(1)])])
        try writer.write(one, to: &out)
        try writer.write(one, to: &out)
        #expect(String(decoding: out.bytes, as: UTF8.self) == "a\n─\n1\n(1 row)\n\na\n─\n1\n(1 row)\n")
    }

    @Test func largeResultsArriveWhole() throws {
        let folder = try TemporaryFolder()
        let count = 50_000
        let descriptor = open(folder.path("out"), O_CREAT | O_WRONLY, 0o644)
        defer { close(descriptor) }
        var writer = ResultWriter(.csv)
        var out = OutputBuffer(descriptor: descriptor)
        try writer.write(result([("a", .int64, (0..<count).map { .int64(Int64($0)) })]), to: &out)
        try out.flush()
        let expected = "a\n" + (0..<count).map { "\($0)\n" }.joined()
        #expect(try String(contentsOfFile: folder.path("out"), encoding: .utf8) == expected)
    }
}
