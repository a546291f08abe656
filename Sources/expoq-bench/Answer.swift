// What a workload must give, and how what came is held against it.

import ExpoQuery

/// The rows of an answer.
struct Answer {
    var rows: [[Value]]
    /// Whether the rows come in the order of the column at a position; else they may come in any order.
    var order: (column: Int, isDescending: Bool)?

    init(_ rows: [[Value]], orderedBy column: Int? = nil, descending: Bool = false) {
        self.rows = rows
        order = column.map { ($0, descending) }
    }

    /// What is wrong with rows that came; `nil` if nothing is.
    ///
    /// Numbers of type FLOAT64 may differ by a billionth of their size; what must be 0, by 1e-12.
    func difference(from came: [[Value]]) -> String? {
        if came.count != rows.count { return "expected \(rows.count) rows, came \(came.count)" }
        if let order {
            for (row, next) in zip(came, came.dropFirst()) {
                let (upper, lower) = order.isDescending ? (next, row) : (row, next)
                if Self.precedes([lower[order.column]], [upper[order.column]]) {
                    return "expected the order of column \(order.column + 1), came \(row) before \(next)"
                }
            }
        }
        let pairs = zip(rows.sorted(by: Self.precedes), came.sorted(by: Self.precedes))
        guard let (row, other) = pairs.first(where: { !Self.agree($0, $1) }) else { return nil }
        return "expected the row \(row), came \(other)"
    }

    private static func agree(_ row: [Value], _ other: [Value]) -> Bool {
        row.count == other.count && zip(row, other).allSatisfy(agree)
    }

    private static func agree(_ value: Value, _ other: Value) -> Bool {
        guard case (.float64(let number), .float64(let came)) = (value, other) else { return value == other }
        if number.isNaN || came.isNaN { return number.isNaN && came.isNaN }
        return abs(number - came) <= max(1e-9 * max(abs(number), abs(came)), 1e-12)
    }

    /// An order in which the rows of both sides are lined up: that of the first cells that differ, NULL first.
    private static func precedes(_ row: [Value], _ other: [Value]) -> Bool {
        for (value, next) in zip(row, other) {
            switch (value, next) {
            case (.int64(let value), .int64(let next)): if value != next { return value < next }
            case (.string(let value), .string(let next)): if value != next { return value < next }
            case (.float64(let value), .float64(let next)): if value != next { return value < next }
            case (.null, .null): continue
            case (.null, _): return true
            default: return false
            }
        }
        return false
    }
}
