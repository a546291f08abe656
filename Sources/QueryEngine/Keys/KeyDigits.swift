// Key columns whose values are small numbers: several of them are one number.

import Dispatch
import Synchronization

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

    /// The values of this digit in each of `numbers`, where so many bits stand below it.
    func vector(_ numbers: KeyWords, below shift: Int, threads: Int) -> Vector {
        switch source {
        case .strings(let dictionary):
            let strings = dictionary.strings
            return values(numbers, shift, threads, keeping: strings.owner) {
                strings.values(StringView.self)[Int($0)]
            }
        case .bool: return values(numbers, shift, threads) { $0 == 2 }
        case .integers(let lowest):
            let before = lowest &- 1
            if type == .date { return values(numbers, shift, threads) { Int32(truncatingIfNeeded: before &+ $0) } }
            return values(numbers, shift, threads) { before &+ $0 }
        }
    }

    /// - Parameters:
    ///   - owner: of what the values point to.
    ///   - value: a digit's value; of 0, which is NULL, any.
    @inline(__always)
    private func values<Element: ColumnElement>(
        _ numbers: KeyWords, _ shift: Int, _ threads: Int, keeping owner: MemoryOwner? = nil,
        _ value: @Sendable (Int64) -> Element
    ) -> Vector {
        let writer = VectorWriter<Element>(count: numbers.count)
        writer.owner.keep(owner)
        let (target, count) = (SharedTarget(base: writer.values), numbers.count)
        let (shift, mask) = (Int64(shift), Int64(1) << Int64(bits) - 1)
        let hasNulls = Atomic<Bool>(false)
        let threads = count < Self.parallel ? 1 : threads
        DispatchQueue.concurrentPerform(iterations: threads) { thread in
            var least = Int64.max
            for row in count * thread / threads..<count * (thread + 1) / threads {
                let digit = numbers.base[row] &>> shift & mask
                least = min(least, digit)
                target.base[row] = value(digit)
            }
            if least == 0 { hasNulls.store(true, ordering: .relaxed) }
        }
        guard hasNulls.load(ordering: .relaxed) else { return writer.finish(type) }
        let validity = writer.owner.allocate(UInt64.self, count: Bitmap.words(count))
        validity.update(repeating: .max, count: max(Bitmap.words(count), 1))
        for row in 0..<count where numbers.base[row] &>> shift & mask == 0 { Bitmap.clear(validity, row) }
        return writer.finish(type, validity: validity)
    }

    /// Numbers from which on threads share them.
    private static let parallel = 1 << 16
}

/// Keys, each as one word.
struct KeyWords: @unchecked Sendable {
    /// Not written to as long as this is used, so that threads may share it.
    let base: UnsafePointer<Int64>
    let count: Int
}

/// The key columns of one grouping as digits of one number.
struct KeyDigits: Sendable {
    let digits: [KeyDigit]
    /// Of a number.
    let bits: Int

    /// `nil` if a column has no small numbers, or all together are too many for a word.
    init?(_ keys: [Vector]) {
        // All are asked, also behind one that has none yet, so that they have them the next time.
        let digits = keys.map { KeyDigit($0) }
        let known = digits.compactMap(\.self)
        let bits = known.reduce(0) { $0 + $1.bits }
        guard !keys.isEmpty, known.count == keys.count, bits < Int.bitWidth else { return nil }
        self.digits = known
        self.bits = bits
    }

    func fit(_ keys: [Vector]) -> Bool { zip(digits, keys).allSatisfy { $0.fits($1) } }

    /// Writes each selected row's number at its place in `numbers`.
    func write(_ keys: [Vector], _ rows: Selection, to numbers: UnsafeMutablePointer<Int64>) {
        for (index, digit) in digits.enumerated() { digit.append(keys[index], rows, to: numbers, isFirst: index == 0) }
    }

    /// The key columns of these numbers.
    func vectors(_ numbers: KeyWords, threads: Int = 1) -> [Vector] {
        var vectors: [Vector] = []
        var shift = bits
        for digit in digits {
            shift -= digit.bits
            vectors.append(digit.vector(numbers, below: shift, threads: threads))
        }
        return vectors
    }
}
