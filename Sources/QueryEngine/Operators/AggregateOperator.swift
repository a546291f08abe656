// GROUP BY: rows to groups by a key table, groups to results by aggregate states.

import QueryLanguage

/// Hash aggregation. Each thread groups its part of the rows; the parts are merged in the order of the rows.
struct AggregateOperator {
    private let aggregate: LogicalPlan.Aggregate
    private let keys: [Evaluator]
    private let calls: [AggregateInput]

    init(_ aggregate: LogicalPlan.Aggregate, _ compiler: ExpressionCompiler) throws(Diagnostic) {
        self.aggregate = aggregate
        keys = try compiler.compile(aggregate.keys.map(\.expression))
        var calls: [AggregateInput] = []
        for item in aggregate.items { calls.append(try AggregateInput(item.call, compiler)) }
        self.calls = calls
    }

    /// The groups: keys, then aggregates; in order of the groups' first rows.
    func run(_ input: Pipeline, _ context: ExecutionContext) throws(Diagnostic) -> StoredTable {
        let types = aggregate.keys.map(\.expression.type)
        let rows = input.morsels * Pipeline.morselSize
        let (plan, estimate) = (GroupingPlan(rows: rows), GroupEstimate(rows: rows))
        let parts = try input.run(context) { () throws(Diagnostic) in
            try Groups(types, calls, plan, estimate)
        } _: { (groups, batch) throws(Diagnostic) in
            try groups.add(batch, keys, calls)
            return true
        }
        let deferred = parts.compactMap(\.deferred)
        if let digits = deferred.compactMap(\.digits).first, estimate.isManyGroups == true,
            PartitionedAggregation.canTake(deferred)
        {
            let (vectors, count) = try PartitionedAggregation(deferred, calls, context).run(digits)
            return table(vectors, count: count)
        }
        _ = try context.concurrently(parts.count) { (index) throws(Diagnostic) in try parts[index].addDeferred(calls) }
        let whole = parts[0]
        for part in parts.dropFirst() { try whole.merge(part, calls) }
        return table(try whole.finish(calls, context), count: whole.count)
    }

    private func table(_ vectors: [Vector], count: Int) -> StoredTable {
        let columns = aggregate.keys.map(\.column) + aggregate.items.map(\.column)
        return StoredTable(columns: columns.map { Column($0.name, $0.type) }, vectors: vectors, count: count)
    }
}

/// An aggregate call's compiled inputs.
struct AggregateInput: Sendable {
    let call: AggregateCall
    let evaluators: [Evaluator]
    let filter: Evaluator?
    /// Of COUNTIF: its argument, whose undecided rows are noted.
    private let counted: Condition?
    private let place: ErrorPlace

    init(_ call: BoundAggregate, _ compiler: ExpressionCompiler) throws(Diagnostic) {
        self.call = try AggregateCall(call)
        evaluators = try compiler.compile(
            call.arguments + (call.having.map { [$0.expression] } ?? []) + call.orderBy.map(\.expression))
        filter = try call.filter.map { (filter) throws(Diagnostic) in try compiler.compile(filter) }
        counted = try call.function == "COUNTIF" ? Condition(call.arguments[0], compiler) : nil
        place = ErrorPlace(call.range, compiler)
    }

    /// Of the batch's rows, those that count.
    func rows(_ batch: Batch) throws(Diagnostic) -> Selection {
        try filter?.select(batch, batch.selection) ?? batch.selection
    }

    /// The arguments for these rows of the batch, of which undecided ones are noted.
    func arguments(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> [Vector] {
        var arguments: [Vector] = []
        for evaluator in evaluators { arguments.append(try evaluator.evaluate(batch, rows)) }
        counted?.count(arguments[0], rows)
        return arguments
    }

    /// An aggregate state's errors, at the call's place, with a note of the batch's row.
    func located<Result>(
        _ batch: Batch? = nil, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        do throws(Diagnostic) {
            return try body()
        } catch {
            throw place.located(error, batch)
        }
    }
}

extension AggregateCall {
    /// The bound call's function and modifiers.
    init(_ call: BoundAggregate) throws(Diagnostic) {
        guard let function = call.definition,
            case .aggregate(let make) = function.overloads[call.overload].implementation
        else { throw Diagnostic("\(call.function) is no aggregate", at: call.range) }
        self.init(
            make,
            options: AggregateOptions(
                argumentTypes: call.arguments.map(\.type), constants: call.arguments.map(\.constantValue),
                ignoresNulls: call.ignoresNulls, isSafe: call.isSafe),
            isDistinct: call.isDistinct, having: call.having.map { $0.isMax ? .max : .min },
            order: call.orderBy.map { SortKey(descending: $0.descending, nullsFirst: $0.nullsFirst) },
            limit: call.limit)
    }
}

/// The groups that one thread met, and their aggregates so far.
private final class Groups: @unchecked Sendable {
    private let index: GroupIndex
    private let hasKeys: Bool
    private var states: [any AggregateState] = []
    private let estimate: GroupEstimate
    /// All rows so far, as long as groups may be about as many.
    private(set) var deferred: DeferredRows?
    /// How many batches of those are in the groups already.
    private var sampled = 0

    init(
        _ types: [DataType], _ calls: [AggregateInput], _ plan: GroupingPlan, _ estimate: GroupEstimate
    ) throws(Diagnostic) {
        index = GroupIndex(types: types, plan: plan)
        hasKeys = !types.isEmpty
        self.estimate = estimate
        // A filter leaves each call other rows.
        let canDefer = hasKeys && estimate.isManyGroups == nil && calls.allSatisfy { $0.filter == nil }
        deferred = canDefer ? DeferredRows() : nil
        for call in calls {
            states.append(try call.located { () throws(Diagnostic) in try call.call.makeState() })
        }
        AccumulatorState.bringTogether(states)
        // Without keys there is one group, even if no row comes.
        if !hasKeys { for state in states { state.resize(groups: 1) } }
    }

    var count: Int { hasKeys ? index.count : 1 }

    func add(_ batch: Batch, _ keys: [Evaluator], _ calls: [AggregateInput]) throws(Diagnostic) {
        var vectors: [Vector] = []
        for key in keys { vectors.append(try key.evaluate(batch)) }
        switch deferred == nil ? false : estimate.isManyGroups {
        case true?: try deferOnly(batch, vectors, calls)
        case false?:
            try addDeferred(calls)
            _ = try add(batch, vectors, calls)
        case nil: try sample(batch, vectors, calls)
        }
    }

    /// Adds the batch's rows to the groups, and holds them back too, until it is known which is better.
    private func sample(_ batch: Batch, _ keys: [Vector], _ calls: [AggregateInput]) throws(Diagnostic) {
        let arguments = try add(batch, keys, calls)
        guard let deferred, let digits = index.hashedDigits(keys), deferred.append(batch, keys, arguments, digits)
        else { return estimate.giveUp() }
        sampled = deferred.pieces.count
        let seen = deferred.words.count
        if seen >= GroupEstimate.sample { estimate.tell(groups: count, of: seen) }
    }

    /// Holds the batch's rows back.
    private func deferOnly(_ batch: Batch, _ keys: [Vector], _ calls: [AggregateInput]) throws(Diagnostic) {
        var arguments: [[Vector]] = []
        for call in calls { arguments.append(try call.arguments(batch, batch.selection)) }
        if let deferred, let digits = index.hashedDigits(keys), deferred.append(batch, keys, arguments, digits) {
            return
        }
        estimate.giveUp()
        try addDeferred(calls)
        _ = try add(batch, keys, calls, known: arguments)
    }

    /// Adds the rows that were held back to the groups.
    func addDeferred(_ calls: [AggregateInput]) throws(Diagnostic) {
        guard let deferred else { return }
        self.deferred = nil
        let words = deferred.words
        let owner = MemoryOwner()
        let capacity = deferred.pieces.reduce(1) { max($0, $1.batch.capacity) }
        let (numbers, ids) = (
            owner.allocate(UInt32.self, count: capacity), owner.allocate(UInt32.self, count: capacity)
        )
        var start = 0
        for (place, piece) in deferred.pieces.enumerated() {
            let rows = piece.batch.selection
            if place >= sampled {
                try Cancellation.checkCurrent()
                index.insert(KeyWords(base: words.base + start, count: rows.count), into: numbers)
                for rank in 0..<rows.count { ids[rows[rank]] = numbers[rank] }
                for (position, call) in calls.enumerated() {
                    try update(position, call, piece.batch, piece.arguments[position], rows, ids)
                }
            }
            start += rows.count
        }
    }

    /// Adds the batch's rows to the groups; gives the calls' arguments, which may be known.
    private func add(
        _ batch: Batch, _ keys: [Vector], _ calls: [AggregateInput], known: [[Vector]]? = nil
    ) throws(Diagnostic) -> [[Vector]] {
        let owner = MemoryOwner()
        var ids: UnsafeMutablePointer<UInt32>?
        if hasKeys {
            let numbers = owner.allocate(UInt32.self, count: batch.capacity)
            ids = numbers
            index.insert(keys, rows: batch.selection, capacity: batch.capacity, into: numbers)
        }
        var all: [[Vector]] = []
        for (position, call) in calls.enumerated() {
            let rows = try call.rows(batch)
            let arguments = if let known { known[position] } else { try call.arguments(batch, rows) }
            try update(position, call, batch, arguments, rows, ids)
            all.append(arguments)
        }
        return all
    }

    private func update(
        _ position: Int, _ call: AggregateInput, _ batch: Batch, _ arguments: [Vector], _ rows: Selection,
        _ ids: UnsafePointer<UInt32>?
    ) throws(Diagnostic) {
        let state = states[position]
        state.resize(groups: count)
        try call.located(batch) { () throws(Diagnostic) in
            if let ids { return try state.update(arguments, rows: rows, groups: ids) }
            try state.update(arguments, rows: rows, capacity: batch.capacity)
        }
    }

    func merge(_ other: Groups, _ calls: [AggregateInput]) throws(Diagnostic) {
        let groups = other.count
        let owner = MemoryOwner()
        let sources = owner.allocate(UInt32.self, count: groups)
        let targets = owner.allocate(UInt32.self, count: groups)
        for group in 0..<groups { sources[group] = UInt32(group) }
        if hasKeys {
            index.insert(other.index, into: targets)
        } else {
            targets[0] = 0
        }
        for (call, (state, part)) in zip(calls, zip(states, other.states)) {
            state.resize(groups: count)
            part.resize(groups: groups)
            try call.located { () throws(Diagnostic) in
                try state.merge(
                    part, sources: UnsafeBufferPointer(start: sources, count: groups),
                    targets: UnsafeBufferPointer(start: targets, count: groups))
            }
        }
    }

    /// The keys, then the calls' results.
    func finish(_ calls: [AggregateInput], _ context: ExecutionContext) throws(Diagnostic) -> [Vector] {
        var vectors = hasKeys ? index.keyVectors(threads: context.threads) : []
        for (call, state) in zip(calls, states) {
            state.resize(groups: count)
            vectors.append(
                try call.located { () throws(Diagnostic) in
                    guard let ranged = state as? any RangedResults else { return try state.finish(groups: count) }
                    return try results(ranged, context)
                })
        }
        return vectors
    }

    /// Results that each thread computes for a range of the groups.
    private func results(_ state: any RangedResults, _ context: ExecutionContext) throws(Diagnostic) -> Vector {
        state.prepareResults(groups: count)
        let threads = max(1, min(context.threads, count / 64))
        let ranges = (0..<threads).map { count * $0 / threads..<count * ($0 + 1) / threads }
        let results = RangeResults(state)
        let parts = try context.concurrently(threads) { (index) throws(Diagnostic) in
            try results.state.results(ranges[index])
        }
        return Vector.concatenating(parts, type: parts[0].type)
    }
}

/// A state that threads read at once.
private struct RangeResults: @unchecked Sendable {
    let state: any RangedResults

    init(_ state: any RangedResults) { self.state = state }
}
