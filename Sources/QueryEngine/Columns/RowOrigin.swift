// Which row of which table: what an error says of the row that it was met at.

/// Where a batch's rows stand in a table.
struct RowOrigin: Sendable {
    /// What the query calls the table.
    private let name: String
    private let columns: [Column]
    /// The columns' values, of all rows of the table or of those of the batch.
    private let vectors: [Vector]
    /// The place in `vectors` of the batch's row 0.
    private var start = 0
    /// How many rows of the table stand before `vectors`.
    private let first: Int
    /// Counts further rows that stand before those; `nil` where there are none.
    private let rowsBefore: (@Sendable () -> Int?)?

    init(
        name: String, columns: [Column], vectors: [Vector], first: Int, rowsBefore: (@Sendable () -> Int?)? = nil
    ) {
        self.rowsBefore = rowsBefore
        self.name = name
        self.columns = columns
        self.vectors = vectors
        self.first = first
    }

    /// Where the rows stand from the one at `start` of `vectors` on.
    func advanced(by start: Int) -> RowOrigin {
        var result = self
        result.start = start
        return result
    }

    /// `row 3 of figures: figure 3, statement "Japanese exhibition area"`.
    func describe(_ row: Int) -> String {
        let before = rowsBefore.map { $0() } ?? 0
        let place = before.map { "row \($0 + first + start + row + 1) of \(name)" } ?? "a row of \(name)"
        if vectors.isEmpty { return place }
        return "\(place): \(RowText.describe(start + row, vectors, names: columns.map(\.name)))"
    }
}

enum RowText {
    /// A row's first column and what it states; else its first two columns and its first quantity.
    static func describe(_ row: Int, _ vectors: [Vector], names: [String]) -> String {
        let statement = names.indices.first { names[$0] == "statement" && vectors[$0].type == .string }
        let quantity = vectors.firstIndex { $0.type == .quantity }
        let told = names.indices.filter { index in
            if index > 0, let statement { return index == statement }
            // A join may give a name twice, mostly to the same value.
            return index == 0 || index == 1 && names[1] != names[0] || index == quantity
        }
        return told.map { cell(names[$0], vectors[$0], row) }.joined(separator: ", ")
    }

    /// `edition 7`
    static func cell(_ name: String, _ vector: Vector, _ row: Int) -> String { "\(name) \(text(vector, row))" }

    /// A value in not too many cells, a string in quotes.
    static func text(_ vector: Vector, _ row: Int) -> String {
        guard vector.isValid(row) else { return vector.value(row).text }
        switch vector.type {
        case .quantity:
            return String(appending: { _ = QuantityDisplay.append(vector.element(row), to: &$0) })
                .shortened(toCells: textCells)
        case .string: return "\"\(vector.value(row).text.shortened(toCells: textCells))\""
        default: return vector.value(row).text.shortened(toCells: textCells)
        }
    }

    private static let textCells = 60
}
