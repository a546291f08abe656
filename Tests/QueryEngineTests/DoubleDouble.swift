// Arithmetic of twice the precision, as an oracle for what FLOAT64 rounds.

/// An unevaluated sum of two numbers, about 106 bits (Dekker 1971; Hida, Li and Bailey 2001).
struct DoubleDouble {
    var high: Double
    var low: Double

    init(_ high: Double, _ low: Double = 0) {
        let sum = high + low
        self.high = sum
        self.low = low - (sum - high)
    }

    /// The decimal `digits` / 10^`places`, nearer than any FLOAT64 is.
    init(digits: Int, places: Int) {
        let power = (0..<places).reduce(1.0) { product, _ in product * 10 }
        self = DoubleDouble(Double(digits)) / DoubleDouble(power)
    }

    static func + (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let sum = a.high + b.high
        let part = sum - a.high
        let error = (a.high - (sum - part)) + (b.high - part)
        let lows = a.low + b.low
        let lowPart = lows - a.low
        let lowError = (a.low - (lows - lowPart)) + (b.low - lowPart)
        let first = DoubleDouble(sum, error + lows)
        return DoubleDouble(first.high, first.low + lowError)
    }

    static prefix func - (a: DoubleDouble) -> DoubleDouble { DoubleDouble(-a.high, -a.low) }
    static func - (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble { a + -b }

    static func * (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let product = a.high * b.high
        let error = (-product).addingProduct(a.high, b.high)
        return DoubleDouble(product, error + (a.high * b.low + a.low * b.high))
    }

    static func / (a: DoubleDouble, b: DoubleDouble) -> DoubleDouble {
        let first = a.high / b.high
        let rest = a - b * DoubleDouble(first)
        let second = rest.high / b.high
        let last = rest - b * DoubleDouble(second)
        return DoubleDouble(first, second) + DoubleDouble(last.high / b.high)
    }

    /// Negative, zero or positive as `a` is less than, equal to or more than `b`.
    static func compare(_ a: DoubleDouble, _ b: DoubleDouble) -> Double { (a - b).high }
}
