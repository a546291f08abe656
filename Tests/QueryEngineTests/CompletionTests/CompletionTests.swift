// What is offered where.

import QueryLanguage
import Testing

@testable import QueryEngine

struct CompletionTests {
    let desk: CompletionDesk

    init() throws {
        desk = try CompletionDesk()
    }

    // MARK: Tables

    @Test func tablesViewsAndFunctionsFollowFrom() {
        let items = desk.complete("FROM |").items
        #expect(
            items.prefix(9).map(\.label) == [
                "conflicts_by_edition", "editions", "figures", "visits by day", "GENERATE_SERIES(…)", "READ_CSV(…)",
                "READ_JSON(…)", "READ_SQLITE(…)", "SUMMARIZE(…)",
            ])
        #expect(items[0].kind == .view)
        #expect(items[3].text == "`visits by day`")
        #expect(items[3].detail == "Visits, one a day")
        #expect(desk.labels("FROM a ¦> JOIN fig|") == ["figures"])
        #expect(desk.labels("FROM a, fig|") == ["figures"])
        #expect(desk.labels("DROP VIEW |", .table, .view) == ["conflicts_by_edition"])
        #expect(desk.labels("DROP TABLE IF EXISTS |", .view).isEmpty)
        #expect(desk.labels("DESCRIBE ed|") == ["editions", "conflicts_by_edition"])
        #expect(desk.labels("FROM figures ¦> CALL |") == ["SUMMARIZE(…)"])
    }

    @Test func functionsThatReadFilesHaveFilesAndOptions() {
        var context = CompletionContext()
        context.files = { _ in [("visits.csv", false), ("notes", true)] }
        #expect(desk.complete("FROM READ_CSV('|", context).items.map(\.text) == ["'notes/", "'visits.csv'"])
        #expect(desk.labels("FROM READ_CSV('visits.csv', del|", .argument) == ["delimiter => STRING"])
        #expect(desk.texts("FROM READ_JSON('visits.json', |", .argument) == ["columns => ", "safe => "])
        #expect(desk.texts("FROM read_csv('visits.csv', quote => '|", .file).isEmpty)
        #expect(desk.texts("FROM READ_CSV(|", .argument).isEmpty)
        #expect(desk.texts("FROM figures ¦> WHERE ABS(|", .argument).isEmpty)
    }

    @Test func tablesOfWithAreOfferedWhereTheyAreInScope() {
        #expect(desk.labels("WITH few AS (FROM figures), more AS (FROM |", .commonTable) == ["few"])
        #expect(desk.labels("WITH few AS (FROM figures) SELECT (SELECT 1 FROM f|", .commonTable) == ["few"])
        #expect(desk.labels("FROM (WITH few AS (FROM figures) FROM few) ¦> JOIN |", .commonTable).isEmpty)
    }

    @Test func filesAreOfferedInQuotes() {
        let context = CompletionContext { folder in
            folder == "data/" ? [("visits.csv", false), ("it's.csv", false), ("old", true)] : [("data", true)]
        }
        let top = desk.complete("FROM 'da|", context)
        #expect(top.items.map(\.text) == ["'data/"])
        #expect(top.replaced == 5..<8)
        #expect(
            desk.complete("FROM \"data/|", context).items.map(\.text)
                == ["\"data/it's.csv\"", "\"data/old/", "\"data/visits.csv\""])
        #expect(
            desk.complete("FROM 'data/it|' ¦> LIMIT 1", context).items.map(\.text) == [
                "'data/it\\'s.csv", "'data/visits.csv",
            ])
        #expect(desk.complete("FROM '|").items.isEmpty)
    }

    // MARK: Columns

    @Test(arguments: [
        ("FROM figures ¦> WHERE |", ["edition", "exhibitor_count", "measure", "value"]),
        ("FROM figures ¦> WHERE nonsense + |", ["edition", "exhibitor_count", "measure", "value"]),
        ("FROM figures ¦> AGGREGATE COUNT(*) AS n GROUP BY edition ¦> WHERE |", ["edition", "n"]),
        ("FROM figures ¦> EXTEND edition AS e ¦> ORDER BY |", ["e", "edition", "exhibitor_count", "measure", "value"]),
        ("FROM figures ¦> DROP |", ["edition", "exhibitor_count", "measure", "value"]),
        ("FROM figures ¦> DROP edition ¦> SET |", ["exhibitor_count", "measure", "value"]),
        ("FROM figures ¦> RENAME edition AS e ¦> SELECT (e|", ["e", "exhibitor_count", "measure", "value"]),
        ("SELECT | FROM editions WHERE TRUE", ["edition", "first day", "group", "year"]),
        ("SELECT edition, nonsense, | FROM editions;", ["edition", "first day", "group", "year"]),
        ("SELECT 1 FROM editions WHERE nonsense = |", ["edition", "first day", "group", "year"]),
        ("SELECT edition AS e FROM editions GROUP BY |", ["e", "edition", "first day", "group", "year"]),
        ("SELECT nonsense FROM editions ORDER BY |", ["edition", "first day", "group", "year"]),
        ("SELECT year AS y FROM editions ORDER BY y|", ["y", "year", "first day"]),
        ("FROM figures JOIN editions AS e USING (|", ["edition"]),
        ("FROM figures ¦> JOIN editions USING (|", ["edition"]),
        ("FROM figures AS f JOIN editions AS e ON f.edition = e.|", ["edition", "first day", "group", "year"]),
        ("FROM figures ¦> AS a ¦> WHERE a.|", ["edition", "exhibitor_count", "measure", "value"]),
        ("FROM editions ¦> WHERE edition IN (FROM figures ¦> WHERE measure = 'a' ¦> SELECT ex|", ["exhibitor_count"]),
        ("FROM editions ¦> WHERE EXISTS (SELECT 1 FROM figures WHERE y|", ["year", "first day"]),
        ("FROM conflicts_by_edition ¦> SELECT |", ["edition", "measure"]),
        ("WITH few AS (SELECT 1 AS one) FROM few ¦> WHERE |", ["one"]),
        ("SELECT * EXCEPT (|) FROM editions", ["edition", "first day", "group", "year"]),
        ("FROM editions ¦> SELECT SUM(year) OVER (PARTITION BY edition ORDER BY f|", ["first day"]),
        ("CREATE VIEW v AS FROM editions ¦> WHERE y|", ["year", "first day"]),
        ("FROM nowhere ¦> WHERE |", []),
        ("FROM editions ¦> LIMIT 1 ¦> WHERE year IS NOT DISTINCT FROM y|", ["year", "first day"]),
    ]) func columnsAreThoseInScope(text: String, columns: [String]) {
        #expect(desk.labels(text, .column) == columns)
    }

    @Test func namesAreWrittenAsTheyMustBe() {
        #expect(desk.texts("FROM editions ¦> WHERE |", .column) == ["edition", "`first day`", "`group`", "year"])
        #expect(desk.texts("FROM editions ¦> AS e ¦> WHERE e.g|") == ["group"])
        let quoted = desk.complete("FROM editions ¦> WHERE `fi|`")
        #expect(quoted.items.map(\.text) == ["`first day"])
        #expect(desk.texts("FROM editions ¦> WHERE `fi|") == ["`first day`"])
        #expect(desk.labels("FROM figures AS f ¦> WHERE |", .alias) == ["f"])
        #expect(desk.texts("FROM figures AS f ¦> WHERE |", .alias) == ["f."])
    }

    // MARK: Functions and keywords

    @Test func functionsTellTheirArguments() throws {
        let item = try #require(desk.complete("FROM figures ¦> AGGREGATE av|").items.first)
        #expect(item.text == "avg(")
        #expect(item.label == "AVG(value)")
        #expect(item.detail.hasPrefix("the average"))
        #expect(desk.texts("FROM figures ¦> AGGREGATE AV|(value)").first == "AVG")
        #expect(desk.complete("FROM figures ¦> AGGREGATE |").items.first?.label == "ANY_VALUE(value)")
        #expect(desk.texts("SELECT SAFE.SUBST|").prefix(2) == ["SUBSTR(", "SUBSTRING("])
        #expect(desk.texts("SELECT SAFE.SUBST|(x)").first == "SUBSTR")
        #expect(desk.labels("SELECT DATE_TRUNC(x, M|", .datePart).prefix(2) == ["MICROSECOND", "MILLISECOND"])
        #expect(desk.labels("SELECT CAST(1 AS ST|").first == "STRING")
        #expect(desk.texts("SELECT EXTRACT(yea|") == ["year", "dayofyear", "isoyear"])
    }

    @Test func operatorsFollowThePipe() {
        let operators = desk.labels("FROM figures ¦> |")
        #expect(
            operators == [
                "AGGREGATE", "AS", "ASSERT", "CALL", "CROSS JOIN", "DESCRIBE", "DISTINCT", "DROP", "EXCEPT",
                "EXPORT DATA", "EXTEND", "FULL JOIN", "INNER JOIN", "INTERSECT", "JOIN", "LEFT JOIN", "LIMIT",
                "ORDER BY", "PIVOT", "RENAME",
                "RIGHT JOIN", "SELECT", "SET", "TABLESAMPLE", "UNION", "UNPIVOT", "WHERE", "WHY", "WITH",
            ])
        #expect(desk.complete("FROM figures ¦> WHE|").items.first?.detail.isEmpty == false)
        #expect(desk.texts("FROM figures |").first == "|>")
        #expect(desk.texts("FROM figures ¦|") == ["|>"])
    }

    @Test func keywordsFollowTheUsersCase() {
        #expect(desk.texts("from figures ¦> wh|") == ["where", "why"])
        #expect(desk.texts("FROM figures ¦> wh|") == ["where", "why"])
        #expect(desk.texts("from figures ¦> Wh|") == ["WHERE", "WHY"])
        #expect(desk.texts("from figures ¦> |").contains("aggregate"))
        #expect(
            desk.texts("SELECT 1; |")
                == [
                    "ASSERT", "CREATE", "DECLARE", "DESCRIBE", "DROP", "EXPLAIN", "EXPORT DATA", "FROM", "SELECT",
                    "SET", "WITH",
                ])
    }

    @Test func variablesAreOfferedWhereExpressionsAre() throws {
        let variables = ScriptVariables()
        var options = Engine.Options(now: 0)
        options.variables = variables
        for statement in try Parser.script("DECLARE since DATE; DECLARE `two words` INT64") {
            _ = try desk.engine.execute(statement, options)
        }
        let context = CompletionContext(variables: variables)
        func offered(_ marked: String) -> [String] {
            desk.complete(marked, context).items.filter { $0.kind == .variable }.map { "\($0.text) \($0.detail)" }
        }
        let all = ["since DATE", "`two words` INT64"]
        #expect(offered("FROM editions ¦> WHERE year > |") == all)
        #expect(offered("SELECT |") == all)
        #expect(offered("FROM editions ¦> LIMIT |") == all)
        #expect(offered("SET |") == all)
        #expect(offered("DECLARE v DEFAULT sin|") == ["since DATE"])
        #expect(offered("FROM |") == [] && offered("DECLARE |") == [] && offered("FROM editions ¦> DROP |") == [])
        // What is bound on the way to the cursor may use them.
        let columns = desk.complete("FROM editions ¦> EXTEND since AS s ¦> SELECT |", context).items
        #expect(columns.contains { $0.kind == .column && $0.label == "s" && $0.detail == "DATE" })
        #expect(desk.labels("DECLARE v DEFAULT (FROM editions ¦> SELECT |", .column).contains("year"))
    }

    @Test func optionsOfExportDataAreOffered() {
        #expect(
            desk.labels("FROM figures ¦> EXPORT DATA OPTIONS (|")
                == ["field_delimiter", "format", "header", "overwrite", "table", "uri"])
        #expect(desk.texts("EXPORT DATA OPTIONS (uri = 'a.csv', for|").first == "format")
        #expect(desk.texts("DECLARE v |").contains("DATE"))
    }

    @Test func wordsThatAreOnlyNamesAreNotOffered() {
        #expect(!desk.labels("SELECT |", .keyword).contains("WHY"))
        #expect(desk.labels("SELECT a AS |").isEmpty)
        #expect(desk.labels("SELECT a.|").isEmpty)
        #expect(!desk.labels("FROM figures |", .keyword).contains("TABLE"))
    }

    // MARK: Values, units, parameters

    @Test func valuesOfTheColumnAreOfferedInQuotes() {
        let values = desk.complete("FROM figures ¦> WHERE measure = '|")
        #expect(values.items.map(\.text) == ["'exhibitors'", "'area'", "'what it\\'s worth'"])
        #expect(values.items[0].detail == "2 rows")
        #expect(values.replaced == 32..<33)
        #expect(desk.labels("FROM figures ¦> WHERE measure IN ('area', \"ex|", .value) == ["exhibitors"])
        #expect(desk.labels("FROM figures ¦> WHERE measure NOT IN ('ex|", .value) == ["exhibitors"])
        #expect(desk.labels("FROM figures AS f ¦> WHERE f.measure != 'wi|", .value) == ["what it's worth"])
        #expect(desk.labels("FROM conflicts_by_edition ¦> WHERE measure <> 'ar|", .value) == ["area"])
        #expect(desk.labels("WITH f AS (FROM figures) FROM f ¦> WHERE measure = 'ar|", .value) == ["area"])
        #expect(
            desk.labels("FROM figures ¦> AGGREGATE COUNT(*) GROUP BY measure ¦> WHERE measure = 'a|", .value)
                == ["area", "what it's worth"])
        #expect(desk.labels("FROM figures ¦> WHERE edition = '|").isEmpty)
        #expect(desk.labels("FROM figures ¦> WHERE UPPER(measure) = '|").isEmpty)
        #expect(desk.texts("SELECT 1 FROM figures WHERE measure = 'ar|' AND TRUE") == ["'area"])
    }

    @Test func unitsFollowNumbersInBraces() {
        let units = desk.complete("FROM figures ¦> WHERE value > 3{|")
        #expect(units.items.prefix(3).map(\.label) == ["enterprise", "USD", "m2"])
        #expect(units.items.map(\.text).contains("{percent}"))
        // Those in rows are known as well, and there once.
        #expect(Set(units.items.map(\.text)).count == units.items.count)
        #expect(units.items.prefix(3).map(\.detail) == ["in 2 rows", "in 1 row", "in 1 row"])
        #expect(desk.texts("SELECT 1{us|").first == "{USD}")
        #expect(desk.texts("SELECT 1{million US|").first == "{million USD}")
        #expect(desk.labels("FROM figures ¦> WHERE value > 3{million |").first == "enterprise")
        #expect(desk.texts("SELECT 1{mill|}") == ["{million "])
        #expect(desk.texts("SELECT 'a'{|").isEmpty)
    }

    @Test func parametersWithValuesAreOffered() {
        let context = CompletionContext(parameters: Parameters(named: ["edition": .int64(7), "unit": .string("m2")]))
        #expect(desk.complete("FROM figures ¦> WHERE edition = @e|", context).items.map(\.text) == ["@edition"])
        #expect(desk.complete("SELECT @|", context).items.map(\.text) == ["@edition", "@unit"])
        #expect(desk.labels("FROM figures ¦> LIMIT @edition ¦> WHERE exh|") == ["exhibitor_count"])
        #expect(desk.labels("FROM figures ¦> WHERE measure = @nothing AND edition > ? ¦> SELECT exh|").count == 1)
    }

    // MARK: Matching

    @Test(arguments: [
        ("cbe", "conflicts_by_edition", NameMatcher.Rank.words), ("ec", "exhibitor_count", .words),
        ("CON", "conflicts_by_edition", .prefix), ("edit", "conflicts_by_edition", .words),
        ("lict", "conflicts_by_edition", .substring), ("vC", "visitCount", .words), ("vco", "visitCount", .words),
        ("e8", "edition8", .words), ("", "anything", .prefix), ("x", "y", nil), ("ab", "a", nil),
        ("coned", "conflicts_by_edition", .words), ("bc", "conflicts_by_edition", nil),
    ]) func namesMatch(typed: String, name: String, rank: NameMatcher.Rank?) {
        #expect(NameMatcher(typed).rank(name) == rank)
    }

    @Test func prefixesGoFirst() {
        #expect(desk.labels("FROM ed|") == ["editions", "conflicts_by_edition"])
        #expect(desk.labels("FROM cbe|") == ["conflicts_by_edition"])
    }

    // MARK: Nothing to say

    @Test(arguments: [
        "FROM figures -- a comment |", "FROM figures # |", "SELECT 12|", "SELECT 1 1 |", "SELECT '''a|", "SELECT r'a|",
        "SELECT /* |", "SELECT ? é|", "FROM FROM |", "SELECT 'a''|",
    ]) func nothingIsOffered(text: String) {
        #expect(desk.labels(text).isEmpty)
    }

    @Test func anyCursorWillDo() {
        for cursor in -1...9 { _ = desk.engine.completions(in: "SELECT é", at: cursor) }
    }

    /// Texts of tokens at random, which mostly mean nothing, are answered all the same.
    @Test func anyTextWillDo() {
        var random = UInt64(7)
        let words = [
            "FROM", "figures", "|>", "WHERE", "SELECT", "(", "(", ")", "measure", "=", "'", "'area'", ",", "WITH", "AS",
            "JOIN", "ON", "USING", "{", "3", "@", "`", ";", "GROUP", "BY", "AGGREGATE", "COUNT(", "*", ".", "editions",
            "PIVOT", "FOR", "IN", "EXTRACT(", "CASE", "WHEN", "DROP", "EXCEPT", "UNION", "ALL", "é", "--", "\n", "DATE",
        ]
        for _ in 0..<1_500 {
            var text = ""
            for _ in 0..<12 {
                random = random &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                text += words[Int(random >> 33) % words.count] + (random >> 60 == 0 ? "" : " ")
            }
            let cursor = Int(random >> 40) % (text.utf8.count + 1)
            let completion = desk.engine.completions(in: text, at: cursor)
            #expect(completion.replaced.lowerBound >= 0 && completion.replaced.upperBound <= text.utf8.count)
        }
    }

    @Test func nestingHasNoEnd() {
        for depth in [10, 100, 1000, 20_000] {
            let text = "FROM figures |> WHERE " + String(repeating: "(", count: depth)
            _ = desk.engine.completions(in: text, at: text.utf8.count)
            let queries =
                String(repeating: "FROM figures |> WHERE edition IN (", count: depth) + "FROM figures |> WHERE "
            _ = desk.engine.completions(in: queries, at: queries.utf8.count)
        }
    }
}
