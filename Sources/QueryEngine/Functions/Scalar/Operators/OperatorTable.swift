// The operators as rows of a table, so that the binder resolves `a + b` as it does `f(a, b)`.

import QueryLanguage

/// All operators that kernels compute; `AND`, `OR` and `CASE` are the engine's own.
package enum OperatorTable {
    package static let all: [Function] =
        Arithmetic.functions + Comparison.functions + BitOperators.functions + Predicates.functions + [
            LikePattern.function,
            Function(
                "$concat", .string, "both texts, one behind the other",
                Overload(
                    ["a": .string, "b": .string], returns: .string,
                    Kernel.text { (arguments, row, out) throws(Diagnostic) in
                        let (a, b) = (arguments[0].bytes(row), arguments[1].bytes(row))
                        var room = TextRoom()
                        try room.add(a.count + b.count)
                        out.append(contentsOf: a)
                        out.append(contentsOf: b)
                        return true
                    })),
            Function(
                "$interval", .date, "an INTERVAL of so many of a part",
                Overload(
                    ["count": .int64, "part": .datePart], returns: .interval,
                    Kernel.prepared(.interval) { (constants) throws(Diagnostic) in
                        let part = try CalendarPart.argument(constants[1], of: "INTERVAL")
                        return Kernel.partial(.interval) { (count: Int64, _: UTF8Bytes) throws(Diagnostic) in
                            try Interval(count, part)
                        }
                    })),
        ]

    private static let byName: [String: Function] = Dictionary(
        all.map { ($0.name, $0) }, uniquingKeysWith: { first, _ in first })

    /// The operator of this name, `$add`.
    package static func find(_ name: String) -> Function? { byName[name] }
}

/// The rows of `~ | ^ & << >>`.
private enum BitOperators {
    static let functions: [Function] = [
        Function(
            "$bitwise_not", .number, "all bits inverted",
            Overload(["a": .int64], returns: .int64, Kernel.dense(.int64) { (a: Int64) in ~a })),
        binary("$bitwise_or", "the bits set in either") { $0 | $1 },
        binary("$bitwise_xor", "the bits set in one of the two") { $0 ^ $1 },
        binary("$bitwise_and", "the bits set in both") { $0 & $1 },
        shift("$shift_left", "the bits moved to the left by so many places") { $0 << $1 },
        // No copies of the sign bit: vacant places become zero.
        shift("$shift_right", "the bits moved to the right by so many places") { $0 >> $1 },
    ]

    private static func binary(
        _ name: String, _ help: String, _ body: @escaping @Sendable (Int64, Int64) -> Int64
    ) -> Function {
        Function(
            name, .number, help, Overload(["a": .int64, "b": .int64], returns: .int64, Kernel.dense(.int64, body)))
    }

    private static func shift(
        _ name: String, _ help: String, _ body: @escaping @Sendable (UInt64, Int64) -> UInt64
    ) -> Function {
        let kernel = Kernel.checked(.int64) { (a: Int64, places: Int64) in
            (Int64(bitPattern: places < 0 ? 0 : body(UInt64(bitPattern: a), places)), places)
        } failure: { (_: Int64, places: Int64) in
            Diagnostic("cannot shift by a negative number of places: \(places)")
        }
        return Function(name, .number, help, Overload(["a": .int64, "places": .int64], returns: .int64, kernel))
    }
}

/// The rows of `IS NULL`, `IS TRUE`, `IS FALSE` and `NOT`.
private enum Predicates {
    static let functions: [Function] = [
        Function(
            "$is_null", .conditional, "whether it is NULL",
            Overload(
                ["a": .any], returns: .bool,
                .kernel { (arguments, rows, context) throws(Diagnostic) in
                    fill(arguments, rows, context) { (vector, row) in !vector.isValid(row) }
                })),
        Function(
            "$is_true", .conditional, "whether it is TRUE; FALSE for NULL",
            Overload(
                ["a": .bool], returns: .bool,
                .kernel { (arguments, rows, context) throws(Diagnostic) in
                    fill(arguments, rows, context) { (vector, row) in vector.isValid(row) && vector.element(row) }
                })),
        Function(
            "$is_false", .conditional, "whether it is FALSE; FALSE for NULL",
            Overload(
                ["a": .bool], returns: .bool,
                .kernel { (arguments, rows, context) throws(Diagnostic) in
                    fill(arguments, rows, context) { (vector, row) in vector.isValid(row) && !vector.element(row) }
                })),
        Function(
            "$not", .conditional, "TRUE for FALSE and FALSE for TRUE",
            Overload(
                ["a": .bool], returns: .bool,
                .kernel { (arguments, rows, context) throws(Diagnostic) in
                    let result = Kernel.dense(.bool, arguments, rows, context) { (a: UInt8) in a ^ 1 }
                    guard let undecided = arguments[0].undecided else { return result }
                    result.owner.keep(arguments[0].owner)
                    return result.marking(undecided: undecided)
                })),
    ]

    /// A BOOL for each row that is never NULL.
    @inline(__always)
    private static func fill(
        _ arguments: [Vector], _ rows: Selection, _ context: KernelContext, _ body: (Vector, Int) -> Bool
    ) -> Vector {
        let writer = VectorWriter<Bool>(count: context.count)
        let vector = arguments[0]
        rows.each { writer[$0] = body(vector, $0) }
        return writer.finish(.bool)
    }
}
