// Joins: the right side in a hash table (or all of it, without keys), the left side streams past.

import QueryLanguage

extension Executor {
    func joinPipeline(
        _ join: LogicalPlan.Join, _ left: Pipeline, _ right: Pipeline, _ columns: [PlanColumn]
    ) throws(Diagnostic) -> Pipeline {
        if join.kind == .right {
            // A right join is a left join seen from the other side; afterwards the columns change places again.
            let swapped = LogicalPlan.Join(
                left: join.right, right: join.left, kind: .left, keys: join.keys.map { ($0.right, $0.left) },
                condition: join.condition)
            let pipeline = try joinPipeline(swapped, right, left, right.columns + left.columns)
            let order =
                Array(right.columns.count..<columns.count) + Array(0..<right.columns.count)
            return pipeline.adding(
                ProjectTransform(expressions: order.map { ColumnEvaluator(position: $0) }), columns: columns)
        }
        let build = try JoinBuild(join, right, self)
        var pair: Condition?
        if let condition = join.condition {
            pair = try Condition(condition, ExpressionCompiler(columns: columns, context: context))
        }
        let leftKeys = try compiler(left).compile(join.keys.map(\.left))
        let probe = JoinProbe(
            build: build, leftKeys: leftKeys, condition: pair, isOuter: join.kind != .inner,
            tracksRight: join.kind == .full)
        let pipeline = left.adding(probe, columns: columns)
        guard join.kind == .full else { return pipeline }
        // Which right rows found no partner is known only when all left rows are through.
        var single = context
        single.threads = 1
        let matched = try pipeline.rows(single)
        let rest = build.unmatched(leftTypes: left.columns.map(\.type))
        return Pipeline(
            source: ConcatenatedSource([TableSource(matched), rest]), columns: columns)
    }
}

/// Gives each left row its partners, in the order of the right rows.
struct JoinProbe: BatchTransform {
    let build: JoinBuild
    let leftKeys: [Evaluator]
    /// What a pair must fulfil beside the keys.
    let condition: Condition?
    /// Whether left rows without a partner stay, with NULLs.
    let isOuter: Bool
    let tracksRight: Bool

    /// How many left rows find a partner is not known before; many mostly.
    var keepsMostRows: Bool { isSingle }

    /// Whether no left row has more than one partner.
    private var isSingle: Bool { build.hasKeys && build.isUnique && condition == nil && !tracksRight }

    /// Pairs that are put together before they are passed on.
    private static let pairsAtOnce = 8192

    func process(_ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool {
        let owner = MemoryOwner()
        var heads: UnsafeMutablePointer<Int32>?
        if build.hasKeys {
            var keys: [Vector] = []
            for key in leftKeys { keys.append(try key.evaluate(batch)) }
            let found = owner.allocate(Int32.self, count: batch.capacity)
            build.find(keys, rows: batch.selection, into: found)
            if isSingle { return try emitSingle(batch, found, emit) }
            heads = found
        }
        var pairs = Pairs()
        for rank in 0..<batch.count {
            let row = batch.selection[rank]
            let before = pairs.left.count
            if let heads {
                var partner = heads[row]
                while partner >= 0 {
                    pairs.append(Int32(row), partner)
                    partner = build.next(partner)
                    if !isOuter && pairs.left.count >= Self.pairsAtOnce {
                        if try !flush(&pairs, batch, emit) { return false }
                    }
                }
            } else {
                for partner in 0..<Int32(build.rows.count) {
                    pairs.append(Int32(row), partner)
                    // Without an outer side a left row's pairs may be cut anywhere.
                    if !isOuter && pairs.left.count >= Self.pairsAtOnce {
                        if try !flush(&pairs, batch, emit) { return false }
                    }
                }
            }
            if isOuter && pairs.left.count == before { pairs.append(Int32(row), -1) }
            if pairs.left.count >= Self.pairsAtOnce {
                if try !flush(&pairs, batch, emit) { return false }
            }
        }
        return pairs.left.isEmpty ? true : try flush(&pairs, batch, emit)
    }

    /// Where no left row has more than one partner, the left columns stay as they are.
    private func emitSingle(
        _ batch: Batch, _ partners: UnsafeMutablePointer<Int32>, _ emit: Emit
    ) throws(Diagnostic) -> Bool {
        try Cancellation.checkCurrent()
        let kept = isOuter ? batch.selection : batch.selection.filter { partners[$0] >= 0 }
        if kept.isEmpty { return true }
        let rows = kept.count < batch.capacity / 2 ? batch.selecting(kept).compacted() : batch.selecting(kept)
        let owner = MemoryOwner()
        // Rows that are not selected take any partner.
        let taken = owner.allocate(Int32.self, count: rows.capacity)
        taken.update(repeating: isOuter ? -1 : 0, count: max(1, rows.capacity))
        for rank in 0..<kept.count { taken[rows.selection[rank]] = partners[kept[rank]] }
        let right = build.rows.vectors.map { $0.gather(UnsafeBufferPointer(start: taken, count: rows.capacity)) }
        return try emit(
            Batch(rows.columns + right, capacity: rows.capacity, selection: rows.selection, origin: nil))
    }

    /// Rows of the left batch and of the right side that belong together; -1 for no partner.
    private struct Pairs {
        var left: [Int32] = []
        var right: [Int32] = []

        mutating func append(_ row: Int32, _ partner: Int32) {
            left.append(row)
            right.append(partner)
        }
    }

    private func flush(_ pairs: inout Pairs, _ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool {
        try Cancellation.checkCurrent()
        defer { pairs = Pairs() }
        var joined = gather(pairs, batch)
        if let condition {
            let candidates = Selection(all: joined.count).filter { pairs.right[$0] >= 0 }
            let passed = try condition.select(joined, candidates)
            if isOuter {
                pairs = surviving(pairs, passed)
                joined = gather(pairs, batch)
            } else {
                joined = joined.selecting(passed)
            }
        }
        if tracksRight { for partner in pairs.right where partner >= 0 { build.markMatched(partner) } }
        return joined.count == 0 ? true : try emit(joined)
    }

    private func gather(_ pairs: Pairs, _ batch: Batch) -> Batch {
        let left = pairs.left.withUnsafeBufferPointer { rows in batch.columns.map { $0.gather(rows) } }
        let right = pairs.right.withUnsafeBufferPointer { rows in build.rows.vectors.map { $0.gather(rows) } }
        return Batch(left + right, count: pairs.left.count)
    }

    /// The pairs that passed; a left row that lost all of its pairs stays once, without a partner.
    private func surviving(_ pairs: Pairs, _ passed: Selection) -> Pairs {
        var result = Pairs()
        var rank = 0
        var index = 0
        while index < pairs.left.count {
            let row = pairs.left[index]
            let before = result.left.count
            while index < pairs.left.count && pairs.left[index] == row {
                if rank < passed.count && passed[rank] == index {
                    result.append(row, pairs.right[index])
                    rank += 1
                }
                index += 1
            }
            if result.left.count == before { result.append(row, -1) }
        }
        return result
    }
}
