// Queries from text to rows.

import QueryLanguage
import Testing

@testable import QueryEngine

struct QueryTests {
    static let fruit = """
        CREATE TABLE fruit AS
        SELECT 'apples' AS item, 2 AS sales, 'fruit' AS category UNION ALL
        SELECT 'carrots', 8, 'vegetable' UNION ALL
        SELECT 'apples', 7, 'fruit' UNION ALL
        SELECT 'bananas', 5, 'fruit' UNION ALL
        SELECT 'leeks', NULL, 'vegetable';
        CREATE TABLE colours AS SELECT 'apples' AS item, 'red' AS colour UNION ALL SELECT 'leeks', 'green'
          UNION ALL SELECT 'plums', 'blue';
        """

    let database: QueryRunner

    init() throws {
        database = try QueryRunner(Self.fruit)
    }

    @Test(arguments: [
        ("SELECT 1 + 2 * 3", ["7"]),
        ("SELECT 7 / 2, 'a' || 'b', NULL IS NULL", ["3.5 ab true"]),
        ("SELECT CASE WHEN FALSE THEN 1 / 0 ELSE 2 END", ["2"]),
        ("FROM fruit |> WHERE sales > 4 |> SELECT item, sales", ["carrots 8", "apples 7", "bananas 5"]),
        ("SELECT item FROM fruit WHERE sales IS NULL OR sales = 8", ["carrots", "leeks"]),
        ("FROM fruit |> EXTEND sales * 2 AS double |> DROP category |> LIMIT 2", ["apples 2 4", "carrots 8 16"]),
        ("FROM fruit |> SET sales = 0 |> SELECT DISTINCT sales", ["0"]),
        (
            "FROM fruit |> ORDER BY sales DESC, item |> SELECT item",
            ["carrots", "apples", "bananas", "apples", "leeks"]
        ),
        ("SELECT item FROM fruit ORDER BY sales LIMIT 2 OFFSET 1", ["apples", "bananas"]),
        (
            "FROM fruit |> JOIN colours USING (item) |> SELECT item, colour",
            ["apples red", "apples red", "leeks green"]
        ),
        (
            "FROM fruit AS f |> LEFT JOIN colours AS c ON f.item = c.item |> SELECT f.item, colour",
            ["apples red", "carrots NULL", "apples red", "bananas NULL", "leeks green"]
        ),
        (
            "FROM fruit |> FULL JOIN colours USING (item) |> SELECT item, sales, colour |> WHERE sales IS NULL",
            ["leeks NULL green", "plums NULL blue"]
        ),
        ("FROM fruit |> RIGHT JOIN colours USING (item) |> WHERE sales IS NULL |> SELECT item", ["leeks", "plums"]),
        ("FROM fruit |> WHERE item IN (SELECT item FROM colours) |> SELECT item", ["apples", "apples", "leeks"]),
        (
            "FROM fruit AS f |> WHERE NOT EXISTS (SELECT 1 FROM colours c WHERE c.item = f.item) |> SELECT item",
            ["carrots", "bananas"]
        ),
        (
            "FROM fruit AS f |> SELECT item, (SELECT colour FROM colours c WHERE c.item = f.item) AS colour |> LIMIT 2",
            ["apples red", "carrots NULL"]
        ),
        ("WITH t AS (SELECT 1 AS x) SELECT a.x + b.x FROM t AS a, t AS b", ["2"]),
        ("FROM fruit |> SELECT category |> INTERSECT DISTINCT (SELECT 'fruit')", ["fruit"]),
        ("FROM fruit |> SELECT category |> EXCEPT ALL (SELECT 'fruit')", ["vegetable", "fruit", "fruit", "vegetable"]),
        ("FROM GENERATE_SERIES(1, 10, 4)", ["1", "5", "9"]),
        ("SELECT 1 IN (2, NULL), 1 IN (1, NULL), NULL IN (1), 1 NOT IN (2, 3)", ["NULL true NULL true"]),
        ("SELECT @p + 1", ["42"]),
    ])
    func answers(_ text: String, _ expected: [String]) throws {
        #expect(try database.lines(text, parameters: Parameters(named: ["p": .int64(41)])) == expected)
    }
}
