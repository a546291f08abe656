// States of aggregates that need no more than a few words a group: how such an aggregate says what it computes.

import QueryLanguage

/// What an aggregate has learnt of one group.
protocol Accumulator: BitwiseCopyable, Sendable {
    /// Of an empty group.
    init()

    /// Adds the rows of `later`, which come behind the ones seen here.
    mutating func merge(_ later: Self)
}

/// An accumulator of one argument's values, of which NULLs are left out.
protocol UnaryAccumulator: Accumulator {
    associatedtype Input: ColumnElement & KernelInput
    mutating func add(_ value: Input)

    /// Adds values of which none is NULL.
    mutating func add(_ values: UnsafePointer<Input>, _ rows: Selection)
}

extension UnaryAccumulator {
    mutating func add(_ values: UnsafePointer<Input>, _ rows: Selection) {
        // A copy stays in registers.
        var copy = self
        rows.each { copy.add(values[$0]) }
        self = copy
    }
}

/// An accumulator of pairs of FLOAT64 values; pairs with a NULL are left out.
protocol PairAccumulator: Accumulator {
    mutating func add(_ x: Double, _ y: Double)
}

/// The states of an accumulator for many groups.
///
/// The class is not generic, because calls through a protocol would reach the unspecialized code of a generic one.
/// The loops are closures that were made where the accumulator's type was known.
final class AccumulatorState: AggregateState {
    /// One accumulator's states, of whatever type.
    private typealias States = GroupStates<UInt8>

    private let size: Int
    private let alignment: Int
    private let clear: StateClearing
    private let add: @Sendable (States, [Vector], Selection, UnsafePointer<UInt32>) throws(Diagnostic) -> Void
    /// Adds rows without NULLs to one state; `nil` where that is nothing special.
    private let addAll: (@Sendable (UnsafeMutableRawPointer, [Vector], Selection) -> Void)?
    private let join: @Sendable (States, States, UnsafeBufferPointer<UInt32>, UnsafeBufferPointer<UInt32>) -> Void
    private let results: @Sendable (States, Int) throws(Diagnostic) -> Vector
    private var rows = StateRows()
    private var offset: Int

    /// - Parameters:
    ///   - type: the result's type.
    ///   - update: adds rows to the states of their groups.
    ///   - result: a group's result; `nil` for NULL.
    @inline(__always)
    convenience init<A: Accumulator, R: ColumnElement>(
        _: A.Type, _ type: DataType,
        update: @escaping @Sendable (GroupStates<A>, [Vector], Selection, UnsafePointer<UInt32>) -> Void,
        addAll: (@Sendable (UnsafeMutableRawPointer, [Vector], Selection) -> Void)? = nil,
        result: @escaping @Sendable (A) throws(Diagnostic) -> R?
    ) {
        self.init(A.self, update: update, addAll: addAll) { (states, groups) throws(Diagnostic) in
            var writer = VectorWriter<R>(count: groups)
            for group in 0..<groups {
                if let value = try result(states[group]) { writer[group] = value } else { writer.setNull(group) }
            }
            return writer.finish(type)
        }
    }

    /// - Parameter results: the results of groups `0..<count`.
    @inline(__always)
    init<A: Accumulator>(
        _: A.Type,
        update:
            @escaping @Sendable (GroupStates<A>, [Vector], Selection, UnsafePointer<UInt32>)
            throws(Diagnostic) -> Void,
        addAll: (@Sendable (UnsafeMutableRawPointer, [Vector], Selection) -> Void)? = nil,
        results: @escaping @Sendable (GroupStates<A>, Int) throws(Diagnostic) -> Vector
    ) {
        size = MemoryLayout<A>.stride
        alignment = MemoryLayout<A>.alignment
        clear = { start, stride, count in
            for group in 0..<count { (start + group &* stride).initializeMemory(as: A.self, to: A()) }
        }
        add = { (states, arguments, rows, groups) throws(Diagnostic) in
            try update(GroupStates(states), arguments, rows, groups)
        }
        self.addAll = addAll
        join = { states, others, sources, targets in
            let (states, others) = (GroupStates<A>(states), GroupStates<A>(others))
            for (source, target) in zip(sources, targets) { states[Int(target)].merge(others[Int(source)]) }
        }
        self.results = { (states, groups) throws(Diagnostic) in try results(GroupStates(states), groups) }
        offset = rows.add(size: size, alignment: alignment, clear: clear)
    }

    /// Lets the accumulators among `states`, which have no groups yet, keep each group's states side by side.
    static func bringTogether(_ states: [any AggregateState]) {
        let rows = StateRows()
        for case let state as AccumulatorState in states {
            state.offset = rows.add(size: state.size, alignment: state.alignment, clear: state.clear)
            state.rows = rows
        }
    }

    private var states: States { States(base: rows.start + offset, stride: rows.stride) }

    func resize(groups: Int) { rows.resize(groups: groups) }

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) throws(Diagnostic) {
        try add(states, arguments, rows, groups)
    }

    func update(_ arguments: [Vector], rows: Selection, capacity: Int) throws(Diagnostic) {
        if let addAll, arguments.allSatisfy({ !$0.isConstant && $0.validity == nil }) {
            return addAll(self.rows.start + offset, arguments, rows)
        }
        try updateByGroups(arguments, rows: rows, capacity: capacity)
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        join(states, unsafeDowncast(other, to: AccumulatorState.self).states, sources, targets)
    }

    func finish(groups: Int) throws(Diagnostic) -> Vector { try results(states, groups) }
}

/// Rows of the function table from accumulators.
enum Accumulate {
    /// An aggregate of one argument.
    @inline(__always)
    static func values<A: UnaryAccumulator, R: ColumnElement>(
        _: A.Type, _ type: DataType,
        result: @escaping @Sendable (A, AggregateOptions) throws(Diagnostic) -> R?
    ) -> Implementation {
        .aggregate { options in
            state(A.self, type) { (state) throws(Diagnostic) in try result(state, options) }
        }
    }

    /// The state of an aggregate of one argument.
    @inline(__always)
    static func state<A: UnaryAccumulator, R: ColumnElement>(
        _: A.Type, _ type: DataType, result: @escaping @Sendable (A) throws(Diagnostic) -> R?
    ) -> AccumulatorState {
        AccumulatorState(
            A.self, type,
            update: { states, arguments, rows, groups in
                arguments[0].eachValue(rows, A.Input.self) { row, value in states[Int(groups[row])].add(value) }
            },
            addAll: { state, arguments, rows in
                state.assumingMemoryBound(to: A.self).pointee.add(arguments[0].values(A.Input.self), rows)
            }, result: result)
    }

    /// An aggregate of two FLOAT64 arguments with a FLOAT64 result.
    @inline(__always)
    static func pairs<A: PairAccumulator>(
        _: A.Type, result: @escaping @Sendable (A) -> Double?
    ) -> Implementation {
        .aggregate { _ in
            AccumulatorState(
                A.self, .float64,
                update: { states, arguments, rows, groups in
                    let second = arguments[1]
                    arguments[0].eachValue(rows, Double.self) { row, first in
                        if second.isValid(row) { states[Int(groups[row])].add(first, second.element(row)) }
                    }
                }, result: result)
        }
    }
}

extension Vector {
    /// Calls `body` with each selected row that is not NULL and its value.
    @inline(__always)
    func eachValue<Element: ColumnElement>(_ rows: Selection, _: Element.Type, _ body: (Int, Element) -> Void) {
        let values = values(Element.self)
        if isConstant {
            guard isValid(0) else { return }
            let value = values[0]
            rows.each { body($0, value) }
        } else if let validity {
            rows.each { if Bitmap.isSet(validity, $0) { body($0, values[$0]) } }
        } else {
            rows.each { body($0, values[$0]) }
        }
    }
}
