// Groups found by small numbers, held against those found by values.

import Testing

@testable import QueryEngine

struct GroupIndexTests {
    /// A stored column of which something is known, as slices that batches are made of.
    private func stored(_ type: DataType, _ values: [Value]) -> Vector {
        let vector = Vector(type, values: values)
        return vector.with(facts: ColumnFacts(vector), start: 0)
    }

    private func ids(_ index: GroupIndex, _ keys: [Vector], _ rows: Selection) -> [UInt32] {
        var ids = Array(repeating: UInt32.max, count: keys[0].count)
        ids.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress { index.insert(keys, rows: rows, capacity: keys[0].count, into: base) }
        }
        return ids
    }

    /// Numbers that hold the values: `few` for direct places, none for a hash of the word.
    @Test(
        arguments: [
            [.int64], [.string], [.date, .bool], [.string, .int64, .timestamp], [.string, .bool, .string, .date],
        ] as [[DataType]], [1 << 20, 0])
    func groupsAreThoseOfTheValues(types: [DataType], mostDirect: Int) {
        var random = SeededGenerator(3)
        let count = 6_000
        let columns = types.map { type in
            stored(
                type,
                (0..<count).map { _ in
                    let number = Int64.random(in: -9...9, using: &random)
                    if number == 0 { return Value.null }
                    switch type {
                    case .string: return .string(number > 5 ? "a longer name, number \(number)" : "\(number)")
                    case .date: return .date(Int32(number))
                    case .timestamp: return .timestamp(number * 1000)
                    case .bool: return .bool(number > 3)
                    default: return .int64(number << 10)
                    }
                })
        }
        // A dictionary is made when a column is asked for a second time.
        for column in columns { _ = column.facts?.coding() }
        let digits = KeyDigits(columns)
        #expect(digits != nil)
        let plan = GroupingPlan(mostDirect: mostDirect)
        let index = GroupIndex(types: types, plan: plan)
        let table = KeyTable(types: types)
        for start in stride(from: 0, to: count, by: 1_500) {
            let batch = columns.map { $0.slice(start..<start + 1_500) }
            let rows = Selection(all: 1_500).filter { $0 % 5 != 2 }
            var expected = Array(repeating: UInt32.max, count: 1_500)
            expected.withUnsafeMutableBufferPointer {
                if let base = $0.baseAddress { table.insert(batch, rows: rows, into: base) }
            }
            #expect(ids(index, batch, rows) == expected)
        }
        #expect(index.count == table.count)
        let (found, known) = (index.keyVectors(), table.keyVectors())
        for (a, b) in zip(found, known) {
            #expect((0..<index.count).map { a.value($0) } == (0..<table.count).map { b.value($0) })
        }
        // A second thread's groups come in under the same numbers.
        let other = GroupIndex(types: types, plan: plan)
        _ = ids(other, columns.map { $0.slice(100..<count) }, Selection(all: count - 100))
        var merged = Array(repeating: UInt32.max, count: other.count)
        merged.withUnsafeMutableBufferPointer { if let base = $0.baseAddress { index.insert(other, into: base) } }
        let theirs = other.keyVectors()
        let all = index.keyVectors()
        for id in 0..<other.count {
            #expect(theirs.map { $0.value(id) } == all.map { $0.value(Int(merged[id])) })
        }
    }

    /// Rows of a table of which nothing is known go on under the numbers that there are.
    @Test func otherTablesFollow() {
        let first = stored(.int64, (0..<2_000).map { .int64(Int64($0 % 7)) })
        let index = GroupIndex(types: [.int64], plan: GroupingPlan(mostDirect: 1 << 20))
        _ = ids(index, [first], Selection(all: 2_000))
        let second = Vector(.int64, values: [.int64(3), .int64(99), .null, .int64(0)])
        #expect(ids(index, [second], Selection(all: 4)) == [3, 7, 8, 0])
    }

    @Test func valuesTooFarApartHaveNoNumbers() {
        let column = stored(.int64, [.int64(.min), .int64(.max)])
        #expect(KeyDigits([column]) == nil)
        let wide = stored(.int64, [.int64(0), .int64(1 << 40)])
        #expect(KeyDigits([wide]) != nil)
        #expect(KeyDigits([wide, wide]) == nil)
    }
}

struct DictionaryCallTests {
    /// Few different strings, so that a call is made once a string; NULLs and strings on which it fails among them.
    private static let setup = """
        CREATE TABLE n AS
        FROM GENERATE_SERIES(1, 40000)
        |> SELECT value, CASE MOD(value, 5) WHEN 0 THEN NULL WHEN 1 THEN '17' WHEN 2 THEN 'hall' ELSE 'a hall far away' END AS name,
             CASE MOD(value, 3) WHEN 0 THEN 'x' ELSE CAST(MOD(value, 7) AS STRING) END AS text
        """

    @Test func answersAreThoseOfTheRows() throws {
        var database = try QueryRunner(Self.setup)
        // The same strings, of which nothing is known.
        let unknown = "(FROM n |> SELECT value, CONCAT(name, '') AS name, CONCAT(text, '') AS text)"
        for threads in [1, 2] {
            database.threads = threads
            for query in [
                "|> AGGREGATE COUNTIF(name LIKE '%hall%'), COUNTIF(NOT name LIKE '%hall%'), COUNT(*)",
                "|> WHERE name LIKE 'a%' AND value < 100 |> SELECT value, UPPER(name)",
                "|> WHERE name != 'hall' |> AGGREGATE COUNT(*), SUM(LENGTH(name))",
                "|> SELECT value, SUBSTR(name, 3) AS part, SAFE_CAST(text AS INT64) AS number |> WHERE value > 39900",
                "|> WHERE text != 'x' |> AGGREGATE SUM(CAST(text AS INT64))",
                "|> AGGREGATE COUNT(*) AS c, MIN(value) GROUP BY name, text |> ORDER BY c, name",
                "|> WHERE name IN ('hall', '17') |> AGGREGATE COUNT(*)",
            ] {
                let expected = try database.rows("FROM \(unknown) \(query)")
                #expect(!expected.isEmpty)
                // What is learnt of a column is used from the second time on.
                for _ in 0..<3 { #expect(try database.rows("FROM n \(query)") == expected, "\(query)") }
            }
        }
    }

    /// A string that no selected row has may not make the statement fail; one that a row has does.
    @Test func errorsAreThoseOfTheRows() throws {
        let database = try QueryRunner(Self.setup)
        for _ in 0..<3 {
            #expect(try database.rows("FROM n |> WHERE text = '3' |> AGGREGATE SUM(CAST(text AS INT64))").count == 1)
            #expect(database.error("FROM n |> AGGREGATE SUM(CAST(text AS INT64))")?.message.contains("'x'") == true)
        }
    }
}
