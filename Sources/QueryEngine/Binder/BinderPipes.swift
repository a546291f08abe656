// Binding: pipe operators, one function each.

import QueryLanguage

extension Binder {
    func bindPipe(
        _ pipe: PipeOperator, _ input: BoundRelation, outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        try Cancellation.checkCurrent()
        switch pipe.node {
        case .select(let distinct, let items): return try bindPipeSelect(distinct, items, input, outer)
        case .extend(let items): return try bindExtend(items, input, outer)
        case .set(let assignments): return try bindSet(assignments, input, outer)
        case .drop(let names): return try bindDrop(names, input)
        case .rename(let renamings): return try bindRename(renamings, input)
        case .alias(let name): return aliased(input, name.text)
        case .filter(let condition): return try bindWhere(condition, input, outer)
        case .aggregate(let clause): return try bindAggregateClause(clause, pipe.range, input, outer)
        case .distinct: return bindDistinct(input)
        case .join(let clause): return try bindJoin(input, clause, outer: outer)
        case .orderBy(let items): return try bindOrderBy(items, input, outer: outer)
        case .limit(let limit): return try bindLimit(limit, input)
        case .setOperation(let setOperator, let queries):
            var relation = input
            for query in queries {
                relation = try bindSetOperation(setOperator, relation, bindQuery(query, outer: outer))
            }
            return relation
        case .pivot(let pivot): return try bindPivot(pivot, input, outer)
        case .unpivot(let unpivot): return try bindUnpivot(unpivot, input)
        case .tableSample(let sample): return try bindSample(sample, input)
        case .with(let tables):
            try bindCommonTables(tables, outer: outer)
            return input
        case .call(let call, let alias):
            let relation = try bindTableFunction(call, input: input, outer: outer)
            return alias.map { aliased(relation, $0.text) } ?? relation
        case .assert(let clause): return try bindAssert(clause, input, outer)
        case .describe: return describe(input)
        case .why: return why(input)
        case .export:
            throw Diagnostic(
                "EXPORT DATA stands only at the end of a statement that is a query", at: pipe.range,
                hints: ["CREATE TABLE … AS keeps the rows for several uses"])
        }
    }

    /// A context in which window functions may be called, and aggregates not.
    private func rowContext(_ scope: Scope, _ outer: ExpressionContext?, _ place: String) -> ExpressionContext {
        let context = ExpressionContext(scope, outer: outer, place: place)
        context.windows = WindowCollector()
        context.aggregateHint =
            "use |> AGGREGATE \(place == "WHERE" ? "before it" : "instead"), or OVER () beside each row"
        return context
    }

    private func bindPipeSelect(
        _ isDistinct: Bool, _ items: [SelectItem], _ input: BoundRelation, _ outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        let context = rowContext(input.scope, outer, "SELECT")
        let bound = try bindSelectItems(items, context)
        let plan = LogicalPlan.project(
            LogicalPlan.Project(input: withWindows(context, input.plan), items: bound.map(\.projection)))
        let columns = bound.map(\.scope)
        return BoundRelation(
            plan: isDistinct ? distinct(plan, columns.map(\.planColumn)) : plan, scope: Scope(columns: columns))
    }

    private func bindExtend(
        _ items: [SelectItem], _ input: BoundRelation, _ outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        let context = rowContext(input.scope, outer, "EXTEND")
        let bound = try bindSelectItems(items, context)
        var scope = input.scope
        scope.columns += bound.map(\.scope)
        let new = bound.map(\.projection).filter { !input.scope.holds($0.column.id) }
        return BoundRelation(plan: extending(withWindows(context, input.plan), with: new), scope: scope)
    }

    private func bindSet(
        _ assignments: [Assignment], _ input: BoundRelation, _ outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        let context = rowContext(input.scope, outer, "SET")
        var scope = input.scope
        var new: [LogicalPlan.Project.Item] = []
        var seen: [String] = []
        for assignment in assignments {
            let name = assignment.column
            if seen.contains(where: { sameName($0, name.text) }) {
                throw Diagnostic("SET assigns `\(name.text)` twice", at: name.range)
            }
            seen.append(name.text)
            let index = try visibleColumn(name, input.scope, "SET")
            let value = try bind(assignment.value, context)
            let column = ScopeColumn(
                scope.columns[index].name, title: scope.columns[index].title, newColumn(), value.type)
            scope.columns[index] = column
            new.append(.init(column: column.planColumn, expression: value))
        }
        return BoundRelation(plan: extending(withWindows(context, input.plan), with: new), scope: scope)
    }

    /// The position of the one visible column with this name.
    private func visibleColumn(_ name: Identifier, _ scope: Scope, _ place: String) throws(Diagnostic) -> Int {
        let found = scope.columns.indices.filter { scope.columns[$0].isNamed(name.text) }
        if found.count == 1 { return found[0] }
        if found.isEmpty {
            let hints = suggestions(for: name.text, among: scope.names, listedAs: "the columns here")
            throw Diagnostic(
                "there is no column `\(name.text)`", at: name.range,
                hints: hints + (place == "SET" ? ["EXTEND adds a column"] : []))
        }
        throw Diagnostic("`\(name.text)` is ambiguous: \(found.count) columns have that name", at: name.range)
    }

    private func bindDrop(_ names: [Identifier], _ input: BoundRelation) throws(Diagnostic) -> BoundRelation {
        var relation = input
        for name in names {
            guard input.scope.columns.contains(where: { $0.isNamed(name.text) }) else {
                _ = try visibleColumn(name, input.scope, "DROP")
                continue
            }
            relation.scope.columns.removeAll { $0.isNamed(name.text) }
        }
        if relation.scope.columns.isEmpty, let last = names.last {
            throw Diagnostic("DROP leaves no column", at: last.range)
        }
        return relation
    }

    private func bindRename(_ renamings: [Renaming], _ input: BoundRelation) throws(Diagnostic) -> BoundRelation {
        var relation = input
        for renaming in renamings {
            let index = try visibleColumn(renaming.old, input.scope, "RENAME")
            relation.scope.columns[index].name = renaming.new.text
            relation.scope.columns[index].title = renaming.new.text
        }
        return relation
    }

    private func bindWhere(
        _ condition: Expression, _ input: BoundRelation, _ outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        let context = rowContext(input.scope, outer, "WHERE")
        let bound = try bindCondition(condition, context)
        let plan = withWindows(context, input.plan)
        return BoundRelation(plan: .filter(LogicalPlan.Filter(input: plan, condition: bound)), scope: input.scope)
    }

    private func bindDistinct(_ input: BoundRelation) -> BoundRelation {
        let plan = distinct(input.plan, input.scope.columns.map(\.planColumn))
        var scope = input.scope
        let kept = Set(scope.columns.map(\.id))
        for index in scope.tables.indices { scope.tables[index].columns.removeAll { !kept.contains($0.id) } }
        return BoundRelation(plan: plan, scope: scope)
    }

    // MARK: AGGREGATE

    /// Grouping columns first, then the aggregates; ordering suffixes become a Sort above.
    private func bindAggregateClause(
        _ clause: AggregateClause, _ range: SourceRange, _ input: BoundRelation, _ outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        if clause.items.isEmpty && clause.groupBy.isEmpty {
            throw Diagnostic(
                "AGGREGATE needs an aggregate or GROUP BY", at: range, hints: ["as in |> AGGREGATE COUNT(*)"])
        }
        let grouping = Grouping()
        var columns: [ScopeColumn] = []
        var orderings: [(ColumnID, DataType, Ordering)] = []
        for item in clause.groupBy {
            let context = ExpressionContext(input.scope, outer: outer, place: "GROUP BY")
            let expression = try bind(item.expression, context)
            if expression.isLiteral, case .literal(.integer) = item.expression.node {
                throw Diagnostic(
                    "GROUP BY takes no column numbers in pipe syntax", at: item.expression.range,
                    hints: ["name the column"])
            }
            let name = item.alias?.text ?? impliedName(item.expression)
            let key = addKey(expression, title: name ?? item.expression.title, to: grouping)
            columns.append(ScopeColumn(name, title: name ?? item.expression.title, key.id, key.type))
            if let ordering = item.ordering ?? (clause.ordersByGroups ? Ordering() : nil) {
                orderings.append((key.id, key.type, ordering))
            }
        }
        let aggregates = AggregateCollector()
        let context = ExpressionContext(input.scope, outer: outer, place: "AGGREGATE")
        context.aggregates = aggregates
        context.grouping = grouping
        var items: [BoundSelectItem] = []
        for item in clause.items {
            let known = aggregates.items.count
            let bound = try bindSelectItem(item.expression, alias: item.alias, context)
            let usesKnown = aggregates.items.contains { bound.expression.columns.contains($0.column.id) }
            if aggregates.items.count == known && !usesKnown {
                throw Diagnostic(
                    "`\(item.expression.text)` holds no aggregate", at: item.expression.range,
                    hints: ["put it into GROUP BY, or aggregate it: COUNT, SUM, ANY_VALUE, …"])
            }
            items.append(bound)
            if let ordering = item.ordering {
                orderings.append((bound.scope.id, bound.scope.type, ordering))
            }
        }
        try checkGrouped(items.map(\.expression), from: input)
        let keys = grouping.keys.map { LogicalPlan.Project.Item(column: $0.column, expression: $0.expression) }
        var plan = LogicalPlan.aggregate(
            LogicalPlan.Aggregate(input: input.plan, keys: keys, items: aggregates.items))
        let kept = columns.map {
            LogicalPlan.Project.Item(column: $0.planColumn, expression: .column($0.id, $0.type))
        }
        plan = .project(LogicalPlan.Project(input: plan, items: kept + items.map(\.projection)))
        columns += items.map(\.scope)
        if !orderings.isEmpty {
            let sortKeys = orderings.map { sortKey(.column($0.0, $0.1), $0.2) }
            plan = .sort(LogicalPlan.Sort(input: plan, keys: sortKeys))
        }
        return BoundRelation(plan: plan, scope: Scope(columns: columns))
    }

    // MARK: TABLESAMPLE, ASSERT, DESCRIBE

    private func bindSample(_ sample: TableSample, _ input: BoundRelation) throws(Diagnostic) -> BoundRelation {
        let size: LogicalPlan.Sample.Size
        switch sample.unit {
        case .rows: size = .rows(try bindCount(sample.size, "TABLESAMPLE"))
        case .percent:
            let percent: Double
            switch try bindConstant(sample.size, "TABLESAMPLE") {
            case .int64(let value): percent = Double(value)
            case .float64(let value): percent = value
            default: throw Diagnostic("TABLESAMPLE needs a number of percent", at: sample.size.range)
            }
            guard percent >= 0, percent <= 100 else {
                throw Diagnostic("TABLESAMPLE needs between 0 and 100 PERCENT", at: sample.size.range)
            }
            size = .fraction(percent / 100)
        }
        if sample.method == .reservoir, case .fraction = size {
            throw Diagnostic(
                "RESERVOIR samples a number of ROWS", at: sample.size.range,
                hints: ["BERNOULLI samples a PERCENT"])
        }
        if sample.method != .reservoir, case .rows = size {
            throw Diagnostic(
                "\(sample.method == .system ? "SYSTEM" : "BERNOULLI") samples a PERCENT", at: sample.size.range,
                hints: ["RESERVOIR samples a number of ROWS"])
        }
        var seed = UInt64.random(in: .min ... .max)
        if let expression = sample.seed { seed = UInt64(try bindCount(expression, "REPEATABLE")) }
        return BoundRelation(
            plan: .sample(LogicalPlan.Sample(input: input.plan, size: size, seed: seed)), scope: input.scope)
    }

    private func bindAssert(
        _ clause: AssertClause, _ input: BoundRelation, _ outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        let context = rowContext(input.scope, outer, "ASSERT")
        let condition = try bindCondition(clause.condition, context)
        var messages: [BoundExpression] = []
        for message in clause.messages { messages.append(try asText(bind(message, context))) }
        let rows = withWindows(context, input.plan)
        let plan = LogicalPlan.assert(
            LogicalPlan.Assertion(
                input: rows, condition: condition, text: clause.condition.text, messages: messages,
                offending: try offending(rows, condition, input.scope)))
        return BoundRelation(plan: plan, scope: input.scope)
    }

    /// The rows for which `condition` is not TRUE, the columns that it uses first.
    private func offending(
        _ rows: LogicalPlan, _ condition: BoundExpression, _ scope: Scope
    ) throws(Diagnostic) -> LogicalPlan {
        let isTrue = try call("$is_true", [condition], condition.range)
        let failed = LogicalPlan.filter(
            LogicalPlan.Filter(input: rows, condition: try call("$not", [isTrue], condition.range)))
        let (used, others) = (condition.columns, scope.columns)
        let told = others.filter { used.contains($0.id) } + others.filter { !used.contains($0.id) }
        var items: [LogicalPlan.Project.Item] = []
        for column in told where !items.contains(where: { $0.column.id == column.id }) {
            items.append(.init(column: column.planColumn, expression: .column(column.id, column.type)))
        }
        return .project(LogicalPlan.Project(input: failed, items: items))
    }

    private func asText(_ expression: BoundExpression) -> BoundExpression {
        if expression.type == .string { return expression }
        return BoundExpression(.cast(expression, isSafe: false), .string, expression.range)
    }

    /// The columns of the input in place of its rows.
    private func describe(_ input: BoundRelation) -> BoundRelation {
        let table = Description.table(
            input.scope.columns.map { Column($0.title, $0.type) })
        return scan("DESCRIBE", TableHandle(source: .stored(table)), table.columns)
    }
}

/// Tables that describe tables.
enum Description {
    /// One row a column: its name, type and description.
    static func table(_ columns: [Column]) -> StoredTable {
        let names: [Value] = columns.map { .string($0.name) }
        let types: [Value] = columns.map { .string($0.type.name) }
        var result = [Column("column", .string), Column("type", .string)]
        var vectors = [Vector(.string, values: names), Vector(.string, values: types)]
        if columns.contains(where: { $0.description != nil }) {
            result.append(Column("description", .string))
            vectors.append(Vector(.string, values: columns.map { $0.description.map { .string($0) } ?? .null }))
        }
        return StoredTable(columns: result, vectors: vectors, count: columns.count)
    }
}
