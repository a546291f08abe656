// Numbers as most files write them, read eight digits at a time.

import CByteScan

/// Reads plain decimal numbers. What it does not read may be a number all the same: it is left to those who know all
/// ways of writing one.
///
/// Eight bytes before each text can be read.
enum UsualNumber {
    /// A whole number of at most 16 digits without zeros in front.
    @inline(__always)
    static func int64(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
        if start[0] == UInt8(ascii: "-") {
            return natural(start + 1, count - 1).map { 0 &- Int64(truncatingIfNeeded: $0) }
        }
        return natural(start, count).map { Int64(truncatingIfNeeded: $0) }
    }

    /// A fraction, or a whole number, of at most 15 digits.
    @inline(__always)
    static func double(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? {
        if start[0] == UInt8(ascii: "-") { return positive(start + 1, count - 1).map { -$0 } }
        return positive(start, count)
    }

    @inline(__always)
    private static func natural(_ start: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
        if count > 1 && start[0] == UInt8(ascii: "0") { return nil }
        return digits(endingAt: start + count, count)
    }

    @inline(__always)
    private static func positive(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? {
        guard count > 0 && count <= 16 else { return nil }
        var point = 0
        var whole: UInt64 = 0
        while point < count {
            let digit = start[point] &- UInt8(ascii: "0")
            if digit > 9 { break }
            whole = whole &* 10 &+ UInt64(digit)
            point += 1
        }
        if point == 0 || point > 1 && start[0] == UInt8(ascii: "0") { return nil }
        // Up to 2^53 a number and its power of ten are exact, so one rounded operation gives the nearest.
        if point == count { return count <= 15 ? Double(whole) : nil }
        let places = count - point - 1
        guard start[point] == UInt8(ascii: "."), let part = digits(endingAt: start + count, places) else { return nil }
        let scale = byte_scan_power_of_ten(UInt32(truncatingIfNeeded: places))
        return Double(whole &* UInt64(scale) &+ part) / scale
    }

    /// The number that the `count` digits before `end` spell; `nil` if one is none, or if they are not 1 to 16.
    @inline(__always)
    private static func digits(endingAt end: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
        if count &- 1 < 8 && count > 0 { return upToEight(end, count) }
        guard count > 8 && count <= 16, let high = upToEight(end - 8, count - 8), let low = upToEight(end, 8) else {
            return nil
        }
        return high &* 100_000_000 &+ low
    }

    @inline(__always)
    private static func upToEight(_ end: UnsafePointer<UInt8>, _ count: Int) -> UInt64? {
        let others = UInt64(8 &- count) &* 8
        // A byte for each digit, the first in the lowest; zeros for what stands before them.
        var word = UnsafeRawPointer(end - 8).loadUnaligned(as: UInt64.self).littleEndian ^ 0x3030_3030_3030_3030
        word = (word &>> others) &<< others
        if (word &+ 0x7676_7676_7676_7676 | word) & 0x8080_8080_8080_8080 != 0 { return nil }
        // Neighbours are put together: digits to pairs, pairs to fours, fours to the number.
        word = (word &* 10 &+ word &>> 8) & 0x00FF_00FF_00FF_00FF
        word = (word &* 100 &+ word &>> 16) & 0x0000_FFFF_0000_FFFF
        return (word &* 10_000 &+ word &>> 32) & 0xFFFF_FFFF
    }
}
