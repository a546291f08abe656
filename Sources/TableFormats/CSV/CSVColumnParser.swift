// What the cells of a column become.

import QueryEngine

/// Makes a vector of one of a block's columns.
struct CSVColumnParser {
    /// What stands for NULL beside an empty cell, where it is not in quotes.
    let nullText: [UInt8]?
    let dialect: CSVDialect
    /// Whether cells that do not fit are NULL.
    let isSafe: Bool
    /// Whether a person has said what type the column is of: then cells are read as CAST reads them.
    let isDeclared: Bool
    /// How many cells did not fit, and the first of them.
    private(set) var misfits: (count: Int, first: CSVCell)?

    init(_ file: CSVFile, column: Int) {
        isDeclared = file.declared.contains(column)
        nullText = file.nullText
        dialect = file.dialect
        isSafe = file.isSafe
    }

    /// The column's values; where one does not fit, NULL in safe mode, else nothing that is to be used.
    mutating func vector(_ block: CSVBlock, column: Int, _ type: DataType) -> Vector {
        switch block.cells {
        case .plain(let ends): vector(block, PlainCells(block, ends, column: column), type)
        case .scanned(let cells): vector(block, ScannedCells(block, cells, column: column), type)
        }
    }

    private mutating func vector(_ block: CSVBlock, _ cells: some CSVColumnCells, _ type: DataType) -> Vector {
        switch type {
        case .bool: fixed(block, cells, BoolCell.self)
        case .int64: isDeclared ? fixed(block, cells, Int64Cell.self) : fixed(block, cells, PlainInt64Cell.self)
        case .float64: isDeclared ? fixed(block, cells, Float64Cell.self) : fixed(block, cells, PlainFloat64Cell.self)
        case .date: fixed(block, cells, DateCell.self)
        case .timestamp: fixed(block, cells, TimestampCell.self)
        case .interval: fixed(block, cells, IntervalCell.self)
        case .quantity: quantities(block, cells)
        case .string: strings(block, cells)
        }
    }

    private mutating func fixed<Kind: CellKind>(
        _ block: CSVBlock, _ cells: some CSVColumnCells, _: Kind.Type
    ) -> Vector {
        var writer = VectorWriter<Kind.Element>(count: block.count)
        let values = writer.values
        let hasNullText = nullText != nil
        for record in 0..<block.count {
            let cell = cells[record]
            if cell.isEmpty || hasNullText && isNull(cell, block) {
                writer.setNull(record)
            } else if let value = Kind.parseUsual(block.text + cell.start, cell.length) {
                values[record] = value
            } else if let value = Kind.parse(block.bytes(cell).trimmed) {
                values[record] = value
            } else {
                writer.setNull(record)
                if reject(cell) { break }
            }
        }
        return writer.finish(Kind.type)
    }

    private mutating func quantities(_ block: CSVBlock, _ cells: some CSVColumnCells) -> Vector {
        var writer = QuantityVectorWriter(count: block.count)
        for record in 0..<block.count {
            let cell = cells[record]
            if isNull(cell, block) {
                writer.setNull(record)
            } else if let quantity = quantity(block.bytes(cell).trimmed) {
                writer.set(record, quantity)
            } else {
                writer.setNull(record)
                if reject(cell) { break }
            }
        }
        return writer.finish()
    }

    private func quantity(_ text: UTF8Bytes) -> Quantity? {
        isDeclared ? QuantityText.parse(text) : PlainQuantity.parse(text)
    }

    /// Strings lie where they stand in the text; only those with escapes are copied.
    private func strings(_ block: CSVBlock, _ cells: some CSVColumnCells) -> Vector {
        var writer = StringVectorWriter(count: block.count)
        writer.keep(block.owner)
        let rows = writer.rows
        var plain: [UInt8] = []
        let hasNullText = nullText != nil
        for record in 0..<block.count {
            let cell = cells[record]
            if cell.isEmpty || hasNullText && isNull(cell, block) {
                writer.setNull(record)
            } else if cell.hasEscapes {
                unescape(block.bytes(cell), to: &plain)
                plain.withUnsafeBufferPointer { writer.set(record, copying: $0) }
            } else {
                rows[record] = StringView(padded: block.text + cell.start, count: cell.length)
            }
        }
        return writer.finish()
    }

    private func isNull(_ cell: CSVCell, _ block: CSVBlock) -> Bool {
        if cell.isEmpty { return true }
        guard let nullText, !cell.isQuoted, cell.length == nullText.count else { return false }
        return block.bytes(cell).elementsEqual(nullText)
    }

    /// Counts a cell that does not fit; whether the others do not matter any more.
    private mutating func reject(_ cell: CSVCell) -> Bool {
        misfits = (count: (misfits?.count ?? 0) + 1, first: misfits?.first ?? cell)
        return !isSafe
    }

    /// What the text of a cell in quotes stands for.
    private func unescape(_ text: UTF8Bytes, to plain: inout [UInt8]) {
        plain.removeAll(keepingCapacity: true)
        let marker = dialect.escape ?? dialect.quote
        var position = 0
        while position < text.count {
            // The marker says that the next byte stands for itself.
            if text[position] == marker && position + 1 < text.count { position += 1 }
            plain.append(text[position])
            position += 1
        }
    }
}
