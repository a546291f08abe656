// Comparison decided by bounds.

extension Quantity {
    /// Whether every number that `a` can be is less than every one that `b` can be (true), none is (false), or the
    /// bounds do not settle it (`nil`). Both in one unit.
    @inline(__always)
    static func isLess(_ a: Quantity, _ b: Quantity) -> Bool? {
        if a.upper < b.lower || a.upper == b.lower && (a.upperIsOpen || b.lowerIsOpen) { return true }
        return a.lower >= b.upper ? false : nil
    }

    /// Whether every number of `a` is at most every one of `b`.
    @inline(__always)
    static func isLessOrEqual(_ a: Quantity, _ b: Quantity) -> Bool? {
        if a.upper <= b.lower { return true }
        return isLess(b, a) == true ? false : nil
    }

    /// Whether both are the same number.
    @inline(__always)
    static func isEqual(_ a: Quantity, _ b: Quantity) -> Bool? {
        if isLess(a, b) == true || isLess(b, a) == true { return false }
        return a.isExact && b.isExact ? true : nil
    }

    /// The interval of the lesser (or, for `least` false, of the greater) of both.
    static func extremum(_ a: Quantity, _ b: Quantity, least: Bool) -> Quantity {
        func pick(_ x: Double, _ y: Double) -> Double { least ? min(x, y) : max(x, y) }
        // The end that decides is left out if it is left out where it comes from. Of two equal ends the least lower
        // bound is reached if one is; the least upper bound only if both are.
        func isOpen(_ x: Double, _ xOpen: Bool, _ y: Double, _ yOpen: Bool, all: Bool) -> Bool {
            if x == y { return all ? xOpen && yOpen : xOpen || yOpen }
            return pick(x, y) == x ? xOpen : yOpen
        }
        let ends = Ends(
            lowerOpen: isOpen(a.lower, a.lowerIsOpen, b.lower, b.lowerIsOpen, all: least),
            upperOpen: isOpen(a.upper, a.upperIsOpen, b.upper, b.upperIsOpen, all: !least))
        return Quantity(
            pick(a.nominal, b.nominal), pick(a.lower, b.lower), pick(a.upper, b.upper), a.unit, ends)
    }
}
