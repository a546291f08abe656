// Typed memory that grows: keys by id, states by group.

/// A contiguous buffer of plain values that grows at its end.
///
/// Hot loops take `base` once and run over the pointer; it is valid until the buffer grows.
package struct GrowableBuffer<Element: BitwiseCopyable>: ~Copyable {
    /// Element 0.
    package private(set) var base: UnsafeMutablePointer<Element>
    /// The number of elements that are in use.
    package private(set) var count = 0
    private var capacity: Int
    private var charge = MemoryCharge()

    package init(capacity: Int = 16) {
        self.capacity = max(capacity, 1)
        base = Self.allocate(self.capacity)
        charge.add(self.capacity * MemoryLayout<Element>.stride)
    }

    deinit { Self.deallocate(base, capacity) }

    private static func allocate(_ capacity: Int) -> UnsafeMutablePointer<Element> {
        let memory = RawMemory.allocate(bytes: capacity * MemoryLayout<Element>.stride)
        return memory.bindMemory(to: Element.self, capacity: capacity)
    }

    private static func deallocate(_ base: UnsafeMutablePointer<Element>, _ capacity: Int) {
        RawMemory.deallocate(base, bytes: capacity * MemoryLayout<Element>.stride)
    }

    @inline(__always)
    package subscript(index: Int) -> Element {
        get { base[index] }
        nonmutating set { base[index] = newValue }
    }

    /// Amortized O(1).
    @inline(__always)
    package mutating func append(_ element: Element) {
        if count == capacity { reserve(count + 1) }
        base[count] = element
        count += 1
    }

    /// Makes the count `newCount`, where that is more, with `element` at the new places.
    package mutating func grow(to newCount: Int, filling element: Element) {
        guard newCount > count else { return }
        reserve(newCount)
        (base + count).initialize(repeating: element, count: newCount - count)
        count = newCount
    }

    /// Adds `extra` elements that hold anything, and gives the first one's place.
    @inline(__always)
    package mutating func extend(by extra: Int) -> UnsafeMutablePointer<Element> {
        if count + extra > capacity { reserve(count + extra) }
        let start = base + count
        count += extra
        return start
    }

    /// Takes the last `fewer` elements away.
    mutating func shorten(by fewer: Int) { count -= fewer }

    @inline(never)
    private mutating func reserve(_ wanted: Int) {
        guard wanted > capacity else { return }
        let old = capacity
        capacity = max(capacity * 2, wanted)
        charge.add((capacity - old) * MemoryLayout<Element>.stride)
        let bigger = Self.allocate(capacity)
        bigger.update(from: base, count: count)
        Self.deallocate(base, old)
        base = bigger
    }
}
