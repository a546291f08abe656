// The formatter: what its style is, and that it changes neither meaning nor comments.

import Foundation
import QueryLanguage
import Testing

struct FormatterTests {
    private func format(_ text: String) throws -> String {
        try ScriptFormatter.format(
            SourceText(
                text,
                name:
                    "test"))
    }

    // MARK: The style

    @Test func eachPipeOperatorHasItsLine() throws {
        #expect(
            try format("from editions |> where year>2020 |> select year,country c|> order by year asc, c desc") == """
                FROM editions
                |> WHERE year > 2020
                |> SELECT year, country AS c
                |> ORDER BY year, c DESC;

                """)
    }

    @Test func whatIsTooLongGoesOnInTheNextLine() throws {
        #expect(
            try format(
                """
                from figures as claim join figures as earlier using (section, subject, measure) |> where
                claim.claims_record and earlier.preferred and earlier.edition < claim.edition and earlier.value
                > claim.value
                |> select measure, claim.edition, claim.value as claimed, claim.source, earlier.edition as
                earlier, earlier.value as had
                |> aggregate count(*) as claims, count(distinct source) as sources group and order by measure,
                claimed, earlier
                """) == """
                    FROM figures AS claim JOIN figures AS earlier USING (section, subject, measure)
                    |> WHERE claim.claims_record AND earlier.preferred AND earlier.edition < claim.edition
                         AND earlier.value > claim.value
                    |> SELECT measure, claim.edition, claim.value AS claimed, claim.source, earlier.edition AS earlier,
                         earlier.value AS had
                    |> AGGREGATE count(*) AS claims, count(DISTINCT source) AS sources
                       GROUP AND ORDER BY measure, claimed, earlier;

                    """)
    }

    @Test func aSubqueryThatFitsStaysOnItsLine() throws {
        #expect(
            try format(
                """
                FROM deals_by_edition AS deals
                |> JOIN (FROM figures |> WHERE subject = 'CIIE' AND measure = 'deals growth yoy') AS said
                using(edition)
                |> JOIN (FROM figures |> WHERE subject = 'CIIE' AND measure = 'deals growth yoy' |> SELECT
                edition, value) AS more
                on deals.edition = more.edition and more.value > 0{percent}
                """) == """
                    FROM deals_by_edition AS deals
                    |> JOIN (FROM figures |> WHERE subject = 'CIIE' AND measure = 'deals growth yoy') AS said
                         USING (edition)
                    |> JOIN (
                         FROM figures
                         |> WHERE subject = 'CIIE' AND measure = 'deals growth yoy'
                         |> SELECT edition, value
                       ) AS more ON deals.edition = more.edition AND more.value > 0{percent};

                    """)
    }

    @Test func whatIsComparedStaysBesideParentheses() throws {
        #expect(
            try format(
                """
                ASSERT 600{billion USD} > (FROM deals_by_edition |> WHERE edition < 8 |> AGGREGATE SUM(value) AS total)
                AS 'it is less';
                FROM figures AS f
                |> WHERE preferred and NOT EXISTS (FROM sources AS s |> WHERE s.source = f.source AND published > as_of)
                """) == """
                    ASSERT 600{billion USD} > (
                      FROM deals_by_edition
                      |> WHERE edition < 8
                      |> AGGREGATE SUM(value) AS total
                    ) AS 'it is less';
                    FROM figures AS f
                    |> WHERE preferred
                         AND NOT EXISTS (FROM sources AS s |> WHERE s.source = f.source AND published > as_of);

                    """)
    }

    @Test func theStandardFormHasAClauseALineWhereItDoesNotFit() throws {
        #expect(
            try format(
                """
                with guests as (select edition, count(*) as guests from participations where role like 'guest%'
                group by edition),
                most as (select max(guests) as guests from guests) select edition, guests from guests join most
                using (guests) order by edition;
                select edition, count(*) as figures from figures where preferred and unit(value) = 'enterprise'
                group by edition having figures > 3 order by edition limit 3
                """) == """
                    WITH
                      guests AS (
                        SELECT edition, count(*) AS guests FROM participations WHERE role LIKE 'guest%' GROUP BY edition
                      ),
                      most AS (SELECT max(guests) AS guests FROM guests)
                    SELECT edition, guests FROM guests JOIN most USING (guests) ORDER BY edition;
                    SELECT edition, count(*) AS figures
                    FROM figures
                    WHERE preferred AND unit(value) = 'enterprise'
                    GROUP BY edition
                    HAVING figures > 3
                    ORDER BY edition
                    LIMIT 3;

                    """)
    }

    @Test func setOperationsHaveALineForEachQuery() throws {
        #expect(
            try format(
                """
                select edition, value from deals_by_edition union all select edition, value from
                exhibitors_by_edition union all (from debuts_by_edition |> select edition, value) order by edition
                """) == """
                    SELECT edition, value FROM deals_by_edition
                    UNION ALL SELECT edition, value FROM exhibitors_by_edition
                    UNION ALL (FROM debuts_by_edition |> SELECT edition, value)
                    ORDER BY edition;

                    """)
    }

    @Test func expressionsBreakAtTheirLoosestPlaces() throws {
        #expect(
            try format(
                """
                SELECT CASE UPPER_BOUND(value) WHEN LOWER_BOUND(value) THEN '' WHEN CAST('inf' AS float64) THEN
                'more than ' ELSE 'about ' END || 'x' AS words,
                COALESCE(a_rather_long_name_of_a_column, another_rather_long_name_of_a_column, (first_term +
                second_term) * third_term / 22.90e6) AS value,
                COUNT(*) OVER (PARTITION BY subject ORDER BY edition ROWS BETWEEN UNBOUNDED PRECEDING AND
                CURRENT ROW) AS running
                """) == """
                    SELECT CASE UPPER_BOUND(value)
                        WHEN LOWER_BOUND(value) THEN ''
                        WHEN CAST('inf' AS FLOAT64) THEN 'more than '
                        ELSE 'about '
                      END
                        || 'x' AS words,
                      COALESCE(
                        a_rather_long_name_of_a_column, another_rather_long_name_of_a_column,
                        (first_term + second_term) * third_term / 22.90e6
                      ) AS value,
                      COUNT(*) OVER (
                        PARTITION BY subject ORDER BY edition ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW
                      ) AS running;

                    """)
    }

    @Test func whatMeansNothingIsLeftOut() throws {
        #expect(
            try format("select all a, b, from t as u inner join v using (k) left outer join w on true where a <> 1")
                == "SELECT a, b FROM t AS u JOIN v USING (k) LEFT JOIN w ON TRUE WHERE a != 1;\n")
        #expect(try format("CREATE TEMPORARY TABLE t AS SELECT 1 x") == "CREATE TEMP TABLE t AS SELECT 1 AS x;\n")
        #expect(try format(";;FROM t;;;FROM u;") == "FROM t;\nFROM u;\n")
    }

    @Test func valuesAreKeptAsTheyAreWritten() throws {
        #expect(
            try format("select 0x1F, 22.90e6, 'its' \"two\", r'\\d', ((a + b)), - -1, 360000 { m2 }, date'2024-11-05'")
                == "SELECT 0x1F, 22.90e6, 'its' \"two\", r'\\d', ((a + b)), - -1, 360000{m2}, DATE '2024-11-05';\n")
        #expect(try format("select `x y`, Value, @P, ?, Date") == "SELECT `x y`, Value, @P, ?, Date;\n")
    }

    @Test func statementsOfAScript() throws {
        #expect(
            try format(
                """
                create or replace view leaders as from rankings |> where rank=1;
                explain analyze from leaders |> limit 3; drop view if exists leaders;
                declare a,b int64 default 7; set a=b+1; assert a=8 as 'eight';
                export data options(uri='a.csv',header=false) as from editions;
                from editions |> export data options(uri='a.csv')
                """) == """
                    CREATE OR REPLACE VIEW leaders AS
                      FROM rankings
                      |> WHERE rank = 1;
                    EXPLAIN ANALYZE FROM leaders
                    |> LIMIT 3;
                    DROP VIEW IF EXISTS leaders;
                    DECLARE a, b INT64 DEFAULT 7;
                    SET a = b + 1;
                    ASSERT a = 8 AS 'eight';
                    EXPORT DATA OPTIONS (uri = 'a.csv', header = FALSE) AS FROM editions;
                    FROM editions
                    |> EXPORT DATA OPTIONS (uri = 'a.csv');

                    """)
    }

    // MARK: Comments and commands

    @Test func commentsStayWhereTheyAre() throws {
        #expect(
            try format(
                """
                #!/usr/bin/env expoq
                -- What this is about.


                -- The first query.
                from t -- all of it
                -- only some rows
                |> where a > 1 /* one */ and -- not two
                b < 2
                -- three
                |> select a, -- the first
                b -- the second
                ; -- done

                /* between */
                select /* even
                          here */ 1 ; /* behind */
                -- the end
                """) == """
                    #!/usr/bin/env expoq
                    -- What this is about.

                    -- The first query.
                    FROM t -- all of it
                    -- only some rows
                    |> WHERE a > 1 /* one */
                         AND -- not two
                         b < 2
                    -- three
                    |> SELECT a, -- the first
                         b; -- the second
                    -- done

                    /* between */
                    SELECT /* even
                              here */ 1; /* behind */
                    -- the end

                    """)
    }

    @Test func commandsAreKept() throws {
        #expect(
            try format(".timer on\n\n\nfrom t;\n.output  a.csv  \n-- rows\nfrom u;\n\n.quit") == """
                .timer on

                FROM t;
                .output  a.csv
                -- rows
                FROM u;

                .quit

                """)
    }

    @Test func aScriptMayBeEmptyOrHaveOnlyComments() throws {
        #expect(try format("") == "")
        #expect(try format("\n ;\n\n") == "")
        #expect(try format("\n\n-- a\n\n\n\n/* b */ -- c") == "-- a\n\n/* b */ -- c\n")
    }

    @Test func aSyntaxErrorIsThrownWhereItIs() {
        do {
            _ = try format(".timer on\nFROM t;\nFROM t |> SELEC a")
            Issue.record("it is no statement")
        } catch {
            #expect((error as? Diagnostic)?.range?.lower == 28)
        }
    }

    // MARK: Nothing is changed

    /// What is wrong with the formatted text; `nil` if nothing is.
    private func fault(_ text: String) -> String? {
        do {
            let formatted = try format(text)
            if try Parser.script(formatted) != Parser.script(text) { return "another tree: \(text) -- \(formatted)" }
            if comments(formatted) != comments(text) { return "other comments: \(text) -- \(formatted)" }
            let again = try format(formatted)
            return again == formatted ? nil : "again: \(text) -- \(formatted) -- \(again)"
        } catch {
            return "\(text) -- \(error)"
        }
    }

    private func comments(_ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return LexedSource(bytes).comments.map { range in
            String(decoding: bytes[range.lower..<range.upper], as: UTF8.self).trimmingCharacters(
                in: .whitespacesAndNewlines)
        }
    }

    @Test func allScriptsSurvive() throws {
        let folder = GrammarFile.root.appending(path: "Tests/Scripts")
        let scripts = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
            .filter { $0.pathExtension == "expoq" }
        #expect(scripts.count > 100)
        var (formatted, widest) = (0, 0)
        for url in scripts {
            let text = try String(contentsOf: url, encoding: .utf8)
            guard (try? Parser.script(text)) != nil else { continue }
            #expect(fault(text) == nil, "\(url.lastPathComponent)")
            formatted += 1
            widest = max(
                widest, try format(text).split(separator: "\n").filter { !$0.contains("--") }.map(\.count).max() ?? 0)
        }
        #expect(formatted > 100)
        // No script has a word that is longer than the rest of a line.
        #expect(widest <= 100)
    }

    @Test func whatIsDeepOrLongSurvives() throws {
        let deep = "SELECT " + String(repeating: "(", count: 60) + "1" + String(repeating: ")", count: 60)
        #expect(fault(deep) == nil)
        for chain in [" UNION ALL SELECT 1", " CROSS JOIN u", ", u", " |> DISTINCT"] {
            let text = (chain.contains("SELECT") ? "SELECT 1" : "FROM t") + String(repeating: chain, count: 990)
            #expect(fault(text) == nil)
        }
        let long = "SELECT 1" + (0..<900).map { $0 % 3 == 0 ? " * \($0)" : " + \($0)" }.joined()
        #expect(fault(long) == nil)
        #expect(try format(long).split(separator: "\n").map(\.count).max() ?? 0 <= 100)
    }

    @Test func generatedSentencesSurvive() throws {
        var generator = SentenceGenerator(try GrammarFile(), seed: 1998)
        var wrong: [String] = []
        for round in 0..<4_000 {
            let words = generator.sentence(round % 4 == 0 ? "script" : "statement", length: 1 + round % 60).map(\.text)
            var text = ""
            for word in words {
                switch generator.random.below(round % 2 == 0 ? 12 : 200) {
                case 0: text += " " + generator.token("COMMENT")
                case 1: text += "\n-- own line\n"
                case 2: text += "\r\n\n"
                case 3: text += " -- trailing\n"
                case 4: text += " /* inline */ "
                default: text += " "
                }
                text += word
            }
            if let fault = fault(text) { wrong.append(fault) }
        }
        #expect(wrong.isEmpty, "\(wrong.count), as \(wrong.prefix(5).joined(separator: "\n=====\n"))")
    }
}
