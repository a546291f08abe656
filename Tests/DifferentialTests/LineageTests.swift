// What WHY says is enough: without all other rows the answer would still be there.

import QueryLanguage
import Testing

@testable import QueryEngine

struct LineageTests {
    private static let queries = 2500

    /// For a row of a random query's result, keeps of the base tables only the rows that WHY names for it; the query
    /// over what is left gives the row again.
    @Test func theLineageOfARowIsEnoughForIt() throws {
        var random = SeededGenerator(state: 20_241_110)
        let tables = RandomTable.make(using: &random)
        let full = Engine(catalog: Catalog())
        for table in tables { try table.create(in: full) }
        var generator = QueryGenerator(seed: 23, tables: tables)
        var tested = 0
        var named = 0
        while tested < Self.queries {
            let text = generator.query().text.expoql
            // Which rows OFFSET passes over depends on rows that are no witnesses of those behind them.
            if text.contains("OFFSET") { continue }
            let result = try run(text, full)
            guard result.rowCount > 0 else { continue }
            tested += 1
            let row = Int.random(in: 0..<result.rowCount, using: &random)
            let why = try run("\(text) |> WHY |> WHERE result_row = \(row + 1)", full)
            let kept = try keptRows(why)
            named += kept.values.reduce(0) { $0 + $1.count }
            let reduced = try reducing(full, tables.map(\.name), to: kept)
            let wanted = cells(result, row)
            let again = try run(text, reduced)
            let isThere = (0..<again.rowCount).contains { cells(again, $0) == wanted }
            #expect(isThere, "\(text)\nrow \(row + 1): \(wanted)\nkept: \(kept)")
        }
        // A lineage of whole tables would pass as well.
        let rows = try tables.reduce(0) { try $0 + run("FROM \($1.name)", full).rowCount }
        #expect(named < Self.queries * rows / 3, "\(named) rows of \(rows) for \(Self.queries) results")
    }

    @Test func rowsAreNamedOnceAndInOrder() throws {
        let engine = Engine(catalog: Catalog())
        _ = try run("CREATE TABLE t AS SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3", engine)
        let why = try run("FROM t |> AS x |> CROSS JOIN t AS y |> AGGREGATE COUNT(*) AS n |> WHY", engine)
        #expect(
            (0..<why.rowCount).map { cells(why, $0).prefix(3).map(\.self) }
                == [1, 2, 3].map { row in
                    [.number(1), .text("t"), .number(row)]
                })
    }

    @Test func whatTheQueryDoesNotUseIsNotNamed() throws {
        let engine = Engine(catalog: Catalog())
        _ = try run("CREATE TABLE t AS SELECT 1 AS a UNION ALL SELECT 2 UNION ALL SELECT 3", engine)
        func rows(_ query: String) throws -> [Cell] {
            let why = try run("\(query) |> WHY", engine)
            return (0..<why.rowCount).map { cells(why, $0)[2] }
        }
        #expect(try rows("FROM t |> WHERE a = 2") == [.number(2)])
        #expect(try rows("FROM t |> EXCEPT DISTINCT (FROM t |> WHERE a > 1)") == [.number(1)])
        #expect(try rows("FROM t |> WHERE NOT EXISTS (FROM t AS s |> WHERE s.a > t.a)") == [.number(3)])
        #expect(try rows("FROM t |> EXTEND LAG(a) OVER (ORDER BY a) AS p |> WHERE a = 3") == [.number(2), .number(3)])
        #expect(try rows("SELECT 1 AS one").isEmpty)
    }

    /// Lineages pass through the values of subqueries, which are strings.
    @Test func farRowsAreNamedThroughSubqueries() throws {
        let engine = Engine(catalog: Catalog())
        _ = try run("CREATE TABLE t AS FROM GENERATE_SERIES(1, 100000) |> SELECT value AS a", engine)
        let why = try run("SELECT 1 AS one WHERE 99999 IN (SELECT a FROM t) |> WHY", engine)
        #expect((0..<why.rowCount).map { cells(why, $0)[2] } == [.number(99_999)])
    }

    // MARK: Support

    private func run(_ text: String, _ engine: Engine) throws -> QueryResult {
        var result: QueryResult?
        for statement in try Parser.script(text) { result = try engine.execute(statement, Engine.Options(now: 0)) }
        return try #require(result)
    }

    private func cells(_ result: QueryResult, _ row: Int) -> [Cell] {
        result.columns.indices.map { Cell(result.value(row: row, column: $0)) }
    }

    /// The rows that WHY names, by table, from 0.
    private func keptRows(_ why: QueryResult) throws -> [String: [Int32]] {
        var kept: [String: [Int32]] = [:]
        for row in 0..<why.rowCount {
            guard case .string(let table) = why.value(row: row, column: 1),
                case .int64(let number) = why.value(row: row, column: 2)
            else { throw Diagnostic("WHY names no row") }
            kept[table, default: []].append(Int32(number - 1))
        }
        return kept
    }

    private func reducing(_ engine: Engine, _ names: [String], to kept: [String: [Int32]]) throws -> Engine {
        let reduced = Engine(catalog: Catalog())
        for name in names {
            guard case .table(let definition) = engine.snapshot[name] else { throw Diagnostic("no table \(name)") }
            let rows = try definition.rows().gathering(kept[name] ?? [])
            reduced.define(TableDefinition(name: name, columns: definition.columns) { rows })
        }
        return reduced
    }
}
