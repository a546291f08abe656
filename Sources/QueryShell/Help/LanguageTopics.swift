// What help says of the language beyond its functions: statements, pipe operators, types, quantities.

/// A thing that can be asked about.
package struct LanguageTopic: Sendable {
    package enum Kind: String, Sendable {
        case statement = "statement"
        case pipeOperator = "pipe operator"
        case type = "type"
        case quantity = "about quantities"
    }

    /// As it is written: `ORDER BY`
    package let name: String
    package let kind: Kind
    /// One line, without a full stop.
    package let help: String
    /// The production that has its syntax and an example.
    package let production: String?
    /// Examples beyond the production's.
    package let examples: [String]

    private init(_ name: String, _ kind: Kind, _ production: String?, _ help: String, _ examples: [String] = []) {
        self.name = name
        self.kind = kind
        self.production = production
        self.help = help
        self.examples = examples
    }

    package static let all: [LanguageTopic] = statements + pipeOperators + types + quantities

    package static let statements: [LanguageTopic] = [
        statement("FROM", "query", "a query: a table, and steps behind |> that take its rows and pass others on"),
        statement("WITH", "withClause", "names for queries, which stand where a table can"),
        statement("CREATE", "createStatement", "keeps a query's rows as a table, or the query itself as a view"),
        statement("DROP", "dropStatement", "removes a table or view"),
        statement("DESCRIBE", "describeStatement", "lists a table's columns, their types and meanings"),
        statement(
            "EXPLAIN", "explainStatement", "shows how a query is run; with ANALYZE runs it and shows rows and times"),
        statement("ASSERT", "assertStatement", "fails, and stops the script, if a condition is not TRUE"),
        statement(
            "DECLARE", "declareStatement", "makes a variable, which later statements use by its name; columns go first"),
        statement("SET", "setStatement", "gives a variable another value"),
        statement(
            "EXPORT DATA", "exportStatement",
            "writes a query's rows to a file; its ending or format tells how. A text such as =1+1, which spreadsheets take "
                + "for a formula, is written as it is"),
    ]

    package static let pipeOperators: [LanguageTopic] = [
        pipe("SELECT", "pipeSelect", "computes columns, and leaves only them; DISTINCT leaves each row once"),
        pipe("EXTEND", "pipeExtend", "adds columns"),
        pipe("SET", "pipeSet", "changes columns in their place"),
        pipe("DROP", "pipeDrop", "removes columns"),
        pipe("RENAME", "pipeRename", "gives columns other names"),
        pipe("AS", "pipeAs", "names the rows so far, so that later steps can write name.column"),
        pipe("WHERE", "whereClause", "keeps the rows for which a condition is TRUE; undecided ones are told of"),
        pipe("AGGREGATE", "pipeAggregate", "one row of aggregates, or with GROUP BY one for each group"),
        pipe("DISTINCT", "pipeOperator", "leaves each row once", ["FROM figures |> SELECT source |> DISTINCT"]),
        pipe("ORDER BY", "pipeOrderBy", "sorts the rows"),
        pipe("LIMIT", "limitClause", "keeps the first rows, behind those that OFFSET skips"),
        pipe("PIVOT", "pipePivot", "makes columns of rows: aggregates for each of some values"),
        pipe("UNPIVOT", "pipeUnpivot", "makes rows of columns"),
        pipe("TABLESAMPLE", "pipeTableSample", "keeps some of the rows, by chance"),
        pipe("WITH", "pipeWith", "names queries for the steps that follow"),
        pipe("CALL", "pipeCall", "passes the rows through a table function"),
        pipe("ASSERT", "pipeAssert", "fails at a row for which a condition is not TRUE"),
        pipe(
            "DESCRIBE", "pipeOperator", "the columns and their types in place of the rows", ["FROM article |> DESCRIBE"]
        ),
        pipe(
            "WHY", "pipeOperator",
            "the rows of base tables, with their sources, that each row of the result comes from",
            ["FROM deals_by_edition |> WHERE edition = 7 |> WHY"]),
        pipe("EXPORT DATA", "exportClause", "writes the rows to a file; it ends the statement"),
        pipe("UNION", "pipeSetOperation", "adds the rows of other queries; DISTINCT leaves each once"),
        pipe("INTERSECT", "pipeSetOperation", "keeps the rows that other queries have too"),
        pipe("EXCEPT", "pipeSetOperation", "keeps the rows that other queries do not have"),
        pipe(
            "JOIN", "joinClause",
            "puts rows of another table beside those that match; INNER, LEFT, RIGHT, FULL or CROSS"),
    ]

    package static let types: [LanguageTopic] = [
        type("BOOL", "true or false", "SELECT TRUE AND NOT FALSE"),
        type("INT64", "a whole number of 64 bits; what does not fit is an error", "SELECT 7 * 6, 0x1F"),
        type("FLOAT64", "a number of double precision", "SELECT 22.9e6 / 3"),
        type("STRING", "a text in UTF-8", "SELECT 'it\\'s', \"it's\", r'[0-9]+\\.'"),
        type("DATE", "a day", "SELECT DATE '2024-11-05' + 6"),
        type("TIMESTAMP", "a moment, to the microsecond", "SELECT TIMESTAMP '2024-11-05 08:00:00+08'"),
        type(
            "INTERVAL", "a length of time in months, days and microseconds", "SELECT INTERVAL 1 YEAR + INTERVAL 3 DAY"),
        type(
            "QUANTITY", "a number as it was printed, the least and the most that it can be, and a unit",
            "SELECT QUANTITY '> 2,900 enterprise', 360000{m2}, QUANTITY(30, 'item')"),
    ]

    package static let quantities: [LanguageTopic] = [
        quantity(
            "units", "what stands in braces behind a number, and behind a QUANTITY's; .units lists those known",
            [
                "SELECT 360000{m2} / 3496{enterprise}"
            ]),
        quantity(
            "scale words", "thousand, million, billion and trillion before a unit are multiplied out",
            [
                "SELECT 80.01{billion USD}", "SELECT IN_UNIT(80010000000{USD}, 'billion USD')",
            ]),
        quantity("currencies", "codes of ISO 4217; none is ever converted into another", ["SELECT 5{USD} + 3{USD}"]),
        quantity("percent", "a number, a hundredth: it mixes with plain numbers", ["SELECT 1 + 2{percent}"]),
        quantity(
            "counting units", "any other word counts what it names; one like a known word is taken for a slip",
            [
                "SELECT 3{apple} + 4{apple}"
            ]),
        quantity(
            "hedges", "words of the source that leave bounds: > more than, < nearly, ~ about, a..b from a to b",
            [
                "SELECT QUANTITY '> 100 item', QUANTITY '~ 2,600 enterprise', QUANTITY '1.5..2.5 percent'"
            ]),
        quantity(
            "bounds", "the least and the most that a number can be; arithmetic is done with them too",
            [
                "SELECT LOWER_BOUND(QUANTITY '~ 30 m2'), UPPER_BOUND(QUANTITY '~ 30 m2')"
            ]),
        quantity(
            "undecided", "comparisons that bounds do not settle are NULL; POSSIBLY and CERTAINLY take a side",
            [
                "SELECT QUANTITY '> 100 item' > 150{item}, POSSIBLY(QUANTITY '> 100 item' > 150{item})"
            ]),
    ]

    private static func statement(_ name: String, _ production: String, _ help: String) -> LanguageTopic {
        LanguageTopic(name, .statement, production, help)
    }

    private static func pipe(
        _ name: String, _ production: String, _ help: String, _ examples: [String] = []
    ) -> LanguageTopic {
        LanguageTopic(name, .pipeOperator, production, help, examples)
    }

    private static func type(_ name: String, _ help: String, _ example: String) -> LanguageTopic {
        LanguageTopic(name, .type, nil, help, [example])
    }

    private static func quantity(_ name: String, _ help: String, _ examples: [String]) -> LanguageTopic {
        LanguageTopic(name, .quantity, nil, help, examples)
    }
}
