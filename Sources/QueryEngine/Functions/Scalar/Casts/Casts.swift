// CAST: from each type to the types that GoogleSQL allows.

import QueryLanguage

/// Conversions between types.
package enum Casts {
    /// Whether a value of one type stands where the other is needed without a CAST.
    package static func isImplicit(from: DataType, to: DataType) -> Bool {
        from == to || from == .int64 && to == .float64 || from.isNumeric && to == .quantity
    }

    /// What computes `CAST(x AS to)` for an `x` of type `from`; `nil` if there is no such conversion.
    ///
    /// SAFE_CAST is the same in safe mode.
    package static func implementation(from: DataType, to: DataType) -> Implementation? {
        if from == to { return Kernel.identity }
        switch (from, to) {
        case (_, .string): return toString
        case (.bool, .int64): return Kernel.dense(.int64) { (a: UInt8) in Int64(a & 1) }
        case (.int64, .bool): return Kernel.dense(.bool) { (a: Int64) in a != 0 }
        case (.int64, .float64):
            return .kernel { (arguments, rows, context) throws(Diagnostic) in
                Kernel.dense(.float64, arguments, rows, context) { (a: Int64) in Double(a) }
            }
        case (.float64, .int64): return floatToInt
        case (.date, .timestamp):
            return Kernel.dense(.timestamp) { (days: Int32) in Int64(days) * Int64(Timestamp.perDay) }
        case (.timestamp, .date):
            return Kernel.dense(.date) { (time: Int64) in
                Int32(truncatingIfNeeded: floorDivMod(Int(time), Timestamp.perDay).quotient)
            }
        case (.int64, .quantity): return wholeToQuantity
        case (.float64, .quantity): return floatToQuantity
        case (.string, .quantity): return textToQuantity
        case (.string, .bool): return read(.bool, BoolText.parse, "it is TRUE or FALSE")
        case (.string, .int64): return read(.int64, IntText.parse, nil)
        case (.string, .float64): return read(.float64, FloatText.parse, nil)
        case (.string, .date): return read(.date, DateText.parse, "a date is written as '2024-11-05'")
        case (.string, .timestamp):
            return read(
                .timestamp, { TimestampText.parse($0) }, "a timestamp is written as '2024-11-05 08:00:00+00'")
        case (.string, .interval):
            return read(.interval, { IntervalText.parse($0) }, "an interval is written as '1-2 3 4:5:6' or 'P1Y2M3D'")
        default: return nil
        }
    }

    private static let toString = Kernel.text { (arguments, row, out) throws(Diagnostic) in
        arguments[0].appendText(row, to: &out)
        return true
    }

    /// Rounds to the nearest whole number, halves away from zero.
    private static let floatToInt = Kernel.checked(.int64) { (a: Double) in
        let rounded = a.rounded(.toNearestOrAwayFromZero)
        // 2^63 is a FLOAT64, the largest INT64 is not.
        let fits = rounded >= -0x1p63 && rounded < 0x1p63
        return (fits ? Int64(rounded) : 0, fits ? 0 : -1)
    } failure: {
        Diagnostic("\(Value.float64($0).text) does not fit an INT64")
    }

    /// A plain number; one that FLOAT64 does not hold lies between its neighbours.
    private static let wholeToQuantity = quantities { (vector, row) throws(Diagnostic) in
        let whole: Int64 = vector.element(row)
        let number = Double(whole)
        if Int64(exactly: number) == whole { return Quantity(number) }
        return Quantity(number, number.nextDown, number.nextUp, .one, [])
    }

    private static let floatToQuantity = quantities { (vector, row) throws(Diagnostic) in
        let number: Double = vector.element(row)
        guard number.isFinite else { throw Diagnostic("\(Value.float64(number).text) cannot be a QUANTITY") }
        return Quantity(number)
    }

    private static let textToQuantity = quantities { (vector, row) throws(Diagnostic) in
        let text = vector.bytes(row)
        guard let quantity = QuantityText.parse(text) else {
            throw unreadable(text, .quantity, "a quantity is written as '> 100 item' or '80.01 billion USD'")
        }
        return quantity
    }

    private static func quantities(
        _ body: @escaping @Sendable (Vector, Int) throws(Diagnostic) -> Quantity
    ) -> Implementation {
        .kernel { (arguments, rows, context) throws(Diagnostic) in
            var writer = QuantityVectorWriter(count: context.count)
            try rows.each { (row) throws(Diagnostic) in
                guard arguments[0].isValid(row) else { return writer.setNull(row) }
                let quantity = try context.attempt { () throws(Diagnostic) -> Quantity? in try body(arguments[0], row) }
                if let quantity { writer.set(row, quantity) } else { writer.setNull(row) }
            }
            return writer.finish()
        }
    }

    private static func read<R: ColumnElement>(
        _ type: DataType, _ parse: @escaping @Sendable (UTF8Bytes) -> R?, _ hint: String?
    ) -> Implementation {
        Kernel.partial(type) { (text: UTF8Bytes) throws(Diagnostic) in
            guard let value = parse(text) else { throw unreadable(text, type, hint) }
            return value
        }
    }

    private static func unreadable(_ text: UTF8Bytes, _ type: DataType, _ hint: String?) -> Diagnostic {
        Diagnostic("cannot read \(quoted(text)) as \(type.name)", hints: hint.map { [$0] } ?? [])
    }
}
