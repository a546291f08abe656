// Aggregate functions: the documentation's facts, naive computations, and states that are merged.

import Testing

@testable import QueryEngine
@testable import QueryLanguage

struct AggregateTests {
    private func aggregate(_ name: String, _ arguments: (DataType, [Value])...) throws -> Value {
        try AggregateCase(name: name, types: arguments.map(\.0), columns: arguments.map(\.1)).result()
    }

    // MARK: Documented examples

    @Test func countsSumsAndAverages() throws {
        #expect(try aggregate("COUNT", (.string, strings(nil, "apple", "pear", "orange"))) == .int64(3))
        let rows = AggregateCase(name: "COUNT", types: [], columns: [])
        #expect(try rows.results(groups: [0, 0, 2, 0], count: 3) == ints(3, 0, 1))
        #expect(try aggregate("COUNTIF", (.bool, bools(true, nil, false, true))) == .int64(2))
        #expect(try aggregate("SUM", (.int64, ints(1, 2, 3, 4, 5, 4, 3, 2, 1))) == .int64(25))
        #expect(try aggregate("SUM", (.float64, floats(0.5, nil, 2))) == .float64(2.5))
        #expect(try aggregate("AVG", (.int64, ints(0, 2, 4, 4, 5))) == .float64(3))
        #expect(try aggregate("AVG", (.float64, floats(nil, 1, 2))) == .float64(1.5))
    }

    @Test func extremesAndBits() throws {
        #expect(try aggregate("MAX", (.int64, ints(8, nil, 37, 55, 4))) == .int64(55))
        #expect(try aggregate("MIN", (.int64, ints(8, 37, 4, nil, 55))) == .int64(4))
        #expect(try aggregate("MIN", (.string, strings(nil, "pear", "apple", "orange"))) == .string("apple"))
        #expect(
            try aggregate("MAX", (.string, strings("a longer string than most", "a", nil)))
                == .string("a longer string than most"))
        #expect(try aggregate("ANY_VALUE", (.string, strings(nil, "pear", "apple"))) == .string("pear"))
        #expect(try aggregate("BIT_AND", (.int64, ints(0xF001, 0x00A1))) == .int64(1))
        #expect(try aggregate("BIT_OR", (.int64, ints(0xF001, 0x00A1))) == .int64(61_601))
        #expect(try aggregate("BIT_XOR", (.int64, ints(1234, 5678, 1234))) == .int64(5678))
        #expect(try aggregate("LOGICAL_AND", (.bool, bools(true, nil, false))) == .bool(false))
        #expect(try aggregate("LOGICAL_OR", (.bool, bools(nil, false, true))) == .bool(true))
    }

    @Test func nanIsEveryExtreme() throws {
        for name in ["MIN", "MAX"] {
            for values in [floats(1, .nan, 2), floats(.nan, -.infinity), floats(.infinity, .nan)] {
                #expect(isClose(try aggregate(name, (.float64, values)), .float64(.nan)))
            }
        }
        #expect(try aggregate("MAX", (.float64, floats(-.infinity, nil))) == .float64(-.infinity))
    }

    @Test func statisticsAreThoseOfTheDocumentation() throws {
        let x = floats(10, 14, nil, 18)
        #expect(isClose(try aggregate("VAR_POP", (.float64, x)), .float64(32.0 / 3)))
        #expect(try aggregate("VAR_SAMP", (.float64, x)) == .float64(16))
        #expect(try aggregate("STDDEV", (.float64, x)) == .float64(4))
        #expect(isClose(try aggregate("STDDEV_POP", (.float64, x)), .float64(3.265986323710904)))
        #expect(try aggregate("STDDEV_SAMP", (.float64, floats(10, nil))) == .null)
        #expect(try aggregate("STDDEV_POP", (.float64, floats(10, nil))) == .float64(0))
        #expect(isClose(try aggregate("VAR_POP", (.float64, floats(.infinity))), .float64(.nan)))
        let (y, z) = (floats(1, 2, 9, 2, 9), floats(1, 6, 3, 6, 3))
        #expect(isClose(try aggregate("COVAR_POP", (.float64, y), (.float64, z)), .float64(-1.68)))
        #expect(isClose(try aggregate("COVAR_SAMP", (.float64, y), (.float64, z)), .float64(-2.1)))
        let open = floats(1, 2, 9, 2, .infinity)
        #expect(isClose(try aggregate("COVAR_POP", (.float64, open), (.float64, z)), .float64(.nan)))
        #expect(
            isClose(try aggregate("COVAR_POP", (.float64, floats(.infinity)), (.float64, floats(1))), .float64(.nan)))
        let pairs = try aggregate("CORR", (.float64, floats(1, 3, 4)), (.float64, floats(5, 9, 7)))
        #expect(isClose(pairs, .float64(0.6546536707079772)))
        #expect(try aggregate("CORR", (.float64, floats(1, 3, 4)), (.float64, floats(5, 9, nil))) == .float64(1))
        #expect(try aggregate("CORR", (.float64, floats(1, 9)), (.float64, floats(nil, 3))) == .null)
        #expect(isClose(try aggregate("CORR", (.float64, floats(0, 0)), (.float64, floats(0, 0))), .float64(.nan)))
    }

    @Test func percentilesInterpolateOrChoose() throws {
        let x = floats(0, 3, nil, 1, 2)
        func cont(_ fraction: Double, respect: Bool = false) throws -> Value {
            try AggregateCase(
                name: "PERCENTILE_CONT", types: [.float64, .float64],
                columns: [x, Array(repeating: .float64(fraction), count: x.count)], ignoresNulls: respect ? false : nil
            ).result()
        }
        for (fraction, ignored, respected) in [
            (0, 0.0, nil), (0.01, 0.03, 0.0), (0.5, 1.5, 1.0), (0.9, 2.7, 2.6), (1, 3.0, 3.0),
        ] as [(Double, Double, Double?)] {
            #expect(isClose(try cont(fraction), .float64(ignored)))
            #expect(isClose(try cont(fraction, respect: true), respected.map { .float64($0) } ?? .null))
        }
        func disc(_ fraction: Double, respect: Bool = false) throws -> Value {
            try AggregateCase(
                name: "PERCENTILE_DISC", types: [.string, .float64],
                columns: [strings("c", nil, "b", "a"), Array(repeating: .float64(fraction), count: 4)],
                ignoresNulls: respect ? false : nil
            ).result()
        }
        #expect(try [disc(0), disc(0.5), disc(1)] == strings("a", "b", "c"))
        #expect(
            try [disc(0, respect: true), disc(0.5, respect: true), disc(1, respect: true)] == strings(nil, "a", "c"))
        #expect(try aggregate("MEDIAN", (.float64, floats(4, nil, 1, 3))) == .float64(3))
        // 3/30 is the share of exactly three values; the product 0.1 · 30 must not be taken for a little more.
        for rank in 1...30 {
            let values = (1...30).map { Value.int64($0) }
            let fraction = Value.float64(Double(rank) / 30)
            let chosen = try aggregate("PERCENTILE_DISC", (.int64, values), (.float64, values.map { _ in fraction }))
            #expect(chosen == .int64(Int64(rank)))
        }
    }

    @Test func stringsAreJoined() throws {
        let fruit = strings("apple", nil, "pear", "banana", "pear")
        #expect(try aggregate("STRING_AGG", (.string, fruit)) == .string("apple,pear,banana,pear"))
        let delimiter = fruit.map { _ in Value.string(" & ") }
        var call = AggregateCase(name: "STRING_AGG", types: [.string, .string], columns: [fruit, delimiter])
        #expect(try call.result() == .string("apple & pear & banana & pear"))
        call.limit = 2
        #expect(try call.result() == .string("apple & pear"))
        call.limit = nil
        call.isDistinct = true
        #expect(try call.result() == .string("apple & pear & banana"))
        call.order = [SortKey(descending: true)]
        call.extraTypes = [.string]
        call.columns.append(fruit)
        call.limit = 2
        #expect(try call.result() == .string("pear & banana"))
        call = AggregateCase(
            name: "STRING_AGG", types: [.string], columns: [fruit, ints(5, 0, 4, 6, 4)], extraTypes: [.int64])
        call.order = [SortKey()]
        #expect(try call.result() == .string("pear,pear,apple,banana"))
        #expect(try aggregate("STRING_AGG", (.string, strings("", nil, ""))) == .string(","))
    }

    @Test func distinctValuesCountOnce() throws {
        var call = AggregateCase(name: "COUNT", types: [.int64], columns: [ints(1, 4, 4, nil, 5)], isDistinct: true)
        #expect(try call.result() == .int64(3))
        call = AggregateCase(name: "SUM", types: [.int64], columns: [ints(1, 2, 3, 4, 5, 4, 3, 2, 1)], isDistinct: true)
        #expect(try call.result() == .int64(15))
        call = AggregateCase(name: "AVG", types: [.int64], columns: [ints(0, 2, 4, 4, 5)], isDistinct: true)
        #expect(try call.result() == .float64(2.75))
        call = AggregateCase(
            name: "COUNT", types: [.float64], columns: [floats(0, -0.0, .nan, -.nan)], isDistinct: true)
        #expect(try call.result() == .int64(2))
    }

    @Test func havingKeepsTheRowsOfTheExtreme() throws {
        let (years, inches) = (ints(2009, 2001, 2003, 2002, 2005), ints(3, 4, 1, 4, 1))
        var call = AggregateCase(name: "ANY_VALUE", types: [.int64], columns: [years, inches], extraTypes: [.int64])
        call.having = .max
        #expect(try call.result() == .int64(2001))
        call.having = .min
        #expect(try call.result() == .int64(2003))
        #expect(try aggregate("MAX_BY", (.int64, years), (.int64, inches)) == .int64(2001))
        #expect(try aggregate("MIN_BY", (.int64, years), (.int64, inches)) == .int64(2003))
        call = AggregateCase(
            name: "AVG", types: [.int64], columns: [ints(9, 1, 3, 5, 7, 2), ints(2001, 2001, 2000, 2000, 2000, 2000)],
            extraTypes: [.int64], having: .max)
        #expect(try call.result() == .float64(5))
        call.having = .min
        #expect(try call.result() == .float64(4.25))
        call.columns[1] = ints(nil, nil, nil, nil, nil, nil)
        #expect(try call.result() == .null)
        // The maximum is NaN, which equals no row's value.
        call = AggregateCase(
            name: "COUNT", types: [.int64], columns: [ints(1, 2, 3), floats(1, .nan, 1)], extraTypes: [.float64],
            having: .max)
        #expect(try call.result() == .int64(0))
        call = AggregateCase(
            name: "COUNT", types: [.int64], columns: [ints(1, 2, 3), strings("b", "a", "b")], extraTypes: [.string],
            having: .max)
        #expect(try call.result() == .int64(2))
    }

    @Test func intervalsAddByPart() throws {
        let spans: [Value] = [
            .interval(Interval(months: 1)), .null, .interval(Interval(months: 120, days: 1)),
            .interval(Interval(microseconds: 3)),
        ]
        func parts(_ value: Value) -> [Int64] {
            guard case .interval(let x) = value else { return [] }
            return [Int64(x.months), Int64(x.days), x.microseconds]
        }
        #expect(try parts(aggregate("SUM", (.interval, spans))) == [121, 1, 3])
        // 121 months are 3 times 40 and one of 30 days; 31 days 3 times 10 and one.
        #expect(try parts(aggregate("AVG", (.interval, spans))) == [40, 10, 28_800_000_001])
        let long = Value.interval(Interval(months: 120_000))
        #expect(throws: Diagnostic("SUM overflows INTERVAL")) { try aggregate("SUM", (.interval, [long, long])) }
    }

    // MARK: Limits

    @Test func sumsOverflowOnlyWhereTheResultDoes() throws {
        #expect(try aggregate("SUM", (.int64, ints(.max, 1, -1))) == .int64(.max))
        #expect(throws: Diagnostic("SUM overflows INT64")) { try aggregate("SUM", (.int64, ints(.max, 1))) }
        let safe = AggregateCase(name: "SUM", types: [.int64], columns: [ints(.max, 1)], isSafe: true)
        #expect(try safe.result() == .null)
        #expect(try aggregate("AVG", (.int64, ints(.max, .max))) == .float64(0x1p63))
        let huge = Double.greatestFiniteMagnitude
        #expect(throws: Diagnostic("SUM overflows FLOAT64")) { try aggregate("SUM", (.float64, floats(huge, huge))) }
        #expect(try aggregate("SUM", (.float64, floats(1, .infinity))) == .float64(.infinity))
        #expect(isClose(try aggregate("SUM", (.float64, floats(.infinity, -.infinity))), .float64(.nan)))
    }

    @Test func floatSumsKeepWhatRoundingLoses() throws {
        #expect(try aggregate("SUM", (.float64, floats(1, 1e100, 1, -1e100))) == .float64(2))
        let tenths = Array(repeating: Value.float64(0.1), count: 10)
        #expect(try aggregate("SUM", (.float64, tenths)) == .float64(1))
    }

    @Test(arguments: FunctionTable.all.filter { $0.category == .aggregate }.map(\.name))
    func emptyGroupsGiveNullOrZero(name: String) throws {
        let counts = ["COUNT", "COUNTIF", "APPROX_COUNT_DISTINCT"]
        let function = try #require(FunctionTable.find(name))
        for overload in function.overloads {
            let types = overload.parameters.map { if case .type(let type) = $0.type { type } else { DataType.string } }
            let call = AggregateCase(
                name: name, types: types,
                columns: types.map { type in
                    type == .float64 && name.hasPrefix("PERCENTILE")
                        ? [.float64(0.5), .float64(0.5)] : [.null, .string(",")].suffix(1) + [.null]
                }.enumerated().map { index, values in
                    index == 1 && name == "STRING_AGG" ? strings(",", ",") : index == 0 ? [.null, .null] : values
                })
            let results = try call.results(groups: types.isEmpty ? [] : [1, 1], count: 3)
            #expect(results.allSatisfy { $0 == (counts.contains(name) ? .int64(0) : .null) })
        }
    }

    @Test func constantsOfTheWrongKindAreErrors() {
        let outside = AggregateCase(
            name: "PERCENTILE_CONT", types: [.float64, .float64], columns: [floats(1), floats(2)])
        #expect(throws: Diagnostic("PERCENTILE_CONT needs a constant percentile from 0 to 1")) { try outside.result() }
        let nothing = AggregateCase(
            name: "STRING_AGG", types: [.string, .string], columns: [strings("a"), strings(nil)])
        #expect(throws: Diagnostic("STRING_AGG needs a constant delimiter that is not NULL")) { try nothing.result() }
    }

    @Test func approximateCountsAreExactAtFirstAndCloseLater() throws {
        for (count, tolerance) in [(0, 0.0), (6, 0), (2_000, 0), (5_000, 0.04), (300_000, 0.04)] {
            let values = (0..<count).map { Value.int64(Int64($0 / 2 * 2)) }
            guard case .int64(let estimate) = try aggregate("APPROX_COUNT_DISTINCT", (.int64, values)) else { continue }
            let truth = Double((count + 1) / 2)
            #expect(abs(Double(estimate) - truth) <= tolerance * truth)
        }
    }

    /// Without groups several sums run side by side; what stays within the range one row after another still does.
    @Test(arguments: [
        ("IF(MOD(value, 2) = 0, -1e308, 1e308)", "0"), ("IF(value = 3, CAST('inf' AS FLOAT64), 1.5)", "inf"),
        ("IF(value = 3, CAST('-inf' AS FLOAT64), CAST('inf' AS FLOAT64))", "nan"), ("value / 4", "34"),
    ])
    func sumsOfAllRows(_ value: String, _ expected: String) throws {
        let database = try QueryRunner()
        #expect(try database.rows("FROM GENERATE_SERIES(1, 16) |> AGGREGATE SUM(\(value))") == [[expected]])
        #expect(
            try database.rows("FROM GENERATE_SERIES(1, 16) |> AGGREGATE SUM(\(value)) GROUP BY 1 > value").last?[1]
                == expected)
    }
}
