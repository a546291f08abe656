// Columns that grow from cells, a block of records at a time.

import QueryEngine

/// Some records, cut into cells: `cells[record * width + column]`.
struct CSVBlock {
    let cells: UnsafePointer<CSVCell>
    /// The number of records.
    let count: Int
    /// Cells per record.
    let width: Int
    /// The text that the cells are offsets into.
    let text: UnsafePointer<UInt8>

    @inline(__always)
    func bytes(_ cell: CSVCell) -> UTF8Bytes {
        UTF8Bytes(start: text + cell.start, count: cell.length)
    }
}

/// A column that takes one of a block's columns at a time; the call is dynamic once a block, not once a cell.
class ColumnBuilder {
    /// Takes the block's column `column`.
    ///
    /// - Returns: the cell that does not fit the type, if any; the builder is then of no more use.
    func append(_ block: CSVBlock, column: Int) -> CSVCell? { nil }

    /// The column's first `count` rows.
    func finish(count: Int) -> Vector { Vector.constant(.null, type: .string, count: count) }
}

final class FixedColumnBuilder<Kind: CellKind>: ColumnBuilder {
    private var writer: VectorWriter<Kind.Element>
    private let values: UnsafeMutablePointer<Kind.Element>
    private var count = 0

    /// - Parameter capacity: at least the number of rows that will come.
    init(_: Kind.Type, capacity: Int) {
        writer = VectorWriter(count: capacity)
        values = writer.values
    }

    override func append(_ block: CSVBlock, column: Int) -> CSVCell? {
        for record in 0..<block.count {
            let cell = block.cells[record * block.width + column]
            if cell.isEmpty {
                writer.setNull(count)
            } else if let value = Kind.parse(block.bytes(cell).trimmed) {
                values[count] = value
            } else {
                return cell
            }
            count += 1
        }
        return nil
    }

    override func finish(count: Int) -> Vector {
        var result = VectorWriter<Kind.Element>(count: 0)
        swap(&result, &writer)
        return result.finish(Kind.type).slice(0..<count)
    }
}

/// Quantities, plain as long as the cells let them be.
final class QuantityColumnBuilder: ColumnBuilder {
    private var writer: QuantityVectorWriter
    private var count = 0

    init(capacity: Int) {
        writer = QuantityVectorWriter(count: capacity)
    }

    override func append(_ block: CSVBlock, column: Int) -> CSVCell? {
        for record in 0..<block.count {
            let cell = block.cells[record * block.width + column]
            if cell.isEmpty {
                writer.setNull(count)
            } else if let quantity = QuantityText.parse(block.bytes(cell).trimmed) {
                writer.set(count, quantity)
            } else {
                return cell
            }
            count += 1
        }
        return nil
    }

    override func finish(count: Int) -> Vector {
        var result = QuantityVectorWriter(count: 0)
        swap(&result, &writer)
        return result.finish().slice(0..<count)
    }
}

/// Strings lie where they stand in the file; only those with doubled quotes are copied.
final class StringColumnBuilder: ColumnBuilder {
    private var writer: StringVectorWriter
    private var count = 0
    private var unquoted: [UInt8] = []

    /// - Parameter owner: keeps the text alive; `nil` where it lives as long as the process.
    init(capacity: Int, owner: MemoryOwner?) {
        writer = StringVectorWriter(count: capacity)
        if let owner { writer.keep(owner) }
    }

    override func append(_ block: CSVBlock, column: Int) -> CSVCell? {
        for record in 0..<block.count {
            let cell = block.cells[record * block.width + column]
            if cell.isEmpty {
                writer.setNull(count)
            } else if cell.hasDoubledQuotes {
                unquote(block.bytes(cell))
                unquoted.withUnsafeBufferPointer { writer.set(count, copying: $0) }
            } else {
                writer.set(count, sharing: block.bytes(cell))
            }
            count += 1
        }
        return nil
    }

    private func unquote(_ text: UTF8Bytes) {
        unquoted.removeAll(keepingCapacity: true)
        var position = 0
        while position < text.count {
            unquoted.append(text[position])
            position += text[position] == UInt8(ascii: "\"") ? 2 : 1
        }
    }

    override func finish(count: Int) -> Vector {
        var result = StringVectorWriter(count: 0)
        swap(&result, &writer)
        return result.finish().slice(0..<count)
    }
}
