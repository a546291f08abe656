// Prepared statements give what the same queries give unprepared.

import ExpoQuery
import Testing

struct PreparedStatementTests {
    let database = Database.expo

    private func cells(_ result: QueryResult) -> [[Value]] {
        result.map { row in row.columns.indices.map { row[$0] } }
    }

    /// A query, and parameters that it is run with in turn: of other values, other types, NULL.
    struct Case {
        let text: String
        let parameters: [Parameters]

        init(_ text: String, _ parameters: [Parameters]) {
            self.text = text
            self.parameters = parameters
        }
    }

    static let cases: [Case] = [
        Case(
            "FROM figures |> WHERE edition = @edition |> SELECT figure, value",
            [["edition": 7], ["edition": 8], ["edition": nil], ["edition": 7.0]]
        ),
        Case(
            "FROM editions |> ORDER BY edition |> LIMIT @n OFFSET @m",
            [["n": 2, "m": 1], ["n": 1, "m": 0], ["n": 2, "m": 1]]),
        Case("SELECT @a + 1 AS b, @a IS NULL AS c", [["a": 1], ["a": 1.5], ["a": nil], ["a": 1]]),
        Case(
            "FROM editions |> WHERE opens < @day |> AGGREGATE COUNT(*)", [["day": "2022-01-01"], ["day": "2024-01-01"]]),
        Case("FROM editions |> WHERE city LIKE @p |> AGGREGATE COUNT(*)", [["p": "Shang%"], ["p": "%x"]]),
        Case(
            "FROM figures |> WHERE REGEXP_CONTAINS(measure, @p) |> AGGREGATE COUNT(*)", [["p": "^ex"], ["p": "area$"]]),
        Case(
            "FROM figures |> WHERE edition IN (@a, @b, 3) |> AGGREGATE COUNT(*)",
            [["a": 1, "b": 2], ["a": 4, "b": nil]]),
        Case(
            "FROM editions AS e |> WHERE EXISTS (FROM figures |> WHERE edition = e.edition AND edition < @n)",
            [["n": 3], ["n": 5]]
        ),
        Case(
            "WITH t AS (FROM figures |> WHERE edition = @n) FROM t |> UNION ALL (FROM t) |> AGGREGATE COUNT(*)",
            [["n": 3], ["n": 5]]
        ),
        Case("FROM editions |> AGGREGATE STRING_AGG(city, @s ORDER BY edition LIMIT 2)", [["s": ", "], ["s": "; "]]),
        Case("FROM editions |> EXTEND LAG(edition, @n) OVER (ORDER BY edition) AS before", [["n": 1], ["n": 3]]),
        Case("SELECT INTERVAL @n DAY AS a", [["n": 1], ["n": 3]]),
        Case("SELECT @q > 100{item} AS a", [["q": Quantity("> 100 item")], ["q": Quantity("90 item")]]),
        Case("FROM editions |> WHERE edition = @n |> WHY |> SELECT table, row", [["n": 1], ["n": 3]]),
    ]

    @Test(arguments: cases)
    func givesWhatTheQueryGives(_ example: Case) throws {
        let statement = try database.prepare(example.text)
        for _ in 0..<2 {
            for values in example.parameters {
                let unprepared = try database.query(example.text, parameters: values)
                #expect(try cells(statement.query(parameters: values)) == cells(unprepared))
            }
        }
    }

    @Test func positionalParametersAreBoundAnewToo() throws {
        let statement = try database.prepare("SELECT ? - ?")
        #expect(try statement.query(parameters: [5, 2])[0][0] as Int == 3)
        #expect(try statement.query(parameters: [2, 5])[0][0] as Int == -3)
    }

    @Test func seesTheTablesOfNow() throws {
        try database.run("CREATE TABLE t AS SELECT 1 AS a")
        let statement = try database.prepare("FROM t")
        #expect(cells(try statement.query()) == [[1]])
        try database.run("CREATE OR REPLACE TABLE t AS SELECT 'x' AS b")
        #expect(cells(try statement.query()) == [["x"]])
        try database.run("DROP TABLE t")
        #expect(throws: Diagnostic.self) { try statement.query() }
    }

    @Test func errorsComeWhenItIsPrepared() throws {
        let error = #expect(throws: Diagnostic.self) { try database.prepare("FROM figures |> WHERE editon = @n") }
        #expect(error?.range.map { [$0.lower, $0.upper] } == [22, 28])
        #expect(throws: Diagnostic.self) { try database.prepare("DROP TABLE figures") }
        #expect(throws: Diagnostic.self) { try database.prepare("FROM figures |> WHERE edition = @n").query() }
    }

    @Test func samplesAreDrawnAnew() throws {
        let statement = try database.prepare("FROM GENERATE_SERIES(1, 1000) |> TABLESAMPLE RESERVOIR (5 ROWS)")
        let samples = try (0..<5).map { _ in cells(try statement.query()) }
        #expect(Set(samples).count > 1)
    }

    @Test(
        arguments: [
            "FROM GENERATE_SERIES(1, @p)", "FROM editions |> TABLESAMPLE SYSTEM (@p PERCENT) REPEATABLE (1)",
            "FROM editions |> SELECT SUM(edition) OVER (ORDER BY edition RANGE BETWEEN @p PRECEDING AND CURRENT ROW) AS n",
        ])
    func aParameterMayBeAConstantThatShapesTheQuery(_ text: String) throws {
        let prepared = try database.prepare(text)
        for value in [2, 5] {
            #expect(
                try cells(prepared.query(parameters: ["p": value]))
                    == cells(database.query(text, parameters: ["p": value])))
        }
        #expect(database.diagnostics(in: text).isEmpty)
    }
}
