// Batches put together to a table in memory.

import Dispatch

/// Collects the rows of batches that one thread makes.
///
/// One thread at a time uses it; what it gives is read when no thread fills it any longer.
final class TableCollector: @unchecked Sendable {
    private let types: [DataType]
    /// Where the rows go that are more than one batch, if not to memory of the collector's own.
    private let room: TableRoom?
    private let firstPlace: Int
    private(set) var count = 0
    /// The only batch so far: where no other comes, its columns are the table's.
    private var first: Batch?
    private var columns: [VectorCollector] = []

    /// Rows from which on threads help one another to put parts together.
    private static let parallelRows = 1 << 16

    /// - Parameters:
    ///   - room: where the rows go from `first` on, of which no other collector has any up to where it begins.
    init(_ types: [DataType], _ room: TableRoom? = nil, first: Int = 0) {
        self.types = types
        self.room = room
        firstPlace = first
    }

    /// Adds the batch's rows.
    func append(_ batch: Batch) {
        if batch.count == 0 { return }
        if count == 0 {
            first = batch.compacted()
        } else {
            takeFirst()
            for (column, vector) in zip(columns, batch.columns) { column.append(vector, batch.selection) }
        }
        count += batch.count
    }

    /// Copies what was only held.
    private func takeFirst() {
        guard let batch = first else { return }
        // A second batch says that there will be more.
        columns = types.enumerated().map { index, type in
            room?.collector(index, first: firstPlace) ?? VectorCollector(type, capacity: 4 * batch.count)
        }
        for (column, vector) in zip(columns, batch.columns) { column.append(vector, batch.selection) }
        first = nil
    }

    /// The rows of all parts, one part's behind the other's; the parts are used up.
    static func table(_ parts: [TableCollector], _ columns: [PlanColumn]) -> StoredTable {
        let parts = parts.filter { $0.count > 0 }
        let count = parts.reduce(0) { $0 + $1.count }
        var vectors: [Vector] = []
        if parts.count == 1, let only = parts[0].first {
            vectors = only.columns.map { $0.spread() }
        } else {
            for part in parts { part.takeFirst() }
            let pieces = ColumnPieces(columns.map(\.type), parts.map(\.columns))
            for part in parts { part.columns = [] }
            // Threads help one another, if it is worth it.
            if parts.count > 1 && count >= parallelRows {
                DispatchQueue.concurrentPerform(iterations: columns.count, execute: pieces.join)
            } else {
                for index in columns.indices { pieces.join(index) }
            }
            vectors = pieces.joined
        }
        return StoredTable(columns: columns.map { Column($0.name, $0.type) }, vectors: vectors, count: count)
    }
}

/// Memory for the rows of several collectors, which will be one table.
final class TableRoom: @unchecked Sendable {
    private let types: [DataType]
    /// Of each column; `nil` where the rows' size is not known before.
    private let memories: [GrowingMemory?]

    /// Room for `count` rows, which takes no memory before it is written to.
    init(_ types: [DataType], count: Int) {
        self.types = types
        memories = types.map { $0 == .quantity ? nil : GrowingMemory(capacity: count * $0.stride) }
    }

    /// What collects a column's rows from the row `first` on.
    func collector(_ column: Int, first: Int) -> VectorCollector? {
        memories[column].map { VectorCollector(types[column], in: $0, first: first) }
    }
}

/// For each column the pieces that it is put together from. Each column's are used by one thread, and nobody reads what
/// became of them before all are done.
private final class ColumnPieces: @unchecked Sendable {
    private let columns: UnsafeMutableBufferPointer<Column>

    private struct Column {
        let type: DataType
        var pieces: [VectorCollector]
        var vector: Vector?
    }

    init(_ types: [DataType], _ parts: [[VectorCollector]]) {
        columns = .allocate(capacity: types.count)
        for (index, type) in types.enumerated() {
            columns.initializeElement(at: index, to: Column(type: type, pieces: parts.map { $0[index] }))
        }
    }

    deinit {
        columns.deinitialize()
        columns.deallocate()
    }

    /// Puts a column's pieces one behind the other. Each is given back before the next one is touched.
    func join(_ index: Int) {
        let whole = columns[index].pieces.first ?? VectorCollector(columns[index].type, capacity: 0)
        columns[index].pieces.removeFirst(min(1, columns[index].pieces.count))
        while let piece = columns[index].pieces.first {
            whole.append(piece)
            columns[index].pieces.removeFirst()
        }
        columns[index].vector = whole.finish()
    }

    var joined: [Vector] { columns.compactMap(\.vector) }
}
