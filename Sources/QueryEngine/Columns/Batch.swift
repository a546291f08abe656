// What flows between operators.

/// Some rows: columns of equal length, and which of their rows are meant.
package struct Batch: Sendable {
    package let columns: [Vector]
    /// The rows that are part of the batch; the others are filtered out.
    package let selection: Selection
    /// The length of every column.
    package let capacity: Int
    /// Where the rows stand in a table, as long as they are that table's; errors tell of them by it.
    let origin: RowOrigin?

    /// The number of rows that are part of it.
    package var count: Int { selection.count }

    /// All rows of `columns`, each `count` long.
    package init(_ columns: [Vector], count: Int) {
        self.init(columns, capacity: count, selection: Selection(all: count), origin: nil)
    }

    init(_ columns: [Vector], capacity: Int, selection: Selection, origin: RowOrigin?) {
        self.columns = columns
        self.capacity = capacity
        self.selection = selection
        self.origin = origin
    }

    /// The same columns with other rows selected.
    package func selecting(_ selection: Selection) -> Batch {
        Batch(columns, capacity: capacity, selection: selection, origin: origin)
    }

    /// The same rows with other columns.
    package func replacing(columns: [Vector]) -> Batch {
        Batch(columns, capacity: capacity, selection: selection, origin: origin)
    }
}
