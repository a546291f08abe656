// MIN, MAX and ANY_VALUE of quantities.

import QueryLanguage

/// The least, the greatest or the first of some quantities.
///
/// The least is the interval of the least choices: its bounds are the least lower and the least upper bound.
struct QuantityExtremum<Rule: QuantityRule>: Accumulator {
    private var value: Quantity?
    /// A unit of another dimension that came, which makes a least or greatest value an error.
    private var other: QuantityUnit?

    /// Takes one more; whether its unit is of the others' dimension.
    mutating func add(_ quantity: Quantity) -> Bool {
        guard let value else {
            self.value = quantity
            return true
        }
        guard let least = Rule.least else { return true }
        let (a, b) = value.unit == quantity.unit ? (value, quantity) : (value.inBase, quantity.inBase)
        guard a.unit == b.unit else {
            other = other ?? quantity.unit
            return false
        }
        self.value = Quantity.extremum(a, b, least: least)
        return true
    }

    mutating func merge(_ later: QuantityExtremum) {
        if let value = later.value { _ = add(value) }
        other = other ?? later.other
    }

    func result(_ options: AggregateOptions) throws(Diagnostic) -> Quantity? {
        guard let value, let other, !options.isSafe else { return other == nil ? value : nil }
        throw UnitMismatch.diagnostic(.compareAll, value.unit, other)
    }

    static func state(_ options: AggregateOptions) -> any AggregateState {
        AccumulatorState(
            QuantityExtremum.self,
            update: { (states, arguments, rows, groups) throws(Diagnostic) in
                var misfit: Int?
                arguments[0].eachQuantity(rows) { row, quantity in
                    if !states[Int(groups[row])].add(quantity) { misfit = misfit ?? row }
                }
                guard let misfit, !options.isSafe else { return }
                try QuantityKernels.located(misfit) { () throws(Diagnostic) in
                    _ = try states[Int(groups[misfit])].result(options)
                }
            },
            results: { (states, groups) throws(Diagnostic) in
                try Vector(quantities: groups) { (group) throws(Diagnostic) in try states[group].result(options) }
            })
    }
}

/// Which of the values is meant.
protocol QuantityRule: SendableMetatype {
    /// Whether it is the least or the greatest; `nil` for the first that comes.
    static var least: Bool? { get }
}

enum LeastQuantity: QuantityRule {
    static var least: Bool? { true }
}

enum GreatestQuantity: QuantityRule {
    static var least: Bool? { false }
}

enum FirstQuantity: QuantityRule {
    static var least: Bool? { nil }
}

extension Choice {
    /// The state for arguments of type QUANTITY.
    func quantityState(_ options: AggregateOptions) -> any AggregateState {
        switch self {
        case .minimum: QuantityExtremum<LeastQuantity>.state(options)
        case .maximum: QuantityExtremum<GreatestQuantity>.state(options)
        case .first: QuantityExtremum<FirstQuantity>.state(options)
        }
    }
}
