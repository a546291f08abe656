// Frames of random windows, row by row against their definition.

import Testing

@testable import QueryEngine

struct WindowFrameTests {
    /// A random window over few rows, and which rows each row's frame has by definition.
    struct Window {
        let count: Int
        let partition: [Value]
        let key: [Value]
        let keyType: DataType
        let sort: SortKey
        let frame: FrameSpecification

        init(_ random: inout SeededGenerator, keyType: DataType, isRange: Bool) {
            let count = Int.random(in: 1..<60, using: &random)
            let sort = SortKey(
                descending: Bool.random(using: &random), nullsFirst: Bool.random(using: &random))
            func distance() -> Value {
                let number = Int.random(in: 0...3, using: &random)
                return isRange && keyType == .float64 ? .float64(Double(number)) : .int64(Int64(number))
            }
            // Bounds in the order in which a frame may name them.
            var bounds: [FrameSpecification.Bound] = [
                .unboundedPreceding, .preceding(distance()), .preceding(distance()), .currentRow,
                .following(distance()),
                .following(distance()), .unboundedFollowing,
            ]
            if isRange && keyType == .string { bounds = [.unboundedPreceding, .currentRow, .unboundedFollowing] }
            let first = Int.random(in: 0..<bounds.count - 1, using: &random)
            let last = Int.random(in: max(first, 1)..<bounds.count, using: &random)
            self.count = count
            partition = (0..<count).map { _ in Int.random(in: 0..<3, using: &random) == 0 ? .null : .string("p") }
            key = (0..<count).map { _ in
                let small = Int.random(in: -4...4, using: &random)
                guard small != 4 else { return .null }
                switch keyType {
                case .int64: return .int64(small == -4 ? .min : small == 3 ? .max : Int64(small))
                case .float64: return .float64(small == -4 ? .nan : small == 3 ? .infinity : Double(small) / 2)
                default: return .string("\(small)")
                }
            }
            self.keyType = keyType
            self.sort = sort
            frame = FrameSpecification(isRange: isRange, start: bounds[first], end: bounds[last])
        }

        /// The rows in the window's order.
        var order: [Int] {
            (0..<count).sorted { a, b in
                if partition[a] != partition[b] { return partition[a] == .null }
                let result = compareKeys(a, b)
                return result == 0 ? a < b : result < 0
            }
        }

        func compareKeys(_ a: Int, _ b: Int) -> Int {
            if (key[a] == .null) != (key[b] == .null) { return (key[a] == .null) == sort.nullsFirst ? -1 : 1 }
            return QueryEngineTests.order(key[a], key[b]) * (sort.descending ? -1 : 1)
        }

        /// Whether row `b`'s key is at or beyond the distance from row `a`'s, going with the order or against it;
        /// `nil` where they have no distance.
        private func reaches(_ a: Int, _ b: Int, _ distance: Double, isStart: Bool) -> Bool? {
            let sign: Double = sort.descending ? -1 : 1
            switch (key[a], key[b]) {
            case (.int64(let x), .int64(let y)):
                let limit = Int128(x) + Int128(sign * distance)
                return y == limit || (y > limit) == (isStart != sort.descending)
            case (.float64(let x), .float64(let y)) where !x.isNaN && !y.isNaN:
                let limit = x + sign * distance
                return y == limit || (y > limit) == (isStart != sort.descending)
            default: return nil
            }
        }

        private func number(_ value: Value) -> Double {
            switch value {
            case .int64(let x): Double(x)
            case .float64(let x): x
            default: .nan
            }
        }

        /// Whether the row at place `other` is in the frame of the row at `place`, looking at one bound only.
        private func isInside(
            _ bound: FrameSpecification.Bound, isStart: Bool, place: Int, other: Int, order: [Int]
        ) -> Bool {
            let (a, b) = (order[place], order[other])
            let sign = isStart ? 1 : -1
            func beyond(_ limit: Double) -> Bool {
                guard frame.isRange else { return Double(other - place) * Double(sign) >= limit * Double(sign) }
                // Where there is no distance, the edge is that of the peers.
                return reaches(a, b, limit, isStart: isStart) ?? (compareKeys(b, a) * sign >= 0)
            }
            switch bound {
            case .unboundedPreceding, .unboundedFollowing: return true
            case .currentRow: return frame.isRange ? compareKeys(b, a) * sign >= 0 : (other - place) * sign >= 0
            case .preceding(let value): return beyond(-number(value))
            case .following(let value): return beyond(number(value))
            }
        }

        /// The rows of each row's frame, in the window's order, by input row.
        var frames: [[Int]] {
            let order = order
            var frames = Array(repeating: [Int](), count: count)
            for place in 0..<count {
                frames[order[place]] = (0..<count).filter { other in
                    partition[order[place]] == partition[order[other]]
                        && isInside(frame.start, isStart: true, place: place, other: other, order: order)
                        && isInside(frame.end, isStart: false, place: place, other: other, order: order)
                }.map { order[$0] }
            }
            return frames
        }

        func plan() throws -> WindowPlan {
            try WindowPlan(
                partitionBy: [Vector(.string, values: partition)], orderBy: [Vector(keyType, values: key)], by: [sort],
                count: count)
        }
    }

    @Test(arguments: [DataType.int64, .float64, .string], [false, true])
    func framesAreThoseOfADefinition(keyType: DataType, isRange: Bool) throws {
        var random = SeededGenerator(isRange ? 11 : 12)
        let functions: [(String, DataType)] = [
            ("SUM", .int64), ("COUNT", .string), ("MIN", .string), ("MAX", .float64), ("STRING_AGG", .string),
            ("ANY_VALUE", .interval), ("VAR_POP", .float64), ("APPROX_COUNT_DISTINCT", .string), ("MEDIAN", .float64),
        ]
        for round in 0..<120 {
            let window = Window(&random, keyType: keyType, isRange: isRange)
            let (name, type) = functions[round % functions.count]
            let column = (0..<window.count).map { _ -> Value in
                let value = type.randomValue(&random)
                if case .float64(let x) = value, !x.isFinite || abs(x) > 1e9 { return .null }
                if case .int64(let x) = value { return .int64(x % 1_000) }
                return value
            }
            let frames = window.frames
            let call = AggregateCase(name: name, types: [type], columns: [column])
            let result = try window.plan().compute(
                .aggregate(call.call), arguments: [Vector(type, values: column)], frame: window.frame)
            for row in 0..<window.count {
                var part = call
                part.columns = [frames[row].map { column[$0] }]
                let expected = try part.result()
                #expect(isClose(result.value(row), expected), "\(name), \(window.frame), \(window.sort), row \(row)")
            }
        }
    }

    @Test func valuesOfFramesAreThoseOfADefinition() throws {
        var random = SeededGenerator(13)
        for _ in 0..<150 {
            let window = Window(&random, keyType: .int64, isRange: Bool.random(using: &random))
            let column = (0..<window.count).map { _ in DataType.string.randomValue(&random) }
            let ignoresNulls = Bool.random(using: &random)
            let number = Int.random(in: 1...4, using: &random)
            let frames = window.frames
            for name in ["FIRST_VALUE", "LAST_VALUE", "NTH_VALUE"] {
                guard case .window(let kernel)? = FunctionTable.find(name)?.overloads[0].implementation else {
                    continue
                }
                let result = try window.plan().compute(
                    .window(kernel),
                    arguments: [
                        Vector(.string, values: column),
                        .constant(.int64(Int64(number)), type: .int64, count: window.count),
                    ], frame: window.frame, ignoresNulls: ignoresNulls)
                for row in 0..<window.count {
                    let seen = frames[row].map { column[$0] }.filter { !ignoresNulls || $0 != .null }
                    let expected =
                        switch name {
                        case "FIRST_VALUE": seen.first
                        case "LAST_VALUE": seen.last
                        default: seen.count >= number ? seen[number - 1] : nil
                        }
                    #expect(result.value(row) == expected ?? .null, "\(name), \(window.frame), row \(row)")
                }
            }
        }
    }

    @Test func longFramesOverManyRows() throws {
        // Sums of i over i-700...i+500: a tree of ten levels, and more rows than are put together at once.
        let count = 20_000
        let column = Vector(.int64, values: (0..<count).map { .int64(Int64($0)) })
        let plan = try WindowPlan(partitionBy: [], orderBy: [column], by: [SortKey()], count: count)
        let call = try AggregateCase(name: "SUM", types: [.int64], columns: [[]]).call
        let frame = FrameSpecification(isRange: false, start: .preceding(.int64(700)), end: .following(.int64(500)))
        let result = try plan.compute(.aggregate(call), arguments: [column], frame: frame)
        for row in 0..<count {
            let (first, last) = (max(0, row - 700), min(count - 1, row + 500))
            #expect(result.value(row) == .int64(Int64((first + last) * (last - first + 1) / 2)))
        }
    }
}
