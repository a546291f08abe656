// Which row of which table: what an error says of the row that it was met at.

/// Where a batch's rows stand in a table.
struct RowOrigin: Sendable {
    /// What the query calls the table.
    let name: String
    let table: StoredTable
    /// The table's row that is the batch's row 0.
    let start: Int

    /// `row 3 of figures: figure 3, statement "Japanese exhibition area"`.
    func describe(_ row: Int) -> String {
        let cells = RowText.describe(start + row, table.vectors, names: table.columns.map(\.name))
        return "row \(start + row + 1) of \(name): \(cells)"
    }
}

enum RowText {
    /// A row's first column and what it states, or its first columns.
    static func describe(_ row: Int, _ vectors: [Vector], names: [String]) -> String {
        let statement = names.indices.first { names[$0] == "statement" && vectors[$0].type == .string }
        let told = names.indices.filter { index in
            if let statement { return index == 0 || index == statement }
            return index < 3
        }
        let cells = told.map { index in
            let vector = vectors[index]
            let text = vector.value(row).text.shortened(toCells: 60)
            let isQuoted = vector.type == .string && vector.isValid(row)
            return "\(names[index]) \(isQuoted ? "\"\(text)\"" : text)"
        }
        return cells.joined(separator: ", ")
    }
}
