// Kernels of quantities: arithmetic and comparison, a plain path for exact quantities of one unit and a general one.

import QueryLanguage

/// What the two operands of a row are converted to before an operation, and the unit of its result.
struct UnitAgreement {
    /// Powers of ten by which the operands' points are moved.
    var left = 0
    var right = 0
    /// The unit of the left operand when converted; sums and comparisons have both operands in it.
    var operands = QuantityUnit.one
    var result = QuantityUnit.one

    /// Operands and result in one unit: the common one, or the base unit if they differ by powers of ten only.
    static func same(
        _ a: QuantityUnit, _ b: QuantityUnit, _ operation: UnitMismatch.Operation
    ) throws(Diagnostic) -> UnitAgreement {
        if a == b { return UnitAgreement(operands: a, result: a) }
        let (first, second) = (a.definition, b.definition)
        guard first.base == second.base else { throw UnitMismatch.diagnostic(operation, a, b) }
        return UnitAgreement(
            left: first.exponent, right: second.exponent, operands: first.base, result: first.base)
    }

    /// Operands in their base units, the result in the unit that `combine` makes of them; a plain number leaves the
    /// other's unit as it is.
    static func product(
        _ a: QuantityUnit, _ b: QuantityUnit,
        _ combine: (QuantityUnit, QuantityUnit) throws(Diagnostic) -> QuantityUnit
    ) throws(Diagnostic) -> UnitAgreement {
        if b == .one { return UnitAgreement(operands: a, result: a) }
        let (first, second) = (a.definition, b.definition)
        let result = try combine(first.base, second.base)
        return UnitAgreement(left: first.exponent, right: second.exponent, operands: first.base, result: result)
    }
}

/// Rows' operands brought together; what becomes of their units is found out anew only where these change.
private struct UnitAgreements {
    private var units: (QuantityUnit, QuantityUnit)?
    private var agreement = UnitAgreement()

    /// The operands converted, and the unit of the result.
    ///
    /// - Throws: what `agree` throws, with the row.
    mutating func convert(
        _ a: Quantity, _ b: Quantity, row: Int,
        _ agree: (QuantityUnit, QuantityUnit) throws(Diagnostic) -> UnitAgreement
    ) throws(Diagnostic) -> (Quantity, Quantity, QuantityUnit) {
        if units.map({ $0 != (a.unit, b.unit) }) ?? true {
            agreement = try QuantityKernels.located(row) { () throws(Diagnostic) in try agree(a.unit, b.unit) }
            units = (a.unit, b.unit)
        }
        return (
            agreement.left == 0 ? a : a.shifted(by: agreement.left, to: agreement.operands),
            agreement.right == 0 ? b : b.shifted(by: agreement.right, to: agreement.operands), agreement.result
        )
    }
}

/// An arithmetic operator on quantities.
private protocol QuantityOperation: SendableMetatype {
    static var sign: String { get }
    /// What becomes of the operands' units.
    static func agree(_ a: QuantityUnit, _ b: QuantityUnit) throws(Diagnostic) -> UnitAgreement
    /// The result of two exact numbers, and whether it is exact.
    static func exact(_ a: Double, _ b: Double) -> (value: Double, isExact: Bool)
    /// The result of two quantities that were converted, in `unit`.
    static func result(_ a: Quantity, _ b: Quantity, _ unit: QuantityUnit) -> Quantity
}

private enum Sum: QuantityOperation {
    static var sign: String { "+" }
    static func agree(_ a: QuantityUnit, _ b: QuantityUnit) throws(Diagnostic) -> UnitAgreement {
        try .same(a, b, .add)
    }
    @inline(__always)
    static func exact(_ a: Double, _ b: Double) -> (value: Double, isExact: Bool) {
        let sum = a + b
        return (sum, twoSumError(a, b, sum) == 0)
    }
    static func result(_ a: Quantity, _ b: Quantity, _: QuantityUnit) -> Quantity { Quantity.sum(a, b) }
}

private enum Difference: QuantityOperation {
    static var sign: String { "-" }
    static func agree(_ a: QuantityUnit, _ b: QuantityUnit) throws(Diagnostic) -> UnitAgreement {
        try .same(a, b, .subtract)
    }
    @inline(__always)
    static func exact(_ a: Double, _ b: Double) -> (value: Double, isExact: Bool) { Sum.exact(a, -b) }
    static func result(_ a: Quantity, _ b: Quantity, _: QuantityUnit) -> Quantity { Quantity.sum(a, b.negated) }
}

private enum Product: QuantityOperation {
    static var sign: String { "*" }
    static func agree(_ a: QuantityUnit, _ b: QuantityUnit) throws(Diagnostic) -> UnitAgreement {
        if a == .one { return UnitAgreement(operands: b, result: b) }
        return try .product(a, b) { (x, y) throws(Diagnostic) in try .product(x, y) }
    }
    @inline(__always)
    static func exact(_ a: Double, _ b: Double) -> (value: Double, isExact: Bool) {
        let product = a * b
        return (product, (-product).addingProduct(a, b) == 0 && (product != 0 || a == 0 || b == 0))
    }
    static func result(_ a: Quantity, _ b: Quantity, _ unit: QuantityUnit) -> Quantity {
        Quantity.product(a, b, unit)
    }
}

private enum Quotient: QuantityOperation {
    static var sign: String { "/" }
    static func agree(_ a: QuantityUnit, _ b: QuantityUnit) throws(Diagnostic) -> UnitAgreement {
        try .product(a, b) { (x, y) throws(Diagnostic) in try .quotient(x, y) }
    }
    @inline(__always)
    static func exact(_ a: Double, _ b: Double) -> (value: Double, isExact: Bool) {
        let quotient = a / b
        return (quotient, a.addingProduct(-quotient, b) == 0 && (quotient != 0 || a == 0))
    }
    static func result(_ a: Quantity, _ b: Quantity, _ unit: QuantityUnit) -> Quantity {
        Quantity.quotient(a, b, unit)
    }
}

enum QuantityKernels {
    static let add = arithmetic(Sum.self)
    static let subtract = arithmetic(Difference.self)
    static let multiply = arithmetic(Product.self)
    static let divide = arithmetic(Quotient.self)

    @inline(__always)
    private static func arithmetic<Operation: QuantityOperation>(_: Operation.Type) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            if let unitA = arguments[0].plainUnit, let unitB = arguments[1].plainUnit,
                let first = firstRow(arguments, rows)
            {
                let agreement = try context.attempt { () throws(Diagnostic) in
                    try located(first) { () throws(Diagnostic) in try Operation.agree(unitA, unitB) }
                }
                if let agreement, agreement.left == 0, agreement.right == 0,
                    let result = computePlain(Operation.self, arguments, rows, context, agreement.result)
                {
                    return result
                }
            }
            return try compute(Operation.self, arguments, rows, context)
        }
    }

    /// The results of plain operands if all of them are exact.
    @inline(__always)
    private static func computePlain<Operation: QuantityOperation>(
        _: Operation.Type, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext, _ unit: QuantityUnit
    ) -> Vector? {
        let writer = VectorWriter<Double>(count: context.count)
        let validity = Validity.combine(arguments, count: context.count, in: writer.owner)
        var isExact = true
        Kernel.each(arguments[0], arguments[1], rows) { (row, a: Double, b: Double) in
            let result = Operation.exact(a, b)
            writer[row] = result.value
            // What is infinite or undefined is not exact either.
            let isSure = result.isExact && result.value.isFinite && a.isDecimal && b.isDecimal
            isExact = isExact && isSure
        }
        return isExact ? writer.finish(.quantity, validity: validity, plainUnit: unit) : nil
    }

    @inline(__always)
    private static func compute<Operation: QuantityOperation>(
        _: Operation.Type, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext
    ) throws(Diagnostic) -> Vector {
        var writer = QuantityVectorWriter(count: context.count)
        var agreements = UnitAgreements()
        try rows.each { (row) throws(Diagnostic) in
            guard arguments[0].isValid(row), arguments[1].isValid(row) else { return writer.setNull(row) }
            let (a, b) = (arguments[0].element(row, as: Quantity.self), arguments[1].element(row, as: Quantity.self))
            let result = try context.attempt { () throws(Diagnostic) -> Quantity? in
                let (x, y, unit) = try agreements.convert(a, b, row: row, Operation.agree)
                if Operation.self == Quotient.self && b.nominal == 0 { throw divisionByZero(a, b) }
                var result = Operation.result(x, y, unit)
                result.unit = unit
                guard result.nominal.isFinite else { throw overflow(a, Operation.sign, b) }
                return result
            }
            if let result { writer.set(row, result) } else { writer.setNull(row) }
        }
        return writer.finish()
    }

    private static func overflow(_ a: Quantity, _ sign: String, _ b: Quantity) -> Diagnostic {
        Diagnostic("QUANTITY overflow: (\(Value.quantity(a).text)) \(sign) (\(Value.quantity(b).text))")
    }

    private static func divisionByZero(_ a: Quantity, _ b: Quantity) -> Diagnostic {
        Diagnostic(
            "division by zero: (\(Value.quantity(a).text)) / (\(Value.quantity(b).text))",
            hints: ["SAFE_DIVIDE gives NULL instead"])
    }

    // MARK: Comparison

    /// A comparison operator: NULL also where the bounds do not settle it, which the result remembers.
    static func compare<R: Relation>(
        _: R.Type, _ arguments: [Vector], _ rows: Selection, _ context: KernelContext
    ) throws(Diagnostic) -> Vector {
        if let unit = arguments[0].plainUnit, unit == arguments[1].plainUnit {
            let numbers = arguments.map { $0.retyped(.float64) }
            return Comparison.compare(R.self, Double.self, numbers, rows, context)
        }
        var writer = VectorWriter<Bool>(count: context.count)
        var undecided: UnsafeMutablePointer<UInt64>?
        var agreements = UnitAgreements()
        try rows.each { (row) throws(Diagnostic) in
            guard arguments[0].isValid(row), arguments[1].isValid(row) else { return writer.setNull(row) }
            let (a, b) = (arguments[0].element(row, as: Quantity.self), arguments[1].element(row, as: Quantity.self))
            let operands = try context.attempt { () throws(Diagnostic) -> (Quantity, Quantity, QuantityUnit)? in
                try agreements.convert(a, b, row: row) { (x, y) throws(Diagnostic) in try .same(x, y, .compare) }
            }
            guard let (x, y, _) = operands else { return writer.setNull(row) }
            if let holds = R.holds(x, y) {
                writer[row] = holds
            } else {
                writer.setNull(row)
                let bits = undecided ?? Bitmap.allocate(count: context.count, in: writer.owner)
                Bitmap.set(bits, row)
                undecided = bits
            }
        }
        return writer.finish(.bool).marking(undecided: undecided)
    }

    // MARK: Rows

    /// The first selected row that has both values.
    private static func firstRow(_ arguments: [Vector], _ rows: Selection) -> Int? {
        for rank in 0..<rows.count where arguments.allSatisfy({ $0.isValid(rows[rank]) }) { return rows[rank] }
        return nil
    }

    /// What `body` gives; its error names the row.
    static func located<Result>(
        _ row: Int, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        do throws(Diagnostic) {
            return try body()
        } catch {
            var error = error
            error.batchRow = row
            throw error
        }
    }
}
