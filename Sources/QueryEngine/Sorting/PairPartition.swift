// Pairs brought into ranges of words by several threads, which then sort a range each.
// A most significant digit radix partition, as in Polychroniou and Ross, "A comprehensive study of main-memory
// partitioning and its application to large-scale comparison- and radix-sort", SIGMOD 2014.

import QueryLanguage

/// Memory that threads write to, each at places of its own.
struct SharedPairs: @unchecked Sendable {
    let base: UnsafeMutablePointer<SortPair>
}

enum PairPartition {
    private static let bits: UInt64 = 11
    private static let parts = 1 << Int(bits)
    /// Pairs from which on it is worth it.
    static let least = 1 << 17

    /// Sorts by word on the statement's threads; pairs of equal words keep their order.
    ///
    /// - Parameter scratch: room for `count` pairs.
    static func sort(
        _ pairs: UnsafeMutablePointer<SortPair>, count: Int, scratch: UnsafeMutablePointer<SortPair>,
        _ context: ExecutionContext
    ) throws(Diagnostic) {
        let threads = context.threads
        let (source, target) = (SharedPairs(base: pairs), SharedPairs(base: scratch))
        let chunks = (0..<threads).map { count * $0 / threads..<count * ($0 + 1) / threads }
        // What all words begin with tells none apart.
        let first = pairs[0].word
        let differences = try context.concurrently(threads) { (index) throws(Diagnostic) in
            var varying: UInt64 = 0
            for place in chunks[index] { varying |= source.base[place].word ^ first }
            return varying
        }
        let lead = UInt64(differences.reduce(0, |).leadingZeroBitCount)
        if lead == 64 { return }
        @Sendable func part(_ word: UInt64) -> Int { Int(truncatingIfNeeded: (word &<< lead) &>> (64 - bits)) }

        var places = try context.concurrently(threads) { (index) throws(Diagnostic) in
            var sizes = Array(repeating: 0, count: parts)
            sizes.withUnsafeMutableBufferPointer { sizes in
                for place in chunks[index] { sizes[part(source.base[place].word)] += 1 }
            }
            return sizes
        }
        // Within a part the first chunk's pairs stand before those of the second.
        var ends: [Int] = []
        var start = 0
        for part in 0..<parts {
            for thread in 0..<threads {
                let size = places[thread][part]
                places[thread][part] = start
                start += size
            }
            ends.append(start)
        }
        let starts = places
        _ = try context.concurrently(threads) { (index) throws(Diagnostic) in
            var next = starts[index]
            next.withUnsafeMutableBufferPointer { next in
                for place in chunks[index] {
                    let pair = source.base[place]
                    let part = part(pair.word)
                    target.base[next[part]] = pair
                    next[part] += 1
                }
            }
        }
        let bounds = [0] + ends
        _ = try context.concurrently(threads) { (index) throws(Diagnostic) in
            for part in stride(from: index, to: parts, by: threads) where bounds[part] < bounds[part + 1] {
                try context.cancellation.check()
                let (start, size) = (bounds[part], bounds[part + 1] - bounds[part])
                PairSort.sort(target.base + start, count: size, scratch: source.base + start)
                (source.base + start).update(from: target.base + start, count: size)
            }
        }
    }
}
