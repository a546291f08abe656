// Statements that are almost right: lexer, parser, printer, formatter, binder, engine, completion, highlighting.

import ExpoQuery
import Testing

@testable import QueryEngine
@testable import QueryLanguage
@testable import QueryShell

struct LanguageFuzzTests {
    private static let words =
        Keyword.allCases.map { " \($0.rawValue) " }
        + FunctionTable.all.map { "\($0.name)(" } + DataType.allCases.map { " \($0.name) " }
        + [
            "|>", "=>", "<<", ">>", "!=", "<>", "||", "/*", "*/", "--", "#", "'''", "\"\"\"", "r'", "{m2}", "@p", "1e",
            "DATE '2024-02-30'", "QUANTITY '> 5 m2'", "INTERVAL '1-2' YEAR TO MONTH", "`", "\\u", "\\x4", "\\", " a ",
            "(SELECT 1)", "CASE WHEN a THEN ", " OVER (ORDER BY a)", "(", ")", ",", ";", ".", "*", "t", "u", " AS x",
        ]

    private static func statements() throws -> [[UInt8]] {
        var result: [[UInt8]] = []
        for script in try Samples.files("Scripts", "expoq") {
            result.append(script)
            var parser = Parser(script)
            while let statement = try? parser.nextStatement() {
                result.append(Array(script[statement.range.lower..<statement.range.upper]))
            }
        }
        return result
    }

    /// An error stands within the text; what is parsed is printed so that it is parsed to the same.
    @Test func anyTextIsParsedOrAnError() throws {
        var fuzz = Fuzz("parser", inputs: try Self.statements(), words: Self.words, changesTokens: true)
        try fuzz.run(4000) { bytes, _ in
            var parser = Parser(bytes)
            var outcome = ""
            while true {
                do throws(Diagnostic) {
                    guard let statement = try parser.nextStatement() else { break }
                    outcome = "parsed"
                    check(statement)
                } catch {
                    outcome = error.message
                    check(error, bytes)
                    parser.skipStatement()
                }
            }
            return outcome
        }
    }

    private func check(_ statement: Statement) {
        let text = statement.text
        do throws(Diagnostic) {
            let again = try Parser.script(text)
            if again != [statement] { Issue.record("printed otherwise: \(text.debugDescription)") }
        } catch {
            Issue.record("\(error)\n\(text.debugDescription)")
        }
    }

    private func check(_ error: Diagnostic, _ bytes: [UInt8]) {
        guard let range = error.range, 0 <= range.lower, range.lower <= range.upper, range.upper <= bytes.count else {
            Issue.record("\(error): \(String(describing: error.range)) of \(bytes.count)")
            return
        }
        _ = SourceText(bytes, name: "x").render(error)
    }

    /// Formatted is formatted, and means the same; dot-commands too are known or errors. So is a start file read.
    @Test func anyScriptIsFormattedOrAnError() throws {
        let commands = DotCommands.all.map { "\n.\($0.name) " } + ["\n.set types on\n", "\n.output 'x y'\n", " -x"]
        let inputs =
            try Samples.files("Scripts", "expoq") + [
                Array(".set types on\n.set format json\n-- mine\nCREATE VIEW v AS FROM t;\n.read other.expoq\n".utf8)
            ]
        var fuzz = Fuzz("script", inputs: inputs, words: Self.words + commands)
        try fuzz.run(1500) { bytes, _ in
            let source = SourceText(bytes, name: "x")
            let (_, errors) = ScriptSyntax.check(source)
            for error in errors { check(error, bytes) }
            do throws(Diagnostic) {
                let text = try ScriptFormatter.format(source)
                let again = try ScriptFormatter.format(SourceText(text, name: "y"))
                if again != text {
                    Issue.record("\(text.debugDescription)\n\(again.debugDescription)")
                }
            } catch {
                check(error, bytes)
            }
            return errors.first?.message ?? "fine"
        }
    }

    private static let setup = """
        CREATE TABLE t AS SELECT 1 AS a, 2.5 AS b, 'x' AS c, TRUE AS d, DATE '2024-02-29' AS e UNION ALL
          SELECT NULL, NULL, NULL, NULL, NULL UNION ALL SELECT -7, 0.0, 'é', FALSE, DATE '1969-12-31';
        CREATE TABLE u AS SELECT 1 AS a, 5{m2} AS q, TIMESTAMP '2024-01-01 00:00:00+00' AS seen,
          INTERVAL 1 MONTH AS i UNION ALL SELECT 2, QUANTITY '> 3 ha', NULL, NULL;
        CREATE VIEW figures AS FROM t
        """
    private static let queries = [
        "FROM t |> WHERE a > 1 AND c LIKE '%x' |> EXTEND b * 2 AS z |> AGGREGATE SUM(z), COUNT(*) AS n GROUP BY c",
        "FROM t |> JOIN u USING (a) |> SELECT a, q, seen, e + i AS f |> ORDER BY q DESC NULLS LAST |> LIMIT 3 OFFSET 1",
        "SELECT a, RANK() OVER (PARTITION BY d ORDER BY b ROWS BETWEEN 1 PRECEDING AND CURRENT ROW) FROM t",
        "WITH w AS (SELECT DISTINCT c, d FROM t) SELECT * FROM w UNION ALL SELECT c, d FROM t WHERE a IN (SELECT a FROM u)",
        "FROM t |> PIVOT (SUM(a) FOR c IN ('x', 'é' AS other)) |> WHY",
        "FROM t |> UNPIVOT (v FOR k IN (a, b)) |> EXTEND CASE WHEN v > 1 THEN 'm' ELSE 'n' END",
        "FROM u |> SELECT IN_UNIT(q, 'ha'), UNIT(q), q + 1{m2}, CAST(q AS STRING), POSSIBLY(q > 4{m2})",
        "SELECT FORMAT('%05.2f %s %t', b, c, a), EXTRACT(WEEK(MONDAY) FROM e), DATE_ADD(e, INTERVAL a MONTH) FROM t",
        "SELECT REGEXP_REPLACE(c, r'(x)', r'\\1y'), SAFE_CAST(c AS INT64), SUBSTR(c, -1), c || 'y' FROM t",
        "DECLARE x INT64 DEFAULT 7; SET x = x + 1; SELECT x, @p; ASSERT x = 8 AS 'no'; DESCRIBE t",
        "EXPLAIN FROM t |> AS l |> LEFT JOIN u AS r ON l.a = r.a AND r.q > 2{m2} |> WHERE l.b IS NOT NULL",
        "FROM t |> TABLESAMPLE RESERVOIR (2 ROWS) REPEATABLE (7) |> DROP b |> RENAME c AS cc |> SET a = a + 1",
        "FROM GENERATE_SERIES(1, 100) |> WHERE EXISTS (FROM t |> WHERE t.a = value) |> AGGREGATE STRING_AGG('x', ',' LIMIT 2)",
    ]

    /// What is bound is run, within limits.
    @Test func anyStatementIsRunOrAnError() throws {
        let inputs = Self.queries.map { Array($0.utf8) }
        var fuzz = Fuzz(
            "engine", inputs: inputs + (try Self.statements()), words: Self.words, longest: 600, changesTokens: true)
        let engine = try Self.engine()
        try fuzz.run(2500) { bytes, _ in
            let text = String(decoding: bytes, as: UTF8.self)
            var options = Engine.Options(now: 0)
            options.limits = Limits(rows: 1000, memory: 64 << 20, time: .milliseconds(500))
            options.parameters = Parameters(named: ["p": .int64(3)])
            var outcome = "nothing"
            for statement in (try? Parser.script(text)) ?? [] {
                // Tables stay as they are, or no test could be met again.
                if case .create = statement.node { continue }
                if case .drop = statement.node { continue }
                do throws(Diagnostic) {
                    outcome = "\(try engine.execute(statement, options).columns.map(\.type.name))"
                } catch {
                    outcome = error.message
                }
            }
            return outcome
        }
    }

    private static func engine() throws -> Engine {
        let engine = Engine(catalog: Catalog())
        for statement in try Parser.script(setup) { _ = try engine.execute(statement, Engine.Options(now: 0)) }
        return engine
    }

    /// What the shell does at each key: colours and completion, with the cursor anywhere.
    @Test func anyTextIsHighlightedAndCompleted() throws {
        let inputs = Self.queries.map { Array($0.utf8) }
        var fuzz = Fuzz(
            "editing", inputs: inputs, words: Self.words + DotCommands.all.map { ".\($0.name) " }, longest: 400,
            changesTokens: true)
        let engine = try Self.engine()
        let highlighter = Highlighter(names: KnownNames(["t", "a", "b"]))
        try fuzz.run(400) { bytes, random in
            let text = String(decoding: bytes, as: UTF8.self)
            let length = text.utf8.count
            let cursor = random.below(length + 1)
            var end = 0
            for part in highlighter.styles(text, cursor: cursor) {
                if part.range.lowerBound < end || part.range.upperBound > length {
                    Issue.record("\(part) in \(text.debugDescription)")
                }
                end = part.range.upperBound
            }
            let completion = engine.completions(in: text, at: cursor)
            if completion.replaced.upperBound > length { Issue.record("\(completion.replaced) of \(length)") }
            return "\(completion.items.isEmpty) \(completion.items.first?.text.first ?? " ")"
        }
    }
}
