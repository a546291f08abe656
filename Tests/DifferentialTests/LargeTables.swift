// Tables of many rows, with a column for each way in which the engine groups, joins and sorts by one.

@testable import QueryEngine

/// A column of a large table, and the values that queries compare it with.
struct LargeColumn {
    let name: String
    let type: DataType
    let literals: [String]
}

enum LargeTables {
    /// - `id` is dense, each once, in no order; `small` has few integers; `wide` integers far apart, a third of them
    ///   different; `edge` the least and the largest.
    /// - `few` has few strings, which get a dictionary; `many` and `long` have too many for one, `long` with the same
    ///   first bytes.
    static let columns = [
        LargeColumn(name: "id", type: .int64, literals: ["0", "777", "15000", "-1"]),
        LargeColumn(name: "small", type: .int64, literals: ["0", "7", "-9", "12"]),
        LargeColumn(name: "wide", type: .int64, literals: ["0", "4000000000000000000"]),
        LargeColumn(name: "edge", type: .int64, literals: ["0", "9223372036854775807", "-9223372036854775807"]),
        LargeColumn(name: "few", type: .string, literals: ["'a'", "'hall 7'", "''", "'é'", "'nowhere'"]),
        LargeColumn(name: "many", type: .string, literals: ["'name 77'", "'name 5000'", "'zzz'"]),
        LargeColumn(name: "long", type: .string, literals: ["'a rather long beginning 7'", "'b'"]),
        LargeColumn(name: "day", type: .date, literals: ["DATE '2018-11-05'", "DATE '2019-06-01'"]),
        LargeColumn(name: "seen", type: .timestamp, literals: ["TIMESTAMP '2018-11-05 10:00:00+00'"]),
        LargeColumn(name: "flag", type: .bool, literals: ["TRUE", "FALSE"]),
        LargeColumn(name: "share", type: .float64, literals: ["0.0", "12.25", "-3.5"]),
    ]

    private static let fewTexts = ["", "a", "ab", "hall 7", "hall 8.1", "é", "中国", "a text of more than twelve bytes"]
    private static let firstDay: Int32 = 17_840

    static func table(rows count: Int, using random: inout SeededGenerator) -> StoredTable {
        let ids = (0..<Int64(count)).shuffled(using: &random)
        func integer(_ range: Range<Int>) -> Int { Int.random(in: range, using: &random) }
        var values = columns.map { _ in [Value]() }
        for row in 0..<count {
            let group = Int64(integer(0..<count / 3 + 1))
            let isSpecial = integer(0..<50)
            let cells: [Value] = [
                .int64(ids[row]),
                integer(0..<10) == 0 ? .null : .int64(Int64(integer(-20..<20))),
                isSpecial == 0 ? .null : .int64(group &* 0x1E37_79B9_7F4A_7C15),
                [.int64(.min), .int64(.max), .int64(.min + 1), .int64(0), .null][integer(0..<5)],
                integer(0..<12) == 0 ? .null : .string(fewTexts[integer(0..<fewTexts.count)]),
                isSpecial == 1 ? .null : .string("name \(group)"),
                isSpecial == 2 ? .null : .string("a rather long beginning \(group / 4)"),
                isSpecial == 3 ? .null : .date(firstDay + Int32(integer(0..<900))),
                isSpecial == 4 ? .null : .timestamp((Int64(firstDay) * 86_400 + Int64(integer(0..<9000))) * 1_000_000),
                integer(0..<8) == 0 ? .null : .bool(integer(0..<3) == 0),
                isSpecial < 4
                    ? [.float64(.nan), .float64(.infinity), .float64(-0.0), .null][isSpecial]
                    : .float64(Double(integer(-200..<200)) / 4),
            ]
            for (column, cell) in cells.enumerated() { values[column].append(cell) }
        }
        let list = columns.map { Column($0.name, $0.type) }
        return StoredTable(
            columns: list, vectors: zip(columns, values).map { Vector($0.type, values: $1) }, count: count)
    }
}

/// Random queries over a large table `big` and a smaller one `dim`, of the same columns.
struct LargeQueryGenerator {
    var random: SeededGenerator

    private mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &random)] }
    private mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }
    private mutating func column(_ types: DataType...) -> LargeColumn {
        pick(LargeTables.columns.filter { types.isEmpty || types.contains($0.type) })
    }

    /// A query, and whether the order of its rows is settled.
    mutating func query() -> (text: String, isOrdered: Bool) {
        let source = "FROM big" + (chance(50) ? " |> WHERE \(condition())" : "")
        switch Int.random(in: 0..<12, using: &random) {
        case 0, 1, 2, 3:
            let keys = (0..<pick([0, 1, 1, 1, 2, 2, 3])).map { "\(key()) AS k\($0)" }
            let calls = (0..<pick([1, 2, 3])).map { "\(aggregate()) AS a\($0)" }
            let by = keys.isEmpty ? "" : " GROUP BY " + keys.joined(separator: ", ")
            let having = chance(20) ? " |> WHERE a0 IS NOT NULL" : ""
            return ("\(source) |> AGGREGATE \(calls.joined(separator: ", "))\(by)\(having)", false)
        case 4, 5:
            let keys = (0..<pick([1, 1, 2])).map { _ in
                "\(column().name)\(pick(["", " DESC"]))\(pick(["", "", " NULLS FIRST", " NULLS LAST"]))"
            }
            let limit = pick(["LIMIT 1", "LIMIT 10", "LIMIT 100 OFFSET 3000", "LIMIT 300", "LIMIT 12 OFFSET 7"])
            return (
                "\(source) |> ORDER BY \(keys.joined(separator: ", ")), id |> SELECT id, \(column().name) |> \(limit)",
                true
            )
        case 6:
            return (
                "\(source) |> SELECT DISTINCT \(key()) AS a, \(key()) AS b |> AGGREGATE COUNT(*), COUNT(a), COUNT(b)",
                false
            )
        case 7, 8: return (join(source), false)
        case 9:
            let call = pick([
                "SUM(small)", "COUNT(few)", "MIN(share)", "MAX(many)", "ROW_NUMBER()", "RANK()", "LAG(id)",
            ])
            let frame = call.hasSuffix("()") || call.hasPrefix("LAG") ? "" : pick(["", " ROWS 3 PRECEDING"])
            let order = pick(["id", "small, id", "share DESC, id", "few, many, id", "day DESC, id"])
            return (
                "\(source) |> EXTEND \(call) OVER (PARTITION BY \(key()) ORDER BY \(order)\(frame)) AS w "
                    + "|> AGGREGATE COUNT(w), COUNT(DISTINCT w), MIN(w), MAX(w) GROUP BY few", false
            )
        case 10:
            let kind = pick(["UNION DISTINCT", "INTERSECT ALL", "INTERSECT DISTINCT", "EXCEPT ALL", "EXCEPT DISTINCT"])
            let names = "\(column().name) AS a, \(column().name) AS b"
            return (
                "\(source) |> SELECT \(names) |> \(kind) (FROM dim |> SELECT \(names)) "
                    + "|> AGGREGATE COUNT(*), COUNT(a), COUNT(DISTINCT b), MAX(a), MIN(b)", false
            )
        default:
            let own = column()
            let not = pick(["", "NOT "])
            let test = pick([
                "\(own.name) \(not)IN (FROM dim |> WHERE small > 3 |> SELECT \(own.name))",
                // Asked once a row.
                "id < 300 AND \(not)EXISTS (FROM dim AS d |> WHERE d.\(own.name) = big.\(own.name) AND d.flag)",
                "\(own.name) > (SELECT MAX(\(own.name)) FROM dim WHERE small = 1)",
            ])
            return ("FROM big |> WHERE \(test) |> AGGREGATE COUNT(*), SUM(small), MIN(many), MAX(id)", false)
        }
    }

    private mutating func join(_ source: String) -> String {
        let kind = pick(["JOIN", "LEFT JOIN", "FULL JOIN", "RIGHT JOIN"])
        // Keys of few values would make millions of pairs.
        let keys = pick([
            ["id"], ["wide"], ["many"], ["id", "small"], ["wide", "few"], ["long", "many"], ["id", "day"],
        ])
        let on = keys.map { "big.\($0) = d.\($0)" }
        let extra = pick(["", "", " AND d.small > 2", " AND big.share < d.share", " AND big.flag"])
        return "\(source) |> AS big |> \(kind) dim AS d ON \(on.joined(separator: " AND "))\(extra) "
            + "|> AGGREGATE COUNT(*), COUNT(d.id), COUNT(big.id), SUM(big.small), MAX(d.many), MIN(d.share) "
            + (chance(50) ? "GROUP BY \(pick(["big.few", "d.few", "d.small", "big.flag"]))" : "")
    }

    private mutating func key() -> String {
        chance(70)
            ? column().name
            : pick([
                "MOD(id, 7)", "UPPER(few)", "DATE_TRUNC(day, MONTH)", "LENGTH(few)", "SUBSTR(many, 1, 6)",
                "IF(flag, small, id)", "few || 'x'", "small + 1", "COALESCE(few, 'none')", "share > 0",
                "EXTRACT(YEAR FROM day)", "CAST(small AS STRING)",
            ])
    }

    private mutating func aggregate() -> String {
        let any = column()
        switch Int.random(in: 0..<13, using: &random) {
        case 0: return "COUNT(*)"
        case 1: return "COUNT(\(any.name))"
        case 2: return "SUM(\(pick(["small", "id", "small * 2", "MOD(id, 100)", "IF(flag, 1, 0)"])))"
        case 3: return "AVG(\(pick(["small", "id", "share"])))"
        case 4, 5: return "\(pick(["MIN", "MAX"]))(\(column(.int64, .string, .date, .timestamp, .float64).name))"
        case 6: return "COUNT(DISTINCT \(any.name))"
        case 7: return "COUNTIF(\(condition()))"
        case 8: return "STRING_AGG(\(pick(["few", "many"])) ORDER BY id LIMIT 3)"
        case 9: return "ANY_VALUE(\(any.name) HAVING \(pick(["MAX", "MIN"])) id)"
        case 10: return "\(pick(["LOGICAL_AND", "LOGICAL_OR"]))(flag)"
        case 11: return "SUM(DISTINCT small)"
        default: return "MEDIAN(\(pick(["small", "id"])))"
        }
    }

    private mutating func condition() -> String {
        let own = column()
        switch Int.random(in: 0..<10, using: &random) {
        case 0, 1, 2, 3: return "\(own.name) \(pick(["=", "!=", "<", "<=", ">", ">="])) \(pick(own.literals))"
        case 4: return "\(own.name) IS \(pick(["", "NOT "]))NULL"
        case 5: return "(\(condition()) \(pick(["AND", "OR"])) \(condition()))"
        case 6: return "NOT \(condition())"
        case 7: return "\(own.name) \(pick(["", "NOT "]))IN (\(own.literals.joined(separator: ", ")))"
        case 8: return "\(own.name) BETWEEN \(pick(own.literals)) AND \(pick(own.literals))"
        default:
            let text = pick(["few", "few", "many", "long"])
            return pick([
                "\(text) LIKE '%7%'", "\(text) LIKE 'hall%'", "LENGTH(\(text)) > 6", "STARTS_WITH(\(text), 'name 1')",
                "REGEXP_CONTAINS(\(text), '[78]$')", "UPPER(\(text)) = 'HALL 7'", "SUBSTR(\(text), 2, 1) = 'a'",
                "COALESCE(\(text), 'none') = 'none'", "\(text) = few",
            ])
        }
    }
}
