// Rule: where a condition lets only the first rows of each partition pass, a window need not number the others.

import QueryLanguage

extension Optimizer {
    /// The plan whose windows know how many rows of each partition are wanted. The conditions stay: a window may give
    /// more rows.
    static func limitPartitions(_ plan: LogicalPlan) -> LogicalPlan {
        plan.rewritten(node: { node in
            guard case .filter(var filter) = node, case .window(var window) = filter.input, window.isRowNumber,
                let limit = greatestNumber(filter.condition.conjuncts, Set(window.items.map(\.column.id)))
            else { return node }
            window.firstRows = limit
            filter.input = .window(window)
            return .filter(filter)
        })
    }

    /// More rows are not worth it.
    private static let mostRows: Int64 = 1000

    /// What the numbers of rows that pass are at most, by the first of the conditions that tells it; `nil` where none
    /// does, or one before it would not see all rows on which it fails.
    private static func greatestNumber(_ terms: [BoundExpression], _ numbers: Set<ColumnID>) -> Int? {
        for term in terms {
            if let limit = greatestNumber(term, numbers) {
                return limit <= mostRows ? Int(max(0, limit)) : nil
            }
            guard term.isPlainComparison else { return nil }
        }
        return nil
    }

    private static func greatestNumber(_ term: BoundExpression, _ numbers: Set<ColumnID>) -> Int64? {
        guard case .call(let call) = term.node, call.arguments.count == 2 else { return nil }
        func bound(_ column: BoundExpression, _ constant: BoundExpression) -> Int64? {
            guard case .column(let id) = column.node, numbers.contains(id),
                case .int64(let bound)? = constant.constantValue
            else { return nil }
            return bound
        }
        let (left, right) = (call.arguments[0], call.arguments[1])
        switch call.function {
        case "$equal": return bound(left, right) ?? bound(right, left)
        case "$less_or_equal": return bound(left, right)
        case "$greater_or_equal": return bound(right, left)
        case "$less": return bound(left, right).map { max($0, 1) - 1 }
        case "$greater": return bound(right, left).map { max($0, 1) - 1 }
        default: return nil
        }
    }
}

extension LogicalPlan.Window {
    /// Whether it does nothing but number the rows of one window.
    fileprivate var isRowNumber: Bool {
        items.allSatisfy {
            $0.call.function == "ROW_NUMBER" && $0.call.registered == nil
                && $0.specification.partitionBy == items[0].specification.partitionBy
                && $0.specification.orderBy == items[0].specification.orderBy
        }
    }
}

extension BoundExpression {
    /// Whether it compares columns and constants, which neither fails nor is left undecided by bounds.
    fileprivate var isPlainComparison: Bool {
        guard case .call(let call) = node else { return false }
        let comparisons = ["$equal", "$not_equal", "$less", "$less_or_equal", "$greater", "$greater_or_equal"]
        return comparisons.contains(call.function)
            && call.arguments.allSatisfy { argument in
                switch argument.node {
                case .column, .constant: argument.type != .quantity
                default: false
                }
            }
    }
}
