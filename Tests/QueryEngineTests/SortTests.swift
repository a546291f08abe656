// The order of rows, held against the standard library's sort with a comparator.

import Testing

@testable import QueryEngine

/// Negative, zero or positive as `a` comes before, with or after `b` in ascending order; NULLs are left to the caller.
func order(_ a: Value, _ b: Value) -> Int {
    func three<T: Comparable>(_ x: T, _ y: T) -> Int { x < y ? -1 : x > y ? 1 : 0 }
    switch (a, b) {
    case (.bool(let x), .bool(let y)): return three(x ? 1 : 0, y ? 1 : 0)
    case (.int64(let x), .int64(let y)), (.timestamp(let x), .timestamp(let y)): return three(x, y)
    case (.date(let x), .date(let y)): return three(x, y)
    case (.float64(let x), .float64(let y)):
        if x.isNaN || y.isNaN { return three(x.isNaN ? 0 : 1, y.isNaN ? 0 : 1) }
        return three(x, y)
    case (.string(let x), .string(let y)):
        return x.utf8.elementsEqual(y.utf8) ? 0 : x.utf8.lexicographicallyPrecedes(y.utf8) ? -1 : 1
    case (.interval(let x), .interval(let y)): return three(x, y)
    case (.quantity(let x), .quantity(let y)):
        let (p, q) = (x.inBase, y.inBase)
        let parts = [
            three(p.unit.text, q.unit.text), three(p.nominal, q.nominal), three(p.lower, q.lower),
            three(p.upper, q.upper), three(p.ends.rawValue, q.ends.rawValue),
        ]
        return parts.first { $0 != 0 } ?? 0
    default: return 0
    }
}

struct SortTests {
    private func expected(_ keys: [[Value]], _ by: [SortKey], count: Int) -> [Int32] {
        // The standard library's sort is stable in fact but not by promise; the row number settles ties.
        (0..<count).sorted { a, b in
            for (values, key) in zip(keys, by) {
                let (x, y) = (values[a], values[b])
                if (x == .null) != (y == .null) { return (x == .null) == key.nullsFirst }
                let result = order(x, y)
                if result != 0 { return key.descending ? result > 0 : result < 0 }
            }
            return a < b
        }.map { Int32($0) }
    }

    @Test(arguments: DataType.allCases, [7, 300, 3_000])
    func oneKeyOrdersAsAComparator(type: DataType, count: Int) {
        var random = SeededGenerator(UInt64(count))
        let values = (0..<count).map { _ in type.randomValue(&random) }
        let vector = Vector(type, values: values)
        for descending in [false, true] {
            for nullsFirst in [false, true] {
                let by = [SortKey(descending: descending, nullsFirst: nullsFirst)]
                let all = expected([values], by, count: count)
                #expect(sortedOrder([vector], by: by, count: count) == all)
                for limit in [0, 1, count / 20, count - 1, count + 5] {
                    #expect(sortedOrder([vector], by: by, count: count, limit: limit) == Array(all.prefix(limit)))
                }
            }
        }
    }

    @Test func manyDifferentNumbersAreRadixSorted() {
        var random = SeededGenerator(5)
        let values = (0..<20_000).map { _ in Value.int64(Int64(bitPattern: random.next())) }
        let by = [SortKey()]
        let order = sortedOrder([Vector(.int64, values: values)], by: by, count: values.count)
        #expect(order == expected([values], by, count: values.count))
    }

    /// Enough rows for threads to share them, of which many are equal.
    @Test(arguments: [DataType.int64, .float64, .string])
    func threadsSortAsOneDoes(type: DataType) throws {
        var random = SeededGenerator(11)
        let values = (0..<200_000).map { _ -> Value in
            let number = Int64.random(in: 0..<60_000, using: &random)
            return switch type {
            case .float64: .float64(Double(number) / 7 - 1_000)
            case .string: .string("name \(number)")
            default: .int64(number * number)
            }
        }
        let key = Vector(type, values: values)
        for descending in [false, true] {
            let by = [SortKey(descending: descending)]
            let order = try sortedOrder(
                [key], by: by, count: values.count, ExecutionContext(threads: 3))
            #expect(order == sortedOrder([key], by: by, count: values.count))
            #expect(Set(order).count == values.count)
        }
    }

    /// The bound that lets rows be passed over passes over none that belongs to the first.
    @Test(arguments: [DataType.int64, .float64, .date, .timestamp, .string, .bool, .quantity, .interval])
    func firstRowsAreThoseOfTheWholeOrder(type: DataType) throws {
        var random = SeededGenerator(13)
        let count = 30_000
        let values = (0..<count).map { _ in type.randomValue(&random) }
        let table = StoredTable(
            columns: [Column("k", type), Column("n", .int64)],
            vectors: [Vector(type, values: values), Vector(.int64, values: (0..<count).map { .int64(Int64($0)) })],
            count: count)
        let columns = [PlanColumn(ColumnID(0), "k", type), PlanColumn(ColumnID(1), "n", .int64)]
        for descending in [false, true] {
            for nullsFirst in [false, true] {
                let by = [SortKey(descending: descending, nullsFirst: nullsFirst)]
                let operation = SortOperator(keys: [ColumnEvaluator(position: 0)], by: by)
                let all = expected([values], by, count: count)
                for limit in [1, 10, 500] {
                    let rows = try operation.first(
                        limit, of: Pipeline(source: TableSource(table), columns: columns), ExecutionContext(threads: 2))
                    let numbers = (0..<rows.count).map { rows.vectors[1].element($0, as: Int64.self) }
                    #expect(numbers == all.prefix(limit).map { Int64($0) })
                }
            }
        }
    }

    @Test func theWordOfARankIsSelected() {
        var random = SeededGenerator(17)
        for count in [1, 2, 17, 100, 5_000] {
            for different in [1, 3, 1_000_000] as [UInt64] {
                var words = (0..<count).map { _ in UInt64.random(in: 0..<different, using: &random) }
                let sorted = words.sorted()
                for rank in [0, count / 3, count / 2, count - 1] {
                    words.withUnsafeMutableBufferPointer { buffer in
                        guard let base = buffer.baseAddress else { return }
                        #expect(Quickselect.select(base, count: count, rank: rank) == sorted[rank])
                        #expect(buffer[..<rank].allSatisfy { $0 <= sorted[rank] })
                        #expect(buffer[rank...].allSatisfy { $0 >= sorted[rank] })
                    }
                }
            }
        }
    }

    @Test func wordsOfNumbersComeBack() {
        for number in [-Double.infinity, -1.5, -Double.leastNonzeroMagnitude, 0, .leastNonzeroMagnitude, 2, .infinity] {
            #expect(OrderedWord.decode(OrderedWord.encode(number)) == number)
        }
        #expect(OrderedWord.decode(OrderedWord.encode(.nan)).isNaN)
    }

    @Test func furtherKeysOrderEqualRows() {
        var random = SeededGenerator(9)
        let types: [DataType] = [.bool, .string, .interval, .float64]
        for _ in 0..<20 {
            let count = Int.random(in: 1..<2_000, using: &random)
            let values = types.map { type in (0..<count).map { _ in type.randomValue(&random) } }
            let by = types.map { _ in
                SortKey(descending: Bool.random(using: &random), nullsFirst: Bool.random(using: &random))
            }
            let keys = zip(types, values).map { Vector($0, values: $1) }
            let all = expected(values, by, count: count)
            #expect(sortedOrder(keys, by: by, count: count) == all)
            let limit = Int.random(in: 0...count, using: &random)
            #expect(sortedOrder(keys, by: by, count: count, limit: limit) == Array(all.prefix(limit)))
        }
    }

    @Test func stringsWithLongCommonBeginningsAreToldApart() {
        let beginning = String(repeating: "https://example.org/", count: 20_000)
        let texts = ["b", "", "a", "ab", "\u{0}", "a", "abcdefg", "abcdefgh", "abcdefghi", "abcdefg\u{0}"]
        let values = texts.map { Value.string(beginning + $0) }
        for by in [[SortKey()], [SortKey(descending: true)]] {
            let order = sortedOrder([Vector(.string, values: values)], by: by, count: values.count)
            #expect(order == expected([values], by, count: values.count))
        }
    }

    @Test func nullsComeFirstInAscendingAndLastInDescendingOrder() {
        let key = Vector(.int64, values: [.int64(2), .null, .int64(1)])
        #expect(sortedOrder([key], by: [SortKey()], count: 3) == [1, 2, 0])
        #expect(sortedOrder([key], by: [SortKey(descending: true)], count: 3) == [0, 2, 1])
    }

    @Test func constantKeysOrderNothing() {
        let constant = Vector.constant(.null, type: .string, count: 3)
        let key = Vector(.int64, values: [.int64(2), .int64(3), .int64(1)])
        #expect(sortedOrder([constant, key], by: [SortKey(), SortKey()], count: 3) == [2, 0, 1])
        #expect(sortedOrder([constant], by: [SortKey()], count: 3, limit: 2) == [0, 1])
    }

    @Test(arguments: DataType.allCases)
    func groupsStartWhereTheIdentityChanges(type: DataType) {
        var random = SeededGenerator(3)
        let values = (0..<500).map { _ in type.randomValue(&random) }
        let vector = Vector(type, values: values)
        let order = sortedOrder([vector], by: [SortKey()], count: values.count)
        let starts = groupStarts([vector], order: order)
        for place in order.indices {
            let before = place == 0 ? nil : identity(values[Int(order[place - 1])])
            #expect(starts[place] == (identity(values[Int(order[place])]) != before))
        }
        #expect(groupStarts([], order: [0, 1, 2]) == [true, false, false])
    }
}
