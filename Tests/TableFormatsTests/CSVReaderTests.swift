// What CSV files become.

import Foundation
import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct CSVReaderTests {
    private func read(_ text: String) throws -> StoredTable {
        try CSVTable.load(FileBytes(name: "t.csv", copying: text.utf8))
    }

    private func column(_ table: StoredTable, _ index: Int) -> [Value] {
        (0..<table.count).map { table.vectors[index].value($0) }
    }

    private func failure(_ text: String, columns: [Column]? = nil) -> String? {
        let file = FileBytes(name: "t.csv", copying: text.utf8)
        let error = #expect(throws: Diagnostic.self) {
            _ = try columns.map { try CSVTable.load(file, columns: $0) } ?? CSVTable.load(file)
        }
        return error?.message
    }

    @Test(arguments: ["a,b\n1,2\n", "\u{FEFF}a,b\n1,2\n\n\n", "a\n" + String(repeating: "1\n", count: 3_000_000)])
    func aFileIsReadToItsLastByteAndNoFurther(_ text: String) throws {
        var request = FileRequest()
        let progress = StatementProgress()
        request.progress = progress
        _ = try CSVTable.load(FileBytes(name: "t.csv", copying: text.utf8), for: request)
        #expect(progress.fileBytes == nil)
        // One more byte is due: had the reader told of too many, it would not show.
        request.announce(bytes: 1)
        let size = text.utf8.count
        #expect(try #require(progress.fileBytes) == (size, size + 1))
    }

    @Test func aFileThatIsLeftEarlyIsNotWaitedFor() throws {
        var request = FileRequest()
        let progress = StatementProgress()
        request.progress = progress
        let text = "a\n" + String(repeating: "1\n", count: 3_000_000)
        let table = try CSVTable(CSVFile(DataFile(FileBytes(name: "t.csv", copying: text.utf8))))
        do {
            let cursor = try table.scan(ScanRequest(columns: [0], for: request))[0]
            #expect(try cursor.next()?.rowCount == CSVCursor.blockSize)
            #expect(try #require(progress.fileBytes).total == text.utf8.count)
        }
        #expect(progress.fileBytes == nil)
    }

    @Test func aCancelledReadingEnds() {
        let request = FileRequest()
        request.cancellation.cancel()
        let file = FileBytes(name: "t.csv", copying: "a\n1\n".utf8)
        #expect(throws: Diagnostic.interrupted) { _ = try CSVTable.load(file, for: request) }
    }

    @Test func quantitiesAreFoundByTheirUnitsAndHedges() throws {
        func type(_ cells: String...) throws -> DataType {
            try read("a,b\n" + cells.map { "\"\($0)\",1\n" }.joined()).columns[0].type
        }
        #expect(try type("> 100 item", "450 item") == .quantity)
        #expect(try type("100", "~ 30") == .quantity)
        #expect(try type("2 percent [1.5, 2.5)") == .quantity)
        // Words that are no well-known units, and numbers without any, stay as they were.
        #expect(try type("5 pm", "7 pm") == .string)
        #expect(try type("1,000", "2,000") == .string)
        #expect(try type("3 item", "none") == .string)
    }

    @Test func typesAndNamesAreFoundOut() throws {
        let table = try read(
            """
            i,f,b,d,t,s
            -7,0.5,true,2024-02-29,2024-11-05 09:30:00.25+08:00,héllo
            ,1e3,FALSE,,2024-11-05T01:30:00Z,

            """)
        #expect(table.columns.map(\.name) == ["i", "f", "b", "d", "t", "s"])
        #expect(table.columns.map(\.type) == [.int64, .float64, .bool, .date, .timestamp, .string])
        #expect(column(table, 0) == [.int64(-7), .null])
        #expect(column(table, 1) == [.float64(0.5), .float64(1000)])
        #expect(column(table, 2) == [.bool(true), .bool(false)])
        // 2024-02-29 is 54 years (13 of them leap years) and 59 days after 1970-01-01.
        let leapDay: Int32 = 54 * 365 + 13 + 59
        #expect(column(table, 3) == [.date(leapDay), .null])
        #expect(column(table, 4) == [.timestamp(1_730_770_200_250_000), .timestamp(1_730_770_200_000_000)])
        #expect(column(table, 5) == [.string("héllo"), .null])
    }

    @Test func quotesHoldDelimitersLineEndsAndQuotes() throws {
        let table = try read("a,b\r\n\"x,\r\ny\",\"say \"\"hello there\"\" twice\"\r\n\"\",5\" pipe\r\n")
        #expect(column(table, 0) == [.string("x,\r\ny"), .string("")])
        #expect(column(table, 1) == [.string("say \"hello there\" twice"), .string("5\" pipe")])
    }

    @Test(arguments: [",", ";", "\t", "|"])
    func delimitersAreFoundOut(_ delimiter: String) throws {
        let table = try read("name\(delimiter)n\n\"x, y; z | t\"\(delimiter)1\n")
        #expect(table.columns.map(\.name) == ["name", "n"])
        #expect(column(table, 0) == [.string("x, y; z | t")])
    }

    @Test func aMarkAtTheBeginningIsNoPartOfTheFirstName() throws {
        #expect(try read("\u{FEFF}a,b\n1,2").columns.map(\.name) == ["a", "b"])
    }

    @Test func aFileWithoutAHeaderGetsNumberedColumns() throws {
        let table = try read("1,x\n2,y\n")
        #expect(table.columns.map(\.name) == ["column_1", "column_2"])
        #expect(table.count == 2)
    }

    @Test func aHeaderIsRecognizedAmongText() throws {
        let table = try read("name,city\nAnna,Bonn\n")
        #expect(table.columns.map(\.name) == ["name", "city"])
        #expect(table.count == 1)
    }

    @Test func equalNamesAreNumbered() throws {
        #expect(try read("a,A,,a\n1,2,3,4\n").columns.map(\.name) == ["a", "A_2", "column_3", "a_3"])
    }

    @Test func whatWouldLoseByBecomingANumberStaysText() throws {
        let table = try read("zip,phone,word,big\n01067,+49123,nan,9223372036854775808\n")
        #expect(table.columns.map(\.type) == [.string, .string, .string, .string])
    }

    @Test func aLateCellWidensItsColumn() throws {
        let rows = (0..<5000).map { "\($0),\($0)" } + ["0.5,end"]
        let table = try read("a,b\n" + rows.joined(separator: "\n"))
        #expect(table.columns.map(\.type) == [.float64, .string])
        #expect(table.count == 5001)
        #expect(table.vectors[0].value(4999) == .float64(4999))
        #expect(table.vectors[0].value(5000) == .float64(0.5))
        #expect(table.vectors[1].value(5000) == .string("end"))
    }

    @Test func emptyLinesAreSkippedButInASingleColumnTheyAreNull() throws {
        #expect(try read("a,b\n1,2\n\n3,4\n\n").count == 2)
        #expect(column(try read("a\n1\n\n3\n"), 0) == [.int64(1), .null, .int64(3)])
    }

    @Test func theLastLineNeedsNoEnd() throws {
        #expect(column(try read("a,b\n1,"), 1) == [.null])
        #expect(column(try read("a,b\n1,\"x\"\r"), 1) == [.string("x")])
    }

    @Test func numbersAreReadExactly() throws {
        let texts = [
            "0.1", "-0.3", "1e22", "1e23", "1234567890123456789012345678.5", "2.2250738585072011e-308", "5e-324",
        ]
        let table = try read("x\n" + texts.joined(separator: "\n"))
        #expect(column(table, 0) == texts.map { .float64(Double($0) ?? .nan) })
        #expect(column(try read("x\n-9223372036854775808\n9223372036854775807\n"), 0) == [.int64(.min), .int64(.max)])
    }

    @Test func errorsNameFileLineAndColumn() {
        #expect(failure("a,b\n1,2\n3,4,5,6\n") == "t.csv, line 3: 4 cells where there are 2 columns")
        #expect(failure("a,b\n1,\"2\n3\n") == "t.csv, line 2: the quote that opens here is not closed")
        #expect(
            failure("a,b\n\"1\n\"x,2\n3,4\n")
                == "t.csv, line 3: text behind the quote that closes a cell; inside a cell a quote is written twice")
        #expect(
            failure("a,d\n1,2024-02-29\n2,2023-02-29\n", columns: [Column("a", .int64), Column("d", .date)])
                == "t.csv, line 3: column d: '2023-02-29' is not a DATE")
        #expect(
            failure("a\n1\n", columns: [Column("b", .int64)]) == "t.csv, line 1: the columns are a instead of b")
        #expect(failure("") == "'t.csv' is empty")
    }

    /// A text of many pieces, with lines of all lengths up to `longest`, gives the same rows as when it is cut by a
    /// scanner that sees all of it.
    @Test(arguments: [10, 5000, 3_000_000]) func recordsAcrossPiecesAreWhole(_ longest: Int) throws {
        var random = SystemRandomNumberGenerator()
        var due: [String] = []
        var text = "n,text\n"
        while text.utf8.count < 7_000_000 {
            let words = ["é", "x\r\ny", "\"\"", ", ", "漢字", "z"]
            var cell = ""
            let length = Int.random(in: 1...longest, using: &random)
            while cell.utf8.count < length { cell += words.randomElement(using: &random) ?? "" }
            text += "\(due.count),\"\(cell)\"\r\n"
            due.append(cell.replacingOccurrences(of: "\"\"", with: "\""))
        }
        let table = try read(text)
        #expect(table.count == due.count)
        for row in 0..<table.count where table.vectors[1].value(row) != .string(due[row]) {
            Issue.record("row \(row) differs")
            break
        }
    }

    @Test func aLineIsCountedThroughAllPieces() throws {
        let lines = 400_000
        let text = "a,b\n" + (1...lines).map { "\($0),\"x\ny\"\n" }.joined() + "none,z\n"
        #expect(failure(text) == "t.csv, line \(2 * lines + 2): column a: 'none' is not an INT64")
    }

    @Test func whatIsNotUTF8IsLatin1() throws {
        let file = FileBytes(name: "t.csv", copying: [UInt8(ascii: "a"), 0x0A, 0xE9, 0x80, 0x0A])
        #expect(column(try CSVTable.load(file), 0) == [.string("é€")])
    }

    @Test func whatIsNotUTF8BehindTheSampleIsRefused() throws {
        let text = "a\n" + String(repeating: "é\n", count: 2_000_000)
        let file = FileBytes(name: "t.csv", copying: Array(text.utf8) + [0xE9, 0x0A])
        let error = #expect(throws: Diagnostic.self) { try CSVTable.load(file) }
        #expect(error?.message == "t.csv, line 2000002: this is not UTF-8")
    }

    /// What a column's first 20,000 records are, and a later cell that the column would change.
    @Test(
        arguments: [
            ("10000", "00712", "INT64"), ("5", "\"007\"", "INT64"), ("5", "+5", "INT64"), ("1.5", "007", "FLOAT64"),
            ("1.5", "12345678901234567890123", "FLOAT64"), ("1.5", "9007199254740993", "FLOAT64"),
            ("1.5", "1e400", "FLOAT64"), ("5 m2", "00712", "QUANTITY"),
        ])
    func aLateCellIsNotChanged(_ usual: String, _ late: String, _ type: String) throws {
        let text = "a,b\n" + String(repeating: "\(usual),1\n", count: 20_000) + "\(late),1\n"
        let shown = late.filter { $0 != "\"" }
        let article = type == "INT64" ? "an" : "a"
        #expect(failure(text) == "t.csv, line 20002: column a: '\(shown)' is not \(article) \(type)")
        // Among the first ones it makes the column text.
        #expect(try read("a,b\n\(usual),1\n\(late),1\n").columns[0].type == .string)
        // A person who says what it is has it read as CAST reads it.
        var options = CSVOptions()
        options.columns = [Column("a", try #require(DataType(named: type)))]
        #expect(throws: Never.self) {
            try CSVTable.load(FileBytes(name: "t.csv", copying: text.utf8), options)
        }
    }

    @Test func yearsAreNamesAboveOtherNumbersOnly() throws {
        #expect(try read("country,2018,2019\nA,1,2\nB,3,4\n").columns.map(\.name) == ["country", "2018", "2019"])
        #expect(try read(",2018,2019\nA,1.5,2\n").columns.map(\.name) == ["column_1", "2018", "2019"])
        #expect(try read("2018,2019\n5,6\n").count == 1)
        #expect(try read("Japan,2018,2019\nItaly,2020,2021\n").count == 2)
        #expect(try read("Japan,2018,2018\nItaly,1,2\n").count == 2)
        #expect(try read("Japan,1,2\nItaly,3,4\n").count == 2)
    }
}
