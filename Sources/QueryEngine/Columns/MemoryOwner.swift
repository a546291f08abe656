// Who frees a column's memory.

/// Owns raw buffers, and keeps the owners alive whose memory its own points into.
///
/// Vectors hold one reference to their owner; the hot loops see plain pointers only. Buffers are written before
/// the vector over them is made and never after, which is what makes sharing between threads safe.
package final class MemoryOwner: @unchecked Sendable {
    private var buffers: [UnsafeMutableRawBufferPointer] = []
    private var parents: [MemoryOwner] = []
    private var memories: [GrowingMemory] = []
    private var charge = MemoryCharge()
    /// Whether the memory is a large piece of a file, of which the rest is to be given back soon: who keeps a few
    /// rows copies them.
    private(set) var isTransient: Bool

    package init(isTransient: Bool = false) {
        self.isTransient = isTransient
    }

    /// Room for `count` elements, not initialized; aligned for vector loads.
    package func allocate<Element: BitwiseCopyable>(_: Element.Type, count: Int) -> UnsafeMutablePointer<Element> {
        let bytes = max(count, 1) * MemoryLayout<Element>.stride
        let raw = RawMemory.allocate(bytes: bytes)
        buffers.append(UnsafeMutableRawBufferPointer(start: raw, count: bytes))
        charge.add(bytes)
        return raw.bindMemory(to: Element.self, capacity: max(count, 1))
    }

    /// Keeps `parent` alive as long as this owner lives.
    package func keep(_ parent: MemoryOwner?) {
        guard let parent, parent !== self, parents.last !== parent else { return }
        parents.append(parent)
        if parent.isTransient { isTransient = true }
    }

    /// Keeps `memory`, to which nobody writes any longer once a vector is over it.
    func keep(_ memory: GrowingMemory) { memories.append(memory) }

    deinit {
        for buffer in buffers {
            if let memory = buffer.baseAddress { RawMemory.deallocate(memory, bytes: buffer.count) }
        }
    }
}
