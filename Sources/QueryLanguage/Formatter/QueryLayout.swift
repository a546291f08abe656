// From syntax tree to document: queries in the standard form, and tables.

extension ScriptLayout {
    /// A query of a statement: each pipe operator has its line.
    mutating func query(_ query: Query) -> Document { self.query(query, pipeLine: .hardLine) }

    /// A query in parentheses: on one line if it fits, otherwise each pipe operator has its line.
    mutating func parenthesized(_ query: Query) -> Document { parentheses { $0.query(query, pipeLine: .line) } }

    private mutating func query(_ query: Query, pipeLine: Document) -> Document {
        var parts: [Document] = []
        if !query.with.isEmpty { parts += [withClause(query.with), .line] }
        var head = [body(query.body)]
        if !query.orderBy.isEmpty { head += [.line, orderBy(query.orderBy)] }
        if let limit = query.limit { head += [.line, limitClause(limit)] }
        parts.append(.group(.sequence(head)))
        var pipes = query.pipes[...]
        // `(query) AS name` begins a pipe.
        if at(.as), case .alias? = pipes.first?.node {
            parts.append(alias())
            pipes.removeFirst()
        }
        for pipe in pipes { parts += [pipeLine, take(.pipe), .space, .nest(pipeOperator(pipe), by: 3)] }
        return .sequence(parts)
    }

    private mutating func withClause(_ tables: [CommonTable]) -> Document {
        let head = take(.with)
        let items = self.items(tables) { $0.commonTable($1) }
        return .group([head, .nest(.sequence(items.flatMap { [.line, $0] }))])
    }

    mutating func commonTable(_ table: CommonTable) -> Document {
        [name(), .space, take(.as), .space, parenthesized(table.query)]
    }

    private mutating func body(_ body: QueryBody) -> Document {
        switch body {
        case .from(let table): return from(table)
        case .select(let select): return self.select(select)
        case .parenthesized(let query): return parenthesized(query)
        case .setOperation(let setOperator, let left, let right):
            // Queries stay on their lines where the operators between them do not.
            var first = self.body(left)
            if case .select = left { first = .group(first) }
            return [first, .line, self.setOperator(setOperator), .group([.line, self.body(right)])]
        }
    }

    mutating func setOperator(_ setOperator: SetOperator) -> Document { [word(), .space, word()] }

    // MARK: SELECT

    private mutating func select(_ select: Select) -> Document {
        var parts = [selectList(distinct: select.distinct, select.items)]
        if let table = select.from { parts += [.line, from(table)] }
        if let condition = select.filter { parts += [.line, take(.where), .space, expression(condition)] }
        if !select.groupBy.isEmpty {
            parts += [.line, take(.group, .by), .space, list(select.groupBy) { $0.groupingItem($1) }]
        }
        if let condition = select.having { parts += [.line, take(.having), .space, expression(condition)] }
        return .sequence(parts)
    }

    /// `SELECT` and its list.
    mutating func selectList(distinct: Bool, _ items: [SelectItem]) -> Document {
        let head = take(.select)
        skip(.all)
        return [head, .space, takeIfThere(.distinct), list(items) { $0.selectItem($1) }]
    }

    mutating func selectItem(_ item: SelectItem) -> Document {
        switch item.node {
        case .expression(let value, let alias): return [expression(value), alias == nil ? .nothing : self.alias()]
        case .star(let star):
            var parts: [Document] = []
            if star.qualifier != nil { parts += [name(), take(.dot)] }
            parts.append(take(.star))
            if !star.except.isEmpty { parts += [.space, take(.except), .space, identifierList(star.except)] }
            if !star.replace.isEmpty {
                parts += [.space, take(.replace), .space]
                parts.append(
                    parentheses { layout in
                        .fill(layout.items(star.replace) { [$0.expression($1.value), $0.alias()] })
                    })
            }
            return .sequence(parts)
        }
    }

    mutating func groupingItem(_ item: GroupingItem) -> Document {
        [expression(item.expression), item.alias == nil ? .nothing : alias(), orderSuffix()]
    }

    /// The direction and the place of NULLs, as they are written.
    mutating func orderSuffix() -> Document {
        var parts: [Document] = []
        if at(.asc) || at(.desc) { parts += [.space, word()] }
        if at(.nulls) { parts += [.space, take(.nulls), .space, word()] }
        return .sequence(parts)
    }

    mutating func orderBy(_ items: [OrderingItem]) -> Document {
        let head = take(.order, .by)
        let list = self.list(items) { layout, item in
            let value = layout.expression(item.expression)
            layout.skip(.asc)
            return [value, layout.orderSuffix()]
        }
        return [head, .space, list]
    }

    mutating func limitClause(_ limit: LimitClause) -> Document {
        let count: Document = [take(.limit), .space, expression(limit.count)]
        return limit.offset.map { [count, .space, take(.offset), .space, expression($0)] } ?? count
    }

    // MARK: Tables

    private mutating func from(_ table: TableExpression) -> Document {
        let head = take(.from)
        return .group([head, .space, .nest(self.table(table))])
    }

    private mutating func table(_ table: TableExpression) -> Document {
        var result: Document
        switch table.node {
        case .table, .file: result = name()
        case .subquery(let query): result = parenthesized(query)
        case .call(let call): result = tableFunctionCall(call)
        case .parenthesized(let inner): result = parentheses { $0.table(inner) }
        case .join(let join):
            let left = self.table(join.left)
            if join.clause.kind == .comma { return [left, take(.comma), .line, self.table(join.clause.right)] }
            return [left, .line, joinClause(join.clause)]
        }
        if table.alias != nil { result = [result, alias()] }
        return result
    }

    mutating func joinClause(_ clause: JoinClause) -> Document {
        skip(.inner)
        let kind = at(.join) ? Document.nothing : [word(), .space]
        skip(.outer)
        let head: Document = [kind, take(.join), .space, table(clause.right)]
        switch clause.condition {
        case .on(let condition): return [head, .nest(.group([.line, take(.on), .space, expression(condition)]))]
        case .using(let columns): return [head, .nest(.group([.line, take(.using), .space, identifierList(columns)]))]
        case nil: return head
        }
    }

    mutating func tableFunctionCall(_ call: TableFunctionCall) -> Document {
        [name(), parentheses { layout in .fill(layout.items(call.arguments) { $0.argument($1) }) }]
    }
}
