// Strings in columns: 16 bytes a row, short ones inline.
// The layout is that of Umbra (Neumann and Freitag, CIDR 2020), also used by DuckDB and Arrow's string views.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A run of UTF-8 bytes in a column or in a constant.
public typealias UTF8Bytes = UnsafeBufferPointer<UInt8>

/// One row of a STRING column: a length, then up to 12 bytes inline; or the first 4 bytes and an address.
package struct StringView: ColumnElement {
    package var length: UInt32
    /// The first four bytes, zero where the string is shorter.
    package var prefix: UInt32
    /// Bytes 4 to 11, or the address of all bytes.
    package var tail: UInt64

    @inlinable package static var inlineCapacity: Int { 12 }

    package static let empty = StringView(length: 0, prefix: 0, tail: 0)

    private init(length: UInt32, prefix: UInt32, tail: UInt64) {
        self.length = length
        self.prefix = prefix
        self.tail = tail
    }

    /// A view of `bytes`; beyond 12 of them it points there, so their owner must outlive it.
    @inline(__always)
    package init(_ bytes: UTF8Bytes) {
        let count = bytes.count
        length = UInt32(truncatingIfNeeded: count)
        prefix = 0
        tail = 0
        guard count > 0, let base = bytes.baseAddress else { return }
        if count > Self.inlineCapacity {
            prefix = UnsafeRawPointer(base).loadUnaligned(as: UInt32.self)
            tail = UInt64(UInt(bitPattern: base))
        } else {
            withUnsafeMutableBytes(of: &self) { raw in
                UnsafeMutableRawBufferPointer(rebasing: raw[4..<(4 + count)]).copyMemory(
                    from: UnsafeRawBufferPointer(bytes))
            }
        }
    }

    /// The same for bytes of which 12 can be read, however few are meant: without a call or a branch for each.
    @inlinable @inline(__always)
    package init(padded start: UnsafePointer<UInt8>, count: Int) {
        length = UInt32(truncatingIfNeeded: count)
        let first = UnsafeRawPointer(start).loadUnaligned(as: UInt64.self)
        if count > Self.inlineCapacity {
            prefix = UInt32(truncatingIfNeeded: first)
            tail = UInt64(UInt(bitPattern: start))
            return
        }
        let rest = UInt64(UnsafeRawPointer(start).loadUnaligned(fromByteOffset: 8, as: UInt32.self))
        // Shifts as far as the width give zero: the masks are empty where nothing is meant.
        let low = first & ~(UInt64.max << UInt64(8 * count))
        let high = rest & ~(UInt64.max << UInt64(8 * max(count - 8, 0)))
        prefix = UInt32(truncatingIfNeeded: low)
        tail = low >> 32 | high << 32
    }

    package var isInline: Bool { length <= UInt32(Self.inlineCapacity) }

    /// The bytes of the view stored at `location`, valid as long as that memory is.
    @inline(__always)
    package static func bytes(at location: UnsafePointer<StringView>) -> UTF8Bytes {
        let length = Int(location.pointee.length)
        if length <= inlineCapacity {
            let base = UnsafeRawPointer(location).advanced(by: 4).assumingMemoryBound(to: UInt8.self)
            return UTF8Bytes(start: base, count: length)
        }
        return UTF8Bytes(start: UnsafePointer(bitPattern: UInt(location.pointee.tail)), count: length)
    }

    /// Whether both hold the same bytes.
    @inline(__always)
    package static func equal(_ a: StringView, _ b: StringView) -> Bool {
        guard a.length == b.length, a.prefix == b.prefix else { return false }
        if a.tail == b.tail { return true }
        guard a.length > UInt32(inlineCapacity) else { return false }
        return compareBytes(a.tail, b.tail, Int(a.length)) == 0
    }

    @inline(never)
    private static func compareBytes(_ a: UInt64, _ b: UInt64, _ count: Int) -> Int32 {
        guard let a = UnsafeRawPointer(bitPattern: UInt(a)), let b = UnsafeRawPointer(bitPattern: UInt(b)) else {
            return 0
        }
        return memcmp(a, b, count)
    }

    /// Orders by bytes, which for UTF-8 is the order of the code points; GoogleSQL's order without collation.
    @inline(__always)
    package static func less(_ a: UnsafePointer<StringView>, _ b: UnsafePointer<StringView>) -> Bool {
        let first = a.pointee.prefix.byteSwapped
        let second = b.pointee.prefix.byteSwapped
        if first != second { return first < second }
        return compare(bytes(at: a), bytes(at: b)) < 0
    }
}

/// Negative, zero or positive as `a` sorts before, with or after `b`, byte by byte.
func compare(_ a: UTF8Bytes, _ b: UTF8Bytes) -> Int {
    let shared = min(a.count, b.count)
    if shared > 0, let first = a.baseAddress, let second = b.baseAddress {
        let order = memcmp(first, second, shared)
        if order != 0 { return Int(order) }
    }
    return a.count - b.count
}

extension String {
    /// A copy of the bytes; what is not valid UTF-8 becomes U+FFFD.
    package init(_ bytes: UTF8Bytes) {
        self = String(decoding: bytes, as: UTF8.self)
    }
}
