// Strings that change, one a group.

/// A string for each group, or none yet; the bytes lie in memory of its own that is used again when they change.
struct TextSlots: ~Copyable {
    private struct Slot {
        var bytes: UnsafeMutablePointer<UInt8>?
        var count = 0
        var capacity = 0
    }

    private var slots = GrowableBuffer<Slot>()
    private var charge = MemoryCharge()

    var count: Int { slots.count }

    deinit {
        for index in 0..<slots.count { slots[index].bytes?.deallocate() }
    }

    mutating func resize(groups: Int) { slots.grow(to: groups, filling: Slot()) }

    /// The group's string, valid until it changes; `nil` where there is none.
    @inline(__always)
    func bytes(_ group: Int) -> UTF8Bytes? {
        guard let bytes = slots[group].bytes else { return nil }
        return UTF8Bytes(start: bytes, count: slots[group].count)
    }

    /// Makes `bytes` the group's string.
    mutating func set(_ group: Int, _ bytes: UTF8Bytes) {
        slots.base[group].count = 0
        append(group, bytes)
    }

    /// Adds `bytes`, which lie outside of the group's own, to its end.
    mutating func append(_ group: Int, _ bytes: UTF8Bytes) {
        let slot = slots.base + group
        let wanted = slot.pointee.count + bytes.count
        if wanted > slot.pointee.capacity || slot.pointee.bytes == nil {
            let capacity = max(wanted, slot.pointee.capacity * 2, 16)
            let bigger = UnsafeMutablePointer<UInt8>.allocate(capacity: capacity)
            if let old = slot.pointee.bytes {
                bigger.update(from: old, count: slot.pointee.count)
                old.deallocate()
            }
            charge.add(capacity - slot.pointee.capacity)
            slot.pointee.bytes = bigger
            slot.pointee.capacity = capacity
        }
        if let start = slot.pointee.bytes, let source = bytes.baseAddress {
            (start + slot.pointee.count).update(from: source, count: bytes.count)
        }
        slot.pointee.count = wanted
    }

    /// The strings of groups `0..<groups`, NULL where there is none.
    func vector(groups: Int) -> Vector {
        var writer = StringVectorWriter(count: groups)
        for group in 0..<groups {
            if let bytes = bytes(group) { writer.set(group, copying: bytes) } else { writer.setNull(group) }
        }
        return writer.finish()
    }
}
