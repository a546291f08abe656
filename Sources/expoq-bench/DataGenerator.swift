// The benchmark's rows: db-benchmark's tables, each cell a number of SplitMix64 at a place of its own.

/// The `place`-th number of SplitMix64, without those before it.
func splitMix64(_ seed: UInt64, _ place: UInt64) -> UInt64 {
    var number = (seed &+ place) &* 0x9E37_79B9_7F4A_7C15
    number = (number ^ number >> 30) &* 0xBF58_476D_1CE4_E5B9
    number = (number ^ number >> 27) &* 0x94D0_49BB_1331_11EB
    return number ^ number >> 31
}

/// A row of `G1`, the table that is grouped. The text of `id1` to `id3` is a number behind `id`, padded with zeros.
struct GroupingRow {
    var id1, id2, id3, id4, id5, id6: Int64
    var v1, v2: Int64
    /// In millionths, from 0 to below 100.
    var v3Millionths: Int64

    var v3: Double { Double(v3Millionths) / 1e6 }
    var text1: String { "id" + padded(id1, 3) }
    var text2: String { "id" + padded(id2, 3) }
    var text3: String { "id" + padded(id3, 10) }
}

/// A row of `x`, the large table that is joined. A text is its number behind `id`.
struct JoinedRow {
    /// The keys in `small`, in `medium` and in `big`; one in eleven is not there.
    var id1, id2, id3: Int64
    var v1Millionths: Int64

    var v1: Double { Double(v1Millionths) / 1e6 }
}

/// A row of `small`, `medium` or `big`; the smaller tables have fewer of the keys.
struct LookupRow {
    var id1, id2, id3: Int64
    var v2Millionths: Int64

    var v2: Double { Double(v2Millionths) / 1e6 }
}

/// Makes any row of any table from its number, so that nothing needs to be kept.
struct DataGenerator {
    /// The rows of `G1`, of `x` and of `big`.
    let rows: Int

    /// The number of groups of `id1`, `id2`, `id4` and `id5`, and the rows of each group of `id3` and `id6`.
    private static let groups = 100

    var smallRows: Int { max(10, rows / 1_000_000) }
    var mediumRows: Int { max(100, rows / 1000) }

    /// Row `row` of `G1`, from 0.
    func grouping(_ row: Int) -> GroupingRow {
        let many = max(1, rows / Self.groups)
        return GroupingRow(
            id1: key(1, row, 0, Self.groups), id2: key(1, row, 1, Self.groups), id3: key(1, row, 2, many),
            id4: key(1, row, 3, Self.groups), id5: key(1, row, 4, Self.groups), id6: key(1, row, 5, many),
            v1: key(1, row, 6, 5), v2: key(1, row, 7, 15), v3Millionths: millionths(1, row, 8))
    }

    /// Row `row` of `x`, from 0.
    func joined(_ row: Int) -> JoinedRow {
        JoinedRow(
            id1: key(2, row, 0, smallRows * 11 / 10), id2: key(2, row, 1, mediumRows * 11 / 10),
            id3: key(2, row, 2, rows * 11 / 10), v1Millionths: millionths(2, row, 3))
    }

    /// Row `row` of `small`, of `medium` and of `big`, from 0; which of the three follows from the columns that are read.
    func lookup(_ row: Int) -> LookupRow {
        LookupRow(
            id1: Int64(row % smallRows) + 1, id2: Int64(row % mediumRows) + 1, id3: Int64(row) + 1,
            v2Millionths: millionths(3, row, 0))
    }

    /// A number from 1 to `count`.
    private func key(_ table: UInt64, _ row: Int, _ column: UInt64, _ count: Int) -> Int64 {
        Int64(number(table, row, column) % UInt64(count)) + 1
    }

    private func millionths(_ table: UInt64, _ row: Int, _ column: UInt64) -> Int64 {
        Int64(number(table, row, column) % 100_000_000)
    }

    private func number(_ table: UInt64, _ row: Int, _ column: UInt64) -> UInt64 {
        splitMix64(table << 48, UInt64(row) << 4 | column)
    }
}

/// The number with zeros before it.
func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.utf8.count)) + digits
}
