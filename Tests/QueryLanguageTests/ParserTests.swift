// What parses, into what shape, and what an error says.

import QueryLanguage
import Testing

struct ParserTests {
    @Test(arguments: [
        "FROM figures |> WHERE measure = 'exhibitors' AND preferred |> SELECT edition, value, source |> ORDER BY edition",
        "SELECT a, b.c AS d, FROM t AS b JOIN u USING (k), v WHERE a IS NOT NULL GROUP BY 1 HAVING COUNT(*) > 1 ORDER BY 2 DESC NULLS LAST LIMIT 3 OFFSET 1",
        "WITH x AS (SELECT 1) FROM x |> AGGREGATE SUM(a) AS s DESC GROUP AND ORDER BY b, c + 1 AS d ASC",
        "((SELECT 1) UNION ALL SELECT 2) INTERSECT DISTINCT (FROM t)",
        "SELECT ((SELECT 1) UNION ALL SELECT 2), x IN ((SELECT 1) EXCEPT ALL SELECT 3), EXISTS (FROM t)",
        "FROM ((SELECT 1) UNION ALL (SELECT 2)) AS t |> CROSS JOIN (a LEFT OUTER JOIN b ON TRUE) |> DESCRIBE",
        "FROM t |> PIVOT (SUM(v) AS s FOR k IN ('a' AS x, 'b')) AS p |> UNPIVOT INCLUDE NULLS ((a, b) FOR n IN ((c, d) AS 'l', (e, f) AS 2))",
        "FROM 'a.csv' |> TABLESAMPLE BERNOULLI (10 PERCENT) REPEATABLE (7) |> CALL f(TABLE u, n => 3) AS g",
        "SELECT CASE WHEN a THEN 1 ELSE 2 END, CAST(x AS INT64), EXTRACT(WEEK(MONDAY) FROM d), INTERVAL '1-2' YEAR TO MONTH, SAFE.SUBSTR(s, 1), @p + ?",
        "SELECT SUM(DISTINCT x) OVER (PARTITION BY a ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW), STRING_AGG(x, ',' ORDER BY y LIMIT 2), ANY_VALUE(x HAVING MAX y)",
        "CREATE OR REPLACE TEMP VIEW v AS FROM t |> SET a = 1, b = 2 |> DROP c |> RENAME d AS e, f g |> EXTEND 1 AS h |> AS z |> DISTINCT",
        "DROP TABLE IF EXISTS t", "DESCRIBE t", "EXPLAIN ANALYZE FROM t", "ASSERT (SELECT 1) = 1 AS 'one'",
        "FROM t |> UNION ALL (FROM u), (FROM v) |> ASSERT a > 0, 'bad', a |> WITH w AS (FROM t)",
    ])
    func parses(_ text: String) throws {
        #expect(try Parser.script(text).count == 1)
    }

    @Test func whyIsAnOperatorAndStaysAName() throws {
        guard case .query(let query) = try Parser.script("FROM why AS why |> SELECT why |> why").first?.node else {
            Issue.record("no query")
            return
        }
        let why = query.pipes.last
        #expect(why?.node == .why)
        #expect(why?.range.lower == 33 && why?.range.upper == 36)
        #expect(query.text == "FROM why AS why\n|> SELECT why\n|> WHY")
        #expect(failure(of: "FROM t |> WHY x") != nil)
        #expect(failure(of: "FROM t |> WHY() |> LIMIT 1") != nil)
        #expect(failure(of: "WHY FROM t") != nil)
    }

    @Test func operatorsBindAsGoogleSQLSays() throws {
        #expect(try tree("1 + 2 * 3") == tree("1 + (2 * 3)"))
        #expect(try tree("a || b * c") == tree("(a || b) * c"))
        #expect(try tree("a | b ^ c & d << e + f") == tree("a | (b ^ (c & (d << (e + f))))"))
        #expect(try tree("NOT a = b AND c OR d") == tree("((NOT (a = b)) AND c) OR d"))
        #expect(try tree("a BETWEEN 1 AND 2 AND b") == tree("(a BETWEEN 1 AND 2) AND b"))
        #expect(try tree("- - a - -b") == tree("(-(-a)) - (-b)"))
        #expect(try tree("1 + 2 * 3") != tree("(1 + 2) * 3"))
    }

    @Test(arguments: [
        ("FROM t WHERE a", 7, "a pipe operator begins with |>: `|> WHERE …`"),
        ("FROM t |> SELEKT a", 10, "did you mean `SELECT`?"),
        ("SELECT a == b", 10, "equality is written with one ="),
        ("SELECT 'abc", 7, "close it on its line, or use three quotes"),
        ("SELECT /* abc", 7, "close it with */"),
        ("SELECT a AS from", 12, "FROM is reserved; as a name it stands in backquotes"),
    ])
    func errorsSayWhereAndWhatToDo(text: String, offset: Int, hint: String) {
        let error = #expect(throws: Diagnostic.self) { try Parser.script(text) }
        #expect(error?.range?.lower == offset)
        #expect(error?.hints.contains(hint) == true, "\(String(describing: error))")
    }

    @Test(arguments: ["a = b = c", "a IS NULL IS NULL", "1 2", "(1", "x NOT 3", "CASE END", "123abc", "'\\q'"])
    func rejects(_ text: String) {
        #expect(throws: Diagnostic.self) { try Parser.script("SELECT \(text)") }
    }

    @Test func statementsBeforeAnErrorAreGiven() throws {
        var parser = Parser("SELECT 1; SELECT 'x; ")
        #expect(try parser.nextStatement() != nil)
        #expect(throws: Diagnostic.self) { try parser.nextStatement() }
    }

    @Test func stringsMeanWhatTheyEscape() throws {
        #expect(try tree(#"'a\n\x41\u4e2d\101\'"'"#) == tree("\"\"\"a\nA中A'\\\"\"\"\""))
        #expect(try tree(#"r'\n'"#) == tree(#"'\\n'"#))
        #expect(try tree("`a b`.c") != tree("`a`.c"))
    }

    @Test(arguments: ["(", "-", "NOT ", "CASE ", "f(", "(SELECT ", "FROM (", "SELECT 1 IN ("])
    func depthEndsInAnError(_ piece: String) {
        #expect(throws: Diagnostic.self) {
            try Parser.script("SELECT " + String(repeating: piece, count: 1 << 20 / piece.utf8.count))
        }
    }

    /// Random bytes, and random tokens, which reach deeper.
    @Test func anyInputIsATreeOrAnError() {
        var state: UInt64 = 42
        func next(_ bound: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int(state >> 33) % bound
        }
        let words =
            Keyword.allCases.map(\.rawValue) + Symbol.allCases.map(\.rawValue)
            + ["a", "1", "2.5", "{m}", "'s'", "@p"]
        for round in 0..<20_000 {
            let bytes: [UInt8] =
                round % 2 == 0
                ? (0..<next(40)).map { _ in UInt8(next(256)) }
                : Array((0..<next(20)).map { _ in words[next(words.count)] }.joined(separator: " ").utf8)
            var parser = Parser(bytes)
            // Each step takes at least a byte, also behind an error.
            var steps = 0
            var isAtEnd = false
            while !isAtEnd && steps <= bytes.count {
                steps += 1
                do {
                    isAtEnd = try parser.nextStatement() == nil
                } catch {
                    #expect(error.range != nil)
                    #expect((error.range?.upper ?? 0) <= bytes.count)
                    parser.skipStatement()
                }
            }
            #expect(isAtEnd)
        }
    }

    /// A script's statements as they are written, and `!` for each that is in error.
    private func pieces(_ text: String) -> [String] {
        var parser = Parser(text)
        var pieces: [String] = []
        while true {
            do {
                guard let statement = try parser.nextStatement() else { return pieces }
                let bytes = Array(text.utf8)[statement.range.lower..<statement.range.upper]
                pieces.append(String(decoding: bytes, as: UTF8.self))
            } catch {
                pieces.append("!")
                parser.skipStatement()
            }
        }
    }

    @Test func behindAnErrorTheNextStatementIsRead() {
        #expect(pieces("SELECT 1 1; SELECT 2") == ["!", "SELECT 2"])
        #expect(pieces("SELECT (1; SELECT 2") == ["!", "SELECT 2"])
        #expect(pieces("FROM t |> ; SELECT ';' AS a; SELECT") == ["!", "SELECT ';' AS a", "!"])
        #expect(pieces("SELECT 'open; FROM t;\nSELECT 2") == ["!", "FROM t", "SELECT 2"])
        #expect(pieces("SELECT ! 1; SELECT 2") == ["!", "SELECT 2"])
        #expect(pieces("SELECT '''open; SELECT 2") == ["!"])
        #expect(pieces("SELECT 1; /* open; SELECT 2") == ["SELECT 1", "!"])
        let deep = String(repeating: "(", count: 500)
        let fits = String(repeating: "(", count: 100) + "1" + String(repeating: ")", count: 100)
        #expect(pieces("SELECT \(deep); SELECT \(fits)") == ["!", "SELECT \(fits)"])
    }

    private func tree(_ expression: String) throws -> Expression {
        var parser = Parser(expression)
        return try parser.expression()
    }
}
