// Rule: conditions move towards the tables, and become join keys on the way.

import QueryLanguage

extension Optimizer {
    static func pushFilters(_ plan: LogicalPlan) -> LogicalPlan { push([], into: pushInside(plan)) }

    /// `plan` filtered by all `terms`, each as far down as it may go.
    private static func push(_ terms: [BoundExpression], into plan: LogicalPlan) -> LogicalPlan {
        switch plan {
        case .filter(let filter):
            // The lower condition is evaluated first, as it was written first.
            return push(filter.condition.conjuncts + terms, into: pushInside(filter.input))
        case .project(var project):
            var values: [ColumnID: BoundExpression] = [:]
            for item in project.items { values[item.column.id] = item.expression }
            let (below, above) = split(terms) { term in
                term.canSubstitute && term.columns.allSatisfy { values[$0]?.isCheap ?? true }
            }
            project.input = push(below.map { $0.substituting(values) }, into: pushInside(project.input))
            return filtered(.project(project), above)
        case .sort(var sort):
            sort.input = push(terms, into: pushInside(sort.input))
            return .sort(sort)
        case .aggregate(var aggregate):
            var values: [ColumnID: BoundExpression] = [:]
            for key in aggregate.keys { values[key.column.id] = key.expression }
            let (below, above) = split(terms) { term in
                !values.isEmpty && term.canSubstitute && !term.columns.isEmpty
                    && term.columns.allSatisfy { values[$0] != nil }
            }
            aggregate.input = push(below.map { $0.substituting(values) }, into: pushInside(aggregate.input))
            return filtered(.aggregate(aggregate), above)
        case .join(let join): return push(terms, into: join)
        case .setOperation(let operation) where operation.kind == .unionAll:
            return push(terms, into: operation)
        default:
            return filtered(plan.replacingInputs(plan.inputs.map { push([], into: pushInside($0)) }), terms)
        }
    }

    /// The node's subqueries with their filters pushed.
    private static func pushInside(_ plan: LogicalPlan) -> LogicalPlan {
        plan.mappingExpressions { whole in
            whole.rewritten { part in
                guard case .subquery(var subquery) = part.node else { return part }
                subquery.plan = pushFilters(subquery.plan)
                var result = part
                result.node = .subquery(subquery)
                return result
            }
        }
    }

    private static func push(_ terms: [BoundExpression], into join: LogicalPlan.Join) -> LogicalPlan {
        var join = join
        let leftIDs = Set(join.left.columns.map(\.id))
        let rightIDs = Set(join.right.columns.map(\.id))
        func usesOnly(_ own: Set<ColumnID>, not other: Set<ColumnID>) -> (BoundExpression) -> Bool {
            { $0.isDeterministic && !$0.columns.isDisjoint(with: own) && $0.columns.isDisjoint(with: other) }
        }
        var (toLeft, rest) = split(terms) {
            (join.kind == .inner || join.kind == .left) && usesOnly(leftIDs, not: rightIDs)($0)
        }
        var toRight: [BoundExpression] = []
        (toRight, rest) = split(rest) {
            (join.kind == .inner || join.kind == .right) && usesOnly(rightIDs, not: leftIDs)($0)
        }
        if join.kind == .inner {
            // All conditions of an inner join are alike: keys where they can be, else pushed or checked on pairs.
            let all = (join.condition?.conjuncts ?? []) + rest
            if let whole = BoundExpression.conjunction(all) {
                let (keys, remaining) = JoinTerms.split(whole, left: join.left, right: join.right)
                join.keys += keys
                var open = remaining?.conjuncts ?? []
                var more: [BoundExpression] = []
                (more, open) = split(open, usesOnly(leftIDs, not: rightIDs))
                toLeft += more
                (more, open) = split(open, usesOnly(rightIDs, not: leftIDs))
                toRight += more
                join.condition = BoundExpression.conjunction(open)
            }
            rest = []
        } else if join.kind == .left, let condition = join.condition {
            // What a left join demands of the right side alone can be demanded of it before.
            let (more, open) = split(condition.conjuncts, usesOnly(rightIDs, not: leftIDs))
            toRight += more
            join.condition = BoundExpression.conjunction(open)
        }
        join.left = push(toLeft, into: pushInside(join.left))
        join.right = push(toRight, into: pushInside(join.right))
        return filtered(.join(join), rest)
    }

    private static func push(_ terms: [BoundExpression], into operation: LogicalPlan.SetOperation) -> LogicalPlan {
        var operation = operation
        let (below, above) = split(terms) { $0.canSubstitute }
        func renamed(_ input: LogicalPlan) -> [BoundExpression] {
            var values: [ColumnID: BoundExpression] = [:]
            for (column, source) in zip(operation.columns, input.columns) {
                values[column.id] = .column(source.id, source.type)
            }
            return below.map { $0.substituting(values) }
        }
        operation.left = push(renamed(operation.left), into: pushInside(operation.left))
        operation.right = push(renamed(operation.right), into: pushInside(operation.right))
        return filtered(.setOperation(operation), above)
    }

    private static func filtered(_ plan: LogicalPlan, _ terms: [BoundExpression]) -> LogicalPlan {
        guard let condition = BoundExpression.conjunction(terms) else { return plan }
        return .filter(LogicalPlan.Filter(input: plan, condition: condition))
    }

    private static func split(
        _ terms: [BoundExpression], _ belongs: (BoundExpression) -> Bool
    ) -> (yes: [BoundExpression], no: [BoundExpression]) {
        (terms.filter(belongs), terms.filter { !belongs($0) })
    }
}

extension BoundExpression {
    /// Whether evaluating it once more, in a condition below, is harmless: it has no subquery and always gives the same.
    fileprivate var isCheap: Bool {
        if case .subquery = node { return false }
        return isDeterministic && children.allSatisfy(\.isCheap)
    }
}
