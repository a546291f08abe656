// What is written and read again is what it was.

import ExpoQuery
import Testing

@testable import TableFormats

struct RoundTripTests {
    private struct Table {
        let columns: [Column]
        let rows: [[Value]]

        /// One that is made by chance, with the same columns and rows for the same seed.
        init(seed: UInt64) {
            var random = Random(seed: seed)
            columns = (0..<Int.random(in: 1...6, using: &random)).map { index in
                Column("c\(index)", DataType.allCases.randomElement(using: &random) ?? .int64)
            }
            let columns = columns
            rows = (0..<Int.random(in: 0...40, using: &random)).map { _ in
                columns.map { random.value($0.type) }
            }
        }

        var result: QueryResult {
            let vectors = columns.indices.map { index in Vector(columns[index].type, values: rows.map { $0[index] }) }
            return QueryResult(columns: columns, batches: [Batch(vectors, count: rows.count)])
        }
    }

    @Test(arguments: [OutputFormat.csv, .tsv]) func tablesComeBackFromText(_ format: OutputFormat) throws {
        for seed in 0..<2000 as Range<UInt64> {
            let table = Table(seed: seed)
            var out = OutputBuffer()
            var writer = ResultWriter(format)
            try writer.write(table.result, to: &out)
            var options = CSVOptions()
            options.columns = table.columns
            let file = FileBytes(name: "t.\(format.rawValue)", copying: out.bytes)
            let stored = try CSVTable.load(file, options)
            #expect(stored.columns == table.columns, "seed \(seed)")
            let rows = (0..<stored.count).map { row in stored.vectors.map { $0.value(row) } }
            // NaN is not the same as itself.
            if rows.description != table.rows.description { Issue.record("seed \(seed)\n\(rows)\n\(table.rows)") }
        }
    }

    @Test func typesAreFoundAgain() throws {
        for seed in 0..<500 as Range<UInt64> {
            var random = Random(seed: seed)
            // Text is a type that anything fits.
            let types: [DataType] = [.bool, .int64, .date, .timestamp, .quantity]
            let columns = types.shuffled(using: &random).enumerated().map { Column("c\($0)", $1) }
            let rows = (0..<20).map { _ in columns.map { random.value($0.type) } }
            let isTyped = columns.indices.allSatisfy { index in rows.contains { $0[index] != .null } }
            if !isTyped { continue }
            let vectors = columns.indices.map { index in Vector(columns[index].type, values: rows.map { $0[index] }) }
            var out = OutputBuffer()
            var writer = ResultWriter(.csv)
            try writer.write(QueryResult(columns: columns, batches: [Batch(vectors, count: rows.count)]), to: &out)
            let stored = try CSVTable.load(FileBytes(name: "t.csv", copying: out.bytes))
            #expect(stored.columns == columns, "seed \(seed)")
        }
    }
}

/// Numbers that are the same for the same seed (SplitMix64: Steele, Lea and Flood, OOPSLA 2014).
struct Random: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) {
        state = seed
    }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ word >> 30) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ word >> 27) &* 0x94D0_49BB_1331_11EB
        return word ^ word >> 31
    }

    /// A value of a type, or NULL; often one at the edge of what there is.
    mutating func value(_ type: DataType) -> Value {
        if Int.random(in: 0..<8, using: &self) == 0 { return .null }
        let number = Int64.random(in: .min ... .max, using: &self)
        switch type {
        case .bool: return .bool(number < 0)
        case .int64: return .int64(pick([0, -1, .min, .max, number, number % 1000]))
        case .float64:
            return .float64(
                pick([
                    0, 0.1, -1.5, .nan, .infinity, -.infinity, .leastNonzeroMagnitude, .greatestFiniteMagnitude,
                    Double(number) / 1e6,
                ]))
        case .string: return .string(text())
        case .date: return .date(Int32(pick([0, -719162, 2_932_896, number % 30000])))
        case .timestamp: return .timestamp(pick([0, -1, number % 4_000_000_000_000_000, 1_730_793_600_000_000]))
        case .interval:
            return .interval(
                Interval(months: Int32(number % 1000), days: Int32(number % 777), microseconds: number % 1_000_000_007))
        case .quantity:
            let texts = [
                "3,496 enterprise", "> 100 item", "< 400,000 visit", "78.44 billion USD [78.05, 78.84)", "2 percent",
                "~ 30 m2", "1..2 USD/person", ">= 5", "-0.5 day",
            ]
            return (try? Binder.literal("QUANTITY '\(pick(texts))'")) ?? .null
        }
    }

    private mutating func text() -> String {
        let parts = [
            "", "a", " ", "\"", "'", ",", "\t", "\n", "\r", "\r\n", "\\", ";", "|", "é", "漢字", "𝔸", "\u{0}",
            "\u{1B}[1m",
            "NULL", "1", "2024-11-05", "=1+1", "\u{FEFF}", "\u{2028}",
        ]
        return (0..<Int.random(in: 0...5, using: &self)).map { _ in pick(parts) }.joined()
    }

    private mutating func pick<T>(_ choices: [T]) -> T { choices[Int.random(in: choices.indices, using: &self)] }
}
