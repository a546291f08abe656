// The keys of a file's objects, each with the number of its column.

import QueryEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Finds a key's column without making a string of it.
///
/// Most objects have the same keys in the same order, so that the key behind the last one is tried first; else a table
/// of hashes tells.
struct JSONKeys {
    /// What the keys say, one behind the other.
    private var heap: [UInt8] = []
    private var ranges: [Range<Int>] = []
    /// Numbers of keys at the places of their hashes, linear probing; -1 where there is none.
    private var table = [Int32](repeating: -1, count: 64)
    private var scratch: [UInt8] = []
    private var last = -1

    /// Objects with more keys are no rows of a table, and would take memory with the square of their number.
    static let limit = 10_000

    var count: Int { ranges.count }

    var names: [String] { ranges.map { String(decoding: heap[$0], as: UTF8.self) } }

    /// To be called before the first key of an object.
    @inline(__always)
    mutating func beginObject() { last = -1 }

    /// The number of a key in `text` that is known, or becomes so.
    @inline(__always)
    mutating func number(of key: JSONCell, in text: UTF8Bytes) throws(JSONFault) -> Int {
        let guess = last + 1
        if guess < count, key.kind == .string, isSame(guess, key, text) {
            last = guess
        } else {
            last = try lookUp(key, text)
        }
        return last
    }

    @inline(__always)
    private func isSame(_ number: Int, _ key: JSONCell, _ text: UTF8Bytes) -> Bool {
        let range = ranges[number]
        guard range.count == key.length, let base = text.baseAddress else { return false }
        return heap.withUnsafeBufferPointer { heap in
            range.isEmpty || heap.baseAddress.map { memcmp($0 + range.lowerBound, base + key.start, key.length) } == 0
        }
    }

    @inline(never)
    private mutating func lookUp(_ key: JSONCell, _ text: UTF8Bytes) throws(JSONFault) -> Int {
        let written = UTF8Bytes(rebasing: text[key.start..<key.start + key.length])
        scratch.removeAll(keepingCapacity: true)
        if key.kind == .escapedString {
            JSONEscape.append(unescaping: written, to: &scratch)
        } else {
            scratch.append(contentsOf: written)
        }
        var place = Self.hash(scratch[...]) & (table.count - 1)
        while table[place] >= 0 {
            if heap[ranges[Int(table[place])]] == scratch[...] { return Int(table[place]) }
            place = (place + 1) & (table.count - 1)
        }
        guard count < Self.limit else {
            throw JSONFault(
                "the objects have more than \(Self.limit) different keys", at: key.start - 1,
                hint: "keys are columns; what the objects tell of should stand in their values")
        }
        table[place] = Int32(count)
        ranges.append(heap.count..<heap.count + scratch.count)
        heap.append(contentsOf: scratch)
        if count * 2 > table.count { grow() }
        return count - 1
    }

    private mutating func grow() {
        table = [Int32](repeating: -1, count: table.count * 2)
        for (number, range) in ranges.enumerated() {
            var place = Self.hash(heap[range]) & (table.count - 1)
            while table[place] >= 0 { place = (place + 1) & (table.count - 1) }
            table[place] = Int32(number)
        }
    }

    private static func hash(_ bytes: ArraySlice<UInt8>) -> Int {
        var hasher = Hasher()
        bytes.withUnsafeBytes { hasher.combine(bytes: $0) }
        return hasher.finalize()
    }
}
