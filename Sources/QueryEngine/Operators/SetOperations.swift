// INTERSECT, EXCEPT and TABLESAMPLE: operators that choose among the rows of a table.

import QueryLanguage

/// INTERSECT and EXCEPT.
enum RowSetOperator {
    /// The left rows that stay, in their order.
    static func run(
        _ kind: LogicalPlan.SetOperation.Kind, _ left: StoredTable, _ right: StoredTable
    ) -> StoredTable {
        let table = KeyTable(types: left.columns.map(\.type))
        let owner = MemoryOwner()
        let rightIDs = owner.allocate(UInt32.self, count: right.count)
        table.insert(right.vectors, rows: Selection(all: right.count), into: rightIDs)
        var remaining = [Int](repeating: 0, count: table.count)
        for row in 0..<right.count { remaining[Int(rightIDs[row])] += 1 }
        let inRight = table.count
        let leftIDs = owner.allocate(UInt32.self, count: left.count)
        table.insert(left.vectors, rows: Selection(all: left.count), into: leftIDs)
        remaining += [Int](repeating: 0, count: table.count - inRight)
        var isSeen = [Bool](repeating: false, count: table.count)
        var kept: [Int32] = []
        for row in 0..<left.count {
            let id = Int(leftIDs[row])
            let stays: Bool
            switch kind {
            case .intersectAll: stays = remaining[id] > 0
            case .exceptAll: stays = remaining[id] == 0
            case .intersectDistinct: stays = id < inRight && !isSeen[id]
            case .exceptDistinct: stays = id >= inRight && !isSeen[id]
            case .unionAll: stays = true
            }
            if remaining[id] > 0 { remaining[id] -= 1 }
            isSeen[id] = true
            if stays { kept.append(Int32(row)) }
        }
        return left.gathering(kept)
    }
}

/// TABLESAMPLE.
enum SampleOperator {
    /// A random part of the rows, in their order; the same for the same seed.
    static func run(_ sample: LogicalPlan.Sample, _ rows: StoredTable) -> StoredTable {
        var random = SplitMix64(state: sample.seed)
        switch sample.size {
        case .fraction(let fraction):
            let kept = (0..<Int32(rows.count)).filter { _ in Double.random(in: 0..<1, using: &random) < fraction }
            return rows.gathering(kept)
        case .rows(let count):
            // Algorithm R (Vitter 1985).
            var reservoir = Array(0..<Int32(min(count, rows.count)))
            for row in reservoir.count..<max(reservoir.count, rows.count) where !reservoir.isEmpty {
                let place = Int.random(in: 0...row, using: &random)
                if place < reservoir.count { reservoir[place] = Int32(row) }
            }
            return rows.gathering(reservoir.sorted())
        }
    }
}

/// Steele, Lea, Flood: Fast splittable pseudorandom number generators, OOPSLA 2014.
private struct SplitMix64: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }
}
