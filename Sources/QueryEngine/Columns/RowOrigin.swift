// Which row of which table: what an error says of the row that it was met at.

/// Where a batch's rows stand in a table.
struct RowOrigin: Sendable {
    /// What the query calls the table.
    let name: String
    let table: StoredTable
    /// The table's row that is the batch's row 0.
    let start: Int

    /// `row 3 of figures: figure 3, statement "Japanese exhibition area"`: its first column and what it states, or
    /// its first columns.
    func describe(_ row: Int) -> String {
        let place = start + row
        let told = table.columns.indices.filter { index in
            if let statement { return index == 0 || index == statement }
            return index < 3
        }
        let cells = told.map { index in
            let vector = table.vectors[index]
            let text = vector.value(place).text.shortened(toCells: 60)
            let isQuoted = vector.type == .string && vector.isValid(place)
            return "\(table.columns[index].name) \(isQuoted ? "\"\(text)\"" : text)"
        }
        return "row \(place + 1) of \(name): \(cells.joined(separator: ", "))"
    }

    private var statement: Int? {
        table.columns.firstIndex { $0.name == "statement" && $0.type == .string }
    }
}
