// Where in an order of rows the keys change: partitions and peers of windows, groups of sorted rows.

/// For each place of `order`, whether its row differs from the row before it in one of `keys`; true for the first.
///
/// Rows are told apart as grouping does: NULL equals NULL, all NaNs are equal, -0.0 equals 0.0, intervals are equal
/// when they compare equal.
package func groupStarts(_ keys: [Vector], order: [Int32]) -> [Bool] {
    var starts = Array(repeating: false, count: order.count)
    guard !order.isEmpty else { return starts }
    starts[0] = true
    for key in keys where !key.isConstant {
        switch key.type {
        case .bool: mark(key, order, &starts, Bool.self, ==)
        case .int64, .timestamp: mark(key, order, &starts, Int64.self, ==)
        case .date: mark(key, order, &starts, Int32.self, ==)
        case .float64: mark(key, order, &starts, Double.self) { $0 == $1 || $0.isNaN && $1.isNaN }
        case .string: mark(key, order, &starts, StringView.self) { StringView.equal($0, $1) }
        case .interval: mark(key, order, &starts, Interval.self, ==)
        case .quantity: mark(key.withRowUnits(), order, &starts, Quantity.self, ==)
        }
    }
    return starts
}

@inline(__always)
private func mark<Element: ColumnElement>(
    _ key: Vector, _ order: [Int32], _ starts: inout [Bool], _: Element.Type, _ equal: (Element, Element) -> Bool
) {
    let values = key.values(Element.self)
    starts.withUnsafeMutableBufferPointer { starts in
        for place in 1..<order.count {
            let (before, row) = (Int(order[place - 1]), Int(order[place]))
            let (isNull, wasNull) = (key.isNull(row), key.isNull(before))
            let same = isNull || wasNull ? isNull == wasNull : equal(values[before], values[row])
            if !same { starts[place] = true }
        }
    }
}
