// Rule: no column is read or computed that nobody uses.

import QueryLanguage

extension Optimizer {
    static func pruneColumns(_ plan: LogicalPlan) -> LogicalPlan {
        prune(plan, to: Set(plan.columns.map(\.id)))
    }

    /// The plan with all columns of `needed` that it has; others may be left out.
    private static func prune(_ plan: LogicalPlan, to needed: Set<ColumnID>) -> LogicalPlan {
        let own = plan.mappingExpressions { whole in
            whole.rewritten { part in
                guard case .subquery(var subquery) = part.node else { return part }
                subquery.plan = pruneColumns(subquery.plan)
                var result = part
                result.node = .subquery(subquery)
                return result
            }
        }
        switch own {
        case .unit, .series: return own
        // The rows behind all of its columns are asked for.
        case .why: return own.replacingInputs(own.inputs.map(pruneColumns))
        case .scan(var scan):
            let kept = scan.columns.indices.filter { needed.contains(scan.columns[$0].id) }
            scan.positions = kept.map { scan.positions[$0] }
            scan.columns = kept.map { scan.columns[$0] }
            return .scan(scan)
        case .project(var project):
            project.items.removeAll { !needed.contains($0.column.id) }
            return pruneInputs(.project(project), besides: [])
        case .aggregate(var aggregate):
            aggregate.items.removeAll { !needed.contains($0.column.id) }
            return pruneInputs(.aggregate(aggregate), besides: [])
        case .window(var window):
            window.items.removeAll { !needed.contains($0.column.id) }
            if window.items.isEmpty { return prune(window.input, to: needed) }
            return pruneInputs(.window(window), besides: needed)
        case .setOperation(var operation):
            guard operation.kind == .unionAll else {
                // Whole rows are compared: every column counts.
                return own.replacingInputs(own.inputs.map(pruneColumns))
            }
            let kept = operation.columns.indices.filter { needed.contains(operation.columns[$0].id) }
            operation.columns = kept.map { operation.columns[$0] }
            operation.left = pruned(operation.left, toPositions: kept)
            operation.right = pruned(operation.right, toPositions: kept)
            return .setOperation(operation)
        case .unpivot(var unpivot):
            unpivot.keeps.removeAll { !needed.contains($0.id) }
            let sources = Set(unpivot.sources.joined()).union(unpivot.keeps.map(\.id))
            return pruneInputs(.unpivot(unpivot), besides: sources)
        case .filter, .join, .sort, .limit, .sample, .assert:
            return pruneInputs(own, besides: needed)
        }
    }

    /// The node over inputs that give what its expressions use, and `besides`.
    private static func pruneInputs(_ plan: LogicalPlan, besides: Set<ColumnID>) -> LogicalPlan {
        var needed = besides
        for expression in plan.expressions { needed.formUnion(expression.columns) }
        return plan.replacingInputs(plan.inputs.map { prune($0, to: needed) })
    }

    /// The input with exactly the columns at these positions, in this order.
    private static func pruned(_ plan: LogicalPlan, toPositions positions: [Int]) -> LogicalPlan {
        let columns = positions.map { plan.columns[$0] }
        let below = prune(plan, to: Set(columns.map(\.id)))
        if below.columns.map(\.id) == columns.map(\.id) { return below }
        let items = columns.map {
            LogicalPlan.Project.Item(column: $0, expression: .column($0.id, $0.type))
        }
        return .project(LogicalPlan.Project(input: below, items: items))
    }
}
