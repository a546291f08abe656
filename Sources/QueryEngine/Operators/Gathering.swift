// Rows of whole tables picked in an order, by several threads.

import QueryLanguage

extension StoredTable {
    /// The rows at these positions, in that order.
    func gathering(_ order: [Int32]) -> StoredTable {
        order.withUnsafeBufferPointer { order in
            StoredTable(columns: columns, vectors: vectors.map { $0.gather(order) }, count: order.count)
        }
    }

    /// The rows at these positions, in that order.
    func gathering(_ order: [Int32], _ context: ExecutionContext) throws(Diagnostic) -> StoredTable {
        var picked: [Vector] = []
        for vector in vectors { picked.append(try vector.gather(order, context)) }
        return StoredTable(columns: columns, vectors: picked, count: order.count)
    }
}

extension Vector {
    /// Rows from which on threads share the work.
    private static let parallel = 1 << 16

    /// The rows at `rows`, none of them negative, in that order.
    func gather(_ rows: [Int32], _ context: ExecutionContext) throws(Diagnostic) -> Vector {
        let isPlain = validity == nil && undecided == nil && !isConstant && !owner.isTransient
        guard context.threads > 1, rows.count >= Self.parallel, isPlain else {
            return rows.withUnsafeBufferPointer { gather($0) }
        }
        switch type {
        case .bool: return try gather(rows, context, Bool.self)
        case .int64, .timestamp: return try gather(rows, context, Int64.self)
        case .float64: return try gather(rows, context, Double.self)
        case .date: return try gather(rows, context, Int32.self)
        case .string: return try gather(rows, context, StringView.self)
        case .interval: return try gather(rows, context, Interval.self)
        case .quantity:
            return plainUnit == nil
                ? try gather(rows, context, Quantity.self) : try gather(rows, context, Double.self)
        }
    }

    private func gather<Element: ColumnElement>(
        _ rows: [Int32], _ context: ExecutionContext, _: Element.Type
    ) throws(Diagnostic) -> Vector {
        let writer = VectorWriter<Element>(count: rows.count)
        if type == .string { writer.owner.keep(owner) }
        let target = SharedTarget(base: writer.values)
        let threads = context.threads
        _ = try context.concurrently(threads) { (index) throws(Diagnostic) in
            let source = values(Element.self)
            rows.withUnsafeBufferPointer { rows in
                for row in rows.count * index / threads..<rows.count * (index + 1) / threads {
                    target.base[row] = source[Int(rows[row])]
                }
            }
        }
        return writer.finish(type, plainUnit: plainUnit)
    }
}
