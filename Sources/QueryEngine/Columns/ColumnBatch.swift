// Rows on their way into or out of the engine.

/// Some rows, column by column.
public struct ColumnBatch: Sendable {
    /// Every row of it is selected.
    package let batch: Batch

    /// The number of rows.
    public var rowCount: Int { batch.count }

    package init(_ batch: Batch) {
        self.batch = batch.compacted()
    }
}
