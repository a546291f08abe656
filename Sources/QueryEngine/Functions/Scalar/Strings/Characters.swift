// Strings as what they are counted in: characters, which are Unicode code points of one to four bytes.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Stepping through UTF-8 by characters.
enum Characters {
    /// The bytes of the character that begins at byte `at`.
    @inline(__always)
    static func length(at: Int, in text: UTF8Bytes) -> Int {
        let lead = text[at]
        let length = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        return min(length, text.count - at)
    }
}

/// Where `part` first begins in `text`, in bytes; 0 for an empty part.
func find(_ part: UTF8Bytes, in text: UTF8Bytes) -> Int? {
    guard let needle = part.baseAddress, part.count > 0 else { return 0 }
    guard let base = text.baseAddress, text.count >= part.count else { return nil }
    var at = 0
    let last = text.count - part.count
    while at <= last, let found = memchr(base + at, Int32(needle[0]), last - at + 1) {
        at = UnsafeRawPointer(found) - UnsafeRawPointer(base)
        if memcmp(base + at, needle, part.count) == 0 { return at }
        at += 1
    }
    return nil
}
