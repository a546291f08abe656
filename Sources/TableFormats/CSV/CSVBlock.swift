// Some records cut into cells, and where those of a column stand.

import QueryEngine

/// Records of one piece of text.
struct CSVBlock {
    enum Cells {
        /// Of records without quotes, all of which have as many cells as there are columns: the offsets of the byte
        /// behind each cell, from the one before the first cell on.
        case plain(UnsafePointer<UInt32>)
        /// Of others: `cells[record * width + column]`.
        case scanned(UnsafePointer<CSVCell>)
    }

    let cells: Cells
    /// The number of records.
    let count: Int
    /// Cells per record.
    let width: Int
    /// The text that the cells are offsets into. `CSVText.padding` bytes before and behind it can be read.
    let text: UnsafePointer<UInt8>
    /// Keeps the text alive.
    let owner: MemoryOwner

    @inline(__always)
    func bytes(_ cell: CSVCell) -> UTF8Bytes {
        UTF8Bytes(start: text + cell.start, count: cell.length)
    }
}

/// The cells of a block's column.
protocol CSVColumnCells {
    subscript(record: Int) -> CSVCell { get }
}

/// Cells between the offsets of what ends them.
struct PlainCells: CSVColumnCells {
    private let ends: UnsafePointer<UInt32>
    private let width: Int
    private let text: UnsafePointer<UInt8>
    private let endsRecord: Bool

    init(_ block: CSVBlock, _ ends: UnsafePointer<UInt32>, column: Int) {
        self.ends = ends + column
        width = block.width
        text = block.text
        endsRecord = column == block.width - 1
    }

    @inline(__always)
    subscript(record: Int) -> CSVCell {
        CSVCell(plain: ends + record &* width, in: text, endsRecord: endsRecord)
    }
}

/// Cells that were cut one by one.
struct ScannedCells: CSVColumnCells {
    private let cells: UnsafePointer<CSVCell>
    private let width: Int

    init(_ block: CSVBlock, _ cells: UnsafePointer<CSVCell>, column: Int) {
        self.cells = cells + column
        width = block.width
    }

    @inline(__always)
    subscript(record: Int) -> CSVCell { cells[record &* width] }
}
