// Many values compared at a time, held against one comparison a row.

import Testing

@testable import QueryEngine

struct ColumnScanTests {
    /// Several batches, the last of them no multiple of 64; NULLs, NaNs, infinities, both zeros, extreme integers.
    private func runner() throws -> QueryRunner {
        try QueryRunner(
            """
            CREATE TABLE t AS
              FROM GENERATE_SERIES(1, 5003) |> RENAME value AS n
              |> EXTEND MOD(n * 7919, 11) AS k
              |> SELECT n,
                   CASE k WHEN 0 THEN NULL WHEN 1 THEN CAST('nan' AS FLOAT64) WHEN 2 THEN CAST('inf' AS FLOAT64)
                     WHEN 3 THEN CAST('-inf' AS FLOAT64) WHEN 4 THEN -0.0 WHEN 5 THEN 0.0 ELSE k - 7.5 END AS f,
                   CASE k WHEN 0 THEN NULL WHEN 1 THEN -9223372036854775808 WHEN 2 THEN 9223372036854775807
                     ELSE k - 6 END AS i,
                   IF(k = 3, NULL, DATE_ADD(DATE '1970-01-03', INTERVAL k - 7 DAY)) AS d,
                   TIMESTAMP_MICROS(k - 4) AS s;
            """)
    }

    /// Conditions as filters, and in a form that is evaluated value by value.
    private func expectSame(_ condition: String, _ runner: QueryRunner) throws {
        let marked = try runner.lines("SELECT n FROM t WHERE \(condition)")
        let evaluated = try runner.lines("SELECT n FROM t WHERE IF(\(condition), TRUE, FALSE)")
        #expect(marked == evaluated, "\(condition)")
        #expect(marked.count < 5003, "\(condition) is a question")
    }

    @Test(arguments: ["=", "!=", "<", "<=", ">", ">="])
    func everyRelationOfEveryType(relation: String) throws {
        let runner = try runner()
        for condition in [
            "f \(relation) 0.0", "f \(relation) -0.5", "0.5 \(relation) f", "f \(relation) CAST('nan' AS FLOAT64)",
            "i \(relation) 1", "2 \(relation) i", "i \(relation) 9223372036854775807",
            "d \(relation) DATE '1970-01-01'",
            "s \(relation) TIMESTAMP_MICROS(2)",
        ] {
            try expectSame(condition, runner)
        }
    }

    @Test func andAndOr() throws {
        let runner = try runner()
        for condition in [
            "f > 0 AND i < 3", "f > 0 OR i < 0", "i BETWEEN -2 AND 2", "(f < 0 OR d = DATE '1970-01-01') AND i != 1",
            "f > 0 AND NOT i = 2", "NOT f > 0 OR i = 2", "n < 64 AND f < 0", "i = 7 AND f = 7", "i IS NULL OR f > 1",
        ] {
            try expectSame(condition, runner)
        }
    }

    /// A selection that is made from bits has the rows of the bits.
    @Test func selectionsOfBits() {
        var random = SeededGenerator(11)
        for count in [0, 1, 7, 63, 64, 65, 130, 1_000] {
            for density in [0, 1, 8, 63, 64] as [UInt64] {
                var bits = [UInt64](repeating: .max, count: count / 64 + 1)
                var expected: [Int] = []
                for row in 0..<count {
                    if random.next() & 63 < density {
                        expected.append(row)
                    } else {
                        bits[row >> 6] &= ~(1 << (row & 63))
                    }
                }
                let selection = Selection(marked: bits, of: count)
                #expect((0..<selection.count).map { selection[$0] } == expected)
            }
        }
    }

    /// A COUNT(DISTINCT) without GROUP BY, whose column has a dictionary, agrees with one that groups.
    @Test(arguments: [1, 2]) func distinctOfAllRows(threads: Int) throws {
        var runner = try QueryRunner(
            """
            CREATE TABLE s AS
              FROM GENERATE_SERIES(1, 200000) |> RENAME value AS n
              |> SELECT n, IF(MOD(n, 13) = 0, NULL, CONCAT('name ', CAST(MOD(n * 31, 997) AS STRING))) AS name;
            """)
        runner.threads = threads
        for _ in 1...3 {
            #expect(
                try runner.lines("SELECT COUNT(DISTINCT name), COUNT(DISTINCT MOD(n, 1000)), COUNT(DISTINCT 1) FROM s")
                    == ["997 1000 1"])
            #expect(
                try runner.lines("SELECT COUNT(DISTINCT name) AS c FROM s WHERE n < 900000 GROUP BY n > 0") == ["997"])
            #expect(
                try runner.lines("SELECT STRING_AGG(DISTINCT name, '/' LIMIT 3) FROM s WHERE n > 12") == [
                    "name 434/name 465/name 496"
                ])
        }
    }
}
