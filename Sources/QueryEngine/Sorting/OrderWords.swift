// The words of an order that has no more than one key, NULLs among them.

/// An order of rows by one word each: of two rows the one with the smaller word comes first.
struct OrderWords: Sendable {
    /// `nil` where the order has no key, or a constant one: then all rows are equal.
    private let vector: Vector?
    private let flip: UInt64
    private let nullWord: UInt64

    /// - Parameter keys: at most one.
    /// - Returns: `nil` where one word a row does not tell how rows stand.
    init?(_ keys: [Vector], by: [SortKey]) {
        guard keys.count <= 1 else { return nil }
        let key = by.first ?? SortKey()
        vector = keys.first { !$0.isConstant }
        flip = key.descending ? .max : 0
        nullWord = key.nullsFirst ? 0 : .max
        switch vector?.type {
        case nil, .bool, .int64, .timestamp, .date, .float64: break
        case .string, .quantity, .interval: return nil
        }
    }

    /// Writes the words of the rows in `range` to the first places of `words`.
    ///
    /// - Returns: whether the words tell all: no row that is not NULL has the word of one that is.
    func write(_ range: Range<Int>, to words: UnsafeMutablePointer<UInt64>) -> Bool {
        guard let vector else {
            words.update(repeating: 0, count: range.count)
            return true
        }
        switch vector.type {
        case .bool: return write(vector, range, words, Bool.self) { $0 ? 1 : 0 }
        case .date: return write(vector, range, words, Int32.self) { OrderedWord.encode(Int64($0)) }
        case .float64: return write(vector, range, words, Double.self) { OrderedWord.encode($0) }
        default: return write(vector, range, words, Int64.self) { OrderedWord.encode($0) }
        }
    }

    @inline(__always)
    private func write<Element: ColumnElement>(
        _ vector: Vector, _ range: Range<Int>, _ words: UnsafeMutablePointer<UInt64>, _: Element.Type,
        _ encode: (Element) -> UInt64
    ) -> Bool {
        let (values, flip) = (vector.values(Element.self) + range.lowerBound, flip)
        for place in 0..<range.count { words[place] = encode(values[place]) ^ flip }
        guard let validity = vector.validity else { return true }
        for place in 0..<range.count {
            if !Bitmap.isSet(validity, range.lowerBound + place) {
                words[place] = nullWord
            } else if words[place] == nullWord {
                return false
            }
        }
        return true
    }
}
