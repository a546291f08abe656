// The order of quantities: by dimension, then nominal number, then bounds.

/// How the values of a QUANTITY column order: several words a value, of which later ones count where earlier are equal.
struct QuantityOrder: Sendable {
    private let vector: Vector
    /// The place of each unit's dimension among the column's, which stand in the order of their base units' texts.
    private let ranks: [QuantityUnit: UInt64]

    init(_ vector: Vector) {
        self.vector = vector
        var bases: [QuantityUnit: String] = [:]
        var last: QuantityUnit?
        for row in 0..<vector.count where vector.isValid(row) {
            let unit = vector.element(row, as: Quantity.self).unit
            if unit == last { continue }
            last = unit
            if bases[unit] == nil { bases[unit] = unit.base.text }
            if vector.plainUnit != nil { break }
        }
        let texts = Set(bases.values).sorted()
        ranks = bases.mapValues { text in UInt64(texts.firstIndex(of: text) ?? 0) }
    }

    /// The word of a row that is not NULL: part 0 is the dimension, 1 the nominal number, 2 and 3 the bounds,
    /// 4 whether they are open, so that only what is identical ties.
    func word(_ row: Int, part: Int) -> UInt64 {
        let quantity = vector.element(row, as: Quantity.self)
        if part == 0 { return ranks[quantity.unit] ?? 0 }
        let base = quantity.inBase
        switch part {
        case 1: return OrderedWord.encode(base.nominal)
        case 2: return OrderedWord.encode(base.lower)
        case 3: return OrderedWord.encode(base.upper)
        default: return UInt64(base.ends.rawValue)
        }
    }

    /// The part that tells rows apart which are equal in `part`; `nil` behind the last.
    func nextPart(_ part: Int) -> Int? {
        if vector.plainUnit != nil { return part == 0 ? 1 : nil }
        return part < 4 ? part + 1 : nil
    }
}
