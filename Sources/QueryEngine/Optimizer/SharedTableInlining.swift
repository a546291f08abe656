// Rule: a WITH table that is used once is part of the query that uses it, so that the other rules see through it.

import QueryLanguage

extension Optimizer {
    static func inlineSharedTables(_ plan: LogicalPlan) -> LogicalPlan {
        var uses: [Int: Int] = [:]
        countUses(in: plan, weight: 1, &uses)
        return inline(plan, uses, Inlined())
    }

    /// The shared tables that stay, each optimized once, however often it is scanned.
    private final class Inlined {
        var tables: [Int: SharedTable] = [:]
    }

    /// - Parameter weight: 1, or 2 in subqueries, which may run many times: there a table stays shared.
    private static func countUses(in plan: LogicalPlan, weight: Int, _ uses: inout [Int: Int]) {
        if case .scan(let scan) = plan, case .shared(let table) = scan.table.source {
            uses[table.identity, default: 0] += weight
            // The shared plan's own uses count once, however often it is scanned.
            if uses[table.identity] == weight { countUses(in: table.plan, weight: 1, &uses) }
        }
        for expression in plan.expressions { countUses(in: expression, &uses) }
        for input in plan.inputs { countUses(in: input, weight: weight, &uses) }
    }

    private static func countUses(in expression: BoundExpression, _ uses: inout [Int: Int]) {
        if case .subquery(let subquery) = expression.node { countUses(in: subquery.plan, weight: 2, &uses) }
        for child in expression.children { countUses(in: child, &uses) }
    }

    private static func inline(_ plan: LogicalPlan, _ uses: [Int: Int], _ inlined: Inlined) -> LogicalPlan {
        plan.rewritten { node in
            guard case .scan(let scan) = node, case .shared(let table) = scan.table.source else { return node }
            if uses[table.identity] == 1 {
                let items = zip(scan.columns, scan.positions).map { column, position in
                    LogicalPlan.Project.Item(
                        column: column,
                        expression: .column(table.columns[position].id, table.columns[position].type))
                }
                return .project(LogicalPlan.Project(input: inline(table.plan, uses, inlined), items: items))
            }
            // Optimized here, once, as it is run once; the tables in it are known already.
            let optimized =
                inlined.tables[table.identity]
                ?? SharedTable(
                    name: table.name, plan: optimizeInlined(inline(table.plan, uses, inlined)),
                    columns: table.columns, identity: table.identity)
            inlined.tables[table.identity] = optimized
            var shared = scan
            shared.table = TableHandle(source: .shared(optimized))
            return .scan(shared)
        }
    }
}
