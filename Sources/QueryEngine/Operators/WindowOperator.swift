// Window functions: the rows stay, each with the calls' values beside it.

import QueryLanguage

struct WindowOperator {
    private let window: LogicalPlan.Window
    private let context: ExecutionContext
    private let items: [Item]

    private struct Item {
        let call: WindowCall
        let arguments: [Evaluator]
        let partitionBy: [Evaluator]
        let orderBy: [Evaluator]
        let specification: BoundWindow
        let ignoresNulls: Bool
        let range: SourceRange

        var sortKeys: [SortKey] {
            specification.orderBy.map { SortKey(descending: $0.descending, nullsFirst: $0.nullsFirst) }
        }
    }

    init(_ window: LogicalPlan.Window, _ compiler: ExpressionCompiler) throws(Diagnostic) {
        self.window = window
        context = compiler.context
        var items: [Item] = []
        for item in window.items {
            items.append(
                Item(
                    call: try WindowCall(item.call), arguments: try compiler.compile(item.call.inputs),
                    partitionBy: try compiler.compile(item.specification.partitionBy),
                    orderBy: try compiler.compile(item.specification.orderBy.map(\.expression)),
                    specification: item.specification, ignoresNulls: item.call.ignoresNulls ?? false,
                    range: item.call.range))
        }
        self.items = items
    }

    /// The input's columns, then one a call.
    func run(_ input: StoredTable) throws(Diagnostic) -> StoredTable {
        if let limit = window.firstRows, input.count >= PartitionTopRows.least,
            let rows = try firstRows(limit, input)
        {
            return rows
        }
        var vectors = input.vectors
        // Calls over the same window share its order.
        var plans: [(specification: BoundWindow, plan: WindowPlan)] = []
        for item in items {
            let known = plans.first {
                $0.specification.partitionBy == item.specification.partitionBy
                    && $0.specification.orderBy == item.specification.orderBy
            }
            let plan = if let known { known.plan } else { try self.plan(item, input) }
            if known == nil { plans.append((item.specification, plan)) }
            let arguments = try evaluate(item.arguments, input)
            do throws(Diagnostic) {
                vectors.append(
                    try plan.compute(
                        item.call, arguments: arguments, frame: item.specification.frame,
                        ignoresNulls: item.ignoresNulls))
            } catch {
                throw error.placed(at: item.range)
            }
        }
        return table(input, vectors)
    }

    /// The input's columns, and the calls'.
    private func table(_ input: StoredTable, _ vectors: [Vector]) -> StoredTable {
        StoredTable(
            columns: input.columns + window.items.map { Column($0.column.name, $0.column.type) }, vectors: vectors,
            count: vectors[0].count)
    }

    /// Of each partition only so many rows, their numbers beside them; `nil` where all rows have to be sorted for it.
    private func firstRows(_ limit: Int, _ input: StoredTable) throws(Diagnostic) -> StoredTable? {
        let item = items[0]
        let found = try PartitionTopRows.find(
            limit, partitionBy: try evaluate(item.partitionBy, input), orderBy: try evaluate(item.orderBy, input),
            by: item.sortKeys, count: input.count, context)
        guard let found else { return nil }
        let rows = try input.gathering(found.rows, context)
        return table(input, rows.vectors + items.map { _ in found.numbers })
    }

    private func plan(_ item: Item, _ input: StoredTable) throws(Diagnostic) -> WindowPlan {
        try WindowPlan(
            partitionBy: try evaluate(item.partitionBy, input), orderBy: try evaluate(item.orderBy, input),
            by: item.sortKeys, count: input.count, context)
    }

    private func evaluate(_ evaluators: [Evaluator], _ input: StoredTable) throws(Diagnostic) -> [Vector] {
        var vectors: [Vector] = []
        for evaluator in evaluators { vectors.append(try evaluator.evaluate(input.batch)) }
        return vectors
    }
}

extension WindowCall {
    init(_ call: BoundAggregate) throws(Diagnostic) {
        guard let function = call.definition else {
            throw Diagnostic("there is no function \(call.function)", at: call.range)
        }
        if case .window(let kernel) = function.overloads[call.overload].implementation {
            self = .window(kernel)
        } else {
            self = .aggregate(try AggregateCall(call))
        }
    }
}
