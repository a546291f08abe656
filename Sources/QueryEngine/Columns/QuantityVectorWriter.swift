// QUANTITY vectors, written row by row.

/// Writes a QUANTITY vector that is plain as long as its rows let it: all exact and in one unit.
package struct QuantityVectorWriter: ~Copyable {
    private let count: Int
    private var plain: VectorWriter<Double>
    private var full: UnsafeMutablePointer<Quantity>?
    /// The unit of the rows so far, while they are plain.
    private var unit: QuantityUnit?

    package init(count: Int) {
        self.count = count
        plain = VectorWriter(count: count)
        // Rows that nobody writes stay readable.
        plain.values.initialize(repeating: 0, count: count)
    }

    package mutating func set(_ row: Int, _ quantity: Quantity) {
        if full == nil {
            if quantity.isExact && quantity.unit == unit ?? quantity.unit {
                unit = quantity.unit
                plain[row] = quantity.nominal
                return
            }
            writeOut()
        }
        full?[row] = quantity
    }

    package mutating func setNull(_ row: Int) {
        plain.setNull(row)
        full?[row] = Quantity(0)
    }

    /// Gives each row its own bounds and unit from here on.
    private mutating func writeOut() {
        let rows = plain.owner.allocate(Quantity.self, count: count)
        for row in 0..<count { rows[row] = Quantity(plain[row], unit ?? .one) }
        full = rows
    }

    package consuming func finish() -> Vector {
        if let full { return plain.finish(.quantity, data: full) }
        return plain.finish(.quantity, plainUnit: unit ?? .one)
    }
}

extension Vector {
    /// The same QUANTITY vector with bounds and a unit in each row.
    package func withRowUnits() -> Vector {
        guard let unit = plainUnit else { return self }
        let size = isConstant ? 1 : count
        let copy = MemoryOwner()
        copy.keep(owner)
        let rows = copy.allocate(Quantity.self, count: size)
        let numbers = values(Double.self)
        for row in 0..<size { rows[row] = Quantity(numbers[row], unit) }
        return Vector(type, count: count, data: rows, validity: validity, owner: copy, isConstant: isConstant)
    }

    /// Calls `body` with each selected row that is not NULL and its quantity.
    @inline(__always)
    func eachQuantity(_ rows: Selection, _ body: (Int, Quantity) -> Void) {
        if let unit = plainUnit {
            eachValue(rows, Double.self) { body($0, Quantity($1, unit)) }
        } else {
            eachValue(rows, Quantity.self, body)
        }
    }
}
