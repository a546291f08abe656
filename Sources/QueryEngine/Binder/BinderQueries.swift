// Binding: queries, WITH, set operations.

import QueryLanguage

extension Binder {
    func bindQuery(_ query: Query, outer: ExpressionContext?) throws(Diagnostic) -> BoundRelation {
        try Cancellation.checkCurrent()
        let enclosing = commonTables
        defer { commonTables = enclosing }
        try bindCommonTables(query.with, outer: outer)
        var relation = try bindHead(query, outer: outer)
        for pipe in query.pipes { relation = try bindPipe(pipe, relation, outer: outer) }
        return relation
    }

    /// Everything before the first pipe operator.
    private func bindHead(_ query: Query, outer: ExpressionContext?) throws(Diagnostic) -> BoundRelation {
        if case .select(let select) = query.body {
            return try bindSelect(select, orderBy: query.orderBy, limit: query.limit, outer: outer)
        }
        var relation = try bindBody(query.body, outer: outer)
        if !query.orderBy.isEmpty { relation = try bindOrderBy(query.orderBy, relation, outer: outer) }
        if let limit = query.limit { relation = try bindLimit(limit, relation) }
        return relation
    }

    func bindBody(_ body: QueryBody, outer: ExpressionContext?) throws(Diagnostic) -> BoundRelation {
        switch body {
        case .from(let table): return try bindTable(table, outer: outer)
        case .select(let select): return try bindSelect(select, orderBy: [], limit: nil, outer: outer)
        case .parenthesized(let query): return try bindQuery(query, outer: outer)
        case .setOperation(let setOperator, let left, let right):
            try Cancellation.checkCurrent()
            return try bindSetOperation(
                setOperator, bindBody(left, outer: outer), bindBody(right, outer: outer))
        }
    }

    func bindCommonTables(_ tables: [CommonTable], outer: ExpressionContext?) throws(Diagnostic) {
        var names: [String] = []
        for table in tables {
            if names.contains(where: { sameName($0, table.name.text) }) {
                throw Diagnostic("WITH names `\(table.name.text)` twice", at: table.name.range)
            }
            names.append(table.name.text)
            if commonTables.count == Self.commonTableLimit {
                throw Diagnostic(
                    "more than \(Self.commonTableLimit) WITH tables", at: table.name.range,
                    hints: ["CREATE TEMP TABLE keeps the rows of some of them"], reason: .depthLimit)
            }
            let relation = try output(bindQuery(table.query, outer: outer))
            var shared: SharedTable?
            if relation.plan.outerColumns.isEmpty {
                shared = SharedTable(
                    name: table.name.text, plan: relation.plan, columns: relation.plan.columns,
                    identity: newIdentity())
            }
            commonTables.append(
                CommonTableBinding(
                    name: table.name.text, query: table.query, shared: shared, scope: relation.scope))
        }
    }

    /// Each may stand on the one before, and then takes some of the stack.
    private static let commonTableLimit = 200

    // MARK: Set operations

    /// The rows of two relations brought together by position; the names are the left one's.
    func bindSetOperation(
        _ setOperator: SetOperator, _ left: BoundRelation, _ right: BoundRelation
    ) throws(Diagnostic) -> BoundRelation {
        let (leftColumns, rightColumns) = (left.scope.columns, right.scope.columns)
        guard leftColumns.count == rightColumns.count else {
            throw Diagnostic(
                "\(setOperator.text) needs the same number of columns on both sides: "
                    + "\(leftColumns.count) and \(rightColumns.count)", at: setOperator.range)
        }
        var columns: [ScopeColumn] = []
        for (index, (a, b)) in zip(leftColumns, rightColumns).enumerated() {
            let sides = [literalOrColumn(a, in: left.plan), literalOrColumn(b, in: right.plan)]
            guard let type = Coercion.supertype(sides) else {
                throw Diagnostic(
                    "column \(index + 1) of \(setOperator.text) is \(a.type.name) on the left "
                        + "and \(b.type.name) on the right", at: setOperator.range,
                    hints: ["CAST one of them"])
            }
            columns.append(ScopeColumn(a.name, title: a.title, newColumn(), type))
            probe?.record(columns[index].id, as: .column(a.id, a.type))
        }
        let types = columns.map(\.type)
        let planColumns = columns.map(\.planColumn)
        let leftPlan = try coerced(left, to: types)
        let rightPlan = try coerced(right, to: types)
        func operation(_ kind: LogicalPlan.SetOperation.Kind) -> LogicalPlan {
            .setOperation(
                LogicalPlan.SetOperation(kind: kind, left: leftPlan, right: rightPlan, columns: planColumns))
        }
        let plan: LogicalPlan =
            switch (setOperator.kind, setOperator.distinct) {
            case (.union, false): operation(.unionAll)
            case (.union, true): distinct(operation(.unionAll), planColumns)
            case (.intersect, false): operation(.intersectAll)
            case (.intersect, true): operation(.intersectDistinct)
            case (.except, false): operation(.exceptAll)
            case (.except, true): operation(.exceptDistinct)
            }
        return BoundRelation(plan: plan, scope: Scope(columns: columns))
    }

    /// A column as an expression; a literal where the plan just made it from one, so that it coerces as one.
    private func literalOrColumn(_ column: ScopeColumn, in plan: LogicalPlan) -> BoundExpression {
        if case .project(let project) = plan,
            let item = project.items.first(where: { $0.column.id == column.id }), item.expression.isLiteral
        {
            return item.expression
        }
        return .column(column.id, column.type)
    }

    /// The visible columns, each converted to the type that its place needs.
    private func coerced(_ relation: BoundRelation, to types: [DataType]) throws(Diagnostic) -> LogicalPlan {
        var items: [LogicalPlan.Project.Item] = []
        for (column, type) in zip(relation.scope.columns, types) {
            if column.type == type {
                items.append(.init(column: column.planColumn, expression: .column(column.id, type)))
            } else {
                let value = try Coercion.convert(literalOrColumn(column, in: relation.plan), to: type)
                items.append(.init(column: PlanColumn(newColumn(), column.title, type), expression: value))
            }
        }
        return .project(LogicalPlan.Project(input: relation.plan, items: items))
    }

    /// Each different row once.
    func distinct(_ plan: LogicalPlan, _ columns: [PlanColumn]) -> LogicalPlan {
        // A column that was selected twice is one key.
        var seen: Set<ColumnID> = []
        let keys = columns.filter { seen.insert($0.id).inserted }
            .map { LogicalPlan.Project.Item(column: $0, expression: .column($0.id, $0.type)) }
        return .aggregate(LogicalPlan.Aggregate(input: plan, keys: keys, items: []))
    }
}

extension SetOperator {
    /// As written.
    var text: String {
        let name =
            switch kind {
            case .union: "UNION"
            case .intersect: "INTERSECT"
            case .except: "EXCEPT"
            }
        return name + (distinct ? " DISTINCT" : " ALL")
    }
}
