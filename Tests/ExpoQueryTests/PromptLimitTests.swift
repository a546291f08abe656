// Statements that are busy for minutes inside one batch, one sort or one plan end when their time or memory does.

import ExpoQuery
import Foundation
import Synchronization
import Testing

struct PromptLimitTests {
    private func reason(_ text: String, _ limits: Limits) -> Diagnostic.Reason? {
        let database = Database.expo(access: .none, options: QueryOptions(limits: limits))
        do {
            _ = try database.query(text)
            return nil
        } catch {
            return error.reason
        }
    }

    private static let series = "FROM GENERATE_SERIES(1, 3000000)"
    private static let long = "SELECT REPEAT('ab', 200000 + CAST(RAND() AS INT64)) AS x"

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "\(long) |> SELECT EDIT_DISTANCE(x, REPEAT('ba', 200000))",
            "\(long) |> CROSS JOIN GENERATE_SERIES(1, 100000) AS n |> AGGREGATE SUM(CHAR_LENGTH(SUBSTR(x, value)))",
            "\(long) |> CROSS JOIN GENERATE_SERIES(1, 100000) AS n |> AGGREGATE SUM(STRPOS(SUBSTR(x, value), 'bb'))",
            "\(long) |> CROSS JOIN GENERATE_SERIES(1, 100000) AS n |> WHERE REGEXP_CONTAINS(SUBSTR(x, value), 'b.*c')",
            "\(long) |> CROSS JOIN GENERATE_SERIES(1, 100000) AS n |> WHERE CONTAINS_SUBSTR(SUBSTR(x, value), 'bb')",
            "\(long) |> CROSS JOIN GENERATE_SERIES(1, 100000) AS n |> WHERE SUBSTR(x, value) LIKE '%b%c%a_d'",
            "\(series) |> ORDER BY RAND(), value |> ORDER BY RAND() |> ORDER BY RAND() |> ORDER BY RAND()",
            "\(series) |> EXTEND SUM(value) OVER (ORDER BY RAND() ROWS BETWEEN 50000 PRECEDING AND 50000 FOLLOWING)",
            "\(series) |> EXTEND SUM(value) OVER (ORDER BY RAND())",
            "\(series) |> EXTEND STRING_AGG('x') OVER (ORDER BY value)",
            "\(series) |> EXTEND LAG(value) OVER (PARTITION BY MOD(value, 9) ORDER BY RAND())",
            "\(series) |> INTERSECT ALL (\(series))",
            "\(series) |> EXCEPT DISTINCT (\(series))",
            "\(series) AS a |> EXTEND 1 AS k |> JOIN (\(series) |> SELECT 1 AS k) AS b USING (k) |> AGGREGATE COUNT(*)",
            "\(series) AS a |> LEFT JOIN (\(series)) AS b ON a.value < b.value |> AGGREGATE COUNT(*)",
            "FROM GENERATE_SERIES(1, 9000000000000000000) |> WHERE value < 0",
            "\(series) |> AGGREGATE SUM(LENGTH(REPLACE(REPEAT('a', 10000 + MOD(value, 2)), 'a', REPEAT('b', 1000))))",
        ])
    func timeIsLookedAt(_ text: String) {
        #expect(reason(text, Limits(time: .milliseconds(200))) == .timeLimit, "\(text)")
    }

    @Test(
        .timeLimit(.minutes(1)),
        arguments: [
            "SELECT LENGTH(REPEAT('x', 16000000 + CAST(RAND() AS INT64)))",
            "SELECT LENGTH(LPAD('x', 16000000 + CAST(RAND() AS INT64), 'yz'))",
            "SELECT LENGTH(REPLACE(REPEAT('a', 100000 + CAST(RAND() AS INT64)), 'a', REPEAT('b', 100000)))",
            "SELECT REPEAT('a', 900000 + CAST(RAND() AS INT64)) AS x |> SELECT LENGTH(CONCAT(x, x, x, x, x, x))",
            "SELECT REPEAT('a', 900000 + CAST(RAND() AS INT64)) AS x |> SELECT x || x || x || x || x AS y",
            "FROM GENERATE_SERIES(1, 100000) |> AGGREGATE STRING_AGG(REPEAT('x', 1000), '')",
            "SELECT LENGTH(REGEXP_REPLACE(REPEAT('a', 100000 + CAST(RAND() AS INT64)), 'a', REPEAT('b', 1000)))",
            "SELECT LENGTH(TRANSLATE(REPEAT('a', 1900000 + CAST(RAND() AS INT64)), 'a', '界'))",
        ])
    func memoryIsLookedAtBeforeATextIsMade(_ text: String) {
        #expect(reason(text, Limits(memory: 4 << 20, time: .seconds(20))) == .memoryLimit, "\(text)")
    }

    private static func chain(_ count: Int) -> String {
        "SELECT 1 AS x" + (1..<count).map { " UNION ALL SELECT \($0)" }.joined()
    }

    @Test(.timeLimit(.minutes(1))) func aLongChainOfUnionsIsRead() throws {
        let database = Database()
        #expect(try database.query(Self.chain(990)).count == 990)
        #expect(try database.query("FROM (\(Self.chain(900))) |> WHERE x > 890 |> AGGREGATE COUNT(*)")[0][0] == 9)
    }

    /// What goes wrong with a query on a stack as threads of dispatch pools have it.
    private func errorOnSmallStack(_ text: String) -> Diagnostic? {
        let error = Mutex<Diagnostic?>(nil)
        let done = DispatchSemaphore(value: 0)
        let thread = Thread {
            do throws(Diagnostic) {
                _ = try Database.expo.query(text, options: QueryOptions(limits: Limits(time: .seconds(5))))
            } catch let failure {
                error.withLock { $0 = failure }
            }
            done.signal()
        }
        thread.stackSize = 512 << 10
        thread.start()
        done.wait()
        return error.withLock { $0 }
    }

    @Test(.timeLimit(.minutes(1))) func deepStatementsOnASmallStackAreRunOrRefused() {
        let texts = [
            Self.chain(990), "SELECT " + (0..<990).map { "\($0)" }.joined(separator: " + "),
            "SELECT " + (0..<990).map { "\($0) = RAND()" }.joined(separator: " AND "),
            "SELECT 1 AS x" + String(repeating: " |> EXTEND x + 1 AS y |> DROP y", count: 400),
            "SELECT 1 AS x" + String(repeating: " |> WHERE x > 0", count: 900),
            "SELECT " + String(repeating: "(", count: 190) + "1" + String(repeating: ")", count: 190),
            "SELECT " + String(repeating: "ABS(", count: 190) + "1" + String(repeating: ")", count: 190),
            String(repeating: "FROM (", count: 190) + "FROM editions" + String(repeating: ")", count: 190),
            "FROM editions AS a" + (0..<200).map { " |> JOIN editions AS a\($0) USING (edition)" }.joined(),
        ]
        for text in texts {
            let error = errorOnSmallStack(text)
            let isLimit = error.map { $0.reason == .depthLimit || $0.reason == .timeLimit } ?? true
            #expect(isLimit, "\(text.prefix(60)): \(error?.message ?? "")")
        }
    }
}
