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
        base = RawMemory.allocate(bytes: self.capacity * MemoryLayout<Element>.stride)
            .bindMemory(to: Element.self, capacity: self.capacity)
        charge.add(self.capacity * MemoryLayout<Element>.stride)
    }

    deinit { RawMemory.deallocate(base, bytes: capacity * MemoryLayout<Element>.stride) }

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
        let stride = MemoryLayout<Element>.stride
        charge.add((capacity - old) * stride)
        base = RawMemory.grow(base, from: old * stride, to: capacity * stride, used: count * stride)
            .bindMemory(to: Element.self, capacity: capacity)
    }
}
