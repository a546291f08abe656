// The second pass over JSON text: values become columns.

import QueryEngine

/// Some rows, cut into cells: `cells[row * width + column]`.
struct JSONBlock {
    let cells: UnsafePointer<JSONCell>
    /// The number of rows.
    let count: Int
    /// Cells per row.
    let width: Int
    let text: UTF8Bytes
    /// Keeps the text alive; `nil` where it lives as long as the process.
    let owner: MemoryOwner?

    /// The values that did not fit their column's type and are NULL.
    struct Misfits {
        var count = 0
        var first: JSONCell?

        mutating func add(_ cell: JSONCell) {
            if first == nil { first = cell }
            count += 1
        }
    }

    /// The column at `place` as a vector of `type`.
    func vector(_ place: Int, _ type: DataType, _ misfits: inout Misfits) -> Vector {
        switch type {
        case .bool: fixed(BoolCell.self, place, &misfits)
        case .int64: fixed(JSONInt64.self, place, &misfits)
        case .float64: fixed(JSONFloat64.self, place, &misfits)
        case .date: fixed(DateCell.self, place, &misfits)
        case .timestamp: fixed(TimestampCell.self, place, &misfits)
        case .interval: fixed(IntervalCell.self, place, &misfits)
        case .quantity: quantities(place, &misfits)
        case .string: strings(place)
        }
    }

    private func cell(_ row: Int, _ place: Int) -> JSONCell { cells[row * width + place] }

    /// The value's text as it is written.
    private func written(_ cell: JSONCell) -> UTF8Bytes {
        UTF8Bytes(rebasing: text[cell.start..<cell.start + cell.length])
    }

    /// What `body` makes of the value's text.
    @inline(__always)
    private func withText<Result>(
        _ cell: JSONCell, _ scratch: inout [UInt8], _ body: (UTF8Bytes) -> Result
    ) -> Result {
        guard cell.kind == .escapedString else { return body(written(cell)) }
        scratch.removeAll(keepingCapacity: true)
        JSONEscape.append(unescaping: written(cell), to: &scratch)
        return scratch.withUnsafeBufferPointer(body)
    }

    private func fixed<Kind: CellKind>(_: Kind.Type, _ place: Int, _ misfits: inout Misfits) -> Vector {
        var writer = VectorWriter<Kind.Element>(count: count)
        var scratch: [UInt8] = []
        for row in 0..<count {
            let cell = cell(row, place)
            if cell.isNull {
                writer.setNull(row)
            } else if let value = withText(cell, &scratch, { Kind.parse($0) }) {
                writer[row] = value
            } else {
                misfits.add(cell)
                writer.setNull(row)
            }
        }
        return writer.finish(Kind.type)
    }

    private func quantities(_ place: Int, _ misfits: inout Misfits) -> Vector {
        var writer = QuantityVectorWriter(count: count)
        var scratch: [UInt8] = []
        for row in 0..<count {
            let cell = cell(row, place)
            if cell.isNull {
                writer.setNull(row)
            } else if let quantity = withText(cell, &scratch, { QuantityText.parse($0) }) {
                writer.set(row, quantity)
            } else {
                misfits.add(cell)
                writer.setNull(row)
            }
        }
        return writer.finish()
    }

    /// Strings lie where they stand in the file; only those with escape sequences are copied. Of other values the text.
    private func strings(_ place: Int) -> Vector {
        var writer = StringVectorWriter(count: count)
        if let owner { writer.keep(owner) }
        var scratch: [UInt8] = []
        for row in 0..<count {
            let cell = cell(row, place)
            if cell.isNull {
                writer.setNull(row)
            } else if cell.kind == .escapedString {
                scratch.removeAll(keepingCapacity: true)
                JSONEscape.append(unescaping: written(cell), to: &scratch)
                scratch.withUnsafeBufferPointer { writer.set(row, copying: $0) }
            } else {
                writer.set(row, sharing: written(cell))
            }
        }
        return writer.finish()
    }
}
