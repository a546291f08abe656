// The units that are known, for people: help and completion read it.

/// A word that can stand where a unit does.
package struct KnownUnit: Sendable {
    package let word: String
    /// `an area`, `a currency`, `a scale word`, …
    package let kind: String
    /// What it is in other units: `10,000 m2`; `nil` for a unit of its own.
    package let meaning: String?
}

package enum UnitList {
    /// All of them: the words in the order of the alphabet, then the currencies.
    package static let all: [KnownUnit] =
        KnownUnits.words.map { word in
            if let exponent = KnownUnits.scale(word) {
                return KnownUnit(word: word, kind: "a scale word", meaning: power(exponent))
            }
            guard let unit = KnownUnits.find(word)?.unit else { return KnownUnit(word: word, kind: "", meaning: nil) }
            guard let base = unit.base else {
                return KnownUnit(word: word, kind: "a number", meaning: power(unit.exponent))
            }
            return KnownUnit(
                word: word, kind: KnownUnits.kind(ofBase: base),
                meaning: unit.exponent == 0 ? nil : "\(power(unit.exponent)) \(base)")
        }
        + KnownUnits.currencies.sorted().map { KnownUnit(word: $0, kind: KnownUnits.currencyKind, meaning: nil) }

    /// A power of ten, its digits in groups.
    private static func power(_ exponent: Int) -> String {
        if exponent < 0 { return "0." + String(repeating: "0", count: -exponent - 1) + "1" }
        var text = ""
        for digit in stride(from: exponent, through: 0, by: -1) {
            text += digit == exponent ? "1" : "0"
            if digit > 0 && digit % 3 == 0 { text += "," }
        }
        return text
    }
}
