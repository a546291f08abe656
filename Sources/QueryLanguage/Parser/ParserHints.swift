// What to do about a token that does not fit: the mistakes that people make who come from other dialects.

extension Parser {
    /// The hints for the current token, which is not among those expected.
    func hints() -> [String] {
        if let hint = pathHint() { return [hint] }
        let follows = kind(ahead: -1)
        switch current.kind {
        case .keyword(.group) where follows == .symbol(.pipe): return ["groups are made by |> AGGREGATE … GROUP BY …"]
        case .keyword(.having) where follows == .symbol(.pipe): return ["behind |> AGGREGATE, use |> WHERE"]
        case .keyword(let keyword) where expected.contains(.symbol(.pipe)) && Self.pipeKeywords.contains(keyword):
            return ["a pipe operator begins with |>: `|> \(keyword.rawValue) …`"]
        case .symbol(.equal) where follows == .symbol(.equal): return ["equality is written with one ="]
        case .symbol(.equal) where expected.contains(.keyword(.default)):
            return ["a variable's value stands behind DEFAULT"]
        case .symbol(.bar), .symbol(.greater):
            return expected.contains(.symbol(.pipe)) ? ["a pipe operator begins with |>"] : []
        case .symbol(.ampersand) where follows == .symbol(.ampersand): return ["both conditions: AND"]
        case .symbol(.comma) where expected.contains(.keyword(.offset)): return ["rows are skipped by LIMIT … OFFSET …"]
        case .string where follows == .string: return ["a quote inside a string is written \\\'"]
        case .unit: return ["a unit in braces stands behind a number; QUANTITY(x, 'unit') gives one to a value"]
        case .symbol(.leftParenthesis), .integer:
            let preceding = index > 0 ? text(lexed.tokens[index - 1].range).uppercased() : ""
            return Self.words[preceding].map { [$0] } ?? []
        case .keyword(let keyword): return Self.words[keyword.rawValue].map { [$0] } ?? []
        case .identifier:
            if let hint = Self.words[text(current.range).uppercased()] { return [hint] }
            let words = expected.compactMap { if case .keyword(let keyword) = $0 { keyword.rawValue } else { nil } }
            return nearest(text(current.range), among: words).map { ["did you mean `\($0)`?"] } ?? []
        default: return []
        }
    }

    /// What to do where a file's path is not in quotes: behind FROM or JOIN a word with a dot or a slash.
    func pathHint() -> String? {
        func isOutside(_ byte: UInt8) -> Bool { byte <= 0x20 || "(),;'\"`".utf8.contains(byte) }
        var (lower, upper) = (current.range.lower, current.range.lower)
        // What is longer than a path may be is none.
        let longest = 200
        while lower > 0, !isOutside(bytes[lower - 1]), upper - lower <= longest { lower -= 1 }
        while upper < bytes.count, !isOutside(bytes[upper]), upper - lower <= longest { upper += 1 }
        if upper - lower > longest { return nil }
        let word = SourceRange(lower, upper)
        guard let before = lexed.tokens[..<index].last(where: { $0.range.upper <= lower })?.kind,
            before == .keyword(.from) || before == .keyword(.join),
            text(word).contains(where: { "./".contains($0) })
        else { return nil }
        return "a file's name stands in quotes: FROM '\(text(word))'"
    }

    /// The error that a set operator is behind another one.
    func differentSetOperator() -> Diagnostic {
        let isWhole = [.keyword(.all), .keyword(.distinct)].contains(kind(ahead: 1))
        return Diagnostic(
            "different set operators in a row",
            at: isWhole ? current.range.union(lexed.tokens[index + 1].range) : current.range,
            hints: ["put parentheses around the part that goes first"])
    }

    private static let pipeKeywords: Set<Keyword> = [
        .select, .extend, .set, .drop, .rename, .where, .aggregate, .distinct, .join, .inner, .left, .right, .full,
        .cross, .order, .limit, .union, .intersect, .except, .pivot, .unpivot, .tableSample, .with, .call, .assert,
        .why, .export,
    ]

    private static let words = [
        "ALTER": "tables are not changed; CREATE OR REPLACE TABLE … AS makes a new one",
        "DELETE": "tables are not changed; CREATE OR REPLACE TABLE … AS makes a new one",
        "DESC": "DESCRIBE name tells a table's columns",
        "ILIKE": "LIKE minds the case: LOWER(x) LIKE …",
        "INSERT": "tables are not changed; CREATE OR REPLACE TABLE … AS makes a new one",
        "PIVOT": "PIVOT is a pipe operator: |> PIVOT (…)",
        "QUALIFY": "compute it with |> EXTEND, then use |> WHERE",
        "SHOW": "DESCRIBE name tells a table's columns",
        "TOP": "the first rows: LIMIT",
        "UNPIVOT": "UNPIVOT is a pipe operator: |> UNPIVOT (…)",
        "UPDATE": "tables are not changed; CREATE OR REPLACE TABLE … AS makes a new one",
        "VALUES": "rows of constants are SELECT … UNION ALL SELECT …",
    ]
}
