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
            "18"
        ),
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
        ("`EXPORT DATA`", "FROM editions |> EXPORT DATA OPTIONS (path = 'a.csv')"),
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
        ("`CREATE FUNCTION`", "CREATE FUNCTION f() AS (1)"), ("`DECLARE`", "DECLARE a INT64"),
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
