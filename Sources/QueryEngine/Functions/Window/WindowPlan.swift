// A window over some rows: their order, partitions and peers, and how functions are computed over it.

import QueryLanguage

/// What computes a function over a window.
package enum WindowCall: Sendable {
    case window(WindowKernel)
    case aggregate(AggregateCall)
}

/// The rows of an input arranged for `OVER (PARTITION BY … ORDER BY …)`.
///
/// It serves all calls over the same window: the rows are sorted once.
package struct WindowPlan: Sendable {
    /// The input's rows in the order of the window.
    package let order: [Int32]
    /// The partitions, as places in the order.
    package let partitions: [Range<Int>]
    /// For each place the first place of its peer group, and the place behind it.
    package let peerStart: [Int32]
    package let peerEnd: [Int32]
    /// The order key in sorted order, where there is just one.
    private let singleKey: Vector?
    private let descending: Bool
    private let count: Int

    /// Sorts `count` rows. Without order keys all rows of a partition are peers.
    ///
    /// - Throws: when the statement is cancelled.
    package init(
        partitionBy: [Vector], orderBy: [Vector], by keys: [SortKey], count: Int,
        _ context: ExecutionContext = ExecutionContext()
    ) throws(Diagnostic) {
        let order = try sortedOrder(
            partitionBy + orderBy, by: partitionBy.map { _ in SortKey() } + keys, count: count, context)
        let partitionStarts = groupStarts(partitionBy, order: order)
        let changes = groupStarts(orderBy, order: order)
        var partitions: [Range<Int>] = []
        var peerStart = Array(repeating: Int32(0), count: count)
        var peerEnd = peerStart
        var partitionStart = 0
        var groupStart = 0
        for place in 0...count where place == count || partitionStarts[place] || changes[place] {
            for peer in groupStart..<place {
                peerStart[peer] = Int32(truncatingIfNeeded: groupStart)
                peerEnd[peer] = Int32(truncatingIfNeeded: place)
            }
            groupStart = place
            if place > partitionStart && (place == count || partitionStarts[place]) {
                partitions.append(partitionStart..<place)
                partitionStart = place
            }
        }
        self.order = order
        self.partitions = partitions
        self.peerStart = peerStart
        self.peerEnd = peerEnd
        self.count = count
        singleKey = orderBy.count == 1 ? try orderBy[0].gather(order, context) : nil
        descending = keys.first?.descending ?? false
    }

    /// Computes a call for all rows.
    ///
    /// - Parameters:
    ///   - arguments: the arguments' values; rows are the input's, as in the result.
    ///   - frame: a distance of a RANGE frame has the type of the one order key, INT64 or FLOAT64.
    package func compute(
        _ call: WindowCall, arguments: [Vector], frame: FrameSpecification, ignoresNulls: Bool = false
    ) throws(Diagnostic) -> Vector {
        func edges(_ bound: FrameSpecification.Bound, isStart: Bool) -> [Int32] {
            FrameEdges(
                isStart: isStart, isRange: frame.isRange, partitions: partitions, peerStart: peerStart,
                peerEnd: peerEnd, key: singleKey, descending: descending
            ).edges(bound)
        }
        let sorted = arguments.map { argument in
            argument.isConstant ? argument.withCount(count) : order.withUnsafeBufferPointer { argument.gather($0) }
        }
        try Cancellation.checkCurrent()
        let result = try computeWindow(
            call,
            WindowInput(
                count: count, arguments: sorted, partitions: partitions, peerStart: peerStart, peerEnd: peerEnd,
                frameStart: edges(frame.start, isStart: true), frameEnd: edges(frame.end, isStart: false),
                ignoresNulls: ignoresNulls))
        var places = Array(repeating: Int32(0), count: count)
        for (place, row) in order.enumerated() { places[Int(row)] = Int32(truncatingIfNeeded: place) }
        return places.withUnsafeBufferPointer { result.gather($0) }
    }
}

/// Computes a call over rows that are sorted already; so are the result's.
package func computeWindow(_ call: WindowCall, _ input: WindowInput) throws(Diagnostic) -> Vector {
    switch call {
    case .window(let kernel): try kernel(input)
    case .aggregate(let call): try FrameAggregation(call: call, input: input).compute()
    }
}
