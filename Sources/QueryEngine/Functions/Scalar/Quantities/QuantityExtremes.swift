// GREATEST and LEAST of quantities.

import QueryLanguage

extension QuantityKernels {
    /// The interval of the least or the greatest of each row's values: both bounds are the least or greatest bounds.
    static func extremum(
        _ arguments: [Vector], _ rows: Selection, _ context: KernelContext, least: Bool
    ) throws(Diagnostic) -> Vector {
        var writer = QuantityVectorWriter(count: context.count)
        try rows.each { (row) throws(Diagnostic) in
            guard arguments.allSatisfy({ $0.isValid(row) }) else { return writer.setNull(row) }
            let result = try context.attempt { () throws(Diagnostic) -> Quantity? in
                var result = arguments[0].element(row, as: Quantity.self)
                for argument in arguments.dropFirst() {
                    let (a, b) = try located(row) { () throws(Diagnostic) in
                        try alike(result, argument.element(row))
                    }
                    result = Quantity.extremum(a, b, least: least)
                }
                return result
            }
            if let result { writer.set(row, result) } else { writer.setNull(row) }
        }
        return writer.finish()
    }

    /// Both in one unit.
    static func alike(
        _ a: Quantity, _ b: Quantity
    ) throws(Diagnostic) -> (Quantity, Quantity) {
        if a.unit == b.unit { return (a, b) }
        let (first, second) = (a.inBase, b.inBase)
        guard first.unit == second.unit else {
            throw UnitMismatch.diagnostic(.compare, a.unit, b.unit)
        }
        return (first, second)
    }
}
