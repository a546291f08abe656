// INTERSECT, EXCEPT and TABLESAMPLE: operators that choose among the rows of a table.

import QueryLanguage

/// INTERSECT and EXCEPT.
enum RowSetOperator {
    /// The left rows that stay, in their order.
    static func run(
        _ operation: LogicalPlan.SetOperation, _ left: StoredTable, _ right: StoredTable
    ) throws(Diagnostic) -> StoredTable {
        let width = operation.columns.count - (operation.carriesLineage ? 1 : 0)
        let table = KeyTable(types: left.columns.prefix(width).map(\.type))
        let owner = MemoryOwner()
        func identify(_ rows: StoredTable) throws(Diagnostic) -> UnsafePointer<UInt32> {
            let ids = owner.allocate(UInt32.self, count: rows.count)
            try table.insertChecking(Array(rows.vectors.prefix(width)), count: rows.count, into: ids)
            return UnsafePointer(ids)
        }
        let rightIDs = try identify(right)
        var remaining = [Int](repeating: 0, count: table.count)
        for row in 0..<right.count { remaining[Int(rightIDs[row])] += 1 }
        let inRight = table.count
        let leftIDs = try identify(left)
        remaining += [Int](repeating: 0, count: table.count - inRight)
        var isSeen = [Bool](repeating: false, count: table.count)
        var kept: [Int32] = []
        for row in 0..<left.count {
            let id = Int(leftIDs[row])
            let stays: Bool
            switch operation.kind {
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
        try Cancellation.checkCurrent()
        let result = left.gathering(kept)
        guard operation.carriesLineage else { return result }
        let lineages = LineageUnion(operation.kind, left, leftIDs, right, rightIDs, keys: table.count)
        return StoredTable(
            columns: result.columns, vectors: result.vectors.prefix(width) + [lineages.vector(kept)],
            count: result.count)
    }
}

extension KeyTable {
    /// Inserts the first `count` rows, some thousands at a time: the statement's limits are looked at between them.
    func insertChecking(_ keys: [Vector], count: Int, into ids: UnsafeMutablePointer<UInt32>) throws(Diagnostic) {
        let step = 1 << 16
        for start in stride(from: 0, to: count, by: step) {
            try Cancellation.checkCurrent()
            insert(keys, rows: Selection(all: count).slice(offset: start, limit: step), into: ids)
        }
    }
}

/// The lineages of the rows that INTERSECT and EXCEPT keep.
private struct LineageUnion {
    private let kind: LogicalPlan.SetOperation.Kind
    private let left: Vector?
    private let leftIDs: UnsafePointer<UInt32>
    /// What all rows of one key that count as witnesses have, by key; a row's own comes beside it.
    private var shared: [[UInt8]]

    init(
        _ kind: LogicalPlan.SetOperation.Kind, _ left: StoredTable, _ leftIDs: UnsafePointer<UInt32>,
        _ right: StoredTable, _ rightIDs: UnsafePointer<UInt32>, keys: Int
    ) {
        self.kind = kind
        self.leftIDs = leftIDs
        self.left = left.vectors.last
        shared = Array(repeating: [], count: keys)
        // Of rows that are the same once duplicates are gone, each is a witness.
        if kind == .intersectDistinct || kind == .exceptDistinct { add(left, leftIDs) }
        if kind == .intersectDistinct || kind == .intersectAll { add(right, rightIDs) }
    }

    private mutating func add(_ rows: StoredTable, _ ids: UnsafePointer<UInt32>) {
        guard let lineages = rows.vectors.last else { return }
        for row in 0..<rows.count where lineages.isValid(row) { shared[Int(ids[row])] += lineages.bytes(row) }
    }

    func vector(_ kept: [Int32]) -> Vector {
        var writer = StringVectorWriter(count: kept.count)
        for (place, row) in kept.enumerated() {
            var bytes = shared[Int(leftIDs[Int(row)])]
            if let left, left.isValid(Int(row)) { bytes += left.bytes(Int(row)) }
            bytes.withUnsafeBufferPointer { writer.set(place, copying: $0) }
        }
        return writer.finish()
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
