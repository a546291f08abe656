// Rule: a provider of rows is told of conditions that it may check by itself.

import QueryLanguage

extension Optimizer {
    /// The plan whose scans know the conditions right above them. The conditions stay: a provider may ignore them.
    static func offerFilters(_ plan: LogicalPlan) -> LogicalPlan {
        plan.rewritten(node: { node in
            guard case .filter(var filter) = node, case .scan(var scan) = filter.input, scan.table.provider != nil
            else { return node }
            scan.filters = filter.condition.conjuncts.flatMap { scanFilters($0, scan) }
            filter.input = .scan(scan)
            return .filter(filter)
        })
    }

    /// The condition, or what follows from it, as filters, where it compares a column with constants.
    private static func scanFilters(_ term: BoundExpression, _ scan: LogicalPlan.Scan) -> [ScanFilter] {
        func position(_ expression: BoundExpression) -> Int? {
            // Bounds may leave comparisons of quantities undecided, and such rows are counted.
            guard case .column(let id) = expression.node, expression.type != .quantity else { return nil }
            return scan.columns.firstIndex { $0.id == id }.map { scan.positions[$0] }
        }
        func filters(_ column: BoundExpression, _ constant: BoundExpression, _ comparison: ScanFilter.Comparison)
            -> [ScanFilter]
        {
            guard let value = constant.constantValue else { return [] }
            if case .cast(let integer, _) = column.node, integer.type == .int64, case .float64(let bound) = value,
                let position = position(integer)
            {
                return integerFilter(position, comparison, bound).map { [$0] } ?? []
            }
            guard let position = position(column), value.type == column.type else { return [] }
            if case .float64(let number) = value, number.isNaN { return [] }
            return [ScanFilter(column: position, comparison, value)]
        }
        if case .inConstants(let operand, let values, _) = term.node, let position = position(operand) {
            return members(position, values)
        }
        guard case .call(let call) = term.node else { return [] }
        let arguments = call.arguments
        if call.function == "$is_null", let column = position(arguments[0]) {
            return [ScanFilter(column: column, .isNull)]
        }
        if call.function == "$not" {
            guard case .call(let inner) = arguments[0].node else { return [] }
            if inner.function == "$is_null", let column = position(inner.arguments[0]) {
                return [ScanFilter(column: column, .isNotNull)]
            }
            // NaN is neither less nor greater: only equality has an opposite for every type.
            guard inner.function == "$equal" || inner.function == "$not_equal" else { return [] }
            let opposite = inner.function == "$equal" ? ScanFilter.Comparison.notEqual : .equal
            let plain = filters(inner.arguments[0], inner.arguments[1], opposite)
            return plain.isEmpty ? filters(inner.arguments[1], inner.arguments[0], opposite) : plain
        }
        guard arguments.count == 2, let comparison = comparisons[call.function] else { return [] }
        let plain = filters(arguments[0], arguments[1], comparison.plain)
        return plain.isEmpty ? filters(arguments[1], arguments[0], comparison.turned) : plain
    }

    /// `x IN (…)`: the one value, or the integers' range.
    private static func members(_ column: Int, _ values: [Value]) -> [ScanFilter] {
        if values.count == 1 {
            if case .float64(let number) = values[0], number.isNaN { return [] }
            return [ScanFilter(column: column, .equal, values[0])]
        }
        let integers = values.compactMap { if case .int64(let number) = $0 { number } else { nil } }
        guard integers.count == values.count, let least = integers.min(), let greatest = integers.max() else {
            return []
        }
        return [
            ScanFilter(column: column, .greaterOrEqual, .int64(least)),
            ScanFilter(column: column, .lessOrEqual, .int64(greatest)),
        ]
    }

    /// An INT64 column compared with a FLOAT64, as a comparison of integers.
    private static func integerFilter(
        _ column: Int, _ comparison: ScanFilter.Comparison, _ bound: Double
    ) -> ScanFilter? {
        // Beyond, several integers become the same FLOAT64.
        guard bound.magnitude < 0x1p53 else { return nil }
        let (below, above) = (Int64(bound.rounded(.down)), Int64(bound.rounded(.up)))
        switch comparison {
        case .greater, .lessOrEqual: return ScanFilter(column: column, comparison, .int64(below))
        case .less, .greaterOrEqual: return ScanFilter(column: column, comparison, .int64(above))
        case .equal, .notEqual: return below == above ? ScanFilter(column: column, comparison, .int64(below)) : nil
        case .isNull, .isNotNull: return nil
        }
    }

    /// Comparisons as they are written, and with their sides exchanged.
    private static let comparisons: [String: (plain: ScanFilter.Comparison, turned: ScanFilter.Comparison)] = [
        "$equal": (.equal, .equal), "$not_equal": (.notEqual, .notEqual), "$less": (.less, .greater),
        "$less_or_equal": (.lessOrEqual, .greaterOrEqual), "$greater": (.greater, .less),
        "$greater_or_equal": (.greaterOrEqual, .lessOrEqual),
    ]
}
