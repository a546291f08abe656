// Results that are written, and read again as they were.

import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct RoundTripTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test(arguments: 0..<40)
    func randomTablesComeBackFromJSON(_ seed: Int) throws {
        var random = FixedRandom(UInt64(seed))
        let result = RandomResult.make(&random)
        for format in [OutputFormat.json, .ndjson] {
            var writer = ResultWriter(format)
            var out = OutputBuffer()
            try writer.write(result, to: &out)
            try expectSame(JSONTable(FileBytes(name: "t.json", copying: out.bytes)), result)
        }
    }

    @Test(arguments: 0..<40)
    func randomTablesComeBackFromSQLite(_ seed: Int) throws {
        var random = FixedRandom(UInt64(seed))
        let result = RandomResult.make(&random)
        let path = folder.path("t.db")
        try SQLiteWriter.write(result, to: path, table: "r")
        try expectSame(SQLiteFile(path: path).table("r"), result)
        // And in the place of the first one.
        let other = RandomResult.make(&random)
        try SQLiteWriter.write(other, to: path, table: "R")
        try expectSame(SQLiteFile(path: path).table("r"), other)
    }

    private func expectSame(_ provider: any TableProvider, _ result: QueryResult) throws {
        let table = try ReadTable(provider)
        #expect(
            table.columns == zip(uniqueNames(result.columns.map(\.name)), result.columns).map { Column($0, $1.type) })
        #expect(table.rows.count == result.rowCount)
        for row in 0..<min(result.rowCount, table.rows.count) {
            for column in result.columns.indices {
                // Equal intervals and quantities may be written differently; here they have to be the same.
                let (before, after) = (result.value(row: row, column: column), table.rows[row][column])
                #expect(before.type == after.type && before.text == after.text, "row \(row): \(before), \(after)")
            }
        }
    }
}

/// Tables with values that are hard to keep.
enum RandomResult {
    static func make(_ random: inout FixedRandom) -> QueryResult {
        let count = 1 + Int(random.next() % 30)
        let types = (0..<(1 + random.next() % 9)).map { _ in DataType.allCases.randomElement(using: &random) ?? .bool }
        let names = ["a", "A", "a b", "select", "\"q\"", "é`", "rowid", "x,y", "\\n"].shuffled(using: &random)
        let vectors = types.map { type in
            // The first row shows the type where the format has none.
            Vector(type, values: [typical(type)] + (1..<count).map { _ in value(type, &random) })
        }
        return QueryResult(
            columns: zip(names, types).map { Column($0, $1) }, batches: [Batch(vectors, count: count)])
    }

    private static func typical(_ type: DataType) -> Value {
        switch type {
        case .bool: .bool(true)
        case .int64: .int64(1)
        case .float64: .float64(2)
        case .string: .string("x")
        case .date: .date(0)
        case .timestamp: .timestamp(0)
        case .interval: .interval(Interval())
        case .quantity: .quantity(Quantity("> 5 item") ?? Quantity(5))
        }
    }

    private static func value(_ type: DataType, _ random: inout FixedRandom) -> Value {
        if random.next() % 5 == 0 { return .null }
        func pick<T>(_ values: [T]) -> T { values[Int(random.next() % UInt64(values.count))] }
        switch type {
        case .bool: return .bool(random.next() % 2 == 0)
        case .int64:
            return .int64(pick([0, -1, .max, .min, 1 << 53 + 1, Int64(truncatingIfNeeded: random.next())]))
        case .float64:
            let any = Double(bitPattern: random.next())
            return .float64(
                pick([
                    0.1, -1, 1e300, .leastNonzeroMagnitude, 123_456_789_012_345_680, .nan, .infinity, -.infinity, 1e15,
                    any,
                ]))
        case .string:
            return .string(
                pick([
                    "", " ", "NULL", "null", "2024-01-01", "5", "NaN", "a\0b", "\0", "'", "\"", "\\", "\n\r\t\u{1}",
                    "é进👩‍👩‍👧", "{\"a\":1}", "[]", "> 5 item", String(repeating: "long ", count: 40),
                ]))
        case .date: return .date(pick([-719_162, 2_932_896, -1, 20_032, Int32(random.next() % 40_000)]))
        case .timestamp:
            return .timestamp(
                pick([-62_135_596_800_000_000, 253_402_300_799_999_999, -1, Int64(random.next() >> 14)]))
        case .interval:
            return .interval(
                Interval(
                    months: pick([0, 14, -14, 120_000, -120_000]), days: pick([0, 3, -30, 3_660_000]),
                    microseconds: pick([0, 1, -1, 86_400_000_000, -14_706_500_000])))
        case .quantity:
            let texts = [
                "5", "0.1", "-7 item", "> 100 item", ">= 50 percent", "< 400000 person", "<= 1 m2", "~ 30 m2",
                "1.5..2.5 percent", "80010000000 USD [80005000000, 80015000000)", "3 USD/m2", "1e300 km2",
                "9007199254740993", "12345678901234567890 ha",
            ]
            return .quantity(Quantity(pick(texts)) ?? Quantity(0))
        }
    }
}
