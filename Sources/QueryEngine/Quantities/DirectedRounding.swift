// Sums, products and quotients rounded towards a bound, so that an interval never loses what it holds.
//
// The roundings are the ones of IEEE 1788-2015 (interval arithmetic), made from operations that round to nearest: the
// error of a sum or product is itself a floating point number and tells on which side of the true value the rounded
// one lies (TwoSum and TwoProduct: Ogita, Rump and Oishi, "Accurate sum and dot product", 2005).

/// One of the two directions in which bounds are rounded.
protocol Direction {
    /// The next number in the direction.
    static func next(_ x: Double) -> Double
    /// Whether the true value lies on the direction's side of a value that is off by `error` (true − rounded).
    static func isBeyond(_ error: Double) -> Bool
    /// What a finite true value that is too large or too small for a number is rounded to.
    static func overflow(_ infinite: Double) -> Double
}

/// Towards −∞, for lower bounds.
enum Downward: Direction {
    @inline(__always)
    static func next(_ x: Double) -> Double { x.nextDown }
    @inline(__always)
    static func isBeyond(_ error: Double) -> Bool { error < 0 }
    static func overflow(_ infinite: Double) -> Double {
        infinite > 0 ? .greatestFiniteMagnitude : infinite
    }
}

/// Towards ∞, for upper bounds.
enum Upward: Direction {
    @inline(__always)
    static func next(_ x: Double) -> Double { x.nextUp }
    @inline(__always)
    static func isBeyond(_ error: Double) -> Bool { error > 0 }
    static func overflow(_ infinite: Double) -> Double {
        infinite < 0 ? -.greatestFiniteMagnitude : infinite
    }
}

extension Direction {
    /// `a + b`.
    @inline(__always)
    static func sum(_ a: Double, _ b: Double) -> Double {
        let sum = a + b
        guard sum.isFinite else { return a.isFinite && b.isFinite ? overflow(sum) : sum }
        return isBeyond(twoSumError(a, b, sum)) ? next(sum) : sum
    }

    /// `a * b`, where 0 times infinity is 0, as for bounds.
    @inline(__always)
    static func product(_ a: Double, _ b: Double) -> Double {
        if a == 0 || b == 0 { return 0 }
        let product = a * b
        guard product.isFinite else { return a.isFinite && b.isFinite ? overflow(product) : product }
        // Near the smallest numbers the error has no bits left to be told in.
        if product.magnitude < 0x1p-960 { return next(product) }
        return isBeyond((-product).addingProduct(a, b)) ? next(product) : product
    }

    /// `a / b` for a `b` that is not 0; `a / ∞` is 0 for a finite `a`.
    @inline(__always)
    static func quotient(_ a: Double, _ b: Double) -> Double {
        let quotient = a / b
        guard quotient.isFinite else { return a.isFinite ? overflow(quotient) : quotient }
        if b.isInfinite || a == 0 { return quotient }
        if quotient.magnitude < 0x1p-960 || a.magnitude < 0x1p-900 { return next(quotient) }
        let rest = a.addingProduct(-quotient, b)
        return isBeyond(b < 0 ? -rest : rest) ? next(quotient) : quotient
    }

    /// A bound as it takes part in arithmetic.
    ///
    /// A number read from text is the nearest one to the decimal that was printed, so unless it is a decimal that
    /// binary holds the printed one may lie on its other side, by less than a step.
    @inline(__always)
    static func operand(_ x: Double) -> Double { x.isDecimal ? x : next(x) }
}

/// What is left out of `sum`, the rounded sum of `a` and `b` (Knuth's TwoSum).
@inline(__always)
func twoSumError(_ a: Double, _ b: Double, _ sum: Double) -> Double {
    let added = sum - a
    return (a - (sum - added)) + (b - added)
}

extension Double {
    /// Whether the number is surely the decimal that it was read from: a multiple of 2^-20, as whole numbers are, and not
    /// so large that whole numbers are rounded too.
    ///
    /// Binary holds no other decimals of so few places; one that it holds and this does not know costs a step of
    /// precision, no more.
    @inline(__always)
    var isDecimal: Bool {
        // At this size the last bit of a number counts 2^-20.
        let magnet = 0x1.8p32
        return (self + magnet) - magnet == self && magnitude < 0x1p53
    }
}
