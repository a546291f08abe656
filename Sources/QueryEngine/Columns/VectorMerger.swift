// Vectors put together from the rows of others, position by position.

/// Collects rows of several vectors, each at its own position.
package struct VectorMerger: ~Copyable {
    private let type: DataType
    private let count: Int
    private let data: UnsafeMutableRawPointer
    private let owner = MemoryOwner()
    private var validity: UnsafeMutablePointer<UInt64>?
    /// Of BOOL: the rows that bounds of quantities left undecided.
    private var undecided: UnsafeMutablePointer<UInt64>?

    package init(_ type: DataType, count: Int) {
        self.type = type
        self.count = count
        let bytes = owner.allocate(UInt8.self, count: max(count, 1) * type.stride)
        // Rows that nobody takes stay readable.
        bytes.initialize(repeating: 0, count: max(count, 1) * type.stride)
        data = UnsafeMutableRawPointer(bytes)
    }

    /// Takes the selected rows of `source`; strings are shared.
    package mutating func take(_ source: Vector, _ rows: Selection) {
        if type == .string { owner.keep(source.owner) }
        if source.undecided != nil || undecided != nil { takeUndecided(source, rows) }
        switch type {
        case .bool: copy(source, rows, Bool.self)
        case .int64, .timestamp: copy(source, rows, Int64.self)
        case .float64: copy(source, rows, Double.self)
        case .date: copy(source, rows, Int32.self)
        case .string: copy(source, rows, StringView.self)
        case .interval: copy(source, rows, Interval.self)
        case .quantity: copy(source.withRowUnits(), rows, Quantity.self)
        }
    }

    private mutating func copy<Element: ColumnElement>(_ source: Vector, _ rows: Selection, _: Element.Type) {
        let target = data.assumingMemoryBound(to: Element.self)
        let values = source.values(Element.self)
        rows.each { target[$0] = values[source.physical($0)] }
        if source.validity == nil && validity == nil { return }
        let bits = writableValidity()
        rows.each { if source.isValid($0) { Bitmap.set(bits, $0) } else { Bitmap.clear(bits, $0) } }
    }

    private mutating func takeUndecided(_ source: Vector, _ rows: Selection) {
        let bits = undecided ?? Bitmap.allocate(count: count, in: owner)
        rows.each { if source.isUndecided($0) { Bitmap.set(bits, $0) } else { Bitmap.clear(bits, $0) } }
        undecided = bits
    }

    private mutating func writableValidity() -> UnsafeMutablePointer<UInt64> {
        if let validity { return validity }
        let bits = owner.allocate(UInt64.self, count: Bitmap.words(count))
        bits.update(repeating: .max, count: max(Bitmap.words(count), 1))
        validity = bits
        return bits
    }

    package consuming func finish() -> Vector {
        Vector(
            type, count: count, data: data, validity: validity.map { UnsafePointer($0) }, owner: owner,
            undecided: undecided.map { UnsafePointer($0) })
    }
}
