// The answers of the joins: counts and sums, by tables of partners.

import ExpoQuery

/// Computes what the joins' check queries must give.
struct JoinAnswers {
    let generator: DataGenerator

    init(_ generator: DataGenerator) { self.generator = generator }

    /// What the join with this name must give; `nil` if there is none.
    func answer(_ name: String) -> Answer? {
        switch name {
        case "j1": sums(generator.smallRows, key: \.id1, of: \.id1)
        case "j2", "j4": sums(generator.mediumRows, key: \.id2, of: \.id2)
        case "j3": sums(generator.mediumRows, key: \.id2, of: \.id2, keepsAll: true)
        case "j5": sums(generator.rows, key: \.id3, of: \.id3)
        default: nil
        }
    }

    /// - Parameters:
    ///   - count: the rows of the table of partners, whose keys are unique.
    ///   - keepsAll: whether rows of `x` without a partner stay.
    private func sums(
        _ count: Int, key: (JoinedRow) -> Int64, of partnerKey: (LookupRow) -> Int64, keepsAll: Bool = false
    ) -> Answer {
        let partners = Dictionary(
            uniqueKeysWithValues: (0..<count).map(generator.lookup).map { (partnerKey($0), $0.v2) })
        var (rows, found) = (Int64(0), Int64(0))
        var keys: [Int64] = [0, 0, 0]
        var (v1, v2, products) = (0.0, 0.0, 0.0)
        for row in (0..<generator.rows).map(generator.joined) {
            let partner = partners[key(row)]
            if partner == nil && !keepsAll { continue }
            rows += 1
            keys = [keys[0] + row.id1, keys[1] + row.id2, keys[2] + row.id3]
            v1 += row.v1
            guard let partner else { continue }
            found += 1
            v2 += partner
            products += row.v1 * partner
        }
        // The texts of a row and its partner are the same wherever there is one.
        return Answer([
            [rows, found, found].map { .int64($0) } + keys.map { .int64($0) } + [v1, v2, products].map { .float64($0) }
        ])
    }
}
