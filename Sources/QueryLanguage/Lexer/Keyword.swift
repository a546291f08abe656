// The words that the language gives a meaning to.

/// A keyword; its raw value is how it is written, in upper case. Keywords are matched without regard to case.
public enum Keyword: String, Hashable, Sendable, CaseIterable {
    case aggregate = "AGGREGATE"
    case all = "ALL"
    case analyze = "ANALYZE"
    case and = "AND"
    case any = "ANY"
    case array = "ARRAY"
    case `as` = "AS"
    case asc = "ASC"
    case assert = "ASSERT"
    case assertRowsModified = "ASSERT_ROWS_MODIFIED"
    case at = "AT"
    case bernoulli = "BERNOULLI"
    case between = "BETWEEN"
    case by = "BY"
    case call = "CALL"
    case `case` = "CASE"
    case cast = "CAST"
    case collate = "COLLATE"
    case contains = "CONTAINS"
    case create = "CREATE"
    case cross = "CROSS"
    case cube = "CUBE"
    case current = "CURRENT"
    case data = "DATA"
    case date = "DATE"
    case declare = "DECLARE"
    case `default` = "DEFAULT"
    case define = "DEFINE"
    case desc = "DESC"
    case describe = "DESCRIBE"
    case distinct = "DISTINCT"
    case drop = "DROP"
    case `else` = "ELSE"
    case end = "END"
    case `enum` = "ENUM"
    case escape = "ESCAPE"
    case except = "EXCEPT"
    case exclude = "EXCLUDE"
    case exists = "EXISTS"
    case explain = "EXPLAIN"
    case export = "EXPORT"
    case extend = "EXTEND"
    case extract = "EXTRACT"
    case `false` = "FALSE"
    case fetch = "FETCH"
    case first = "FIRST"
    case following = "FOLLOWING"
    case `for` = "FOR"
    case format = "FORMAT"
    case from = "FROM"
    case full = "FULL"
    case graphTable = "GRAPH_TABLE"
    case group = "GROUP"
    case grouping = "GROUPING"
    case groups = "GROUPS"
    case hash = "HASH"
    case having = "HAVING"
    case `if` = "IF"
    case ignore = "IGNORE"
    case `in` = "IN"
    case include = "INCLUDE"
    case inner = "INNER"
    case intersect = "INTERSECT"
    case interval = "INTERVAL"
    case into = "INTO"
    case `is` = "IS"
    case join = "JOIN"
    case last = "LAST"
    case lateral = "LATERAL"
    case left = "LEFT"
    case like = "LIKE"
    case limit = "LIMIT"
    case lookup = "LOOKUP"
    case max = "MAX"
    case merge = "MERGE"
    case min = "MIN"
    case natural = "NATURAL"
    case new = "NEW"
    case no = "NO"
    case not = "NOT"
    case null = "NULL"
    case nulls = "NULLS"
    case of = "OF"
    case offset = "OFFSET"
    case on = "ON"
    case options = "OPTIONS"
    case or = "OR"
    case order = "ORDER"
    case outer = "OUTER"
    case over = "OVER"
    case partition = "PARTITION"
    case percent = "PERCENT"
    case pivot = "PIVOT"
    case preceding = "PRECEDING"
    case proto = "PROTO"
    case qualify = "QUALIFY"
    case quantity = "QUANTITY"
    case range = "RANGE"
    case recursive = "RECURSIVE"
    case rename = "RENAME"
    case repeatable = "REPEATABLE"
    case replace = "REPLACE"
    case reservoir = "RESERVOIR"
    case respect = "RESPECT"
    case right = "RIGHT"
    case rollup = "ROLLUP"
    case row = "ROW"
    case rows = "ROWS"
    case safe = "SAFE"
    case safeCast = "SAFE_CAST"
    case select = "SELECT"
    case set = "SET"
    case some = "SOME"
    case `struct` = "STRUCT"
    case system = "SYSTEM"
    case table = "TABLE"
    case tableSample = "TABLESAMPLE"
    case temp = "TEMP"
    case temporary = "TEMPORARY"
    case then = "THEN"
    case time = "TIME"
    case timestamp = "TIMESTAMP"
    case to = "TO"
    case treat = "TREAT"
    case `true` = "TRUE"
    case unbounded = "UNBOUNDED"
    case union = "UNION"
    case unnest = "UNNEST"
    case unpivot = "UNPIVOT"
    case using = "USING"
    case view = "VIEW"
    case when = "WHEN"
    case `where` = "WHERE"
    case why = "WHY"
    case window = "WINDOW"
    case with = "WITH"
    case within = "WITHIN"
    case zone = "ZONE"

    /// Whether it cannot be a name unless it stands in backquotes. The reserved words are GoogleSQL's.
    public var isReserved: Bool {
        switch self {
        case .aggregate, .analyze, .assert, .bernoulli, .call, .data, .date, .declare, .describe, .drop, .explain,
            .export, .extend, .first, .format, .include, .last, .max, .min, .offset, .options, .percent, .pivot,
            .quantity, .rename, .repeatable, .replace, .reservoir, .row, .safe, .safeCast, .system, .table, .temp,
            .temporary, .time, .timestamp,
            .unpivot, .view, .why, .zone:
            false
        default: true
        }
    }

    /// The keyword that `word` spells, in capitals or not.
    public init?(word: String) {
        var word = word
        guard let keyword = word.withUTF8(Keyword.find) else { return nil }
        self = keyword
    }

    /// The keyword that these bytes spell. Does not allocate; constant time.
    static func find(_ bytes: UnsafeBufferPointer<UInt8>) -> Keyword? {
        guard bytes.count <= longest else { return nil }
        return byLetters[pack(bytes)]
    }

    private static let longest = 24

    /// Upper-case letters, packed so that a look-up needs no string.
    private static func pack(_ bytes: UnsafeBufferPointer<UInt8>) -> SIMD4<UInt64> {
        var words = SIMD4<UInt64>()
        for (index, byte) in bytes.enumerated() {
            let upper = byte >= 0x61 && byte <= 0x7A ? byte - 0x20 : byte
            words[index >> 3] |= UInt64(upper) << UInt64((index & 7) * 8)
        }
        return words
    }

    private static let byLetters: [SIMD4<UInt64>: Keyword] = {
        var table: [SIMD4<UInt64>: Keyword] = [:]
        for keyword in allCases {
            var name = keyword.rawValue
            table[name.withUTF8(pack)] = keyword
        }
        return table
    }()
}
