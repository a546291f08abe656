// A reported number with its hedge and its unit.

import QueryLanguage

/// A number as it was reported: what was printed, the least and the most that it can be, and its unit.
///
/// "More than 100 items" has the nominal number 100 and the bounds (100, ∞); "up 2 percent" 2 and [1.5, 2.5); "3,496
/// exhibitors" is exact: both bounds are 3496. The bounds hold the nominal number or end at it.
public struct Quantity: Sendable, BitwiseCopyable {
    /// What was printed, in `unit`; finite.
    public internal(set) var nominal: Double
    /// The least that it can be; −∞ where there is no such bound.
    public internal(set) var lower: Double
    /// The most that it can be; ∞ where there is no such bound.
    public internal(set) var upper: Double
    public internal(set) var unit: QuantityUnit
    /// Whether the bounds themselves are left out.
    var ends: Ends

    /// Which ends of the interval do not belong to it. An infinite end never does.
    struct Ends: OptionSet, Sendable, BitwiseCopyable, Hashable {
        let rawValue: UInt8

        static let lowerOpen = Ends(rawValue: 1)
        static let upperOpen = Ends(rawValue: 2)
    }

    /// An exact quantity.
    ///
    /// - Parameter number: a finite number.
    public init(_ number: Double, _ unit: QuantityUnit = .one) {
        nominal = number
        lower = number
        upper = number
        self.unit = unit
        ends = []
    }

    /// A quantity between bounds; `nil` unless `nominal` is finite and `lower <= nominal <= upper`.
    ///
    /// - Parameters:
    ///   - lowerIsOpen: whether it is more than `lower`; an infinite bound is always open.
    ///   - upperIsOpen: whether it is less than `upper`.
    public init?(
        nominal: Double, lower: Double, upper: Double, lowerIsOpen: Bool = false, upperIsOpen: Bool = false,
        _ unit: QuantityUnit
    ) {
        guard nominal.isFinite, lower <= nominal, nominal <= upper else { return nil }
        self.init(nominal, lower, upper, unit, Ends(lowerOpen: lowerIsOpen, upperOpen: upperIsOpen))
        if lower == upper && ends != [] { return nil }
    }

    /// Bounds that are known to hold the nominal number.
    init(_ nominal: Double, _ lower: Double, _ upper: Double, _ unit: QuantityUnit, _ ends: Ends) {
        self.nominal = nominal
        self.lower = lower
        self.upper = upper
        self.unit = unit
        self.ends = ends
        if lower.isInfinite { self.ends.insert(.lowerOpen) }
        if upper.isInfinite { self.ends.insert(.upperOpen) }
    }

    /// Whether it is one number: its bounds are the same.
    @inline(__always)
    public var isExact: Bool { lower == upper }

    public var lowerIsOpen: Bool { ends.contains(.lowerOpen) }
    public var upperIsOpen: Bool { ends.contains(.upperOpen) }
}

extension Quantity.Ends {
    init(lowerOpen: Bool, upperOpen: Bool) {
        self = []
        if lowerOpen { insert(.lowerOpen) }
        if upperOpen { insert(.upperOpen) }
    }
}

// MARK: Units

extension Quantity {
    /// The same quantity in the base unit of its unit.
    var inBase: Quantity {
        let definition = unit.definition
        return definition.base == unit ? self : shifted(by: definition.exponent, to: definition.base)
    }

    /// The same quantity with the point of its numbers moved, in the unit that makes it the same.
    ///
    /// The numbers are moved as the decimals that they stand for; bounds that were computed are rounded outward.
    func shifted(by places: Int, to unit: QuantityUnit) -> Quantity {
        let middle = DecimalShift.shift(nominal, by: places)
        return Quantity(
            holding: middle, DecimalShift.bound(lower, by: places, Downward.self),
            DecimalShift.bound(upper, by: places, Upward.self), unit, ends)
    }

    /// The quantity in another unit of its dimension.
    ///
    /// - Throws: that `unit` measures something else.
    public func converted(to target: QuantityUnit) throws(Diagnostic) -> Quantity {
        if unit == target { return self }
        let (from, to) = (unit.definition, target.definition)
        guard from.base == to.base else { throw UnitMismatch.conversion(unit, target) }
        return shifted(by: from.exponent - to.exponent, to: target)
    }
}

// MARK: Identity

extension Quantity: Hashable {
    /// Whether nominal number, bounds and unit are all the same, in the base unit: the identity of grouping.
    public static func == (a: Quantity, b: Quantity) -> Bool {
        if a.unit == b.unit { return a.hasSameNumbers(as: b) }
        let (first, second) = (a.inBase, b.inBase)
        return first.unit == second.unit && first.hasSameNumbers(as: second)
    }

    private func hasSameNumbers(as other: Quantity) -> Bool {
        nominal == other.nominal && lower == other.lower && upper == other.upper && ends == other.ends
    }

    public func hash(into hasher: inout Hasher) {
        let base = inBase
        hasher.combine(base.nominal)
        hasher.combine(base.lower)
        hasher.combine(base.upper)
        hasher.combine(base.unit)
    }
}
