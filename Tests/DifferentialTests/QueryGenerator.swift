// Random queries, each written twice: in ExpoQL and in SQLite's SQL.

/// A random number generator with a seed, so that a failure can be met again (SplitMix64: Steele et al., OOPSLA 2014).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}

/// One text in both languages.
struct Both {
    var expoql: String
    var sqlite: String

    init(_ both: String) { (expoql, sqlite) = (both, both) }
    init(_ expoql: String, _ sqlite: String) { (self.expoql, self.sqlite) = (expoql, sqlite) }

    static func + (a: Both, b: Both) -> Both { Both(a.expoql + b.expoql, a.sqlite + b.sqlite) }
    static func + (a: Both, b: String) -> Both { a + Both(b) }
    static func + (a: String, b: Both) -> Both { Both(a) + b }
}

enum ColumnKind: CaseIterable {
    case int
    case float
    case text
    case bool
}

struct GeneratedColumn {
    var name: String
    var kind: ColumnKind
}

/// A query and its columns. `isOrdered` where the order of its rows is settled.
struct GeneratedQuery {
    var text: Both
    var columns: [GeneratedColumn]
    var isOrdered = false
}

struct QueryGenerator {
    var random: SeededGenerator
    let tables: [(name: String, columns: [GeneratedColumn])]
    private var counter = 0

    init(seed: UInt64, tables: [(name: String, columns: [GeneratedColumn])]) {
        random = SeededGenerator(state: seed)
        self.tables = tables
    }

    mutating func pick<Item>(_ items: [Item]) -> Item { items[Int.random(in: 0..<items.count, using: &random)] }
    mutating func chance(_ percent: Int) -> Bool { Int.random(in: 0..<100, using: &random) < percent }

    mutating func fresh(_ prefix: String) -> String {
        counter += 1
        return "\(prefix)\(counter)"
    }

    // MARK: Queries

    mutating func query() -> GeneratedQuery {
        var query = chance(60) ? pipeline(depth: 2) : select(depth: 2)
        if chance(30) { query = ordered(query) }
        return query
    }

    /// A table and some pipe operators, which are nested subqueries in SQLite.
    mutating func pipeline(depth: Int) -> GeneratedQuery {
        var query = source(depth: depth)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            switch Int.random(in: 0..<8, using: &random) {
            case 0, 1: query = filtered(query, depth: depth)
            case 2: query = projected(query)
            case 3: query = extended(query)
            case 4: query = aggregated(query)
            case 5: query = joined(query, depth: depth)
            case 6: query = combined(query, depth: depth)
            default: query = chance(50) ? distinct(query) : windowed(query)
            }
        }
        return query
    }

    private mutating func source(depth: Int) -> GeneratedQuery {
        if depth > 0 && chance(15) {
            let inner = select(depth: depth - 1)
            return GeneratedQuery(text: Both("(\(inner.text.expoql))", inner.text.sqlite), columns: inner.columns)
        }
        let table = pick(tables)
        return GeneratedQuery(
            text: Both("FROM \(table.name)", "SELECT * FROM \(table.name)"), columns: table.columns)
    }

    private func step(_ query: GeneratedQuery, _ pipe: Both, _ sqlite: (String) -> String, _ columns: [GeneratedColumn])
        -> GeneratedQuery
    {
        GeneratedQuery(
            text: Both("\(query.text.expoql) |> \(pipe.expoql)", sqlite("(\(query.text.sqlite))")), columns: columns)
    }

    private mutating func filtered(_ query: GeneratedQuery, depth: Int) -> GeneratedQuery {
        let name = fresh("t")
        let condition = expression(.bool, query.columns.map { qualified($0, name) }, depth: 2, subqueries: depth > 0)
        return step(
            query, Both("AS \(name) |> WHERE \(condition.expoql)"),
            { "SELECT * FROM \($0) AS \(name) WHERE \(condition.sqlite)" }, query.columns)
    }

    private func qualified(_ column: GeneratedColumn, _ table: String) -> GeneratedColumn {
        GeneratedColumn(name: "\(table).\(column.name)", kind: column.kind)
    }

    private mutating func items(_ columns: [GeneratedColumn], count: Int) -> (text: Both, columns: [GeneratedColumn]) {
        var text = Both("")
        var made: [GeneratedColumn] = []
        for index in 0..<count {
            let kind = pick(ColumnKind.allCases)
            let column = GeneratedColumn(name: fresh("c"), kind: kind)
            text = text + (index > 0 ? ", " : "") + expression(kind, columns, depth: 2) + " AS \(column.name)"
            made.append(column)
        }
        return (text, made)
    }

    private mutating func projected(_ query: GeneratedQuery) -> GeneratedQuery {
        let (text, columns) = items(query.columns, count: Int.random(in: 1...3, using: &random))
        return step(query, "SELECT " + text, { "SELECT \(text.sqlite) FROM \($0)" }, columns)
    }

    private mutating func extended(_ query: GeneratedQuery) -> GeneratedQuery {
        let (text, columns) = items(query.columns, count: 1)
        return step(query, "EXTEND " + text, { "SELECT *, \(text.sqlite) FROM \($0)" }, query.columns + columns)
    }

    private mutating func aggregated(_ query: GeneratedQuery) -> GeneratedQuery {
        var groups: [(Both, GeneratedColumn)] = []
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let kind = pick(ColumnKind.allCases)
            let key = expression(kind, query.columns, depth: 1)
            // A bare number would mean a column's place.
            if Int(key.expoql) != nil { continue }
            groups.append((key, GeneratedColumn(name: fresh("g"), kind: kind)))
        }
        var calls: [(Both, GeneratedColumn)] = []
        for _ in 0..<Int.random(in: 1...2, using: &random) { calls.append(aggregate(query.columns)) }
        func list(_ items: [(Both, GeneratedColumn)]) -> Both {
            items.enumerated().reduce(Both("")) { text, item in
                text + (item.offset > 0 ? ", " : "") + item.element.0 + " AS \(item.element.1.name)"
            }
        }
        let groupText = groups.isEmpty ? Both("") : " GROUP BY " + list(groups)
        let columns = (groups + calls).map(\.1)
        let keys = groups.map(\.0.sqlite).joined(separator: ", ")
        return step(
            query, "AGGREGATE " + list(calls) + groupText,
            { "SELECT \(list(groups + calls).sqlite) FROM \($0)" + (groups.isEmpty ? "" : " GROUP BY \(keys)") },
            columns)
    }

    private mutating func aggregate(_ columns: [GeneratedColumn]) -> (Both, GeneratedColumn) {
        let name = fresh("a")
        switch Int.random(in: 0..<8, using: &random) {
        case 0: return (Both("COUNT(*)"), GeneratedColumn(name: name, kind: .int))
        case 1:
            let kind = pick(ColumnKind.allCases)
            return (
                "COUNT(\(chance(50) ? "DISTINCT " : "")" + expression(kind, columns, depth: 1) + ")",
                GeneratedColumn(name: name, kind: .int)
            )
        case 2:
            let condition = expression(.bool, columns, depth: 1)
            return (
                Both("COUNTIF(\(condition.expoql))", "COUNT(CASE WHEN \(condition.sqlite) THEN 1 END)"),
                GeneratedColumn(name: name, kind: .int)
            )
        case 3: return ("SUM(" + expression(.int, columns, depth: 1) + ")", GeneratedColumn(name: name, kind: .int))
        case 4:
            return (
                "SUM(\(chance(30) ? "DISTINCT " : "")" + expression(.float, columns, depth: 1) + ")",
                GeneratedColumn(name: name, kind: .float)
            )
        case 5:
            return ("AVG(" + expression(.int, columns, depth: 1) + ")", GeneratedColumn(name: name, kind: .float))
        default:
            let kind = pick([ColumnKind.int, .float, .text])
            return (
                "\(pick(["MIN", "MAX"]))(" + expression(kind, columns, depth: 1) + ")",
                GeneratedColumn(name: name, kind: kind)
            )
        }
    }

    private mutating func joined(_ query: GeneratedQuery, depth: Int) -> GeneratedQuery {
        let table = pick(tables)
        let (left, right) = (fresh("l"), fresh("r"))
        let kind = pick(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
        let condition = joinCondition(
            query.columns.map { qualified($0, left) }, table.columns.map { qualified($0, right) })
        // Both sides' columns under new names, so that later steps can name them.
        var renamed: [GeneratedColumn] = []
        var list: [String] = []
        for column in query.columns.map({ qualified($0, left) }) + table.columns.map({ qualified($0, right) }) {
            let name = fresh("j")
            list.append("\(column.name) AS \(name)")
            renamed.append(GeneratedColumn(name: name, kind: column.kind))
        }
        let items = list.joined(separator: ", ")
        return step(
            query,
            "AS \(left) |> \(kind) \(table.name) AS \(right) ON " + condition + " |> SELECT \(items)",
            { "SELECT \(items) FROM \($0) AS \(left) \(kind) \(table.name) AS \(right) ON \(condition.sqlite)" },
            renamed)
    }

    private mutating func joinCondition(_ left: [GeneratedColumn], _ right: [GeneratedColumn]) -> Both {
        var condition = Both("TRUE")
        let a = pick(left)
        if let b = right.filter({ $0.kind == a.kind }).randomElement(using: &random) {
            condition = Both("\(a.name) = \(b.name)")
        }
        return chance(40) ? condition + " AND " + expression(.bool, left + right, depth: 1) : condition
    }

    private mutating func combined(_ query: GeneratedQuery, depth: Int) -> GeneratedQuery {
        let (setOperator, sqlite) = pick([
            ("UNION ALL", "UNION ALL"), ("UNION DISTINCT", "UNION"), ("INTERSECT DISTINCT", "INTERSECT"),
            ("EXCEPT DISTINCT", "EXCEPT"),
        ])
        let table = pick(tables)
        var list = Both("")
        for (index, column) in query.columns.enumerated() {
            list = list + (index > 0 ? ", " : "") + expression(column.kind, table.columns, depth: 1)
        }
        return step(
            query, Both("\(setOperator) (SELECT \(list.expoql) FROM \(table.name))"),
            { "SELECT * FROM \($0) \(sqlite) SELECT \(list.sqlite) FROM \(table.name)" }, query.columns)
    }

    private func distinct(_ query: GeneratedQuery) -> GeneratedQuery {
        step(query, Both("DISTINCT"), { "SELECT DISTINCT * FROM \($0)" }, query.columns)
    }

    private mutating func windowed(_ query: GeneratedQuery) -> GeneratedQuery {
        let column = GeneratedColumn(name: fresh("w"), kind: .int)
        let partition =
            chance(60) ? "PARTITION BY " + expression(pick(ColumnKind.allCases), query.columns, depth: 1) : Both("")
        // An order that leaves only equal rows tied, so that every frame is settled.
        let order = Both(" ORDER BY " + query.columns.map(\.name).joined(separator: ", "))
        let call: Both
        switch Int.random(in: 0..<6, using: &random) {
        case 0: call = Both("RANK()")
        case 1: call = Both("DENSE_RANK()")
        case 2: call = "SUM(" + expression(.int, query.columns, depth: 1) + ")"
        case 3: call = Both("COUNT(*)")
        case 4: call = "MAX(" + expression(.int, query.columns, depth: 1) + ")"
        default: call = "MIN(" + expression(.int, query.columns, depth: 1) + ")"
        }
        let text = call + " OVER (" + partition + order + ") AS \(column.name)"
        return step(query, "EXTEND " + text, { "SELECT *, \(text.sqlite) FROM \($0)" }, query.columns + [column])
    }

    private mutating func ordered(_ query: GeneratedQuery) -> GeneratedQuery {
        let keys = query.columns.map { $0.name + (chance(50) ? " DESC" : "") }.joined(separator: ", ")
        let limit = chance(50) ? " LIMIT \(Int.random(in: 0...6, using: &random))" : ""
        let offset = limit.isEmpty || chance(50) ? "" : " OFFSET \(Int.random(in: 0...3, using: &random))"
        let tail = limit.isEmpty ? "" : " |>\(limit)\(offset)"
        var result = step(
            query, Both("ORDER BY \(keys)\(tail)"), { "SELECT * FROM \($0) ORDER BY \(keys)\(limit)\(offset)" },
            query.columns)
        result.isOrdered = true
        return result
    }

    /// The standard form, with joins, grouping and HAVING.
    mutating func select(depth: Int) -> GeneratedQuery {
        let table = pick(tables)
        let left = fresh("x")
        var columns = table.columns.map { qualified($0, left) }
        var from = Both("\(table.name) AS \(left)")
        if chance(40) {
            let other = pick(tables)
            let right = fresh("y")
            let more = other.columns.map { qualified($0, right) }
            let condition = joinCondition(columns, more)
            from = from + " \(pick(["JOIN", "LEFT JOIN"])) \(other.name) AS \(right) ON " + condition
            columns += more
        }
        let filter =
            chance(60) ? " WHERE " + expression(.bool, columns, depth: 2, subqueries: depth > 0) : Both("")
        if chance(40) {
            let key = pick(columns)
            let group = GeneratedColumn(name: fresh("k"), kind: key.kind)
            let call = aggregate(columns)
            let having = chance(30) ? Both(" HAVING COUNT(*) > 1") : Both("")
            let list = Both("\(key.name) AS \(group.name), ") + call.0 + " AS \(call.1.name)"
            return GeneratedQuery(
                text: "SELECT " + list + " FROM " + from + filter + " GROUP BY \(key.name)" + having,
                columns: [group, call.1])
        }
        let (list, made) = items(columns, count: Int.random(in: 1...3, using: &random))
        return GeneratedQuery(
            text: "SELECT \(chance(20) ? "DISTINCT " : "")" + list + " FROM " + from + filter, columns: made)
    }

    // MARK: Expressions

    mutating func expression(
        _ kind: ColumnKind, _ columns: [GeneratedColumn], depth: Int, subqueries: Bool = false
    ) -> Both {
        let fitting = columns.filter { $0.kind == kind }
        if depth == 0 || chance(25) {
            if let column = fitting.randomElement(using: &random), chance(80) { return Both(column.name) }
            return literal(kind)
        }
        func sub(_ generator: inout QueryGenerator, _ kind: ColumnKind) -> Both {
            generator.expression(kind, columns, depth: depth - 1, subqueries: subqueries)
        }
        if kind != .bool && chance(25) { return conditional(kind, columns, depth: depth) }
        switch kind {
        case .int:
            switch Int.random(in: 0..<6, using: &random) {
            case 0: return "(" + sub(&self, .int) + " + " + sub(&self, .int) + ")"
            case 1: return "(" + sub(&self, .int) + " - " + sub(&self, .int) + ")"
            case 2: return "(" + sub(&self, .int) + " * " + sub(&self, .int) + ")"
            case 3: return "ABS(" + sub(&self, .int) + ")"
            case 4: return "LENGTH(" + sub(&self, .text) + ")"
            default:
                let value = sub(&self, .int)
                let divisor = Int.random(in: 2...7, using: &random)
                return Both("MOD(\(value.expoql), \(divisor))", "(\(value.sqlite) % \(divisor))")
            }
        case .float:
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return "(" + sub(&self, .float) + " + " + sub(&self, .float) + ")"
            case 1: return "(" + sub(&self, .float) + " * 0.5)"
            case 2:
                let value = sub(&self, .int)
                return Both("CAST(\(value.expoql) AS FLOAT64)", "CAST(\(value.sqlite) AS REAL)")
            default: return "(" + sub(&self, .float) + " - " + sub(&self, .int) + ")"
            }
        case .text:
            switch Int.random(in: 0..<4, using: &random) {
            case 0: return "(" + sub(&self, .text) + " || " + sub(&self, .text) + ")"
            case 1: return "SUBSTR(" + sub(&self, .text) + ", \(Int.random(in: 1...3, using: &random)), 2)"
            case 2: return "REPLACE(" + sub(&self, .text) + ", 'a', 'bb')"
            default: return "TRIM(" + sub(&self, .text) + ")"
            }
        case .bool: return condition(columns, depth: depth, subqueries: subqueries)
        }
    }

    private mutating func conditional(_ kind: ColumnKind, _ columns: [GeneratedColumn], depth: Int) -> Both {
        let (a, b) = (
            expression(kind, columns, depth: depth - 1), expression(kind, columns, depth: depth - 1)
        )
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "COALESCE(" + a + ", " + b + ")"
        case 1: return "NULLIF(" + a + ", " + b + ")"
        case 2:
            let test = expression(.bool, columns, depth: depth - 1)
            return Both("IF(\(test.expoql), \(a.expoql), \(b.expoql))", "iif(\(test.sqlite), \(a.sqlite), \(b.sqlite))")
        default:
            let test = expression(.bool, columns, depth: depth - 1)
            return "CASE WHEN " + test + " THEN " + a + " ELSE " + b + " END"
        }
    }

    private mutating func condition(_ columns: [GeneratedColumn], depth: Int, subqueries: Bool) -> Both {
        func sub(_ generator: inout QueryGenerator, _ kind: ColumnKind) -> Both {
            generator.expression(kind, columns, depth: depth - 1)
        }
        let kind = pick([ColumnKind.int, .float, .text])
        switch Int.random(in: 0..<(subqueries ? 12 : 9), using: &random) {
        case 0, 1, 2:
            return "(" + sub(&self, kind) + " \(pick(["=", "!=", "<", "<=", ">", ">="])) " + sub(&self, kind) + ")"
        case 3: return "(" + sub(&self, .bool) + " AND " + sub(&self, .bool) + ")"
        case 4: return "(" + sub(&self, .bool) + " OR " + sub(&self, .bool) + ")"
        case 5: return "(NOT " + sub(&self, .bool) + ")"
        case 6: return "(" + sub(&self, kind) + " IS \(chance(50) ? "NOT " : "")NULL)"
        case 7:
            return "(" + sub(&self, kind) + " \(chance(30) ? "NOT " : "")IN (" + literal(kind) + ", " + literal(kind)
                + ", " + sub(&self, kind) + "))"
        case 8:
            if chance(50) {
                return "(" + sub(&self, .int) + " BETWEEN " + sub(&self, .int) + " AND " + sub(&self, .int) + ")"
            }
            return "(" + sub(&self, .text) + " LIKE '\(pick(["a%", "%b%", "_b%", "%", "é_", ""]))')"
        case 9:
            // Correlated: the outer columns are qualified, the inner ones too.
            let table = pick(tables)
            let name = fresh("s")
            let inner = table.columns.map { qualified($0, name) }
            let test = expression(.bool, inner + columns, depth: 1)
            return Both("(\(chance(50) ? "NOT " : "")EXISTS (SELECT 1 FROM \(table.name) AS \(name) WHERE ") + test
                + "))"
        case 10:
            let table = pick(tables)
            guard let column = table.columns.filter({ $0.kind == kind }).randomElement(using: &random) else {
                return literal(.bool)
            }
            let value = sub(&self, kind)
            let name = fresh("s")
            let filter = expression(.bool, table.columns.map { qualified($0, name) }, depth: 1)
            return "(" + value
                + " \(chance(30) ? "NOT " : "")IN (SELECT \(name).\(column.name) FROM \(table.name) AS \(name) WHERE "
                + filter + "))"
        default:
            let table = pick(tables)
            let name = fresh("s")
            let inner = table.columns.map { qualified($0, name) }
            let test = expression(.bool, inner + columns, depth: 1)
            let value = sub(&self, .int)
            return "(" + value + " < (SELECT COUNT(*) FROM \(table.name) AS \(name) WHERE " + test + "))"
        }
    }

    private mutating func literal(_ kind: ColumnKind) -> Both {
        switch kind {
        case .int:
            return chance(10)
                ? Both("CAST(NULL AS INT64)", "NULL") : Both("\(Int.random(in: -5...9, using: &random))")
        case .float: return Both(pick(["0.5", "2.25", "-1.5", "0.0", "10.0"]))
        case .text: return Both(pick(["'a'", "'ab'", "''", "'b c'", "'é'", "'中国'", "' a '"]))
        case .bool: return chance(10) ? Both("CAST(NULL AS BOOL)", "NULL") : Both(pick(["TRUE", "FALSE"]))
        }
    }
}
