// The first rows of each partition of a window, found without sorting the others.

import QueryLanguage

/// Rows of an input, each with its number in its partition.
struct PartitionTopRows {
    /// In ascending order.
    let rows: [Int32]
    /// For each of them its ROW_NUMBER.
    let numbers: Vector

    /// Rows from which on it is worth it.
    static let least = 1 << 12

    /// The first `limit` rows of each partition; of rows that are equal in the order the earlier ones.
    ///
    /// O(rows · log limit); of rows in random order most cost one look at the last row that their partition keeps.
    ///
    /// - Parameter orderBy: the order's keys, for `count` rows each as those of `partitionBy`.
    /// - Returns: `nil` where only a sort tells the order, or the partitions are so small that most rows are wanted.
    static func find(
        _ limit: Int, partitionBy: [Vector], orderBy: [Vector], by: [SortKey], count: Int, _ context: ExecutionContext
    ) throws(Diagnostic) -> PartitionTopRows? {
        guard let order = OrderWords(orderBy, by: by) else { return nil }
        if limit == 0 || count == 0 { return PartitionTopRows([]) }
        let plan = GroupingPlan(rows: count)
        let batches = (count + Pipeline.batchSize - 1) / Pipeline.batchSize
        let threads = max(1, min(context.threads, count / Pipeline.morselSize))
        let parts = try context.concurrently(threads) { (index) throws(Diagnostic) -> PartitionHeaps? in
            let heaps = PartitionHeaps(limit, partitionBy.map(\.type), plan)
            for batch in batches * index / threads..<batches * (index + 1) / threads {
                try context.cancellation.check()
                let start = batch * Pipeline.batchSize
                let range = start..<min(count, start + Pipeline.batchSize)
                guard heaps.add(range, partitionBy.map { $0.slice(range) }, order) else { return nil }
                if heaps.room > count / threads / 2 { return nil }
            }
            return heaps
        }
        guard let whole = parts[0] else { return nil }
        for part in parts.dropFirst() {
            guard let part else { return nil }
            whole.merge(part)
        }
        return PartitionTopRows(whole.rows)
    }

    /// - Parameter found: rows in any order, each with its number.
    private init(_ found: [(row: Int32, number: Int)]) {
        let memory = MemoryOwner()
        let pairs = memory.allocate(SortPair.self, count: found.count)
        let scratch = memory.allocate(SortPair.self, count: found.count)
        for (place, (row, number)) in found.enumerated() {
            pairs[place] = SortPair(word: UInt64(row), row: Int32(truncatingIfNeeded: number))
        }
        PairSort.sort(pairs, count: found.count, scratch: scratch)
        let writer = VectorWriter<Int64>(count: found.count)
        for place in 0..<found.count { writer[place] = Int64(pairs[place].row) }
        rows = (0..<found.count).map { Int32(truncatingIfNeeded: pairs[$0].word) }
        numbers = writer.finish(.int64)
    }
}

/// For each partition the first rows that one thread has met, as a heap with the last of them on top.
private final class PartitionHeaps: @unchecked Sendable {
    private let limit: Int
    /// `nil` where all rows are one partition.
    private let index: GroupIndex?
    /// The partitions' heaps, one behind the other, each of `limit` pairs.
    private var pairs = GrowableBuffer<SortPair>()
    /// The words on top of the heaps, close together: at most of them a row is found to come too late.
    private var last = GrowableBuffer<UInt64>()

    /// What stands where no row is yet: it comes behind all rows.
    private static let nobody = SortPair(word: .max, row: .max)

    init(_ limit: Int, _ types: [DataType], _ plan: GroupingPlan) {
        self.limit = limit
        index = types.isEmpty ? nil : GroupIndex(types: types, plan: plan)
        if index == nil { resize(partitions: 1) }
    }

    /// For how many rows there is room.
    var room: Int { pairs.count }

    private func resize(partitions: Int) {
        pairs.grow(to: partitions * limit, filling: Self.nobody)
        last.grow(to: partitions, filling: .max)
    }

    /// Adds the rows `range` of the input, whose partition keys are `keys`.
    ///
    /// - Returns: `false` where the order's words do not tell how they stand.
    func add(_ range: Range<Int>, _ keys: [Vector], _ order: OrderWords) -> Bool {
        withUnsafeTemporaryAllocation(of: UInt64.self, capacity: range.count) { words in
            withUnsafeTemporaryAllocation(of: UInt32.self, capacity: range.count) { partitions in
                guard let words = words.baseAddress, let partitions = partitions.baseAddress else { return true }
                guard order.write(range, to: words) else { return false }
                if let index {
                    index.insert(keys, rows: Selection(all: range.count), capacity: range.count, into: partitions)
                    resize(partitions: index.count)
                } else {
                    partitions.initialize(repeating: 0, count: range.count)
                }
                let (pairs, last, limit) = (pairs.base, last.base, limit)
                for place in 0..<range.count where words[place] <= last[Int(partitions[place])] {
                    let partition = Int(partitions[place])
                    let pair = SortPair(
                        word: words[place], row: Int32(truncatingIfNeeded: range.lowerBound + place))
                    last[partition] = Self.enter(pair, pairs + partition * limit, limit)
                }
                return true
            }
        }
    }

    /// Adds the rows of another thread.
    func merge(_ other: PartitionHeaps) {
        let count = other.last.count
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: count) { partitions in
            guard let partitions = partitions.baseAddress else { return }
            partitions.initialize(repeating: 0, count: count)
            if let index, let theirs = other.index {
                index.insert(theirs, into: partitions)
                resize(partitions: index.count)
            }
            for partition in 0..<count {
                let heap = pairs.base + Int(partitions[partition]) * limit
                for place in partition * limit..<(partition + 1) * limit {
                    _ = Self.enter(other.pairs[place], heap, limit)
                }
            }
        }
    }

    /// Lets a pair take the place of the last one of a heap, if it comes before that; gives the word of the last one.
    @inline(__always)
    private static func enter(_ pair: SortPair, _ heap: UnsafeMutablePointer<SortPair>, _ limit: Int) -> UInt64 {
        if isLess(pair, heap[0]) { siftDown(heap, limit, pair) }
        return heap[0].word
    }

    @inline(__always)
    private static func isLess(_ a: SortPair, _ b: SortPair) -> Bool {
        a.word < b.word || a.word == b.word && a.row < b.row
    }

    /// Puts a pair where the root of a heap was.
    @inline(__always)
    private static func siftDown(_ heap: UnsafeMutablePointer<SortPair>, _ count: Int, _ pair: SortPair) {
        var node = 0
        while true {
            var child = 2 * node + 1
            guard child < count else { break }
            if child + 1 < count && isLess(heap[child], heap[child + 1]) { child += 1 }
            guard isLess(pair, heap[child]) else { break }
            heap[node] = heap[child]
            node = child
        }
        heap[node] = pair
    }

    /// All rows with their numbers, partition by partition. The heaps are used up.
    var rows: [(row: Int32, number: Int)] {
        var found: [(row: Int32, number: Int)] = []
        for partition in 0..<last.count {
            let heap = pairs.base + partition * limit
            for end in stride(from: limit - 1, to: 0, by: -1) {
                let greatest = heap[0]
                Self.siftDown(heap, end, heap[end])
                heap[end] = greatest
            }
            for place in 0..<limit where heap[place].row != Self.nobody.row {
                found.append((heap[place].row, place + 1))
            }
        }
        return found
    }
}
