// Errors about units.

import QueryLanguage

enum UnitMismatch {
    /// What two quantities of different dimensions were to be.
    enum Operation {
        case add
        case subtract
        case compare
        /// The values of an aggregate.
        case addUp
        case compareAll
    }

    static func diagnostic(_ operation: Operation, _ a: QuantityUnit, _ b: QuantityUnit) -> Diagnostic {
        let (first, second) = (a.definition.described, b.definition.described)
        let message =
            switch operation {
            case .add: "cannot add \(first) to \(second)"
            case .subtract: "cannot subtract \(second) from \(first)"
            case .addUp: "cannot add up \(first) and \(second)"
            case .compare, .compareAll: "cannot compare \(first) with \(second)"
            }
        return Diagnostic(message, hints: hints(operation, a, b) + slips(a, b))
    }

    static func conversion(_ from: QuantityUnit, _ to: QuantityUnit) -> Diagnostic {
        Diagnostic(
            "cannot express \(from.definition.described) in \(to.definition.described)",
            hints: conversionHint(from, to) + slips(from, to))
    }

    private static func hints(_ operation: Operation, _ a: QuantityUnit, _ b: QuantityUnit) -> [String] {
        switch operation {
        case .addUp, .compareAll: return ["GROUP BY UNIT(…) keeps the units apart"]
        case .add, .subtract, .compare: break
        }
        guard a == .one || b == .one else { return conversionHint(a, b) }
        let unit = a == .one ? b : a
        return ["give the number a unit: 1{\(unit.text)}; or take the other's number alone: NOMINAL(…)"]
    }

    /// Why units of one kind do not convert into one another.
    private static func conversionHint(_ a: QuantityUnit, _ b: QuantityUnit) -> [String] {
        guard let kind = a.definition.kind, kind == b.definition.kind else { return [] }
        switch kind {
        case KnownUnits.currencyKind: return ["no currency is converted into another: rates change by the day"]
        case KnownUnits.timeKind: return ["a year is not a fixed number of days"]
        default: return []
        }
    }

    /// What a unit may have been meant to be.
    private static func slips(_ a: QuantityUnit, _ b: QuantityUnit) -> [String] {
        (UnitParser.slips(a.text) + UnitParser.slips(b.text)).prefix(1).map { "did you mean `\($0.meant)`?" }
    }
}
