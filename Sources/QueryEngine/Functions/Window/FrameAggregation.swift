// Aggregates over frames.
//
// In general by a segment tree whose nodes are groups of aggregate states (Leis, Kundhikanjana, Kemper, Neumann,
// "Efficient processing of window functions in analytical SQL queries", VLDB 2015): O(n log n) merges for any frames.
// Frames that are the whole partition, or that begin with it and only grow, need one pass.

import QueryLanguage

struct FrameAggregation {
    let call: AggregateCall
    let input: WindowInput

    /// The aggregate of each row's frame, in the sorted order.
    func compute() throws(Diagnostic) -> Vector {
        if framesArePartitions { return try wholePartitions() }
        if framesGrow { return try growingFrames() }
        return try anyFrames()
    }

    private var framesArePartitions: Bool {
        input.partitions.allSatisfy { partition in
            partition.allSatisfy {
                Int(input.frameStart[$0]) == partition.lowerBound && Int(input.frameEnd[$0]) == partition.upperBound
            }
        }
    }

    private var framesGrow: Bool {
        input.partitions.allSatisfy { partition in
            partition.allSatisfy { row in
                Int(input.frameStart[row]) == partition.lowerBound && Int(input.frameEnd[row]) >= partition.lowerBound
                    && (row == partition.lowerBound || input.frameEnd[row - 1] <= input.frameEnd[row])
            }
        }
    }

    /// A state with all rows, each in the group that `groups` names.
    private func state(_ groups: [UInt32], count: Int) throws(Diagnostic) -> any AggregateState {
        let state = try call.makeState()
        state.resize(groups: count)
        for start in stride(from: 0, to: input.count, by: Self.chunk) {
            try Cancellation.checkCurrent()
            try state.update(
                input.arguments, rows: Selection(all: input.count).slice(offset: start, limit: Self.chunk),
                groups: groups)
        }
        return state
    }

    private func wholePartitions() throws(Diagnostic) -> Vector {
        var groups = Array(repeating: UInt32(0), count: input.count)
        for (index, partition) in input.partitions.enumerated() {
            for row in partition { groups[row] = UInt32(truncatingIfNeeded: index) }
        }
        let count = input.partitions.count
        return try state(groups, count: count).finish(groups: count).spread(groups)
    }

    /// Every time that frames grow is a step. The rows that come in at a step are a group; the groups are added to one
    /// running state a partition, whose content each step copies.
    private func growingFrames() throws(Diagnostic) -> Vector {
        var stepOfRow = Array(repeating: UInt32(0), count: input.count)
        // Rows that never come into a frame keep a step of their own behind all others.
        var stepOfEntry = Array(repeating: UInt32.max, count: input.count)
        var partitionOfStep: [UInt32] = []
        for (index, partition) in input.partitions.enumerated() {
            var end = -1
            for row in partition {
                let newEnd = Int(input.frameEnd[row])
                if newEnd != end {
                    for entry in max(end, partition.lowerBound)..<newEnd {
                        stepOfEntry[entry] = UInt32(truncatingIfNeeded: partitionOfStep.count)
                    }
                    partitionOfStep.append(UInt32(truncatingIfNeeded: index))
                    end = newEnd
                }
                stepOfRow[row] = UInt32(truncatingIfNeeded: partitionOfStep.count - 1)
            }
        }
        let steps = partitionOfStep.count
        for row in 0..<input.count where stepOfEntry[row] == .max {
            stepOfEntry[row] = UInt32(truncatingIfNeeded: steps)
        }
        let entering = try state(stepOfEntry, count: steps + 1)
        let running = try call.makeState()
        running.resize(groups: input.partitions.count)
        let results = try call.makeState()
        results.resize(groups: steps)
        var (step, group) = ([UInt32(0)], [UInt32(0)])
        for (index, partition) in partitionOfStep.enumerated() {
            if index & 0xfff == 0 { try Cancellation.checkCurrent() }
            step[0] = UInt32(truncatingIfNeeded: index)
            group[0] = partition
            try running.merge(entering, sources: step, targets: group)
            try results.merge(running, sources: group, targets: step)
        }
        return try results.finish(groups: steps).spread(stepOfRow)
    }

    /// Rows that are worked on in one go, which bounds the memory for the parts of their frames and the time between
    /// two looks at the statement's limits.
    private static let chunk = 1 << 14

    private func anyFrames() throws(Diagnostic) -> Vector {
        let levels = try tree()
        let results = try call.makeState()
        results.resize(groups: input.count)
        for start in stride(from: 0, to: input.count, by: Self.chunk) {
            try Cancellation.checkCurrent()
            let parts = parts(of: start..<min(start + Self.chunk, input.count), levels: levels.count)
            // From left to right: nodes grow up to the middle of a frame and shrink again behind it.
            for (level, part) in zip(levels, parts.left) {
                try results.merge(level, sources: part.nodes, targets: part.rows)
            }
            for (level, part) in zip(levels, parts.right).reversed() {
                try results.merge(level, sources: part.nodes, targets: part.rows)
            }
        }
        return try results.finish(groups: input.count)
    }

    /// Level `k` has a group for each `1 << k` neighbouring rows; there are as many levels as the longest frame needs.
    private func tree() throws(Diagnostic) -> [any AggregateState] {
        var longest = 1
        for row in 0..<input.count { longest = max(longest, Int(input.frameEnd[row]) - Int(input.frameStart[row])) }
        var levels = [try state((0..<UInt32(input.count)).map { $0 }, count: input.count)]
        while 1 << levels.count <= longest {
            try Cancellation.checkCurrent()
            let nodes = UInt32(input.count >> levels.count)
            let level = try call.makeState()
            level.resize(groups: Int(nodes))
            try level.merge(
                levels[levels.count - 1], sources: (0..<2 * nodes).map { $0 }, targets: (0..<2 * nodes).map { $0 / 2 })
            levels.append(level)
        }
        return levels
    }

    /// Nodes of one level and the rows to whose frames they belong.
    private struct Part {
        var nodes: [UInt32] = []
        var rows: [UInt32] = []

        mutating func append(_ node: Int, _ row: Int) {
            nodes.append(UInt32(truncatingIfNeeded: node))
            rows.append(UInt32(truncatingIfNeeded: row))
        }
    }

    private func parts(of rows: Range<Int>, levels: Int) -> (left: [Part], right: [Part]) {
        var left = Array(repeating: Part(), count: levels)
        var right = left
        for row in rows {
            var (start, end, level) = (Int(input.frameStart[row]), Int(input.frameEnd[row]), 0)
            while start < end {
                if start & 1 == 1 {
                    left[level].append(start, row)
                    start += 1
                }
                if end & 1 == 1 {
                    end -= 1
                    right[level].append(end, row)
                }
                start >>= 1
                end >>= 1
                level += 1
            }
        }
        return (left, right)
    }
}

extension Vector {
    /// Row `groups[r]` of this for each row `r`.
    fileprivate func spread(_ groups: [UInt32]) -> Vector {
        groups.map { Int32(truncatingIfNeeded: $0) }.withUnsafeBufferPointer { gather($0) }
    }
}
