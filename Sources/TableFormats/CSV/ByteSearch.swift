// Looks for a byte in a text, as fast as memory gives it.

import QueryEngine

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension Slice<UnsafeBufferPointer<UInt8>> {
    /// Where the first such byte is; `nil` if there is none.
    func offset(of byte: UInt8) -> Int? {
        let part = UTF8Bytes(rebasing: self)
        guard let base = part.baseAddress, let found = memchr(base, Int32(byte), part.count) else { return nil }
        return startIndex + (UnsafeRawPointer(found) - UnsafeRawPointer(base))
    }
}
