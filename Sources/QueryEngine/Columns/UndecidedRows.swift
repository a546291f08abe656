// BOOL columns keep which of their NULLs bounds of quantities left undecided, wherever rows move.

extension Vector {
    /// The same BOOL vector with its undecided rows marked, by bits that `owner` owns or keeps alive.
    func marking(undecided: UnsafePointer<UInt64>?) -> Vector {
        Vector(
            type, count: count, data: data, validity: validity, owner: owner, isConstant: isConstant,
            undecided: undecided)
    }

    /// Whether the BOOL row is NULL because bounds do not settle it.
    @inline(__always)
    func isUndecided(_ row: Int) -> Bool {
        guard let undecided else { return false }
        return Bitmap.isSet(undecided, physical(row))
    }

    /// The vector, whose row `i` came from row `source(i)` of others, with its undecided rows marked.
    ///
    /// - Parameter isUndecided: whether the row that row `i` came from is undecided.
    func marking(undecidedRows isUndecided: (Int) -> Bool) -> Vector {
        let bits = Bitmap.allocate(count: count, in: owner)
        for row in 0..<count where isUndecided(row) { Bitmap.set(bits, row) }
        return marking(undecided: bits)
    }
}
