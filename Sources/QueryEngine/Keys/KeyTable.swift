// A hash table of packed keys: GROUP BY, DISTINCT, hash joins, set operations, IN sets.
// Linear probing over (hash, id) pairs beside an array of rows in order of arrival, as in DuckDB's aggregate hash table.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Gives equal keys one number each: dense ids 0, 1, 2… in order of first appearance.
///
/// Identity is that of SQL's grouping: NULL equals NULL, all NaNs are equal, -0.0 equals 0.0, intervals are equal when
/// they compare equal, quantities when number, bounds and unit are the same in the base unit. Keys are copied in, long strings included. Many threads may `find` at once while none inserts.
package final class KeyTable: @unchecked Sendable {
    /// A place of the table: the hash's low half and the key's id.
    private struct Slot {
        var hash: UInt32
        var id: UInt32
        static let noID = UInt32.max
    }

    /// Rows that are packed and probed together, so that they stay in the first-level cache.
    private static let chunk = 512
    /// So many slots do not leave the caches.
    private static let cached = 1 << 14

    package let types: [DataType]
    private let layout: KeyLayout
    private var slots: UnsafeMutablePointer<Slot>
    private var capacity: Int
    /// Of the slots.
    private var charge = MemoryCharge()
    /// The packed rows by id.
    private var rows = GrowableBuffer<UInt64>(capacity: 64)
    /// The id of NULL in a table of one narrow key; -1 before it appears.
    private var nullID = -1
    private let heapOwner = MemoryOwner()
    private var heap: StringHeap

    /// The number of different keys.
    package private(set) var count = 0

    /// - Parameters:
    ///   - types: the key columns' types; with none, all rows have the same key.
    ///   - expected: how many different keys may come, to save growing.
    package init(types: [DataType], expected: Int = 0) {
        self.types = types
        layout = KeyLayout(types)
        heap = StringHeap(owner: heapOwner)
        capacity = 64
        while capacity < expected * 2 { capacity *= 2 }
        slots = Self.emptySlots(capacity)
        charge.add(capacity * MemoryLayout<Slot>.stride)
    }

    deinit { freeSlots() }

    private func freeSlots() { RawMemory.deallocate(slots, bytes: capacity * MemoryLayout<Slot>.stride) }

    private static func emptySlots(_ capacity: Int) -> UnsafeMutablePointer<Slot> {
        let bytes = capacity * MemoryLayout<Slot>.stride
        let slots = RawMemory.allocate(bytes: bytes).bindMemory(to: Slot.self, capacity: capacity)
        slots.initialize(repeating: Slot(hash: 0, id: Slot.noID), count: capacity)
        return slots
    }

    /// Finds or adds the key of each selected row and writes its id at the row's position in `ids`.
    ///
    /// O(rows) expected.
    package func insert(_ keys: [Vector], rows selected: Selection, into ids: UnsafeMutablePointer<UInt32>) {
        eachChunk(keys, selected) { ranks, words, hashes in
            if layout.isNarrow {
                insertNarrow(keys[0], selected, ranks, words, hashes, ids)
            } else {
                insertWide(selected, ranks, words, hashes, ids)
            }
        }
    }

    /// Writes the id of each selected row's key at the row's position in `ids`: -1 where the table has no such key.
    ///
    /// - Parameter nullsMatch: whether keys are identified as in grouping; else a key with a NULL or a NaN is never
    ///   found, as `=` says.
    package func find(
        _ keys: [Vector], rows selected: Selection, into ids: UnsafeMutablePointer<Int32>, nullsMatch: Bool
    ) {
        eachChunk(keys, selected) { ranks, words, hashes in
            if layout.isNarrow {
                findNarrow(keys[0], selected, ranks, words, hashes, ids, nullsMatch)
            } else {
                findWide(selected, ranks, words, hashes, ids, nullsMatch)
            }
        }
    }

    /// The keys, each at its id; the table may grow on without changing them.
    package func keyVectors() -> [Vector] {
        layout.columns.enumerated().map { index, column in
            switch column.type {
            case .bool: keyVector(index, Bool.self) { $0[column.word] != 0 }
            case .int64, .timestamp: keyVector(index, Int64.self) { Int64(bitPattern: $0[column.word]) }
            case .date: keyVector(index, Int32.self) { Int32(truncatingIfNeeded: $0[column.word]) }
            case .float64: keyVector(index, Double.self) { Double(bitPattern: $0[column.word]) }
            case .string: keyVector(index, StringView.self) { Self.stringView($0 + column.word) }
            case .quantity: keyVector(index, Quantity.self) { QuantityWords.read($0 + column.carried) }
            case .interval:
                keyVector(index, Interval.self) { row in
                    let parts = row[column.carried]
                    return Interval(
                        months: Int32(truncatingIfNeeded: parts), days: Int32(truncatingIfNeeded: parts >> 32),
                        microseconds: Int64(bitPattern: row[column.carried + 1]))
                }
            }
        }
    }

    private func keyVector<Element: ColumnElement>(
        _ index: Int, _: Element.Type, _ decode: (UnsafePointer<UInt64>) -> Element
    ) -> Vector {
        var writer = VectorWriter<Element>(count: count)
        if layout.columns[index].type == .string { writer.owner.keep(heapOwner) }
        let (nullWord, nullBit) = (index >> 6, UInt64(1) << UInt64(index & 63))
        for id in 0..<count {
            let row = rows.base + id * layout.stride
            let isNull = layout.isNarrow ? id == nullID : row[nullWord] & nullBit != 0
            if isNull { writer.setNull(id) } else { writer[id] = decode(row) }
        }
        return writer.finish(layout.columns[index].type)
    }

    @inline(__always)
    private static func stringView(_ words: UnsafePointer<UInt64>) -> StringView {
        UnsafeRawPointer(words).loadUnaligned(as: StringView.self)
    }
}

// MARK: Probing

extension KeyTable {
    /// Packs the selected rows chunk by chunk and calls `body` with the chunk's ranks, words and hashes.
    @inline(__always)
    private func eachChunk(
        _ keys: [Vector], _ selected: Selection,
        _ body: (Range<Int>, UnsafeMutablePointer<UInt64>, UnsafeMutablePointer<UInt64>) -> Void
    ) {
        let room = min(selected.count, Self.chunk)
        guard room > 0 else { return }
        let words = UnsafeMutablePointer<UInt64>.allocate(capacity: room * (layout.stride + 1) + 1)
        defer { words.deallocate() }
        let hashes = words + room * layout.stride
        var start = 0
        while start < selected.count {
            let ranks = start..<min(start + Self.chunk, selected.count)
            layout.pack(keys, rows: selected, ranks: ranks, words: words, hashes: hashes)
            // Written only so that the loads are not left out.
            if capacity > Self.cached { hashes[room] = touch(hashes, count: ranks.count) }
            body(ranks, words, hashes)
            start = ranks.upperBound
        }
    }

    /// Reads the slots and rows that the probes will look at first.
    ///
    /// These reads do not depend on one another, so that the processor waits for many of them at a time; the probes,
    /// each of which ends in a branch, would wait for one after the other.
    private func touch(_ hashes: UnsafePointer<UInt64>, count: Int) -> UInt64 {
        let (slots, mask, stored, stride) = (slots, capacity - 1, rows.base, layout.stride)
        var seen: UInt64 = 0
        for rank in 0..<count {
            let id = slots[Int(UInt32(truncatingIfNeeded: hashes[rank])) & mask].id
            seen ^= stored[id == Slot.noID ? 0 : Int(id) * stride]
        }
        return seen
    }

    /// The id of the key with this hash for which `matches` holds, or -1; and the slot where the search ended.
    @inline(__always)
    private func locate(_ hash: UInt32, _ matches: (Int) -> Bool) -> (id: Int, slot: Int) {
        let (slots, mask) = (slots, capacity - 1)
        var position = Int(hash) & mask
        while true {
            let slot = slots[position]
            if slot.id == Slot.noID { return (-1, position) }
            if slot.hash == hash && matches(Int(slot.id)) { return (Int(slot.id), position) }
            position = (position + 1) & mask
        }
    }

    /// Gives the next id to a key whose row was just added, and notes it in `slot`.
    @inline(__always)
    private func addID(_ hash: UInt32, slot: Int) -> Int {
        let id = count
        slots[slot] = Slot(hash: hash, id: UInt32(truncatingIfNeeded: id))
        count += 1
        // At most half of the slots are in use: chains stay short although hashes cluster by chance.
        if count * 2 > capacity { growSlots() }
        return id
    }

    @inline(never)
    private func growSlots() {
        let bigger = Self.emptySlots(capacity * 2)
        let mask = capacity * 2 - 1
        for old in 0..<capacity where slots[old].id != Slot.noID {
            var position = Int(slots[old].hash) & mask
            while bigger[position].id != Slot.noID { position = (position + 1) & mask }
            bigger[position] = slots[old]
        }
        freeSlots()
        slots = bigger
        charge.add(capacity * MemoryLayout<Slot>.stride)
        capacity *= 2
    }

    private func insertNarrow(
        _ key: Vector, _ selected: Selection, _ ranks: Range<Int>, _ words: UnsafePointer<UInt64>,
        _ hashes: UnsafePointer<UInt64>, _ ids: UnsafeMutablePointer<UInt32>
    ) {
        let hasNulls = key.validity != nil
        for rank in 0..<ranks.count {
            let row = selected[ranks.lowerBound + rank]
            var id: Int
            if hasNulls && key.isNull(row) {
                if nullID < 0 {
                    nullID = count
                    rows.append(0)
                    count += 1
                }
                id = nullID
            } else {
                let (word, hash) = (words[rank], UInt32(truncatingIfNeeded: hashes[rank]))
                let stored = rows.base
                let found = locate(hash) { stored[$0] == word }
                id = found.id
                if id < 0 {
                    rows.append(word)
                    id = addID(hash, slot: found.slot)
                }
            }
            ids[row] = UInt32(truncatingIfNeeded: id)
        }
    }

    private func findNarrow(
        _ key: Vector, _ selected: Selection, _ ranks: Range<Int>, _ words: UnsafePointer<UInt64>,
        _ hashes: UnsafePointer<UInt64>, _ ids: UnsafeMutablePointer<Int32>, _ nullsMatch: Bool
    ) {
        let (stored, hasNulls) = (rows.base, key.validity != nil)
        let excludesNaN = !nullsMatch && types[0] == .float64
        for rank in 0..<ranks.count {
            let row = selected[ranks.lowerBound + rank]
            let word = words[rank]
            let id: Int
            if hasNulls && key.isNull(row) {
                id = nullsMatch ? nullID : -1
            } else if excludesNaN && word == KeyLayout.canonicalNaN {
                id = -1
            } else {
                id = locate(UInt32(truncatingIfNeeded: hashes[rank])) { stored[$0] == word }.id
            }
            ids[row] = Int32(truncatingIfNeeded: id)
        }
    }

    private func insertWide(
        _ selected: Selection, _ ranks: Range<Int>, _ words: UnsafeMutablePointer<UInt64>,
        _ hashes: UnsafePointer<UInt64>, _ ids: UnsafeMutablePointer<UInt32>
    ) {
        let stride = layout.stride
        for rank in 0..<ranks.count {
            let (row, hash) = (words + rank * stride, UInt32(truncatingIfNeeded: hashes[rank]))
            let stored = rows.base
            let found = locate(hash) { isEqual(stored + $0 * stride, row) }
            var id = found.id
            if id < 0 {
                keepStrings(row)
                rows.extend(by: stride).update(from: row, count: stride)
                id = addID(hash, slot: found.slot)
            }
            ids[selected[ranks.lowerBound + rank]] = UInt32(truncatingIfNeeded: id)
        }
    }

    private func findWide(
        _ selected: Selection, _ ranks: Range<Int>, _ words: UnsafePointer<UInt64>,
        _ hashes: UnsafePointer<UInt64>, _ ids: UnsafeMutablePointer<Int32>, _ nullsMatch: Bool
    ) {
        let (stride, stored) = (layout.stride, rows.base)
        for rank in 0..<ranks.count {
            let row = words + rank * stride
            var id = -1
            if nullsMatch || equalsItself(row) {
                id = locate(UInt32(truncatingIfNeeded: hashes[rank])) { isEqual(stored + $0 * stride, row) }.id
            }
            ids[selected[ranks.lowerBound + rank]] = Int32(truncatingIfNeeded: id)
        }
    }

    /// Whether a packed row is free of NULL and NaN.
    private func equalsItself(_ row: UnsafePointer<UInt64>) -> Bool {
        for word in 0..<layout.nullWords where row[word] != 0 { return false }
        for word in layout.floatWords where row[word] == KeyLayout.canonicalNaN { return false }
        return true
    }

    @inline(__always)
    private func isEqual(_ a: UnsafePointer<UInt64>, _ b: UnsafePointer<UInt64>) -> Bool {
        for word in 0..<layout.compared where a[word] != b[word] {
            guard layout.isTail[word], isSameLongString(a + (word - 1), b + (word - 1)) else { return false }
        }
        return true
    }

    /// Whether two strings of equal length and prefix, but with different second words, have the same bytes.
    @inline(never)
    private func isSameLongString(_ a: UnsafePointer<UInt64>, _ b: UnsafePointer<UInt64>) -> Bool {
        let length = Int(truncatingIfNeeded: a[0] & 0xffff_ffff)
        guard length > StringView.inlineCapacity, let first = UnsafeRawPointer(bitPattern: UInt(a[1])),
            let second = UnsafeRawPointer(bitPattern: UInt(b[1]))
        else { return false }
        return memcmp(first, second, length) == 0
    }

    /// Copies the long strings of a packed row into the table's own memory.
    private func keepStrings(_ row: UnsafeMutablePointer<UInt64>) {
        for word in layout.stringWords where row[word] & 0xffff_ffff > UInt64(StringView.inlineCapacity) {
            let bytes = UTF8Bytes(
                start: UnsafePointer(bitPattern: UInt(row[word + 1])), count: Int(row[word] & 0xffff_ffff))
            row[word + 1] = heap.add(bytes).tail
        }
    }
}
