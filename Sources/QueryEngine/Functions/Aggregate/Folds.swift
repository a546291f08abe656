// Aggregates that combine two values into one of the same type: MIN, MAX, ANY_VALUE, LOGICAL_AND, BIT_XOR…

import QueryLanguage

/// An associative way to combine two values, the second from a later row.
protocol FoldOperation: Sendable {
    associatedtype Element: ColumnElement & KernelInput
    static func combine(_ earlier: Element, _ later: Element) -> Element
}

/// The combination of all values; of none, NULL.
struct Fold<Operation: FoldOperation>: UnaryAccumulator {
    private(set) var value: Operation.Element?

    mutating func add(_ later: Operation.Element) {
        value = value.map { Operation.combine($0, later) } ?? later
    }

    mutating func merge(_ later: Fold) {
        if let value = later.value { add(value) }
    }

    /// The implementation for a type that every call has.
    @inline(__always)
    static func implementation(_ type: DataType) -> Implementation {
        Accumulate.values(Fold.self, type) { state, _ in state.value }
    }

    /// The state for one of several types.
    @inline(__always)
    static func state(_ type: DataType) -> any AggregateState {
        Accumulate.state(Fold.self, type) { $0.value }
    }
}

/// Values of fixed width that have an order.
protocol OrderedElement: ColumnElement, KernelInput {
    static func isLess(_ a: Self, _ b: Self) -> Bool
    /// Whether it is NaN, which as a minimum or maximum outdoes everything.
    var isUnordered: Bool { get }
}

extension OrderedElement {
    var isUnordered: Bool { false }
}

extension OrderedElement where Self: Comparable {
    @inline(__always)
    static func isLess(_ a: Self, _ b: Self) -> Bool { a < b }
}

extension Int64: OrderedElement {}
extension Int32: OrderedElement {}
extension Interval: OrderedElement {}

extension Double: OrderedElement {
    var isUnordered: Bool { isNaN }
}

extension Bool: OrderedElement {
    static func isLess(_ a: Bool, _ b: Bool) -> Bool { !a && b }
}

enum Minimum<Element: OrderedElement>: FoldOperation {
    static func combine(_ earlier: Element, _ later: Element) -> Element {
        later.isUnordered || Element.isLess(later, earlier) ? later : earlier
    }
}

enum Maximum<Element: OrderedElement>: FoldOperation {
    static func combine(_ earlier: Element, _ later: Element) -> Element {
        later.isUnordered || Element.isLess(earlier, later) ? later : earlier
    }
}

enum First<Element: ColumnElement & KernelInput>: FoldOperation {
    static func combine(_ earlier: Element, _: Element) -> Element { earlier }
}

enum LogicalAnd: FoldOperation {
    static func combine(_ earlier: Bool, _ later: Bool) -> Bool { earlier && later }
}

enum LogicalOr: FoldOperation {
    static func combine(_ earlier: Bool, _ later: Bool) -> Bool { earlier || later }
}

enum BitAnd: FoldOperation {
    static func combine(_ earlier: Int64, _ later: Int64) -> Int64 { earlier & later }
}

enum BitOr: FoldOperation {
    static func combine(_ earlier: Int64, _ later: Int64) -> Int64 { earlier | later }
}

enum BitXor: FoldOperation {
    static func combine(_ earlier: Int64, _ later: Int64) -> Int64 { earlier ^ later }
}

/// MIN, MAX and ANY_VALUE, which take any type.
enum Choice: Sendable {
    case minimum
    case maximum
    case first

    /// The state for a first argument of the type that the options name.
    func state(_ options: AggregateOptions) -> any AggregateState {
        let type = options.argumentTypes[0]
        return switch type {
        case .bool: state(type, Bool.self)
        case .int64, .timestamp: state(type, Int64.self)
        case .float64: state(type, Double.self)
        case .date: state(type, Int32.self)
        case .interval: state(type, Interval.self)
        case .string: TextChoiceState(self)
        case .quantity: quantityState(options)
        }
    }

    @inline(__always)
    private func state<Element: OrderedElement>(_ type: DataType, _: Element.Type) -> any AggregateState {
        switch self {
        case .minimum: Fold<Minimum<Element>>.state(type)
        case .maximum: Fold<Maximum<Element>>.state(type)
        case .first: Fold<First<Element>>.state(type)
        }
    }
}
