// The functions on numbers, by GoogleSQL's documentation.

import Testing

@testable import QueryEngine

struct ScalarNumberTests {
    private let infinity = Value.float64(.infinity)
    private let nan = Value.float64(.nan)

    @Test(
        arguments: [
            (2.0, 2.0, 2.0, 2.0, 2.0), (2.3, 2.0, 2.0, 3.0, 2.0), (2.8, 3.0, 2.0, 3.0, 2.0), (2.5, 3.0, 2.0, 3.0, 2.0),
            (-2.3, -2.0, -2.0, -2.0, -3.0), (-2.8, -3.0, -2.0, -2.0, -3.0), (-2.5, -3.0, -2.0, -2.0, -3.0),
            (.infinity, .infinity, .infinity, .infinity, .infinity),
        ] as [(Double, Double, Double, Double, Double)])
    func rounding(x: Double, round: Double, trunc: Double, ceil: Double, floor: Double) throws {
        try expect("ROUND", [.float64(x)], gives: .float64(round))
        try expect("TRUNC", [.float64(x)], gives: .float64(trunc))
        try expect("CEIL", [.float64(x)], gives: .float64(ceil))
        try expect("FLOOR", [.float64(x)], gives: .float64(floor))
    }

    @Test func roundingToPlaces() throws {
        try expect("ROUND", [123.7, -1], gives: 120.0)
        try expect("ROUND", [1.235, 2], gives: 1.24)
        try expect("ROUND", [-2.25, 1], gives: -2.3)
        try expect("ROUND", [5, -1], gives: 10.0)
        try expect("ROUND", [1.5, .int64(.max)], gives: 1.5)
        try expect("ROUND", [1.5, .int64(.min)], gives: 0.0)
        try expect("TRUNC", [-1.239, 2], gives: -1.23)
        try expect("TRUNC", [1999, -3], gives: 1000.0)
        try expect("ROUND", [nan, 2], gives: nan)
        try expect("ROUND", [1.7e308, -308], fails: "FLOAT64 overflow")
    }

    @Test func signs() throws {
        try expect("ABS", [-25], gives: 25)
        try expect("ABS", [-2.5], gives: 2.5)
        try expect("ABS", [.int64(.min)], fails: "INT64 overflow: ABS(-9223372036854775808)")
        try expect("SIGN", [-25], gives: -1)
        try expect("SIGN", [0.0], gives: 0.0)
        try expect("SIGN", [nan], gives: nan)
    }

    @Test func division() throws {
        try expect("DIV", [20, 3], gives: 6)
        try expect("DIV", [12, -7], gives: -1)
        try expect("DIV", [20, 0], fails: "division by zero")
        try expect("DIV", [.int64(.min), -1], fails: "INT64 overflow")
        try expect("MOD", [25, 12], gives: 1)
        try expect("MOD", [-25, 12], gives: -1)
        try expect("MOD", [.int64(.min), -1], gives: 0)
        try expect("MOD", [25, 0], fails: "division by zero")
        try expect("SAFE_DIVIDE", [20, 4], gives: 5.0)
        try expect("SAFE_DIVIDE", [20, 0], gives: .null)
        try expect("IEEE_DIVIDE", [-25.0, 0.0], gives: .float64(-.infinity))
        try expect("IEEE_DIVIDE", [0.0, 0.0], gives: nan)
        try expect("SAFE_ADD", [.int64(.max), 1], gives: .null)
        try expect("SAFE_ADD", [5, 4], gives: 9)
        try expect("SAFE_ADD", [.null, 4], gives: .null)
        try expect("SAFE_SUBTRACT", [.int64(.min), 1], gives: .null)
        try expect("SAFE_MULTIPLY", [1e308, 10.0], gives: .null)
        try expect("SAFE_NEGATE", [.int64(.min)], gives: .null)
        #expect(try call("DIV", 6, 3, ignored: [1, 0]) == 2)
    }

    @Test func rootsAndPowers() throws {
        try expect("SQRT", [25.0], gives: 5.0)
        try expect("SQRT", [infinity], gives: infinity)
        try expect("SQRT", [-1], fails: "SQRT of a negative number: -1")
        try expect("CBRT", [-8.0], gives: -2.0)
        try expect("POW", [2.0, 3.0], gives: 8.0)
        try expect("POWER", [nan, 0.0], gives: 1.0)
        try expect("POW", [-1.0, infinity], gives: 1.0)
        try expect("POW", [0.0, -1.0], fails: "division by zero")
        try expect("POW", [-8.0, 0.5], fails: "negative number")
        try expect("POW", [10.0, 400.0], fails: "FLOAT64 overflow")
        try expect("POW", [10.0, -400.0], gives: 0.0)
        try expect("EXP", [0.0], gives: 1.0)
        try expect("EXP", [.float64(-.infinity)], gives: 0.0)
        try expect("EXP", [1000.0], fails: "FLOAT64 overflow: EXP(1000)")
    }

    @Test func logarithms() throws {
        try expect("LN", [1.0], gives: 0.0)
        try expect("LN", [0.0], fails: "not positive: 0")
        try expect("LOG", [100.0, 10.0], gives: 2.0)
        try expect("LOG", [8.0, 2.0], gives: 3.0)
        try expect("LOG", [1.0], gives: 0.0)
        try expect("LOG", [infinity, 0.5], gives: .float64(-.infinity))
        try expect("LOG", [4.0, infinity], gives: nan)
        try expect("LOG", [-1.0, 10.0], fails: "not positive: -1")
        try expect("LOG", [10.0, 1.0], fails: "base")
        try expect("LOG", [10.0, 0.0], fails: "base")
        try expect("LOG10", [1000.0], gives: 3.0)
        try expect("LOG10", [.float64(-.infinity)], gives: nan)
    }

    @Test func trigonometry() throws {
        try expect("SIN", [0.0], gives: 0.0)
        try expect("COS", [0.0], gives: 1.0)
        try expect("ATAN2", [0.0, -1.0], gives: .float64(.pi))
        try expect("ACOS", [1.0], gives: 0.0)
        try expect("ACOS", [1.5], fails: "ACOS of a number outside -1 to 1: 1.5")
        try expect("ASIN", [infinity], gives: nan)
        try expect("ACOSH", [0.5], fails: "below 1")
        try expect("ATANH", [1.0], fails: "outside")
        try expect("COSH", [1000.0], fails: "FLOAT64 overflow")
        try expect("TANH", [infinity], gives: 1.0)
        for name in ["COT", "COTH", "CSC", "CSCH"] { try expect(name, [0.0], fails: "\(name) of zero: 0") }
        // The documentation's examples, to as many digits.
        let rounded = try QueryRunner().rows(
            """
            SELECT ROUND(COTH(1), 11), ROUND(CSC(-1), 11), ROUND(CSCH(0.5), 11), ROUND(SEC(100), 11), ROUND(SECH(-2), 11),
              SECH(1000), COTH(CAST('-inf' AS FLOAT64))
            """)
        #expect(
            rounded == [
                ["1.3130352855", "-1.18839510578", "1.91903475133", "1.1596638229", "0.26580222883", "0", "-1"]
            ])
        try expect("PI", [], gives: .float64(.pi))
    }

    @Test func choices() throws {
        try expect("GREATEST", [3, 5, 1], gives: 5)
        try expect("LEAST", [3, 5, 1], gives: 1)
        try expect("GREATEST", [1.0, nan, 2.0], gives: nan)
        try expect("LEAST", [1.0, nan, 2.0], gives: nan)
        try expect("LEAST", [3, .null], gives: .null)
        try expect(
            "GREATEST", ["a text of more than twelve bytes", "a text of more than twelve c", "a"],
            gives: "a text of more than twelve c")
        try expect("LEAST", [.date("2024-01-02"), .date("2024-01-01")], gives: .date("2024-01-01"))
        try expect("GREATEST", [false, true], gives: true)
    }

    @Test func buckets() throws {
        try expect("RANGE_BUCKET", [20, 0, 10, 20, 30, 40], gives: 3)
        try expect("RANGE_BUCKET", [20, 0, 10, 20, 20, 40, 40], gives: 4)
        try expect("RANGE_BUCKET", [25, 0, 10, 20, 30, 40], gives: 3)
        try expect("RANGE_BUCKET", [-10, 5, 10], gives: 0)
        try expect("RANGE_BUCKET", [80, 0, 10], gives: 2)
        try expect("RANGE_BUCKET", ["a", "a", "b", "c", "d"], gives: 1)
        try expect("RANGE_BUCKET", [nan, 1.0], gives: .null)
        try expect("RANGE_BUCKET", [30, 10, 30, 20], fails: "do not ascend")
        try expect("RANGE_BUCKET", [1.0, nan], fails: "nan")
    }

    @Test func tests() throws {
        try expect("IS_NAN", [nan], gives: true)
        try expect("IS_INF", [.float64(-.infinity)], gives: true)
        try expect("IS_INF", [25], gives: false)
        try expect("BIT_COUNT", [-1], gives: 64)
        try expect("NULLIFZERO", [0], gives: .null)
        try expect("NULLIFZERO", [5], gives: 5)
    }

    @Test func randomNumbersDiffer() throws {
        let overload = try #require(FunctionTable.find("RAND")?.overloads.first)
        guard case .kernel(let kernel) = overload.implementation else { return }
        let result = try kernel([], Selection(all: 100), KernelContext(count: 100, isSafe: false, now: 0))
        let values = (0..<100).map { result.element($0, as: Double.self) }
        #expect(values.allSatisfy { 0 <= $0 && $0 < 1 })
        #expect(Set(values).count > 90)
    }

    @Test func namesAreUnique() {
        for table in [FunctionTable.all, OperatorTable.all] {
            #expect(Set(table.map(\.name)).count == table.count)
        }
        for function in FunctionTable.all {
            #expect(function.name == function.name.uppercased())
            #expect(!function.help.isEmpty && !function.help.hasSuffix("."))
        }
    }
}
