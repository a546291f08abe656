// Binding: table functions, in FROM and behind CALL.

import QueryLanguage

extension Binder {
    /// - Parameter input: the pipe's table, which CALL passes as the first table argument.
    func bindTableFunction(
        _ call: TableFunctionCall, input: BoundRelation?, outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        switch call.name.text.uppercased() {
        case "GENERATE_SERIES":
            if input != nil {
                throw Diagnostic(
                    "GENERATE_SERIES takes no table", at: call.name.range, hints: ["it stands in FROM or JOIN"])
            }
            return try bindSeries(call)
        case "SUMMARIZE":
            return try bindSummarize(call, input, outer: outer)
        default:
            if let function = FileFunction.find(call.name.text) {
                if input != nil {
                    throw Diagnostic(
                        "\(function.name) takes no table", at: call.name.range, hints: ["it stands in FROM or JOIN"])
                }
                return try bindFileFunction(function, call)
            }
            throw Diagnostic(
                "there is no table function \(call.name.text)", at: call.name.range,
                hints: suggestions(for: call.name.text, among: TableFunction.all.map(\.name), listedAs: "there are"))
        }
    }

    /// `GENERATE_SERIES(start, end[, step])`: a table of one column, `value`.
    private func bindSeries(_ call: TableFunctionCall) throws(Diagnostic) -> BoundRelation {
        var numbers: [Int64] = []
        for argument in call.arguments {
            guard case .expression(let expression) = argument.node,
                case .int64(let number) = try bindConstant(expression, "GENERATE_SERIES")
            else { throw Diagnostic("GENERATE_SERIES takes INT64 constants", at: argument.range) }
            numbers.append(number)
        }
        guard numbers.count == 2 || numbers.count == 3 else {
            throw Diagnostic("GENERATE_SERIES takes (start, end[, step])", at: call.range)
        }
        let step = numbers.count == 3 ? numbers[2] : 1
        if step == 0 { throw Diagnostic("the step cannot be 0", at: call.arguments[2].range) }
        let column = ScopeColumn("value", newColumn(), .int64)
        let plan = LogicalPlan.series(
            LogicalPlan.Series(column: column.planColumn, start: numbers[0], end: numbers[1], step: step))
        return BoundRelation(plan: plan, scope: Scope(columns: [column]))
    }

    /// `SUMMARIZE(TABLE name)`: one row a column, with its type, counts, and least and greatest value.
    private func bindSummarize(
        _ call: TableFunctionCall, _ input: BoundRelation?, outer: ExpressionContext?
    ) throws(Diagnostic) -> BoundRelation {
        var relation = input
        if relation == nil, call.arguments.count == 1, case .table(let name) = call.arguments[0].node {
            relation = try bindTable(TableExpression(.table(name), name.range), outer: outer)
        } else if !call.arguments.isEmpty {
            throw Diagnostic(
                "SUMMARIZE takes a table", at: call.range,
                hints: ["FROM SUMMARIZE(TABLE name), or |> CALL SUMMARIZE()"])
        }
        guard let relation else {
            throw Diagnostic(
                "SUMMARIZE takes a table", at: call.range,
                hints: ["FROM SUMMARIZE(TABLE name), or |> CALL SUMMARIZE()"])
        }
        let source = output(relation)
        guard source.plan.outerColumns.isEmpty else {
            throw Diagnostic("SUMMARIZE cannot use columns of the query around it", at: call.range)
        }
        let shared = SharedTable(
            name: "summarized", plan: source.plan, columns: source.plan.columns, identity: newIdentity())
        let types: [(String, DataType)] = [
            ("column", .string), ("type", .string), ("row_count", .int64), ("null_count", .int64),
            ("distinct_count", .int64), ("minimum", .string), ("maximum", .string),
        ]
        let columns = types.map { ScopeColumn($0.0, newColumn(), $0.1) }
        var plan: LogicalPlan?
        for index in source.scope.columns.indices {
            let row = try summary(of: index, shared, names: types.map(\.0), call.range)
            guard let above = plan else {
                plan = row
                continue
            }
            plan = .setOperation(
                LogicalPlan.SetOperation(
                    kind: .unionAll, left: above, right: row,
                    columns: index == source.scope.columns.count - 1
                        ? columns.map(\.planColumn) : types.map { PlanColumn(newColumn(), $0.0, $0.1) }))
        }
        guard let plan else { throw Diagnostic("SUMMARIZE needs a column", at: call.range) }
        let scope = zip(columns, plan.columns).map { ScopeColumn($0.name, $1.id, $1.type) }
        return BoundRelation(plan: plan, scope: Scope(columns: scope))
    }

    /// One row about one column of the shared table.
    private func summary(
        of index: Int, _ shared: SharedTable, names: [String], _ range: SourceRange
    ) throws(Diagnostic) -> LogicalPlan {
        let columns = shared.columns.map { PlanColumn(newColumn(), $0.name, $0.type) }
        let input = LogicalPlan.scan(
            LogicalPlan.Scan(
                name: shared.name, table: TableHandle(source: .shared(shared)), positions: Array(columns.indices),
                columns: columns))
        let column = columns[index]
        let value = BoundExpression.column(column.id, column.type)
        var items: [LogicalPlan.Aggregate.Item] = []
        func aggregate(_ name: String, _ arguments: [BoundExpression], distinct: Bool = false) throws(Diagnostic)
            -> BoundExpression
        {
            guard let function = FunctionTable.find(name) else { throw Diagnostic("there is no \(name)") }
            let resolved = try function.resolve(arguments.map { .expression($0) }, name: name, at: range)
            let call = BoundAggregate(
                function: name, overload: resolved.overload, arguments: resolved.arguments, isDistinct: distinct,
                ignoresNulls: nil, having: nil, orderBy: [], limit: nil,
                // Quantities of several dimensions have no least one: NULL.
                isSafe: true, filter: nil, type: resolved.type, range: range)
            let result = PlanColumn(newColumn(), name, resolved.type)
            items.append(.init(column: result, call: call))
            return .column(result.id, result.type)
        }
        func text(_ expression: BoundExpression) -> BoundExpression {
            expression.type == .string
                ? expression : BoundExpression(.cast(expression, isSafe: false), .string, range)
        }
        let nulls = try aggregate("COUNTIF", [call("$is_null", [value], range)])
        let cells = [
            BoundExpression.constant(.string(column.name), .string),
            .constant(.string(column.type.name), .string),
            try aggregate("COUNT", []), nulls, try aggregate("COUNT", [value], distinct: true),
            text(try aggregate("MIN", [value])), text(try aggregate("MAX", [value])),
        ]
        let plan = LogicalPlan.aggregate(LogicalPlan.Aggregate(input: input, keys: [], items: items))
        let projection = zip(cells, names).map {
            LogicalPlan.Project.Item(column: PlanColumn(newColumn(), $1, $0.type), expression: $0)
        }
        return .project(LogicalPlan.Project(input: plan, items: projection))
    }
}
