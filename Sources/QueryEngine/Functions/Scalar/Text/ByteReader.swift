// Reading values from text, byte by byte.

import QueryLanguage

/// A position in some bytes that moves to the right as they are understood.
struct ByteReader {
    let bytes: UTF8Bytes
    var position = 0

    init(_ bytes: UTF8Bytes) { self.bytes = bytes }

    var isAtEnd: Bool { position >= bytes.count }

    /// The byte at the position; `nil` at the end.
    @inline(__always)
    var next: UInt8? { position < bytes.count ? bytes[position] : nil }

    /// The bytes from the position on.
    var rest: UTF8Bytes { UTF8Bytes(rebasing: bytes[min(position, bytes.count)...]) }

    /// Moves over `byte` if it comes next.
    @inline(__always)
    mutating func take(_ byte: UInt8) -> Bool {
        guard next == byte else { return false }
        position += 1
        return true
    }

    /// Moves over an ASCII letter in either case.
    mutating func take(letter: UInt8) -> Bool {
        guard let byte = next, byte | 0x20 == letter | 0x20 else { return false }
        position += 1
        return true
    }

    /// Moves over a sign; whether it was `-`.
    mutating func takeSign() -> Bool {
        if take(UInt8(ascii: "-")) { return true }
        _ = take(UInt8(ascii: "+"))
        return false
    }

    /// Moves over ASCII white space.
    mutating func skipSpace() {
        while let byte = next, isASCIISpace(byte) { position += 1 }
    }

    /// Reads `range` decimal digits, as many as there are; `nil`, without moving, where there are fewer.
    mutating func digits(_ range: ClosedRange<Int>) -> Int? {
        var value = 0
        var at = position
        while at < bytes.count, at - position < range.upperBound, isASCIIDigit(bytes[at]) {
            value = value * 10 + Int(bytes[at] - UInt8(ascii: "0"))
            at += 1
        }
        guard at - position >= range.lowerBound else { return nil }
        position = at
        return value
    }

    /// Reads the digits of a second's fraction as microseconds; `nil` if there is none or it has more than six.
    mutating func fraction() -> Int? {
        let start = position
        guard var value = digits(1...6) else { return nil }
        if let byte = next, isASCIIDigit(byte) {
            position = start
            return nil
        }
        for _ in (position - start)..<6 { value *= 10 }
        return value
    }
}

@inline(__always)
func isASCIIDigit(_ byte: UInt8) -> Bool { byte &- UInt8(ascii: "0") < 10 }

@inline(__always)
func isASCIILetter(_ byte: UInt8) -> Bool { (byte | 0x20) &- UInt8(ascii: "a") < 26 }

/// Space, tab, line feed, vertical tab, form feed, carriage return.
@inline(__always)
func isASCIISpace(_ byte: UInt8) -> Bool { byte == 0x20 || byte &- 9 < 5 }

extension [UInt8] {
    /// Appends the number, with zeros before it up to `width` digits.
    mutating func append(decimal value: Int, width: Int = 1) {
        if value < 0 { append(UInt8(ascii: "-")) }
        var rest = value.magnitude
        let start = count
        repeat {
            append(UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10))
            rest /= 10
        } while rest > 0
        while count - start < width { append(UInt8(ascii: "0")) }
        self[start...].reverse()
    }

    /// Appends the microseconds of a second as `.5` is written: three digits, or six if three do not do; nothing for 0.
    mutating func append(fraction microseconds: Int) {
        guard microseconds != 0 else { return }
        append(UInt8(ascii: "."))
        if microseconds % 1000 == 0 {
            append(decimal: microseconds / 1000, width: 3)
        } else {
            append(decimal: microseconds, width: 6)
        }
    }

    mutating func append(ascii text: StaticString) {
        append(contentsOf: UTF8Bytes(start: text.utf8Start, count: text.utf8CodeUnitCount))
    }
}

extension String {
    /// What `body` appends.
    init(appending body: (inout [UInt8]) -> Void) {
        var out: [UInt8] = []
        body(&out)
        self = String(decoding: out, as: UTF8.self)
    }

    /// Calls `body` with the string's bytes.
    func withBytes<R>(_ body: (UTF8Bytes) throws(Diagnostic) -> R) throws(Diagnostic) -> R {
        var copy = self
        let result: Result<R, Diagnostic> = copy.withUTF8 { bytes in
            do throws(Diagnostic) { return .success(try body(bytes)) } catch { return .failure(error) }
        }
        return try result.get()
    }
}

/// A value's text as an error message quotes it: in quotes, on one line, and not longer than a glance.
func quoted(_ bytes: UTF8Bytes) -> String {
    let text = String(bytes)
    let shown = text.prefix(40).map { $0.isNewline ? " " : String($0) }.joined()
    return "'\(shown)\(text.count > 40 ? "…" : "")'"
}
