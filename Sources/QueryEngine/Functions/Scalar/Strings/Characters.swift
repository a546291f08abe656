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

    /// The number of characters: of bytes that do not continue one.
    @inline(__always)
    static func count(_ text: UTF8Bytes) -> Int {
        var count = 0
        for byte in text { count += byte & 0xC0 == 0x80 ? 0 : 1 }
        return count
    }

    @inline(__always)
    static func isASCII(_ text: UTF8Bytes) -> Bool {
        var all: UInt8 = 0
        for byte in text { all |= byte }
        return all < 0x80
    }

    /// The byte at which the character `count` behind byte `start` begins; the end if there are fewer.
    static func advance(_ start: Int, by count: Int, in text: UTF8Bytes) -> Int {
        // There are not more characters than bytes.
        guard count < text.count - start else { return text.count }
        var at = start
        var left = count
        while left > 0 && at < text.count {
            at += length(at: at, in: text)
            left -= 1
        }
        return at
    }

    /// The byte at which the character before byte `at` begins.
    @inline(__always)
    static func before(_ at: Int, in text: UTF8Bytes) -> Int {
        var at = at - 1
        while at > 0 && text[at] & 0xC0 == 0x80 { at -= 1 }
        return at
    }

    /// The byte at which the `count`-th character from the end begins; `nil` if there are fewer.
    static func fromEnd(_ count: Int, in text: UTF8Bytes) -> Int? {
        guard count <= text.count else { return nil }
        var at = text.count
        for _ in 0..<count {
            guard at > 0 else { return nil }
            at = before(at, in: text)
        }
        return at
    }

    /// The code point at byte `at`, and its length in bytes.
    @inline(__always)
    static func decode(_ text: UTF8Bytes, at: Int) -> (scalar: UInt32, length: Int) {
        let lead = UInt32(text[at])
        let size = length(at: at, in: text)
        if size == 1 { return (lead, 1) }
        var scalar = lead & (0xFF >> UInt32(size + 1))
        for next in (at + 1)..<(at + size) { scalar = scalar << 6 | UInt32(text[next] & 0x3F) }
        return (scalar, size)
    }

    /// All code points.
    static func decode(_ text: UTF8Bytes) -> [UInt32] {
        var scalars: [UInt32] = []
        scalars.reserveCapacity(text.count)
        var at = 0
        while at < text.count {
            let (scalar, length) = decode(text, at: at)
            scalars.append(scalar)
            at += length
        }
        return scalars
    }

    static func append(_ scalar: UInt32, to out: inout [UInt8]) {
        guard scalar >= 0x80 else { return out.append(UInt8(scalar)) }
        out.append(
            contentsOf: Unicode.UTF8.encode(Unicode.Scalar(scalar) ?? "\u{FFFD}") ?? .encodedReplacementCharacter)
    }

    /// Where `part` first begins in `text` from byte `start` on, in bytes; `start` for an empty part.
    static func find(_ part: UTF8Bytes, in text: UTF8Bytes, from start: Int = 0) -> Int? {
        guard let needle = part.baseAddress, part.count > 0 else { return start }
        guard let base = text.baseAddress, text.count - start >= part.count else { return nil }
        var at = start
        let last = text.count - part.count
        while at <= last, let found = memchr(base + at, Int32(needle[0]), last - at + 1) {
            at = UnsafeRawPointer(found) - UnsafeRawPointer(base)
            if memcmp(base + at, needle, part.count) == 0 { return at }
            at += 1
        }
        return nil
    }

    /// Whether `part` stands in `text` at byte `at`.
    @inline(__always)
    static func stands(_ part: UTF8Bytes, in text: UTF8Bytes, at: Int) -> Bool {
        guard at >= 0, text.count - at >= part.count else { return false }
        guard let needle = part.baseAddress, let base = text.baseAddress, part.count > 0 else { return true }
        return memcmp(base + at, needle, part.count) == 0
    }
}

extension UnsafeBufferPointer where Element == UInt8 {
    /// The bytes of a range, sharing the memory.
    @inline(__always)
    func part(_ range: Range<Int>) -> UTF8Bytes { UTF8Bytes(rebasing: self[range]) }
}
