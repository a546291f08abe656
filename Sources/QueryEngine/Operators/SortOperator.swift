// ORDER BY: all rows in order, or only the first of them.

import QueryLanguage

struct SortOperator {
    let keys: [Evaluator]
    let by: [SortKey]

    /// The rows in order; with `limit`, only so many.
    func sorted(_ rows: StoredTable, limit: Int?, _ context: ExecutionContext) throws(Diagnostic) -> StoredTable {
        var vectors: [Vector] = []
        for key in keys { vectors.append(try key.evaluate(rows.batch)) }
        let order = try sortedOrder(vectors, by: by, count: rows.count, limit: limit, context)
        // A sort that the statement's end cut short is none.
        try context.cancellation.check()
        return try rows.gathering(order, context)
    }

    /// So many rows are chosen while the input is read; more are sorted with all the others.
    private static let mostChosen = 10_000

    func canChoose(_ limit: Int, of input: Pipeline) -> Bool {
        limit > 0 && limit <= Self.mostChosen && !keys.isEmpty
    }

    /// The first `limit` rows of the order.
    ///
    /// Each thread keeps candidates, and prunes them to the first `limit` when they have become many. From then on the
    /// last one kept is a bound which most rows fail at their first key, so that they are never copied.
    func first(_ limit: Int, of input: Pipeline, _ context: ExecutionContext) throws(Diagnostic) -> StoredTable {
        let parts = try input.run(context) {
            Candidates(self, limit: limit, columns: input.columns, context)
        } _: { (candidates, batch) throws(Diagnostic) in
            try candidates.add(batch)
            return true
        }
        return try sorted(TableCollector.table(parts.map(\.rows), input.columns), limit: limit, context)
    }
}

/// The rows that one thread has met and that may be among the first.
private final class Candidates: @unchecked Sendable {
    private let operation: SortOperator
    private let limit: Int
    private let columns: [PlanColumn]
    private let context: ExecutionContext
    private(set) var rows: TableCollector
    private var bound: SortBound?
    /// A bound that is drawn tighter soon lets fewer rows through.
    private static let prunedAt = 256

    init(_ operation: SortOperator, limit: Int, columns: [PlanColumn], _ context: ExecutionContext) {
        self.operation = operation
        self.limit = limit
        self.columns = columns
        // The others have rows of their own to look at.
        self.context = context.withOneThread
        rows = TableCollector(columns.map(\.type))
    }

    func add(_ batch: Batch) throws(Diagnostic) {
        let key = try operation.keys[0].evaluate(batch)
        // A key that fails does so whether or not its row has a chance.
        for other in operation.keys.dropFirst() where !(other is ColumnEvaluator) { _ = try other.evaluate(batch) }
        let chosen = bound?.select(key, batch.selection) ?? batch.selection
        if chosen.isEmpty { return }
        rows.append(batch.selecting(chosen))
        if rows.count >= max(4 * limit, bound == nil ? 2 * Pipeline.batchSize : Self.prunedAt) { try prune() }
    }

    private func prune() throws(Diagnostic) {
        let kept = try operation.sorted(TableCollector.table([rows], columns), limit: limit, context)
        bound = SortBound(
            try operation.keys[0].evaluate(kept.batch), row: kept.count - 1, operation.by[0])
        rows = TableCollector(columns.map(\.type))
        rows.append(kept.batch)
    }
}
