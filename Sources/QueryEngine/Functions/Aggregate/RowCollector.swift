// Rows kept with their groups until all have come: what percentiles and ordered aggregates work on.

/// Rows of some columns, each belonging to a group, in order of arrival.
struct RowCollector {
    /// What came together, not yet brought into one piece.
    private var pieces: [[Vector]] = []
    private var groups: [UInt32] = []

    /// Adds the selected rows; strings are shared with the vectors.
    mutating func append(_ columns: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) {
        guard rows.count > 0 else { return }
        pieces.append(columns.map { $0.compacted(rows) })
        self.groups.reserveCapacity(self.groups.count + rows.count)
        rows.each { self.groups.append(groups[$0]) }
    }

    /// Adds the rows of `other`'s group `sources[i]` to group `targets[i]`, for each `i` in turn.
    mutating func append(
        _ other: RowCollector, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        guard !other.groups.isEmpty else { return }
        let places = other.places()
        var picked: [Int32] = []
        for (source, target) in zip(sources, targets) where Int(source) < places.count - 1 {
            let range = places.range(Int(source))
            picked += places.rows[range]
            groups += repeatElement(target, count: range.count)
        }
        guard !picked.isEmpty else { return }
        let columns = other.columns
        picked.withUnsafeBufferPointer { picked in pieces.append(columns.map { $0.gather(picked) }) }
    }

    /// All rows in one piece and the group of each.
    mutating func collected() -> (columns: [Vector], groups: [UInt32]) {
        let columns = columns
        if pieces.count > 1 { pieces = [columns] }
        return (columns, groups)
    }

    private var columns: [Vector] {
        guard let first = pieces.first else { return [] }
        if pieces.count == 1 { return first }
        return first.indices.map { column in
            Vector.concatenating(pieces.map { $0[column] }, type: first[column].type)
        }
    }

    /// The rows by group: those of group `g` stand at `range(g)` of `rows`.
    private struct Places {
        var starts: [Int]
        var rows: [Int32]
        var count: Int { starts.count }
        func range(_ group: Int) -> Range<Int> { starts[group]..<starts[group + 1] }
    }

    private func places() -> Places {
        var starts = Array(repeating: 0, count: Int(groups.max() ?? 0) + 2)
        for group in groups { starts[Int(group) + 1] += 1 }
        for group in 1..<starts.count { starts[group] += starts[group - 1] }
        var next = starts
        var rows = Array(repeating: Int32(0), count: groups.count)
        for (row, group) in groups.enumerated() {
            rows[next[Int(group)]] = Int32(truncatingIfNeeded: row)
            next[Int(group)] += 1
        }
        return Places(starts: starts, rows: rows)
    }
}

extension Vector {
    /// Group numbers as a column.
    init(groups: [UInt32]) {
        let writer = VectorWriter<Int64>(count: groups.count)
        for (row, group) in groups.enumerated() { writer[row] = Int64(group) }
        self = writer.finish(.int64)
    }
}
