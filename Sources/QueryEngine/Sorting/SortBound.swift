// A value that rows must not come behind.

/// A key's value at which an order ends: rows whose first key comes later in it are of no interest.
struct SortBound {
    private let value: Value
    private let key: SortKey

    /// The bound at a row of the vector of the first key; `nil` for types that have none.
    init?(_ vector: Vector, row: Int, _ key: SortKey) {
        switch vector.type {
        case .int64, .timestamp, .date, .float64, .string: break
        // Two values; several words a value.
        case .bool, .quantity, .interval: return nil
        }
        value = vector.value(row)
        self.key = key
    }

    /// Of `rows`, those that do not come behind the bound; for strings perhaps a few more.
    func select(_ vector: Vector, _ rows: Selection) -> Selection {
        let down = key.descending
        switch value {
        case .null: return key.nullsFirst ? rows.filter { vector.isNull($0) } : rows
        case .int64(let bound), .timestamp(let bound):
            return down
                ? pick(vector, rows, Int64.self) { $0 >= bound } : pick(vector, rows, Int64.self) { $0 <= bound }
        case .date(let bound):
            return down
                ? pick(vector, rows, Int32.self) { $0 >= bound } : pick(vector, rows, Int32.self) { $0 <= bound }
        case .float64(let bound) where bound.isNaN:
            // NaN is the first value of all.
            return down ? rows : pick(vector, rows, Double.self) { $0.isNaN }
        case .float64(let bound):
            return down
                ? pick(vector, rows, Double.self) { $0 >= bound } : pick(vector, rows, Double.self) { !($0 > bound) }
        case .string(let text):
            var text = text
            let bound = text.withUTF8 { OrderedWord.encode($0, from: 0) }
            // Words of long strings do not tell all, so that equal ones stay.
            return rows.filter { row in
                guard vector.isValid(row) else { return key.nullsFirst }
                let word = OrderedWord.encode(vector.bytes(row), from: 0)
                return down ? word >= bound : word <= bound
            }
        case .bool, .quantity, .interval: return rows
        }
    }

    @inline(__always)
    private func pick<Element: ColumnElement>(
        _ vector: Vector, _ rows: Selection, _: Element.Type, _ passes: (Element) -> Bool
    ) -> Selection {
        let values = vector.values(Element.self)
        if vector.isConstant || vector.validity != nil {
            return rows.filter { vector.isValid($0) ? passes(values[vector.physical($0)]) : key.nullsFirst }
        }
        if rows.indices == nil && !passesAny(values, rows.count, passes) { return Selection(all: 0) }
        return rows.filter { passes(values[$0]) }
    }

    /// Whether one of the first `count` values passes, which is what a loop without branches finds out soonest.
    @inline(__always)
    private func passesAny<Element>(
        _ values: UnsafePointer<Element>, _ count: Int, _ passes: (Element) -> Bool
    ) -> Bool {
        var found: UInt8 = 0
        for row in 0..<count { found |= passes(values[row]) ? 1 : 0 }
        return found != 0
    }
}
