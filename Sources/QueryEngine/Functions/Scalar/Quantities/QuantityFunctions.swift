// Kernels of one quantity: signs, rounding, and its parts.

import QueryLanguage

extension QuantityKernels {
    static let negate = mapping { quantity, _ in quantity.negated }

    static let magnitude = mapping { quantity, _ in quantity.magnitude }

    /// Rounds number and bounds alike; the rounded number of every choice lies between the rounded bounds.
    static let round = mapping { quantity, places in
        func rounded(_ x: Double) -> Double {
            let result = DecimalRounding.round(x, places: places, .toNearestOrAwayFromZero)
            return result.isFinite ? result : x
        }
        let (lower, upper) = (rounded(quantity.lower), rounded(quantity.upper))
        return Quantity(rounded(quantity.nominal), lower, upper, quantity.unit, [])
    }

    /// A kernel that cannot fail.
    ///
    /// - Parameter body: takes a quantity and the second argument, an INT64; 0 if there is none.
    private static func mapping(_ body: @escaping @Sendable (Quantity, Int64) -> Quantity) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            var writer = QuantityVectorWriter(count: context.count)
            rows.each { row in
                guard arguments.allSatisfy({ $0.isValid(row) }) else { return writer.setNull(row) }
                let second: Int64 = arguments.count > 1 ? arguments[1].element(row) : 0
                writer.set(row, body(arguments[0].element(row), second))
            }
            return writer.finish()
        }
    }
}

extension FunctionTable {
    static let quantities: [Function] = [
        Function(
            "QUANTITY", .quantity, "the number as a quantity in a unit: QUANTITY(3496, 'enterprise')",
            Overload(
                ["number": .float64, "unit": .string], returns: .quantity, withUnit(measured))),
        Function(
            "NOMINAL", .quantity, "the number of a quantity as it was printed, without unit or hedge",
            Overload(["quantity": .quantity], returns: .float64, part(.float64) { (q: Quantity) in q.nominal })),
        Function(
            "LOWER_BOUND", .quantity, "the least that a quantity can be; -inf where there is no bound",
            Overload(["quantity": .quantity], returns: .float64, part(.float64) { (q: Quantity) in q.lower })),
        Function(
            "UPPER_BOUND", .quantity, "the most that a quantity can be; inf where there is no bound",
            Overload(["quantity": .quantity], returns: .float64, part(.float64) { (q: Quantity) in q.upper })),
        Function(
            "IS_EXACT", .quantity, "whether a quantity is one number: its bounds are the same",
            Overload(["quantity": .quantity], returns: .bool, part(.bool) { (q: Quantity) in q.isExact })),
        Function(
            "UNIT", .quantity, "the unit of a quantity as text; '' for a plain number",
            Overload(["quantity": .quantity], returns: .string, unit)),
        Function(
            "IN_UNIT", .quantity, "the quantity in another unit of its kind: IN_UNIT(area, 'ha')",
            Overload(
                ["quantity": .quantity, "unit": .string], returns: .quantity, withUnit(converted))),
        Function(
            "POSSIBLY", .quantity, "whether the condition can be TRUE: the same as IS NOT FALSE",
            Overload(["condition": .bool], returns: .bool, settled(undecided: true))),
        Function(
            "CERTAINLY", .quantity, "whether the condition is surely TRUE: the same as IS TRUE",
            Overload(["condition": .bool], returns: .bool, settled(undecided: false))),
    ]

    private static func part<R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (Quantity) -> R
    ) -> Implementation {
        Kernel.total(type, body)
    }

    private static let unit = Implementation.kernel { (arguments, rows, context) throws(Diagnostic) in
        var writer = StringVectorWriter(count: context.count)
        var (last, text) = (QuantityUnit.one, "")
        rows.each { row in
            guard arguments[0].isValid(row) else { return writer.setNull(row) }
            let unit = arguments[0].element(row, as: Quantity.self).unit
            if unit != last { (last, text) = (unit, unit.text) }
            writer.set(row, text)
        }
        return writer.finish()
    }

    /// A kernel whose second argument names a unit; a constant one is checked for slips.
    private static func withUnit(_ kernel: @escaping ScalarKernel) -> Implementation {
        .prepared { (constants) throws(Diagnostic) in
            if case .string(let text)? = constants[1] { try UnitParser.rejectSlips(text) }
            return kernel
        }
    }

    private static let measured: ScalarKernel = { (arguments, rows, context) throws(Diagnostic) in
        let (numbers, units) = (arguments[0], arguments[1])
        var reader = UnitArgument()
        if units.isConstant, units.isValid(0), !numbers.isConstant {
            let target = try reader.unit(units, 0)
            var isFinite = target.scale == 0
            numbers.eachValue(rows, Double.self) { isFinite = isFinite && $1.isFinite }
            // The numbers are what a plain vector holds.
            if isFinite { return numbers.retyped(.quantity, plainUnit: target.unit) }
        }
        return try quantities(arguments, rows, context) { (row) throws(Diagnostic) in
            let number: Double = numbers.element(row)
            guard number.isFinite else { throw Diagnostic("\(Value.float64(number).text) cannot be a QUANTITY") }
            let target = try reader.unit(units, row)
            return Quantity(number, target.unit).shifted(by: target.scale, to: target.unit)
        }
    }

    private static let converted: ScalarKernel = { (arguments, rows, context) throws(Diagnostic) in
        var reader = UnitArgument()
        return try quantities(arguments, rows, context) { (row) throws(Diagnostic) in
            let quantity: Quantity = arguments[0].element(row)
            return try quantity.converted(to: reader.unit(arguments[1], row).scaled)
        }
    }

    private static func quantities(
        _ arguments: [Vector], _ rows: Selection, _ context: KernelContext,
        _ body: (Int) throws(Diagnostic) -> Quantity
    ) throws(Diagnostic) -> Vector {
        var writer = QuantityVectorWriter(count: context.count)
        try rows.each { (row) throws(Diagnostic) in
            guard arguments.allSatisfy({ $0.isValid(row) }) else { return writer.setNull(row) }
            let result = try context.attempt { () throws(Diagnostic) -> Quantity? in
                try QuantityKernels.located(row) { () throws(Diagnostic) in try body(row) }
            }
            if let result { writer.set(row, result) } else { writer.setNull(row) }
        }
        return writer.finish()
    }

    private static func settled(undecided: Bool) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            let writer = VectorWriter<Bool>(count: context.count)
            rows.each { writer[$0] = arguments[0].isValid($0) ? arguments[0].element($0) : undecided }
            return writer.finish(.bool)
        }
    }
}

/// Reads an argument that names a unit; the text of the row before is not read again.
private struct UnitArgument {
    struct Named {
        /// The unit without its scale words, and their power of ten.
        var unit = QuantityUnit.one
        var scale = 0
        /// The unit with its scale words as a part of it.
        var scaled = QuantityUnit.one
    }

    private var text: [UInt8] = []
    private var named = Named()

    mutating func unit(_ vector: Vector, _ row: Int) throws(Diagnostic) -> Named {
        let bytes = vector.bytes(row)
        if bytes.elementsEqual(text) { return named }
        let (unit, scale) = try UnitParser.parseScaled(String(bytes))
        named = Named(unit: unit, scale: scale, scaled: try QuantityUnit(String(bytes)))
        text = Array(bytes)
        return named
    }
}
