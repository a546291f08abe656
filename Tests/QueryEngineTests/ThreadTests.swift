// The number of threads changes no answer.

import Testing

@testable import QueryEngine

struct ThreadTests {
    /// Enough rows for several morsels, so that every thread has some.
    private static let setup = """
        CREATE TABLE n AS
        FROM GENERATE_SERIES(1, 300000)
        |> SELECT value, MOD(value * 7919, 1000) AS key, value / 7.0 AS share,
             IF(MOD(value, 11) = 0, NULL, CONCAT('name ', CAST(MOD(value, 5003) AS STRING))) AS name;
        CREATE TABLE k AS FROM GENERATE_SERIES(0, 1999, 2) |> SELECT value AS key, value * 10 AS weight
        """

    private static let prepared = Result { try QueryRunner(setup) }

    @Test(arguments: [
        "FROM n |> AGGREGATE SUM(share), AVG(share), COUNT(name), MIN(name), MAX(value)",
        "FROM n |> AGGREGATE SUM(share) AS s, COUNT(DISTINCT name) AS c, ANY_VALUE(name) AS a GROUP BY key",
        "FROM n |> AGGREGATE STRING_AGG(name ORDER BY value DESC LIMIT 3) AS names GROUP BY key",
        "FROM n |> AGGREGATE MEDIAN(share), PERCENTILE_DISC(name, 0.3), APPROX_COUNT_DISTINCT(name)",
        "FROM n |> AGGREGATE MEDIAN(share), PERCENTILE_CONT(value, 0.9), COUNT(*) GROUP BY key",
        "FROM n |> AGGREGATE COUNT(*), SUM(value), AVG(share) GROUP BY name, key",
        "FROM n |> WHERE key < 3 |> SELECT value, name",
        "FROM n |> WHERE value > 5 |> LIMIT 10 OFFSET 70000",
        "FROM n |> SELECT DISTINCT name",
        "FROM n |> JOIN k USING (key) |> AGGREGATE SUM(weight) AS w GROUP BY key",
        "FROM n |> LEFT JOIN k USING (key) |> WHERE weight IS NULL |> LIMIT 20",
        "FROM k |> FULL JOIN n USING (key) |> AGGREGATE COUNT(*), COUNT(weight), COUNT(value)",
        "FROM n |> ORDER BY key, name DESC |> LIMIT 1000",
        "FROM n |> WHERE value < 200000 |> EXTEND SUM(share) OVER (PARTITION BY key ORDER BY value) AS s |> WHERE key = 5",
        "FROM n |> SELECT key |> EXCEPT ALL (FROM k |> SELECT key) |> AGGREGATE COUNT(*), SUM(key)",
        "FROM n |> SELECT key, name |> INTERSECT DISTINCT (FROM n |> WHERE value > 250000 |> SELECT key, name)",
        "FROM n |> TABLESAMPLE RESERVOIR (100 ROWS) |> AGGREGATE COUNT(*)",
        "FROM n |> WHERE EXISTS (FROM k |> WHERE k.key = n.key AND weight > 5000) |> AGGREGATE COUNT(*)",
    ])
    func answersAreTheSame(_ query: String) throws {
        var database = try Self.prepared.get()
        let expected = try database.rows(query)
        #expect(!expected.isEmpty)
        for threads in [2, 3, 8] {
            database.threads = threads
            #expect(try database.rows(query) == expected, "\(threads) threads")
        }
    }

    /// Moments are brought together in another order, which the last digits show.
    @Test func momentsAreAlmostTheSame() throws {
        var database = try Self.prepared.get()
        let query =
            "FROM n |> AGGREGATE STDDEV(share), VAR_POP(value), CORR(share, value + key), COVAR_SAMP(value, share)"
        let expected = try database.rows(query)[0].compactMap(Double.init)
        #expect(expected.count == 4)
        database.threads = 3
        for (value, expected) in zip(try database.rows(query)[0].compactMap(Double.init), expected) {
            #expect(abs(value - expected) <= 1e-10 * abs(expected))
        }
    }

    /// Of several rows that fail, the first is reported, whichever thread fails first.
    @Test func theFirstErrorIsReported() throws {
        var database = try Self.prepared.get()
        for threads in [1, 2, 8] {
            database.threads = threads
            #expect(
                database.error("FROM n |> WHERE 1 / (value - 200001) > 0 OR 1 / (value - 7) > 0")?.message
                    == "division by zero: 1 / 0")
            #expect(
                database.error("FROM n |> SELECT 9223372036854475807 + value + value")?.message
                    == "INT64 overflow: 9223372036854625808 + 150001")
        }
    }
}
