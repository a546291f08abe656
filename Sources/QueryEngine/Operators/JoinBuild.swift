// The right side of a join: its rows, and by what they are found.

import QueryLanguage

/// The right side of a join, ready to be probed.
final class JoinBuild: @unchecked Sendable {
    let rows: StoredTable
    /// Whether no two rows have the same keys.
    let isUnique: Bool
    private let keys: Keys
    /// The next row with the same keys, or -1.
    private let next: UnsafeMutablePointer<Int32>
    private let owner = MemoryOwner()
    /// Of a FULL join: the rows that found a partner. Written by one thread.
    private var isMatched: [Bool] = []

    /// What rows are found by.
    private enum Keys {
        case none
        case direct(DirectRows)
        /// The keys and the first row of each.
        case table(KeyTable, UnsafeMutablePointer<Int32>)
    }

    init(_ join: LogicalPlan.Join, _ right: Pipeline, _ executor: Executor) throws(Diagnostic) {
        rows = try right.rows(executor.context)
        next = owner.allocate(Int32.self, count: rows.count)
        if join.kind == .full { isMatched = [Bool](repeating: false, count: rows.count) }
        guard !join.keys.isEmpty else {
            (keys, isUnique) = (.none, false)
            return
        }
        let keys = try executor.compiler(right).compile(join.keys.map(\.right))
        var vectors: [Vector] = []
        for key in keys { vectors.append(try key.evaluate(rows.batch)) }
        var chains = Chains(next: next)
        if let direct = DirectRows(vectors, in: owner, &chains) {
            self.keys = .direct(direct)
        } else {
            let table = KeyTable(types: join.keys.map(\.right.type), expected: rows.count)
            let ids = owner.allocate(UInt32.self, count: rows.count)
            try table.insertChecking(vectors, count: rows.count, into: ids)
            let heads = owner.allocate(Int32.self, count: table.count)
            heads.update(repeating: -1, count: table.count)
            for row in stride(from: rows.count - 1, through: 0, by: -1) {
                chains.push(Int32(row), on: &heads[Int(ids[row])])
            }
            self.keys = .table(table, heads)
        }
        isUnique = chains.areSingle
    }

    var hasKeys: Bool {
        if case .none = keys { return false }
        return true
    }

    /// Writes the first row with the keys of each selected row at the row's place in `found`; -1 where there is none.
    func find(_ vectors: [Vector], rows: Selection, into found: UnsafeMutablePointer<Int32>) {
        switch keys {
        case .none: return
        case .direct(let direct): direct.find(vectors[0], rows, into: found)
        case .table(let table, let heads):
            table.find(vectors, rows: rows, into: found, nullsMatch: false)
            rows.each { if found[$0] >= 0 { found[$0] = heads[Int(found[$0])] } }
        }
    }

    func next(_ row: Int32) -> Int32 { next[Int(row)] }

    func markMatched(_ row: Int32) { isMatched[Int(row)] = true }

    /// The right rows without a partner, NULLs on the left.
    func unmatched(leftTypes: [DataType]) -> TableSource {
        let alone = isMatched.indices.filter { !isMatched[$0] }.map { Int32($0) }
        let picked = rows.gathering(alone)
        let nulls = leftTypes.map { Vector.constant(.null, type: $0, count: alone.count) }
        return TableSource(StoredTable(columns: [], vectors: nulls + picked.vectors, count: alone.count))
    }
}

/// Rows with equal keys, one leading to the next. They are pushed from the last to the first, so that each chain is in
/// the order of the rows.
private struct Chains {
    let next: UnsafeMutablePointer<Int32>
    /// Whether no chain has a second row.
    var areSingle = true

    init(next: UnsafeMutablePointer<Int32>) {
        self.next = next
    }

    @inline(__always)
    mutating func push(_ row: Int32, on head: inout Int32) {
        if head >= 0 { areSingle = false }
        next[Int(row)] = head
        head = row
    }
}

/// Rows by an integer key whose values lie close together: each has a place for its first row.
private struct DirectRows {
    private let isDate: Bool
    private let lowest: Int64
    private let places: Int
    private let heads: UnsafeMutablePointer<Int32>

    /// Places may be so many times more than rows.
    private static let sparsest = 4

    /// `nil` for several keys, keys that are no integers, and values too far apart.
    init?(_ keys: [Vector], in owner: MemoryOwner, _ chains: inout Chains) {
        guard keys.count == 1, let key = keys.first, !key.isConstant, key.count > 0 else { return nil }
        switch key.type {
        case .int64, .timestamp: isDate = false
        case .date: isDate = true
        case .bool, .float64, .string, .interval, .quantity: return nil
        }
        let range = isDate ? key.range(Int32.self) : key.range(Int64.self)
        guard let range else { return nil }
        let (width, overflows) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
        guard !overflows, width < Int64(key.count) * Int64(Self.sparsest) + 1024 else { return nil }
        lowest = range.lowerBound
        places = Int(width) + 1
        heads = owner.allocate(Int32.self, count: places)
        heads.update(repeating: -1, count: places)
        if isDate { fill(key, Int32.self, &chains) } else { fill(key, Int64.self, &chains) }
    }

    private func fill<Element: ColumnElement & FixedWidthInteger>(
        _ key: Vector, _: Element.Type, _ chains: inout Chains
    ) {
        let values = key.values(Element.self)
        for row in stride(from: key.count - 1, through: 0, by: -1) where key.isValid(row) {
            chains.push(Int32(truncatingIfNeeded: row), on: &heads[Int(Int64(values[row]) - lowest)])
        }
    }

    func find(_ key: Vector, _ rows: Selection, into found: UnsafeMutablePointer<Int32>) {
        if isDate { find(key, rows, Int32.self, found) } else { find(key, rows, Int64.self, found) }
    }

    @inline(__always)
    private func find<Element: ColumnElement & FixedWidthInteger>(
        _ key: Vector, _ rows: Selection, _: Element.Type, _ found: UnsafeMutablePointer<Int32>
    ) {
        let values = key.values(Element.self)
        let (heads, places, lowest) = (heads, UInt64(places), lowest)
        if key.isConstant || key.validity != nil {
            rows.each { row in
                let place = UInt64(bitPattern: Int64(values[key.physical(row)]) &- lowest)
                found[row] = key.isValid(row) && place < places ? heads[Int(place)] : -1
            }
        } else {
            rows.each { row in
                let place = UInt64(bitPattern: Int64(values[row]) &- lowest)
                found[row] = place < places ? heads[Int(place)] : -1
            }
        }
    }
}
