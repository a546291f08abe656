// DECLARE and SET: what variables are to statements, and what is refused.

import QueryLanguage
import Testing

@testable import QueryEngine

struct VariableTests {
    private let runner: QueryRunner

    init() throws {
        runner = try QueryRunner("CREATE TABLE t AS SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y'")
    }

    /// The lines of a script's last statement.
    private func lines(_ script: String) throws -> [String] { try runner.lines(script) }

    @Test func aVariableIsAConstantOfItsType() throws {
        #expect(try lines("DECLARE v DEFAULT 1; FROM t |> WHERE a > v |> SELECT b") == ["y"])
        #expect(try lines("DECLARE v FLOAT64 DEFAULT 1; SELECT v / 2, v") == ["0.5 1"])
        #expect(try lines("DECLARE v DATE DEFAULT '2024-11-05'; SELECT v + 1") == ["2024-11-06"])
        #expect(try lines("DECLARE v int64; DESCRIBE t; SELECT v + 1") == ["NULL"])
        #expect(try lines("DECLARE a1, a2 DEFAULT 2; SET a2 = a1 + a2; SELECT a1, a2") == ["2 4"])
        #expect(try lines("DECLARE v DEFAULT (SELECT MAX(a) FROM t); SELECT V * 10 AS ten") == ["20"])
        #expect(try lines("DECLARE `two words` DEFAULT 2; SELECT `two words` + 1") == ["3"])
        #expect(
            try lines("DECLARE v DEFAULT 1; FROM t |> AGGREGATE COUNT(*) AS n GROUP BY b |> WHERE n = v") == [
                "x 1", "y 1",
            ])
        #expect(try lines("DECLARE v DEFAULT 7; FROM t |> SELECT v |> DISTINCT") == ["7"])
    }

    @Test func itStandsWhereConstantsAreNeeded() throws {
        #expect(try lines("DECLARE n DEFAULT 1; FROM t |> ORDER BY a |> LIMIT n OFFSET n") == ["2 y"])
        #expect(try lines("DECLARE v DEFAULT 'x'; FROM t |> PIVOT (SUM(a) FOR b IN (v AS x))") == ["1"])
        #expect(runner.error("DECLARE n INT64; FROM t |> LIMIT n")?.message == "LIMIT cannot be NULL")
        #expect(runner.error("FROM t |> LIMIT a")?.message == "LIMIT needs a constant, not a column")
    }

    @Test func columnsAndAliasesGoBeforeIt() throws {
        #expect(try lines("DECLARE a DEFAULT 9; FROM t |> WHERE a = 2 |> SELECT b") == ["y"])
        #expect(try lines("DECLARE a DEFAULT 9; SELECT (SELECT a FROM t LIMIT 1)") == ["1"])
        #expect(try lines("DECLARE a DEFAULT 9; FROM t |> SELECT b AS c |> SELECT a |> DISTINCT") == ["9"])
        #expect(try lines("DECLARE z DEFAULT 9; SELECT a AS z FROM t ORDER BY z DESC LIMIT 1") == ["2"])
    }

    /// A string literal becomes a DATE, a variable of type STRING does not.
    @Test func valuesAreCoercedAsArgumentsAre() {
        #expect(runner.error("DECLARE v DATE DEFAULT 'x'")?.message.contains("cannot read") == true)
        let wrong = runner.error("DECLARE v INT64 DEFAULT '7'")
        #expect(wrong?.message == "`v` is INT64, this is STRING")
        #expect(wrong?.hints == ["CAST(… AS INT64) converts it"])
        #expect(runner.error("DECLARE s DEFAULT '2024-11-05'; DECLARE d DATE; SET d = s") != nil)
        #expect(runner.error("DECLARE d DATE; SET d = NULL") == nil)
        #expect(runner.error("DECLARE v INT64 DEFAULT 1.5")?.message == "`v` is INT64, this is FLOAT64")
        #expect(runner.error("DECLARE v TEXT")?.hints == ["it is called STRING here"])
    }

    @Test func mistakesAreTold() {
        let twice = runner.error("DECLARE v INT64; DECLARE V INT64")
        #expect(twice?.message == "the variable `V` is declared already")
        #expect(twice?.hints == ["SET V = … changes it"])
        #expect(runner.error("DECLARE v, w, V INT64")?.message == "DECLARE names `V` twice")
        #expect(runner.error("DECLARE since DATE; SET sinse = NULL")?.hints == ["did you mean `since`?"])
        #expect(runner.error("SET v = 1")?.hints == ["declare it first: DECLARE v DEFAULT …"])
        #expect(runner.error("DECLARE since DATE; FROM t |> WHERE sinse > 1")?.hints == ["did you mean `since`?"])
        #expect(runner.error("DECLARE v DEFAULT SUM(1)")?.hints == ["put it into a subquery: (SELECT …)"])
    }

    /// A name of a DECLARE that failed is free, and its others are not there.
    @Test func aDeclarationThatFailsLeavesNothing() throws {
        let variables = ScriptVariables()
        var options = Engine.Options(now: 0)
        options.variables = variables
        func run(_ text: String) throws { _ = try runner.engine.execute(try Parser.script(text)[0], options) }
        try run("DECLARE a INT64")
        #expect(throws: Diagnostic.self) { try run("DECLARE b, a INT64") }
        #expect(throws: Diagnostic.self) { try run("DECLARE c INT64 DEFAULT DIV(1, 0)") }
        #expect(variables.names == ["a"])
        try run("SET A = 5")
        #expect(variables["a"] == .int64(5) && variables["b"] == nil)
    }

    @Test func viewsDoNotCaptureVariables() throws {
        #expect(
            runner.error("DECLARE v DEFAULT 1; CREATE VIEW w AS FROM t |> WHERE a = v")?.message
                == "a view cannot use a variable")
        // What a view names is not found in the script that uses it.
        let runner = try QueryRunner("CREATE TABLE s AS SELECT 1 AS a; CREATE VIEW w AS SELECT a FROM s")
        let error = runner.error("DECLARE a DEFAULT 9; CREATE OR REPLACE TABLE s AS SELECT 1 AS other; FROM w")
        #expect(error?.message.contains("there is no column `a`") == true)
    }

    @Test func messagesTellWhatWasDone() throws {
        var options = Engine.Options(now: 0)
        options.variables = ScriptVariables()
        let messages = try Parser.script("DECLARE a, b DEFAULT DATE '2024-11-05'; SET a = '2025-11-05'").map {
            try runner.engine.execute($0, options).message
        }
        #expect(messages == ["declared a, b DATE", "set a to 2025-11-05"])
    }
}
