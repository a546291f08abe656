// Values as words whose unsigned order is the order of SQL.
// Order-preserving encodings as in Graefe, "Implementing sorting in database systems", ACM Computing Surveys 2006.

enum OrderedWord {
    @inline(__always)
    static func encode(_ value: Int64) -> UInt64 { UInt64(bitPattern: value) ^ 1 << 63 }

    /// NaNs, all equal, come before -inf; both zeros are equal.
    @inline(__always)
    static func encode(_ value: Double) -> UInt64 {
        if value.isNaN { return 0 }
        let bits = (value == 0 ? 0 : value).bitPattern
        return bits >> 63 != 0 ? ~bits : bits | 1 << 63
    }

    /// The value of a word; a zero without sign.
    @inline(__always)
    static func decode(_ word: UInt64) -> Double {
        if word == 0 { return .nan }
        return Double(bitPattern: word >> 63 != 0 ? word & ~(1 << 63) : ~word)
    }

    /// Bytes `offset..<offset + 7` of a string, and in the last byte how many bytes it has from `offset` on; 8 stands
    /// for more than seven.
    ///
    /// Words of strings that agree before `offset` order as the strings do, save that words ending in 8 may be equal
    /// while the strings are not.
    @inline(__always)
    static func encode(_ bytes: UTF8Bytes, from offset: Int) -> UInt64 {
        let rest = bytes.count - offset
        guard rest > 0, let base = bytes.baseAddress else { return 0 }
        let start = UnsafeRawPointer(base + offset)
        if rest >= 8 { return start.loadUnaligned(as: UInt64.self).bigEndian & ~0xff | 8 }
        var word: UInt64 = 0
        for index in 0..<rest { word |= UInt64(base[offset + index]) << UInt64(56 - 8 * index) }
        return word | UInt64(rest)
    }
}
