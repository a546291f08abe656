// What completion says of keywords, and what it writes for those that never stand alone.

import QueryLanguage

/// A keyword as completion offers it.
struct KeywordHelp {
    /// What is inserted, in capitals, if more than the word: `ORDER BY`, `CAST(`.
    var text: String?
    var label: String?
    /// What it does, in a line.
    var detail: String = ""

    /// - Parameters:
    ///   - isOperator: whether it begins a pipe operator.
    ///   - isValue: whether it begins a value.
    static func find(_ keyword: Keyword, isOperator: Bool, isValue: Bool) -> KeywordHelp? {
        if isValue, let call = calls[keyword] { return call }
        if isOperator, let detail = operators[keyword] {
            return KeywordHelp(text: words[keyword]?.text, detail: detail)
        }
        return words[keyword]
    }

    /// Words that are written with others behind them. The rarer forms, `GROUP AND ORDER BY` and `LEFT OUTER JOIN`, are
    /// completed word by word.
    private static let words: [Keyword: KeywordHelp] = [
        .order: KeywordHelp(text: "ORDER BY"), .partition: KeywordHelp(text: "PARTITION BY"),
        .group: KeywordHelp(text: "GROUP BY"), .cross: KeywordHelp(text: "CROSS JOIN"),
        .inner: KeywordHelp(text: "INNER JOIN"), .left: KeywordHelp(text: "LEFT JOIN"),
        .right: KeywordHelp(text: "RIGHT JOIN"), .full: KeywordHelp(text: "FULL JOIN"),
        .export: KeywordHelp(text: "EXPORT DATA"),
    ]

    /// Words that are called like functions.
    private static let calls: [Keyword: KeywordHelp] = [
        .cast: KeywordHelp(text: "CAST(", label: "CAST(value AS type)", detail: "the value as another type"),
        .safeCast: KeywordHelp(
            text: "SAFE_CAST(", label: "SAFE_CAST(value AS type)",
            detail: "the value as another type, NULL where it is none"),
        .extract: KeywordHelp(
            text: "EXTRACT(", label: "EXTRACT(part FROM value)", detail: "a part of a date or a time, as a number"),
        .exists: KeywordHelp(text: "EXISTS (", label: "EXISTS (query)", detail: "whether the query gives any row"),
    ]

    private static let operators: [Keyword: String] = [
        .select: "these columns", .extend: "more columns beside those there are", .set: "other values in columns",
        .drop: "all columns but these", .rename: "other names for columns", .as: "a name for the table so far",
        .where: "the rows for which the condition holds", .aggregate: "one row of aggregates, or one a group",
        .distinct: "each different row once", .order: "the rows in order", .limit: "the first rows",
        .pivot: "values of rows as columns", .unpivot: "columns as rows", .tableSample: "some of the rows, by chance",
        .with: "names for queries that follow", .call: "a table function on the table so far",
        .assert: "an error where the condition fails", .describe: "the columns, one a row",
        .why: "the rows that each row came from", .union: "the rows of both", .intersect: "the rows that are in both",
        .except: "the rows that are not in the other", .join: "rows side by side with matching ones",
        .inner: "rows side by side with matching ones", .left: "a join that keeps the rows of the left side",
        .right: "a join that keeps the rows of the right side", .full: "a join that keeps the rows of both sides",
        .cross: "each row beside each other one", .export: "the rows into a file",
    ]
}
