// The functions on numbers: their rows of the function table, and the short kernels.

import QueryLanguage

extension FunctionTable {
    static let numbers: [Function] = rounding + division + realFunctions + choices + tests

    private static let rounding: [Function] = [
        Function(
            "ABS", .number, "the value without its sign",
            Overload(
                ["x": .int64], returns: .int64,
                Kernel.checked(.int64) { (x: Int64) in
                    let sign = x >> 63
                    let absolute = (x ^ sign) &- sign
                    return (absolute, absolute)
                } failure: {
                    Diagnostic("INT64 overflow: ABS(\($0))")
                }),
            Overload(["x": .float64], returns: .float64, Kernel.dense(.float64) { (x: Double) in abs(x) }),
            Overload(["x": .quantity], returns: .quantity, QuantityKernels.magnitude)),
        Function(
            "SIGN", .number, "-1, 0 or 1 for a negative number, zero or a positive one",
            Overload(["x": .int64], returns: .int64, Kernel.dense(.int64) { (x: Int64) in x.signum() }),
            Overload(
                ["x": .float64], returns: .float64,
                Kernel.dense(.float64) { (x: Double) in x > 0 ? 1 : x < 0 ? -1 : x.isNaN ? x : 0 })),
        Function(
            "ROUND", .number, "the nearest whole number, halves away from zero; or to so many decimal places",
            Overload(
                ["x": .float64], returns: .float64,
                Kernel.dense(.float64) { (x: Double) in x.rounded(.toNearestOrAwayFromZero) }),
            Overload(
                ["x": .float64, "places": .int64], returns: .float64,
                rounded("ROUND", .toNearestOrAwayFromZero)),
            Overload(["x": .quantity], returns: .quantity, QuantityKernels.round),
            Overload(["x": .quantity, "places": .int64], returns: .quantity, QuantityKernels.round)),
        Function(
            "TRUNC", .number, "the whole number next towards zero; or to so many decimal places",
            Overload(
                ["x": .float64], returns: .float64, Kernel.dense(.float64) { (x: Double) in x.rounded(.towardZero) }),
            Overload(["x": .float64, "places": .int64], returns: .float64, rounded("TRUNC", .towardZero))),
        wholeNumber("CEIL", "the least whole number that is not less", .up),
        wholeNumber("CEILING", "the least whole number that is not less", .up),
        wholeNumber("FLOOR", "the greatest whole number that is not greater", .down),
    ]

    private static func wholeNumber(_ name: String, _ help: String, _ rule: FloatingPointRoundingRule) -> Function {
        Function(
            name, .number, help,
            Overload(["x": .float64], returns: .float64, Kernel.dense(.float64) { (x: Double) in x.rounded(rule) }))
    }

    private static func rounded(_ name: String, _ rule: FloatingPointRoundingRule) -> Implementation {
        Kernel.checked(.float64) { (x: Double, places: Int64) in
            let result = DecimalRounding.round(x, places: places, rule)
            return (result, result.suspect)
        } failure: { x, places in
            x.isFinite ? Diagnostic("FLOAT64 overflow: \(name)(\(Value.float64(x).text), \(places))") : nil
        }
    }

    private static let division: [Function] = [
        Function(
            "DIV", .number, "the whole quotient, rounded towards zero",
            Overload(
                ["x": .int64, "y": .int64], returns: .int64,
                Kernel.checked(.int64) { (x: Int64, y: Int64) in
                    let fails = y == 0 || y == -1 && x == .min
                    return (fails ? 0 : x / y, fails ? -1 : 0)
                } failure: { x, y in
                    Diagnostic(y == 0 ? "division by zero: DIV(\(x), 0)" : "INT64 overflow: DIV(\(x), \(y))")
                })),
        Function(
            "MOD", .number, "what a division leaves over, with the sign of the dividend",
            Overload(
                ["x": .int64, "y": .int64], returns: .int64,
                Kernel.checked(.int64) { (x: Int64, y: Int64) in
                    // The remainder by -1 is 0, but the division that finds it may overflow.
                    (y == 0 || y == -1 ? 0 : x % y, y == 0 ? -1 : 0)
                } failure: { x, _ in
                    Diagnostic("division by zero: MOD(\(x), 0)")
                })),
        Function(
            "SAFE_DIVIDE", .number, "the quotient; NULL where x / y is an error",
            Overload(["x": .float64, "y": .float64], returns: .float64, safe(Arithmetic.divide)),
            Overload(["x": .quantity, "y": .quantity], returns: .quantity, safe(QuantityKernels.divide))),
        Function(
            "IEEE_DIVIDE", .number, "the quotient, infinite or NaN by the rules of IEEE 754; never an error",
            Overload(
                ["x": .float64, "y": .float64], returns: .float64,
                Kernel.dense(.float64) { (x: Double, y: Double) in x / y })),
        Function(
            "SAFE_ADD", .number, "the sum; NULL if it overflows",
            Overload(["x": .int64, "y": .int64], returns: .int64, safe(Arithmetic.addInt64)),
            Overload(["x": .float64, "y": .float64], returns: .float64, safe(Arithmetic.addFloat64)),
            Overload(["x": .quantity, "y": .quantity], returns: .quantity, safe(QuantityKernels.add))),
        Function(
            "SAFE_SUBTRACT", .number, "the difference; NULL if it overflows",
            Overload(["x": .int64, "y": .int64], returns: .int64, safe(Arithmetic.subtractInt64)),
            Overload(["x": .float64, "y": .float64], returns: .float64, safe(Arithmetic.subtractFloat64)),
            Overload(["x": .quantity, "y": .quantity], returns: .quantity, safe(QuantityKernels.subtract))),
        Function(
            "SAFE_MULTIPLY", .number, "the product; NULL if it overflows",
            Overload(["x": .int64, "y": .int64], returns: .int64, safe(Arithmetic.multiplyInt64)),
            Overload(["x": .float64, "y": .float64], returns: .float64, safe(Arithmetic.multiplyFloat64))),
        Function(
            "SAFE_NEGATE", .number, "the value with the other sign; NULL if it overflows",
            Overload(["x": .int64], returns: .int64, safe(Arithmetic.negateInt64)),
            Overload(["x": .float64], returns: .float64, Kernel.dense(.float64) { (x: Double) in -x })),
    ]

    /// The same kernel, as if behind the `SAFE.` prefix.
    private static func safe(_ implementation: Implementation) -> Implementation {
        guard case .kernel(let kernel) = implementation else { return implementation }
        return .kernel { (arguments, rows, context) throws(Diagnostic) in
            try kernel(arguments, rows, KernelContext(count: context.count, isSafe: true, now: context.now))
        }
    }

    private static let tests: [Function] = [
        Function(
            "IS_NAN", .number, "whether it is NaN",
            Overload(["x": .float64], returns: .bool, Kernel.dense(.bool) { (x: Double) in x.isNaN })),
        Function(
            "IS_INF", .number, "whether it is positive or negative infinity",
            Overload(["x": .float64], returns: .bool, Kernel.dense(.bool) { (x: Double) in x.isInfinite })),
        Function(
            "BIT_COUNT", .number, "the number of bits that are set",
            Overload(
                ["x": .int64], returns: .int64, Kernel.dense(.int64) { (x: Int64) in Int64(x.nonzeroBitCount) })),
        Function(
            "PI", .number, "the ratio of a circle's circumference to its diameter",
            Overload(
                [:], returns: .float64,
                .kernel { (_, _, context) throws(Diagnostic) in
                    .constant(.float64(.pi), type: .float64, count: context.count)
                })),
        Function(
            "RAND", .number, "a random number from 0 to below 1, another for each row",
            Overload(
                [:], returns: .float64,
                .kernel { (_, rows, context) throws(Diagnostic) in
                    let writer = VectorWriter<Double>(count: context.count)
                    var generator = SystemRandomNumberGenerator()
                    rows.each { writer[$0] = Double.random(in: 0..<1, using: &generator) }
                    return writer.finish(.float64)
                })),
    ]
}

/// ROUND and TRUNC to decimal places.
enum DecimalRounding {
    /// The number with `places` digits behind the point, or with that many zeros before it if negative.
    static func round(_ x: Double, places: Int64, _ rule: FloatingPointRoundingRule) -> Double {
        guard x.isFinite else { return x }
        if places >= 0 {
            // A FLOAT64 has no digits that far behind the point; and 10^22 is the last exact power of ten.
            guard places <= 22 else { return x }
            let scale = powersOfTen[Int(places)]
            let scaled = x * scale
            return abs(scaled) < 0x1p53 ? scaled.rounded(rule) / scale : x
        }
        guard places >= -308 else { return 0 }
        var scale = 1.0
        var left = -places
        while left > 0 {
            let step = min(left, 22)
            scale *= powersOfTen[Int(step)]
            left -= step
        }
        return (x / scale).rounded(rule) * scale
    }
}
