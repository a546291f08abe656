// The operators, by the rules of GoogleSQL's operators page.

import Testing

@testable import QueryEngine

struct ScalarOperatorTests {
    @Test func arithmetic() throws {
        try expect("$add", [1, 2], gives: 3)
        try expect("$add", [1, 2.5], gives: 3.5)
        try expect("$subtract", [.int64(.min), -1], gives: .int64(.min + 1))
        try expect("$multiply", [-3, 4], gives: -12)
        try expect("$divide", [1, 2], gives: 0.5)
        try expect("$negate", [5], gives: -5)
        try expect("$add", [.float64(.infinity), 1], gives: .float64(.infinity))
        try expect("$add", [.float64(.infinity), .float64(-.infinity)], gives: .float64(.nan))
        try expect("$add", [.null, 1], gives: .null)
    }

    @Test func overflowIsAnError() throws {
        try expect("$add", [.int64(.max), 1], fails: "INT64 overflow: 9223372036854775807 + 1")
        try expect("$subtract", [.int64(.min), 1], fails: "INT64 overflow")
        try expect("$multiply", [.int64(.max), 2], fails: "INT64 overflow")
        try expect("$negate", [.int64(.min)], fails: "INT64 overflow")
        try expect("$add", [1.7e308, 1.7e308], fails: "FLOAT64 overflow")
        try expect("$divide", [1e308, 1e-10], fails: "FLOAT64 overflow")
        try expect("$divide", [1, 0], fails: "division by zero: 1 / 0")
        try expect("$divide", [.float64(.nan), 0], fails: "division by zero")
    }

    @Test func aRowThatIsNotSelectedCannotFail() throws {
        #expect(try call("$divide", 6, 3, ignored: [.float64(1), .float64(0)]) == 2.0)
        #expect(try call("$add", 6, 3, ignored: [.int64(.max), 1]) == 9)
    }

    @Test func bits() throws {
        try expect("$bitwise_and", [12, 10], gives: 8)
        try expect("$bitwise_or", [12, 10], gives: 14)
        try expect("$bitwise_xor", [12, 10], gives: 6)
        try expect("$bitwise_not", [0], gives: -1)
        try expect("$shift_left", [1, 3], gives: 8)
        try expect("$shift_left", [1, 64], gives: 0)
        try expect("$shift_right", [-1, 1], gives: .int64(.max))
        try expect("$shift_right", [-1, 64], gives: 0)
        try expect("$shift_left", [1, -1], fails: "negative")
    }

    @Test func comparison() throws {
        let ordered: [[Value]] = [
            [false, true], [-1, 0, .int64(.max)], [.float64(-.infinity), -0.5, 0.0, 1e300],
            ["", "a", "ab", "abcdefghijklmn", "abcdefghijklmo", "é"], [.date("2024-01-01"), .date("2024-01-02")],
            [.timestamp("2024-01-01"), .timestamp("2024-01-02")],
            [.interval("0-0 29 0:0:0"), .interval("0-1 0 0:0:0"), .interval("0-0 31 0:0:0")],
        ]
        for values in ordered {
            for (i, a) in values.enumerated() {
                for (j, b) in values.enumerated() {
                    try expect("$less", [a, b], gives: .bool(i < j))
                    try expect("$less_or_equal", [a, b], gives: .bool(i <= j))
                    try expect("$greater", [a, b], gives: .bool(i > j))
                    try expect("$greater_or_equal", [a, b], gives: .bool(i >= j))
                    try expect("$equal", [a, b], gives: .bool(i == j))
                    try expect("$not_equal", [a, b], gives: .bool(i != j))
                    try expect("$is_distinct", [a, b], gives: .bool(i != j))
                }
            }
        }
        try expect("$equal", [.null, "a"], gives: .null)
        try expect("$equal", [.interval("0-1 0 0:0:0"), .interval("0-0 30 0:0:0")], gives: true)
    }

    @Test func notANumber() throws {
        let nan = Value.float64(.nan)
        for name in ["$less", "$less_or_equal", "$greater", "$greater_or_equal", "$equal"] {
            try expect(name, [nan, nan], gives: false)
            try expect(name, [1.0, nan], gives: false)
        }
        try expect("$not_equal", [nan, nan], gives: true)
        try expect("$equal", [-0.0, 0.0], gives: true)
    }

    @Test func predicatesThatKnowNull() throws {
        func rows(_ name: String, _ columns: [Value]...) throws -> [Value] {
            let type = columns.joined().first { $0 != .null }?.type ?? .bool
            let overload = try #require(OperatorTable.find(name)?.overloads.first)
            guard case .kernel(let kernel) = overload.implementation else { return [] }
            let count = columns[0].count
            let context = KernelContext(count: count, isSafe: false, now: 0)
            let result = try kernel(columns.map { Vector(type, values: $0) }, Selection(all: count), context)
            return (0..<count).map(result.value)
        }
        #expect(try rows("$is_null", [1, .null]) == [false, true])
        #expect(try rows("$is_true", [true, false, .null]) == [true, false, false])
        #expect(try rows("$is_false", [true, false, .null]) == [false, true, false])
        #expect(try rows("$not", [true, false, .null]) == [false, true, .null])
        #expect(try rows("$is_distinct", [1, 1, .null, .null], [2, .null, 1, .null]) == [true, true, true, false])
        let nan = Value.float64(.nan)
        #expect(try rows("$is_distinct", [nan, nan], [nan, 1.0]) == [false, true])
    }

    @Test func datesMove() throws {
        try expect("$add", [.date("2020-09-22"), 1], gives: .date("2020-09-23"))
        try expect("$add", [1, .date("2020-09-22")], gives: .date("2020-09-23"))
        try expect("$subtract", [.date("2020-09-22"), 7], gives: .date("2020-09-15"))
        try expect("$subtract", [.date("2021-05-20"), .date("2020-04-19")], gives: .interval("0-0 396 0:0:0"))
        try expect(
            "$subtract", [.timestamp("2021-06-01 12:34:56.789"), .timestamp("2021-05-31")],
            gives: .interval("0-0 0 36:34:56.789"))
        try expect("$add", [.date("2024-01-31"), .interval("0-1 0 0:0:0")], gives: .date("2024-02-29"))
        try expect("$subtract", [.date("2024-03-31"), .interval("0-1 0 0:0:0")], gives: .date("2024-02-29"))
        try expect(
            "$subtract", [.timestamp("2021-05-02 00:01:02.345"), .interval("0:0:10")],
            gives: .timestamp("2021-05-02 00:00:52.345"))
        try expect("$add", [.date("9999-12-31"), 1], fails: "DATE out of range")
        try expect("$subtract", [.date("0001-01-01"), .int64(.min)], fails: "DATE out of range")
        try expect("$add", [.timestamp("2024-01-01"), .interval("0-1 0 0:0:0")], fails: "months")
        try expect("$add", [.date("2024-01-01"), .interval("1:0:0")], fails: "hours")
    }

    @Test func intervals() throws {
        try expect("$multiply", [.interval("1:2:3"), 10], gives: .interval("10:20:30"))
        try expect("$multiply", [4, .interval("0:0:35")], gives: .interval("0:2:20"))
        try expect("$divide", [.interval("10-0"), 3], gives: .interval("3-4"))
        try expect("$divide", [.interval("0-1"), 12], gives: .interval("0-0 2 12:0:0"))
        try expect("$add", [.interval("1-2"), .interval("0-0 3 4:5:6")], gives: .interval("1-2 3 4:5:6"))
        try expect("$subtract", [.interval("1-2"), .interval("2-2")], gives: .interval("-1-0"))
        try expect("$negate", [.interval("1-2 3 4:5:6")], gives: .interval("-1-2 -3 -4:5:6"))
        try expect("$interval", [90, "MINUTE"], gives: .interval("1:30:0"))
        try expect("$interval", [6, "week"], gives: .interval("0-0 42 0:0:0"))
        try expect("$interval", [4, "QUARTER"], gives: .interval("1-0"))
        try expect("$multiply", [.interval("9999-0"), 2], fails: "INTERVAL out of range")
        try expect("$divide", [.interval("1-0"), 0], fails: "division by zero")
        try expect("$interval", [.int64(.max), "YEAR"], fails: "INTERVAL out of range")
    }

    @Test(arguments: [
        ("apple", "a%", true), ("%a", "apple", false), ("apple", "%le", true), ("apple", "%ppl%", true),
        ("apple", "apple", true), ("apple", "a_p%e", true), ("中国", "__", true), ("中国", "_", false),
        ("a%b", "a\\%b", true), ("axb", "a\\%b", false), ("", "%", true), ("", "", true), ("", "_", false),
        ("abab", "%ab%ab", true), ("aab", "%ab%ab", false), ("xaybzc", "x%y%z_", true), ("aaa", "%a_a%", true),
        ("a\\b", "a\\\\b", true), ("mississippi", "%iss%ip_i", true), ("中x国", "_x_", true), ("abc", "%%", true),
        ("🚢", "%__", false), ("🚢é", "%__", true),
    ])
    func like(text: String, pattern: String, expected: Bool) throws {
        try expect("$like", [.string(text), .string(pattern)], gives: .bool(expected))
    }

    @Test func likePatternsThatEndEarly() throws {
        try expect("$like", ["a", "a\\"], fails: "backslash")
        try expect("$like", [.null, "a%"], gives: .null)
    }

    @Test func concatenation() throws {
        try expect("$concat", ["exhibitors ", "of the expo"], gives: "exhibitors of the expo")
        try expect("$concat", ["a", .null], gives: .null)
    }
}
