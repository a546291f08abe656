// Numbers times powers of ten, as decimals: 45.3 percent are 0.453 and not a number beside it.

enum DecimalShift {
    /// The number nearest to the decimal of `x` with its point moved by `places` to the right, where the decimal of a
    /// number is the shortest one that reads as it.
    ///
    /// Whole numbers are moved by one operation, others by way of their digits.
    static func shift(_ x: Double, by places: Int) -> Double {
        if places == 0 || x == 0 || !x.isFinite { return x }
        if x == x.rounded(.towardZero), x.magnitude < 0x1p53, abs(places) < powersOfTen.count {
            // Both are exact, so that the result is the nearest.
            return places < 0 ? x / powersOfTen[-places] : x * powersOfTen[places]
        }
        var decimal = Decimal17(x)
        decimal.exponent += places
        return x < 0 ? -decimal.value : decimal.value
    }

    /// A bound shifted likewise.
    ///
    /// One that has more digits than people print was computed, and its decimal is another number by up to half a step:
    /// it is moved outward by more than that and the rounding of the result.
    static func bound<D: Direction>(_ x: Double, by places: Int, _: D.Type) -> Double {
        let shifted = shift(x, by: places)
        if places == 0 || !x.isFinite || x.isDecimal || isPrinted(x) { return shifted }
        return D.next(D.next(shifted))
    }

    /// Whether a number has no more digits than survive the way into a FLOAT64 and back. Of numbers so large that only
    /// some whole ones are left, the digits tell nothing.
    private static func isPrinted(_ x: Double) -> Bool {
        x.magnitude < 0x1p53 && Decimal17(x).count <= Decimal17.printed
    }
}
