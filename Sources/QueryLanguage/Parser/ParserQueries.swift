// Productions: queries in the standard form.

extension Parser {
    mutating func query() throws(Diagnostic) -> Query {
        let outer = try enter()
        defer { leave(outer) }
        let start = current.range.lower
        let with = at(.with) ? try withClause() : []
        var query = Query(
            with: with, body: at(.from) ? .from(try fromClause()) : try queryExpression(), range: .none)
        switch query.body {
        case .from: break
        case .parenthesized where at(.as):
            // `(query) AS name` begins a pipe: it means the same as `|> AS name`.
            let alias = current.range.lower
            try expect(.as)
            query.pipes = [PipeOperator(.alias(try identifier(.new)), range(from: alias))]
            if !at(.pipe) { throw unexpected() }
        default:
            if at(.order) { query.orderBy = try orderByClause() }
            if at(.limit) { query.limit = try limitClause() }
        }
        while accept(.pipe) {
            try grow()
            query.pipes.append(try pipeOperator())
        }
        query.range = range(from: start)
        return query
    }

    mutating func withClause() throws(Diagnostic) -> [CommonTable] {
        try expect(.with)
        var tables = [try commonTable()]
        while accept(.comma) { tables.append(try commonTable()) }
        return tables
    }

    mutating func commonTable() throws(Diagnostic) -> CommonTable {
        let name = try identifier(.new)
        try expect(.as)
        return CommonTable(name: name, query: try parenthesizedQuery())
    }

    mutating func parenthesizedQuery() throws(Diagnostic) -> Query {
        try expect(.leftParenthesis)
        let result = try query()
        try expect(.rightParenthesis)
        return result
    }

    mutating func queryExpression() throws(Diagnostic) -> QueryBody {
        var body = try queryPrimary()
        var first: SetOperator?
        while at(.union) || at(.intersect) || at(.except) {
            try grow()
            if let first, !continues(first) { throw differentSetOperator() }
            let next = try setOperator()
            first = next
            body = .setOperation(next, left: body, right: try queryPrimary())
        }
        return body
    }

    mutating func queryPrimary() throws(Diagnostic) -> QueryBody {
        at(.leftParenthesis) ? .parenthesized(try parenthesizedQuery()) : .select(try select())
    }

    mutating func select() throws(Diagnostic) -> Select {
        let start = current.range.lower
        try expect(.select)
        let distinct = accept(.distinct)
        if !distinct { _ = accept(.all) }
        var result = Select(distinct: distinct, items: try selectList(), range: .none)
        if at(.from) { result.from = try fromClause() }
        if at(.where) { result.filter = try whereClause() }
        if at(.group) { result.groupBy = try groupByClause() }
        if at(.having) { result.having = try havingClause() }
        result.range = range(from: start)
        return result
    }

    mutating func selectList() throws(Diagnostic) -> [SelectItem] {
        var items = [try selectItem()]
        while accept(.comma), !endsList { items.append(try selectItem()) }
        return items
    }

    mutating func selectItem() throws(Diagnostic) -> SelectItem {
        let start = current.range.lower
        if accept(.star) { return SelectItem(.star(try starModifiers(of: nil)), range(from: start)) }
        if atQualifiedStar() { return try qualifiedStar() }
        let value = try expression()
        return SelectItem(.expression(value, alias: atAlias() ? try alias() : nil), range(from: start))
    }

    mutating func qualifiedStar() throws(Diagnostic) -> SelectItem {
        let qualifier = try identifier(.value)
        try expect(.dot)
        try expect(.star)
        return SelectItem(.star(try starModifiers(of: qualifier)), range(from: qualifier.range.lower))
    }

    mutating func starModifiers(of qualifier: Identifier?) throws(Diagnostic) -> StarItem {
        var item = StarItem(qualifier: qualifier, except: [], replace: [])
        // EXCEPT ALL and EXCEPT DISTINCT are set operators.
        if kind(ahead: 1) == .symbol(.leftParenthesis), accept(.except) { item.except = try identifierList(.column) }
        if accept(.replace) {
            try expect(.leftParenthesis)
            item.replace = [try replacement()]
            while accept(.comma) { item.replace.append(try replacement()) }
            try expect(.rightParenthesis)
        }
        return item
    }

    mutating func replacement() throws(Diagnostic) -> Assignment {
        let value = try expression()
        try expect(.as)
        return Assignment(column: try identifier(.column), value: value)
    }

    mutating func alias() throws(Diagnostic) -> Identifier {
        _ = accept(.as)
        return try identifier(.new)
    }

    mutating func whereClause() throws(Diagnostic) -> Expression {
        try expect(.where)
        return try expression()
    }

    mutating func groupByClause() throws(Diagnostic) -> [GroupingItem] {
        try expect(.group)
        try expect(.by)
        var items = [GroupingItem(try expression())]
        while accept(.comma) { items.append(GroupingItem(try expression())) }
        return items
    }

    mutating func havingClause() throws(Diagnostic) -> Expression {
        try expect(.having)
        return try expression()
    }

    mutating func orderByClause() throws(Diagnostic) -> [OrderingItem] {
        try expect(.order)
        try expect(.by)
        var items = [try orderingItem()]
        while accept(.comma) { items.append(try orderingItem()) }
        return items
    }

    mutating func orderingItem() throws(Diagnostic) -> OrderingItem {
        let value = try expression()
        let descending = !accept(.asc) && accept(.desc)
        let nullsFirst = at(.nulls) ? try nullOrder() : nil
        return OrderingItem(value, Ordering(descending: descending, nullsFirst: nullsFirst))
    }

    /// Whether NULLs go first.
    mutating func nullOrder() throws(Diagnostic) -> Bool {
        try expect(.nulls)
        if accept(.first) { return true }
        try expect(.last)
        return false
    }

    mutating func limitClause() throws(Diagnostic) -> LimitClause {
        try expect(.limit)
        let count = try expression()
        return LimitClause(count: count, offset: accept(.offset) ? try expression() : nil)
    }
}
