// Subqueries in expressions: run once, or once for each different row of the columns that they take from outside.

import QueryLanguage
import Synchronization

/// Evaluates a scalar, EXISTS or IN subquery.
///
/// A correlated subquery is an apply with memory: it runs once for each different combination of the outer columns
/// that it uses (Galindo-Legaria and Joshi, SIGMOD 2001, for apply; the memory takes the place of decorrelation).
final class SubqueryEvaluator: Evaluator, @unchecked Sendable {
    private let subquery: BoundSubquery
    private let operand: Evaluator?
    /// The outer columns and their positions in the batch; others are constants of the context already.
    private let outer: [(id: ColumnID, position: Int)]
    private let type: DataType
    private let range: SourceRange
    private let context: ExecutionContext
    private let memory = Mutex<Memory?>(nil)

    /// What is known: an answer for each different combination of outer values. Only reached with the lock held.
    private final class Memory: @unchecked Sendable {
        let combinations: KeyTable
        var answers: [Answer] = []

        init(types: [DataType]) {
            combinations = KeyTable(types: types)
        }
    }

    private enum Answer: Sendable {
        case value(Value)
        case members(Membership)
        case quantities(QuantityMembership)
    }

    init(
        _ subquery: BoundSubquery, operand: Evaluator?, outer: [(id: ColumnID, position: Int)], type: DataType,
        range: SourceRange, context: ExecutionContext
    ) {
        self.subquery = subquery
        self.operand = operand
        self.outer = outer
        self.type = type
        self.range = range
        self.context = context
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Vector {
        if rows.isEmpty { return Vector.constant(.null, type: type, count: batch.capacity) }
        let keys = outer.map { batch.columns[$0.position] }
        let owner = MemoryOwner()
        let ids = owner.allocate(UInt32.self, count: batch.capacity)
        let answers = try find(keys, rows, ids)
        let tested = try operand.map { (operand) throws(Diagnostic) in try operand.evaluate(batch, rows) }
        if keys.isEmpty { return try apply(answers[0], to: tested, rows, count: batch.capacity) }
        var merger = VectorMerger(type, count: batch.capacity)
        // Rows of one combination are answered together.
        var byAnswer: [UInt32: [Int]] = [:]
        rows.each { byAnswer[ids[$0], default: []].append($0) }
        for (id, positions) in byAnswer {
            let selection = Selection(positions: positions)
            merger.take(try apply(answers[Int(id)], to: tested, selection, count: batch.capacity), selection)
        }
        return merger.finish()
    }

    private func apply(_ answer: Answer, to operand: Vector?, _ rows: Selection, count: Int) throws(Diagnostic)
        -> Vector
    {
        switch (answer, operand) {
        case (.value(let value), _): Vector.constant(value, type: type, count: count)
        case (.members(let members), let operand?): members.test(operand, rows, count: count)
        case (.quantities(let members), let operand?): try members.test(operand, rows, count: count)
        case (.members, nil), (.quantities, nil): Vector.constant(.null, type: type, count: count)
        }
    }

    /// The answers by combination; each selected row's combination is written to `ids`.
    private func find(
        _ keys: [Vector], _ rows: Selection, _ ids: UnsafeMutablePointer<UInt32>
    ) throws(Diagnostic) -> [Answer] {
        let result: Result<[Answer], Diagnostic> = memory.withLock { cell in
            let memory = cell ?? Memory(types: keys.map(\.type))
            cell = memory
            memory.combinations.insert(keys, rows: rows, into: ids)
            do throws(Diagnostic) {
                for rank in 0..<rows.count where Int(ids[rows[rank]]) >= memory.answers.count {
                    try context.cancellation.check()
                    memory.answers.append(try answer(keys, row: rows[rank]))
                }
                return .success(memory.answers)
            } catch {
                // The combination without an answer must not be taken for a known one.
                cell = nil
                return .failure(error)
            }
        }
        return try result.get()
    }

    /// Runs the subquery for one row's outer values.
    private func answer(_ keys: [Vector], row: Int) throws(Diagnostic) -> Answer {
        var inner = context
        inner.profile = nil
        if !subquery.outerColumns.isEmpty { inner.threads = 1 }
        for (key, column) in zip(keys, outer) { inner.outer[column.id] = key.value(row) }
        let executor = Executor(inner)
        switch subquery.kind {
        case .exists:
            return .value(.bool(try executor.rows(of: subquery.plan, limit: 1).count > 0))
        case .scalar:
            let rows = try executor.rows(of: subquery.plan, limit: 2)
            if rows.count > 1 {
                throw Diagnostic(
                    "the subquery gives more than one row where one value is needed", at: range,
                    hints: ["add LIMIT 1, or aggregate it"])
            }
            return .value(rows.count == 0 ? .null : rows.vectors[0].value(0))
        case .membership:
            let rows = try executor.rows(of: subquery.plan, limit: nil)
            let column = rows.vectors[0]
            if column.type == .quantity { return .quantities(QuantityMembership(column)) }
            let present = Selection(all: rows.count).filter { column.isValid($0) }
            let table = KeyTable(types: [column.type], expected: present.count)
            let ids = MemoryOwner()
            table.insert([column], rows: present, into: ids.allocate(UInt32.self, count: max(1, rows.count)))
            return .members(Membership(table: table, hasNull: present.count < rows.count))
        }
    }
}
