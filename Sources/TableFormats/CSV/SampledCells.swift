// The cells of a sample by their columns, to find out the columns' types.

import QueryEngine

/// The texts of some records' cells, without the blanks around them.
struct SampledCells {
    private let sample: CSVSample
    private let width: Int
    private let nullText: [UInt8]?
    /// `width` for each record.
    private var cells: [SampledCell] = []

    /// No records as yet of a file with `width` columns.
    init(_ sample: CSVSample, width: Int, nullText: [UInt8]?) {
        self.sample = sample
        self.width = width
        self.nullText = nullText
    }

    /// Appends a record: cells that it lacks are NULL, those behind the last column are left out.
    mutating func append(_ record: CSVRecord) {
        let count = min(width, record.count)
        for index in 0..<count { cells.append(sampled(record[index])) }
        for _ in count..<width { cells.append(.null) }
    }

    @inline(__always)
    private func sampled(_ cell: CSVCell) -> SampledCell {
        if cell.isEmpty { return .null }
        let bytes = sample.bytes(cell)
        if let nullText, !cell.isQuoted, bytes.elementsEqual(nullText) { return .null }
        let blanks = bytes.blanksAround
        return SampledCell(
            start: UInt32(truncatingIfNeeded: cell.start + blanks.before),
            length: UInt32(truncatingIfNeeded: cell.length - blanks.before - blanks.behind))
    }

    /// The type of each column.
    var types: [DataType] {
        cells.withUnsafeBufferPointer { cells in
            (0..<width).map { column in
                TypeSniffer.type(of: SampledColumn(text: sample.text, cells: cells, column: column, width: width))
            }
        }
    }
}

/// Where a cell's text stands in a sample; half as large as two pointers.
private struct SampledCell {
    let start: UInt32
    let length: UInt32

    /// Longer than any.
    static let null = SampledCell(start: 0, length: .max)
}

/// The texts of a column's cells; `nil` for NULL.
private struct SampledColumn: RandomAccessCollection {
    let text: UTF8Bytes
    let cells: UnsafeBufferPointer<SampledCell>
    let column: Int
    let width: Int

    var startIndex: Int { 0 }
    var endIndex: Int { cells.count / width }

    @inline(__always)
    subscript(record: Int) -> UTF8Bytes? {
        let cell = cells[record * width + column]
        if cell.length == SampledCell.null.length { return nil }
        return UTF8Bytes(rebasing: text[Int(cell.start)..<Int(cell.start) + Int(cell.length)])
    }
}

extension CSVSample {
    /// What the cells of each column are, from the record at `start` on, the first `skipped` records left out.
    func types(
        _ file: CSVFile, width: Int, from start: Int, skipping skipped: Int, limit: Int = typedRecords
    ) -> [DataType] {
        var cells = SampledCells(self, width: width, nullText: file.nullText)
        var records = 0
        _ = eachRecord(file.dialect, from: start, skippingBlankLines: width > 1) { record in
            records += 1
            if records > skipped { cells.append(record) }
            return records < limit
        }
        return cells.types
    }
}
