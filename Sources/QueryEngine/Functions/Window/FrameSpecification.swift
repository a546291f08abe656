// Frames: which rows around a row its window function sees.

/// `ROWS` or `RANGE`, and from where to where.
package struct FrameSpecification: Hashable, Sendable {
    package enum Bound: Hashable, Sendable {
        case unboundedPreceding
        /// So many rows, or so much of the order key, before; not negative and not NULL.
        case preceding(Value)
        /// The row itself; with `RANGE` also its peers.
        case currentRow
        case following(Value)
        case unboundedFollowing
    }

    package var isRange: Bool
    package var start: Bound
    package var end: Bound

    package init(isRange: Bool, start: Bound, end: Bound) {
        self.isRange = isRange
        self.start = start
        self.end = end
    }

    /// What holds where an order is written, but no frame.
    package static let upToCurrentPeers = FrameSpecification(
        isRange: true, start: .unboundedPreceding, end: .currentRow)

    /// What holds where no order is written.
    package static let wholePartition = FrameSpecification(
        isRange: false, start: .unboundedPreceding, end: .unboundedFollowing)
}

/// One edge of all frames, computed in one pass over each partition.
struct FrameEdges {
    let isStart: Bool
    let isRange: Bool
    let partitions: [Range<Int>]
    let peerStart: [Int32]
    let peerEnd: [Int32]
    /// The one order key in sorted order, and how it orders; for RANGE with a distance.
    let key: Vector?
    let descending: Bool

    /// For each row the first row of its frame, or the row behind it.
    func edges(_ bound: FrameSpecification.Bound) -> [Int32] {
        var edges = isStart ? peerStart : peerEnd
        for partition in partitions {
            switch bound {
            case .unboundedPreceding: fill(&edges, partition) { _ in partition.lowerBound }
            case .unboundedFollowing: fill(&edges, partition) { _ in partition.upperBound }
            case .currentRow: if !isRange { fill(&edges, partition) { isStart ? $0 : $0 + 1 } }
            case .preceding(let distance): move(&edges, partition, distance, forward: false)
            case .following(let distance): move(&edges, partition, distance, forward: true)
            }
        }
        return edges
    }

    @inline(__always)
    private func fill(_ edges: inout [Int32], _ partition: Range<Int>, _ edge: (Int) -> Int) {
        for row in partition { edges[row] = Int32(truncatingIfNeeded: edge(row)) }
    }

    private func move(_ edges: inout [Int32], _ partition: Range<Int>, _ distance: Value, forward: Bool) {
        switch (distance, key?.type) {
        case (.int64(let rows), _) where !isRange:
            let rows = Int(min(rows, Int64(partition.count)))
            fill(&edges, partition) { row in
                let edge = (isStart ? row : row + 1) + (forward ? rows : -rows)
                return min(max(edge, partition.lowerBound), partition.upperBound)
            }
        case (.int64(let distance), .int64?): sweep(&edges, partition, distance, forward)
        case (.float64(let distance), .float64?): sweep(&edges, partition, distance, forward)
        default: break
        }
    }

    /// Finds the rows at a distance in the order key; both the rows and the edges only ever go forward.
    ///
    /// Rows whose key is NULL or NaN have no distance to others: their edges stay those of their peers.
    private func sweep<Key: RangeKey>(
        _ edges: inout [Int32], _ partition: Range<Int>, _ distance: Key, _ forward: Bool
    ) {
        guard let key else { return }
        let values = key.values(Key.self)
        func value(_ row: Int) -> Key { values[key.physical(row)] }
        func isOrdinary(_ row: Int) -> Bool { key.isValid(row) && value(row) == value(row) }
        var (first, last) = (partition.lowerBound, partition.upperBound)
        while first < last && !isOrdinary(first) { first += 1 }
        while last > first && !isOrdinary(last - 1) { last -= 1 }
        func comesBefore(_ a: Key, _ b: Key) -> Bool { descending ? a > b : a < b }
        var edge = first
        for row in first..<last {
            if let limit = value(row).moved(by: distance, up: forward != descending) {
                if isStart {
                    while edge < last && comesBefore(value(edge), limit) { edge += 1 }
                } else {
                    while edge < last && !comesBefore(limit, value(edge)) { edge += 1 }
                }
            } else if forward {
                edge = last
            }
            edges[row] = Int32(truncatingIfNeeded: edge)
        }
    }
}

/// Order keys that RANGE can measure distances in.
private protocol RangeKey: ColumnElement, Comparable {
    /// The key at this distance; `nil` where that is beyond all keys.
    func moved(by distance: Self, up: Bool) -> Self?
}

extension Int64: RangeKey {
    fileprivate func moved(by distance: Int64, up: Bool) -> Int64? {
        let (moved, overflows) = up ? addingReportingOverflow(distance) : subtractingReportingOverflow(distance)
        return overflows ? nil : moved
    }
}

extension Double: RangeKey {
    fileprivate func moved(by distance: Double, up: Bool) -> Double? { up ? self + distance : self - distance }
}
