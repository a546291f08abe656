// The order of rows by keys: ORDER BY, windows, merge-free top-k.
//
// Rows are sorted by the first key alone, as pairs (word, row); the runs that are equal in it are sorted by the
// next key, and so on, so that no comparison ever looks at more than one word. Strings give several words, of seven
// bytes each, which are looked at only where the ones before are equal.

import QueryLanguage

/// The rows `0..<count` in the order of `keys`: NULLs as each key says, NaN before -inf, strings by their bytes.
///
/// Rows with equal keys keep their order. O(count) per eight bytes of key that tell rows apart.
///
/// - Parameters:
///   - keys: the keys' values, the most significant first.
///   - by: how each key orders.
///   - limit: gives only the first `limit` rows of the order; a small limit costs little more than one look at each row.
///   - context: whose threads help with many rows.
/// - Throws: when the statement is cancelled.
package func sortedOrder(
    _ keys: [Vector], by: [SortKey], count: Int, limit: Int? = nil, _ context: ExecutionContext
) throws(Diagnostic) -> [Int32] {
    let limit = min(limit ?? count, count)
    // A constant tells no rows apart.
    let columns = zip(keys, by).filter { !$0.0.isConstant }.map { SortColumn($0, $1) }
    guard limit > 0 else { return [] }
    guard !columns.isEmpty else { return (0..<Int32(limit)).map { $0 } }
    let sorter = Sorter(columns, limit: limit)
    return try sorter.sort(count, context)
}

/// The order of rows outside of a statement that could be cancelled.
package func sortedOrder(_ keys: [Vector], by: [SortKey], count: Int, limit: Int? = nil) -> [Int32] {
    // Only cancellation throws.
    (try? sortedOrder(keys, by: by, count: count, limit: limit, ExecutionContext())) ?? []
}

/// A key column and how it orders.
private struct SortColumn: Sendable {
    let vector: Vector
    let key: SortKey
    /// Of a QUANTITY column: how its values order.
    private let quantities: QuantityOrder?

    init(_ vector: Vector, _ key: SortKey) {
        self.vector = vector
        self.key = key
        quantities = vector.type == .quantity ? QuantityOrder(vector) : nil
    }

    /// Writes each pair's word for this column, of which rows that are NULL have none; strings from byte `offset` on.
    func encode(_ pairs: UnsafeMutablePointer<SortPair>, count: Int, offset: Int) {
        switch vector.type {
        case .bool: encode(pairs, count, Bool.self) { $0.pointee ? 1 : 0 }
        case .int64, .timestamp: encode(pairs, count, Int64.self) { OrderedWord.encode($0.pointee) }
        case .date: encode(pairs, count, Int32.self) { OrderedWord.encode(Int64($0.pointee)) }
        case .float64: encode(pairs, count, Double.self) { OrderedWord.encode($0.pointee) }
        case .string:
            encode(pairs, count, StringView.self) { OrderedWord.encode(StringView.bytes(at: $0), from: offset) }
        case .quantity:
            guard let quantities else { return }
            let flip: UInt64 = key.descending ? .max : 0
            for index in 0..<count {
                pairs[index].word = quantities.word(Int(pairs[index].row), part: offset) ^ flip
            }
        case .interval:
            // First the days, then the microseconds of the last, partial one.
            encode(pairs, count, Interval.self) {
                OrderedWord.encode(offset == 0 ? $0.pointee.normalized.days : $0.pointee.normalized.microseconds)
            }
        }
    }

    @inline(__always)
    private func encode<Element: ColumnElement>(
        _ pairs: UnsafeMutablePointer<SortPair>, _ count: Int, _: Element.Type,
        _ word: (UnsafePointer<Element>) -> UInt64
    ) {
        let values = vector.values(Element.self)
        let flip: UInt64 = key.descending ? .max : 0
        for index in 0..<count { pairs[index].word = word(values + Int(pairs[index].row)) ^ flip }
    }

    /// Where in the column rows of one equal word, all of `pairs`, are to be compared next; `nil` if they are equal.
    func nextOffset(_ pairs: UnsafePointer<SortPair>, count: Int, offset: Int) -> Int? {
        switch vector.type {
        case .interval: return offset == 0 ? 1 : nil
        case .quantity: return quantities?.nextPart(offset)
        case .string:
            let word = key.descending ? ~pairs[0].word : pairs[0].word
            guard word & 0xff == 8 else { return nil }
            // What all have in common is passed over at once.
            let values = vector.values(StringView.self)
            let first = StringView.bytes(at: values + Int(pairs[0].row))
            var shared = first.count
            for index in 1..<count where shared > offset + 7 {
                let other = StringView.bytes(at: values + Int(pairs[index].row))
                shared = commonPrefix(first, other, from: offset + 7, to: min(shared, other.count))
            }
            // Bytes up to the last one shared, so that a word is left in which the lengths differ.
            return shared
        default: return nil
        }
    }

    private func commonPrefix(_ a: UTF8Bytes, _ b: UTF8Bytes, from start: Int, to end: Int) -> Int {
        guard let first = UnsafeRawPointer(a.baseAddress), let second = UnsafeRawPointer(b.baseAddress) else {
            return start
        }
        var at = start
        while at + 8 <= end {
            let difference =
                first.loadUnaligned(fromByteOffset: at, as: UInt64.self)
                ^ second.loadUnaligned(fromByteOffset: at, as: UInt64.self)
            if difference != 0 { return at + difference.littleEndian.trailingZeroBitCount / 8 }
            at += 8
        }
        while at < end && a[at] == b[at] { at += 1 }
        return at
    }
}

/// Sorts pairs run by run.
private final class Sorter {
    /// Pairs that are equal in all that was looked at so far.
    private struct Run: BitwiseCopyable {
        var start: Int
        var end: Int
        /// The column to look at, and where in it.
        var column: Int
        var offset: Int
    }

    private let columns: [SortColumn]
    private let limit: Int
    private var pending: [Run] = []

    init(_ columns: [SortColumn], limit: Int) {
        self.columns = columns
        self.limit = limit
    }

    func sort(_ count: Int, _ context: ExecutionContext) throws(Diagnostic) -> [Int32] {
        let memory = MemoryOwner()
        let pairs = memory.allocate(SortPair.self, count: count)
        let scratch = memory.allocate(SortPair.self, count: count)
        for row in 0..<count { pairs[row] = SortPair(word: 0, row: Int32(truncatingIfNeeded: row)) }
        pending = [Run(start: 0, end: count, column: 0, offset: 0)]
        try refineAll(pairs, scratch, context)
        return (0..<limit).map { pairs[$0].row }
    }

    private func refineAll(
        _ pairs: UnsafeMutablePointer<SortPair>, _ scratch: UnsafeMutablePointer<SortPair>, _ context: ExecutionContext
    ) throws(Diagnostic) {
        // Of a statement that is over nobody wants the order; who asked for it checks.
        while let run = pending.popLast(), !Cancellation.isCurrentOver {
            if run.start < limit { try refine(run, pairs, scratch + run.start, context) }
            if context.threads > 1 && pending.count >= Self.sharedRuns { try share(pairs, scratch, context) }
        }
    }

    /// So many runs are worth it to be shared by threads.
    private static let sharedRuns = 512

    /// Lets each thread refine some of the small runs, which have no row in common.
    private func share(
        _ pairs: UnsafeMutablePointer<SortPair>, _ scratch: UnsafeMutablePointer<SortPair>, _ context: ExecutionContext
    ) throws(Diagnostic) {
        let runs = pending.filter { $0.end - $0.start < PairPartition.least }
        pending.removeAll { $0.end - $0.start < PairPartition.least }
        let (shared, room, single) = (SharedPairs(base: pairs), SharedPairs(base: scratch), context.withOneThread)
        let (columns, limit, threads) = (columns, limit, context.threads)
        _ = try context.concurrently(threads) { (index) throws(Diagnostic) in
            let sorter = Sorter(columns, limit: limit)
            sorter.pending = Array(runs[runs.count * index / threads..<runs.count * (index + 1) / threads])
            try sorter.refineAll(shared.base, room.base, single)
        }
    }

    /// Sorts a run by its column and leaves the runs that are still equal in `pending`.
    ///
    /// - Parameter scratch: room for the run, which no other run uses.
    private func refine(
        _ run: Run, _ pairs: UnsafeMutablePointer<SortPair>, _ scratch: UnsafeMutablePointer<SortPair>,
        _ context: ExecutionContext
    ) throws(Diagnostic) {
        let column = columns[run.column]
        var values = run.start..<run.end
        if run.offset == 0, let validity = column.vector.validity {
            values = partition(run, validity, nullsFirst: column.key.nullsFirst, pairs, scratch)
            addRun(run.start, values.lowerBound, run.column + 1, 0)
            addRun(values.upperBound, run.end, run.column + 1, 0)
        }
        let start = pairs + values.lowerBound
        if context.threads > 1 && values.count >= PairPartition.least {
            let (shared, offset, threads) = (SharedPairs(base: start), run.offset, context.threads)
            let size = values.count
            _ = try context.concurrently(threads) { (index) throws(Diagnostic) in
                let part = size * index / threads..<size * (index + 1) / threads
                column.encode(shared.base + part.lowerBound, count: part.count, offset: offset)
            }
        } else {
            column.encode(start, count: values.count, offset: run.offset)
        }
        let wanted = limit - values.lowerBound
        guard wanted > 0 else { return }
        var sorted = values.count
        if wanted < values.count / 8 { sorted = keepSmallest(wanted, start, values.count, scratch) }
        if context.threads > 1 && sorted >= PairPartition.least {
            try PairPartition.sort(start, count: sorted, scratch: scratch, context)
        } else {
            PairSort.sort(start, count: sorted, scratch: scratch)
        }
        var first = values.lowerBound
        let end = values.lowerBound + sorted
        while first < end && first < limit {
            var last = first + 1
            while last < end && pairs[last].word == pairs[first].word { last += 1 }
            if last - first > 1 {
                if let offset = column.nextOffset(pairs + first, count: last - first, offset: run.offset) {
                    addRun(first, last, run.column, offset)
                } else {
                    addRun(first, last, run.column + 1, 0)
                }
            }
            first = last
        }
    }

    private func addRun(_ start: Int, _ end: Int, _ column: Int, _ offset: Int) {
        guard end - start > 1 && column < columns.count else { return }
        pending.append(Run(start: start, end: end, column: column, offset: offset))
    }

    /// Moves the run's NULLs to one end, keeping the order among them and among the others; gives the others' places.
    private func partition(
        _ run: Run, _ validity: UnsafePointer<UInt64>, nullsFirst: Bool, _ pairs: UnsafeMutablePointer<SortPair>,
        _ scratch: UnsafeMutablePointer<SortPair>
    ) -> Range<Int> {
        var nulls = 0
        var valid = run.start
        for index in run.start..<run.end {
            let pair = pairs[index]
            if Bitmap.isSet(validity, Int(pair.row)) {
                pairs[valid] = pair
                valid += 1
            } else {
                scratch[nulls] = pair
                nulls += 1
            }
        }
        if nullsFirst {
            // From the end, as both places overlap.
            for index in stride(from: valid - 1, through: run.start, by: -1) { pairs[index + nulls] = pairs[index] }
            (pairs + run.start).update(from: scratch, count: nulls)
            return run.start + nulls..<run.end
        }
        (pairs + valid).update(from: scratch, count: nulls)
        return run.start..<valid
    }

    /// Moves the pairs that can be among the `wanted` first, ties included, to the front; gives their number.
    ///
    /// The largest of the `wanted` smallest words is the root of a heap that each smaller word enters:
    /// about O(count) for words in random order, O(count · log wanted) at worst.
    private func keepSmallest(
        _ wanted: Int, _ pairs: UnsafeMutablePointer<SortPair>, _ count: Int, _ scratch: UnsafeMutablePointer<SortPair>
    ) -> Int {
        let heap = UnsafeMutablePointer<UInt64>.allocate(capacity: wanted)
        defer { heap.deallocate() }
        for index in 0..<wanted { heap[index] = pairs[index].word }
        for node in stride(from: wanted / 2 - 1, through: 0, by: -1) { siftDown(heap, wanted, node) }
        for index in wanted..<count where pairs[index].word < heap[0] {
            heap[0] = pairs[index].word
            siftDown(heap, wanted, 0)
        }
        let largest = heap[0]
        var kept = 0
        // Those left behind lie beyond the limit, where no one looks again.
        for index in 0..<count {
            let pair = pairs[index]
            pairs[kept] = pair
            kept += pair.word <= largest ? 1 : 0
        }
        return kept
    }

    private func siftDown(_ heap: UnsafeMutablePointer<UInt64>, _ count: Int, _ start: Int) {
        let value = heap[start]
        var node = start
        while true {
            var child = 2 * node + 1
            guard child < count else { break }
            if child + 1 < count && heap[child + 1] > heap[child] { child += 1 }
            guard heap[child] > value else { break }
            heap[node] = heap[child]
            node = child
        }
        heap[node] = value
    }
}
