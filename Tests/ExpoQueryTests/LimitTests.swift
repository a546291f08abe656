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
}
