// Formats that keep types give back what was written without being told of it.

import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct TypedRoundTripTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @Test func tablesComeBackFromJSON() throws {
        for seed in 0..<200 as Range<UInt64> {
            let result = Self.result(seed)
            for format in [OutputFormat.json, .ndjson] {
                var writer = ResultWriter(format)
                var out = OutputBuffer()
                try writer.write(result, to: &out)
                try expectSame(JSONTable([FileBytes(name: "t.json", copying: out.bytes)]), result, seed)
            }
        }
    }

    @Test func tablesComeBackFromSQLite() throws {
        for seed in 0..<100 as Range<UInt64> {
            // Each in the place of the one before.
            let result = Self.result(seed)
            let path = folder.path("t.db")
            try SQLiteWriter.write(result, to: path, table: "r")
            try expectSame(SQLiteFile(path: path).table("R"), result, seed)
        }
    }

    private func expectSame(_ provider: any TableProvider, _ result: QueryResult, _ seed: UInt64) throws {
        let table = try ReadTable(provider)
        let names = uniqueNames(result.columns.map(\.name))
        #expect(table.columns == zip(names, result.columns).map { Column($0, $1.type) }, "seed \(seed)")
        let rows = (0..<result.rowCount).map { row in
            result.columns.indices.map { result.value(row: row, column: $0) }
        }
        // As text: NaN is not the same as itself, and intervals of a month and of 30 days are, though they differ.
        func texts(_ rows: [[Value]]) -> [[String]] { rows.map { $0.map { "\($0.type?.name ?? "") \($0.text)" } } }
        if texts(table.rows) != texts(rows) { Issue.record("seed \(seed)\n\(table.rows)\n\(rows)") }
    }

    /// Some columns of any types and names, with values at the edges of what there is.
    private static func result(_ seed: UInt64) -> QueryResult {
        var random = Random(seed: seed)
        let names = ["a", "A", "", "a b", "select", "\"q\"", "é`", "rowid", "x,y", "\\n"].shuffled(using: &random)
        let columns = names.prefix(Int.random(in: 1...9, using: &random)).map {
            Column($0, DataType.allCases.randomElement(using: &random) ?? .int64)
        }
        let count = Int.random(in: 1...40, using: &random)
        let vectors = columns.map { column in
            // JSON shows a type by its values, so that one is there that no other type has.
            let values = [typical(column.type)] + edges(column.type).shuffled(using: &random).prefix(count)
            return Vector(
                column.type, values: (0..<count).map { $0 < values.count ? values[$0] : random.value(column.type) })
        }
        return QueryResult(columns: columns, batches: [Batch(vectors, count: count)])
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

    private static func edges(_ type: DataType) -> [Value] {
        switch type {
        case .bool: [.null]
        case .int64: [.int64(1 << 53 + 1)]
        case .float64: [.float64(123_456_789_012_345_680), .float64(1e15), .float64(-1e300), .float64(-0.0)]
        case .string:
            ["NaN", "null", "5", "\0", "{\"a\":1}", "[]", "> 5 item", String(repeating: "long ", count: 40)].map {
                .string($0)
            }
        case .date: [.date(2_932_896)]
        case .timestamp: [.timestamp(-62_135_596_800_000_000), .timestamp(253_402_300_799_999_999)]
        case .interval: [.interval(Interval(months: -120_000, days: 3_660_000, microseconds: -14_706_500_000))]
        case .quantity:
            ["5", "0.1", "1e300 km2", "9007199254740993", "12345678901234567890 ha", "3 USD/m2"].map {
                .quantity(Quantity($0) ?? Quantity(0))
            }
        }
    }
}
