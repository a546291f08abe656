// Vectors from single values, and vectors picked from vectors.

extension Vector {
    /// A constant vector of `count` rows.
    ///
    /// - Parameter type: the type; it matters for NULL, which has none of its own.
    package static func constant(_ value: Value, type: DataType, count: Int) -> Vector {
        let one = Vector(type, values: [value])
        return Vector(
            type, count: count, data: one.data, validity: one.validity, owner: one.owner, isConstant: true,
            plainUnit: one.plainUnit)
    }

    /// A vector of these values, each of type `type` or NULL.
    package init(_ type: DataType, values: some RandomAccessCollection<Value>) {
        switch type {
        case .bool: self.init(type, values) { if case .bool(let x) = $0 { x } else { nil } }
        case .int64: self.init(type, values) { if case .int64(let x) = $0 { x } else { nil } }
        case .float64: self.init(type, values) { if case .float64(let x) = $0 { x } else { nil } }
        case .date: self.init(type, values) { if case .date(let x) = $0 { x } else { nil } }
        case .timestamp: self.init(type, values) { if case .timestamp(let x) = $0 { x } else { nil } }
        case .interval: self.init(type, values) { if case .interval(let x) = $0 { x } else { nil } }
        case .quantity:
            var writer = QuantityVectorWriter(count: values.count)
            for (row, value) in values.enumerated() {
                if case .quantity(let x) = value { writer.set(row, x) } else { writer.setNull(row) }
            }
            self = writer.finish()
        case .string:
            var writer = StringVectorWriter(count: values.count)
            for (row, value) in values.enumerated() {
                if case .string(let text) = value { writer.set(row, text) } else { writer.setNull(row) }
            }
            self = writer.finish()
        }
    }

    private init<Element: ColumnElement>(
        _ type: DataType, _ values: some RandomAccessCollection<Value>, _ unwrap: (Value) -> Element?
    ) {
        var writer = VectorWriter<Element>(count: values.count)
        for (row, value) in values.enumerated() {
            if let element = unwrap(value) { writer[row] = element } else { writer.setNull(row) }
        }
        self = writer.finish(type)
    }

    /// The rows at `rows`, in that order; a negative position gives NULL.
    ///
    /// Strings are shared, not copied; but for a few out of a piece of a file that would be kept for them.
    package func gather(_ rows: UnsafeBufferPointer<Int32>) -> Vector {
        let picked = gatherValues(rows)
        return undecided == nil
            ? picked : picked.marking(undecidedRows: { rows[$0] >= 0 && isUndecided(Int(rows[$0])) })
    }

    private func gatherValues(_ rows: UnsafeBufferPointer<Int32>) -> Vector {
        switch type {
        case .bool: gather(rows, Bool.self)
        case .int64, .timestamp: gather(rows, Int64.self)
        case .float64: gather(rows, Double.self)
        case .date: gather(rows, Int32.self)
        case .string: gather(rows, StringView.self)
        case .interval: gather(rows, Interval.self)
        case .quantity: plainUnit == nil ? gather(rows, Quantity.self) : gather(rows, Double.self)
        }
    }

    private func gather<Element: ColumnElement>(_ rows: UnsafeBufferPointer<Int32>, _: Element.Type) -> Vector {
        if type == .string && owner.isTransient && rows.count < count / 4 { return copyStrings(rows) }
        var writer = VectorWriter<Element>(count: rows.count)
        if type == .string { writer.owner.keep(owner) }
        let source = values(Element.self)
        if validity == nil && !isConstant {
            for row in 0..<rows.count {
                let from = rows[row]
                if from >= 0 { writer[row] = source[Int(from)] } else { writer.setNull(row) }
            }
            return writer.finish(type, plainUnit: plainUnit)
        }
        for (row, from) in rows.enumerated() {
            if from < 0 || isNull(Int(from)) {
                writer.setNull(row)
            } else {
                writer[row] = source[physical(Int(from))]
            }
        }
        return writer.finish(type, plainUnit: plainUnit)
    }

    private func copyStrings(_ rows: UnsafeBufferPointer<Int32>) -> Vector {
        var writer = StringVectorWriter(count: rows.count)
        for (row, from) in rows.enumerated() {
            if from < 0 || isNull(Int(from)) {
                writer.setNull(row)
            } else {
                writer.set(row, copying: bytes(Int(from)))
            }
        }
        return writer.finish()
    }

    /// The selected rows, one after another.
    package func compacted(_ selection: Selection) -> Vector {
        if isConstant { return withCount(selection.count) }
        guard let indices = selection.indices else { return slice(0..<selection.count) }
        return UnsafePointer<Int32>(OpaquePointer(indices)).withMemoryRebound(to: Int32.self, capacity: selection.count)
        {
            gather(UnsafeBufferPointer(start: $0, count: selection.count))
        }
    }
}

extension Batch {
    /// The batch with its selected rows moved together.
    package func compacted() -> Batch {
        if selection.indices == nil && selection.count == capacity { return self }
        return Batch(columns.map { $0.compacted(selection) }, count: selection.count)
    }
}
