// Which rows of a batch are meant.

import CColumnScan

/// The rows that an operation is to look at: all of `0..<count`, or those listed in ascending order.
///
/// Filters narrow a selection and leave the columns as they are (selection vectors as in MonetDB/X100: Boncz,
/// Zukowski, Nes, CIDR 2005). Rows outside it hold unspecified values in computed columns.
package struct Selection: Sendable {
    /// The number of rows selected.
    package let count: Int
    /// The rows' positions; `nil` for all of `0..<count`.
    private let positions: SendablePointer?
    private let owner: MemoryOwner?

    /// What it points to is written before the selection is made and never after.
    private struct SendablePointer: @unchecked Sendable {
        let address: UnsafePointer<UInt32>
    }

    /// All of the first `count` rows.
    package init(all count: Int) {
        self.count = count
        positions = nil
        owner = nil
    }

    private init(_ positions: UnsafePointer<UInt32>, count: Int, owner: MemoryOwner) {
        self.positions = SendablePointer(address: positions)
        self.count = count
        self.owner = owner
    }

    /// The positions; `nil` for all rows from 0.
    @inline(__always)
    package var indices: UnsafePointer<UInt32>? { positions?.address }

    package var isEmpty: Bool { count == 0 }

    /// The position of the selection's `rank`-th row.
    @inline(__always)
    package subscript(rank: Int) -> Int {
        if let indices { Int(indices[rank]) } else { rank }
    }

    /// Calls `body` with each row's position, in ascending order.
    @inline(__always)
    package func each<Failure: Error>(_ body: (Int) throws(Failure) -> Void) throws(Failure) {
        if let indices {
            for rank in 0..<count { try body(Int(indices[rank])) }
        } else {
            for row in 0..<count { try body(row) }
        }
    }

    /// The rows for which `predicate` holds.
    @inline(__always)
    package func filter<Failure: Error>(_ predicate: (Int) throws(Failure) -> Bool) throws(Failure) -> Selection {
        let owner = MemoryOwner()
        let kept = owner.allocate(UInt32.self, count: count)
        var size = 0
        // Branch-free: every row is written, the cursor moves on only behind those that stay.
        if let indices {
            for rank in 0..<count {
                let row = indices[rank]
                kept[size] = row
                size += try predicate(Int(row)) ? 1 : 0
            }
        } else {
            for row in 0..<count {
                kept[size] = UInt32(truncatingIfNeeded: row)
                size += try predicate(row) ? 1 : 0
            }
        }
        if size == count { return self }
        return Selection(kept, count: size, owner: owner)
    }

    /// Of the first `count` rows those whose bit is set.
    init(marked bits: UnsafePointer<UInt64>, of count: Int) {
        var size = 0
        for word in 0..<count >> 6 { size += bits[word].nonzeroBitCount }
        if count & 63 != 0 { size += (bits[count >> 6] & (1 &<< UInt64(count & 63) &- 1)).nonzeroBitCount }
        if size == count || size == 0 {
            self.init(all: size)
        } else {
            let owner = MemoryOwner()
            let places = owner.allocate(UInt32.self, count: size + Int(COLUMN_SCAN_SLACK))
            self.init(places, count: column_scan_places(bits, count, places), owner: owner)
        }
    }

    /// The rows at `positions`, which must ascend.
    package init(positions list: [Int]) {
        let owner = MemoryOwner()
        let copy = owner.allocate(UInt32.self, count: list.count)
        for (rank, row) in list.enumerated() { copy[rank] = UInt32(row) }
        self.init(copy, count: list.count, owner: owner)
    }

    /// The first `limit` of the rows from the `offset`-th on.
    package func slice(offset: Int, limit: Int) -> Selection {
        let start = min(offset, count)
        let size = min(limit, count - start)
        if start == 0 && size == count { return self }
        let owner = MemoryOwner()
        let copy = owner.allocate(UInt32.self, count: size)
        for rank in 0..<size { copy[rank] = UInt32(self[start + rank]) }
        return Selection(copy, count: size, owner: owner)
    }
}
