// The optimizer: rules that rewrite a plan into one that gives the same rows for less.

import QueryLanguage

/// Rewrites plans. Each rule is one function from plan to plan, in a file of its own.
package enum Optimizer {
    package static func optimize(_ plan: LogicalPlan) -> LogicalPlan {
        optimizeInlined(inlineSharedTables(plan))
    }

    /// The rules that work within a plan; WITH tables in it are done with.
    static func optimizeInlined(_ plan: LogicalPlan) -> LogicalPlan {
        var result = foldConstants(plan)
        result = pushFilters(result)
        // Conditions that moved below a projection hold what it computes.
        result = foldConstants(result)
        result = mergeProjections(result)
        result = pruneColumns(result)
        result = mergeProjections(result)
        return offerFilters(limitPartitions(result))
    }
}
