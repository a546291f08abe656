// The hash table of packed keys, held against Swift's dictionary.

import Testing

@testable import QueryEngine

/// A fixed sequence of random numbers (SplitMix64: Steele, Lea, Flood, OOPSLA 2014).
struct SeededGenerator: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var z = state
        z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
        z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
        return z ^ (z >> 31)
    }
}

/// Units that the tests use.
enum KnownUnit {
    static let squareMetre = unit("m2")
    static let hectare = unit("ha")
    static let item = unit("item")

    private static func unit(_ text: String) -> QuantityUnit { (try? QuantityUnit(text)) ?? .one }
}

extension DataType {
    /// Values of the type that repeat often and hold the awkward ones: NULL, NaN, both zeros, strings of all lengths.
    func randomValue(_ random: inout SeededGenerator) -> Value {
        if Int.random(in: 0..<8, using: &random) == 0 { return .null }
        let small = Int.random(in: -9...9, using: &random)
        switch self {
        case .bool: return .bool(small < 0)
        case .int64: return .int64([.min, .max, Int64(small), Int64(small) << 33].randomElement(using: &random) ?? 0)
        case .float64:
            let special: [Double] = [.nan, -.nan, -.infinity, .infinity, -0.0, 0, .greatestFiniteMagnitude]
            return .float64(
                (special + Array(repeating: Double(small) / 4, count: 8)).randomElement(using: &random) ?? 0)
        case .date: return .date(Int32(small))
        case .timestamp: return .timestamp(Int64(small) * 1_000_000_007)
        case .interval:
            return .interval(
                [
                    Interval(months: 1), Interval(days: 30), Interval(days: Int32(small)),
                    Interval(microseconds: 30 * 86_400_000_000 + Int64(small)),
                ].randomElement(using: &random) ?? Interval())
        case .quantity:
            // The same quantity in several units, and others that differ in one part only.
            let number = Double(abs(small)) * 10_000
            return .quantity(
                [
                    Quantity(number, KnownUnit.squareMetre), Quantity(number / 10_000, KnownUnit.hectare),
                    Quantity(nominal: number, lower: 0, upper: number, KnownUnit.squareMetre),
                    Quantity(nominal: number, lower: -1, upper: number, lowerIsOpen: true, KnownUnit.squareMetre),
                    Quantity(number, KnownUnit.item),
                ].compactMap { $0 }.randomElement(using: &random) ?? Quantity(0))
        case .string:
            let letters = ["a", "é", "\u{0}", "国", "zz"]
            let length = [0, 1, 2, 3, 7, 12, 13, 30].randomElement(using: &random) ?? 0
            return .string(
                String(repeating: "common/prefix/", count: small & 1)
                    + (0..<length).map { letters[($0 * abs(small)) % letters.count] }.joined())
        }
    }
}

/// What tells groups apart, as text: NaNs are one, zeros are one, intervals are normalized.
func identity(_ value: Value) -> String {
    switch value {
    case .float64(let x): x.isNaN ? "NaN" : x == 0 ? "0" : "\(x)"
    case .interval(let x): "\(x.normalized)"
    case .quantity(let x): "\(x.inBase)"
    default: "\(value)"
    }
}

struct KeyTableTests {
    private func ids(_ table: KeyTable, _ keys: [Vector], _ rows: Selection, capacity: Int) -> [UInt32] {
        var ids = Array(repeating: UInt32.max, count: capacity)
        ids.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress { table.insert(keys, rows: rows, into: base) }
        }
        return ids
    }

    private func found(_ table: KeyTable, _ keys: [Vector], count: Int, nullsMatch: Bool) -> [Int32] {
        var ids = Array(repeating: Int32.min, count: count)
        ids.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress {
                table.find(keys, rows: Selection(all: count), into: base, nullsMatch: nullsMatch)
            }
        }
        return ids
    }

    @Test(arguments: DataType.allCases.map { [$0] } + [[.string, .int64], [.float64, .interval, .string, .bool]])
    func idsAreThoseOfADictionary(types: [DataType]) {
        var random = SeededGenerator(1)
        let table = KeyTable(types: types)
        var dictionary: [[String]: UInt32] = [:]
        var firsts: [[String]] = []
        for _ in 0..<5 {
            let count = 1_300
            let values = types.map { type in (0..<count).map { _ in type.randomValue(&random) } }
            let keys = zip(types, values).map { Vector($0, values: $1) }
            let rows = Selection(all: count).filter { $0 % 7 != 3 }
            let ids = ids(table, keys, rows, capacity: count)
            for row in 0..<count {
                guard row % 7 != 3 else {
                    #expect(ids[row] == .max)
                    continue
                }
                let key = values.map { identity($0[row]) }
                if dictionary[key] == nil {
                    dictionary[key] = UInt32(firsts.count)
                    firsts.append(key)
                }
                #expect(ids[row] == dictionary[key])
            }
        }
        #expect(table.count == firsts.count)
        let kept = table.keyVectors()
        #expect((0..<table.count).map { id in kept.map { identity($0.value(id)) } } == firsts)
    }

    @Test func manyKeysGrowTheTable() {
        let count = 50_000
        let keys = [Vector(.int64, values: (0..<count).map { .int64(Int64($0) << 20) })]
        let table = KeyTable(types: [.int64])
        #expect(ids(table, keys, Selection(all: count), capacity: count) == (0..<UInt32(count)).map { $0 })
        #expect(found(table, keys, count: count, nullsMatch: true) == (0..<Int32(count)).map { $0 })
    }

    @Test func longStringsAreCopied() {
        let table = KeyTable(types: [.string])
        let text = "a string that does not lie inline"
        do {
            let passing = Vector(.string, values: [.string(text)])
            _ = ids(table, [passing], Selection(all: 1), capacity: 1)
        }
        let again = Vector(.string, values: [.string(text + "!"), .string(text)])
        #expect(found(table, [again], count: 2, nullsMatch: false) == [-1, 0])
        #expect(table.keyVectors()[0].value(0) == .string(text))
    }

    @Test func equalityFindsNeitherNullNorNaN() {
        let values: [Value] = [.float64(1), .null, .float64(.nan), .float64(-0.0)]
        let probes = Vector(.float64, values: [.float64(0), .float64(.nan), .null, .float64(1), .float64(2)])
        for types in [[DataType.float64], [.float64, .float64]] {
            let table = KeyTable(types: types)
            let key = Vector(.float64, values: values)
            _ = ids(table, types.map { _ in key }, Selection(all: 4), capacity: 4)
            let keys = types.map { _ in probes }
            #expect(found(table, keys, count: 5, nullsMatch: false) == [3, -1, -1, 0, -1])
            #expect(found(table, keys, count: 5, nullsMatch: true) == [3, 2, 1, 0, -1])
        }
    }

    @Test func constantKeysStandForEveryRow() {
        let table = KeyTable(types: [.string, .int64])
        let constant = Vector.constant(.string("same"), type: .string, count: 4)
        let numbers = Vector(.int64, values: [.int64(1), .int64(2), .int64(1), .null])
        #expect(ids(table, [constant, numbers], Selection(all: 4), capacity: 4) == [0, 1, 0, 2])
        let nothing = Vector.constant(.null, type: .int64, count: 4)
        #expect(found(table, [constant, nothing], count: 2, nullsMatch: true) == [2, 2])
        #expect(found(table, [constant, nothing], count: 2, nullsMatch: false) == [-1, -1])
    }

    @Test func withoutKeysAllRowsAreOneGroup() {
        let table = KeyTable(types: [])
        #expect(ids(table, [], Selection(all: 3), capacity: 3) == [0, 0, 0])
        #expect(table.count == 1)
    }

    @Test func manyColumnsHaveTheirOwnNullBits() {
        let types = Array(repeating: DataType.int64, count: 130)
        let table = KeyTable(types: types)
        // Row r is NULL in column r only, and 0 elsewhere.
        let keys = (0..<130).map { column in
            Vector(.int64, values: (0..<130).map { $0 == column ? .null : .int64(0) })
        }
        #expect(ids(table, keys, Selection(all: 130), capacity: 130) == (0..<130).map { UInt32($0) })
        let kept = table.keyVectors()
        #expect((0..<130).allSatisfy { kept[$0].isNull($0) && kept[$0].isValid(($0 + 1) % 130) })
    }

    @Test func groupedIntervalsStayAsWritten() {
        let table = KeyTable(types: [.interval])
        let key = Vector(.interval, values: [.interval(Interval(months: 1)), .interval(Interval(days: 30))])
        #expect(ids(table, [key], Selection(all: 2), capacity: 2) == [0, 0])
        let kept: Interval = table.keyVectors()[0].element(0)
        #expect(kept.months == 1 && kept.days == 0)
    }
}
