// Rule: what depends on no row is computed once, before the query runs.

import QueryLanguage

extension Optimizer {
    /// Folds constant parts of all expressions. A part that fails stays: it fails only if a row needs it.
    static func foldConstants(_ plan: LogicalPlan) -> LogicalPlan {
        plan.rewritten(expression: folded, node: withoutTrueConditions)
    }

    private static func withoutTrueConditions(_ plan: LogicalPlan) -> LogicalPlan {
        switch plan {
        case .filter(let filter) where filter.condition.constantValue == .bool(true): return filter.input
        case .join(var join) where join.condition?.constantValue == .bool(true):
            join.condition = nil
            return .join(join)
        default: return plan
        }
    }

    /// The expression, its parts being folded already.
    static func folded(_ expression: BoundExpression) -> BoundExpression {
        switch expression.node {
        case .and(let a, let b): return simplified(expression, a, b, neutral: .bool(true), settling: .bool(false))
        case .or(let a, let b): return simplified(expression, a, b, neutral: .bool(false), settling: .bool(true))
        case .conditional(let branches, let otherwise):
            // Branches in front that can never be taken, and those behind one that always is.
            let open = branches.drop { $0.when.constantValue.map { $0 != .bool(true) } ?? false }
            if open.isEmpty { return otherwise }
            if open[open.startIndex].when.constantValue == .bool(true) { return open[open.startIndex].then }
            var result = expression
            result.node = .conditional(Array(open), otherwise: otherwise)
            return result
        default:
            return (try? ConstantEvaluation.fold(expression)) ?? expression
        }
    }

    private static func simplified(
        _ whole: BoundExpression, _ a: BoundExpression, _ b: BoundExpression, neutral: Value, settling: Value
    ) -> BoundExpression {
        if a.constantValue == neutral { return b }
        if b.constantValue == neutral { return a }
        if a.constantValue == settling { return a }
        return whole
    }
}
