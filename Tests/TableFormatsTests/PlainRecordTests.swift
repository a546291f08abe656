// Records without quotes are cut many at a time, numbers read eight digits at a time: both must not show.

import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct PlainRecordTests {
    private func read(_ text: String) throws -> StoredTable {
        try CSVTable.load(FileBytes(name: "t.csv", copying: text.utf8))
    }

    /// Files in which every so-many-th record is one that has to be cut cell by cell.
    @Test(arguments: [1, 2, 3, 7, 63, 64, 65, 257, 2049, 100_000])
    func recordsOfAllKindsFollowOneAnother(_ period: Int) throws {
        let count = 20_000
        var text = "i,f,s,e\r\n"
        var expected: [String] = []
        for row in 0..<count {
            let isOdd = row % period == period - 1
            switch isOdd ? row / period % 4 : 4 {
            case 0:
                text += "\(row),\(row).25,\"a, \"\"b\"\"\nc\",\n"
                expected.append("a, \"b\"\nc")
            case 1:
                text += "\n  \r\n\(row),\(row).25,after blank lines,\r\n"
                expected.append("after blank lines")
            case 2:
                text += "\(row), \(row).25 ,x\n"
                expected.append("x")
            case 3:
                text += "\"\(row)\",\(row).25, \"quoted\" ,\n"
                expected.append("quoted")
            default:
                text += "\(row),\(row).25,\(row % 2 == 0 ? "short" : "longer than twelve bytes \(row)"),\r\n"
                expected.append(row % 2 == 0 ? "short" : "longer than twelve bytes \(row)")
            }
        }
        let table = try read(text)
        #expect(table.columns.map(\.type) == [.int64, .float64, .string, .string])
        try #require(table.count == count)
        for row in 0..<count {
            try #require(table.vectors[0].value(row) == .int64(Int64(row)))
            try #require(table.vectors[1].value(row) == .float64(Double(row) + 0.25))
            try #require(table.vectors[2].value(row) == .string(expected[row]))
            try #require(table.vectors[3].value(row) == .null)
        }
    }

    @Test(arguments: [25_000, 130_000])
    func aLateCellThatDoesNotFitIsNamedByItsLine(_ row: Int) throws {
        var lines = (0..<140_000).map { "\($0),\"x\ny\"" }
        lines[row] = "1e5x,z"
        let error = try #require(throws: Diagnostic.self) { _ = try read("a,b\n" + lines.joined(separator: "\n")) }
        #expect(error.message == "t.csv, line \(2 * row + 2): column a: '1e5x' is not an INT64")
    }

    /// The quick way of reading a number gives the number that the careful way does, or nothing.
    @Test func quickNumbersAreTheSameNumbers() {
        var texts = [
            "0", "-0", "7", "-7", "00", "01", "-01", "0.5", "-0.5", "00.5", ".5", "5.", "-", ".", "-.", "+1", "1e5",
            "1.5e3", "nan", "inf", "1 ", " 1", "1-", "--1", "1.2.3", "0x10", "123456789012345", "1234567890123456",
            "12345678901234567", "9007199254740993", "0.1234567890123", "0.12345678901234567", "1/", "1:", "/1", "12:4",
            "9223372036854775807", "9223372036854775808", "-9223372036854775808", "0.30000000000000004", "179769.3134",
            "9.999999999999999", "4503599627370497.5", "é", "1é", "12345678é", "\u{0}1", "1\u{0}",
        ]
        var digits = ""
        for place in 0..<20 {
            digits += "\((place * 7 + 3) % 10)"
            for point in 0...digits.count {
                texts.append(digits.prefix(point) + "." + digits.dropFirst(point))
            }
            texts.append(digits)
            texts.append("-" + digits)
            texts.append(digits + "x")
        }
        for text in texts {
            // What stands around a text must not matter.
            for around in ["77777777", "........", "\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}\u{0}"] {
                let bytes = Array((around + text + around).utf8)
                bytes.withUnsafeBufferPointer { whole in
                    guard let base = whole.baseAddress else { return }
                    let cell = UTF8Bytes(rebasing: whole[8..<(whole.count - 8)])
                    let (start, count) = (base + 8, cell.count)
                    if PlainNumber.isUsual(cell, allowsPoint: false) {
                        #expect(PlainInt64Cell.parse(cell) != nil, "\(text)")
                    }
                    if PlainNumber.isUsual(cell, allowsPoint: true) {
                        #expect(PlainFloat64Cell.parse(cell) != nil, "\(text)")
                    }
                    if let quick = PlainInt64Cell.parseUsual(start, count) {
                        #expect(PlainInt64Cell.parse(cell) == quick, "\(text)")
                        #expect(Int64Cell.parse(cell) == quick, "\(text)")
                    }
                    if let quick = PlainFloat64Cell.parseUsual(start, count) {
                        #expect(PlainFloat64Cell.parse(cell)?.bitPattern == quick.bitPattern, "\(text)")
                        #expect(Float64Cell.parse(cell)?.bitPattern == quick.bitPattern, "\(text)")
                    }
                    #expect(StringView(padded: start, count: count).prefix == StringView(cell).prefix, "\(text)")
                    #expect(StringView(padded: start, count: count).tail == StringView(cell).tail, "\(text)")
                    #expect(StringView(padded: start, count: count).length == StringView(cell).length, "\(text)")
                }
            }
        }
        // It is of use: what most files hold is read so.
        for text in ["0", "42", "-42", "12345678", "123456789", "0.25", "-26.947361", "100.5"] {
            let bytes = Array(("        " + text + "        ").utf8)
            bytes.withUnsafeBufferPointer { whole in
                guard let base = whole.baseAddress else { return }
                #expect(PlainFloat64Cell.parseUsual(base + 8, text.utf8.count) == Double(text))
                let cell = UTF8Bytes(rebasing: whole[8..<(whole.count - 8)])
                #expect(PlainNumber.isUsual(cell, allowsPoint: true))
                #expect(PlainNumber.isUsual(cell, allowsPoint: false) == (Int64(text) != nil))
                if let number = Int64(text) { #expect(PlainInt64Cell.parseUsual(base + 8, text.utf8.count) == number) }
            }
        }
    }

    /// Records of more cells than are cut at a time.
    @Test func recordsMayHaveManyCells() throws {
        let width = 10_000
        let names = (0..<width).map { "c\($0)" }
        let records = (0..<3).map { row in (0..<width).map { $0 % 2 == 0 ? "\(row)" : "word \(row)" } }
        let table = try read(([names] + records).map { $0.joined(separator: ",") }.joined(separator: "\n"))
        #expect(table.count == 3)
        #expect(table.columns.map(\.name) == names)
        #expect(table.columns.map(\.type) == (0..<width).map { $0 % 2 == 0 ? .int64 : .string })
    }
}
