// Interval arithmetic on quantities.
//
// A result holds the result of every choice of numbers from the operands (the inclusion property, IEEE 1788-2015); an
// operand that stands twice in an expression is chosen twice. The nominal number is computed as FLOAT64 is.

import QueryLanguage

extension Quantity {
    /// The sum of two quantities in one unit; its nominal number may be infinite.
    @inline(__always)
    static func sum(_ a: Quantity, _ b: Quantity) -> Quantity {
        Quantity(
            holding: a.nominal + b.nominal,
            Downward.sum(Downward.operand(a.lower), Downward.operand(b.lower)),
            Upward.sum(Upward.operand(a.upper), Upward.operand(b.upper)), a.unit, a.ends.union(b.ends))
    }

    /// The quantity with the opposite sign.
    @inline(__always)
    var negated: Quantity {
        Quantity(
            -nominal, -upper, -lower, unit, Ends(lowerOpen: ends.contains(.upperOpen), upperOpen: lowerIsOpen))
    }

    /// The distance from 0.
    var magnitude: Quantity {
        if lower >= 0 { return self }
        if upper <= 0 { return negated }
        let opposite = negated
        let further = opposite.upper > upper ? opposite : self
        let isOpen = opposite.upper == upper ? upperIsOpen && opposite.upperIsOpen : further.upperIsOpen
        return Quantity(nominal.magnitude, 0, further.upper, unit, Ends(lowerOpen: false, upperOpen: isOpen))
    }

    /// The product, in `unit`; its nominal number may be infinite.
    static func product(_ a: Quantity, _ b: Quantity, _ unit: QuantityUnit) -> Quantity {
        var hull = Hull()
        eachPair(a, b) { x, y in
            // Whatever else is chosen, times a 0 that belongs to the interval it is 0.
            let isZero = x.number == 0 && !x.isOpen || y.number == 0 && !y.isOpen
            hull.add(
                lower: Downward.product(x.number, y.number), upper: Upward.product(x.number, y.number),
                isOpen: !isZero && (x.isOpen || y.isOpen))
        }
        return hull.quantity(a.nominal * b.nominal, unit)
    }

    /// The quotient, in `unit`; unbounded if the divisor can be 0. Its nominal number may be infinite.
    ///
    /// - Parameter b: its nominal number is not 0.
    static func quotient(_ a: Quantity, _ b: Quantity, _ unit: QuantityUnit) -> Quantity {
        let nominal = a.nominal / b.nominal
        if b.holdsZero { return Quantity(nominal, -.infinity, .infinity, unit, []) }
        var hull = Hull()
        let isPositive = b.upper > 0
        eachPair(a, b) { x, y in
            if y.number == 0 {
                // The divisor comes as near to 0 as one likes, from its own side.
                guard x.number != 0 else { return }
                let end = (x.number > 0) == isPositive ? Double.infinity : -.infinity
                hull.add(lower: end, upper: end, isOpen: true)
            } else if x.number.isFinite || y.number.isFinite {
                let isZero = x.number == 0 && !x.isOpen
                hull.add(
                    lower: Downward.quotient(x.number, y.number), upper: Upward.quotient(x.number, y.number),
                    isOpen: !isZero && (x.isOpen || y.isOpen))
            }
        }
        return hull.quantity(nominal, unit)
    }

    /// Whether 0 is among the numbers that it can be.
    var holdsZero: Bool {
        (lower < 0 || lower == 0 && !lowerIsOpen) && (upper > 0 || upper == 0 && !upperIsOpen)
    }

    /// A quantity between rounded bounds, which a rounded nominal number may just miss.
    @inline(__always)
    init(holding nominal: Double, _ lower: Double, _ upper: Double, _ unit: QuantityUnit, _ ends: Ends) {
        self.init(nominal, min(lower, nominal), max(upper, nominal), unit, ends)
    }

    /// One end of an interval as it takes part in arithmetic.
    private struct End {
        let number: Double
        let isOpen: Bool
    }

    private var lowerEnd: End { End(number: Downward.operand(lower), isOpen: lowerIsOpen) }
    private var upperEnd: End { End(number: Upward.operand(upper), isOpen: upperIsOpen) }

    /// Calls `body` with each end of `a` and each end of `b`, among which the extremes of products and quotients are.
    private static func eachPair(_ a: Quantity, _ b: Quantity, _ body: (End, End) -> Void) {
        for x in [a.lowerEnd, a.upperEnd] {
            for y in [b.lowerEnd, b.upperEnd] { body(x, y) }
        }
    }
}

/// The smallest interval around some numbers.
private struct Hull {
    private var lower = Double.infinity
    private var upper = -Double.infinity
    private var lowerIsOpen = true
    private var upperIsOpen = true

    /// Adds a number that lies between `lower` and `upper`.
    mutating func add(lower: Double, upper: Double, isOpen: Bool) {
        if lower < self.lower {
            self.lower = lower
            lowerIsOpen = isOpen
        } else if lower == self.lower {
            lowerIsOpen = lowerIsOpen && isOpen
        }
        if upper > self.upper {
            self.upper = upper
            upperIsOpen = isOpen
        } else if upper == self.upper {
            upperIsOpen = upperIsOpen && isOpen
        }
    }

    func quantity(_ nominal: Double, _ unit: QuantityUnit) -> Quantity {
        Quantity(
            holding: nominal, lower, upper, unit,
            Quantity.Ends(lowerOpen: lowerIsOpen, upperOpen: upperIsOpen))
    }
}
