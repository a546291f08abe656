// A number's shortest decimal: digits and a power of ten.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The shortest decimal that reads as a given number's magnitude, without zeros at its end; at most 17 digits.
struct Decimal17 {
    var digits: Int
    var exponent: Int

    /// So many digits of a decimal survive the way into a FLOAT64 and back.
    static let printed = 15

    init(digits: Int, exponent: Int) {
        self.digits = digits
        self.exponent = exponent
    }

    /// - Parameter x: a finite number.
    init(_ x: Double) {
        digits = 0
        exponent = 0
        var isFraction = false
        var text = Array(x.magnitude.description.utf8)[...]
        if let e = text.firstIndex(of: UInt8(ascii: "e")) {
            exponent = Int(String(decoding: text[(e + 1)...], as: UTF8.self)) ?? 0
            text = text[..<e]
        }
        for byte in text {
            if byte == UInt8(ascii: ".") {
                isFraction = true
            } else {
                digits = digits * 10 + Int(byte - UInt8(ascii: "0"))
                if isFraction { exponent -= 1 }
            }
        }
        while digits != 0 && digits % 10 == 0 {
            digits /= 10
            exponent += 1
        }
    }

    /// The shortest decimal, rounded to so many digits.
    init(_ x: Double, digits limit: Int) {
        self.init(x)
        round(toPlaces: limit - count - exponent, .toNearestOrAwayFromZero)
    }

    /// Rounds to so many digits behind the point.
    mutating func round(toPlaces places: Int, _ rule: FloatingPointRoundingRule) {
        var divisor = 1
        while exponent < -places {
            exponent += 1
            // Behind its 17 digits a decimal has none.
            guard divisor <= Int.max / 10 else { continue }
            divisor *= 10
        }
        let (quotient, rest) = digits.quotientAndRemainder(dividingBy: divisor)
        let isUp = rule == .up ? rest > 0 : rule == .down ? false : rest * 2 >= divisor
        digits = quotient + (isUp ? 1 : 0)
        while digits != 0 && digits % 10 == 0 {
            digits /= 10
            exponent += 1
        }
    }

    /// The nearest number.
    var value: Double { strtod("\(digits)e\(exponent)", nil) }

    /// How many digits there are.
    var count: Int { String(digits).count }
}
