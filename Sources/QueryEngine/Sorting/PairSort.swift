// Sorts pairs of a word and a row.

/// A row with the word that it is sorted by.
struct SortPair: BitwiseCopyable {
    var word: UInt64
    var row: Int32
}

enum PairSort {
    /// Sorts by word; pairs of equal words keep their order.
    ///
    /// Insertion sort for a few pairs, merge sort for some, radix sort for many.
    ///
    /// - Parameter scratch: room for `count` pairs.
    static func sort(
        _ pairs: UnsafeMutablePointer<SortPair>, count: Int, scratch: UnsafeMutablePointer<SortPair>
    ) {
        if count <= 24 {
            insertionSort(pairs, count)
        } else if count <= 1024 {
            mergeSort(pairs, count, scratch)
        } else {
            radixSort(pairs, count, scratch)
        }
    }

    @inline(__always)
    private static func insertionSort(_ pairs: UnsafeMutablePointer<SortPair>, _ count: Int) {
        guard count > 1 else { return }
        for next in 1..<count {
            let pair = pairs[next]
            var place = next
            while place > 0 && pairs[place - 1].word > pair.word {
                pairs[place] = pairs[place - 1]
                place -= 1
            }
            pairs[place] = pair
        }
    }

    /// Bottom-up merge sort over runs made by insertion.
    private static func mergeSort(
        _ pairs: UnsafeMutablePointer<SortPair>, _ count: Int, _ scratch: UnsafeMutablePointer<SortPair>
    ) {
        var width = 16
        for start in stride(from: 0, to: count, by: width) {
            insertionSort(pairs + start, min(width, count - start))
        }
        var (source, target) = (pairs, scratch)
        while width < count {
            for start in stride(from: 0, to: count, by: 2 * width) {
                let (middle, end) = (min(start + width, count), min(start + 2 * width, count))
                var (left, right) = (start, middle)
                for place in start..<end {
                    if left < middle && (right == end || source[left].word <= source[right].word) {
                        target[place] = source[left]
                        left += 1
                    } else {
                        target[place] = source[right]
                        right += 1
                    }
                }
            }
            swap(&source, &target)
            width *= 2
        }
        if source != pairs { pairs.update(from: source, count: count) }
    }

    /// Radix sort from the last byte to the first; bytes that are the same in all words are left out.
    private static func radixSort(
        _ pairs: UnsafeMutablePointer<SortPair>, _ count: Int, _ scratch: UnsafeMutablePointer<SortPair>
    ) {
        var varying: UInt64 = 0
        var ascends = true
        for index in 1..<count {
            varying |= pairs[index].word ^ pairs[0].word
            ascends = ascends && pairs[index - 1].word <= pairs[index].word
        }
        if ascends { return }
        var (source, target) = (pairs, scratch)
        withUnsafeTemporaryAllocation(of: Int.self, capacity: 256) { places in
            for shift in stride(from: UInt64(0), to: 64, by: 8) where varying >> shift & 0xff != 0 {
                if count > 1 << 16 && Cancellation.isCurrentOver { break }
                places.initialize(repeating: 0)
                for index in 0..<count { places[Int(source[index].word >> shift & 0xff)] += 1 }
                var next = 0
                for digit in 0..<256 {
                    let size = places[digit]
                    places[digit] = next
                    next += size
                }
                for index in 0..<count {
                    let digit = Int(source[index].word >> shift & 0xff)
                    target[places[digit]] = source[index]
                    places[digit] += 1
                }
                swap(&source, &target)
            }
        }
        if source != pairs { pairs.update(from: source, count: count) }
    }
}
