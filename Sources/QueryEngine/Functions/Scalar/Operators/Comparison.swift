// The comparison operators, for every type.

import QueryLanguage

extension UInt8: ColumnElement {}

/// One of `=`, `!=`, `<`, `<=`, `>`, `>=`.
protocol Relation: SendableMetatype {
    static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool
    static func holds(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Bool
    /// `nil` where the bounds do not settle it.
    static func holds(_ a: Quantity, _ b: Quantity) -> Bool?
}

private enum Equal: Relation {
    @inline(__always)
    static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a == b }
    @inline(__always)
    static func holds(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Bool {
        StringView.equal(a.pointee, b.pointee)
    }
    static func holds(_ a: Quantity, _ b: Quantity) -> Bool? { Quantity.isEqual(a, b) }
}

private enum NotEqual: Relation {
    @inline(__always)
    static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a != b }
    @inline(__always)
    static func holds(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Bool {
        !StringView.equal(a.pointee, b.pointee)
    }
    static func holds(_ a: Quantity, _ b: Quantity) -> Bool? { Quantity.isEqual(a, b).map { !$0 } }
}

private enum Less: Relation {
    @inline(__always)
    static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a < b }
    @inline(__always)
    static func holds(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Bool { StringView.less(a, b) }
    static func holds(_ a: Quantity, _ b: Quantity) -> Bool? { Quantity.isLess(a, b) }
}

private enum LessOrEqual: Relation {
    @inline(__always)
    static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a <= b }
    @inline(__always)
    static func holds(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Bool { !StringView.less(b, a) }
    static func holds(_ a: Quantity, _ b: Quantity) -> Bool? { Quantity.isLessOrEqual(a, b) }
}

private enum Greater: Relation {
    @inline(__always)
    static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a > b }
    @inline(__always)
    static func holds(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Bool { StringView.less(b, a) }
    static func holds(_ a: Quantity, _ b: Quantity) -> Bool? { Quantity.isLess(b, a) }
}

private enum GreaterOrEqual: Relation {
    @inline(__always)
    static func holds<T: Comparable>(_ a: T, _ b: T) -> Bool { a >= b }
    @inline(__always)
    static func holds(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Bool { !StringView.less(a, b) }
    static func holds(_ a: Quantity, _ b: Quantity) -> Bool? { Quantity.isLessOrEqual(b, a) }
}

/// The rows of the comparison operators.
enum Comparison {
    static let functions: [Function] = [
        row("$equal", "whether both are the same", Equal.self),
        row("$not_equal", "whether the two differ", NotEqual.self),
        row("$less", "whether the first sorts before the second", Less.self),
        row("$less_or_equal", "whether the first sorts before the second or is the same", LessOrEqual.self),
        row("$greater", "whether the first sorts behind the second", Greater.self),
        row("$greater_or_equal", "whether the first sorts behind the second or is the same", GreaterOrEqual.self),
        Function(
            "$is_distinct", .conditional, "whether the two differ, where NULL is like NULL and NaN like NaN",
            Overload(["a": .any, "b": .any], returns: .bool, .kernel(isDistinct))),
    ]

    private static func row<R: Relation>(_ name: String, _ help: String, _: R.Type) -> Function {
        Function(
            name, .conditional, help,
            Overload(
                ["a": .any, "b": .any], returns: .bool,
                .kernel { (arguments, rows, context) throws(Diagnostic) in
                    switch arguments[0].type {
                    // A BOOL is a byte of 0 or 1, and Swift has no order for it.
                    case .bool: compare(R.self, UInt8.self, arguments, rows, context)
                    case .int64, .timestamp: compare(R.self, Int64.self, arguments, rows, context)
                    case .float64: compare(R.self, Double.self, arguments, rows, context)
                    case .date: compare(R.self, Int32.self, arguments, rows, context)
                    case .interval: compare(R.self, Interval.self, arguments, rows, context)
                    case .string: compareStrings(R.self, arguments, rows, context)
                    case .quantity: try QuantityKernels.compare(R.self, arguments, rows, context)
                    }
                }))
    }

    @inline(__always)
    static func compare<R: Relation, T: ColumnElement & Comparable>(
        _: R.Type, _: T.Type, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext
    ) -> Vector {
        Kernel.dense(.bool, arguments, rows, context) { (a: T, b: T) in R.holds(a, b) }
    }

    private static func compareStrings<R: Relation>(
        _: R.Type, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext
    ) -> Vector {
        let writer = VectorWriter<Bool>(count: context.count)
        let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
        let (a, b) = (arguments[0].values(StringView.self), arguments[1].values(StringView.self))
        let (strideA, strideB) = (arguments[0].isConstant ? 0 : 1, arguments[1].isConstant ? 0 : 1)
        if validity == nil {
            rows.each { writer[$0] = R.holds(a + $0 * strideA, b + $0 * strideB) }
        } else {
            // What a NULL row holds may be an address of nothing.
            rows.each { row in
                let isValid = arguments[0].isValid(row) && arguments[1].isValid(row)
                writer[row] = isValid && R.holds(a + row * strideA, b + row * strideB)
            }
        }
        return writer.finish(.bool, validity: validity)
    }

    private static let isDistinct: ScalarKernel = { (arguments, rows, context) throws(Diagnostic) in
        switch arguments[0].type {
        case .bool: isDistinct(arguments, rows, context) { (a: UInt8, b: UInt8) in a != b }
        case .int64, .timestamp: isDistinct(arguments, rows, context) { (a: Int64, b: Int64) in a != b }
        case .float64:
            isDistinct(arguments, rows, context) { (a: Double, b: Double) in a != b && !(a.isNaN && b.isNaN) }
        case .date: isDistinct(arguments, rows, context) { (a: Int32, b: Int32) in a != b }
        case .interval: isDistinct(arguments, rows, context) { (a: Interval, b: Interval) in a != b }
        case .string:
            isDistinct(arguments, rows, context) { (a: StringView, b: StringView) in !StringView.equal(a, b) }
        case .quantity:
            isDistinct(arguments.map { $0.withRowUnits() }, rows, context) { (a: Quantity, b: Quantity) in a != b }
        }
    }

    @inline(__always)
    private static func isDistinct<T: ColumnElement>(
        _ arguments: [Vector], _ rows: Selection, _ context: KernelContext, _ differ: (T, T) -> Bool
    ) -> Vector {
        let writer = VectorWriter<Bool>(count: context.count)
        let (a, b) = (arguments[0], arguments[1])
        let (x, y) = (a.values(T.self), b.values(T.self))
        rows.each { row in
            let isValid = a.isValid(row)
            writer[row] =
                isValid != b.isValid(row) || isValid && differ(x[a.physical(row)], y[b.physical(row)])
        }
        return writer.finish(.bool)
    }
}
