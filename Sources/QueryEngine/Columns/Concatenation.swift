// Vectors in one piece: what sorts, windows and stored tables work on.

extension Vector {
    /// All rows of `vectors`, one vector's behind the other's. Strings are shared, not copied.
    package static func concatenating(_ vectors: [Vector], type: DataType) -> Vector {
        if vectors.count == 1, !vectors[0].isConstant { return vectors[0] }
        switch type {
        case .bool: return concatenate(vectors, type, Bool.self)
        case .int64, .timestamp: return concatenate(vectors, type, Int64.self)
        case .float64: return concatenate(vectors, type, Double.self)
        case .date: return concatenate(vectors, type, Int32.self)
        case .string: return concatenate(vectors, type, StringView.self)
        case .interval: return concatenate(vectors, type, Interval.self)
        case .quantity:
            // Plain only if all are, and in one unit.
            if let unit = vectors.first?.plainUnit, vectors.allSatisfy({ $0.plainUnit == unit }) {
                return concatenate(vectors, type, Double.self, plainUnit: unit)
            }
            return concatenate(vectors.map { $0.withRowUnits() }, type, Quantity.self)
        }
    }

    private static func concatenate<Element: ColumnElement>(
        _ vectors: [Vector], _ type: DataType, _: Element.Type, plainUnit: QuantityUnit? = nil
    ) -> Vector {
        let total = vectors.reduce(0) { $0 + $1.count }
        var writer = VectorWriter<Element>(count: total)
        var start = 0
        for vector in vectors {
            if type == .string { writer.owner.keep(vector.owner) }
            let values = vector.values(Element.self)
            if vector.isConstant {
                (writer.values + start).update(repeating: values[0], count: vector.count)
            } else {
                (writer.values + start).update(from: values, count: vector.count)
            }
            if vector.validity != nil {
                for row in 0..<vector.count where vector.isNull(row) { writer.setNull(start + row) }
            }
            start += vector.count
        }
        let whole = writer.finish(type, plainUnit: plainUnit)
        guard vectors.contains(where: { $0.undecided != nil }) else { return whole }
        let undecided = vectors.flatMap { vector in (0..<vector.count).map { vector.isUndecided($0) } }
        return whole.marking(undecidedRows: { undecided[$0] })
    }
}
