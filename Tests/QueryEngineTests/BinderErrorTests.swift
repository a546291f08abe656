// Statements that the binder refuses: what it says, and of which part of the text.

import QueryLanguage
import Testing

@testable import QueryEngine

struct BinderErrorTests {
    /// A statement in which the part that is at fault stands between `‹` and `›`, the message and a hint.
    struct Refusal: CustomTestStringConvertible {
        let marked: String
        let message: String
        let hint: String?

        init(_ marked: String, _ message: String, hint: String? = nil) {
            self.marked = marked
            self.message = message
            self.hint = hint
        }

        var testDescription: String { marked }
    }

    private func check(_ refusal: Refusal) throws {
        let database = try QueryRunner("CREATE TABLE t AS SELECT 1 AS x, 'a' AS name")
        let parts = refusal.marked.split(omittingEmptySubsequences: false) { $0 == "‹" || $0 == "›" }.map(String.init)
        try #require(parts.count == 3)
        let text = parts.joined()
        let error = try #require(database.error(text), "accepted")
        #expect(error.message == refusal.message)
        let range = try #require(error.range)
        let marked = String(decoding: Array(text.utf8)[range.lower..<range.upper], as: UTF8.self)
        #expect(marked == parts[1])
        if let hint = refusal.hint { #expect(error.hints.contains(hint), "\(error.hints)") }
    }

    @Test(arguments: [
        Refusal("FROM t |> SELECT ‹nam›", "there is no column `nam`", hint: "did you mean `name`?"),
        Refusal("FROM t |> SELECT ‹value›", "there is no column `value`", hint: "the columns here: x, name"),
        Refusal("FROM t |> SELECT t.‹nam›", "`t` has no column `nam`", hint: "did you mean `name`?"),
        Refusal("FROM t |> AS u |> SELECT ‹t›.x", "there is no table `t` here", hint: "the tables here: u"),
        Refusal("FROM t |> DROP ‹nme›", "there is no column `nme`", hint: "did you mean `name`?"),
        Refusal("FROM t |> SET ‹y› = 1", "there is no column `y`", hint: "EXTEND adds a column"),
        Refusal("SELECT * EXCEPT (‹y›) FROM t", "there is no column `y` in *", hint: "the columns here: x, name"),
        Refusal("SELECT x AS a FROM t WHERE ‹a› > 1", "there is no column `a`"),
        Refusal("FROM ‹tt›", "there is no table `tt`", hint: "did you mean `t`?"),
        Refusal(
            "FROM t AS a |> JOIN t AS b ON a.x = b.x |> SELECT ‹x›", "`x` is ambiguous", hint: "write `a.x` or `b.x`"),
        Refusal(
            "FROM t |> JOIN t AS b USING (‹y›)", "the left side of the join has no column `y`",
            hint: "its columns: x, name"),
        Refusal("SELECT ‹LENGHT›('a')", "there is no function LENGHT", hint: "did you mean `LENGTH`?"),
        Refusal("SELECT ‹NVL›(x, 0) FROM t", "there is no function NVL", hint: "it is called IFNULL here"),
        Refusal("SELECT CAST(x AS ‹TEXT›) FROM t", "there is no type TEXT", hint: "it is called STRING here"),
        Refusal("SELECT ‹@q›", "the parameter @q has no value", hint: "give it one among the parameters: \"q\": …"),
    ])
    func names(_ refusal: Refusal) throws { try check(refusal) }

    @Test(arguments: [
        Refusal("FROM t |> WHERE ‹x›", "WHERE needs a BOOL, this is INT64", hint: "compare it: … != 0"),
        Refusal("SELECT ‹x + 'a'› FROM t", "+ does not take INT64 and STRING"),
        Refusal(
            "SELECT ‹x = '1'› FROM t", "INT64 and STRING cannot be compared with =",
            hint: "write the number without quotes: 1"),
        Refusal(
            "SELECT ‹x = 'a'› FROM t", "INT64 and STRING cannot be compared with =",
            hint: "CAST one side to the other's type"),
        Refusal("SELECT ‹LENGTH(1)›", "LENGTH does not take (INT64)", hint: "it takes LENGTH(text STRING)"),
        Refusal("SELECT CASE WHEN TRUE THEN 1 ELSE ‹'a'› END", "CASE cannot give both INT64 and STRING"),
        Refusal(
            "SELECT 1 ‹UNION ALL› SELECT 'a'", "column 1 of UNION ALL is INT64 on the left and STRING on the right"),
        Refusal("SELECT ‹DATE '2020-13-01'›", "cannot read '2020-13-01' as DATE"),
        Refusal("FROM t |> LIMIT ‹x›", "LIMIT needs a constant, not a column"),
        Refusal("FROM t |> LIMIT ‹-1›", "LIMIT cannot be negative: -1"),
    ])
    func types(_ refusal: Refusal) throws { try check(refusal) }

    @Test(arguments: [
        Refusal(
            "FROM t |> WHERE ‹COUNT(*)› > 1", "the aggregate COUNT cannot stand in WHERE",
            hint: "use |> AGGREGATE before it, or OVER () beside each row"),
        Refusal("FROM t |> AGGREGATE SUM(‹SUM(x)›)", "the aggregate SUM cannot stand in an aggregate's argument"),
        Refusal(
            "SELECT ‹name›, SUM(x) FROM t", "`name` is neither grouped by nor inside an aggregate",
            hint: "add it to GROUP BY, or take ANY_VALUE(name)"),
        Refusal("FROM t |> AGGREGATE ‹x›", "`x` holds no aggregate"),
        Refusal("SELECT x FROM t GROUP BY ‹2›", "GROUP BY 2 names no item of the select list"),
        Refusal("SELECT x FROM t ORDER BY ‹2›", "ORDER BY 2 names no column of the result"),
        Refusal("SELECT RANK() OVER ‹()› FROM t", "RANK needs ORDER BY in its OVER (…)"),
        Refusal("SELECT ‹RANK()› FROM t", "RANK is a window function: it needs OVER (…)"),
        Refusal(
            "SELECT RANK() OVER (ORDER BY x ‹ROWS 1 PRECEDING›) FROM t", "RANK takes no frame"),
        Refusal(
            "SELECT ‹LAG(x IGNORE NULLS) OVER (ORDER BY x)› FROM t", "LAG takes no IGNORE NULLS or RESPECT NULLS"),
        Refusal(
            "SELECT ‹STRING_AGG(name ORDER BY x) OVER ()› FROM t",
            "with OVER, ORDER BY, LIMIT and HAVING cannot stand among the arguments of STRING_AGG"),
        Refusal(
            "SELECT SUM(x) OVER (ORDER BY name RANGE ‹1› PRECEDING) FROM t",
            "RANGE with a distance needs one numeric ORDER BY expression"),
        Refusal(
            "SELECT SUM(x) OVER (ORDER BY x ‹ROWS BETWEEN CURRENT ROW AND 1 PRECEDING›) FROM t",
            "the frame ends before it starts"),
    ])
    func aggregatesAndWindows(_ refusal: Refusal) throws { try check(refusal) }

    @Test(arguments: [
        Refusal("CREATE TABLE ‹u› AS SELECT 1 AS a, 2", "column 2 of `u`, 2, has no name", hint: "name it with AS"),
        Refusal("CREATE VIEW ‹u› AS SELECT 1 AS a, 2 AS A", "two columns of `u` would be called `A`"),
        Refusal("CREATE TABLE ‹t› AS SELECT 1 AS a", "the table `t` exists already"),
        Refusal(
            "CREATE VIEW v AS SELECT 1 AS a; CREATE OR REPLACE VIEW v AS FROM ‹v›", "the view `v` uses itself"),
        Refusal("CREATE VIEW v AS SELECT ‹@p› AS a", "a view cannot use a parameter"),
        Refusal("DROP VIEW ‹t›", "`t` is a table", hint: "use DROP TABLE"),
    ])
    func definitions(_ refusal: Refusal) throws { try check(refusal) }

    /// Wherever the optimizer moves an expression, its error stays where it was written.
    @Test(arguments: [
        Refusal("FROM t |> SELECT name, ‹1 / (x - 1)›", "division by zero: 1 / 0"),
        Refusal("FROM t |> EXTEND x - 1 AS n |> EXTEND ‹1 / n› AS m |> WHERE m > 1", "division by zero: 1 / 0"),
        Refusal(
            "CREATE VIEW v AS WITH w AS (SELECT 1 / (x - 1) AS q FROM t) FROM w |> JOIN w AS b USING (q); FROM ‹v›",
            "division by zero: 1 / 0"),
        Refusal("SELECT ‹9223372036854775807 + x› FROM t", "INT64 overflow: 9223372036854775807 + 1"),
    ])
    func errorsOfRows(_ refusal: Refusal) throws { try check(refusal) }
}
