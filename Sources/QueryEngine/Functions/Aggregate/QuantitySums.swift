// SUM and AVG of quantities.

import QueryLanguage

/// A sum with bounds on what rounding did to it.
///
/// The rounding errors of the additions are summed up beside the sum, as in `FloatSum`. While all of them are 0 the sum is
/// exact; else the two together are off by at most (n·2^-53)^2 times the sum of the magnitudes (Ogita, Rump and Oishi
/// 2005, proposition 4.5), so little that bounds are in practice the same however rows are spread over threads.
struct BoundedSum: BitwiseCopyable {
    private(set) var sum = 0.0
    private var error = 0.0
    private var magnitude = 0.0
    /// The sum of the magnitudes of numbers that may stand for other decimals.
    private var undecimal = 0.0
    private var count: Int64 = 0
    private var hasError = false

    @inline(__always)
    mutating func add(_ value: Double) {
        extend(value)
        magnitude += value.magnitude
        if !value.isDecimal { undecimal += value.magnitude }
        count += 1
    }

    mutating func merge(_ later: BoundedSum) {
        extend(later.sum)
        error += later.error
        magnitude += later.magnitude
        undecimal += later.undecimal
        count += later.count
        hasError = hasError || later.hasError
    }

    @inline(__always)
    private mutating func extend(_ value: Double) {
        let total = sum + value
        let rest = twoSumError(sum, value, total)
        error += rest
        hasError = hasError || rest != 0
        sum = total
    }

    var total: Double { sum.isFinite ? sum + error : sum }

    var isExact: Bool { !hasError && undecimal == 0 }

    /// The bound in a direction; the sum itself if it is exact.
    func bound<D: Direction>(_: D.Type) -> Double {
        if isExact || !sum.isFinite { return sum }
        let unit = 0x1p-53
        let relative = Double(count + 1) * unit
        // Half a step is the most that a printed decimal can be off; what is added to both covers their own rounding.
        let margin = (2 * relative * relative * magnitude + undecimal * unit) * (1 + 4 * relative)
        let sign = D.isBeyond(-1) ? -1.0 : 1.0
        return D.sum(D.sum(sum, error), sign * margin.nextUp)
    }
}

/// A sum of quantities: exact ones by number, others by number and bounds.
struct QuantitySum: Accumulator {
    private var exact = BoundedSum()
    private var nominal = BoundedSum()
    private var lower = BoundedSum()
    private var upper = BoundedSum()
    private var ends: Quantity.Ends = []
    private var lowerIsUnbounded = false
    private var upperIsUnbounded = false
    private var isInexact = false
    private var unit = QuantityUnit.one
    /// A unit of another dimension that came, which makes the result an error.
    private var other: QuantityUnit?
    private var count: Int64 = 0

    /// Adds an exact quantity; whether its unit is of the sum's dimension.
    @inline(__always)
    mutating func add(_ number: Double, _ unit: QuantityUnit) -> Bool {
        if unit != self.unit || count == 0 { return addInUnit(Quantity(number, unit)) }
        exact.add(number)
        count += 1
        return true
    }

    @inline(__always)
    mutating func add(_ quantity: Quantity) -> Bool {
        quantity.isExact ? add(quantity.nominal, quantity.unit) : addInUnit(quantity)
    }

    @inline(never)
    private mutating func addInUnit(_ quantity: Quantity) -> Bool {
        guard let quantity = agreeing(quantity) else { return false }
        count += 1
        if quantity.isExact {
            exact.add(quantity.nominal)
            return true
        }
        isInexact = true
        nominal.add(quantity.nominal)
        if quantity.lower.isFinite { lower.add(quantity.lower) } else { lowerIsUnbounded = true }
        if quantity.upper.isFinite { upper.add(quantity.upper) } else { upperIsUnbounded = true }
        ends.formUnion(quantity.ends)
        return true
    }

    /// The quantity in the sum's unit; the sum so far goes over to the base unit if units differ.
    private mutating func agreeing(_ quantity: Quantity) -> Quantity? {
        if count == 0 && other == nil { unit = quantity.unit }
        if quantity.unit == unit { return quantity }
        guard quantity.unit.base == unit.base else {
            other = other ?? quantity.unit
            return nil
        }
        changeToBase()
        return quantity.inBase
    }

    private mutating func changeToBase() {
        guard unit != unit.base, let sum = current else { return }
        let (count, other) = (count, other)
        self = QuantitySum()
        _ = addInUnit(sum.inBase)
        self.count = count
        self.other = other
    }

    mutating func merge(_ later: QuantitySum) {
        other = other ?? later.other
        guard later.count > 0 else { return }
        if count == 0 {
            let known = other
            self = later
            other = known
            return
        }
        var later = later
        if later.unit != unit {
            guard later.unit.base == unit.base else {
                other = other ?? later.unit
                return
            }
            changeToBase()
            later.changeToBase()
        }
        exact.merge(later.exact)
        nominal.merge(later.nominal)
        lower.merge(later.lower)
        upper.merge(later.upper)
        ends.formUnion(later.ends)
        lowerIsUnbounded = lowerIsUnbounded || later.lowerIsUnbounded
        upperIsUnbounded = upperIsUnbounded || later.upperIsUnbounded
        isInexact = isInexact || later.isInexact
        count += later.count
    }

    /// The sum of what came so far; `nil` if nothing did.
    private var current: Quantity? {
        if count == 0 { return nil }
        if !isInexact && exact.isExact { return Quantity(exact.sum, unit) }
        let middle = isInexact ? exact.total + nominal.total : exact.total
        let least = Downward.sum(exact.bound(Downward.self), lower.bound(Downward.self))
        let most = Upward.sum(exact.bound(Upward.self), upper.bound(Upward.self))
        return Quantity(
            holding: middle, lowerIsUnbounded ? -.infinity : least, upperIsUnbounded ? .infinity : most, unit, ends)
    }

    func sum(_ options: AggregateOptions) throws(Diagnostic) -> Quantity? {
        try checked("SUM", options)
    }

    func average(_ options: AggregateOptions) throws(Diagnostic) -> Quantity? {
        try checked("AVG", options).map { Quantity.quotient($0, Quantity(Double(count)), unit) }
    }

    private func checked(_ name: String, _ options: AggregateOptions) throws(Diagnostic) -> Quantity? {
        if options.isSafe && other != nil { return nil }
        if let other { throw UnitMismatch.diagnostic(.addUp, unit, other) }
        guard let sum = current else { return nil }
        if sum.nominal.isFinite { return sum }
        if options.isSafe { return nil }
        throw Diagnostic("\(name) overflows QUANTITY")
    }

    static func implementation(
        _ result: @escaping @Sendable (QuantitySum, AggregateOptions) throws(Diagnostic) -> Quantity?
    ) -> Implementation {
        .aggregate { options in
            AccumulatorState(
                QuantitySum.self,
                update: { (states, arguments, rows, groups) throws(Diagnostic) in
                    let argument = arguments[0]
                    var misfit: Int?
                    if let unit = argument.plainUnit {
                        argument.eachValue(rows, Double.self) { row, number in
                            if !states[Int(groups[row])].add(number, unit) { misfit = misfit ?? row }
                        }
                    } else {
                        argument.eachValue(rows, Quantity.self) { row, quantity in
                            if !states[Int(groups[row])].add(quantity) { misfit = misfit ?? row }
                        }
                    }
                    guard let misfit, !options.isSafe else { return }
                    try QuantityKernels.located(misfit) { () throws(Diagnostic) in
                        _ = try states[Int(groups[misfit])].sum(options)
                    }
                },
                results: { (states, groups) throws(Diagnostic) in
                    try Vector(quantities: groups) { (group) throws(Diagnostic) in
                        try result(states[group], options)
                    }
                })
        }
    }
}

extension Vector {
    /// A QUANTITY vector of `count` rows; `nil` makes a row NULL.
    init(quantities count: Int, _ row: (Int) throws(Diagnostic) -> Quantity?) throws(Diagnostic) {
        var writer = QuantityVectorWriter(count: count)
        for index in 0..<count {
            if let quantity = try row(index) { writer.set(index, quantity) } else { writer.setNull(index) }
        }
        self = writer.finish()
    }
}
