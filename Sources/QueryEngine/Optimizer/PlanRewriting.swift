// Ways to walk plans and expressions that the rules share.

import QueryLanguage

extension BoundExpression {
    /// The expression rebuilt from its leaves up.
    func rewritten(_ transform: (BoundExpression) -> BoundExpression) -> BoundExpression {
        transform(mappingChildren { $0.rewritten(transform) })
    }

    /// The expression with columns replaced by what computes them.
    ///
    /// A subquery sees the columns around it by number; those that are not plain columns cannot be replaced in it,
    /// which `canSubstitute` tells.
    func substituting(_ values: [ColumnID: BoundExpression]) -> BoundExpression {
        rewritten { expression in
            guard case .column(let id) = expression.node, var value = values[id] else { return expression }
            // An error is shown where the value was written; what the binder made itself was written nowhere.
            if value.range.isNone { value.range = expression.range }
            return value
        }
    }

    /// Whether `substituting` reaches every column.
    var canSubstitute: Bool {
        if case .subquery(let subquery) = node, !subquery.outerColumns.isEmpty { return false }
        return children.allSatisfy(\.canSubstitute)
    }
}

extension LogicalPlan {
    /// The same plan node with each of its expressions, as wholes, replaced.
    func mappingExpressions(_ transform: (BoundExpression) -> BoundExpression) -> LogicalPlan {
        func mapped(_ keys: [Sort.Key]) -> [Sort.Key] {
            keys.map {
                Sort.Key(expression: transform($0.expression), descending: $0.descending, nullsFirst: $0.nullsFirst)
            }
        }
        func mapped(_ call: BoundAggregate) -> BoundAggregate {
            var call = call
            call.arguments = call.arguments.map(transform)
            call.having = call.having.map {
                BoundAggregate.Having(isMax: $0.isMax, expression: transform($0.expression))
            }
            call.orderBy = mapped(call.orderBy)
            call.filter = call.filter.map(transform)
            return call
        }
        switch self {
        case .unit, .scan, .limit, .setOperation, .unpivot, .sample, .series, .why: return self
        case .filter(var node):
            node.condition = transform(node.condition)
            return .filter(node)
        case .project(var node):
            node.items = node.items.map { .init(column: $0.column, expression: transform($0.expression)) }
            return .project(node)
        case .aggregate(var node):
            node.keys = node.keys.map { .init(column: $0.column, expression: transform($0.expression)) }
            node.items = node.items.map { .init(column: $0.column, call: mapped($0.call)) }
            return .aggregate(node)
        case .window(var node):
            node.items = node.items.map { item in
                var specification = item.specification
                specification.partitionBy = specification.partitionBy.map(transform)
                specification.orderBy = mapped(specification.orderBy)
                return .init(column: item.column, call: mapped(item.call), specification: specification)
            }
            return .window(node)
        case .join(var node):
            node.keys = node.keys.map { (left: transform($0.left), right: transform($0.right)) }
            node.condition = node.condition.map(transform)
            return .join(node)
        case .sort(var node):
            node.keys = mapped(node.keys)
            return .sort(node)
        case .assert(var node):
            node.condition = transform(node.condition)
            node.messages = node.messages.map(transform)
            return .assert(node)
        }
    }

    /// The plan rebuilt from its leaves up; the plans of subqueries too.
    func rewritten(
        expression: @escaping (BoundExpression) -> BoundExpression = { $0 },
        node: @escaping (LogicalPlan) -> LogicalPlan
    ) -> LogicalPlan {
        let below = replacingInputs(inputs.map { $0.rewritten(expression: expression, node: node) })
        let inside = below.mappingExpressions { whole in
            whole.rewritten { part in
                guard case .subquery(var subquery) = part.node else { return expression(part) }
                subquery.plan = subquery.plan.rewritten(expression: expression, node: node)
                var result = part
                result.node = .subquery(subquery)
                return expression(result)
            }
        }
        return node(inside)
    }

    /// The plan with every expression placed at `range`: for views, whose text is not the statement's.
    func relocated(to range: SourceRange) -> LogicalPlan {
        rewritten(
            expression: { expression in
                var result = expression
                result.range = range
                return result
            },
            node: { plan in
                switch plan {
                case .scan(var node):
                    guard case .shared(let table) = node.table.source else { return plan }
                    node.table = TableHandle(
                        source: .shared(
                            SharedTable(
                                name: table.name, plan: table.plan.relocated(to: range), columns: table.columns,
                                identity: table.identity)))
                    return .scan(node)
                case .aggregate(var node):
                    for index in node.items.indices { node.items[index].call.range = range }
                    return .aggregate(node)
                case .window(var node):
                    for index in node.items.indices { node.items[index].call.range = range }
                    return .window(node)
                default: return plan
                }
            })
    }
}
