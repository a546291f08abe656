// Compiled expressions: a tree of nodes, each of which works on whole vectors.

import QueryLanguage

/// A node of a compiled expression.
///
/// `evaluate` gives a vector whose rows stand where the batch's do; only the selected rows are specified, and only
/// for them can a row's error arise. CASE, AND, OR and COALESCE narrow the selection of their later operands, so that
/// an operand that is not needed for a row cannot fail there.
///
/// Threads share a node: its properties are constants, and what it remembers lies behind a lock. A class that is not
/// final cannot have the compiler check that.
package class Evaluator: @unchecked Sendable {
    package func evaluate(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Vector {
        Vector.constant(.null, type: .bool, count: batch.capacity)
    }

    /// The rows for which the condition is TRUE.
    package func select(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Selection {
        try evaluate(batch, rows).trueRows(rows)
    }

    /// Whether `mark` finds the rows for which the condition is TRUE.
    var marks: Bool { false }

    /// Sets the bit of each of the batch's first `count` rows for which the condition is TRUE, whether the row is
    /// selected or not, and clears the others'.
    ///
    /// For conditions that cannot fail, and that take less time for all rows than others take for some.
    func mark(_ batch: Batch, count: Int, in bits: UnsafeMutablePointer<UInt64>) {
        preconditionFailure("only evaluators that say so mark rows")
    }

    package final func evaluate(_ batch: Batch) throws(Diagnostic) -> Vector {
        try evaluate(batch, batch.selection)
    }
}

extension Vector {
    /// Of `rows`, those where this BOOL vector is TRUE.
    package func trueRows(_ rows: Selection) -> Selection {
        let values = values(Bool.self)
        if isConstant { return isValid(0) && values[0] ? rows : rows.slice(offset: 0, limit: 0) }
        if validity == nil { return rows.filter { values[$0] } }
        return rows.filter { isValid($0) && values[$0] }
    }
}

/// A column of the batch.
final class ColumnEvaluator: Evaluator, @unchecked Sendable {
    let position: Int

    init(position: Int) {
        self.position = position
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) -> Vector { batch.columns[position] }
}

/// A constant.
final class ConstantEvaluator: Evaluator, @unchecked Sendable {
    private let vector: Vector

    init(_ value: Value, _ type: DataType) {
        vector = Vector.constant(value, type: type, count: 1)
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) -> Vector { vector.withCount(batch.capacity) }
}

/// A call of a kernel.
final class CallEvaluator: Evaluator, @unchecked Sendable {
    private let kernel: ScalarKernel
    private let arguments: [Evaluator]
    private let isSafe: Bool
    private let now: Int64
    private let place: ErrorPlace
    private let dictionaryCall = DictionaryCall()

    init(
        _ kernel: @escaping ScalarKernel, _ arguments: [Evaluator], isSafe: Bool, range: SourceRange,
        in compiler: ExpressionCompiler
    ) {
        self.kernel = kernel
        self.arguments = arguments
        self.isSafe = isSafe
        now = compiler.context.now
        place = ErrorPlace(range, compiler)
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Vector {
        var vectors: [Vector] = []
        vectors.reserveCapacity(arguments.count)
        for argument in arguments { vectors.append(try argument.evaluate(batch, rows)) }
        let shared = dictionaryCall.results(vectors, rows) { (arguments, count) throws(Diagnostic) in
            try kernel(arguments, Selection(all: count), KernelContext(count: count, isSafe: isSafe, now: now))
        }
        if let shared { return shared }
        do throws(Diagnostic) {
            return try kernel(vectors, rows, KernelContext(count: batch.capacity, isSafe: isSafe, now: now))
        } catch {
            throw place.located(error, batch)
        }
    }
}

/// AND and OR: the right operand is evaluated only where the left does not settle the result.
final class LogicEvaluator: Evaluator, @unchecked Sendable {
    private let isAnd: Bool
    private let left: Evaluator
    private let right: Evaluator

    init(isAnd: Bool, _ left: Evaluator, _ right: Evaluator) {
        self.isAnd = isAnd
        self.left = left
        self.right = right
    }

    override var marks: Bool { left.marks && right.marks }

    override func mark(_ batch: Batch, count: Int, in bits: UnsafeMutablePointer<UInt64>) {
        left.mark(batch, count: count, in: bits)
        let words = Bitmap.words(count)
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: words + 1) { others in
            guard let others = others.baseAddress else { return }
            right.mark(batch, count: count, in: others)
            if isAnd {
                for word in 0..<words { bits[word] &= others[word] }
            } else {
                for word in 0..<words { bits[word] |= others[word] }
            }
        }
    }

    override func select(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Selection {
        if let kept = marked(batch, rows) { return kept }
        guard isAnd else { return try super.select(batch, rows) }
        let kept = try left.select(batch, rows)
        return kept.isEmpty ? kept : try right.select(batch, kept)
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Vector {
        // FALSE settles AND, TRUE settles OR.
        let settling = !isAnd
        let first = try left.evaluate(batch, rows)
        let firstValues = first.values(Bool.self)
        let open = rows.filter { !(first.isValid($0) && firstValues[first.physical($0)] == settling) }
        if open.isEmpty { return first }
        let second = try right.evaluate(batch, open)
        let secondValues = second.values(Bool.self)
        var writer = VectorWriter<Bool>(count: batch.capacity)
        var undecided: UnsafeMutablePointer<UInt64>?
        if first.undecided != nil || second.undecided != nil {
            undecided = Bitmap.allocate(count: batch.capacity, in: writer.owner)
        }
        if open.count < rows.count { rows.each { writer[$0] = settling } }
        open.each { row in
            if second.isValid(row) && secondValues[second.physical(row)] == settling {
                writer[row] = settling
            } else if first.isNull(row) || second.isNull(row) {
                writer.setNull(row)
                if let undecided, first.isUndecided(row) || second.isUndecided(row) { Bitmap.set(undecided, row) }
            } else {
                writer[row] = !settling
            }
        }
        return writer.finish(.bool).marking(undecided: undecided)
    }
}

/// CASE: each row takes the first branch whose condition is TRUE.
final class ConditionalEvaluator: Evaluator, @unchecked Sendable {
    private let branches: [(when: Evaluator, then: Evaluator)]
    private let otherwise: Evaluator
    private let type: DataType

    init(_ branches: [(when: Evaluator, then: Evaluator)], otherwise: Evaluator, type: DataType) {
        self.branches = branches
        self.otherwise = otherwise
        self.type = type
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Vector {
        var merger = VectorMerger(type, count: batch.capacity)
        var remaining = rows
        for branch in branches where !remaining.isEmpty {
            let condition = try branch.when.evaluate(batch, remaining)
            let matched = condition.trueRows(remaining)
            if matched.isEmpty { continue }
            let result = try branch.then.evaluate(batch, matched)
            if matched.count == rows.count { return result }
            merger.take(result, matched)
            let values = condition.values(Bool.self)
            remaining = remaining.filter { !(condition.isValid($0) && values[condition.physical($0)]) }
        }
        if !remaining.isEmpty {
            let result = try otherwise.evaluate(batch, remaining)
            if remaining.count == rows.count { return result }
            merger.take(result, remaining)
        }
        return merger.finish()
    }
}

/// COALESCE: each row takes its first operand that is not NULL.
final class CoalesceEvaluator: Evaluator, @unchecked Sendable {
    private let operands: [Evaluator]
    private let type: DataType

    init(_ operands: [Evaluator], type: DataType) {
        self.operands = operands
        self.type = type
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Vector {
        var merger = VectorMerger(type, count: batch.capacity)
        var remaining = rows
        for operand in operands where !remaining.isEmpty {
            let result = try operand.evaluate(batch, remaining)
            let open = remaining.filter { result.isNull($0) }
            if open.isEmpty && remaining.count == rows.count { return result }
            merger.take(result, remaining)
            remaining = open
        }
        return merger.finish()
    }
}

/// `x IN (constants)`, by a hash set.
final class InSetEvaluator: Evaluator, @unchecked Sendable {
    private let operand: Evaluator
    private let members: Membership

    init(_ operand: Evaluator, _ values: [Value], hasNull: Bool, type: DataType) {
        self.operand = operand
        let table = KeyTable(types: [type], expected: values.count)
        let vector = Vector(type, values: values)
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(1, values.count)) { ids in
            if let base = ids.baseAddress { table.insert([vector], rows: Selection(all: values.count), into: base) }
        }
        members = Membership(table: table, hasNull: hasNull)
    }

    override func evaluate(_ batch: Batch, _ rows: Selection) throws(Diagnostic) -> Vector {
        members.test(try operand.evaluate(batch, rows), rows, count: batch.capacity)
    }
}

/// The right side of IN: a set of keys, and whether it held a NULL.
struct Membership: Sendable {
    let table: KeyTable
    let hasNull: Bool

    /// TRUE, FALSE or NULL for each selected row, as the definition of IN by `=` and OR has it.
    func test(_ operand: Vector, _ rows: Selection, count: Int) -> Vector {
        var writer = VectorWriter<Bool>(count: count)
        let isEmpty = table.count == 0 && !hasNull
        let ids = writer.owner.allocate(Int32.self, count: count)
        table.find([operand], rows: rows, into: ids, nullsMatch: false)
        rows.each { row in
            if ids[row] >= 0 {
                writer[row] = true
            } else if !isEmpty && (hasNull || operand.isNull(row)) {
                writer.setNull(row)
            } else {
                writer[row] = false
            }
        }
        return writer.finish(.bool)
    }
}
