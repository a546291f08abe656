// What one of a quantity is: `USD`, `m2`, `USD/enterprise`.

import QueryLanguage

/// A unit of quantities: a product of powers of base units, and how many of that product it is.
///
/// Units form an abelian group under `*` and `/`, whose neutral element is the unit of plain numbers. One of a unit is
/// always a power of ten of its base unit (`ha` is 10^4 `m2`, `percent` 10^-2), so that conversion shifts decimals.
///
/// A value of this type is a number that stands for the unit in this process; its meaning is looked up (see
/// `UnitTable`), and two are equal exactly if they print alike.
public struct QuantityUnit: Hashable, Sendable, BitwiseCopyable {
    let code: UInt32

    /// The unit of plain numbers, which prints as nothing.
    public static let one = QuantityUnit(code: 0)

    /// The unit with this text: `billion USD`, `m2/enterprise`, `1/day`, `person^2`.
    ///
    /// Plurals of well-known words are read as their singulars. Any word is a unit; one that is not known otherwise
    /// counts what it names.
    ///
    /// - Throws: a diagnostic where the text is no unit.
    public init(_ text: String) throws(Diagnostic) {
        self = try UnitParser.parse(text)
    }

    init(code: UInt32) {
        self.code = code
    }

    /// How it is written.
    public var text: String { definition.text }

    /// The unit of which this one is a power of ten, itself if that power is the zeroth.
    public var base: QuantityUnit { definition.base }

    /// What it is defined as. Takes a lock: not for the rows of a batch.
    var definition: UnitDefinition { UnitTable.shared[self] }
}

extension QuantityUnit: CustomStringConvertible {
    public var description: String { text }
}

/// A base unit to a power that is not 0.
struct UnitFactor: Hashable, Sendable {
    var word: String
    var power: Int
}

/// What a unit means.
struct UnitDefinition: Sendable {
    let text: String
    /// Base units to their powers, in the order of the alphabet; empty for numbers.
    let factors: [UnitFactor]
    /// One of the unit is ten to this power of the base unit.
    let exponent: Int
    let base: QuantityUnit

    /// What kind of quantity it measures, as errors say it: `an area`; `nil` where there is no word for it.
    var kind: String? {
        guard factors.count == 1, factors[0].power == 1 else { return nil }
        return KnownUnits.kind(ofBase: factors[0].word)
    }

    /// The unit and its kind: `m2 (an area)`, `a plain number`.
    var described: String {
        if factors.isEmpty { return exponent == 0 ? "a plain number" : "\(text) (a number)" }
        return kind.map { "\(text) (\($0))" } ?? text
    }
}
