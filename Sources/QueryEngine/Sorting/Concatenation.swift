// Vectors in one piece: what sorts and windows work on.

extension Vector {
    /// The rows of `vectors`, at least one and all of one type, one after another. Strings are shared, not copied.
    package init(concatenating vectors: [Vector]) {
        let count = vectors.reduce(0) { $0 + $1.count }
        switch vectors[0].type {
        case .bool: self.init(vectors, count, Bool.self)
        case .int64, .timestamp: self.init(vectors, count, Int64.self)
        case .float64: self.init(vectors, count, Double.self)
        case .date: self.init(vectors, count, Int32.self)
        case .string: self.init(vectors, count, StringView.self)
        case .interval: self.init(vectors, count, Interval.self)
        }
    }

    private init<Element: ColumnElement>(_ vectors: [Vector], _ count: Int, _: Element.Type) {
        var writer = VectorWriter<Element>(count: count)
        var start = 0
        for vector in vectors {
            if vector.type == .string { writer.owner.keep(vector.owner) }
            let (target, values) = (writer.values + start, vector.values(Element.self))
            if vector.isConstant {
                target.initialize(repeating: values[0], count: vector.count)
            } else {
                target.update(from: values, count: vector.count)
            }
            if vector.validity != nil {
                for row in 0..<vector.count where vector.isNull(row) { writer.setNull(start + row) }
            }
            start += vector.count
        }
        self = writer.finish(vectors[0].type)
    }
}
