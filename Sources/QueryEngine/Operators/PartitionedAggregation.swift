// GROUP BY where groups are about as many as rows.

import QueryLanguage

/// Aggregation of rows of which it is known first which are the first of their groups.
///
/// Groups get their numbers, and states their rows, in the order of the rows: each thread has the groups that begin among
/// its rows, so that nothing is merged, and what it touches lies mostly side by side. The few later rows of a group are
/// what jumps.
struct PartitionedAggregation {
    private let parts: [DeferredRows]
    private let calls: [AggregateInput]
    private let context: ExecutionContext

    init(_ parts: [DeferredRows], _ calls: [AggregateInput], _ context: ExecutionContext) {
        self.parts = parts
        self.calls = calls
        self.context = context
    }

    /// More rows have no numbers in 31 bits.
    static func canTake(_ parts: [DeferredRows]) -> Bool {
        parts.reduce(0) { $0 + $1.words.count } <= Int(Int32.max)
    }

    /// The groups' keys, then the calls' results, and the number of groups. The parts are used up.
    func run(_ digits: KeyDigits) throws(Diagnostic) -> (vectors: [Vector], count: Int) {
        let words = parts.map(\.words)
        let first = try FirstRows(words, context)
        var starts = [0]
        for part in words { starts.append(starts[starts.count - 1] + part.count) }
        let rows = PartitionedRows(first: first, starts: starts, parts: parts)

        let owner = MemoryOwner()
        let numbers = SharedTarget(base: owner.allocate(Int64.self, count: first.count))
        _ = try context.concurrently(parts.count) { (index) throws(Diagnostic) in
            rows.writeKeys(words[index], ofPart: index, to: numbers.base)
        }
        for part in parts { part.dropWords() }

        let (calls, context) = (calls, context)
        let results = try context.concurrently(parts.count) { (index) throws(Diagnostic) in
            try rows.results(ofPart: index, calls, context)
        }
        for part in parts { part.dropPieces() }
        let joined = try context.concurrently(calls.count) { (call) throws(Diagnostic) in
            Vector.concatenating(results.map { $0[call] }, type: results[0][call].type)
        }
        let keys = digits.vectors(KeyWords(base: numbers.base, count: first.count), threads: context.threads)
        return (keys + joined, first.count)
    }
}

/// The rows of all threads, and where groups begin. Threads read it at once.
private struct PartitionedRows: @unchecked Sendable {
    let first: FirstRows
    /// Each part's first row, and the end.
    let starts: [Int]
    let parts: [DeferredRows]

    /// Writes the keys of the groups that begin in a part to their numbers' places.
    func writeKeys(_ words: KeyWords, ofPart part: Int, to target: UnsafeMutablePointer<Int64>) {
        var next = groupsBefore(part)
        for row in 0..<words.count where first.isFirst(starts[part] + row) {
            target[next] = words.base[row]
            next += 1
        }
    }

    private func groupsBefore(_ part: Int) -> Int { first.keys(before: starts[part]) }

    /// The calls' results for the groups that begin in a part.
    func results(
        ofPart part: Int, _ calls: [AggregateInput], _ context: ExecutionContext
    ) throws(Diagnostic) -> [Vector] {
        var states: [any AggregateState] = []
        for call in calls {
            states.append(try call.located { () throws(Diagnostic) in try call.call.makeState() })
        }
        AccumulatorState.bringTogether(states)
        let capacity = parts[part...].reduce(1) { $1.pieces.reduce($0) { max($0, $1.batch.capacity) } }
        let owner = MemoryOwner()
        let groups = owner.allocate(UInt32.self, count: capacity)
        var count = 0
        // Behind its own rows those of later parts, which come behind them in the order too.
        for other in part..<parts.count {
            var start = starts[other]
            for piece in parts[other].pieces {
                try context.cancellation.check()
                let rows = start..<start + piece.batch.count
                start = rows.upperBound
                if other > part && first.areFirst(rows) { continue }
                let mine = number(piece.batch.selection, rows, part, &count, groups)
                if mine.isEmpty { continue }
                for (position, call) in calls.enumerated() {
                    states[position].resize(groups: count)
                    try call.located(piece.batch) { () throws(Diagnostic) in
                        try states[position].update(piece.arguments[position], rows: mine, groups: groups)
                    }
                }
            }
        }
        var results: [Vector] = []
        for (call, state) in zip(calls, states) {
            state.resize(groups: count)
            results.append(try call.located { () throws(Diagnostic) in try state.finish(groups: count) })
        }
        return results
    }

    /// Writes the numbers of the groups that begin in a part at the places of their rows.
    ///
    /// - Parameters:
    ///   - selection: a batch's rows, which are the rows `range` of all.
    ///   - count: how many groups of the part have begun.
    /// - Returns: the rows whose groups begin in the part.
    private func number(
        _ selection: Selection, _ range: Range<Int>, _ part: Int, _ count: inout Int,
        _ groups: UnsafeMutablePointer<UInt32>
    ) -> Selection {
        let (own, before) = (starts[part]..<starts[part + 1], groupsBefore(part))
        var (row, next, others) = (range.lowerBound, count, 0)
        selection.each { place in
            if first.isFirst(row) {
                let isOwn = own.contains(row)
                groups[place] = isOwn ? UInt32(truncatingIfNeeded: next) : .max
                next += isOwn ? 1 : 0
                others += isOwn ? 0 : 1
            } else if own.contains(first.first(row)) {
                groups[place] = UInt32(truncatingIfNeeded: first.keys(before: first.first(row)) - before)
            } else {
                groups[place] = .max
                others += 1
            }
            row += 1
        }
        count = next
        return others == 0 ? selection : selection.filter { groups[$0] != .max }
    }
}
