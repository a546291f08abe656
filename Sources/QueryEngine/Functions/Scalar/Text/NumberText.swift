// BOOL, INT64 and FLOAT64 as text, both ways.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `true` and `false`.
package enum BoolText {
    /// The value, whatever the case; `nil` for any other text.
    package static func parse(_ bytes: UTF8Bytes) -> Bool? {
        if matches(bytes, "true") { return true }
        if matches(bytes, "false") { return false }
        return nil
    }

    package static func append(_ value: Bool, to out: inout [UInt8]) {
        if value { out.append(ascii: "true") } else { out.append(ascii: "false") }
    }
}

/// Whether the bytes are `word`, an ASCII word in lower case, in any case.
func matches(_ bytes: UTF8Bytes, _ word: StaticString) -> Bool {
    guard bytes.count == word.utf8CodeUnitCount else { return false }
    for at in 0..<bytes.count {
        let byte = bytes[at]
        guard (isASCIILetter(byte) ? byte | 0x20 : byte) == word.utf8Start[at] else { return false }
    }
    return true
}

/// Whole numbers in decimal, and in hexadecimal where they are read.
package enum IntText {
    /// The value of `-12` or `0x1F`, with white space around it; `nil` for other text and beyond 64 bits.
    package static func parse(_ bytes: UTF8Bytes) -> Int64? {
        var reader = ByteReader(bytes)
        reader.skipSpace()
        let isNegative = reader.takeSign()
        let start = reader.position
        if reader.take(UInt8(ascii: "0")), reader.take(letter: UInt8(ascii: "x")) {
            return finish(&reader, isNegative: isNegative, radix: 16)
        }
        reader.position = start
        return finish(&reader, isNegative: isNegative, radix: 10)
    }

    private static func finish(_ reader: inout ByteReader, isNegative: Bool, radix: UInt64) -> Int64? {
        let start = reader.position
        var magnitude: UInt64 = 0
        while let byte = reader.next, let digit = digit(byte), digit < radix {
            let (scaled, overflow) = magnitude.multipliedReportingOverflow(by: radix)
            let (sum, carry) = scaled.addingReportingOverflow(digit)
            if overflow || carry { return nil }
            magnitude = sum
            reader.position += 1
        }
        guard reader.position > start else { return nil }
        reader.skipSpace()
        guard reader.isAtEnd else { return nil }
        if isNegative { return magnitude <= 1 << 63 ? Int64(truncatingIfNeeded: 0 &- magnitude) : nil }
        return Int64(exactly: magnitude)
    }

    private static func digit(_ byte: UInt8) -> UInt64? {
        if isASCIIDigit(byte) { return UInt64(byte - UInt8(ascii: "0")) }
        let letter = (byte | 0x20) &- UInt8(ascii: "a")
        return isASCIILetter(byte) ? UInt64(letter) + 10 : nil
    }

    package static func append(_ value: Int64, to out: inout [UInt8]) { out.append(decimal: Int(value)) }
}

/// Floating point numbers: the shortest decimal text that reads back as the same number.
package enum FloatText {
    /// The value of `-1.5e3`, `inf`, `infinity` or `nan`, with white space around it; `nil` for other text.
    ///
    /// Rounds to nearest; what is too large becomes infinite.
    package static func parse(_ bytes: UTF8Bytes) -> Double? {
        var reader = ByteReader(bytes)
        reader.skipSpace()
        let start = reader.position
        let isNegative = reader.takeSign()
        var end = bytes.count
        while end > reader.position, isASCIISpace(bytes[end - 1]) { end -= 1 }
        let body = UTF8Bytes(rebasing: bytes[reader.position..<end])
        if let first = body.first, isASCIILetter(first) {
            if matches(body, "inf") || matches(body, "infinity") { return isNegative ? -.infinity : .infinity }
            return matches(body, "nan") ? .nan : nil
        }
        guard let (mantissa, exponent) = decimal(body) else { return nil }
        // Up to 2^53 and 10^22 both are exact, so one rounded operation gives the nearest number (Clinger 1990).
        if let mantissa, mantissa <= 1 << 53, abs(exponent) <= 22 {
            let scaled =
                exponent < 0
                ? Double(mantissa) / powersOfTen[-exponent] : Double(mantissa) * powersOfTen[exponent]
            return isNegative ? -scaled : scaled
        }
        var text = [CChar](unsafeUninitializedCapacity: end - start + 1) { buffer, count in
            for at in start..<end { buffer[at - start] = CChar(bitPattern: bytes[at]) }
            buffer[end - start] = 0
            count = end - start + 1
        }
        return strtod(&text, nil)
    }

    /// The digits of an unsigned decimal number and its power of ten; no mantissa where the digits exceed 64 bits.
    private static func decimal(_ bytes: UTF8Bytes) -> (mantissa: UInt64?, exponent: Int)? {
        var reader = ByteReader(bytes)
        var mantissa: UInt64? = 0
        var digits = 0
        var exponent = 0
        func add(_ byte: UInt8) {
            digits += 1
            guard let value = mantissa else { return }
            mantissa = value < 1_000_000_000_000_000_000 ? value * 10 + UInt64(byte - UInt8(ascii: "0")) : nil
        }
        while let byte = reader.next, isASCIIDigit(byte) {
            add(byte)
            reader.position += 1
        }
        if reader.take(UInt8(ascii: ".")) {
            while let byte = reader.next, isASCIIDigit(byte) {
                add(byte)
                exponent -= 1
                reader.position += 1
            }
        }
        guard digits > 0 else { return nil }
        if reader.take(letter: UInt8(ascii: "e")) {
            let isNegative = reader.takeSign()
            guard let power = reader.digits(1...6) else { return nil }
            while let byte = reader.next, isASCIIDigit(byte) { reader.position += 1 }
            exponent += isNegative ? -power : power
        }
        return reader.isAtEnd ? (mantissa, exponent) : nil
    }

    /// Appends the number as CAST to STRING gives it: `1`, `0.1`, `1e+20`, `inf`, `-inf`, `nan`; zero has no sign.
    package static func append(_ value: Double, to out: inout [UInt8]) {
        if value == value.rounded(.towardZero), abs(value) < 1e15 {
            return out.append(decimal: Int(value))
        }
        if value.isNaN { return out.append(ascii: "nan") }
        if value < 0 { out.append(UInt8(ascii: "-")) }
        if value.isInfinite { return out.append(ascii: "inf") }
        appendShortest(abs(value), to: &out)
    }

    /// Appends the number so that it reads as a FLOAT64 and not as an INT64: `1.0`.
    package static func appendLiteral(_ value: Double, to out: inout [UInt8]) {
        let start = out.count
        append(value, to: &out)
        if value.isFinite, out[start...].allSatisfy({ isASCIIDigit($0) || $0 == UInt8(ascii: "-") }) {
            out.append(ascii: ".0")
        }
    }

    /// Lays out the shortest digits as `%g` does: decimal from 1e-4 up to as many digits as the number shows.
    private static func appendShortest(_ value: Double, to out: inout [UInt8]) {
        // The standard library finds the digits; only where the point stands is ours to choose.
        var digits: [UInt8] = []
        var point: Int?
        var exponent = 0
        var reader = 0
        let text = Array(value.description.utf8)
        while reader < text.count, text[reader] != UInt8(ascii: "e") {
            if text[reader] == UInt8(ascii: ".") { point = reader } else { digits.append(text[reader]) }
            reader += 1
        }
        let written = point ?? reader
        if reader < text.count {
            exponent = text[(reader + 1)...].withUnsafeBufferPointer { Int(IntText.parse($0) ?? 0) }
        }
        let zeros = digits.prefix { $0 == UInt8(ascii: "0") }.count
        digits.removeFirst(zeros)
        while digits.last == UInt8(ascii: "0") { digits.removeLast() }
        exponent += written - zeros - 1

        if exponent < -4 || exponent >= (digits.count <= 15 ? 15 : 17) {
            out.append(digits[0])
            if digits.count > 1 {
                out.append(UInt8(ascii: "."))
                out.append(contentsOf: digits[1...])
            }
            out.append(UInt8(ascii: "e"))
            out.append(exponent < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
            out.append(decimal: abs(exponent), width: 2)
        } else if exponent < 0 {
            out.append(ascii: "0.")
            out.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: -exponent - 1))
            out.append(contentsOf: digits)
        } else {
            for at in 0..<max(digits.count, exponent + 1) {
                if at == exponent + 1 { out.append(UInt8(ascii: ".")) }
                out.append(at < digits.count ? digits[at] : UInt8(ascii: "0"))
            }
        }
    }
}

/// The powers of ten that a FLOAT64 holds exactly.
let powersOfTen: [Double] = [
    1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20,
    1e21, 1e22,
]
