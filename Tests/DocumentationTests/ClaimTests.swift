// Holds what the README says in prose and tables to what is there.

import CommandSupport
import ExpoDataset
import Foundation
import QueryEngine
import Testing

struct ClaimTests {
    let readme: Document

    init() throws {
        readme = try Document("README.md")
    }

    @Test func tablesAndViewsAreThoseOfTheCatalog() throws {
        let listed = readme.text.matches(of: /\| `([a-z_]+)` +\| +([0-9]+) \|/.anchorsMatchLineEndings())
        #expect(listed.map { String($0.output.1) } == ExpoDataset.catalogEntries().map(\.name))
        for row in listed {
            let count = try CommandRun(
                ["--format", "csv", "--no-header", "-c", "FROM \(row.output.1) |> AGGREGATE COUNT(*)"])
            #expect(count.output == "\(row.output.2)\n", "\(row.output.1)")
        }
    }

    @Test(arguments: ["Sources", "Tests"])
    func everyRoomIsNamed(_ floor: String) throws {
        for room in try FileManager.default.contentsOfDirectory(atPath: Document.root.appending(path: floor).path) {
            #expect(readme.text.contains("`\(floor)/\(room)`"), "\(floor)/\(room)")
        }
    }

    @Test func optionsAreThoseOfTheHelp() throws {
        let help = try CommandRun(["--help"]).output
        // Lines such as "  -o, --output <file>  …" there, "| `-o FILE`, `--output FILE` | … |" here.
        let known = help.matches(of: /^ +(-.*?)(?: <|  |$)/.anchorsMatchLineEndings())
            .flatMap { $0.output.1.split(separator: ", ") }
        let told = readme.text.matches(of: /^\| (`-.*?) \|/.anchorsMatchLineEndings())
            .flatMap { $0.output.1.matches(of: /`(-[-a-z]+)/).map(\.output.1) }
        #expect(Set(known) == Set(told))
        #expect(known.count == told.count && !known.isEmpty)
    }

    /// What the README says expoq adds, and a statement that uses it.
    @Test(arguments: [
        (
            "FROM SUMMARIZE(TABLE figures)", "FROM SUMMARIZE(TABLE figures) |> AGGREGATE COUNT(*)",
            "14"
        ),
        ("QUANTITY '> 100 item'", "SELECT NOMINAL(QUANTITY '> 100 item')", "100"),
        ("360000{m2}", "SELECT UNIT(360000{m2})", "m2"),
        ("WHY", "FROM editions |> WHY |> AGGREGATE COUNT(*)", "8"),
        ("FROM GENERATE_SERIES(1, 9)", "FROM GENERATE_SERIES(1, 9) |> AGGREGATE SUM(value)", "45"),
        ("MEDIAN", "FROM editions |> AGGREGATE MEDIAN(edition)", "4.5"),
        ("PERCENTILE_CONT", "FROM editions |> AGGREGATE PERCENTILE_CONT(edition, 0.5)", "4.5"),
        ("PERCENTILE_DISC", "FROM editions |> AGGREGATE PERCENTILE_DISC(edition, 0.5)", "4"),
    ])
    func whatIsOursWorks(_ claim: String, _ statement: String, _ answer: String) throws {
        #expect(readme.text.contains("`\(claim)`"))
        let run = try CommandRun(["--format", "csv", "--no-header", "-c", statement])
        #expect(run.output == answer + "\n")
    }

    /// The rows of a table of examples, each `| `expression` | `result` |`.
    @Test func expressionsGiveWhatTheTablesSay() throws {
        let rows = readme.text.matches(of: /^\| `([^`]+)` \| `([^`]+)` \|$/.anchorsMatchLineEndings())
        #expect(rows.count == 17)
        for row in rows {
            let run = try CommandRun(["--no-header", "-c", "SELECT \(row.output.1)"])
            #expect(run.output == "\(row.output.2)\n(1 row)\n", "\(row.output.1): \(run.errors)")
        }
    }

    /// The rows of the table of texts, each `| `text` | number | [least, most] |`.
    @Test func textsMeanWhatTheTableSays() throws {
        let rows = readme.text.matches(
            of: /^\| `(.+)` \| ([0-9.]+) \| ([\[(])(.+), (.+)([\])]) \|$/.anchorsMatchLineEndings())
        #expect(rows.count == 9)
        for row in rows {
            let (_, text, number, start, lower, upper, end) = row.output
            // An end belongs to a quantity if the quantity can be equal to it; an infinite one never does.
            let statement = """
                SELECT QUANTITY '\(text)' AS q
                |> SELECT NOMINAL(q), LOWER_BOUND(q), UPPER_BOUND(q),
                     IF(IS_INF(LOWER_BOUND(q)), FALSE, POSSIBLY(q = QUANTITY(LOWER_BOUND(q), UNIT(q)))),
                     IF(IS_INF(UPPER_BOUND(q)), FALSE, POSSIBLY(q = QUANTITY(UPPER_BOUND(q), UNIT(q))))
                """
            let run = try CommandRun(["--format", "csv", "--no-header", "-c", statement])
            let expected = "\(number),\(lower),\(upper),\(start == "["),\(end == "]")\n".replacing("∞", with: "inf")
            #expect(run.output == expected, "\(text): \(run.errors)")
        }
    }

    /// What the README says of quantities, and a statement with the answer that shows it.
    @Test(arguments: [
        ("known in capitals and in the plural", "SELECT 3{ENTERPRISES} = 3{enterprise} AND 2{HA} = 20000{m2}", "true"),
        ("`percent` is a number, a hundredth", "SELECT 50{percent} = 0.5", "true"),
        ("are multiplied out", "SELECT NOMINAL(80.01{billion USD})", "80010000000"),
        ("`IN_UNIT(q, 'billion USD')`", "SELECT IN_UNIT(80010000000{USD}, 'billion USD')", "80.01 billion USD"),
        ("Any other word is a unit", "SELECT 3{apple} + 4{apple}", "7 apple"),
        ("`USD/enterprise`", "SELECT UNIT(8{USD} / 2{enterprise})", "USD/enterprise"),
        ("`person*day`", "SELECT UNIT(8{day} * 2{person})", "day*person"),
        ("`m2^2`", "SELECT UNIT(8{m2} * 2{m2})", "m2^2"),
        ("`QUANTITY(x, 'm2')`", "SELECT QUANTITY(30, 'm2')", "30 m2"),
        (
            "has bounds on both sides of 0.3",
            "SELECT 0.1{m2} + 0.2{m2} AS s |> SELECT LOWER_BOUND(s) < 0.3 AND UPPER_BOUND(s) > 0.3", "true"
        ),
        ("subtracted and multiplied exactly", "SELECT IS_EXACT(80010000000{USD} * 3 - 1{USD})", "true"),
        (
            "as `c IS NOT FALSE`, `CERTAINLY(c)`",
            "SELECT POSSIBLY(CAST(NULL AS BOOL)) AND NOT CERTAINLY(CAST(NULL AS BOOL))",
            "true"
        ),
        ("`1{ha}` being the same", "SELECT 1{ha} AS a |> UNION DISTINCT (SELECT 10000{m2}) |> AGGREGATE COUNT(*)", "1"),
        (
            "`ORDER BY` goes by dimension, then number",
            "SELECT 2{item} AS a |> UNION ALL (SELECT 1{m2}), (SELECT 1{item}) |> ORDER BY a |> AGGREGATE STRING_AGG(CAST(a AS STRING), '; ')",
            "1 item; 2 item; 1 m2"
        ),
        (
            "the text reads back as the same quantity",
            "FROM figures |> AGGREGATE COUNTIF(CAST(CAST(value AS STRING) AS QUANTITY) IS NOT DISTINCT FROM value)",
            "450"
        ),
        (
            "that reads back too",
            #"SELECT QUANTITY '{"nominal":100,"lower":100,"upper":null,"unit":"item","lower_open":true}'"#, "> 100 item"
        ),
    ])
    func whatIsSaidOfQuantitiesHolds(_ claim: String, _ statement: String, _ answer: String) throws {
        let prose = readme.text.replacing(/\s+/, with: " ")
        #expect(prose.contains(claim))
        let run = try CommandRun(["--format", "csv", "--no-header", "-c", statement])
        #expect(run.output == answer + "\n", "\(run.errors)")
    }

    /// What the README says cannot be done with quantities, and a statement that tries it.
    @Test(arguments: [
        ("no currency ever converted into another", "SELECT 1{USD} + 1{CNY}", "cannot add"),
        ("which do not convert either", "SELECT IN_UNIT(1{year}, 'day')", "cannot express"),
        ("looks like a slip of a known word is an error", "SELECT 1{enterprize}", "did you mean `enterprise`?"),
        ("cannot be added or compared", "SELECT 1{m2} + 1{USD}", "cannot add"),
        ("cannot be added or compared", "SELECT 1{m2} < 1{USD}", "cannot compare"),
        ("one whose number is 0 is an error", "SELECT 1{m2} / QUANTITY '0 item [-1, 1]'", "division by zero"),
        ("Several dimensions are an error", "FROM figures |> AGGREGATE SUM(value)", "GROUP BY UNIT"),
        ("`ASSERT` fails on them", "ASSERT QUANTITY '> 1 item' > 2{item} AS 'more'", "the bounds do not settle it"),
    ])
    func whatQuantitiesDoNotAllowIsRefused(_ claim: String, _ statement: String, _ error: String) throws {
        let prose = readme.text.replacing(/\s+/, with: " ")
        #expect(prose.contains(claim))
        let run = try CommandRun(["-c", statement])
        #expect(run.status == 1 && run.output == "" && run.errors.contains(error), "\(run.errors)")
    }

    /// What the README says expoq leaves out of GoogleSQL, and a statement that would use it.
    @Test(arguments: [
        ("`BYTES`", "SELECT CAST('a' AS BYTES)"), ("`BYTES`", "SELECT b'a'"),
        ("`NUMERIC`", "SELECT CAST(1 AS NUMERIC)"), ("`BIGNUMERIC`", "SELECT CAST(1 AS BIGNUMERIC)"),
        ("`FLOAT32`", "SELECT CAST(1 AS FLOAT32)"), ("`INT32`", "SELECT CAST(1 AS INT32)"),
        ("`DATETIME`", "SELECT CURRENT_DATETIME()"), ("`TIME`", "SELECT CURRENT_TIME()"),
        ("`ARRAY`", "SELECT [1, 2]"), ("`STRUCT`", "SELECT STRUCT(1, 2)"), ("`JSON`", "SELECT JSON '{}'"),
        ("`UNNEST`", "FROM UNNEST([1, 2])"), ("`ARRAY_AGG`", "SELECT ARRAY_AGG(year) FROM editions"),
        ("`SPLIT`", "SELECT SPLIT('a,b')"), ("`REGEXP_EXTRACT_ALL`", "SELECT REGEXP_EXTRACT_ALL('a', 'a')"),
        ("`RECURSIVE UNION`", "FROM editions |> RECURSIVE UNION ALL (FROM editions)"),
        ("`WINDOW`", "FROM editions |> WINDOW COUNT(*) OVER () AS n"),
        ("`MATCH_RECOGNIZE`", "FROM editions |> MATCH_RECOGNIZE (ORDER BY year PATTERN (a) DEFINE a AS TRUE)"),
        ("`IF`", "FROM editions |> IF TRUE THEN (|> LIMIT 1)"),
        ("`FORK`", "FROM editions |> FORK (|> LIMIT 1)"), ("`TEE`", "FROM editions |> TEE (|> LIMIT 1)"),
        ("`INSERT`", "FROM editions |> INSERT INTO editions"), ("`CREATE TABLE`", "FROM editions |> CREATE TABLE t"),
        ("`WITH RECURSIVE`", "WITH RECURSIVE t AS (SELECT 1 AS n) FROM t"),
        ("`QUALIFY`", "SELECT year FROM editions QUALIFY COUNT(*) OVER () > 1"),
        ("`ROLLUP`", "SELECT COUNT(*) FROM editions GROUP BY ROLLUP (city)"),
        ("`CUBE`", "SELECT COUNT(*) FROM editions GROUP BY CUBE (city)"),
        ("`GROUPING SETS`", "SELECT COUNT(*) FROM editions GROUP BY GROUPING SETS (city, year)"),
        ("`GROUP BY ALL`", "SELECT city, COUNT(*) FROM editions GROUP BY ALL"),
        ("`LATERAL`", "FROM editions AS e |> CROSS JOIN LATERAL (SELECT e.year)"),
        ("`BY NAME`", "FROM editions |> UNION ALL BY NAME (FROM editions)"),
        ("`LIKE ANY`", "SELECT 'a' LIKE ANY ('a', 'b')"),
        ("`COLLATE`", "FROM editions |> ORDER BY city COLLATE 'und:ci'"),
        ("`CREATE FUNCTION`", "CREATE FUNCTION f() AS (1)"),
        ("`BEGIN`, `IF`, `LOOP`", "BEGIN SELECT 1; END"), ("`BEGIN`, `IF`, `LOOP`", "IF TRUE THEN SELECT 1; END IF"),
        ("`SET` of several variables", "SET (a, b) = (1, 2)"),
        ("`UPDATE`", "UPDATE editions SET city = 'a' WHERE TRUE"),
        ("`CAST(… FORMAT …)`", "SELECT CAST(DATE '2024-11-05' AS STRING FORMAT 'YYYY')"),
        ("named windows", "SELECT COUNT(*) OVER w FROM editions WINDOW w AS (ORDER BY year)"),

        (
            "`PIVOT`, `UNPIVOT` and `TABLESAMPLE` are pipe operators only",
            "SELECT * FROM editions TABLESAMPLE SYSTEM (9 PERCENT)"
        ),
        ("`CREATE TABLE` takes a query", "CREATE TABLE t (a INT64)"),
        ("microseconds", "SELECT TIMESTAMP '2024-11-05 00:00:00.123456789+00'"),
    ])
    func whatIsLeftOutIsRefused(_ claim: String, _ statement: String) throws {
        let prose = readme.text.replacing(/\s+/, with: " ")
        #expect(prose.contains(claim))
        let run = try CommandRun(["-c", statement])
        #expect(run.status == 1 && run.output == "" && run.errors.contains("error: "))
    }
}
