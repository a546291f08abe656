// How a column takes part in an order.

/// One key of an ORDER BY.
package struct SortKey: Hashable, Sendable {
    package var descending: Bool
    package var nullsFirst: Bool

    /// - Parameter nullsFirst: if not given, NULLs come first in an ascending order and last in a descending one.
    package init(descending: Bool = false, nullsFirst: Bool? = nil) {
        self.descending = descending
        self.nullsFirst = nullsFirst ?? !descending
    }
}
