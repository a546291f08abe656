// Quantities as people read them: rounded, with digits in groups and scale words; not to be read back.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum QuantityDisplay {
    /// Appends `3,496 enterprise`, `> 100 item`, `80.01 billion USD [80.005, 80.015)` or `0.4534`.
    ///
    /// Amounts of money from a million on get a scale word. What is exact or has a hedge keeps all of its digits. Of other
    /// quantities, a number of more digits than people print was computed and is rounded to two decimals (below 1 to four
    /// digits), its bounds outward to as many; bounds that differ from the number by less than one part in a billion, as
    /// rounded arithmetic makes them, are left out.
    ///
    /// - Returns: how many bytes the hedge and the number take.
    package static func append(_ quantity: Quantity, to out: inout [UInt8]) -> Int {
        let beginning = out.count
        let definition = quantity.unit.definition
        let written = Hedge(quantity)
        let scale = scale(quantity, definition, isRounded: written == .bounds)
        let shown = scaled(quantity, by: -scale)
        let hedge = written == .bounds ? Hedge(withoutNoise(shown)) : written
        let decimals = written == .bounds ? decimals(shown) : nil
        out.append(contentsOf: hedge.sign.utf8)
        append(shown.nominal, decimals: decimals, .toNearestOrAwayFromZero, to: &out)
        let numberEnd = out.count - beginning
        for word in [KnownUnits.scaleWord(scale) ?? "", definition.text] where !word.isEmpty {
            out.append(UInt8(ascii: " "))
            out.append(contentsOf: word.utf8)
        }
        guard hedge == .bounds else { return numberEnd }
        out.append(ascii: shown.lowerIsOpen ? " (" : " [")
        append(shown.lower, decimals: decimals, .down, to: &out)
        out.append(ascii: ", ")
        append(shown.upper, decimals: decimals, .up, to: &out)
        out.append(ascii: shown.upperIsOpen ? ")" : "]")
        return numberEnd
    }

    /// The power of ten of the scale word that an amount of money is given; 0 for others, and where it would only move the
    /// point among many digits.
    private static func scale(_ quantity: Quantity, _ definition: UnitDefinition, isRounded: Bool) -> Int {
        let isMoney = definition.factors.contains { $0.power == 1 && KnownUnits.isCurrency($0.word) }
        guard isMoney, definition.base == quantity.unit else { return 0 }
        let scale: Int
        switch quantity.nominal.magnitude {
        case 1e12...: scale = 12
        case 1e9...: scale = 9
        case 1e6...: scale = 6
        default: scale = 0
        }
        let places = scale - Decimal17(quantity.nominal).exponent
        return isRounded || places <= mostPlaces ? scale : 0
    }

    private static let mostPlaces = 6

    /// The numbers with their point moved, as they would have been printed.
    private static func scaled(_ quantity: Quantity, by places: Int) -> Quantity {
        func moved(_ x: Double) -> Double { DecimalShift.shift(x, by: places) }
        return Quantity(
            moved(quantity.nominal), moved(quantity.lower), moved(quantity.upper), quantity.unit, quantity.ends)
    }

    /// The quantity with bounds that lie at its number where they differ from it by rounding only.
    private static func withoutNoise(_ quantity: Quantity) -> Quantity {
        var result = quantity
        let noise = quantity.nominal.magnitude * 1e-9
        let isLow = quantity.nominal - quantity.lower <= noise
        let isHigh = quantity.upper - quantity.nominal <= noise
        if isLow && (isHigh || quantity.upper == .infinity) { result.lower = quantity.nominal }
        if isHigh && (isLow || quantity.lower == -.infinity) { result.upper = quantity.nominal }
        return result
    }

    private static func isAsGoodAsExact(_ quantity: Quantity) -> Bool {
        quantity.upper - quantity.lower <= quantity.nominal.magnitude * 1e-9
    }

    /// To how many decimals those of a quantity's numbers are rounded that have more digits than people print.
    private static func decimals(_ quantity: Quantity) -> Int {
        let decimal = Decimal17(quantity.nominal, digits: significantDigits)
        // So that two digits of the distance between the bounds are seen.
        let width = isAsGoodAsExact(quantity) ? .infinity : quantity.upper - quantity.lower
        let needed = width.isFinite ? 1 - Int(log10(width).rounded(.down)) : 0
        if decimal.count <= mostDigits { return max(2, needed, -decimal.exponent) }
        // Below 1: zeros behind the point, then four digits.
        return max(quantity.nominal.magnitude >= 1 ? 2 : 4 - decimal.count - decimal.exponent, needed)
    }

    /// Numbers of more digits were computed and not printed.
    private static let mostDigits = 11
    /// What rounded arithmetic leaves behind these is no news.
    private static let significantDigits = 15

    private static func append(
        _ x: Double, decimals: Int?, _ rule: FloatingPointRoundingRule, to out: inout [UInt8]
    ) {
        var number = x
        if let decimals, x.isFinite {
            var decimal = Decimal17(x, digits: significantDigits)
            if decimal.count > mostDigits {
                decimal.round(toPlaces: decimals, x < 0 && rule != .toNearestOrAwayFromZero ? rule.opposite : rule)
            }
            number = x < 0 ? -decimal.value : decimal.value
        }
        let start = out.count
        FloatText.append(number, to: &out)
        groupDigits(&out, from: start)
    }

    /// Puts commas between groups of three digits before the point.
    private static func groupDigits(_ out: inout [UInt8], from start: Int) {
        guard !out[start...].contains(where: { isASCIILetter($0) }) else { return }
        let first = out[start] == UInt8(ascii: "-") ? start + 1 : start
        var place = out[first...].firstIndex { !isASCIIDigit($0) } ?? out.count
        while place - first > 3 {
            place -= 3
            out.insert(UInt8(ascii: ","), at: place)
        }
    }
}

extension FloatingPointRoundingRule {
    /// The same direction for magnitudes of negative numbers.
    fileprivate var opposite: FloatingPointRoundingRule { self == .up ? .down : .up }
}
