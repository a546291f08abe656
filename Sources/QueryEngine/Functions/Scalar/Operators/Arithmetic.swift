// The arithmetic operators: numbers that report overflow, dates, times and intervals.

import QueryLanguage

/// The rows of `+ - * /` and unary `-`.
enum Arithmetic {
    static let functions: [Function] = [
        Function(
            "$add", .number, "the sum; a DATE moves by days or by an INTERVAL",
            Overload(["a": .int64, "b": .int64], returns: .int64, addInt64),
            Overload(["a": .float64, "b": .float64], returns: .float64, addFloat64),
            Overload(["a": .quantity, "b": .quantity], returns: .quantity, QuantityKernels.add),
            Overload(["date": .date, "days": .int64], returns: .date, moveDate(sign: 1)),
            Overload(
                ["days": .int64, "date": .date], returns: .date,
                Kernel.partial(.date) { (days: Int64, date: Int32) throws(Diagnostic) in try move(date, days, "+") }),
            Overload(["date": .date, "interval": .interval], returns: .date, DateArithmetic.addToDate),
            Overload(
                ["timestamp": .timestamp, "interval": .interval], returns: .timestamp, DateArithmetic.addToTimestamp),
            Overload(
                ["interval": .interval, "date": .date], returns: .date,
                Kernel.partial(.date) { (interval: Interval, date: Int32) throws(Diagnostic) in
                    try DateArithmetic.add(date, interval)
                }),
            Overload(
                ["interval": .interval, "timestamp": .timestamp], returns: .timestamp,
                Kernel.partial(.timestamp) { (interval: Interval, timestamp: Int64) throws(Diagnostic) in
                    try DateArithmetic.add(timestamp, interval)
                }),
            Overload(["a": .interval, "b": .interval], returns: .interval, interval("+", Value.interval) { $0 + $1 })),
        Function(
            "$subtract", .number, "the difference; of two dates or timestamps an INTERVAL",
            Overload(["a": .int64, "b": .int64], returns: .int64, subtractInt64),
            Overload(["a": .float64, "b": .float64], returns: .float64, subtractFloat64),
            Overload(["a": .quantity, "b": .quantity], returns: .quantity, QuantityKernels.subtract),
            Overload(["date": .date, "days": .int64], returns: .date, moveDate(sign: -1)),
            Overload(
                ["end": .date, "start": .date], returns: .interval,
                Kernel.dense(.interval) { (a: Int32, b: Int32) in Interval(days: a &- b) }),
            Overload(
                ["end": .timestamp, "start": .timestamp], returns: .interval,
                Kernel.dense(.interval) { (a: Int64, b: Int64) in Interval(microseconds: a &- b) }),
            Overload(["date": .date, "interval": .interval], returns: .date, DateArithmetic.subtractFromDate),
            Overload(
                ["timestamp": .timestamp, "interval": .interval], returns: .timestamp,
                DateArithmetic.subtractFromTimestamp),
            Overload(["a": .interval, "b": .interval], returns: .interval, interval("-", Value.interval) { $0 + -$1 })),
        Function(
            "$multiply", .number, "the product",
            Overload(["a": .int64, "b": .int64], returns: .int64, multiplyInt64),
            Overload(["a": .float64, "b": .float64], returns: .float64, multiplyFloat64),
            Overload(["a": .quantity, "b": .quantity], returns: .quantity, QuantityKernels.multiply),
            Overload(
                ["interval": .interval, "factor": .int64], returns: .interval, interval("*", Value.int64) { $0 * $1 }),
            Overload(
                ["factor": .int64, "interval": .interval], returns: .interval,
                Kernel.partial(.interval) { (factor: Int64, value: Interval) throws(Diagnostic) in
                    guard let result = value * factor else { throw intervalOverflow(value, "*", .int64(factor)) }
                    return result
                })),
        Function(
            "$divide", .number, "the quotient, always a FLOAT64; division by zero is an error",
            Overload(["a": .float64, "b": .float64], returns: .float64, divide),
            Overload(["a": .quantity, "b": .quantity], returns: .quantity, QuantityKernels.divide),
            Overload(
                ["interval": .interval, "divisor": .int64], returns: .interval,
                Kernel.partial(.interval) { (value: Interval, divisor: Int64) throws(Diagnostic) in
                    guard divisor != 0 else { throw divisionByZero(.interval(value)) }
                    return value / divisor
                })),
        Function(
            "$negate", .number, "the value with the other sign",
            Overload(["a": .int64], returns: .int64, negateInt64),
            Overload(["a": .float64], returns: .float64, Kernel.dense(.float64) { (a: Double) in -a }),
            Overload(["a": .quantity], returns: .quantity, QuantityKernels.negate),
            Overload(
                ["a": .interval], returns: .interval,
                Kernel.dense(.interval) { (a: Interval) in
                    Interval(months: 0 &- a.months, days: 0 &- a.days, microseconds: 0 &- a.microseconds)
                })),
    ]

    // MARK: INT64

    // Overflow shows in the signs: a sum's differs from that of both terms ("Hacker's Delight", 2-13).

    static let addInt64 = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        try Kernel.checked(.int64, arguments, rows, context) { (a: Int64, b: Int64) in
            let sum = a &+ b
            return (sum, (a ^ sum) & (b ^ sum))
        } failure: {
            overflow(.int64($0), "+", .int64($1), safely: "SAFE_ADD")
        }
    }

    static let subtractInt64 = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        try Kernel.checked(.int64, arguments, rows, context) { (a: Int64, b: Int64) in
            let difference = a &- b
            return (difference, (a ^ b) & (a ^ difference))
        } failure: {
            overflow(.int64($0), "-", .int64($1), safely: "SAFE_SUBTRACT")
        }
    }

    static let multiplyInt64 = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        try Kernel.checked(.int64, arguments, rows, context) { (a: Int64, b: Int64) in
            let (product, overflow) = a.multipliedReportingOverflow(by: b)
            return (product, overflow ? -1 : 0)
        } failure: {
            overflow(.int64($0), "*", .int64($1), safely: "SAFE_MULTIPLY")
        }
    }

    static let negateInt64 = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        try Kernel.checked(.int64, arguments, rows, context) { (a: Int64) in
            (0 &- a, a & (0 &- a))
        } failure: {
            Diagnostic("INT64 overflow: -(\($0))", hints: ["SAFE_NEGATE gives NULL instead"])
        }
    }

    // MARK: FLOAT64

    // Infinity and NaN are errors only where they come of finite numbers.

    static let addFloat64 = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        try Kernel.checked(.float64, arguments, rows, context) { (a: Double, b: Double) in
            (a + b, (a + b).suspect)
        } failure: {
            float64Overflow($0, "+", $1, safely: "SAFE_ADD")
        }
    }

    static let subtractFloat64 = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        try Kernel.checked(.float64, arguments, rows, context) { (a: Double, b: Double) in
            (a - b, (a - b).suspect)
        } failure: {
            float64Overflow($0, "-", $1, safely: "SAFE_SUBTRACT")
        }
    }

    static let multiplyFloat64 = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        try Kernel.checked(.float64, arguments, rows, context) { (a: Double, b: Double) in
            (a * b, (a * b).suspect)
        } failure: {
            float64Overflow($0, "*", $1, safely: "SAFE_MULTIPLY")
        }
    }

    static let divide = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        try Kernel.checked(.float64, arguments, rows, context) { (a: Double, b: Double) in
            (a / b, b == 0 ? -1 : (a / b).suspect)
        } failure: { a, b in
            b == 0 ? divisionByZero(.float64(a)) : float64Overflow(a, "/", b, safely: "SAFE_DIVIDE")
        }
    }

    /// The error of an operation on finite numbers; `nil` if one was not finite.
    private static func float64Overflow(_ a: Double, _ sign: String, _ b: Double, safely: String) -> Diagnostic? {
        a.isFinite && b.isFinite ? overflow(.float64(a), sign, .float64(b), safely: safely) : nil
    }

    private static func overflow(_ a: Value, _ sign: String, _ b: Value, safely: String) -> Diagnostic {
        Diagnostic(
            "\(a.type?.name ?? "") overflow: \(a.text) \(sign) \(b.text)", hints: ["\(safely) gives NULL instead"])
    }

    static func divisionByZero(_ dividend: Value) -> Diagnostic {
        Diagnostic("division by zero: \(dividend.text) / 0", hints: ["SAFE_DIVIDE gives NULL instead"])
    }

    // MARK: Dates and intervals

    private static func moveDate(sign: Int64) -> Implementation {
        Kernel.partial(.date) { (date: Int32, days: Int64) throws(Diagnostic) in
            guard days != .min else { throw dateOverflow(date, sign < 0 ? "-" : "+", days) }
            return try move(date, sign * days, sign < 0 ? "-" : "+")
        }
    }

    private static func move(_ date: Int32, _ days: Int64, _ sign: String) throws(Diagnostic) -> Int32 {
        let (moved, overflow) = Int(date).addingReportingOverflow(Int(days))
        guard !overflow, CivilDate.range ~= moved else {
            throw dateOverflow(date, sign, sign == "-" ? -days : days)
        }
        return Int32(moved)
    }

    private static func dateOverflow(_ date: Int32, _ sign: String, _ days: Int64) -> Diagnostic {
        Diagnostic(
            "DATE out of range: \(Value.date(date).text) \(sign) \(days)",
            hints: ["dates go from 0001-01-01 to 9999-12-31"])
    }

    private static func interval<B: KernelInput>(
        _ sign: String, _ value: @escaping @Sendable (B) -> Value,
        _ body: @escaping @Sendable (Interval, B) -> Interval?
    ) -> Implementation {
        Kernel.partial(.interval) { (a: Interval, b: B) throws(Diagnostic) in
            guard let result = body(a, b) else { throw intervalOverflow(a, sign, value(b)) }
            return result
        }
    }

    private static func intervalOverflow(_ a: Interval, _ sign: String, _ b: Value) -> Diagnostic {
        Diagnostic("INTERVAL out of range: \(Value.interval(a).text) \(sign) \(b.text)")
    }
}
