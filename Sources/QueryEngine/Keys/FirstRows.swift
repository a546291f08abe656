// Which rows are the first of their groups, where groups are about as many as rows.
// The rows are partitioned so that a partition's table stays in the cache: Shatdal, Kant and Naughton, "Cache
// conscious algorithms for relational query processing", VLDB 1994; Polychroniou and Ross, SIGMOD 2014.

import QueryLanguage

/// For each row whether it is the first with its key, and if not, which row is.
///
/// Nobody writes to it once it is made, so that threads may share it.
final class FirstRows: @unchecked Sendable {
    /// The number of different keys.
    let count: Int
    /// A set bit for each row that is not the first one.
    private let repeats: UnsafeMutablePointer<UInt64>
    /// For each row that is not, the first one.
    private let firsts: UnsafeMutablePointer<UInt32>
    /// For each word of `repeats`, how many keys come before it.
    private let ranks: UnsafeMutablePointer<UInt32>
    private let owner: MemoryOwner

    /// - Parameters:
    ///   - parts: the rows, one part's behind the other's, at most 2³¹ of them.
    ///   - partitionSize: about how many rows a partition has.
    /// - Throws: when the statement is cancelled.
    /// - Complexity: linear, expected.
    init(_ parts: [KeyWords], partitionSize: Int = 1 << 13, _ context: ExecutionContext) throws(Diagnostic) {
        let rows = parts.reduce(0) { $0 + $1.count }
        owner = MemoryOwner()
        firsts = owner.allocate(UInt32.self, count: rows)
        let partitions = try KeyPartitions(parts, rows: rows, size: partitionSize, context)
        let target = SharedTarget(base: firsts)
        let found = try context.concurrently(context.threads) { (index) throws(Diagnostic) in
            try partitions.repeats(of: index, rows: rows, firsts: target, context)
        }
        // One word more, for the place behind the last row.
        repeats = Bitmap.allocate(count: rows + 64, in: owner)
        ranks = owner.allocate(UInt32.self, count: Bitmap.words(rows) + 1)
        var count = 0
        for word in 0..<Bitmap.words(rows) {
            for part in found { repeats[word] |= part.bits[word] }
            ranks[word] = UInt32(truncatingIfNeeded: count)
            count += min(64, rows - word * 64) - repeats[word].nonzeroBitCount
        }
        ranks[Bitmap.words(rows)] = UInt32(truncatingIfNeeded: count)
        self.count = count
    }

    /// Whether no row before it has its key.
    @inline(__always)
    func isFirst(_ row: Int) -> Bool { !Bitmap.isSet(repeats, row) }

    /// The first row with the key of a row that is not the first itself.
    @inline(__always)
    func first(_ row: Int) -> Int { Int(firsts[row]) }

    /// How many keys have appeared before the row; of a first row, the number of its key.
    @inline(__always)
    func keys(before row: Int) -> Int {
        let below = UInt64(1) &<< UInt64(row & 63) - 1
        return Int(ranks[row >> 6]) + (~repeats[row >> 6] & below).nonzeroBitCount
    }

    /// Whether all of these rows are the first of their keys; it may be said of too few.
    func areFirst(_ rows: Range<Int>) -> Bool {
        (rows.lowerBound >> 6..<Bitmap.words(rows.upperBound)).allSatisfy { repeats[$0] == 0 }
    }
}

/// Bits that one thread has set, for others to read afterwards.
private struct FoundRepeats: @unchecked Sendable {
    let bits: UnsafeMutablePointer<UInt64>
    let owner: MemoryOwner
}

/// The rows' keys by the upper bits of their hashes; within a partition in the rows' order.
private struct KeyPartitions: @unchecked Sendable {
    private let pairs: UnsafeMutablePointer<SortPair>
    /// Where each partition begins, and the end.
    private let starts: [Int]
    private let owner = MemoryOwner()

    /// More partitions are more places to write to at a time than caches hold.
    private static let mostBits = 10

    init(_ parts: [KeyWords], rows: Int, size: Int, _ context: ExecutionContext) throws(Diagnostic) {
        let bits = (1..<Self.mostBits).first { rows >> $0 <= size } ?? Self.mostBits
        let shift = UInt64(64 - bits)
        var places = try context.concurrently(parts.count) { (index) throws(Diagnostic) in
            let words = parts[index]
            var sizes = Array(repeating: 0, count: 1 << bits)
            sizes.withUnsafeMutableBufferPointer { sizes in
                for row in 0..<words.count { sizes[Int(Self.hash(words.base[row]) &>> shift)] += 1 }
            }
            return sizes
        }
        var starts = [0]
        for partition in 0..<1 << bits {
            var next = starts[partition]
            for part in parts.indices {
                (places[part][partition], next) = (next, next + places[part][partition])
            }
            starts.append(next)
        }
        pairs = owner.allocate(SortPair.self, count: rows)
        let (target, fixed) = (SharedPairs(base: pairs), places)
        _ = try context.concurrently(parts.count) { (index) throws(Diagnostic) in
            let words = parts[index]
            let before = parts[..<index].reduce(0) { $0 + $1.count }
            var next = fixed[index]
            next.withUnsafeMutableBufferPointer { next in
                for row in 0..<words.count {
                    let partition = Int(Self.hash(words.base[row]) &>> shift)
                    target.base[next[partition]] = SortPair(
                        word: UInt64(bitPattern: words.base[row]), row: Int32(truncatingIfNeeded: before + row))
                    next[partition] += 1
                }
            }
        }
        self.starts = starts
    }

    @inline(__always)
    private static func hash(_ word: Int64) -> UInt64 { KeyHash.mix(KeyHash.seed, UInt64(bitPattern: word)) }

    /// Looks through one thread's share of the partitions.
    func repeats(
        of thread: Int, rows: Int, firsts: SharedTarget<UInt32>, _ context: ExecutionContext
    ) throws(Diagnostic) -> FoundRepeats {
        let owner = MemoryOwner()
        let bits = Bitmap.allocate(count: rows, in: owner)
        let largest = (1..<starts.count).reduce(0) { max($0, starts[$1] - starts[$1 - 1]) }
        let slots = owner.allocate(UInt32.self, count: Self.capacity(largest))
        for partition in stride(from: thread, to: starts.count - 1, by: context.threads) {
            try context.cancellation.check()
            let (start, size) = (starts[partition], starts[partition + 1] - starts[partition])
            find(pairs + start, size, slots, bits, firsts.base)
        }
        return FoundRepeats(bits: bits, owner: owner)
    }

    /// At most half of the slots are in use.
    private static func capacity(_ rows: Int) -> Int {
        var capacity = 64
        while capacity < 2 * rows { capacity *= 2 }
        return capacity
    }

    /// Finds the rows of a partition whose key an earlier one has, by a table of linear probing.
    private func find(
        _ pairs: UnsafeMutablePointer<SortPair>, _ count: Int, _ slots: UnsafeMutablePointer<UInt32>,
        _ repeats: UnsafeMutablePointer<UInt64>, _ firsts: UnsafeMutablePointer<UInt32>
    ) {
        let capacity = Self.capacity(count)
        let mask = capacity - 1
        // A slot holds a pair's place, from 1.
        slots.update(repeating: 0, count: capacity)
        for place in 0..<count {
            let pair = pairs[place]
            var slot = Int(truncatingIfNeeded: Self.hash(Int64(bitPattern: pair.word))) & mask
            while true {
                let known = Int(slots[slot])
                if known == 0 {
                    slots[slot] = UInt32(truncatingIfNeeded: place + 1)
                    break
                }
                if pairs[known - 1].word == pair.word {
                    Bitmap.set(repeats, Int(pair.row))
                    firsts[Int(pair.row)] = UInt32(truncatingIfNeeded: pairs[known - 1].row)
                    break
                }
                slot = (slot + 1) & mask
            }
        }
    }
}
