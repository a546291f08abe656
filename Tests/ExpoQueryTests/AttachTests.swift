// An app's own tables.

import ExpoQuery
import Foundation
import Testing

struct AttachTests {
    let database = Database()

    struct Visit: Codable, Equatable {
        enum Kind: String, Codable { case trade, press }

        let city: String
        let visitors: Int?
        let area: Quantity
        let day: CalendarDate
        let kind: Kind
        let share: Float
        let note: String?
        let isOpen: Bool
    }

    private func visit(_ city: String, _ visitors: Int?) throws -> Visit {
        Visit(
            city: city, visitors: visitors, area: try #require(Quantity("> 3 ha")),
            day: try #require(CalendarDate("2024-11-05")), kind: .press, share: 0.5, note: nil, isOpen: true)
    }

    @Test func valuesBecomeRowsAndRowsValues() throws {
        let visits = [try visit("Shanghai", nil), try visit("Beijing", 7), try visit("Xi'an", nil)]
        try database.attach(rows: visits, as: "visits")
        let result = try database.query("FROM visits")
        #expect(result.columns.map(\.name) == ["city", "visitors", "area", "day", "kind", "share", "note", "isOpen"])
        #expect(
            result.columns.map(\.type) == [.string, .int64, .quantity, .date, .string, .float64, .string, .bool])
        #expect(try result.rows(as: Visit.self) == visits)
        try database.attach(rows: [1, 2, 3], as: "visits")
        #expect(try database.query("FROM visits |> AGGREGATE SUM(value)")[0][0] as Int == 6)
    }

    struct Holder: Encodable {
        struct Place: Encodable { let name: String }
        var place: Place?
        var list: [Int]?
        var big: UInt64 = 0
    }

    @Test func whatFitsNoCellIsToldWithItsPath() {
        func failure(_ rows: [Holder]) -> String {
            (#expect(throws: Diagnostic.self) { try database.attach(rows: rows, as: "t") })?.message ?? ""
        }
        #expect(
            failure([Holder(), Holder(place: .init(name: "a"))])
                == "t[1].place is made of several values, and a cell holds one")
        #expect(failure([Holder(list: [1])]) == "t[0].list is made of several values, and a cell holds one")
        #expect(failure([Holder(big: .max)]) == "t[0].big is 18446744073709551615, which is too large for INT64")
        #expect(failure([]) == "there is no row that tells the columns of `t`")
    }

    @Test func columnsBecomeATable() throws {
        try database.attach(columns: ["n": .int64([1, nil]), "s": .string(["a", "b"])], as: "t")
        #expect(try database.query("FROM t |> WHERE n IS NULL")[0]["s"] as String == "b")
        #expect(throws: Diagnostic.self) { try database.attach(columns: ["n": .int64([1]), "s": .bool([])], as: "t") }
        #expect(throws: Diagnostic.self) {
            try database.attach(columns: ["n": .int64([1]), "N": .bool([true])], as: "t")
        }
    }

    /// Numbers and their squares, made when they are asked for.
    struct Squares: TableProvider {
        let count: Int64
        let columns = [Column("n", .int64), Column("square", .int64)]

        final class Cursor: TableCursor {
            var position: Int64 = 0
            let count: Int64
            let columns: [Int]

            init(_ count: Int64, _ columns: [Int]) {
                self.count = count
                self.columns = columns
            }

            func next() throws -> ColumnBatch? {
                if position >= count { return nil }
                let numbers = position..<min(count, position + 1000)
                position = numbers.upperBound
                if columns.isEmpty { return ColumnBatch(rowCount: numbers.count) }
                let data = columns.map { column in ColumnData.int64(numbers.map { column == 0 ? $0 : $0 * $0 }) }
                return try ColumnBatch(columns: data)
            }
        }

        func scan(_ request: ScanRequest) -> [any TableCursor] { [Cursor(count, request.columns)] }
    }

    @Test func aProviderGivesRowsAsTheyAreNeeded() throws {
        database.attach(Squares(count: 100_000), as: "squares")
        #expect(try database.query("FROM squares |> AGGREGATE COUNT(*)")[0][0] as Int == 100_000)
        #expect(
            try database.query("FROM squares |> WHERE n = @n", parameters: ["n": 99_999])[0]["square"] as Int
                == 9_999_800_001)
        database.attach(Squares(count: .max), as: "squares")
        #expect(try database.query("FROM squares |> LIMIT 3 |> AGGREGATE SUM(square)")[0][0] as Int == 5)
        let statement = try database.prepare("FROM squares |> WHERE n = @n |> LIMIT 1")
        for n in [3, 5] { #expect(try statement.query(parameters: ["n": n])[0]["square"] as Int == n * n) }
    }

    @Test func aFileOfTheAppIsATableWhateverStatementsMayOpen() throws {
        let url = FileManager.default.temporaryDirectory.appending(path: "\(UUID().uuidString).csv")
        defer { try? FileManager.default.removeItem(at: url) }
        try "city,visitors\nShanghai,7\n".write(to: url, atomically: true, encoding: .utf8)
        let database = Database(access: .none)
        try database.attach(csv: url.path, as: "visits")
        #expect(try database.query("FROM visits")[0]["visitors"] as Int == 7)
        #expect(throws: Diagnostic.self) { try database.query("FROM '\(url.path)'") }
        #expect(throws: Diagnostic.self) { try database.attach(csv: "/nowhere.csv", as: "visits") }
    }

    @Test func aKeyThatIsEncodedTwiceIsAnError() {
        struct Twice: Encodable {
            enum Key: CodingKey { case n }
            func encode(to encoder: any Encoder) throws {
                var values = encoder.container(keyedBy: Key.self)
                try values.encode(1, forKey: .n)
                try values.encode(2, forKey: .n)
            }
        }
        #expect(throws: Diagnostic.self) { try database.attach(rows: [Twice(), Twice()], as: "twice") }
    }
}
