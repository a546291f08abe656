// The hash of packed keys.
// Multiply-and-fold mixing as in wyhash (Wang Yi, https://github.com/wangyi-fudan/wyhash): the two halves of a 128-bit
// product are combined by exclusive or, so that every bit of the input reaches every bit of the hash.

enum KeyHash {
    static let seed: UInt64 = 0x2d35_8dcc_aa6c_78a5
    private static let first: UInt64 = 0xa076_1d64_78bd_642f
    private static let second: UInt64 = 0xe703_7ed1_a0b4_28db

    /// The hash so far with one more word.
    @inline(__always)
    static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
        let product = (word ^ first).multipliedFullWidth(by: hash ^ second)
        return product.high ^ product.low
    }

    /// The hash so far with `count` bytes more, at least 8 of them.
    @inline(__always)
    static func mix(_ hash: UInt64, _ bytes: UnsafeRawPointer, count: Int) -> UInt64 {
        var hash = mix(hash, UInt64(truncatingIfNeeded: count))
        var at = 0
        while at + 8 < count {
            hash = mix(hash, (bytes + at).loadUnaligned(as: UInt64.self))
            at += 8
        }
        // The last word may overlap the one before it: no byte is missed and none behind the string is read.
        return mix(hash, (bytes + (count - 8)).loadUnaligned(as: UInt64.self))
    }
}
