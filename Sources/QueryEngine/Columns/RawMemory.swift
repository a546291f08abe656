// Where buffers come from: the heap, or pages of their own when they are large.

import CPages

/// Buffers of plain bytes.
///
/// A large buffer is mapped by itself and asks for huge pages, so that the kernel hands it out 2 MiB at a time: a fault
/// for each 4 KiB costs several times what it takes to write the page.
enum RawMemory {
    /// From so many bytes on a buffer has its own mapping.
    private static let large = 4 << 20

    /// Room for `bytes` bytes, aligned to 16, not initialized. Free it with `deallocate` and the same size.
    static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
        bytes >= large ? pages_resize(nil, 0, bytes) : .allocate(byteCount: bytes, alignment: 16)
    }

    /// The memory with room for more, `used` of its bytes as they were; large memory moves without being copied.
    static func grow(
        _ memory: UnsafeMutableRawPointer, from old: Int, to new: Int, used: Int
    ) -> UnsafeMutableRawPointer {
        if old >= large { return pages_resize(memory, old, new) }
        let bigger = allocate(bytes: new)
        bigger.copyMemory(from: memory, byteCount: used)
        deallocate(memory, bytes: old)
        return bigger
    }

    static func deallocate(_ memory: UnsafeMutableRawPointer, bytes: Int) {
        if bytes >= large {
            pages_free(memory, bytes)
        } else {
            memory.deallocate()
        }
    }
}
