// A column of a batch: typed, contiguous, with a validity bitmap.

/// One column's values in a batch.
///
/// The values lie in one buffer of the type's Swift storage: `Bool`, `Int64` (INT64, TIMESTAMP), `Double`, `Int32` (DATE),
/// `Interval`, `StringView`, `Quantity`. A QUANTITY vector whose rows are all exact and in one unit is plain: it holds that
/// unit once and the rows' numbers as `Double`s. A constant vector holds a single value that stands for every row. The validity bitmap
/// has a set bit for each row that is not NULL; there is none where no row is NULL. What the buffer holds at a NULL
/// row is unspecified but readable. Nothing writes to the buffers once the vector is made, so threads may share it.
package struct Vector: @unchecked Sendable {
    package let type: DataType
    /// The number of rows.
    package let count: Int
    /// Whether row 0 stands for all rows.
    package let isConstant: Bool
    /// Row 0 of the values.
    package let data: UnsafeRawPointer
    /// Bit `row & 63` of word `row >> 6` is set where the row is not NULL.
    package let validity: UnsafePointer<UInt64>?
    /// Keeps the memory alive.
    package let owner: MemoryOwner
    /// Of a plain QUANTITY vector: the unit of all rows.
    package let plainUnit: QuantityUnit?
    /// Of a BOOL vector: the NULL rows that are NULL because bounds of quantities do not settle them have their bit set.
    package let undecided: UnsafePointer<UInt64>?
    /// Of rows of a stored column: what is known of all of it.
    let facts: ColumnFacts?
    /// Where in that column row 0 stands.
    let factsStart: Int

    package init(
        _ type: DataType, count: Int, data: UnsafeRawPointer, validity: UnsafePointer<UInt64>?, owner: MemoryOwner,
        isConstant: Bool = false, plainUnit: QuantityUnit? = nil, undecided: UnsafePointer<UInt64>? = nil
    ) {
        self.type = type
        self.count = count
        self.data = data
        self.validity = validity
        self.owner = owner
        self.isConstant = isConstant
        self.plainUnit = plainUnit
        self.undecided = undecided
        facts = nil
        factsStart = 0
    }

    private init(_ vector: Vector, _ facts: ColumnFacts?, start: Int) {
        type = vector.type
        count = vector.count
        isConstant = vector.isConstant
        data = vector.data
        validity = vector.validity
        owner = vector.owner
        plainUnit = vector.plainUnit
        undecided = vector.undecided
        self.facts = facts
        factsStart = start
    }

    /// The same rows, known to be those of a stored column from row `start` on.
    func with(facts: ColumnFacts?, start: Int) -> Vector { Vector(self, facts, start: start) }

    /// Where row `row` stands in the buffers.
    @inline(__always)
    package func physical(_ row: Int) -> Int { isConstant ? 0 : row }

    /// Whether the row is not NULL.
    @inline(__always)
    package func isValid(_ row: Int) -> Bool {
        guard let validity else { return true }
        let at = physical(row)
        return validity[at &>> 6] &>> UInt64(at & 63) & 1 != 0
    }

    @inline(__always)
    package func isNull(_ row: Int) -> Bool { !isValid(row) }

    /// The buffer as `Element`s; for a constant only element 0 exists.
    @inline(__always)
    package func values<Element: ColumnElement>(_: Element.Type) -> UnsafePointer<Element> {
        data.assumingMemoryBound(to: Element.self)
    }

    /// The row's value, whatever its validity.
    @inline(__always)
    package func element<Element: KernelInput>(_ row: Int, as _: Element.Type = Element.self) -> Element {
        Element.read(self, physical(row))
    }

    /// The bytes of a STRING row; valid while the vector's owner lives.
    @inline(__always)
    package func bytes(_ row: Int) -> UTF8Bytes { element(row) }

    /// The row as a value of its own.
    package func value(_ row: Int) -> Value {
        guard isValid(row) else { return .null }
        switch type {
        case .bool: return .bool(element(row))
        case .int64: return .int64(element(row))
        case .float64: return .float64(element(row))
        case .string: return .string(String(bytes(row)))
        case .date: return .date(element(row))
        case .timestamp: return .timestamp(element(row))
        case .interval: return .interval(element(row))
        case .quantity: return .quantity(element(row))
        }
    }

    /// Bytes per row of the buffer.
    package var stride: Int { plainUnit == nil ? type.stride : MemoryLayout<Double>.stride }

    /// Whether every row is NULL because the vector is a NULL constant.
    package var isNullConstant: Bool { isConstant && isNull(0) }

    /// The same values under another type with the same storage (INT64 and TIMESTAMP; FLOAT64 and plain QUANTITY).
    package func retyped(_ type: DataType, plainUnit: QuantityUnit? = nil) -> Vector {
        Vector(
            type, count: count, data: data, validity: validity, owner: owner, isConstant: isConstant,
            plainUnit: plainUnit)
    }

    /// The same constant for another number of rows.
    package func withCount(_ count: Int) -> Vector {
        Vector(
            type, count: count, data: data, validity: validity, owner: owner, isConstant: isConstant,
            plainUnit: plainUnit, undecided: undecided)
    }

    /// Rows `range`, sharing the memory; the bitmap is copied only where the range does not begin at a whole word.
    package func slice(_ range: Range<Int>) -> Vector {
        if isConstant { return withCount(range.count) }
        let values = valuesSlice(range)
        let part = facts == nil ? values : values.with(facts: facts, start: factsStart + range.lowerBound)
        return undecided == nil ? part : part.marking(undecidedRows: { isUndecided(range.lowerBound + $0) })
    }

    private func valuesSlice(_ range: Range<Int>) -> Vector {
        let start = data + range.lowerBound * stride
        guard let validity else {
            return Vector(type, count: range.count, data: start, validity: nil, owner: owner, plainUnit: plainUnit)
        }
        if range.lowerBound & 63 == 0 {
            return Vector(
                type, count: range.count, data: start, validity: validity + range.lowerBound >> 6, owner: owner,
                plainUnit: plainUnit)
        }
        let copy = MemoryOwner()
        copy.keep(owner)
        let bits = Bitmap.allocate(count: range.count, in: copy)
        for row in 0..<range.count where isValid(range.lowerBound + row) { Bitmap.set(bits, row) }
        return Vector(type, count: range.count, data: start, validity: bits, owner: copy, plainUnit: plainUnit)
    }
}

/// Validity bitmaps.
package enum Bitmap {
    @inline(__always)
    package static func words(_ count: Int) -> Int { (count + 63) >> 6 }

    /// Room for `count` bits, all clear.
    package static func allocate(count: Int, in owner: MemoryOwner) -> UnsafeMutablePointer<UInt64> {
        let bits = owner.allocate(UInt64.self, count: words(count))
        bits.update(repeating: 0, count: max(words(count), 1))
        return bits
    }

    @inline(__always)
    package static func set(_ bits: UnsafeMutablePointer<UInt64>, _ row: Int) {
        bits[row &>> 6] |= 1 &<< UInt64(row & 63)
    }

    @inline(__always)
    package static func clear(_ bits: UnsafeMutablePointer<UInt64>, _ row: Int) {
        bits[row &>> 6] &= ~(1 &<< UInt64(row & 63))
    }

    @inline(__always)
    package static func isSet(_ bits: UnsafePointer<UInt64>, _ row: Int) -> Bool {
        bits[row &>> 6] &>> UInt64(row & 63) & 1 != 0
    }
}
