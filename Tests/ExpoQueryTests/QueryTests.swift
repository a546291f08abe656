// Statements, parameters and results as an app uses them.

import ExpoQuery
import Testing

struct QueryTests {
    let database = Database.expo

    @Test func aQueryGivesRowsThatAreReadByName() throws {
        let result = try database.query(
            "FROM figures |> WHERE edition = @edition AND measure = 'exhibitors' AND preferred |> SELECT edition, value",
            parameters: ["edition": 7])
        #expect(result.count == result.rowCount && !result.isEmpty)
        for row in result {
            #expect(try row["edition"] as Int64 == 7)
            #expect(try row["EDITION"] as Int == 7)
            #expect(try row["value"] as Quantity == row[1] as Quantity)
        }
    }

    @Test func parametersAreWrittenAsSwiftWritesValues() throws {
        let day = try #require(CalendarDate("2024-11-05"))
        let noon = try #require(Timestamp("2024-11-05 12:00:00+00"))
        let area = try #require(Quantity("> 100 item"))
        let city: String? = nil
        let row = try database.query(
            "SELECT @i, @f, @b, @s, @n, @day, @noon, @area, @city",
            parameters: [
                "i": 7, "f": 1.5, "b": true, "s": "a", "n": nil, "day": day, "noon": noon, "area": area, "city": city,
            ])[0]
        let given: [Value] = row.columns.indices.map { row[$0] }
        let expected: [Value] = [
            7, 1.5, true, "a", .null, .date(day.daysSince1970), .timestamp(noon.microsecondsSince1970), .quantity(area),
            .null,
        ]
        #expect(given == expected)
        #expect(try database.query("SELECT ? + ?", parameters: [1, 2])[0][0] as Int64 == 3)
    }

    @Test func aTextHoldsOneStatement() throws {
        #expect(throws: Diagnostic("there is no statement")) { try database.query(" -- nothing") }
        let error = #expect(throws: Diagnostic.self) { try database.query("SELECT 1; SELECT 2") }
        #expect(
            error.map { "\($0)" } == "there is more than one statement; run(_:) takes a script of several")
        #expect(error?.range.map { [$0.lower, $0.upper] } == [10, 18])
    }

    @Test func aScriptRunsStatementAfterStatement() throws {
        let results = try database.run("CREATE TABLE t AS SELECT 1 AS a; FROM t |> EXTEND a + 1 AS b;")
        #expect(results.map(\.rowCount) == [0, 1])
        #expect(results[0].message == "created table t")
        #expect(try results[1][0]["b"] as Int == 2)
        #expect(throws: Diagnostic.self) { try database.run("DROP TABLE t; FROM t") }
        #expect(throws: Diagnostic.self) { try database.query("FROM t") }
    }

    @Test func eachExpoDatabaseIsItsOwn() throws {
        let other = Database.expo
        try database.run("DROP TABLE figures")
        #expect(try other.query("FROM figures").rowCount == 450)
    }

    @Test func cellsAreReadAsWhatTheyAre() throws {
        let result = try database.query(
            """
            SELECT 7 AS i, 1.5 AS f, 'a' AS s, TRUE AS b, CAST(NULL AS INT64) AS n, DATE '2024-11-05' AS d,
              TIMESTAMP '2024-11-05 12:00:00+00' AS t, 22.9{million USD} AS q, INTERVAL 3 DAY AS v, 3000000000 AS big
            """)
        let row = result[0]
        #expect(try row["i"] as Int32 == 7)
        #expect(try row["i"] as Double == 7)
        #expect(try row["f"] as Double == 1.5)
        #expect(try row["s"] as String? == "a")
        #expect(try row["b"] as Bool)
        #expect(try row["n"] as Int64? == nil)
        #expect(try row["d"] as CalendarDate == CalendarDate(year: 2024, month: 11, day: 5))
        #expect(try row["t"] as Timestamp == Timestamp(secondsSince1970: 1_730_808_000))
        #expect(try row["q"] as Quantity == Quantity("22.9 million USD"))
        #expect(try row["v"] as Interval == Interval(days: 3))
        #expect(try row["s"] == Value.string("a"))
    }

    /// What is asked for, and what is told instead.
    @Test func readingErrorsSayWhereAndWhatToDo() throws {
        let result = try database.query(
            "SELECT 7 AS value, 'a' AS name, CAST(NULL AS INT64) AS gap, 3000000000 AS big, 1 AS twice, 2 AS TWICE")
        let row = result[0]
        func failure(_ body: () throws -> Void) -> [String] {
            let error = #expect(throws: Diagnostic.self) { try body() }
            return [error?.message ?? ""] + (error?.hints ?? [])
        }
        #expect(
            failure { _ = try row["valeu"] as Int } == ["the result has no column `valeu`", "did you mean `value`?"])
        #expect(
            failure { _ = try row["gap"] as Int64 } == [
                "column `gap` of row 1 is NULL", "read it as an optional: as Int64?",
            ])
        #expect(
            failure { _ = try row["name"] as Int64 } == [
                "column `name` of row 1 is STRING, which is no Int64", "read it as String, or CAST it in the query",
            ])
        #expect(
            failure { _ = try row["big"] as Int32 } == [
                "column `big` of row 1 holds 3000000000, which Int32 cannot hold", "read it as Int64",
            ])
        #expect(failure { _ = try row["twice"] as Int }[0] == "the result has more than one column `twice`")
    }

    @Test func aDatabaseWithoutFilesOpensNone() throws {
        for statement in ["FROM '/etc/passwd'", "FROM READ_CSV('/etc/passwd')", "CREATE TABLE t AS FROM 'a.csv'"] {
            let error = #expect(throws: Diagnostic.self) { try Database(access: .none).query(statement) }
            #expect(error?.reason == .access)
        }
        let one = Database(access: .files(["/nowhere/a.csv"]))
        #expect((#expect(throws: Diagnostic.self) { try one.query("FROM '/nowhere/b.csv'") })?.reason == .access)
        #expect((#expect(throws: Diagnostic.self) { try one.query("FROM '/nowhere/a.csv'") })?.reason == nil)
        #expect(Database(access: .none).diagnostics(in: "FROM '/etc/passwd'").map(\.reason) == [.access])
    }
}
