// Random tables: few rows and many meetings of equal values, NULLs and extremes.

@testable import QueryEngine

/// What the values of a database's tables are like.
enum TableFlavor: CaseIterable {
    /// Few values, each often, some NULLs.
    case plain
    /// Nine of ten values are NULL.
    case nulls
    /// The least and the largest integers, and those that FLOAT64 does not hold.
    case extreme
    /// Infinities, the smallest and the largest floats, and a zero with a sign.
    case infinite
    /// Like the last, and NaN, which SQLite does not hold.
    case nan
    /// Characters of all planes, marks that combine, texts that look alike.
    case unicode

    /// Those whose tables SQLite holds.
    static let inSQLite = allCases.filter { $0 != .nan }

    /// Whether a query may compute with floats: of an infinity that makes NaN, which SQLite takes for NULL.
    var computesWithFloats: Bool { self != .infinite && self != .nan }
    /// Whether sums of floats are comparable: where large ones of both signs meet, SQLite's lose all digits.
    var sumsFloats: Bool { computesWithFloats && !hasLargeIntegers }
    /// Whether there are integers that FLOAT64 does not hold.
    var hasLargeIntegers: Bool { self == .extreme }
}

/// A small table with NULLs and repeated values.
struct RandomTable {
    let name: String
    let columns: [GeneratedColumn]
    let rows: [[Value]]

    /// The tables of one database, always of the same shapes.
    static func make(using random: inout SeededGenerator) -> [RandomTable] {
        let shapes: [([ColumnKind], Int)] = [
            ([.int, .int, .text], 12), ([.int, .float, .bool], 9), ([.text, .int, .float, .bool], 15),
            ([.int, .text], 1), ([.int, .float, .text], 0),
        ]
        return shapes.enumerated().map { table("t\($0.offset + 1)", $0.element.0, $0.element.1, .plain, &random) }
    }

    /// The tables of a random database.
    static func make(_ flavor: TableFlavor, using random: inout SeededGenerator) -> [RandomTable] {
        (1...Int.random(in: 2...5, using: &random)).map { number in
            let kinds = (0..<Int.random(in: 1...5, using: &random)).map { _ in
                ColumnKind.allCases[Int.random(in: 0..<ColumnKind.allCases.count, using: &random)]
            }
            let sizes = [0, 1, 2, 5, 9, 14, 18]
            return table(
                "t\(number)", kinds, sizes[Int.random(in: 0..<sizes.count, using: &random)], flavor, &random)
        }
    }

    private static func table(
        _ name: String, _ kinds: [ColumnKind], _ count: Int, _ flavor: TableFlavor, _ random: inout SeededGenerator
    ) -> RandomTable {
        let columns = kinds.enumerated().map { GeneratedColumn(name: "\(name)_\($0)", kind: $1) }
        var rows: [[Value]] = []
        for _ in 0..<count {
            var row: [Value] = []
            for kind in kinds { row.append(value(kind, flavor, &random)) }
            rows.append(row)
        }
        return RandomTable(name: name, columns: columns, rows: rows)
    }

    private static let words = [
        "", "a", "ab", "b c", "é", "中国", "a longer text of words", "a longer text of word",
    ]
    private static let oddWords = [
        "é", "e\u{301}", "\u{301}", "ß", "ss", "İ", "👨‍👩‍👧", "👨", "\u{FFFD}", "\u{10FFFF}", "\u{E000}", "'", "\"", "%",
        "_", "\\", "a%b", "a_b", "\u{FEFF}", "🇨🇳", "Å", "\u{212B}", "twelve bytes", "twelve bytes!", "ﬀ", "a", "",
        "abé中👨",
        "a longer text\u{10FFFF}", "a longer text\u{E000}",
    ]
    private static let floats: [Double] = [0.5, 1, -1.5, 2.25, 0, 100]
    private static let oddFloats: [Double] = [
        .infinity, -.infinity, 1e300, -1e300, 1e-300, 0, -0.0, 1, 0.1, .greatestFiniteMagnitude, 9_007_199_254_740_992,
    ]
    private static let oddIntegers: [Int64] = [
        .min, .min + 1, .max, .max - 1, 0, 1, -1, 9_007_199_254_740_992, 9_007_199_254_740_993, -9_007_199_254_740_993,
        1 << 31, -(1 << 31), 1 << 32, 255, 256,
    ]

    static func value(_ kind: ColumnKind, _ flavor: TableFlavor, _ random: inout SeededGenerator) -> Value {
        let isNull = Int.random(in: 0..<60, using: &random)
        if isNull < (flavor == .nulls ? 54 : 10) { return .null }
        func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &random)] }
        switch (kind, flavor) {
        case (.int, .extreme): return .int64(pick(oddIntegers))
        case (.int, _): return .int64(Int64.random(in: -3...8, using: &random))
        case (.float, .nan): return .float64(pick(oddFloats + [.nan, .nan]))
        case (.float, .infinite): return .float64(pick(oddFloats))
        case (.float, _): return .float64(pick(floats))
        case (.text, .unicode): return .string(pick(oddWords))
        case (.text, _): return .string(pick(words))
        case (.bool, _): return .bool(Bool.random(using: &random))
        }
    }

    /// The table in memory.
    var stored: StoredTable {
        let list = columns.map { Column($0.name, $0.kind.type) }
        let vectors = list.indices.map { index in Vector(list[index].type, values: rows.map { $0[index] }) }
        return StoredTable(columns: list, vectors: vectors, count: rows.count)
    }

    func create(in engine: Engine) throws {
        let table = stored
        engine.define(TableDefinition(name: name, columns: table.columns) { table })
    }
}

extension ColumnKind {
    var type: DataType {
        switch self {
        case .int: .int64
        case .float: .float64
        case .text: .string
        case .bool: .bool
        }
    }
}
