// How a row of keys is packed into words, so that equal keys are equal words.

/// The places of the key columns within a packed row of 8-byte words.
///
/// A row begins with the words that are compared: bits of the NULL columns, then each column's value in a form in which
/// SQL's grouping identity is equality of words (one zero, one NaN, intervals normalized; a NULL's words are zero).
/// Only long strings need a look at their bytes. Behind them come words that are carried along uncompared: intervals
/// as they were written, quantities in the unit in which they were. A single one-word key has no word of NULL bits: there a NULL is kept out of the row.
struct KeyLayout: Sendable {
    struct Column: Sendable {
        let type: DataType
        /// The word of the value, or its first word.
        let word: Int
        /// The first of the words of an interval (two) or a quantity (four) as it was written; else 0.
        let carried: Int
    }

    let columns: [Column]
    /// Words of NULL bits at the row's beginning.
    let nullWords: Int
    /// Words that are compared, from the beginning.
    let compared: Int
    /// Words of a row.
    let stride: Int
    /// For each compared word, whether it is the second word of a STRING.
    let isTail: [Bool]
    /// The words of FLOAT64 columns.
    let floatWords: [Int]
    /// The first words of STRING columns.
    let stringWords: [Int]

    static let canonicalNaN = Double.nan.bitPattern

    init(_ types: [DataType]) {
        let widths = types.map(Self.width)
        nullWords = widths == [1] ? 0 : (types.count + 63) / 64
        var next = nullWords
        var starts: [Int] = []
        for width in widths {
            starts.append(next)
            next += width
        }
        // A row has at least one word, also where there is no column.
        compared = max(next, 1)
        next = compared
        var columns: [Column] = []
        for (type, word) in zip(types, starts) {
            let carried = type == .interval || type == .quantity ? Self.width(type) : 0
            columns.append(Column(type: type, word: word, carried: carried > 0 ? next : 0))
            next += carried
        }
        self.columns = columns
        stride = next
        stringWords = columns.filter { $0.type == .string }.map(\.word)
        floatWords = columns.filter { $0.type == .float64 }.map(\.word)
        var isTail = Array(repeating: false, count: compared)
        for word in stringWords { isTail[word + 1] = true }
        self.isTail = isTail
    }

    /// How many words of a value are compared.
    private static func width(_ type: DataType) -> Int {
        switch type {
        case .string, .interval: 2
        case .quantity: QuantityWords.count
        case .bool, .int64, .float64, .date, .timestamp: 1
        }
    }

    /// Whether a row is one word, and NULL is known only beside it.
    var isNarrow: Bool { nullWords == 0 && columns.count == 1 }

    /// Packs and hashes the rows with ranks `ranks` of `rows`, a column at a time.
    ///
    /// - Parameters:
    ///   - words: room for `ranks.count` rows.
    ///   - hashes: room for as many hashes.
    func pack(
        _ keys: [Vector], rows: Selection, ranks: Range<Int>, words: UnsafeMutablePointer<UInt64>,
        hashes: UnsafeMutablePointer<UInt64>
    ) {
        hashes.update(repeating: KeyHash.seed, count: ranks.count)
        if nullWords > 0 || columns.isEmpty { words.update(repeating: 0, count: ranks.count * stride) }
        for (index, column) in columns.enumerated() {
            let target = Target(
                layout: self, index: index, column: column, vector: keys[index], rows: rows, ranks: ranks,
                words: words, hashes: hashes)
            switch column.type {
            case .bool: target.pack(Bool.self) { $0 ? 1 : 0 }
            case .int64, .timestamp: target.pack(Int64.self) { UInt64(bitPattern: $0) }
            case .date: target.pack(Int32.self) { UInt64(truncatingIfNeeded: $0) }
            case .float64:
                target.pack(Double.self) { $0 == 0 ? 0 : $0.isNaN ? Self.canonicalNaN : $0.bitPattern }
            case .string: target.packStrings()
            case .interval: target.packIntervals()
            case .quantity: target.packQuantities()
            }
        }
    }
}

/// One column of some rows on its way into packed words.
private struct Target {
    let layout: KeyLayout
    let index: Int
    let column: KeyLayout.Column
    let vector: Vector
    let rows: Selection
    let ranks: Range<Int>
    let words: UnsafeMutablePointer<UInt64>
    let hashes: UnsafeMutablePointer<UInt64>

    /// Calls `write` with each row's place in the vector's buffer, the packed row and the hash so far, which it replaces.
    @inline(__always)
    private func each(_ write: (Int, UnsafeMutablePointer<UInt64>, UInt64) -> UInt64) {
        let (stride, nullWord, nullBit) = (layout.stride, index >> 6, UInt64(1) << UInt64(index & 63))
        let hasNullWords = layout.nullWords > 0
        // A constant's only row stands for all.
        let step = vector.isConstant ? 0 : 1
        let (indices, validity) = (rows.indices, vector.validity)
        for rank in 0..<ranks.count {
            let at = (indices.map { Int($0[ranks.lowerBound + rank]) } ?? ranks.lowerBound + rank) * step
            let row = words + rank * stride
            if let validity, !Bitmap.isSet(validity, at) {
                if hasNullWords { row[nullWord] |= nullBit }
                hashes[rank] = KeyHash.mix(hashes[rank], nullBit)
            } else {
                hashes[rank] = write(at, row, hashes[rank])
            }
        }
    }

    @inline(__always)
    func pack<Element: ColumnElement>(_: Element.Type, _ encode: (Element) -> UInt64) {
        let (values, word) = (vector.values(Element.self), column.word)
        each { at, row, hash in
            let value = encode(values[at])
            row[word] = value
            return KeyHash.mix(hash, value)
        }
    }

    func packStrings() {
        let (values, word) = (vector.values(StringView.self), column.word)
        each { at, row, hash in
            let view = values[at]
            let head = UInt64(view.length) | UInt64(view.prefix) << 32
            row[word] = head
            row[word + 1] = view.tail
            if !view.isInline, let bytes = UnsafeRawPointer(bitPattern: UInt(view.tail)) {
                return KeyHash.mix(hash, bytes, count: Int(view.length))
            }
            return KeyHash.mix(KeyHash.mix(hash, head), view.tail)
        }
    }

    func packQuantities() {
        let (word, carried) = (column.word, column.carried)
        var converter = BaseConverter()
        each { at, row, hash in
            let quantity = vector.element(at, as: Quantity.self)
            QuantityWords.write(converter.convert(quantity), to: row + word)
            QuantityWords.write(quantity, to: row + carried)
            return KeyHash.mix(KeyHash.mix(hash, row[word]), row[word + 1] ^ row[word + 3])
        }
    }

    func packIntervals() {
        let (values, word, carried) = (vector.values(Interval.self), column.word, column.carried)
        each { at, row, hash in
            let interval = values[at]
            let (days, microseconds) = interval.normalized
            row[word] = UInt64(bitPattern: days)
            row[word + 1] = UInt64(bitPattern: microseconds)
            row[carried] =
                UInt64(UInt32(bitPattern: interval.months)) | UInt64(UInt32(bitPattern: interval.days)) << 32
            row[carried + 1] = UInt64(bitPattern: interval.microseconds)
            return KeyHash.mix(KeyHash.mix(hash, row[word]), row[word + 1])
        }
    }
}

/// A quantity as words that are equal where its parts are.
enum QuantityWords {
    static let count = 4

    @inline(__always)
    static func write(_ quantity: Quantity, to words: UnsafeMutablePointer<UInt64>) {
        words[0] = bits(quantity.nominal)
        words[1] = bits(quantity.lower)
        words[2] = bits(quantity.upper)
        words[3] = UInt64(quantity.unit.code) << 8 | UInt64(quantity.ends.rawValue)
    }

    static func read(_ words: UnsafePointer<UInt64>) -> Quantity {
        Quantity(
            Double(bitPattern: words[0]), Double(bitPattern: words[1]), Double(bitPattern: words[2]),
            QuantityUnit(code: UInt32(truncatingIfNeeded: words[3] >> 8)),
            Quantity.Ends(rawValue: UInt8(truncatingIfNeeded: words[3])))
    }

    @inline(__always)
    private static func bits(_ x: Double) -> UInt64 { x == 0 ? 0 : x.bitPattern }
}
