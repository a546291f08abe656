// Rule: a provider of rows is told of conditions that it may check by itself.

import QueryLanguage

extension Optimizer {
    /// The plan whose scans know the conditions right above them. The conditions stay: a provider may ignore them.
    static func offerFilters(_ plan: LogicalPlan) -> LogicalPlan {
        plan.rewritten(node: { node in
            guard case .filter(var filter) = node, case .scan(var scan) = filter.input, scan.table.provider != nil
            else { return node }
            scan.filters = filter.condition.conjuncts.compactMap { scanFilter($0, scan) }
            filter.input = .scan(scan)
            return .filter(filter)
        })
    }

    /// The condition as a filter, where it compares a column with a constant.
    private static func scanFilter(_ term: BoundExpression, _ scan: LogicalPlan.Scan) -> ScanFilter? {
        func position(_ expression: BoundExpression) -> Int? {
            // Bounds may leave comparisons of quantities undecided, and such rows are counted.
            guard case .column(let id) = expression.node, expression.type != .quantity else { return nil }
            return scan.columns.firstIndex { $0.id == id }.map { scan.positions[$0] }
        }
        guard case .call(let call) = term.node else { return nil }
        let arguments = call.arguments
        if call.function == "$is_null", let column = position(arguments[0]) {
            return ScanFilter(column: column, .isNull)
        }
        if call.function == "$not", case .call(let inner) = arguments[0].node, inner.function == "$is_null",
            let column = position(inner.arguments[0])
        {
            return ScanFilter(column: column, .isNotNull)
        }
        guard arguments.count == 2, let comparison = comparisons[call.function] else { return nil }
        func filter(_ column: BoundExpression, _ constant: BoundExpression, _ comparison: ScanFilter.Comparison)
            -> ScanFilter?
        {
            guard let position = position(column), let value = constant.constantValue, value.type == column.type
            else { return nil }
            if case .float64(let number) = value, number.isNaN { return nil }
            return ScanFilter(column: position, comparison, value)
        }
        return filter(arguments[0], arguments[1], comparison.plain)
            ?? filter(arguments[1], arguments[0], comparison.turned)
    }

    /// Comparisons as they are written, and with their sides exchanged.
    private static let comparisons: [String: (plain: ScanFilter.Comparison, turned: ScanFilter.Comparison)] = [
        "$equal": (.equal, .equal), "$not_equal": (.notEqual, .notEqual), "$less": (.less, .greater),
        "$less_or_equal": (.lessOrEqual, .greaterOrEqual), "$greater": (.greater, .less),
        "$greater_or_equal": (.greaterOrEqual, .lessOrEqual),
    ]
}
