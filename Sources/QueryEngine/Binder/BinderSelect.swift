// Binding: the standard SELECT form, which lowers to the same plan as the pipe operators.

import QueryLanguage

extension Binder {
    /// FROM, WHERE, GROUP BY, HAVING, the select list, DISTINCT, ORDER BY and LIMIT, in that order.
    func bindSelect(
        _ select: Select, orderBy: [OrderingItem], limit: LimitClause?, outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        var source = BoundRelation(plan: .unit, scope: Scope())
        if let table = select.from { source = try bindTable(table, outer: outer) }
        if let filter = select.filter {
            let context = ExpressionContext(source.scope, outer: outer, place: "WHERE")
            context.aggregateHint = "use it in HAVING, or in WHERE after AGGREGATE"
            source.plan = .filter(
                LogicalPlan.Filter(input: source.plan, condition: try bindCondition(filter, context)))
        }

        let aggregates = AggregateCollector()
        let grouping = try bindGroupBy(select, source, outer: outer)
        let windows = WindowCollector()
        let context = ExpressionContext(source.scope, outer: outer, place: "SELECT")
        context.aggregates = aggregates
        context.windows = windows
        context.grouping = grouping
        var items = try bindSelectItems(select.items, context)

        // HAVING and ORDER BY may name the select list's aliases.
        let aliases = items.compactMap { item in item.scope.name.map { (name: $0, expression: item.expression) } }
        var having: BoundExpression?
        if let condition = select.having {
            let havingContext = ExpressionContext(source.scope, outer: outer, place: "HAVING")
            havingContext.aggregates = aggregates
            havingContext.grouping = grouping
            havingContext.aliases = aliases
            having = try bindCondition(condition, havingContext)
        }
        let orderContext = ExpressionContext(source.scope, outer: outer, place: "ORDER BY")
        orderContext.aliases = aliases
        orderContext.aggregates = aggregates
        orderContext.windows = windows
        orderContext.grouping = grouping
        let keys = try bindOrdering(orderBy, orderContext, ordinals: items.map(\.expression))

        var plan = source.plan
        if !select.groupBy.isEmpty || !aggregates.items.isEmpty || having != nil {
            plan = .aggregate(
                LogicalPlan.Aggregate(
                    input: plan,
                    keys: grouping.keys.map { .init(column: $0.column, expression: $0.expression) },
                    items: aggregates.items))
            let checked =
                items.map(\.expression) + keys.map(\.expression) + (having.map { [$0] } ?? [])
                + windows.items.flatMap { windowExpressions($0) }
            try checkGrouped(checked, from: source)
        }
        if let having { plan = .filter(LogicalPlan.Filter(input: plan, condition: having)) }
        if !windows.items.isEmpty { plan = .window(LogicalPlan.Window(input: plan, items: windows.items)) }
        return try finishSelect(select, &items, keys, limit, plan)
    }

    private func windowExpressions(_ item: LogicalPlan.Window.Item) -> [BoundExpression] {
        item.call.inputs + item.specification.partitionBy + item.specification.orderBy.map(\.expression)
    }

    /// Projects the items, and what ORDER BY needs beside them; then DISTINCT, ORDER BY and LIMIT.
    private func finishSelect(
        _ select: Select, _ items: inout [BoundSelectItem], _ keys: [LogicalPlan.Sort.Key], _ limit: LimitClause?,
        _ input: LogicalPlan
    ) throws(Diagnostic) -> BoundRelation {
        var projection = items.map(\.projection)
        var hidden: [LogicalPlan.Project.Item] = []
        var sortKeys = keys
        for (index, key) in keys.enumerated() {
            if let item = items.first(where: { $0.expression == key.expression }) {
                sortKeys[index].expression = .column(item.scope.id, item.scope.type)
            } else if select.distinct {
                throw Diagnostic(
                    "ORDER BY behind SELECT DISTINCT can only use what is selected", at: key.expression.range)
            } else {
                let column = PlanColumn(newColumn(), "", key.expression.type)
                hidden.append(.init(column: column, expression: key.expression))
                sortKeys[index].expression = .column(column.id, column.type)
            }
        }
        projection += hidden
        var plan = LogicalPlan.project(LogicalPlan.Project(input: input, items: projection))
        if select.distinct { plan = distinct(plan, items.map(\.scope.planColumn)) }
        if !sortKeys.isEmpty { plan = .sort(LogicalPlan.Sort(input: plan, keys: sortKeys)) }
        var relation = BoundRelation(plan: plan, scope: Scope(columns: items.map(\.scope)))
        if let limit { relation = try bindLimit(limit, relation) }
        return hidden.isEmpty ? relation : output(relation)
    }

    // MARK: Grouping

    private func bindGroupBy(
        _ select: Select, _ source: BoundRelation, outer: ExpressionContext?
    ) throws(Diagnostic) -> Grouping {
        let grouping = Grouping()
        let aliases = probe == nil ? [] : groupableAliases(select, source, outer: outer)
        for item in select.groupBy {
            let context = ExpressionContext(source.scope, outer: outer, place: "GROUP BY")
            context.aliases = aliases
            let expression = try bind(groupedExpression(item.expression, select, source.scope), context)
            addKey(expression, title: item.expression.title, to: grouping)
        }
        return grouping
    }

    /// The aliases of items that aggregate nothing, for completion: else an alias in GROUP BY is replaced before names
    /// are looked up.
    private func groupableAliases(
        _ select: Select, _ source: BoundRelation, outer: ExpressionContext?
    ) -> [(name: String, expression: BoundExpression)] {
        select.items.compactMap { item in
            guard case .expression(let value, let alias?) = item.node else { return nil }
            let context = ExpressionContext(source.scope, outer: outer, place: "GROUP BY")
            return (try? bind(value, context)).map { (alias.text, $0) }
        }
    }

    /// `GROUP BY 2` and `GROUP BY alias` mean items of the select list.
    private func groupedExpression(
        _ expression: Expression, _ select: Select, _ scope: Scope
    ) throws(Diagnostic) -> Expression {
        switch expression.node {
        case .literal(.integer(let ordinal)):
            guard ordinal >= 1, ordinal <= UInt64(select.items.count),
                case .expression(let item, _) = select.items[Int(ordinal) - 1].node
            else {
                throw Diagnostic(
                    "GROUP BY \(ordinal) names no item of the select list", at: expression.range)
            }
            return item
        case .name(let path) where path.count == 1 && !scope.columns.contains { $0.isNamed(path[0].text) }:
            for item in select.items {
                if case .expression(let value, let alias?) = item.node, sameName(alias.text, path[0].text) {
                    return value
                }
            }
            return expression
        default:
            return expression
        }
    }

    /// Adds a grouping key; the same expression twice is one key. Gives its column.
    @discardableResult
    func addKey(_ expression: BoundExpression, title: String, to grouping: Grouping) -> PlanColumn {
        if let known = grouping.key(expression) { return known }
        let column = PlanColumn(newColumn(), title, expression.type)
        probe?.record(column.id, as: expression)
        grouping.add(expression, column)
        return column
    }

    /// Behind grouping, only the grouping columns and the aggregates are left.
    func checkGrouped(_ expressions: [BoundExpression], from source: BoundRelation) throws(Diagnostic) {
        let gone = Set(source.plan.columns.map(\.id))
        for expression in expressions { try checkGrouped(expression, gone, source.scope) }
    }

    private func checkGrouped(
        _ expression: BoundExpression, _ gone: Set<ColumnID>, _ scope: Scope
    ) throws(Diagnostic) {
        var lost: ColumnID?
        if case .column(let id) = expression.node, gone.contains(id) { lost = id }
        if case .subquery(let subquery) = expression.node { lost = subquery.outerColumns.first(where: gone.contains) }
        if let lost {
            let all = scope.columns + scope.tables.flatMap(\.columns)
            let name = all.first { $0.id == lost }?.title ?? "a column"
            throw Diagnostic(
                "`\(name)` is neither grouped by nor inside an aggregate", at: expression.range,
                hints: ["add it to GROUP BY, or take ANY_VALUE(\(name))"])
        }
        for child in expression.children { try checkGrouped(child, gone, scope) }
    }
}

/// An item of a select list.
struct BoundSelectItem {
    var scope: ScopeColumn
    var expression: BoundExpression

    var projection: LogicalPlan.Project.Item { .init(column: scope.planColumn, expression: expression) }
}

extension Binder {
    /// The items of a select list, stars expanded.
    func bindSelectItems(_ items: [SelectItem], _ context: ExpressionContext) throws(Diagnostic) -> [BoundSelectItem] {
        var result: [BoundSelectItem] = []
        for item in items {
            switch item.node {
            case .expression(let expression, let alias):
                result.append(try bindSelectItem(expression, alias: alias, context))
            case .star(let star):
                result += try bindStar(star, at: item.range, context)
            }
        }
        return result
    }

    func bindSelectItem(
        _ expression: Expression, alias: Identifier?, _ context: ExpressionContext
    ) throws(Diagnostic) -> BoundSelectItem {
        let bound = try bind(expression, context)
        let name = alias?.text ?? impliedName(expression)
        let scope = ScopeColumn(name, title: name ?? expression.title, columnID(of: bound, in: context), bound.type)
        return BoundSelectItem(scope: scope, expression: bound)
    }

    /// A column of this query that is only passed on stays the same column; one of a query around it does not,
    /// or it would seem to be this query's own.
    func columnID(of expression: BoundExpression, in context: ExpressionContext) -> ColumnID {
        if case .column(let id) = expression.node, context.scope.holds(id) { id } else { newColumn() }
    }

    /// The name that an item has without AS: that of the column that it is.
    func impliedName(_ expression: Expression) -> String? {
        if case .name(let path) = expression.node { path.last?.text } else { nil }
    }

    func bindStar(
        _ star: StarItem, at range: SourceRange, _ context: ExpressionContext
    ) throws(Diagnostic) -> [BoundSelectItem] {
        var columns = context.scope.columns
        if let qualifier = star.qualifier {
            guard let table = context.scope.table(qualifier.text) else {
                throw unknownTable(qualifier, context.scope)
            }
            columns = table.columns
        } else if columns.isEmpty {
            throw Diagnostic("* needs a table in FROM", at: range)
        }
        for name in star.except + star.replace.map(\.column) {
            if !columns.contains(where: { $0.isNamed(name.text) }) {
                throw Diagnostic(
                    "there is no column `\(name.text)` in *", at: name.range,
                    hints: suggestions(
                        for: name.text, among: columns.compactMap(\.name), listedAs: "the columns here"))
            }
        }
        var result: [BoundSelectItem] = []
        for column in columns {
            if star.except.contains(where: { column.isNamed($0.text) }) { continue }
            if let replacement = star.replace.first(where: { column.isNamed($0.column.text) }) {
                let value = try bind(replacement.value, context)
                result.append(
                    BoundSelectItem(
                        scope: ScopeColumn(
                            column.name, title: column.title, columnID(of: value, in: context), value.type),
                        expression: value))
            } else {
                let value = grouped(.column(column.id, column.type, range), context)
                result.append(
                    BoundSelectItem(
                        scope: ScopeColumn(
                            column.name, title: column.title, columnID(of: value, in: context), column.type),
                        expression: value))
            }
        }
        if result.isEmpty { throw Diagnostic("* leaves no column", at: range) }
        return result
    }

    func unknownTable(_ name: Identifier, _ scope: Scope) -> Diagnostic {
        Diagnostic(
            "there is no table `\(name.text)` here", at: name.range,
            hints: suggestions(for: name.text, among: scope.tables.map(\.name), listedAs: "the tables here"))
    }

    // MARK: ORDER BY and LIMIT

    /// - Parameter ordinals: what `ORDER BY 1` means; empty where numbers are just constants.
    func bindOrdering(
        _ items: [OrderingItem], _ context: ExpressionContext, ordinals: [BoundExpression]
    ) throws(Diagnostic) -> [LogicalPlan.Sort.Key] {
        var keys: [LogicalPlan.Sort.Key] = []
        for item in items {
            let expression: BoundExpression
            if case .literal(.integer(let ordinal)) = item.expression.node, !ordinals.isEmpty {
                guard ordinal >= 1, ordinal <= UInt64(ordinals.count) else {
                    throw Diagnostic(
                        "ORDER BY \(ordinal) names no column of the result", at: item.expression.range)
                }
                expression = ordinals[Int(ordinal) - 1]
            } else {
                expression = try bind(item.expression, context)
            }
            keys.append(sortKey(expression, item.ordering))
        }
        return keys
    }

    func sortKey(_ expression: BoundExpression, _ ordering: Ordering) -> LogicalPlan.Sort.Key {
        LogicalPlan.Sort.Key(
            expression: expression, descending: ordering.descending,
            nullsFirst: ordering.nullsFirst ?? !ordering.descending)
    }

    func bindOrderBy(
        _ items: [OrderingItem], _ relation: BoundRelation, outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        let context = ExpressionContext(relation.scope, outer: outer, place: "ORDER BY")
        context.windows = WindowCollector()
        context.aggregateHint = "compute it with AGGREGATE first"
        let columns = relation.scope.columns.map { BoundExpression.column($0.id, $0.type) }
        let keys = try bindOrdering(items, context, ordinals: columns)
        let plan = withWindows(context, relation.plan)
        return BoundRelation(plan: .sort(LogicalPlan.Sort(input: plan, keys: keys)), scope: relation.scope)
    }

    /// The plan with the window functions computed that the context's expressions call.
    func withWindows(_ context: ExpressionContext, _ plan: LogicalPlan) -> LogicalPlan {
        guard let items = context.windows?.items, !items.isEmpty else { return plan }
        return .window(LogicalPlan.Window(input: plan, items: items))
    }

    func bindLimit(_ limit: LimitClause, _ relation: BoundRelation) throws(Diagnostic) -> BoundRelation {
        let count = try bindCount(limit.count, "LIMIT")
        let offset = try limit.offset.map { (offset) throws(Diagnostic) in try bindCount(offset, "OFFSET") } ?? 0
        return BoundRelation(
            plan: .limit(LogicalPlan.Limit(input: relation.plan, count: count, offset: offset)),
            scope: relation.scope)
    }

    /// A constant that counts rows.
    func bindCount(_ expression: Expression, _ place: String) throws(Diagnostic) -> Int {
        switch try bindConstant(expression, place, takesUnknown: true) {
        case .int64(let count) where count >= 0: return Int(count)
        case .int64(let count):
            throw Diagnostic("\(place) cannot be negative: \(count)", at: expression.range)
        case .null where probe != nil || checksOnly: return 0
        case .null: throw Diagnostic("\(place) cannot be NULL", at: expression.range)
        default: throw Diagnostic("\(place) needs an INT64", at: expression.range)
        }
    }

    /// An expression that uses no column, evaluated.
    ///
    /// - Parameter takesUnknown: whether NULL may stand for a parameter whose value is not known while a statement is only
    ///   checked.
    func bindConstant(
        _ expression: Expression, _ place: String, takesUnknown: Bool = false
    ) throws(Diagnostic) -> Value {
        if case .name(let path) = expression.node, try bindVariable(path, expression.range) == nil {
            throw Diagnostic("\(place) needs a constant, not a column", at: expression.range)
        }
        let context = ExpressionContext(Scope(), outer: nil, place: place)
        unknownParameters = false
        let bound = try bindingConstants { () throws(Diagnostic) in try bind(expression, context) }
        if unknownParameters && !takesUnknown { throw .unknownParameter }
        let folded = try ConstantEvaluation.fold(bound)
        guard let value = folded.constantValue else {
            throw Diagnostic("\(place) needs a constant", at: expression.range)
        }
        return value
    }
}
