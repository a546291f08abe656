// The same random queries here and in SQLite: the answers must agree.

import QueryLanguage
import Testing

@testable import QueryEngine

struct DifferentialTests {
    @Test func answersAreThoseOfSQLite() throws {
        var random = SeededGenerator(state: 20_241_105)
        let tables = RandomTable.make(using: &random)
        let compared = try compare(QueryGenerator(seed: 7, tables: tables), tables, queries: 3000)
        #expect(compared >= 2500)
    }

    /// Over random tables of each flavor.
    @Test(arguments: TableFlavor.inSQLite)
    func answersOverRandomTablesAreThoseOfSQLite(_ flavor: TableFlavor) throws {
        let databases = Nightly.count(3, nightly: 120)
        let queries = Nightly.count(120, nightly: 120)
        var compared = 0
        for index in 0..<databases {
            let seed = Nightly.seed &* 1_000_003 &+ UInt64(index)
            var random = SeededGenerator(state: seed)
            let tables = RandomTable.make(flavor, using: &random)
            compared += try compare(
                QueryGenerator(seed: seed, tables: tables, flavor: flavor), tables, queries: queries)
        }
        print("compared with SQLite, \(flavor): \(compared) of \(databases * queries)")
        #expect(compared >= databases * queries / 2)
    }

    /// - Returns: how many queries both could answer.
    private func compare(_ generator: QueryGenerator, _ tables: [RandomTable], queries: Int) throws -> Int {
        var generator = generator
        let sqlite = try SQLite()
        let engine = Engine(catalog: Catalog())
        for table in tables {
            try sqlite.create(table)
            try table.create(in: engine)
        }
        var compared = 0
        for _ in 0..<queries {
            let query = generator.query()
            let text = query.text
            // What fails there is mostly a sum that overflows.
            guard let theirs = try? sqlite.rows(text.sqlite) else { continue }
            do throws(Diagnostic) {
                let ours = try engine.rows(text.expoql)
                compared += 1
                if !agree(ours, theirs, isOrdered: query.isOrdered) {
                    Issue.record(
                        """
                        \(text.expoql)
                        \(text.sqlite)
                        here: \(ours.prefix(8))
                        SQLite: \(theirs.prefix(8))
                        """)
                }
            } catch {
                // There integers that overflow become floats.
                if !error.message.contains("overflow") {
                    Issue.record("\(error)\n\(text.expoql)\n\(text.sqlite)")
                }
            }
        }
        return compared
    }

    /// What EXPLAIN prints is a query with the same result as the one explained, names included.
    @Test func explainedPlansAreTheQueries() throws {
        var random = SeededGenerator(state: 20_241_105)
        let tables = RandomTable.make(using: &random)
        var generator = QueryGenerator(seed: 11, tables: tables)
        let engine = Engine(catalog: Catalog())
        for table in tables { try table.create(in: engine) }
        for _ in 0..<Nightly.count(1500, nightly: 20_000) {
            let query = generator.query()
            let text = query.text.expoql
            do throws(Diagnostic) {
                let explained = try engine.result("EXPLAIN \(text)")
                let plan = (0..<explained.rowCount).map { explained.value(row: $0, column: 0).text }
                    .joined(separator: "\n")
                let again = try engine.result(plan)
                let first = try engine.result(text)
                #expect(first.columns.map(\.name) == again.columns.map(\.name), "\(text)\n\(plan)")
                #expect(agree(first.cells, again.cells, isOrdered: query.isOrdered), "\(text)\n\(plan)")
            } catch {
                Issue.record("\(error)\n\(text)")
            }
        }
    }
}

extension Engine {
    /// The last statement's result.
    func result(_ text: String, _ options: Options = Options(now: 0)) throws(Diagnostic) -> QueryResult {
        var result = QueryResult(message: "")
        for statement in try Parser.script(text) { result = try execute(statement, options) }
        return result
    }

    func rows(_ text: String, _ options: Options = Options(now: 0)) throws(Diagnostic) -> [[Cell]] {
        try result(text, options).cells
    }
}
