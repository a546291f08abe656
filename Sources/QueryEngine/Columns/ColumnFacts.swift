// What is known of all values of a stored column: the range of integers, the dictionary of strings.

import Synchronization

/// A stored column's values as small numbers, so that grouping can count where it would hash.
enum ColumnCoding: Sendable {
    /// All values that are not NULL lie in this range.
    case integers(ClosedRange<Int64>)
    /// Each row has the number of its string.
    case strings(StringDictionary)
}

/// Finds out about a stored column when it is asked for the first times, and remembers it.
package final class ColumnFacts: Sendable {
    private struct State {
        var uses = 0
        var isKnown = false
        var coding: ColumnCoding?
    }

    private let vector: Vector
    private let state = Mutex(State())

    /// - Parameter vector: the whole column, not constant.
    init(_ vector: Vector) {
        self.vector = vector
    }

    /// How the column's values can be numbered; `nil` where they cannot, or too many differ.
    ///
    /// A range costs one look at each row. A dictionary costs about what grouping by the column does, so that it is
    /// made when it is asked for a second time.
    func coding() -> ColumnCoding? {
        state.withLock { state in
            state.uses += 1
            if state.isKnown || vector.type == .string && state.uses == 1 { return state.coding }
            state.isKnown = true
            // Kept for the table's life, whichever statement asked first: no statement's memory, nor its to cut short.
            state.coding = Cancellation().governing(find)
            return state.coding
        }
    }

    private func find() -> ColumnCoding? {
        switch vector.type {
        case .int64, .timestamp: vector.range(Int64.self).map { .integers($0) }
        case .date: vector.range(Int32.self).map { .integers($0) }
        case .string: StringDictionary(vector).map { .strings($0) }
        case .bool, .float64, .interval, .quantity: nil
        }
    }
}

extension StoredTable {
    /// The same table, which learns about its columns when they are used; small ones do not need it.
    func learning() -> StoredTable {
        guard count >= 1 << 14 else { return self }
        var result = StoredTable(
            columns: columns, vectors: vectors.map { $0.with(facts: ColumnFacts($0), start: 0) }, count: count)
        result.places = places
        return result
    }
}

extension Vector {
    /// The smallest and the largest value; `nil` if all rows are NULL.
    func range<Element: ColumnElement & FixedWidthInteger>(_: Element.Type) -> ClosedRange<Int64>? {
        let values = values(Element.self)
        var (low, high) = (Element.max, Element.min)
        if validity == nil {
            for row in 0..<count {
                low = min(low, values[row])
                high = max(high, values[row])
            }
        } else {
            for row in 0..<count where isValid(row) {
                low = min(low, values[row])
                high = max(high, values[row])
            }
        }
        return low <= high ? Int64(low)...Int64(high) : nil
    }
}
