// A cell of a result, of either system, and whether two results are the same.

@testable import QueryEngine

/// A cell of either system. BOOL is a number in SQLite.
enum Cell: Comparable {
    case null
    case integer(Int64)
    case number(Double)
    case text(String)

    init(_ value: Value) {
        switch value {
        case .null: self = .null
        case .bool(let flag): self = .integer(flag ? 1 : 0)
        case .int64(let number): self = .integer(number)
        case .float64(let number): self = .number(number)
        default: self = .text(value.text)
        }
    }

    private var number: Double? {
        switch self {
        case .integer(let number): Double(number)
        case .number(let number): number
        case .null, .text: nil
        }
    }

    static func == (a: Cell, b: Cell) -> Bool {
        switch (a, b) {
        case (.null, .null): true
        case (.integer(let x), .integer(let y)): x == y
        // Character by character: to Swift, texts that look alike are equal.
        case (.text(let x), .text(let y)): x.utf8.elementsEqual(y.utf8)
        default: areClose(a.number, b.number)
        }
    }

    /// Sums of floats may be added in another order.
    private static func areClose(_ a: Double?, _ b: Double?) -> Bool {
        guard let a, let b else { return false }
        guard a.isFinite && b.isFinite else { return a == b || a.isNaN && b.isNaN }
        return abs(a - b) <= 1e-12 * max(1, abs(a), abs(b))
    }

    static func < (a: Cell, b: Cell) -> Bool { a != b && isExactlyLess(a, b) }

    /// NULL, then numbers, then texts; NaN is the least number.
    static func isExactlyLess(_ a: Cell, _ b: Cell) -> Bool {
        switch (a, b) {
        case (.null, .null): return false
        case (.null, _): return true
        case (_, .null): return false
        case (.integer(let x), .integer(let y)): return x < y
        case (.text(let x), .text(let y)): return x.utf8.lexicographicallyPrecedes(y.utf8)
        case (_, .text): return true
        case (.text, _): return false
        default:
            guard let x = a.number, let y = b.number else { return false }
            return x < y || x.isNaN && !y.isNaN
        }
    }
}

extension QueryResult {
    /// The rows as cells.
    var cells: [[Cell]] {
        (0..<rowCount).map { row in columns.indices.map { Cell(value(row: row, column: $0)) } }
    }
}

/// Whether two results are the same, in the same order where that is settled.
func agree(_ a: [[Cell]], _ b: [[Cell]], isOrdered: Bool) -> Bool {
    guard a.count == b.count else { return false }
    if a == b { return true }
    if isOrdered { return false }
    // Numbers that differ but are close must not stand between others in one result only.
    func sorted(_ rows: [[Cell]], by less: (Cell, Cell) -> Bool) -> [[Cell]] {
        rows.sorted { $0.lexicographicallyPrecedes($1, by: less) }
    }
    return sorted(a, by: Cell.isExactlyLess) == sorted(b, by: Cell.isExactlyLess)
        || sorted(a, by: <) == sorted(b, by: <)
}
