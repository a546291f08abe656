// The conditional functions. Those that leave arguments unevaluated are the engine's own; here they have their rows.

import QueryLanguage

extension FunctionTable {
    static let conditionals: [Function] = [
        Function(
            "IF", .conditional, "the second value where the condition is TRUE, else the third",
            Overload(["condition": .bool, "then": .any, "else": .any], returns: .any, .special(.if))),
        Function(
            "IFNULL", .conditional, "the first value; the second where that is NULL",
            Overload(["value": .any, "default": .any], returns: .any, .special(.ifNull))),
        Function(
            "NULLIF", .conditional, "the first value; NULL where it equals the second",
            Overload(["value": .any, "other": .any], returns: .any, .special(.nullIf))),
        Function(
            "COALESCE", .conditional, "the first of the values that is not NULL",
            Overload(["value": .any], repeats: true, returns: .any, .special(.coalesce))),
        Function(
            "NULLIFZERO", .conditional, "the number; NULL where it is zero",
            Overload(["x": .int64], returns: .int64, Kernel.partial(.int64) { (x: Int64) in x == 0 ? nil : x }),
            Overload(["x": .float64], returns: .float64, Kernel.partial(.float64) { (x: Double) in x == 0 ? nil : x })),
        Function(
            "ZEROIFNULL", .conditional, "the number; zero where it is NULL",
            Overload(["x": .int64], returns: .int64, zeroForNull(.int64, Int64.self)),
            Overload(["x": .float64], returns: .float64, zeroForNull(.float64, Double.self))),
    ]

    private static func zeroForNull<T: ColumnElement & Numeric>(_ type: DataType, _: T.Type) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            let writer = VectorWriter<T>(count: context.count)
            let values = arguments[0].values(T.self)
            rows.each { writer[$0] = arguments[0].isValid($0) ? values[arguments[0].physical($0)] : 0 }
            return writer.finish(type)
        }
    }
}
