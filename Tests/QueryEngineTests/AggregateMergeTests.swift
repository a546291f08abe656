// Aggregates over random rows: against naive computations, and split over two states that are merged.

import Testing

@testable import QueryEngine

struct AggregateMergeTests {
    /// Every overload, and calls with modifiers.
    static let cases: [AggregateCase] = {
        var cases: [AggregateCase] = []
        for function in FunctionTable.all where function.category == .aggregate {
            for overload in function.overloads {
                let isOpen = overload.parameters.contains { $0.type == .any }
                for any in isOpen ? DataType.allCases : [.int64] {
                    let types = overload.parameters.map { if case .type(let type) = $0.type { type } else { any } }
                    cases.append(AggregateCase(name: function.name, types: types, columns: []))
                }
            }
        }
        for type in DataType.allCases {
            cases.append(AggregateCase(name: "COUNT", types: [type], columns: [], isDistinct: true))
            // No quantity is surely the largest.
            for having in [AggregateCall.Having.max, .min] where type != .quantity {
                cases.append(
                    AggregateCase(name: "SUM", types: [.int64], columns: [], extraTypes: [type], having: having))
            }
            cases.append(
                AggregateCase(
                    name: "STRING_AGG", types: [.string], columns: [], extraTypes: [type],
                    order: [SortKey(descending: true)],
                    limit: 3))
        }
        cases.append(AggregateCase(name: "STRING_AGG", types: [.string], columns: [], isDistinct: true, limit: 2))
        cases.append(
            AggregateCase(
                name: "STRING_AGG", types: [.string], columns: [], extraTypes: [.int64, .string], isDistinct: true,
                having: .max, order: [SortKey()]))
        return cases
    }()

    private func randomColumns(_ call: AggregateCase, count: Int, _ random: inout SeededGenerator) -> [[Value]] {
        call.allTypes.enumerated().map { index, type in
            if index == 1 && call.name == "STRING_AGG" && call.types.count == 2 {
                return Array(repeating: .string("; "), count: count)
            }
            if index == 1 && call.name.hasPrefix("PERCENTILE") { return Array(repeating: .float64(0.3), count: count) }
            return (0..<count).map { _ in
                // Integers are small where they are summed, numbers finite where rounding matters.
                let value = type.randomValue(&random)
                switch value {
                case .int64(let x): return .int64(x % 1_000)
                case .float64(let x) where call.name != "MIN" && call.name != "MAX" && call.name != "COUNT":
                    return .float64(x.isFinite && abs(x) < 1e9 ? x : 7)
                // What is added or compared is of one dimension.
                case .quantity(let x) where x.unit == KnownUnit.item && !["COUNT", "STRING_AGG"].contains(call.name):
                    return .quantity(Quantity(7, KnownUnit.squareMetre))
                default: return value
                }
            }
        }
    }

    @Test(arguments: cases.indices)
    func mergedStatesAgreeWithOne(index: Int) throws {
        var call = Self.cases[index]
        var random = SeededGenerator(UInt64(index))
        for count in [0, 1, 40, 700] {
            call.columns = randomColumns(call, count: count, &random)
            let groupCount = 5
            let groups = (0..<count).map { _ in UInt32.random(in: 0..<4, using: &random) }
            let expected = try call.results(groups: groups, count: groupCount)
            // The later rows go to a second state, where the groups have other numbers.
            let cut = Int.random(in: 0...count, using: &random)
            let (first, second) = (try call.call.makeState(), try call.call.makeState())
            first.resize(groups: groupCount)
            second.resize(groups: groupCount)
            let vectors = call.vectors
            let places = Selection(all: count)
            try first.update(vectors, rows: places.filter { $0 < cut }, groups: groups)
            let renumbered = groups.map { 4 - $0 }
            try second.update(vectors, rows: places.filter { $0 >= cut }, groups: renumbered)
            try first.merge(second, sources: [3, 4, 1, 2, 0], targets: [1, 0, 3, 2, 4])
            let merged = try first.finish(groups: groupCount)
            for group in 0..<groupCount {
                #expect(
                    isClose(merged.value(group), expected[group]),
                    "\(call.name)(\(call.allTypes)) of \(count) rows, group \(group)")
            }
        }
    }

    @Test func randomGroupsAgreeWithNaiveComputations() throws {
        var random = SeededGenerator(77)
        for _ in 0..<30 {
            let count = Int.random(in: 0..<200, using: &random)
            let numbers = (0..<count).map { _ in
                Bool.random(using: &random) ? Int64.random(in: -50...50, using: &random) : nil
            }
            let column = numbers.map { $0.map { Value.int64($0) } ?? .null }
            let groups = (0..<count).map { _ in UInt32.random(in: 0..<3, using: &random) }
            func results(_ name: String) throws -> [Value] {
                try AggregateCase(name: name, types: [.int64], columns: [column]).results(groups: groups, count: 3)
            }
            for group in 0..<3 {
                let mine = zip(numbers, groups).filter { $0.1 == group }.compactMap(\.0)
                func optional(_ value: Int64?) -> Value { value.map { .int64($0) } ?? .null }
                #expect(try results("COUNT")[group] == .int64(Int64(mine.count)))
                #expect(try results("SUM")[group] == optional(mine.isEmpty ? nil : mine.reduce(0, +)))
                #expect(try results("MIN")[group] == optional(mine.min()))
                #expect(try results("MAX")[group] == optional(mine.max()))
                #expect(try results("ANY_VALUE")[group] == optional(mine.first))
                #expect(try results("BIT_OR")[group] == optional(mine.isEmpty ? nil : mine.reduce(0, |)))
                #expect(try results("APPROX_COUNT_DISTINCT")[group] == .int64(Int64(Set(mine).count)))
                let mean = Double(mine.reduce(0, +)) / Double(mine.count)
                #expect(isClose(try results("AVG")[group], mine.isEmpty ? .null : .float64(mean)))
                let deviations = mine.map { (Double($0) - mean) * (Double($0) - mean) }.reduce(0, +)
                let floats = numbers.map { $0.map { Value.float64(Double($0)) } ?? .null }
                let variance = try AggregateCase(name: "VAR_SAMP", types: [.float64], columns: [floats])
                    .results(groups: groups, count: 3)[group]
                #expect(isClose(variance, mine.count < 2 ? .null : .float64(deviations / Double(mine.count - 1))))
            }
        }
    }

    @Test func havingAgreesWithAFilter() throws {
        var random = SeededGenerator(78)
        for type in DataType.allCases where type != .quantity {
            for isMax in [true, false] {
                let keys = (0..<60).map { _ in type.randomValue(&random) }
                let present = keys.filter { $0 != .null }
                let best = present.max { (order($0, $1) < 0) == isMax && order($0, $1) != 0 }
                let hasNaN = keys.contains { if case .float64(let x) = $0 { x.isNaN } else { false } }
                let expected = hasNaN ? 0 : keys.filter { $0 != .null && order($0, best ?? .null) == 0 }.count
                let call = AggregateCase(
                    name: "COUNT", types: [.int64], columns: [keys.map { _ in .int64(1) }, keys], extraTypes: [type],
                    having: isMax ? .max : .min)
                #expect(try call.result() == .int64(Int64(expected)))
            }
        }
    }
}
