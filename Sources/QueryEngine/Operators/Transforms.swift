// Operators that work on one batch at a time.

import QueryLanguage

struct FilterTransform: BatchTransform {
    let condition: Condition

    func process(_ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool {
        let kept = try condition.select(batch, batch.selection)
        return kept.isEmpty ? true : try emit(batch.selecting(kept))
    }
}

struct ProjectTransform: BatchTransform {
    let expressions: [Evaluator]

    var keepsMostRows: Bool { true }

    /// Where its columns stand in the input; `nil` if any is more than a column.
    var positions: [Int]? {
        let positions = expressions.compactMap { ($0 as? ColumnEvaluator)?.position }
        return positions.count == expressions.count ? positions : nil
    }

    func process(_ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool {
        var columns: [Vector] = []
        columns.reserveCapacity(expressions.count)
        for expression in expressions { columns.append(try expression.evaluate(batch)) }
        return try emit(batch.replacing(columns: columns))
    }
}

/// Fails at the first row whose condition is not TRUE.
struct AssertTransform: BatchTransform {
    let condition: Condition
    let text: String
    let messages: [Evaluator]
    let range: SourceRange
    /// The rows that fail, should there be any.
    let offending: OffendingRows
    let notes = AssertionNotes()

    func process(_ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool {
        let passed = try condition.select(batch, batch.selection)
        guard passed.count < batch.count else { return try emit(batch) }
        var rank = 0
        while rank < passed.count && passed[rank] == batch.selection[rank] { rank += 1 }
        let row = batch.selection[rank]
        let failed = Selection(positions: [row])
        var parts: [String] = []
        for message in messages {
            if case .string(let part) = try message.evaluate(batch, failed).value(row) { parts.append(part) }
        }
        let detail = parts.isEmpty ? text : parts.joined(separator: " ")
        var failure = Diagnostic("assertion failed: \(detail)", at: range, reason: .assertion)
        if !parts.isEmpty { failure.addConditionNote(text) }
        failure.notes += notes.notes(offending.notes)
        if try condition.isUndecided(batch, row) { failure.addUndecidedNote() }
        throw failure
    }
}

/// Each row once a label.
struct UnpivotTransform: BatchTransform {
    /// The positions of the columns that are kept.
    let keeps: [Int]
    let labels: [Vector]
    /// For each label the positions of the columns that become the values.
    let sources: [[Int]]
    let includesNulls: Bool

    func process(_ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool {
        // Row by row, as a reader expects: all labels of the first row, then those of the second.
        let dense = batch.compacted()
        let total = dense.count * labels.count
        let owner = MemoryOwner()
        let rows = owner.allocate(Int32.self, count: total)
        let labelRows = owner.allocate(Int32.self, count: total)
        var size = 0
        for row in 0..<dense.count {
            for (label, columns) in sources.enumerated() {
                if !includesNulls && columns.allSatisfy({ dense.columns[$0].isNull(row) }) { continue }
                rows[size] = Int32(row)
                labelRows[size] = Int32(label)
                size += 1
            }
        }
        let taken = UnsafeBufferPointer(start: rows, count: size)
        var columns = keeps.map { dense.columns[$0].gather(taken) }
        let allLabels = Vector.concatenating(labels, type: labels[0].type)
        columns.append(allLabels.gather(UnsafeBufferPointer(start: labelRows, count: size)))
        for value in sources[0].indices {
            var merger = VectorMerger(dense.columns[sources[0][value]].type, count: size)
            for (label, positions) in sources.enumerated() {
                let mine = Selection(all: size).filter { labelRows[$0] == Int32(label) }
                merger.take(dense.columns[positions[value]].gather(taken), mine)
            }
            columns.append(merger.finish())
        }
        return size == 0 ? true : try emit(Batch(columns, count: size))
    }
}

/// Counts the rows that pass, for EXPLAIN ANALYZE.
struct CountTransform: BatchTransform {
    let profile: Profile
    let node: Int

    var keepsMostRows: Bool { true }

    func process(_ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool {
        profile.add(node: node, rows: batch.count)
        return try emit(batch)
    }
}
