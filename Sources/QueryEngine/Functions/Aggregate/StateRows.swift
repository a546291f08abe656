// The memory of aggregates' states: a row a group, so that one group's states lie in one place of the memory.

/// Makes so many empty states, each a stride behind the one before it.
typealias StateClearing = @Sendable (_ start: UnsafeMutableRawPointer, _ stride: Int, _ count: Int) -> Void

/// The states of several accumulators, group by group.
///
/// With many groups each look at a state is a cache miss; states that lie side by side are one miss together.
final class StateRows {
    /// A column of states.
    struct Column {
        let offset: Int
        let clear: StateClearing
    }

    private var columns: [Column] = []
    private(set) var stride = 0
    private var base: UnsafeMutableRawPointer?
    private var count = 0
    private var capacity = 0
    private var charge = MemoryCharge()

    deinit {
        if let base { RawMemory.deallocate(base, bytes: capacity * stride) }
    }

    /// Where the row of group 0 begins; valid until there are more groups.
    var start: UnsafeMutableRawPointer { base ?? reserve(1) }

    /// Adds a column, before there are groups; gives its offset in each row.
    ///
    /// - Parameters:
    ///   - size: a state's stride, which its alignment of at most 16 divides.
    ///   - clear: makes empty states.
    func add(size: Int, alignment: Int, clear: @escaping StateClearing) -> Int {
        let offset = (stride + alignment - 1) / alignment * alignment
        columns.append(Column(offset: offset, clear: clear))
        stride = (offset + size + 15) / 16 * 16
        return offset
    }

    /// Makes room for groups `0..<groups`; the new ones are empty.
    func resize(groups: Int) {
        guard groups > count else { return }
        let start = groups > capacity ? reserve(groups) : start
        for column in columns { column.clear(start + count * stride + column.offset, stride, groups - count) }
        count = groups
    }

    private func reserve(_ groups: Int) -> UnsafeMutableRawPointer {
        let wanted = max(groups, capacity * 2, 4)
        charge.add((wanted - capacity) * stride)
        let bigger =
            base.map { RawMemory.grow($0, from: capacity * stride, to: wanted * stride, used: count * stride) }
            ?? RawMemory.allocate(bytes: wanted * stride)
        (base, capacity) = (bigger, wanted)
        return bigger
    }
}

/// One accumulator's states, by group.
struct GroupStates<A: BitwiseCopyable> {
    /// The state of group 0.
    let base: UnsafeMutableRawPointer
    let stride: Int

    @inline(__always)
    init(base: UnsafeMutableRawPointer, stride: Int) {
        self.base = base
        self.stride = stride
    }

    /// The same states, by their type.
    @inline(__always)
    init<Other>(_ states: GroupStates<Other>) { self.init(base: states.base, stride: states.stride) }

    @inline(__always)
    subscript(group: Int) -> A {
        nonmutating _modify { yield &(base + group &* stride).assumingMemoryBound(to: A.self).pointee }
        get { (base + group &* stride).assumingMemoryBound(to: A.self).pointee }
    }
}
