// What limits count, and what they do not; values that are refused.

import ExpoQuery
import Testing

struct LimitScopeTests {
    private let database = Database(access: .none)

    @Test func rowsOfANewTableCount() {
        let error = #expect(throws: Diagnostic.self) {
            try database.query(
                "CREATE TABLE t AS FROM GENERATE_SERIES(1, 10)", options: QueryOptions(limits: Limits(rows: 9)))
        }
        #expect(error?.reason == .rowLimit)
        #expect(throws: Diagnostic.self) { try database.query("FROM t") }
    }

    /// A table that tells how many of its batches were read.
    private final class Counted: TableProvider, TableCursor, @unchecked Sendable {
        let columns = [Column("a", .int64)]
        var given = 0
        func scan(_ request: ScanRequest) throws -> [any TableCursor] { [self] }
        func next() throws -> ColumnBatch? {
            given += 1
            return given > 100 ? nil : try ColumnBatch(columns: [.int64(Array(repeating: 1, count: 100))])
        }
    }

    @Test func aStreamedLimitGivesItsRowsAsTheyCome() throws {
        let table = Counted()
        database.attach(table, as: "counted")
        var (rows, readAtFirst) = (0, 0)
        try database.forEachBatch(of: "FROM counted |> LIMIT 450 OFFSET 30 |> EXTEND a + 1 AS b") { batch in
            if rows == 0 { readAtFirst = table.given }
            rows += batch.rowCount
            return true
        }
        #expect(rows == 450)
        #expect(readAtFirst == 1)
        #expect(table.given == 5)
    }

    /// Three pauses, each longer than the limit.
    @Test func theTimeOfWhoTakesTheRowsIsNotTheStatements() throws {
        var batches = 0
        let limits = Limits(time: .seconds(1))
        try database.forEachBatch(
            of: "FROM GENERATE_SERIES(1, 12000)", options: QueryOptions(limits: limits)
        ) { _ in
            batches += 1
            let end = ContinuousClock.now + .milliseconds(1100)
            while ContinuousClock.now < end {}
            return true
        }
        #expect(batches == 3)
    }

    @Test func aNumberTooLargeForFloatIsAnError() throws {
        struct Narrow: Decodable { let x: Float }
        let error = #expect(throws: Diagnostic.self) { try database.query("SELECT 1e300 AS x").rows(as: Narrow.self) }
        #expect(error?.message.contains("which Float cannot hold") == true)
        #expect(try database.query("SELECT 0.5 AS x").rows(as: Narrow.self)[0].x == 0.5)
        #expect(try database.query("SELECT CAST('inf' AS FLOAT64) AS x").rows(as: Narrow.self)[0].x == .infinity)
    }

    @Test(arguments: [Value.date(.max), .date(-800_000), .timestamp(.min)])
    func parametersAreWithinTheirTypes(_ value: Value) throws {
        let prepared = try database.prepare("SELECT @p AS x")
        #expect(throws: Diagnostic.self) { try database.query("SELECT @p AS x", parameters: ["p": value]) }
        #expect(throws: Diagnostic.self) { try prepared.query(parameters: ["p": value]) }
    }

    @Test func preparingAnExportSaysWhatToDo() {
        let error = #expect(throws: Diagnostic.self) {
            try database.prepare("SELECT 1 AS x |> EXPORT DATA OPTIONS(uri = 'x.csv', format = 'CSV')")
        }
        #expect(error?.hints.first?.contains("query(_:) runs the statement") == true)
    }

    /// Notes the filters that it is offered.
    private final class Asked: TableProvider, @unchecked Sendable {
        let columns = [Column("n", .int64)]
        var filters: [ScanFilter] = []
        func scan(_ request: ScanRequest) throws -> [any TableCursor] {
            filters = request.filters
            return []
        }
    }

    @Test(
        arguments: [
            ("n > 1.5", [(ScanFilter.Comparison.greater, 1)]), ("n < 1.5", [(.less, 2)]),
            ("n <= 1.5", [(.lessOrEqual, 1)]),
            ("1.5 <= n", [(.greaterOrEqual, 2)]), ("n = 2.0", [(.equal, 2)]), ("n = 2.5", []),
            ("NOT (n = 1)", [(.notEqual, 1)]), ("n IN (7, 3, 5)", [(.greaterOrEqual, 3), (.lessOrEqual, 7)]),
            ("n IN (4)", [(.equal, 4)]), ("n BETWEEN 2 AND 6", [(.greaterOrEqual, 2), (.lessOrEqual, 6)]),
            ("NOT (n < 3)", []),
        ] as [(String, [(ScanFilter.Comparison, Int64)])])
    func providersAreOffered(_ condition: String, _ expected: [(ScanFilter.Comparison, Int64)]) throws {
        let table = Asked()
        database.attach(table, as: "asked")
        _ = try database.query("FROM asked |> WHERE \(condition)")
        #expect(table.filters.map(\.comparison) == expected.map(\.0))
        #expect(table.filters.map(\.value) == expected.map { .int64($0.1) })
    }
}
