// Quantities in queries: undecided rows, identity and order, errors that name units and rows.

import QueryLanguage
import Testing

@testable import QueryEngine

struct QuantityQueryTests {
    private let runner: QueryRunner

    init() throws {
        runner = try QueryRunner(
            """
            CREATE TABLE q AS
              SELECT 1 AS k, QUANTITY '> 100 item' AS v UNION ALL SELECT 2, 150{item} UNION ALL SELECT 3, 90{item}
              UNION ALL SELECT 4, NULL UNION ALL SELECT 5, QUANTITY '150..160 item';
            CREATE TABLE mixed AS SELECT 1 AS n, 'an area' AS statement, 3{m2} AS v UNION ALL SELECT 2, 'money', 5{USD}
            """)
    }

    private func undecided(_ text: String) throws -> [UndecidedCondition] {
        let script = try Parser.script(text)
        return try runner.engine.execute(script[0], Engine.Options(now: 0)).undecided
    }

    @Test func comparisonsAreThreeValued() throws {
        #expect(
            try runner.lines("FROM q |> SELECT k, v > 120{item}, v <= 150{item}, v = 150{item}, v != 90{item}") == [
                "1 NULL NULL NULL true", "2 true true true true", "3 false true false false", "4 NULL NULL NULL NULL",
                "5 true NULL NULL true",
            ])
    }

    @Test func undecidedRowsAreCountedAndTold() throws {
        let found = try undecided("FROM q |> WHERE v > 120{item}")
        #expect(found.map(\.rows) == [1])
        #expect(
            found.first?.message
                == "1 row undecided: its bounds do not settle v > 120{item}; add POSSIBLY(…) to include it")
        #expect(try runner.lines("FROM q |> WHERE v > 120{item} |> SELECT k") == ["2", "5"])
        #expect(try runner.lines("FROM q |> WHERE POSSIBLY(v > 120{item}) |> SELECT k") == ["1", "2", "4", "5"])
        #expect(try runner.lines("FROM q |> WHERE NOT CERTAINLY(v > 120{item}) |> SELECT k") == ["1", "3", "4"])
    }

    @Test(arguments: [
        // What settles the condition otherwise leaves no row undecided; NULL in the data is not undecided.
        ("FROM q |> WHERE v > 120{item} AND k > 1", 0), ("FROM q |> WHERE v > 120{item} OR k = 1", 0),
        ("FROM q |> WHERE NOT v > 120{item}", 1), ("FROM q |> WHERE v BETWEEN 120{item} AND 155{item}", 2),
        ("FROM q |> WHERE v IN (150{item}, 155{item})", 2), ("FROM q |> WHERE v IS NULL", 0),
        ("FROM q |> WHERE v IS DISTINCT FROM 150{item}", 0), ("FROM q |> WHERE POSSIBLY(v > 120{item})", 0),
        ("FROM q |> WHERE v IN (SELECT v FROM q WHERE k = 2)", 2), ("SELECT COUNTIF(v > 120{item}) FROM q", 1),
        ("FROM q AS a |> JOIN q AS b ON a.v = b.v", 8), ("SELECT k FROM q GROUP BY k HAVING MAX(v) > 120{item}", 1),
        ("FROM q |> AGGREGATE COUNT(*) GROUP BY v", 0), ("FROM q |> JOIN (FROM q) AS b USING (v)", 0),
        ("FROM q |> WHERE v > (SELECT 120{item})", 1),
        // What is computed before stays undecided on its way; what settles it is no longer.
        ("FROM q |> EXTEND v > 120{item} AS c |> LIMIT 9 |> WHERE c", 1),
        ("FROM q |> EXTEND v > 120{item} AS c |> AGGREGATE COUNTIF(c)", 1),
        ("FROM q |> EXTEND v > 120{item} AS c |> ORDER BY k DESC |> WHERE c AND k > 0", 1),
        ("FROM q |> WHERE IF(k > 0, v > 120{item}, FALSE)", 1), ("FROM q |> WHERE IFNULL(v > 120{item}, FALSE)", 0),
    ])
    func undecidedRows(query: String, count: Int) throws {
        #expect(try undecided(query).reduce(0) { $0 + $1.rows } == count)
    }

    @Test func rowsBehindAJoinAreNamedByTheirCells() throws {
        let error = try #require(runner.error("FROM mixed |> JOIN mixed AS m USING (n) |> SELECT m.v + 1{m2}"))
        #expect(error.notes.first?.hasPrefix("a row with ") == true)
        #expect(error.notes.first?.contains("5 USD") == true)
    }

    @Test func summariesOfMixedUnitsHaveNoExtremes() throws {
        #expect(
            try runner.lines("FROM SUMMARIZE(TABLE mixed) |> WHERE column = 'v' |> SELECT type, minimum, maximum") == [
                "QUANTITY NULL NULL"
            ])
    }

    @Test func undecidedAssertionsFailAndSayWhy() {
        let error = runner.error("ASSERT QUANTITY '> 100 item' > 120{item} AS 'more'")
        #expect(error?.message == "assertion failed: more")
        #expect(error?.notes == ["the bounds do not settle it"])
        #expect(
            runner.error("FROM q |> WHERE k = 1 |> ASSERT v > 120{item}")?.notes == [
                "it fails for v > 100 item, k 1", "  from row 1 of q", "the bounds do not settle it",
            ])
        #expect(
            runner.error("FROM q |> WHERE k = 3 |> ASSERT v > 120{item}")?.notes == [
                "it fails for v 90 item, k 3", "  from row 3 of q",
            ])
        #expect(runner.error("ASSERT POSSIBLY(QUANTITY '> 100 item' > 120{item})") == nil)
    }

    @Test func rowsBehindALimitAreNotCounted() throws {
        let found = try undecided("FROM q |> WHERE v > 120{item} |> LIMIT 1")
        #expect(found.first?.message.hasPrefix("at least 1 row undecided") == true)
    }

    @Test func groupingGoesByNumberBoundsAndUnit() throws {
        let table = """
            (SELECT 36{ha} AS v UNION ALL SELECT 360000{m2} UNION ALL SELECT QUANTITY '> 360000 m2'
             UNION ALL SELECT QUANTITY '>= 360000 m2' UNION ALL SELECT 360000{item} UNION ALL SELECT NULL
             UNION ALL SELECT NULL)
            """
        #expect(
            try runner.lines("FROM \(table) |> AGGREGATE COUNT(*) AS n GROUP BY v |> ORDER BY v") == [
                "NULL 2", "360000 item 1", "36 ha 2", ">= 360000 m2 1", "> 360000 m2 1",
            ])
        #expect(try runner.lines("FROM \(table) |> DISTINCT |> AGGREGATE COUNT(*)") == ["5"])
        #expect(
            try runner.lines("FROM \(table) |> JOIN (SELECT 36{ha} AS v) AS b USING (v) |> AGGREGATE COUNT(*)") == ["2"]
        )
        #expect(
            try runner.lines("FROM \(table) |> INTERSECT DISTINCT (SELECT 360000{m2}) |> SELECT UNIT(v)") == ["ha"])
    }

    @Test func orderIsByDimensionThenNumberThenBounds() throws {
        #expect(
            try runner.lines(
                """
                FROM (SELECT 2{m2} AS v UNION ALL SELECT 1{ha} UNION ALL SELECT 3{USD} UNION ALL SELECT 5{item}
                  UNION ALL SELECT QUANTITY '< 2 m2' UNION ALL SELECT QUANTITY '> 2 m2' UNION ALL SELECT 7
                  UNION ALL SELECT QUANTITY '1..3 m2')
                |> ORDER BY v |> SELECT v
                """) == ["7", "3 USD", "5 item", "< 2 m2", "2 m2 [1, 3]", "2 m2", "> 2 m2", "1 ha"])
    }

    @Test func unitErrorsNameUnitsAndRow() throws {
        let sum = try #require(runner.error("FROM mixed |> SELECT v + 1{m2}"))
        #expect(sum.message == "cannot add USD (a currency) to m2 (an area)")
        #expect(sum.notes == ["row 2 of mixed: n 2, statement \"money\""])
        #expect(sum.hints.contains { $0.contains("UNIT(") })
        let comparison = try #require(runner.error("FROM mixed |> WHERE v > 100"))
        #expect(comparison.message == "cannot compare m2 (an area) with a plain number")
        #expect(comparison.hints.first?.contains("1{m2}") == true)
        let aggregate = try #require(runner.error("FROM mixed |> AGGREGATE SUM(v)"))
        #expect(aggregate.message == "cannot add up m2 (an area) and USD (a currency)")
        #expect(aggregate.hints == ["GROUP BY UNIT(…) keeps the units apart"])
        #expect(
            try runner.lines("FROM mixed |> AGGREGATE SUM(v) GROUP BY UNIT(v) AS u |> ORDER BY u") == [
                "USD 5 USD", "m2 3 m2",
            ])
        #expect(try runner.lines("FROM mixed |> SELECT SAFE_ADD(v, 1{m2})") == ["4 m2", "NULL"])
    }

    @Test(arguments: [
        ("SELECT 3{enterprize}", "there is no unit `enterprize`"),
        ("SELECT 1{m2} / 0{m2}", "division by zero: (1 m2) / (0 m2)"),
        ("SELECT 1 / QUANTITY '-1..1 m2'", "division by zero: (1) / (0 m2 [-1, 1])"),
        ("SELECT IN_UNIT(1{m2}, 'USD')", "cannot express m2 (an area) in USD (a currency)"),
        ("SELECT 1e300{m2} * 1e300{m2}", "QUANTITY overflow: (1e+300 m2) * (1e+300 m2)"),
        ("SELECT QUANTITY(1, 'enterprize')", "there is no unit `enterprize`"),
        ("SELECT 0x1F{m2}", "a number with a unit is written in decimal"),
        ("SELECT CAST(CAST('nan' AS FLOAT64) AS QUANTITY)", "nan cannot be a QUANTITY"),
        ("SELECT CAST('five' AS QUANTITY)", "cannot read 'five' as QUANTITY"),
        ("SELECT 1e999{m2}", "the number is too large for a QUANTITY"),
        ("SELECT CAST(1{m2} AS FLOAT64)", "QUANTITY does not convert to FLOAT64"),
        ("SELECT COUNT(1 HAVING MAX v) FROM q", "bounds do not tell which QUANTITY is the largest"),
    ])
    func errors(query: String, message: String) throws {
        #expect(try #require(runner.error(query)).message == message)
    }

    @Test(arguments: [
        ("1 + QUANTITY '2 percent'", "1.02 [1.0199999999999998, 1.02]"), ("2{percent} = 0.02", "true"),
        ("1{ha} + 1{m2}", "10001 m2"), ("3{item} * 2", "6 item"), ("2 * 3{item}", "6 item"), ("6{item} / 3{item}", "2"),
        ("-QUANTITY '> 5 m2'", "< -5 m2"), ("QUANTITY '> 5 m2' - QUANTITY '> 3 m2'", "2 m2 (-inf, inf)"),
        ("QUANTITY '> 5 m2' * 0", "0 m2"), ("12{USD} / QUANTITY '> 3 person'", "4 USD/person (0, 4)"),
        ("1 / QUANTITY '-1..3 item'", "1 1/item (-inf, inf)"), ("ABS(QUANTITY '-5..3 m2')", "1 m2 [0, 5]"),
        ("GREATEST(3{m2}, QUANTITY '> 2 m2')", ">= 3 m2"), ("LEAST(QUANTITY '> 2 m2', 2{m2})", "2 m2"),
        ("ROUND(QUANTITY '1.25..2.57 m2', 1)", "1.9 m2 [1.3, 2.6]"), ("50{percent} * 50{percent}", "0.25"),
        ("NOMINAL(IN_UNIT(80.01{billion USD}, 'billion USD'))", "80.01"), ("UPPER_BOUND(QUANTITY '> 5')", "inf"),
        ("SAFE_DIVIDE(1{m2}, 0)", "NULL"), ("SAFE.IN_UNIT(1{m2}, 'USD')", "NULL"),
        ("IS_EXACT(QUANTITY '~ 5')", "false"),
        ("7{percent} * 100{m2}", "7 m2"),
        ("0.1{percent} * 1000", "100 percent [99.99999999999999, 100.00000000000003]"), ("+5{m2}", "5 m2"),
        ("IN_UNIT(1{USD/m2}, 'million USD/km2')", "1 million USD/km2"), ("1{km2} / 1{ha}", "100"),
        ("IF(TRUE, 1, 2{item})", nil), ("COALESCE(NULL, 2{item})", "2 item"), ("1{m2} * 1{m2}", "1 m2^2"),
        ("UNIT(1{USD} / 1{person})", "USD/person"), ("CAST('> 5 m2' AS QUANTITY)", "> 5 m2"),
        ("SAFE_CAST('x' AS QUANTITY)", "NULL"),
        ("CAST(9007199254740993 AS QUANTITY)", "9007199254740992 [9007199254740991, 9007199254740994]"),
    ])
    func expressions(expression: String, result: String?) throws {
        if let result {
            #expect(try runner.lines("SELECT \(expression)") == [result])
        } else {
            #expect(runner.error("SELECT \(expression)") == nil)
        }
    }
}
