// The right side of IN where it holds quantities: no set can tell whether one of them is equal.

import QueryLanguage

/// Some quantities to compare with, one by one.
struct QuantityMembership: Sendable {
    private let members: Vector

    init(_ members: Vector) {
        self.members = members
    }

    /// What `=` with every member, joined by OR, gives for each selected row. O(rows × members).
    func test(_ operand: Vector, _ rows: Selection, count: Int) throws(Diagnostic) -> Vector {
        var writer = VectorWriter<Bool>(count: count)
        let undecided = Bitmap.allocate(count: count, in: writer.owner)
        try rows.each { (row) throws(Diagnostic) in
            var result: Bool? = false
            var isUndecided = false
            for member in 0..<members.count where result != true {
                guard operand.isValid(row), members.isValid(member) else {
                    result = nil
                    continue
                }
                let (a, b) = (operand.element(row, as: Quantity.self), members.element(member, as: Quantity.self))
                switch try Self.isEqual(a, b) {
                case true: result = true
                case false: break
                case nil:
                    result = nil
                    isUndecided = true
                }
            }
            if let result { writer[row] = result } else { writer.setNull(row) }
            if result == nil && isUndecided { Bitmap.set(undecided, row) }
        }
        return writer.finish(.bool).marking(undecided: undecided)
    }

    private static func isEqual(_ a: Quantity, _ b: Quantity) throws(Diagnostic) -> Bool? {
        if a.unit == b.unit { return Quantity.isEqual(a, b) }
        let (first, second) = (a.inBase, b.inBase)
        guard first.unit == second.unit else { throw UnitMismatch.diagnostic(.compare, a.unit, b.unit) }
        return Quantity.isEqual(first, second)
    }
}
