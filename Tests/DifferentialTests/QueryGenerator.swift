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

    /// IS [NOT] DISTINCT FROM.
    func isNot(_ other: GeneratedColumn, negated: Bool) -> Both {
        Both(
            "\(name) IS \(negated ? "NOT " : "")DISTINCT FROM \(other.name)",
            "\(name) IS \(negated ? "" : "NOT ")\(other.name)")
    }
}

/// A query and its columns. `isOrdered` where the order of its rows is settled.
struct GeneratedQuery {
    var text: Both
    /// The query in ExpoQL's standard form: SELECT over SELECT, without pipes.
    var standard: String
    var columns: [GeneratedColumn]
    var isOrdered = false

    init(text: Both, standard: String? = nil, columns: [GeneratedColumn]) {
        self.text = text
        self.standard = standard ?? text.expoql
        self.columns = columns
    }
}

struct QueryGenerator {
    var random: SeededGenerator
    let tables: [(name: String, columns: [GeneratedColumn])]
    let flavor: TableFlavor
    private var counter = 0

    init(seed: UInt64, tables: [RandomTable], flavor: TableFlavor = .plain) {
        random = SeededGenerator(state: seed)
        self.tables = tables.map { ($0.name, $0.columns) }
        self.flavor = flavor
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
        if chance(8) { query = twice(query) }
        if chance(30) { query = ordered(query) }
        return query
    }

    /// A table and some pipe operators, which are nested subqueries in SQLite.
    mutating func pipeline(depth: Int) -> GeneratedQuery {
        var query = source(depth: depth)
        for _ in 0..<Int.random(in: 0...3, using: &random) {
            switch Int.random(in: 0..<9, using: &random) {
            case 0, 1: query = filtered(query, depth: depth)
            case 2: query = projected(query)
            case 3: query = extended(query)
            case 4: query = aggregated(query)
            case 5: query = joined(query)
            case 6: query = combined(query)
            case 7: query = chance(70) ? joined(query) : joinedUsing(query)
            default: query = chance(50) ? distinct(query) : windowed(query)
            }
        }
        return query
    }

    mutating func source(depth: Int) -> GeneratedQuery {
        if depth > 0 && chance(15) {
            let inner = select(depth: depth - 1)
            return GeneratedQuery(
                text: Both("(\(inner.text.expoql))", inner.text.sqlite), standard: inner.text.expoql,
                columns: inner.columns)
        }
        let table = pick(tables)
        return GeneratedQuery(
            text: Both("FROM \(table.name)", "SELECT * FROM \(table.name)"), standard: "SELECT * FROM \(table.name)",
            columns: table.columns)
    }

    /// A pipe operator behind `query`.
    ///
    /// - Parameter form: the same as a SELECT over the query's own, which is given in parentheses; `language` picks one
    ///   language's text.
    func step(
        _ query: GeneratedQuery, _ pipe: Both, _ columns: [GeneratedColumn],
        form: (_ inner: String, _ language: (Both) -> String) -> String
    ) -> GeneratedQuery {
        GeneratedQuery(
            text: Both("\(query.text.expoql) |> \(pipe.expoql)", form("(\(query.text.sqlite))", { $0.sqlite })),
            standard: form("(\(query.standard))", { $0.expoql }), columns: columns)
    }

    mutating func filtered(_ query: GeneratedQuery, depth: Int) -> GeneratedQuery {
        let name = fresh("t")
        let condition = expression(.bool, query.columns.map { qualified($0, name) }, depth: 2, subqueries: depth > 0)
        return step(query, "AS \(name) |> WHERE " + condition, query.columns) {
            "SELECT * FROM \($0) AS \(name) WHERE \($1(condition))"
        }
    }

    func qualified(_ column: GeneratedColumn, _ table: String) -> GeneratedColumn {
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
        return step(query, "SELECT " + text, columns) { "SELECT \($1(text)) FROM \($0)" }
    }

    private mutating func extended(_ query: GeneratedQuery) -> GeneratedQuery {
        let (text, columns) = items(query.columns, count: 1)
        return step(query, "EXTEND " + text, query.columns + columns) { "SELECT *, \($1(text)) FROM \($0)" }
    }

    private mutating func joined(_ query: GeneratedQuery) -> GeneratedQuery {
        let table = pick(tables)
        let (left, right) = (fresh("l"), fresh("r"))
        let kind = pick(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
        let condition = joinCondition(
            query.columns.map { qualified($0, left) }, table.columns.map { qualified($0, right) })
        let (items, columns) = renamed(
            query.columns.map { qualified($0, left) } + table.columns.map { qualified($0, right) })
        return step(
            query, "AS \(left) |> \(kind) \(table.name) AS \(right) ON " + condition + " |> SELECT \(items)", columns
        ) { "SELECT \(items) FROM \($0) AS \(left) \(kind) \(table.name) AS \(right) ON \($1(condition))" }
    }

    /// A join with one of the tables that the query comes from, if it still has a column of it.
    private mutating func joinedUsing(_ query: GeneratedQuery) -> GeneratedQuery {
        let table = pick(tables)
        let names = Set(query.columns.map(\.name))
        guard let key = table.columns.first(where: { names.contains($0.name) }) else { return query }
        let (left, right) = (fresh("l"), fresh("r"))
        let kind = pick(["JOIN", "LEFT JOIN", "RIGHT JOIN", "FULL JOIN"])
        func others(_ columns: [GeneratedColumn], _ side: String) -> [GeneratedColumn] {
            columns.filter { $0.name != key.name }.map { qualified($0, side) }
        }
        let (items, columns) = renamed([key] + others(query.columns, left) + others(table.columns, right))
        return step(
            query,
            Both("AS \(left) |> \(kind) \(table.name) AS \(right) USING (\(key.name)) |> SELECT \(items)"), columns
        ) { inner, _ in
            "SELECT \(items) FROM \(inner) AS \(left) \(kind) \(table.name) AS \(right) USING (\(key.name))"
        }
    }

    /// The columns under new names, so that later steps can name them.
    private mutating func renamed(_ columns: [GeneratedColumn]) -> (items: String, columns: [GeneratedColumn]) {
        let renamed = columns.map { GeneratedColumn(name: fresh("j"), kind: $0.kind) }
        return (zip(columns, renamed).map { "\($0.name) AS \($1.name)" }.joined(separator: ", "), renamed)
    }

    mutating func joinCondition(_ left: [GeneratedColumn], _ right: [GeneratedColumn]) -> Both {
        var condition = Both("TRUE")
        for _ in 0..<(chance(20) ? 2 : 1) {
            let a = pick(left)
            if let b = right.filter({ $0.kind == a.kind }).randomElement(using: &random) {
                let key = chance(5) ? a.isNot(b, negated: true) : Both("\(a.name) = \(b.name)")
                condition = condition.expoql == "TRUE" ? key : condition + " AND " + key
            }
        }
        return chance(40) ? condition + " AND " + expression(.bool, left + right, depth: 1) : condition
    }

    /// The query as a WITH table, joined with itself.
    private mutating func twice(_ query: GeneratedQuery) -> GeneratedQuery {
        let (name, left, right) = (fresh("w"), fresh("l"), fresh("r"))
        let condition = joinCondition(
            query.columns.map { qualified($0, left) }, query.columns.map { qualified($0, right) })
        let (items, columns) = renamed(
            query.columns.map { qualified($0, left) } + query.columns.map { qualified($0, right) })
        let kind = pick(["JOIN", "LEFT JOIN", "FULL JOIN"])
        func selecting(_ inner: String, _ condition: String) -> String {
            "WITH \(name) AS (\(inner)) SELECT \(items) FROM \(name) AS \(left) \(kind) \(name) AS \(right) ON \(condition)"
        }
        let pipes =
            "FROM \(name) |> AS \(left) |> \(kind) \(name) AS \(right) ON \(condition.expoql) |> SELECT \(items)"
        return GeneratedQuery(
            text: Both(
                "WITH \(name) AS (\(query.text.expoql)) \(pipes)", selecting(query.text.sqlite, condition.sqlite)),
            standard: selecting(query.standard, condition.expoql), columns: columns)
    }

    private mutating func combined(_ query: GeneratedQuery) -> GeneratedQuery {
        let setOperator = pick([
            Both("UNION ALL"), Both("UNION DISTINCT", "UNION"), Both("INTERSECT DISTINCT", "INTERSECT"),
            Both("EXCEPT DISTINCT", "EXCEPT"),
        ])
        let table = pick(tables)
        var list = Both("")
        for (index, column) in query.columns.enumerated() {
            list = list + (index > 0 ? ", " : "") + expression(column.kind, table.columns, depth: 1)
        }
        return step(query, Both("\(setOperator.expoql) (SELECT \(list.expoql) FROM \(table.name))"), query.columns) {
            "SELECT * FROM \($0) \($1(setOperator)) SELECT \($1(list)) FROM \(table.name)"
        }
    }

    private func distinct(_ query: GeneratedQuery) -> GeneratedQuery {
        step(query, Both("DISTINCT"), query.columns) { inner, _ in "SELECT DISTINCT * FROM \(inner)" }
    }

    private mutating func ordered(_ query: GeneratedQuery) -> GeneratedQuery {
        let keys = query.columns.shuffled(using: &random)
            .map { $0.name + pick(["", "", " DESC", " NULLS LAST", " DESC NULLS FIRST"]) }.joined(separator: ", ")
        let limit = chance(50) ? " LIMIT \(Int.random(in: 0...6, using: &random))" : ""
        let offset = limit.isEmpty || chance(50) ? "" : " OFFSET \(Int.random(in: 0...3, using: &random))"
        let tail = limit.isEmpty ? "" : " |>\(limit)\(offset)"
        var result = step(query, Both("ORDER BY \(keys)\(tail)"), query.columns) { inner, _ in
            "SELECT * FROM \(inner) ORDER BY \(keys)\(limit)\(offset)"
        }
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
            let having = chance(30) ? " HAVING " + self.having(columns) : Both("")
            let list = Both("\(key.name) AS \(group.name), ") + call.0 + " AS \(call.1.name)"
            return GeneratedQuery(
                text: "SELECT " + list + " FROM " + from + filter + " GROUP BY \(key.name)" + having,
                columns: [group, call.1])
        }
        let (list, made) = items(columns, count: Int.random(in: 1...3, using: &random))
        return GeneratedQuery(
            text: "SELECT \(chance(20) ? "DISTINCT " : "")" + list + " FROM " + from + filter, columns: made)
    }
}
