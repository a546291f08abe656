// Without an oracle: the same question asked in several ways has one answer.

import QueryLanguage
import Testing

@testable import QueryEngine

struct AgreementTests {
    /// Pipe form and SELECT form, one thread and two, batches of 1, 7 and as many rows as usual, filters pushed and not.
    @Test(arguments: TableFlavor.allCases)
    func allWaysGiveTheSameRows(_ flavor: TableFlavor) {
        var answered = 0
        let count = forEachDatabase(
            flavor, databases: Nightly.count(1, nightly: 40), queries: Nightly.count(30, nightly: 60)
        ) { generator, ways in
            let query = generator.query()
            guard
                let found = ways.disagreements(
                    query.text.expoql, isOrdered: query.isOrdered, other: query.standard)
            else { return }
            answered += 1
            for text in found { Issue.record("\(text)") }
        }
        print("asked in \(Ways.Way.allCases.count + 1) ways, \(flavor): \(answered) of \(count)")
        #expect(answered >= count / 2)
    }

    /// A condition is TRUE, FALSE or NULL for each row, never two of them and never none (ternary logic partitioning:
    /// Rigger and Su, OOPSLA 2020).
    @Test(arguments: TableFlavor.allCases)
    func partsAreTheWhole(_ flavor: TableFlavor) {
        var answered = 0
        let count = forEachDatabase(
            flavor, databases: Nightly.count(1, nightly: 60), queries: Nightly.count(30, nightly: 60)
        ) { generator, ways in
            let query = generator.query()
            for pair in partitions(of: query, &generator) {
                guard let whole = try? ways.rows(pair.whole, .known) else { continue }
                do throws(Diagnostic) {
                    var parts: [[Cell]] = []
                    for text in pair.parts { parts += try ways.rows(text, .known) }
                    if pair.isDistinct { parts = distinct(parts) }
                    answered += 1
                    if !agree(parts, whole, isOrdered: false) {
                        Issue.record(
                            """
                            \(pair.whole)
                            \(whole.count) rows: \(whole.prefix(6))
                            \(pair.parts.joined(separator: "\n"))
                            \(parts.count) rows: \(parts.prefix(6))
                            """)
                    }
                } catch {
                    if !error.message.contains("overflow") { Issue.record("\(error)\n\(pair.parts)") }
                }
            }
        }
        print("partitioned, \(flavor): \(answered) wholes of \(count) queries")
        #expect(answered >= count)
    }

    /// A query, and others whose rows together are its rows.
    private struct Partition {
        let whole: String
        let parts: [String]
        var isDistinct = false
    }

    private func partitions(of query: GeneratedQuery, _ generator: inout QueryGenerator) -> [Partition] {
        let name = generator.fresh("p")
        let own = query.columns.map { generator.qualified($0, name) }
        let condition = generator.expression(.bool, own, depth: 2, subqueries: true).expoql
        let three = [condition, "NOT \(condition)", "\(condition) IS NULL"]
        let base = "\(query.text.expoql) |> AS \(name)"
        var result = [
            Partition(whole: base, parts: three.map { "\(base) |> WHERE \($0)" }),
            Partition(
                whole: "\(base) |> DISTINCT", parts: three.map { "\(base) |> WHERE \($0) |> DISTINCT" },
                isDistinct: true),
        ]
        // Aggregates of aggregates of parts are the aggregates of the whole.
        let value = generator.expression(.int, own, depth: 1).expoql
        let kind = generator.pick([ColumnKind.int, .float, .text])
        let choice = generator.expression(kind, own, depth: 1).expoql
        let key = generator.pick(own).name
        let group = generator.chance(50) ? " GROUP BY \(key) AS g" : ""
        let outer = group.isEmpty ? "" : " GROUP BY g"
        func aggregates(_ filter: String) -> String {
            "\(base)\(filter) |> AGGREGATE COUNT(*) AS n, SUM(\(value)) AS s, MIN(\(choice)) AS l, "
                + "MAX(\(choice)) AS h\(group)"
        }
        let parts = three.map { "(\(aggregates(" |> WHERE \($0)")))" }
        result.append(
            Partition(
                whole: aggregates(""),
                parts: [
                    "\(parts[0]) |> UNION ALL \(parts[1]), \(parts[2]) "
                        + "|> AGGREGATE SUM(n) AS n, SUM(s) AS s, MIN(l) AS l, MAX(h) AS h\(outer)"
                ]))
        return result + joins(of: query, &generator)
    }

    private func joins(of query: GeneratedQuery, _ generator: inout QueryGenerator) -> [Partition] {
        let table = generator.pick(generator.tables)
        let (left, right) = (generator.fresh("l"), generator.fresh("r"))
        let own = query.columns.map { generator.qualified($0, left) }
        let others = table.columns.map { generator.qualified($0, right) }
        let on = generator.joinCondition(own, others).expoql
        let condition = generator.expression(.bool, own + others, depth: 1).expoql
        let base = "\(query.text.expoql) |> AS \(left)"
        func join(_ kind: String, _ condition: String) -> String {
            "\(base) |> \(kind) \(table.name) AS \(right) ON \(condition)"
        }
        let nulls = others.map { "CAST(NULL AS \($0.kind.type.name))" }.joined(separator: ", ")
        return [
            Partition(
                whole: join("JOIN", on),
                parts: [condition, "NOT \(condition)", "\(condition) IS NULL"].map { join("JOIN", "\(on) AND \($0)") }),
            // Each row of a left join has a partner or NULLs.
            Partition(
                whole: join("LEFT JOIN", on),
                parts: [
                    join("JOIN", on),
                    "\(base) |> WHERE NOT EXISTS (FROM \(table.name) AS \(right) |> WHERE \(on)) "
                        + "|> SELECT \(own.map(\.name).joined(separator: ", ")), \(nulls)",
                ]),
        ]
    }

    private func distinct(_ rows: [[Cell]]) -> [[Cell]] {
        func less(_ a: [Cell], _ b: [Cell]) -> Bool { a.lexicographicallyPrecedes(b, by: Cell.isExactlyLess) }
        var result: [[Cell]] = []
        for row in rows.sorted(by: less) where result.last.map({ less($0, row) }) ?? true { result.append(row) }
        return result
    }

    /// - Returns: how often `body` was called.
    private func forEachDatabase(
        _ flavor: TableFlavor, databases: Int, queries: Int, _ body: (inout QueryGenerator, Ways) -> Void
    ) -> Int {
        for index in 0..<databases {
            let seed = Nightly.seed &* 7_000_003 &+ UInt64(index)
            var random = SeededGenerator(state: seed)
            let tables = RandomTable.make(flavor, using: &random)
            var generator = QueryGenerator(seed: seed, tables: tables, flavor: flavor)
            let ways = Ways(tables.map { ($0.name, $0.stored) })
            for _ in 0..<queries { body(&generator, ways) }
        }
        return databases * queries
    }
}
