// Window functions: the documentation's examples, and frames against a plain loop.

import Testing

@testable import QueryEngine
@testable import QueryLanguage

struct WindowTests {
    private func kernel(_ name: String) throws -> WindowCall {
        let overload = try #require(FunctionTable.find(name)?.overloads.first)
        guard case .window(let kernel) = overload.implementation else {
            throw Diagnostic("\(name) is no window function")
        }
        return .window(kernel)
    }

    private func values(_ vector: Vector, _ count: Int) -> [Value] { (0..<count).map(vector.value) }

    // MARK: Documented examples

    /// The runners of the documentation, with times in seconds after 2:51:45: division F30-34, then F35-39.
    private static let names = strings("Liu", "Leith", "Edwards", "Lederer", "Stelzner", "Matthews", "Berry", "Slane")
    private static let divisions = strings("F30", "F30", "F30", "F30", "F35", "F35", "F35", "F35")
    private static let times = ints(0, 436, 891, 436, 146, 572, 837, 879)

    private func finishers(
        _ name: String, _ arguments: [Vector] = [], frame: FrameSpecification = .upToCurrentPeers
    ) throws -> [Value] {
        let plan = try WindowPlan(
            partitionBy: [Vector(.string, values: Self.divisions)], orderBy: [Vector(.int64, values: Self.times)],
            by: [SortKey()], count: 8)
        return values(try plan.compute(kernel(name), arguments: arguments, frame: frame), 8)
    }

    @Test func numbersAndRanks() throws {
        #expect(try finishers("ROW_NUMBER") == ints(1, 2, 4, 3, 1, 2, 3, 4))
        #expect(try finishers("RANK") == ints(1, 2, 4, 2, 1, 2, 3, 4))
        #expect(try finishers("DENSE_RANK") == ints(1, 2, 3, 2, 1, 2, 3, 4))
        #expect(try finishers("PERCENT_RANK") == floats(0, 1.0 / 3, 1, 1.0 / 3, 0, 1.0 / 3, 2.0 / 3, 1))
        #expect(try finishers("CUME_DIST") == floats(0.25, 0.75, 1, 0.75, 0.25, 0.5, 0.75, 1))
        let three = Vector.constant(.int64(3), type: .int64, count: 8)
        #expect(try finishers("NTILE", [three]) == ints(1, 1, 3, 2, 1, 1, 2, 3))
    }

    @Test func tilesDifferByOneRowAtMost() throws {
        for count in 1...20 {
            let plan = try WindowPlan(partitionBy: [], orderBy: [], by: [], count: count)
            for buckets in 1...25 {
                let argument = Vector.constant(.int64(Int64(buckets)), type: .int64, count: count)
                let tiles = values(
                    try plan.compute(kernel("NTILE"), arguments: [argument], frame: .wholePartition), count)
                var expected: [Value] = []
                for bucket in 0..<buckets {
                    let size = count / buckets + (bucket < count % buckets ? 1 : 0)
                    expected += Array(repeating: .int64(Int64(bucket + 1)), count: size)
                }
                #expect(tiles == expected)
            }
        }
    }

    @Test func neighboursAreFoundWithinThePartition() throws {
        let names = Vector(.string, values: Self.names)
        #expect(
            try finishers("LAG", [names])
                == strings(nil, "Liu", "Lederer", "Leith", nil, "Stelzner", "Matthews", "Berry"))
        let two = Vector.constant(.int64(2), type: .int64, count: 8)
        let nobody = Vector.constant(.string("Nobody"), type: .string, count: 8)
        #expect(
            try finishers("LEAD", [names, two, nobody])
                == strings("Lederer", "Edwards", "Nobody", "Nobody", "Berry", "Slane", "Nobody", "Nobody"))
        let none = Vector.constant(.int64(0), type: .int64, count: 8)
        #expect(try finishers("LAG", [names, none]) == Self.names)
        let far = Vector.constant(.int64(.max), type: .int64, count: 8)
        #expect(try finishers("LEAD", [names, far]).allSatisfy { $0 == .null })
    }

    @Test func valuesOfTheFrame() throws {
        let times = Vector(.int64, values: Self.times)
        #expect(try finishers("FIRST_VALUE", [times], frame: .wholePartition) == ints(0, 0, 0, 0, 146, 146, 146, 146))
        #expect(
            try finishers("LAST_VALUE", [times], frame: .wholePartition) == ints(891, 891, 891, 891, 879, 879, 879, 879)
        )
        let two = Vector.constant(.int64(2), type: .int64, count: 8)
        #expect(try finishers("NTH_VALUE", [times, two]) == ints(nil, 436, 436, 436, nil, 572, 572, 572))
    }

    @Test func argumentsOutOfRangeAreErrors() throws {
        let value = Vector(.int64, values: Self.times)
        for bad in [Value.int64(0), .int64(-1), .null] {
            let argument = Vector.constant(bad, type: .int64, count: 8)
            #expect(throws: Diagnostic("NTILE needs a positive number of buckets")) {
                try finishers("NTILE", [argument])
            }
            #expect(throws: Diagnostic("NTH_VALUE needs a positive number")) {
                try finishers("NTH_VALUE", [value, argument])
            }
            guard bad != .int64(0) else { continue }
            #expect(throws: Diagnostic("LAG needs an offset that is not negative and not NULL")) {
                try finishers("LAG", [value, argument])
            }
        }
    }

    @Test func movingAverageOfTheDocumentation() throws {
        let x = ints(0, 2, nil, 4, 4, 5)
        let column = Vector(.int64, values: x)
        let plan = try WindowPlan(partitionBy: [], orderBy: [column], by: [SortKey()], count: 6)
        let call = try AggregateCase(name: "AVG", types: [.int64], columns: [x]).call
        let frame = FrameSpecification(isRange: false, start: .preceding(.int64(1)), end: .currentRow)
        let result = try plan.compute(.aggregate(call), arguments: [column], frame: frame)
        #expect(values(result, 6) == floats(0, 1, nil, 3, 4, 4.5))
    }

    @Test func distinctCountsOverPartitions() throws {
        let (x, rest) = (ints(1, 4, 4, 5), ints(1, 1, 1, 2))
        let plan = try WindowPlan(partitionBy: [Vector(.int64, values: rest)], orderBy: [], by: [], count: 4)
        let call = try AggregateCase(name: "COUNT", types: [.int64], columns: [x], isDistinct: true).call
        let result = try plan.compute(.aggregate(call), arguments: [Vector(.int64, values: x)], frame: .wholePartition)
        #expect(values(result, 4) == ints(2, 2, 2, 1))
    }

    @Test func noRowsGiveNoRows() throws {
        let empty = Vector(.int64, values: [])
        let plan = try WindowPlan(partitionBy: [empty], orderBy: [empty], by: [SortKey()], count: 0)
        let sum = try AggregateCase(name: "SUM", types: [.int64], columns: [[]]).call
        let sliding = FrameSpecification(isRange: false, start: .preceding(.int64(1)), end: .currentRow)
        for frame in [.wholePartition, .upToCurrentPeers, sliding] {
            #expect(try plan.compute(.aggregate(sum), arguments: [empty], frame: frame).count == 0)
            #expect(try plan.compute(kernel("FIRST_VALUE"), arguments: [empty], frame: frame).count == 0)
        }
    }
}
