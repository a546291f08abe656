// The word of a rank among unsorted words.
// Quickselect (Hoare, "Algorithm 65: find", Communications of the ACM 4, 1961) with partitions free of branches.

enum Quickselect {
    /// The word that would stand at `rank` if the words were sorted. It stands there afterwards, none larger before it and
    /// none smaller behind it.
    ///
    /// O(count) expected, O(count · log count) at worst.
    static func select(_ words: UnsafeMutablePointer<UInt64>, count: Int, rank: Int) -> UInt64 {
        var (low, high) = (0, count)
        // Pivots that went wrong this often are not bad luck.
        var rounds = 2 * (Int.bitWidth - count.leadingZeroBitCount)
        while high - low > 16 {
            if rounds == 0 { break }
            rounds -= 1
            let pivot = median(words[low], words[(low + high) / 2], words[high - 1])
            let middle = partition(words, low, high) { $0 < pivot }
            if rank < middle {
                high = middle
                continue
            }
            // Behind the smaller ones come those that equal the pivot, however many they are.
            let end = partition(words, middle, high) { $0 <= pivot }
            if rank < end { return pivot }
            low = end
        }
        var rest = UnsafeMutableBufferPointer(start: words + low, count: high - low)
        rest.sort()
        return words[rank]
    }

    @inline(__always)
    private static func median(_ a: UInt64, _ b: UInt64, _ c: UInt64) -> UInt64 { max(min(a, b), min(max(a, b), c)) }

    /// Moves the words that belong to the front there, and gives the first place behind them.
    @inline(__always)
    private static func partition(
        _ words: UnsafeMutablePointer<UInt64>, _ low: Int, _ high: Int, _ isFront: (UInt64) -> Bool
    ) -> Int {
        var place = low
        for index in low..<high {
            let word = words[index]
            words[index] = words[place]
            words[place] = word
            place += isFront(word) ? 1 : 0
        }
        return place
    }
}
