// Binding: PIVOT and UNPIVOT.

import QueryLanguage

extension Binder {
    /// Groups by every column that the aggregates and the FOR expression do not use; each aggregate once a value,
    /// over the rows that have it.
    func bindPivot(_ pivot: Pivot, _ input: BoundRelation, _ outer: ExpressionContext?) throws(Diagnostic)
        -> BoundRelation
    {
        let context = ExpressionContext(input.scope, outer: outer, place: "PIVOT")
        let value = try bind(pivot.input, context)
        let collector = AggregateCollector()
        context.aggregates = collector
        var calls: [(call: BoundAggregate, name: String?)] = []
        for aggregate in pivot.aggregates {
            let bound = try bind(aggregate.expression, context)
            guard case .column(let id) = bound.node,
                let item = collector.items.first(where: { $0.column.id == id })
            else {
                throw Diagnostic(
                    "PIVOT needs a call of an aggregate", at: aggregate.expression.range,
                    hints: ["as in PIVOT(SUM(value) FOR edition IN (6, 7))"])
            }
            calls.append((item.call, aggregate.alias?.text))
        }
        if calls.count > 1, let bare = pivot.aggregates.first(where: { $0.alias == nil }) {
            throw Diagnostic(
                "several aggregates in PIVOT need names", at: bare.expression.range, hints: ["add AS name"])
        }
        var used = value.columns
        for (call, _) in calls { for input in call.inputs { used.formUnion(input.columns) } }
        let kept = input.scope.columns.filter { !used.contains($0.id) }
        let grouping = Grouping()
        var columns: [ScopeColumn] = []
        for column in kept {
            let key = addKey(.column(column.id, column.type), title: column.title, to: grouping)
            columns.append(ScopeColumn(column.name, title: column.title, key.id, key.type))
        }
        var items: [LogicalPlan.Aggregate.Item] = []
        for choice in pivot.values {
            let constant = try bindConstant(choice.expression, "PIVOT")
            let literal = BoundExpression(
                .constant(constant), constant.type ?? value.type, choice.expression.range,
                isLiteral: true)
            let matches = try comparison("$is_distinct", "PIVOT", value, literal, choice.expression.range)
            let filter = try call("$not", [matches], choice.expression.range)
            let label = choice.alias?.text ?? pivotName(constant, choice.expression)
            for (call, name) in calls {
                var call = call
                call.filter = filter
                let title = name.map { "\($0)_\(label)" } ?? label
                let column = ScopeColumn(title, newColumn(), call.type)
                columns.append(column)
                items.append(.init(column: column.planColumn, call: call))
            }
        }
        let keys = grouping.keys.map { LogicalPlan.Project.Item(column: $0.column, expression: $0.expression) }
        let plan = LogicalPlan.aggregate(LogicalPlan.Aggregate(input: input.plan, keys: keys, items: items))
        let relation = BoundRelation(plan: plan, scope: Scope(columns: columns))
        return pivot.alias.map { aliased(relation, $0.text) } ?? relation
    }

    /// The column name that a value makes, by the rules of query-syntax.md: the text itself for strings, `_7`,
    /// `minus_7`, `_1_point_5`, `_2024_11_05`.
    private func pivotName(_ value: Value, _ expression: Expression) -> String {
        switch value {
        case .null: return "NULL"
        case .bool(let flag): return flag ? "TRUE" : "FALSE"
        case .string(let text): return text
        case .int64, .float64:
            let text = value.text.split(separator: ".").joined(separator: "_point_")
            return text.hasPrefix("-") ? "minus_" + text.dropFirst() : "_" + text
        case .date: return "_" + value.text.split(separator: "-").joined(separator: "_")
        case .timestamp, .interval, .quantity: return expression.text
        }
    }

    func bindUnpivot(_ unpivot: Unpivot, _ input: BoundRelation) throws(Diagnostic) -> BoundRelation {
        var sources: [[ScopeColumn]] = []
        for set in unpivot.columnSets {
            if set.columns.count != unpivot.values.count {
                throw Diagnostic(
                    "UNPIVOT needs \(unpivot.values.count) columns here, these are \(set.columns.count)",
                    at: set.columns[0].range)
            }
            var columns: [ScopeColumn] = []
            for name in set.columns { columns.append(try column(name, in: input.scope)) }
            sources.append(columns)
        }
        let used = Set(sources.joined().map(\.id))
        let kept = input.scope.columns.filter { !used.contains($0.id) }
        var (plan, values) = (input.plan, [ScopeColumn]())
        for (index, name) in unpivot.values.enumerated() {
            let operands = sources.map { BoundExpression.column($0[index].id, $0[index].type) }
            guard let type = Coercion.supertype(operands) else {
                throw Diagnostic(
                    "the columns that become `\(name.text)` are of different types: "
                        + sources.map { "`\($0[index].title)` \($0[index].type.name)" }.joined(separator: ", "),
                    at: name.range, hints: ["CAST them to one type with SET before"])
            }
            values.append(ScopeColumn(name.text, newColumn(), type))
            var converted: [LogicalPlan.Project.Item] = []
            for (set, operand) in operands.enumerated() where operand.type != type {
                let column = ScopeColumn(nil, newColumn(), type)
                converted.append(
                    .init(column: column.planColumn, expression: try Coercion.convert(operand, to: type)))
                sources[set][index] = column
            }
            plan = extending(plan, with: converted)
        }
        let labels = try unpivot.columnSets.map { (set) throws(Diagnostic) in
            try set.label.map { (label) throws(Diagnostic) in try bindConstant(label, "UNPIVOT") }
                ?? .string(set.columns.map(\.text).joined(separator: "_"))
        }
        guard let labelType = labels[0].type, labels.allSatisfy({ $0.type == labelType }) else {
            throw Diagnostic("the labels of UNPIVOT must be all strings or all integers", at: unpivot.name.range)
        }
        let label = ScopeColumn(unpivot.name.text, newColumn(), labelType)
        plan = .unpivot(
            LogicalPlan.UnpivotRows(
                input: plan, keeps: kept.map(\.planColumn), label: label.planColumn, labels: labels,
                values: values.map(\.planColumn), sources: sources.map { $0.map(\.id) },
                includesNulls: unpivot.includesNulls))
        let relation = BoundRelation(plan: plan, scope: Scope(columns: kept + values + [label]))
        return unpivot.alias.map { aliased(relation, $0.text) } ?? relation
    }

    private func column(_ name: Identifier, in scope: Scope) throws(Diagnostic) -> ScopeColumn {
        let found = scope.columns.filter { $0.isNamed(name.text) }
        if found.count == 1 { return found[0] }
        throw Diagnostic(
            found.isEmpty ? "there is no column `\(name.text)`" : "`\(name.text)` is ambiguous", at: name.range,
            hints: found.isEmpty ? suggestions(for: name.text, among: scope.names, listedAs: "the columns here") : [])
    }
}
