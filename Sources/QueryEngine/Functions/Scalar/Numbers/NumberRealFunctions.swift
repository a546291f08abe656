// Roots, powers, logarithms and the trigonometric functions: the C library's, with GoogleSQL's errors.

import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension FunctionTable {
    static let realFunctions: [Function] = [
        real("SQRT", "the square root", sqrt, of: "a negative number") { $0 >= 0 },
        real("CBRT", "the cube root", cbrt),
        real("EXP", "e to this power", exp),
        real("LN", "the natural logarithm", log, of: "a number that is not positive") { $0 > 0 || $0 == -.infinity },
        Function(
            "LOG", .number, "the natural logarithm, or that to a base",
            Overload(["x": .float64], returns: .float64, naturalLogarithm),
            Overload(
                ["x": .float64, "base": .float64], returns: .float64, logarithm)),
        real("LOG10", "the logarithm to base 10", log10, of: "a number that is not positive") {
            $0 > 0 || $0 == -.infinity
        },
        power("POW"), power("POWER"),
        real("SIN", "the sine of an angle in radians", sin),
        real("COS", "the cosine of an angle in radians", cos),
        real("TAN", "the tangent of an angle in radians", tan),
        real("COT", "the cotangent of an angle in radians", reciprocal(tan), of: "zero") { $0 != 0 },
        real("SEC", "the secant of an angle in radians", reciprocal(cos)),
        real("CSC", "the cosecant of an angle in radians", reciprocal(sin), of: "zero") { $0 != 0 },
        real("ASIN", "the angle in radians with this sine", asin, of: "a number outside -1 to 1") { abs($0) <= 1 },
        real("ACOS", "the angle in radians with this cosine", acos, of: "a number outside -1 to 1") { abs($0) <= 1 },
        real("ATAN", "the angle in radians with this tangent", atan),
        Function(
            "ATAN2", .number, "the angle in radians of the point with these coordinates, the vertical one first",
            Overload(
                ["y": .float64, "x": .float64], returns: .float64,
                Kernel.dense(.float64) { (y: Double, x: Double) in atan2(y, x) })),
        real("SINH", "the hyperbolic sine", sinh),
        real("COSH", "the hyperbolic cosine", cosh),
        real("TANH", "the hyperbolic tangent", tanh),
        real("COTH", "the hyperbolic cotangent", reciprocal(tanh), of: "zero") { $0 != 0 },
        real("SECH", "the hyperbolic secant", reciprocal(cosh)),
        real("CSCH", "the hyperbolic cosecant", reciprocal(sinh), of: "zero") { $0 != 0 },
        real("ASINH", "the inverse hyperbolic sine", asinh),
        real("ACOSH", "the inverse hyperbolic cosine", acosh, of: "a number below 1") { $0 >= 1 },
        real("ATANH", "the inverse hyperbolic tangent", atanh, of: "a number outside -1 to 1") { abs($0) < 1 },
    ]

    private static func reciprocal(
        _ body: @escaping @Sendable (Double) -> Double
    ) -> @Sendable (Double) -> Double { { 1 / body($0) } }

    /// A function of a finite number whose result must be finite.
    ///
    /// - Parameters:
    ///   - domain: what a finite number outside the function's domain is called in the error.
    ///   - isInside: whether a number is in the domain.
    private static func real(
        _ name: String, _ help: String, _ body: @escaping @Sendable (Double) -> Double, of domain: String = "",
        _ isInside: @escaping @Sendable (Double) -> Bool = { _ in true }
    ) -> Function {
        Function(
            name, .number, help,
            Overload(["x": .float64], returns: .float64, checkedReal(name, body, of: domain, isInside)))
    }

    private static func checkedReal(
        _ name: String, _ body: @escaping @Sendable (Double) -> Double, of domain: String,
        _ isInside: @escaping @Sendable (Double) -> Bool
    ) -> Implementation {
        Kernel.checked(.float64) { (x: Double) in
            let result = body(x)
            return (result, result.suspect)
        } failure: { x in
            guard x.isFinite || name == "SQRT" && x < 0 else { return nil }
            let text = Value.float64(x).text
            return Diagnostic(isInside(x) ? "FLOAT64 overflow: \(name)(\(text))" : "\(name) of \(domain): \(text)")
        }
    }

    private static let naturalLogarithm = checkedReal("LOG", log, of: "a number that is not positive") { $0 > 0 }

    private static let logarithm = Kernel.checked(.float64) { (x: Double, base: Double) in
        // The C library's results for 2 and 10 are exact where a quotient of logarithms is not.
        let result =
            base == 2 ? log2(x) : base == 10 ? log10(x) : base == .infinity ? .nan : log(x) / log(base)
        return (result, base <= 0 ? -1 : result.suspect)
    } failure: { (x: Double, base: Double) -> Diagnostic? in
        if x <= 0 && x.isFinite { return Diagnostic("LOG of a number that is not positive: \(Value.float64(x).text)") }
        if base <= 0 || base == 1 {
            return Diagnostic("LOG to a base that is not positive or is 1: \(Value.float64(base).text)")
        }
        return nil
    }

    private static func power(_ name: String) -> Function {
        Function(
            name, .number, "the first number to the power of the second",
            Overload(
                ["x": .float64, "y": .float64], returns: .float64,
                Kernel.checked(.float64) { (x: Double, y: Double) in
                    let result = pow(x, y)
                    return (result, result.suspect)
                } failure: { (x: Double, y: Double) -> Diagnostic? in
                    guard x.isFinite && y.isFinite else { return nil }
                    let call = "\(name)(\(Value.float64(x).text), \(Value.float64(y).text))"
                    if x == 0 { return Diagnostic("division by zero: \(call)") }
                    if x < 0 && y != y.rounded() {
                        return Diagnostic("\(name) of a negative number to a power that is not whole: \(call)")
                    }
                    return Diagnostic("FLOAT64 overflow: \(call)")
                }))
    }
}
