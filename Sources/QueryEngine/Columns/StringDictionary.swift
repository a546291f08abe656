// The different strings of a column, and each row's number among them.

/// A column's strings, each once, in order of first appearance.
final class StringDictionary: @unchecked Sendable {
    /// For each row the number of its string, from 1; 0 for NULL. Not written to once it is made.
    let codes: UnsafePointer<UInt32>
    /// Row 0 is NULL, row `c` the string of code `c`. They share the column's memory.
    let strings: Vector
    private let owner = MemoryOwner()

    /// The most strings that a dictionary has.
    private static let most = 1 << 20

    /// `nil` if too many of the rows differ for codes to be worth it.
    ///
    /// O(rows) expected.
    init?(_ column: Vector) {
        let most = min(Self.most, column.count / 8)
        let table = KeyTable(types: [.string])
        let codes = owner.allocate(UInt32.self, count: column.count)
        for start in stride(from: 0, to: column.count, by: Pipeline.batchSize) {
            let range = start..<min(start + Pipeline.batchSize, column.count)
            table.insert([column.slice(range)], rows: Selection(all: range.count), into: codes + start)
            if table.count > most { return nil }
        }
        let keys = table.keyVectors()[0]
        self.codes = UnsafePointer(codes)
        // The NULL, if there is one, moves to the front.
        let null = (0..<keys.count).first { keys.isNull($0) } ?? keys.count
        let rows = [-1] + (0..<Int32(keys.count)).filter { $0 != Int32(null) }
        strings = rows.withUnsafeBufferPointer { keys.gather($0) }
        for row in 0..<column.count {
            let id = codes[row]
            codes[row] = id == UInt32(null) ? 0 : id < UInt32(null) ? id + 1 : id
        }
    }
}
