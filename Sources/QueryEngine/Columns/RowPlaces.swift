// Which file, or which table of a file, each row of a table was read from.

/// A cursor that knows what holds its rows: one of the files that a pattern names, or a table of a SQLite file.
package protocol NamedTableCursor: TableCursor {
    /// What errors and WHY call it.
    var sourceName: String { get }
}

/// The rows of a table by what holds them, each numbered there from 1 on.
struct RowPlaces: Sendable {
    private var parts: [(start: Int, name: String)] = []
    private var count = 0

    /// The next rows; those of one name stand together.
    mutating func append(_ name: String, rows: Int) {
        if parts.last?.name != name { parts.append((count, name)) }
        count += rows
    }

    /// What holds the row, and its number there. O(log of the parts).
    func place(of row: Int) -> (name: String, number: Int)? {
        var (lower, upper) = (0, parts.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if parts[middle].start <= row { lower = middle + 1 } else { upper = middle }
        }
        return lower == 0 ? nil : (parts[lower - 1].name, row - parts[lower - 1].start + 1)
    }
}

extension StoredTable {
    /// What holds the row, and its number there: the table itself where it is called `name` and nothing else is known.
    func place(of row: Int, in name: String) -> (name: String, number: Int) {
        places?.place(of: row) ?? (name, row + 1)
    }
}
