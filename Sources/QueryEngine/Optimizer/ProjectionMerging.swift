// Rule: a projection of a projection is one projection, and one that changes nothing is none.

import QueryLanguage

extension Optimizer {
    /// The columns' names stay those of the upper projection.
    static func mergeProjections(_ plan: LogicalPlan) -> LogicalPlan {
        plan.rewritten { node in
            guard case .project(let upper) = node else { return node }
            if case .project(let lower) = upper.input, let merged = merged(upper, lower) {
                return mergeProjections(.project(merged))
            }
            return isIdentity(upper) ? upper.input : node
        }
    }

    private static func isIdentity(_ project: LogicalPlan.Project) -> Bool {
        let input = project.input.columns
        return input == project.items.map(\.column)
            && project.items.allSatisfy { $0.expression.node == .column($0.column.id) }
    }

    /// One projection for both, if no expression of the lower one would be computed more than once.
    private static func merged(_ upper: LogicalPlan.Project, _ lower: LogicalPlan.Project) -> LogicalPlan.Project? {
        var values: [ColumnID: BoundExpression] = [:]
        for item in lower.items { values[item.column.id] = item.expression }
        var uses: [ColumnID: Int] = [:]
        for item in upper.items {
            guard item.expression.canSubstitute else { return nil }
            item.expression.countUses(into: &uses)
        }
        for (id, count) in uses where count > 1 {
            guard let value = values[id] else { continue }
            if case .column = value.node { continue }
            if value.constantValue == nil { return nil }
        }
        // What is computed only under a condition must not take the place of what is always computed, or of RAND.
        let isFixed = lower.items.allSatisfy { item in
            if case .column = item.expression.node { true } else { item.expression.constantValue != nil }
        }
        guard isFixed || upper.items.allSatisfy({ if case .column = $0.expression.node { true } else { false } }) else {
            return nil
        }
        let items = upper.items.map {
            LogicalPlan.Project.Item(column: $0.column, expression: $0.expression.substituting(values))
        }
        return LogicalPlan.Project(input: lower.input, items: items)
    }
}

extension BoundExpression {
    fileprivate func countUses(into uses: inout [ColumnID: Int]) {
        if case .column(let id) = node { uses[id, default: 0] += 1 }
        for child in children { child.countUses(into: &uses) }
    }
}
