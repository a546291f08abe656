// Numbers for groups: by address where keys are small numbers, by hash where they are not.

import Synchronization

/// Gives equal keys one number each, dense and in order of first appearance, as `KeyTable` does.
///
/// Keys that are small numbers (`KeyDigits`) need no look at their values: where few numbers are possible, a group's
/// stands at the number itself; where many are, the one word is hashed instead of all columns.
final class GroupIndex {
    private enum Keys {
        case values(KeyTable)
        case direct(DirectIndex)
        case hashed(KeyDigits, KeyTable)
    }

    private let types: [DataType]
    private let plan: GroupingPlan
    private var keys: Keys?

    init(types: [DataType], plan: GroupingPlan) {
        self.types = types
        self.plan = plan
    }

    /// The number of groups.
    var count: Int {
        switch keys {
        case .values(let table), .hashed(_, let table): table.count
        case .direct(let index): index.count
        case nil: 0
        }
    }

    /// Finds or adds the group of each selected row and writes its number at the row's place in `ids`.
    func insert(_ vectors: [Vector], rows: Selection, capacity: Int, into ids: UnsafeMutablePointer<UInt32>) {
        switch chosen(vectors) {
        case .values(let table): table.insert(vectors, rows: rows, into: ids)
        case .direct(let index):
            withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(1, capacity)) { room in
                guard let numbers = room.baseAddress else { return }
                index.digits.write(vectors, rows, to: numbers)
                index.insert(numbers, rows, into: ids)
            }
        case .hashed(let digits, let table):
            let writer = VectorWriter<Int64>(count: capacity)
            digits.write(vectors, rows, to: writer.values)
            table.insert([writer.finish(.int64)], rows: rows, into: ids)
        }
    }

    /// What a word for each row's keys is made of, where groups are found by the hash of one.
    func hashedDigits(_ vectors: [Vector]) -> KeyDigits? {
        if keys == nil { _ = chosen(vectors) }
        guard case .hashed(let digits, _) = keys, digits.fit(vectors) else { return nil }
        return digits
    }

    /// Finds or adds the groups of these words, which are made of the digits that rows were given before.
    func insert(_ words: KeyWords, into ids: UnsafeMutablePointer<UInt32>) {
        guard case .hashed(_, let table) = keys else { preconditionFailure("rows without digits have no words") }
        withExtendedLifetime(MemoryOwner()) {
            let column = Vector(.int64, count: words.count, data: words.base, validity: nil, owner: $0)
            table.insert([column], rows: Selection(all: words.count), into: ids)
        }
    }

    /// Finds or adds the groups of `other`, of the same plan, and writes their numbers here.
    func insert(_ other: GroupIndex, into ids: UnsafeMutablePointer<UInt32>) {
        let all = Selection(all: other.count)
        switch (keys, other.keys) {
        case (_, nil): return
        case (.direct(let index), .direct(let theirs)): index.insert(theirs.groups.base, all, into: ids)
        case (.hashed(_, let table), .hashed(_, let theirs)): table.insert(theirs.keyVectors(), rows: all, into: ids)
        default: valueTable().insert(other.keyVectors(), rows: all, into: ids)
        }
    }

    /// The keys, each at its group's number.
    func keyVectors(threads: Int = 1) -> [Vector] {
        switch keys {
        case .values(let table): return table.keyVectors()
        case .direct(let index): return index.digits.vectors(index.groups, threads: threads)
        case .hashed(let digits, let table):
            let column = table.keyVectors()[0]
            return withExtendedLifetime(column.owner) {
                digits.vectors(KeyWords(base: column.values(Int64.self), count: column.count), threads: threads)
            }
        case nil: return KeyTable(types: types).keyVectors()
        }
    }

    /// What the groups are found by; rows of a second table may not fit what the first one's did.
    private func chosen(_ vectors: [Vector]) -> Keys {
        switch keys {
        case .values: break
        case .direct(let index) where index.digits.fit(vectors): break
        case .hashed(let digits, _) where digits.fit(vectors): break
        case .direct, .hashed: return .values(valueTable())
        case nil:
            if let digits = plan.digits(vectors), digits.fit(vectors) {
                keys =
                    digits.bits < 32 && 1 << digits.bits <= plan.mostDirect
                    ? .direct(DirectIndex(digits)) : .hashed(digits, KeyTable(types: [.int64]))
            } else {
                keys = .values(KeyTable(types: types))
            }
        }
        return keys ?? .values(valueTable())
    }

    /// The groups by their values; they keep their numbers.
    private func valueTable() -> KeyTable {
        if case .values(let table) = keys { return table }
        let table = KeyTable(types: types, expected: count)
        let known = keyVectors()
        withUnsafeTemporaryAllocation(of: UInt32.self, capacity: max(1, count)) { ids in
            if let base = ids.baseAddress { table.insert(known, rows: Selection(all: count), into: base) }
        }
        keys = .values(table)
        return table
    }
}

/// What the threads of one grouping have in common: the first to come decides.
final class GroupingPlan: Sendable {
    /// So many numbers are addressed directly.
    let mostDirect: Int
    private let decision = Mutex<KeyDigits??>(nil)

    init(mostDirect: Int) {
        self.mostDirect = mostDirect
    }

    /// - Parameter rows: about how many come.
    convenience init(rows: Int) {
        // A place costs no more than a look at a row, and all of them no more than a processor's cache.
        self.init(mostDirect: min(1 << 22, max(1 << 12, 2 * rows)))
    }

    func digits(_ keys: [Vector]) -> KeyDigits? {
        decision.withLock { decision in
            if let decision { return decision }
            let made = KeyDigits(keys)
            decision = .some(made)
            return made
        }
    }
}

/// Groups that stand where their keys' number says.
private final class DirectIndex {
    let digits: KeyDigits
    private var slots: GrowableBuffer<UInt32>
    private var numbers = GrowableBuffer<Int64>()

    init(_ digits: KeyDigits) {
        self.digits = digits
        slots = GrowableBuffer(capacity: 1 << digits.bits)
        slots.grow(to: 1 << digits.bits, filling: .max)
    }

    var count: Int { numbers.count }

    /// The numbers of the groups' keys; they move when there are more.
    var groups: KeyWords { KeyWords(base: numbers.base, count: numbers.count) }

    func insert(_ numbers: UnsafePointer<Int64>, _ rows: Selection, into ids: UnsafeMutablePointer<UInt32>) {
        let slots = slots.base
        rows.each { row in
            let number = Int(numbers[row])
            var id = slots[number]
            if id == .max {
                id = UInt32(truncatingIfNeeded: self.numbers.count)
                slots[number] = id
                self.numbers.append(Int64(number))
            }
            ids[row] = id
        }
    }
}
