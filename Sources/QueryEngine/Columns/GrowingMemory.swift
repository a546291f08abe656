// Memory for columns whose length is not known before their end.

import CPages

/// Raw memory that grows at its end. While it is large, its pages are moved instead of their bytes, and those that
/// were never written to take no memory.
final class GrowingMemory {
    private(set) var base: UnsafeMutableRawPointer
    private var capacity: Int
    private var charge = MemoryCharge()

    /// From so many bytes on it lies in pages of its own, the system's calls for which cost more than a small copy.
    private static let large = 1 << 20

    /// - Parameter capacity: in bytes.
    init(capacity: Int) {
        self.capacity = max(capacity, 16)
        base =
            self.capacity < Self.large
            ? .allocate(byteCount: self.capacity, alignment: 16) : pages_resize(nil, 0, self.capacity)
    }

    deinit {
        if capacity < Self.large { base.deallocate() } else { pages_free(base, capacity) }
    }

    /// Makes room for `bytes` bytes; amortized linear.
    @inline(__always)
    func reserve(_ bytes: Int) {
        if bytes > capacity { resize(max(bytes, 2 * capacity)) }
    }

    /// Counts bytes that are now in use.
    func use(_ bytes: Int) { charge.add(bytes) }

    /// Gives back what lies behind the first `bytes` bytes, if that is worth it.
    func trim(to bytes: Int) {
        if capacity >= Self.large && bytes < capacity { resize(max(bytes, Self.large)) }
    }

    private func resize(_ size: Int) {
        if capacity >= Self.large {
            base = pages_resize(base, capacity, size)
        } else {
            let bigger: UnsafeMutableRawPointer =
                size < Self.large ? .allocate(byteCount: size, alignment: 16) : pages_resize(nil, 0, size)
            bigger.copyMemory(from: base, byteCount: capacity)
            base.deallocate()
            base = bigger
        }
        capacity = size
    }
}
