// Key columns whose values are small numbers: several of them are one number.

/// A key column as one digit of a number: some of its bits. The digit of NULL is 0.
struct KeyDigit: Sendable {
    private enum Source: Sendable {
        case bool
        case integers(lowest: Int64)
        case strings(StringDictionary)
    }

    let type: DataType
    /// Bits that hold every digit.
    let bits: Int
    private let source: Source
    /// The column that it is made for, by which batches of other tables are told.
    private let facts: ColumnFacts?

    /// `nil` if the vector's values have no small numbers.
    init?(_ vector: Vector) {
        guard !vector.isConstant else { return nil }
        type = vector.type
        if type == .bool {
            (bits, source, facts) = (2, .bool, nil)
            return
        }
        guard let known = vector.facts, let coding = known.coding() else { return nil }
        facts = known
        switch coding {
        case .strings(let dictionary):
            (bits, source) = (Self.bits(dictionary.strings.count - 1), .strings(dictionary))
        case .integers(let range):
            let (width, overflows) = range.upperBound.subtractingReportingOverflow(range.lowerBound)
            guard !overflows, width < 1 << 62 else { return nil }
            (bits, source) = (Self.bits(Int(width) + 1), .integers(lowest: range.lowerBound))
        }
    }

    private static func bits(_ largest: Int) -> Int { Int.bitWidth - largest.leadingZeroBitCount }

    /// Whether the digit's meaning holds for the vector.
    func fits(_ vector: Vector) -> Bool {
        !vector.isConstant && vector.type == type && (type == .bool || vector.facts != nil && vector.facts === facts)
    }

    /// Writes each selected row's number so far, with this digit behind it, at the row's place in `numbers`.
    func append(_ vector: Vector, _ rows: Selection, to numbers: UnsafeMutablePointer<Int64>, isFirst: Bool) {
        switch source {
        case .strings(let dictionary):
            let codes = dictionary.codes + vector.factsStart
            write(rows, numbers, isFirst) { Int64(codes[$0]) }
        case .bool:
            let values = vector.values(Bool.self)
            write(rows, numbers, isFirst) { vector.isValid($0) ? values[$0] ? 2 : 1 : 0 }
        case .integers(let lowest):
            if type == .date {
                writeIntegers(vector, rows, numbers, isFirst, Int32.self, lowest)
            } else {
                writeIntegers(vector, rows, numbers, isFirst, Int64.self, lowest)
            }
        }
    }

    @inline(__always)
    private func writeIntegers<Element: ColumnElement & FixedWidthInteger>(
        _ vector: Vector, _ rows: Selection, _ numbers: UnsafeMutablePointer<Int64>, _ isFirst: Bool, _: Element.Type,
        _ lowest: Int64
    ) {
        let values = vector.values(Element.self)
        let before = lowest &- 1
        if let validity = vector.validity {
            write(rows, numbers, isFirst) { Bitmap.isSet(validity, $0) ? Int64(values[$0]) &- before : 0 }
        } else {
            write(rows, numbers, isFirst) { Int64(values[$0]) &- before }
        }
    }

    @inline(__always)
    private func write(
        _ rows: Selection, _ numbers: UnsafeMutablePointer<Int64>, _ isFirst: Bool, _ digit: (Int) -> Int64
    ) {
        let bits = Int64(bits)
        if isFirst {
            rows.each { numbers[$0] = digit($0) }
        } else {
            rows.each { numbers[$0] = numbers[$0] &<< bits | digit($0) }
        }
    }

    /// The values of these digits.
    func vector(_ digits: UnsafeBufferPointer<Int64>) -> Vector {
        switch source {
        case .strings(let dictionary):
            let rows = digits.map { Int32(truncatingIfNeeded: $0) }
            return rows.withUnsafeBufferPointer { dictionary.strings.gather($0) }
        case .bool: return values(digits) { $0 == 2 }
        case .integers(let lowest):
            let before = lowest &- 1
            if type == .date { return values(digits) { Int32(truncatingIfNeeded: before &+ $0) } }
            return values(digits) { before &+ $0 }
        }
    }

    @inline(__always)
    private func values<Element: ColumnElement>(
        _ digits: UnsafeBufferPointer<Int64>, _ value: (Int64) -> Element
    ) -> Vector {
        var writer = VectorWriter<Element>(count: digits.count)
        for (row, digit) in digits.enumerated() {
            if digit == 0 { writer.setNull(row) } else { writer[row] = value(digit) }
        }
        return writer.finish(type)
    }
}

/// The key columns of one grouping as digits of one number.
struct KeyDigits: Sendable {
    let digits: [KeyDigit]
    /// Of a number.
    let bits: Int

    /// `nil` if a column has no small numbers, or all together are too many for a word.
    init?(_ keys: [Vector]) {
        var digits: [KeyDigit] = []
        var bits = 0
        for key in keys {
            guard let digit = KeyDigit(key) else { return nil }
            bits += digit.bits
            digits.append(digit)
        }
        guard !digits.isEmpty, bits < Int.bitWidth else { return nil }
        self.digits = digits
        self.bits = bits
    }

    func fit(_ keys: [Vector]) -> Bool { zip(digits, keys).allSatisfy { $0.fits($1) } }

    /// Writes each selected row's number at its place in `numbers`.
    func write(_ keys: [Vector], _ rows: Selection, to numbers: UnsafeMutablePointer<Int64>) {
        for (index, digit) in digits.enumerated() { digit.append(keys[index], rows, to: numbers, isFirst: index == 0) }
    }

    /// The key columns of these numbers, which are used up.
    func vectors(_ numbers: UnsafeMutableBufferPointer<Int64>) -> [Vector] {
        var vectors: [Vector] = []
        withUnsafeTemporaryAllocation(of: Int64.self, capacity: max(1, numbers.count)) { room in
            let parts = UnsafeMutableBufferPointer(rebasing: room[..<numbers.count])
            for digit in digits.reversed() {
                let (bits, mask) = (Int64(digit.bits), Int64(1) << Int64(digit.bits) - 1)
                for index in numbers.indices {
                    parts[index] = numbers[index] & mask
                    numbers[index] &>>= bits
                }
                vectors.append(digit.vector(UnsafeBufferPointer(parts)))
            }
        }
        return vectors.reversed()
    }
}
