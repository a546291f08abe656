// Productions: queries in the standard form, and what stands in FROM.

extension Parser {
    mutating func query() throws(Diagnostic) -> Query {
        try nested { (parser) throws(Diagnostic) in
            let start = parser.current.range.lower
            let with = parser.accept(.with) ? try parser.commonTables() : []
            if parser.accept(.from) {
                let body = QueryBody.from(try parser.tableExpression())
                return try parser.queryTail(Query(with: with, body: body, range: SourceRange(start, start)))
            }
            let body = try parser.queryExpression(first: nil)
            return try parser.queryTail(Query(with: with, body: body, range: SourceRange(start, start)))
        }
    }

    /// What may follow a query's body: `ORDER BY` and `LIMIT` behind the standard form, then pipe operators.
    mutating func queryTail(_ head: Query) throws(Diagnostic) -> Query {
        var query = head
        if case .from = query.body {
        } else {
            if accept(.order) { query.orderBy = try orderBy() }
            if accept(.limit) { query.limit = try limitClause() }
        }
        while accept(.pipe) { query.pipes.append(try pipeOperator()) }
        query.range = range(from: head.range.lower)
        return query
    }

    mutating func commonTables() throws(Diagnostic) -> [CommonTable] {
        try list { (parser) throws(Diagnostic) in
            let name = try parser.identifier()
            try parser.expect(.as)
            return CommonTable(name: name, query: try parser.parenthesizedQuery())
        }
    }

    mutating func parenthesizedQuery() throws(Diagnostic) -> Query {
        try expect(.leftParenthesis)
        let result = try query()
        try expect(.rightParenthesis)
        return result
    }

    /// Primaries joined by set operators; `first` is one that was parsed already.
    mutating func queryExpression(first: QueryBody?) throws(Diagnostic) -> QueryBody {
        var body = if let first { first } else { try queryPrimary() }
        while let setOperator = try setOperator() {
            body = .setOperation(setOperator, left: body, right: try queryPrimary())
        }
        return body
    }

    mutating func queryPrimary() throws(Diagnostic) -> QueryBody {
        if at(.leftParenthesis) { return .parenthesized(try parenthesizedQuery()) }
        let start = current.range.lower
        try expect(.select)
        return .select(try select(from: start))
    }

    mutating func setOperator() throws(Diagnostic) -> SetOperator? {
        let start = current.range.lower
        let kind: SetOperator.Kind
        if accept(.union) {
            kind = .union
        } else if accept(.intersect) {
            kind = .intersect
        } else if accept(.except) {
            kind = .except
        } else {
            return nil
        }
        let distinct = accept(.distinct)
        if !distinct { try expect(.all) }
        return SetOperator(kind, distinct: distinct, range: range(from: start))
    }

    mutating func select(from start: Int) throws(Diagnostic) -> Select {
        let distinct = accept(.distinct)
        if !distinct { _ = accept(.all) }
        var result = Select(
            distinct: distinct,
            items: try listWithTrailingComma { (parser) throws(Diagnostic) in try parser.selectItem() },
            range: SourceRange(start, start))
        if accept(.from) { result.from = try tableExpression() }
        if accept(.where) { result.filter = try expression() }
        if accept(.group) {
            try expect(.by)
            result.groupBy = try list { (parser) throws(Diagnostic) in GroupingItem(try parser.expression()) }
        }
        if accept(.having) { result.having = try expression() }
        result.range = range(from: start)
        return result
    }

    mutating func selectItem() throws(Diagnostic) -> SelectItem {
        let start = current.range.lower
        if accept(.star) { return SelectItem(.star(try starModifiers(nil)), range(from: start)) }
        if atIdentifier(), kind(ahead: 1) == .symbol(.dot), kind(ahead: 2) == .symbol(.star) {
            let qualifier = try identifier()
            advance()
            advance()
            return SelectItem(.star(try starModifiers(qualifier)), range(from: start))
        }
        let value = try expression()
        return SelectItem(.expression(value, alias: try optionalAlias()), range(from: start))
    }

    mutating func starModifiers(_ qualifier: Identifier?) throws(Diagnostic) -> StarItem {
        var item = StarItem(qualifier: qualifier, except: [], replace: [])
        // EXCEPT ALL and EXCEPT DISTINCT are set operators.
        if current.kind == .keyword(.except), kind(ahead: 1) == .symbol(.leftParenthesis) {
            advance()
            item.except = try identifierList()
        }
        if current.kind == .keyword(.replace), kind(ahead: 1) == .symbol(.leftParenthesis) {
            advance()
            advance()
            item.replace = try list { (parser) throws(Diagnostic) in
                let value = try parser.expression()
                try parser.expect(.as)
                return Assignment(column: try parser.identifier(), value: value)
            }
            try expect(.rightParenthesis)
        }
        return item
    }

    mutating func identifierList() throws(Diagnostic) -> [Identifier] {
        try expect(.leftParenthesis)
        let names = try list { (parser) throws(Diagnostic) in try parser.identifier() }
        try expect(.rightParenthesis)
        return names
    }

    mutating func orderBy() throws(Diagnostic) -> [OrderingItem] {
        try expect(.by)
        return try list { (parser) throws(Diagnostic) in
            let value = try parser.expression()
            return OrderingItem(value, try parser.ordering() ?? Ordering())
        }
    }

    mutating func ordering() throws(Diagnostic) -> Ordering? {
        let isAscending = accept(.asc)
        let isDescending = !isAscending && accept(.desc)
        guard accept(.nulls) else {
            return isAscending || isDescending ? Ordering(descending: isDescending) : nil
        }
        let first = accept(.first)
        if !first { try expect(.last) }
        return Ordering(descending: isDescending, nullsFirst: first)
    }

    mutating func limitClause() throws(Diagnostic) -> LimitClause {
        let count = try expression()
        return LimitClause(count: count, offset: accept(.offset) ? try expression() : nil)
    }

    // MARK: Tables

    mutating func tableExpression() throws(Diagnostic) -> TableExpression {
        try joined(try tablePrimary())
    }

    /// The joins that follow `first`.
    mutating func joined(_ first: TableExpression) throws(Diagnostic) -> TableExpression {
        var left = first
        while let clause = try joinClause(allowsComma: true) {
            left = TableExpression(.join(Join(left: left, clause: clause)), range(from: first.range.lower))
        }
        return left
    }

    mutating func joinClause(allowsComma: Bool) throws(Diagnostic) -> JoinClause? {
        let start = current.range.lower
        let kind: JoinKind
        if allowsComma && accept(.comma) {
            kind = .comma
        } else if accept(.join) {
            kind = .inner
        } else if accept(.inner) {
            kind = .inner
            try expect(.join)
        } else if accept(.cross) {
            kind = .cross
            try expect(.join)
        } else if let outer = outerKind() {
            kind = outer
            _ = accept(.outer)
            try expect(.join)
        } else {
            return nil
        }
        let right = try tablePrimary()
        var condition: JoinCondition?
        if kind != .comma && kind != .cross {
            if accept(.using) {
                condition = .using(try identifierList())
            } else {
                try expect(.on)
                condition = .on(try expression())
            }
        }
        return JoinClause(kind: kind, right: right, condition: condition, range: range(from: start))
    }

    private mutating func outerKind() -> JoinKind? {
        if accept(.left) { return .left }
        if accept(.right) { return .right }
        return accept(.full) ? .full : nil
    }

    mutating func tablePrimary() throws(Diagnostic) -> TableExpression {
        let start = current.range.lower
        let node: TableExpression.Node
        if at(.leftParenthesis) {
            node = try nested { (parser) throws(Diagnostic) in try parser.parenthesizedTable() }
        } else if at(.string) {
            node = .file(try string())
        } else {
            let name = try identifier()
            if at(.leftParenthesis) {
                node = .call(try tableFunctionCall(name))
            } else {
                node = .table(name)
            }
        }
        if case .parenthesized = node { return TableExpression(node, range(from: start)) }
        let alias = try optionalAlias()
        return TableExpression(node, alias: alias, range(from: start))
    }

    /// `(query)` or `(a JOIN b …)`; which of them shows only behind the inner parentheses.
    mutating func parenthesizedTable() throws(Diagnostic) -> TableExpression.Node {
        try expect(.leftParenthesis)
        let start = current.range.lower
        if [.keyword(.select), .keyword(.from), .keyword(.with)].contains(current.kind) {
            let inner = try query()
            try expect(.rightParenthesis)
            return .subquery(inner)
        }
        let first = try tablePrimary()
        if case .subquery(let inner) = first.node, first.alias == nil, continuesQuery() {
            let body = try queryExpression(first: .parenthesized(inner))
            let whole = try queryTail(Query(body: body, range: SourceRange(start, start)))
            try expect(.rightParenthesis)
            return .subquery(whole)
        }
        let table = try joined(first)
        try expect(.rightParenthesis)
        return .parenthesized(table)
    }

    /// Whether what stands behind a parenthesized query makes it the start of a longer one.
    mutating func continuesQuery() -> Bool {
        at(.union) || at(.intersect) || at(.except) || at(.order) || at(.limit) || at(.pipe)
    }

    mutating func tableFunctionCall(_ name: Identifier) throws(Diagnostic) -> TableFunctionCall {
        try expect(.leftParenthesis)
        var arguments: [Argument] = []
        if !at(.rightParenthesis) {
            arguments = try list { (parser) throws(Diagnostic) in try parser.tableArgument() }
        }
        try expect(.rightParenthesis)
        return TableFunctionCall(name: name, arguments: arguments, range: range(from: name.range.lower))
    }

    mutating func tableArgument() throws(Diagnostic) -> Argument {
        let start = current.range.lower
        if current.kind == .keyword(.table), case .identifier = kind(ahead: 1) {
            advance()
            return Argument(.table(try identifier()), range(from: start))
        }
        if atIdentifier(), kind(ahead: 1) == .symbol(.arrow) {
            let name = try identifier()
            advance()
            return Argument(.named(name, try expression()), range(from: start))
        }
        return Argument(.expression(try expression()), range(from: start))
    }
}
