// Quantities of a column to their base units.

/// Converts quantities to their base units, and looks a unit up only where it differs from the last one's.
struct BaseConverter {
    private var unit = QuantityUnit.one
    private var base = QuantityUnit.one
    private var exponent = 0

    mutating func convert(_ quantity: Quantity) -> Quantity {
        if quantity.unit != unit {
            let definition = quantity.unit.definition
            (unit, base, exponent) = (quantity.unit, definition.base, definition.exponent)
        }
        return base == unit ? quantity : quantity.shifted(by: exponent, to: base)
    }
}
