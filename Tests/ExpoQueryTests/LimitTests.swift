// Limits, cancellation, and statements of many tasks at once.

import ExpoQuery
import Testing

struct LimitTests {
    private func reason(_ text: String, _ limits: Limits, threads: Int = 1) -> Diagnostic.Reason? {
        let database = Database.expo(access: .none, options: QueryOptions(threads: threads, limits: limits))
        do {
            _ = try database.query(text)
            return nil
        } catch {
            return error.reason
        }
    }

    @Test func theResultMayNotHaveMoreRows() {
        #expect(reason("FROM GENERATE_SERIES(1, 10)", Limits(rows: 9)) == .rowLimit)
        #expect(reason("FROM GENERATE_SERIES(1, 10)", Limits(rows: 10)) == nil)
        #expect(reason("FROM GENERATE_SERIES(1, 1000000) |> AGGREGATE SUM(value)", Limits(rows: 1)) == nil)
        #expect(reason("FROM GENERATE_SERIES(1, 1000000)", Limits(rows: 1000), threads: 2) == .rowLimit)
        #expect(reason("FROM GENERATE_SERIES(1, 1000000) |> ORDER BY value DESC", Limits(rows: 5)) == .rowLimit)
    }

    /// Statements that take more than a megabyte, each in its way; the first of each pair takes little.
    @Test(arguments: [1, 2])
    func theStatementMayNotTakeMoreMemory(_ threads: Int) {
        let limits = Limits(memory: 1 << 20)
        let series = "FROM GENERATE_SERIES(1, 1000000)"
        #expect(reason("\(series) |> AGGREGATE SUM(value)", limits, threads: threads) == nil)
        #expect(reason(series, limits, threads: threads) == .memoryLimit)
        #expect(
            reason("\(series) |> AGGREGATE COUNT(*) GROUP BY value |> LIMIT 1", limits, threads: threads)
                == .memoryLimit)
        #expect(reason("\(series) |> AGGREGATE COUNT(DISTINCT value)", limits, threads: threads) == .memoryLimit)
        #expect(
            reason("\(series) |> ORDER BY -value |> LIMIT 1 OFFSET 900000", limits, threads: threads) == .memoryLimit)
        #expect(
            reason("\(series) AS a |> JOIN (\(series)) AS b USING (value) |> LIMIT 1", limits, threads: threads)
                == .memoryLimit)
        #expect(
            reason("\(series) |> AGGREGATE STRING_AGG(REPEAT('x', 100)) |> LIMIT 1", limits, threads: threads)
                == .memoryLimit)
    }

    @Test func theStatementMayNotTakeLonger() {
        let limits = Limits(time: .milliseconds(50))
        #expect(reason("FROM GENERATE_SERIES(1, 1000000000000) |> AGGREGATE SUM(value)", limits) == .timeLimit)
        #expect(reason("SELECT 1", Limits(time: .seconds(600))) == nil)
    }

    @Test func theTextMayNotNestDeeper() {
        #expect(reason("SELECT ((((1))))", Limits(depth: 3)) == .depthLimit)
        #expect(reason("SELECT ((((1))))", Limits(depth: 20)) == nil)
        let deep = String(repeating: "(", count: 100_000)
        #expect(reason("SELECT \(deep)", Limits(depth: .max)) == .depthLimit)
    }

    /// What a stranger may try.
    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "FROM GENERATE_SERIES(900000, 1000000) |> AGGREGATE SUM(LENGTH(REPEAT('x', value)))",
            "FROM GENERATE_SERIES(900000, 1000000) |> AGGREGATE STRING_AGG(REPEAT('x', value))",
            "FROM GENERATE_SERIES(1, 1000000) |> SELECT REPEAT('x', 1000000) AS x |> AGGREGATE COUNT(DISTINCT x)",
            "FROM GENERATE_SERIES(1, 10000) |> CROSS JOIN GENERATE_SERIES(1, 1000000000) AS b |> AGGREGATE COUNT(*)",
            "FROM GENERATE_SERIES(1, 100000) AS a |> CROSS JOIN GENERATE_SERIES(1, 100000) AS b |> AGGREGATE COUNT(*)",
            "FROM GENERATE_SERIES(1, 100000) AS a |> WHERE EXISTS (FROM GENERATE_SERIES(1, 100000) AS b |> WHERE a.value + b.value < 0)",
            "FROM GENERATE_SERIES(1, 100000) |> EXTEND SUM(value) OVER (ORDER BY value ROWS BETWEEN 50000 PRECEDING AND 50000 FOLLOWING)",
            "FROM GENERATE_SERIES(1, 100000000) |> ORDER BY RAND()",
            "FROM GENERATE_SERIES(1, 100000000) |> WHY",
        ])
    func noStatementTakesMoreThanItMay(_ text: String) {
        let limits = Limits(rows: 1000, memory: 64 << 20, time: .seconds(1))
        #expect([.rowLimit, .memoryLimit, .timeLimit].contains(reason(text, limits)), "\(text)")
    }

    @Test func aCallHasLimitsOfItsOwn() throws {
        let database = Database(options: QueryOptions(limits: Limits(rows: 1)))
        let text = "FROM GENERATE_SERIES(1, 3)"
        #expect(throws: Diagnostic.self) { try database.query(text) }
        #expect(try database.query(text, options: QueryOptions()).rowCount == 3)
        let prepared = try database.prepare(text)
        #expect(throws: Diagnostic.self) { try prepared.query() }
        #expect(throws: Diagnostic.self) { try database.forEachBatch(of: text) { _ in true } }
    }

    @Test func aCancelledStatementIsInterrupted() throws {
        let cancellation = Cancellation()
        cancellation.cancel()
        let error = #expect(throws: Diagnostic.self) {
            try Database().query("FROM GENERATE_SERIES(1, 9)", options: QueryOptions(cancellation: cancellation))
        }
        #expect(error?.reason == .interrupted)
    }

    @Test func aCancelledTaskStopsItsStatement() async throws {
        let database = Database()
        let task = Task { try await database.query("FROM GENERATE_SERIES(1, 1000000000000) |> AGGREGATE SUM(value)") }
        task.cancel()
        await #expect(throws: CancellationError.self) { try await task.value }
    }

    @Test func manyTasksReadAndWriteAtOnce() async throws {
        let database = Database.expo
        let statement = try database.prepare("FROM figures |> WHERE edition = @edition |> AGGREGATE COUNT(*)")
        var expected: [Int] = []
        for edition in 1...8 { expected.append(try await statement.query(parameters: ["edition": edition])[0][0]) }
        let counts = expected
        try await withThrowingTaskGroup(of: Bool.self) { group in
            for index in 0..<64 {
                group.addTask {
                    let edition = index % 8 + 1
                    if index % 5 == 0 { _ = try await database.run("CREATE TABLE t\(index) AS FROM editions") }
                    let count: Int = try await statement.query(parameters: ["edition": edition])[0][0]
                    return count == counts[edition - 1]
                }
            }
            for try await isRight in group { #expect(isRight) }
        }
        #expect(try await database.query("FROM t60").rowCount == 8)
    }

    /// A table that never ends, of batches that are empty or that a condition leaves nothing of.
    private struct Endless: TableProvider {
        final class Cursor: TableCursor {
            let rows: Int
            init(rows: Int) { self.rows = rows }
            func next() throws -> ColumnBatch? { try ColumnBatch(columns: [.int64(Array(repeating: 1, count: rows))]) }
        }

        let columns = [Column("a", .int64)]
        let rows: Int
        func scan(_ request: ScanRequest) throws -> [any TableCursor] { [Cursor(rows: rows)] }
    }

    @Test(arguments: [0, 100]) func aProviderWithoutEndIsStopped(_ rows: Int) {
        let database = Database(options: QueryOptions(limits: Limits(time: .milliseconds(50))))
        database.attach(Endless(rows: rows), as: "endless")
        let error = #expect(throws: Diagnostic.self) {
            try database.query("FROM endless |> WHERE a = 2 |> SELECT a")
        }
        #expect(error?.reason == .timeLimit)
    }

    @Test func viewsAndWithTablesStandOnOneAnotherOnlySoDeep() throws {
        let database = Database()
        try database.run("CREATE VIEW v0 AS SELECT 1 AS n")
        for index in 1...99 { try database.run("CREATE VIEW v\(index) AS FROM v\(index - 1)") }
        #expect(try database.query("FROM v90").count == 1)
        let deep = #expect(throws: Diagnostic.self) { try database.run("CREATE VIEW v100 AS FROM v99; FROM v100") }
        #expect(deep?.reason == .depthLimit)
        let tables = (1..<9000).map { ", w\($0) AS (FROM w\($0 - 1))" }.joined()
        let long = #expect(throws: Diagnostic.self) {
            try database.query("WITH w0 AS (SELECT 1 AS x)\(tables) FROM w8999")
        }
        #expect(long?.reason == .depthLimit)
    }
}
