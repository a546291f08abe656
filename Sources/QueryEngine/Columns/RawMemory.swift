// Where buffers come from: the heap, or pages of their own when they are large.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// Buffers of plain bytes.
///
/// A large buffer is mapped by itself and asks for huge pages, so that the kernel hands it out 2 MiB at a time: a fault
/// for each 4 KiB costs several times what it takes to write the page.
enum RawMemory {
    /// From so many bytes on a buffer has its own mapping.
    private static let large = 4 << 20

    /// Room for `bytes` bytes, aligned to 16, not initialized. Free it with `deallocate` and the same size.
    static func allocate(bytes: Int) -> UnsafeMutableRawPointer {
        bytes >= large ? map(bytes) : .allocate(byteCount: bytes, alignment: 16)
    }

    static func deallocate(_ memory: UnsafeMutableRawPointer, bytes: Int) {
        if bytes >= large {
            munmap(memory, bytes)
        } else {
            memory.deallocate()
        }
    }

    private static func map(_ bytes: Int) -> UnsafeMutableRawPointer {
        let pages = mmap(nil, bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
        // As the heap does, which has no way to say it either.
        guard let pages, pages != MAP_FAILED else { fatalError("out of memory: no room for \(bytes) bytes") }
        #if os(Linux)
            // Refused on kernels without huge pages, where small ones do.
            _ = madvise(pages, bytes, Int32(MADV_HUGEPAGE))
        #endif
        return pages
    }
}
