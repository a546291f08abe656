// What the parser advises on the mistakes of newcomers.

import QueryLanguage
import Testing

struct HintTests {
    @Test(arguments: [
        ("SELCT 1", "did you mean `SELECT`?"),
        ("DESCRIBE 'a.csv'", "FROM 'a.csv' |> DESCRIBE tells of a file"),
        ("FROM t |> ORDER BY x DSC", "did you mean `DESC`?"),
        ("FROM t |> SELECT x ORDER BY x", "a pipe operator begins with |>: `|> ORDER …`"),
        ("FROM t |> LIMIT 1 WHY", "a pipe operator begins with |>: `|> WHY …`"),
        ("FROM t | WHERE x = 1", "a pipe operator begins with |>"),
        ("FROM t |> GROUP BY x", "groups are made by |> AGGREGATE … GROUP BY …"),
        ("FROM t |> HAVING x > 1", "behind |> AGGREGATE, use |> WHERE"),
        ("SELECT * FROM t PIVOT (SUM(x) FOR y IN (1))", "PIVOT is a pipe operator: |> PIVOT (…)"),
        ("SELECT x FROM t WHERE x == 1", "equality is written with one ="),
        ("SELECT x FROM t WHERE x = 1 && y = 2", "both conditions: AND"),
        ("SELECT x FROM t LIMIT 5, 10", "rows are skipped by LIMIT … OFFSET …"),
        ("SELECT TOP 5 * FROM t", "the first rows: LIMIT"),
        ("SELECT 'it''s'", "a quote inside a string is written \\'"),
        ("SELECT 7 % 2", "the remainder is MOD(a, b)"),
        ("SELECT x::INT64", "a cast is written CAST(x AS type), a parameter @name"),
        ("SELECT “a”", "strings stand in straight quotes, '…'"),
        ("SELECT 1，2", "write a plain comma: ,"),
        ("SELECT ARRAY[1]", "there are no arrays; rows of a table take their place"),
        ("UPDATE t SET x = 1", "tables are not changed; CREATE OR REPLACE TABLE … AS makes a new one"),
        ("DECLARE since = DATE '2024-01-01'", "a variable's value stands behind DEFAULT"),
        ("FROM visits.csv |> LIMIT 1", "a file's name stands in quotes: FROM 'visits.csv'"),
        (
            "FROM (SELECT * FROM data/2024/visits-1.csv)",
            "a file's name stands in quotes: FROM 'data/2024/visits-1.csv'"
        ),
        ("FROM t |> JOIN ./b.csv USING (a)", "a file's name stands in quotes: FROM './b.csv'"),
        ("FROM ~/b.csv", "a file's name stands in quotes: FROM '~/b.csv'"),
        ("FROM https://example.org/a.csv", "a file's name stands in quotes: FROM 'https://example.org/a.csv'"),
        ("DESC t", "DESCRIBE name tells a table's columns"),
    ])
    func mistakesAreMetWithAdvice(statement: String, hint: String) {
        #expect(failure(of: statement)?.hints == [hint])
    }

    /// Text pasted from a page or a word processor has other spaces than a keyboard's.
    @Test func pastedSpacesAreSpaces() {
        #expect(failure(of: "\u{FEFF}SELECT\u{A0}1\u{3000}AS\u{2009}a") == nil)
        #expect(failure(of: "SELECT 1 \u{FEFF}AS a") != nil)
    }
}
