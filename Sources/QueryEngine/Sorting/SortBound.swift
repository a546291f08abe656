// A value that rows must not come behind.

import CColumnScan

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
            return select(vector, rows, Int64.self, column_scan_compare_i64, bound) { down ? $0 >= bound : $0 <= bound }
        case .date(let bound):
            return select(vector, rows, Int32.self, column_scan_compare_i32, bound) { down ? $0 >= bound : $0 <= bound }
        case .float64(let bound) where bound.isNaN:
            // NaN is the first value of all.
            return down ? rows : rows.filter { passes(vector, $0, Double.self, \.isNaN) }
        case .float64(let bound):
            return select(vector, rows, Double.self, column_scan_compare_f64, bound) {
                down ? $0 >= bound : !($0 > bound)
            }
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

    private typealias Compare<Element> = (
        UnsafePointer<Element>, Int, ColumnScanRelation, Element, UnsafeMutablePointer<UInt64>
    ) -> Void

    /// - Parameter holds: the same as `compare` for one value.
    @inline(__always)
    private func select<Element: ColumnElement>(
        _ vector: Vector, _ rows: Selection, _: Element.Type, _ compare: Compare<Element>, _ bound: Element,
        _ holds: (Element) -> Bool
    ) -> Selection {
        if vector.isConstant || vector.validity != nil || rows.indices != nil {
            return rows.filter { passes(vector, $0, Element.self, holds) }
        }
        let words = Bitmap.words(rows.count)
        return withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words + 1) { bits in
            guard let bits = bits.baseAddress else { return rows }
            let values = vector.values(Element.self)
            if key.descending {
                compare(values, rows.count, COLUMN_SCAN_GREATER_OR_EQUAL, bound, bits)
            } else {
                // NaN, which is not greater, comes first.
                compare(values, rows.count, COLUMN_SCAN_GREATER, bound, bits)
                for word in 0..<words { bits[word] = ~bits[word] }
            }
            return Selection(marked: bits, of: rows.count)
        }
    }

    @inline(__always)
    private func passes<Element: ColumnElement>(
        _ vector: Vector, _ row: Int, _: Element.Type, _ holds: (Element) -> Bool
    ) -> Bool {
        vector.isValid(row) ? holds(vector.values(Element.self)[vector.physical(row)]) : key.nullsFirst
    }
}
