// A table that comes in batches of a chosen size, by several cursors.

@testable import QueryEngine

struct BatchedTable: TableProvider {
    let table: StoredTable
    let batchSize: Int
    /// How many cursors read it, each its part.
    let parts: Int

    var columns: [Column] { table.columns }

    func scan(_ request: ScanRequest) -> [any TableCursor] {
        (0..<parts).map { part in
            Cursor(
                vectors: request.columns.map { table.vectors[$0] }, batchSize: batchSize,
                rows: table.count * part / parts..<table.count * (part + 1) / parts)
        }
    }

    private final class Cursor: TableCursor {
        private let vectors: [Vector]
        private let batchSize: Int
        private var rows: Range<Int>

        init(vectors: [Vector], batchSize: Int, rows: Range<Int>) {
            self.vectors = vectors
            self.batchSize = batchSize
            self.rows = rows
        }

        func next() -> ColumnBatch? {
            guard !rows.isEmpty else { return nil }
            let range = rows.prefix(batchSize)
            rows = range.endIndex..<rows.endIndex
            let columns = vectors.map { $0.slice(range.startIndex..<range.endIndex) }
            return ColumnBatch(Batch(columns, count: range.count))
        }
    }
}

extension StoredTable {
    /// The same table, of whose columns everything is found out when they are used; elsewhere that is done for large
    /// tables only.
    var known: StoredTable {
        StoredTable(
            columns: columns, vectors: vectors.map { $0.with(facts: ColumnFacts($0), start: 0) }, count: count)
    }
}
