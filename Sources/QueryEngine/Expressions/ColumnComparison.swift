// A column compared with a constant: what most filters are made of, and many values at a time can be.

import CColumnScan
import QueryLanguage

/// `column < constant` and its like, over a type of fixed width whose values all compare.
final class ColumnComparison: Evaluator, @unchecked Sendable {
    private let position: Int
    private let relation: ColumnScanRelation
    private let bound: Bound
    /// The same as a call, for what is more than to find the rows.
    private let call: Evaluator

    private enum Bound {
        /// Also of TIMESTAMP.
        case int64(Int64)
        case float64(Double)
        case date(Int32)
    }

    /// - Parameters:
    ///   - call: the comparison, compiled as any call is.
    /// - Returns: `nil` for anything else.
    init?(_ comparison: BoundCall, _ call: Evaluator, _ compiler: ExpressionCompiler) {
        guard comparison.arguments.count == 2, let relation = Self.relations[comparison.function] else { return nil }
        let (first, second) = (comparison.arguments[0], comparison.arguments[1])
        let (column, value, isTurned) =
            second.constantValue == nil
            ? (second, first.constantValue, true) : (first, second.constantValue, false)
        guard case .column(let id) = column.node, let position = compiler.position(of: id) else { return nil }
        switch value {
        case .int64(let value), .timestamp(let value): bound = .int64(value)
        case .float64(let value): bound = .float64(value)
        case .date(let value): bound = .date(value)
        case .bool, .string, .interval, .quantity, .null, nil: return nil
        }
        self.position = position
        self.relation = isTurned ? relation.turned : relation.plain
        self.call = call
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Vector {
        try call.evaluate(batch, rows)
    }

    override func select(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Selection {
        if let kept = marked(batch, rows) { return kept }
        return try call.select(batch, rows)
    }

    override var marks: Bool { true }

    override func mark(_ batch: Batch, count: Int, in bits: UnsafeMutablePointer<UInt64>) {
        let vector = batch.columns[position]
        let compared = vector.isConstant ? 1 : count
        switch bound {
        case .int64(let bound):
            column_scan_compare_i64(vector.values(Int64.self), compared, relation, bound, bits)
        case .float64(let bound):
            column_scan_compare_f64(vector.values(Double.self), compared, relation, bound, bits)
        case .date(let bound):
            column_scan_compare_i32(vector.values(Int32.self), compared, relation, bound, bits)
        }
        if vector.isConstant {
            let passes = vector.isValid(0) && Bitmap.isSet(bits, 0)
            bits.update(repeating: passes ? .max : 0, count: Bitmap.words(count))
        } else if let validity = vector.validity {
            for word in 0..<Bitmap.words(count) { bits[word] &= validity[word] }
        }
    }

    /// Comparisons as they are written, and with their sides exchanged.
    private static let relations: [String: (plain: ColumnScanRelation, turned: ColumnScanRelation)] = [
        "$equal": (COLUMN_SCAN_EQUAL, COLUMN_SCAN_EQUAL),
        "$not_equal": (COLUMN_SCAN_NOT_EQUAL, COLUMN_SCAN_NOT_EQUAL),
        "$less": (COLUMN_SCAN_LESS, COLUMN_SCAN_GREATER),
        "$less_or_equal": (COLUMN_SCAN_LESS_OR_EQUAL, COLUMN_SCAN_GREATER_OR_EQUAL),
        "$greater": (COLUMN_SCAN_GREATER, COLUMN_SCAN_LESS),
        "$greater_or_equal": (COLUMN_SCAN_GREATER_OR_EQUAL, COLUMN_SCAN_LESS_OR_EQUAL),
    ]
}

extension Evaluator {
    /// The rows for which the condition is TRUE, by `mark`; `nil` where it cannot tell, or only some rows are asked for.
    final func marked(_ batch: Batch, _ rows: Selection) -> Selection? {
        guard marks, rows.indices == nil else { return nil }
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: Bitmap.words(rows.count) + 1) { bits in
            guard let bits = bits.baseAddress else { return nil }
            mark(batch, count: rows.count, in: bits)
            return Selection(marked: bits, of: rows.count)
        }
    }
}
