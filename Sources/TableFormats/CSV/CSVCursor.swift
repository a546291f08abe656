// Reads the records of a CSV file, a block at a time.

import CByteScan
import QueryEngine
import QueryLanguage

/// Gives a file's rows. The text is gone through once: a block of records is cut into cells, then each column that is
/// asked for parses its cells in a loop of its own.
final class CSVCursor: CountableCursor {
    let file: CSVFile
    /// The places of the columns that are asked for among the file's.
    private let columns: [Int]
    let statement: FileRequest
    /// The part of the file that is to be read, where it has parts.
    private let part: (parts: CSVParts, index: Int)?
    /// Records that begin at this offset or behind it are not read.
    private let limit: Int
    /// Where the part begins.
    var start = CSVPlace()
    /// The text once reading has begun.
    var text: CSVText?
    var scanner: CSVScanner
    private let cells: UnsafeMutablePointer<CSVCell>
    /// Of records without quotes: the offset before the first cell, then that behind each.
    private let ends: UnsafeMutablePointer<UInt32>
    /// For each of those records, how many cells there are up to its last.
    private let recordEnds: UnsafeMutablePointer<UInt32>
    /// Where the record begins that was cut last.
    private var recordStart = 0
    private var rows = 0
    /// Records that lack cells, and the line of the first.
    private var short = (count: 0, firstLine: 0)
    /// For each column that is asked for: the cells that did not fit and are NULL, and the line of the first.
    private var misfits: [(count: Int, firstLine: Int)]

    /// Records per block: enough to make the calls per block cheap, few enough for their cells to stay in the cache.
    static let blockSize = 2048
    /// Plain records that are a block of their own, although others stand behind them.
    private static let plainBlockSize = 256
    /// So many records at most are cut one by one before others are looked at all together.
    private static let longestDetour = 64

    init(
        _ file: CSVFile, columns: [Int], for statement: FileRequest, part: (parts: CSVParts, index: Int)? = nil,
        limit: Int = .max
    ) {
        self.part = part
        self.limit = part.map { $0.parts.end(of: $0.index) } ?? limit
        self.file = file
        self.columns = columns
        self.statement = statement
        scanner = CSVScanner(UTF8Bytes(start: nil, count: 0), file.dialect)
        cells = .allocate(capacity: Self.blockSize * file.columns.count)
        ends = .allocate(capacity: Self.blockSize * file.columns.count + Int(BYTE_SCAN_SLACK) + 1)
        recordEnds = .allocate(capacity: Self.blockSize)
        misfits = Array(repeating: (0, 0), count: columns.count)
    }

    deinit {
        cells.deallocate()
        ends.deallocate()
        recordEnds.deallocate()
        tellRemarks()
    }

    func next() throws -> ColumnBatch? {
        try statement.cancellation.check()
        let text = try text ?? begin()
        guard let block = try cutBlock(text) else {
            part.map { $0.parts.tell(place(text), startOf: $0.index + 1) }
            return nil
        }
        var vectors: [Vector] = []
        for (index, place) in columns.enumerated() {
            var parser = CSVColumnParser(file, column: place)
            vectors.append(parser.vector(block, column: place, file.columns[place].type))
            if let found = parser.misfits { try note(found, at: index, block, text) }
        }
        rows += block.count
        return ColumnBatch(Batch(vectors, count: block.count))
    }

    func begin() throws(Diagnostic) -> CSVText {
        let isFirst = part == nil || part?.index == 0
        if let part, !isFirst { start = try part.parts.start(of: part.index) }
        let text = try CSVText(
            stream(isFirst: isFirst), name: file.name, encodingHint: file.encodingHint,
            recordEnd: file.dialect.recordEnd, from: start,
            sizeHint: file.data.sizeHint)
        self.text = text
        scanner = CSVScanner(text.bytes, file.dialect)
        if isFirst { try skipHeader(text) }
        return text
    }

    private func stream(isFirst: Bool) throws(Diagnostic) -> any ByteStream {
        var source: any ByteStream
        if part != nil, let size = file.data.plainSize {
            // Offsets in the text do not count the byte order mark.
            let first = isFirst ? 0 : min(file.markLength + start.offset, size)
            let end = limit < size ? max(file.markLength + limit, first) : size
            source = try file.data.stream(first..<end, for: statement)
        } else {
            source = try file.data.stream(for: statement)
        }
        return isFirst ? file.encoding.stream(source, name: file.name) : source
    }

    private func skipHeader(_ text: CSVText) throws(Diagnostic) {
        for _ in 0..<file.skippedLines {
            while !text.isLast
                && !text.bytes[min(scanner.position, text.bytes.count)...].contains(file.dialect.recordEnd)
            {
                try readOn(text, from: scanner.position)
            }
            scanner.skipLine()
        }
        if file.hasHeader {
            while scanner.skipBlankLine() {}
            _ = try record(text, into: nil, mayReadOn: true)
            try checkHeader(text)
        }
    }

    /// - Throws: a diagnostic if the record that was cut last names other columns than the file had when it was opened:
    ///   values would come under the names of others.
    private func checkHeader(_ text: CSVText) throws(Diagnostic) {
        var again = CSVScanner(text.bytes, file.dialect, at: recordStart)
        var names: [String] = []
        while let cell = try? again.next() {
            names.append(cell.name(in: text.bytes))
            if cell.endsRecord { break }
        }
        if names == file.header { return }
        throw Diagnostic(
            "'\(file.name)' has other columns than when it was opened: \(names.joined(separator: ", "))",
            hints: ["open it again"])
    }

    /// Puts what stands from `offset` on at the beginning of the text, and more behind it.
    func readOn(_ text: CSVText, from offset: Int) throws(Diagnostic) {
        try text.advance(to: offset)
        scanner = CSVScanner(text.bytes, file.dialect)
    }

    /// Cuts the next records; `nil` if there are none. All of them are in the piece of text that is now in memory.
    private func cutBlock(_ text: CSVText) throws(Diagnostic) -> CSVBlock? {
        let width = file.columns.count
        var count = 0
        // The record from which on plain ones are looked for, and how many are cut one by one before it.
        var (detourEnd, detour) = (0, 1)
        while count < Self.blockSize && text.place.offset + scanner.position < limit {
            if count >= detourEnd {
                let found = cutPlain(text, atMost: Self.blockSize - count)
                if count == 0 && found >= Self.plainBlockSize { return block(.plain(ends), found, text) }
                take(found, text, behind: count)
                count += found
                detour = found > detour ? 1 : min(2 * detour, Self.longestDetour)
                detourEnd = count + detour
                continue
            }
            if scanner.isAtEnd {
                if text.isLast || count > 0 { break }
                try readOn(text, from: min(scanner.position, text.bytes.count))
                detourEnd = 0
                continue
            }
            // With a single column an empty line is a record whose cell is NULL.
            if width > 1 && scanner.skipBlankLine() { continue }
            guard try record(text, into: cells + count * width, mayReadOn: count == 0) else { break }
            count += 1
        }
        return count == 0 ? nil : block(.scanned(cells), count, text)
    }

    private func block(_ cells: CSVBlock.Cells, _ count: Int, _ text: CSVText) -> CSVBlock? {
        // The text is in memory, as cells were found in it.
        text.bytes.baseAddress.map {
            CSVBlock(cells: cells, count: count, width: file.columns.count, text: $0, owner: text.owner)
        }
    }

    /// Cuts the next records into `ends`, as long as they hold no quotes and have as many cells as there are columns; how
    /// many.
    private func cutPlain(_ text: CSVText, atMost most: Int) -> Int {
        let (bytes, width) = (text.bytes, file.columns.count)
        // The record that reaches over the limit is cut on its own.
        let end = min(bytes.count, limit - text.place.offset)
        guard let start = bytes.baseAddress, scanner.position < end else { return 0 }
        ends[0] = UInt32(truncatingIfNeeded: scanner.position &- 1)
        let cut = byte_scan_cut(
            start, scanner.position, end, file.dialect.delimiter, file.dialect.recordEnd,
            file.dialect.quote ?? CSVScanner.noByte, ends + 1, most * width, recordEnds, most)
        var count = 0
        while count < cut.records && recordEnds[count] == UInt32(truncatingIfNeeded: (count + 1) * width) { count += 1 }
        if count > 0 { scanner.move(to: Int(ends[count * width]) + 1) }
        return count
    }

    /// Puts the plain records that were found last into `cells`, behind `count` others.
    private func take(_ found: Int, _ text: CSVText, behind count: Int) {
        guard found > 0, let block = block(.plain(ends), found, text) else { return }
        let width = file.columns.count
        for column in 0..<width {
            let plain = PlainCells(block, ends, column: column)
            for record in 0..<found { cells[(count + record) * width + column] = plain[record] }
        }
    }

    /// Cuts the record that the scanner stands before; whether all of it is in memory.
    func record(
        _ text: CSVText, into cells: UnsafeMutablePointer<CSVCell>?, mayReadOn: Bool
    ) throws(Diagnostic) -> Bool {
        while true {
            let start = scanner.position
            recordStart = start
            var fault: CSVFault?
            var count = 0
            do throws(CSVFault) {
                count = try cut(into: cells)
            } catch {
                fault = error
            }
            if scanner.sawEnd && !text.isLast {
                scanner.move(to: start)
                if !mayReadOn { return false }
                try readOn(text, from: start)
                continue
            }
            if let fault { throw text.failure(fault.message, at: fault.offset, hints: file.hints(fault)) }
            if let cells, count != file.columns.count { try complete(cells, count, text, start) }
            return true
        }
    }

    /// Cuts the cells of one record, as many as there are columns; how many it has, empty ones behind them aside.
    private func cut(into cells: UnsafeMutablePointer<CSVCell>?) throws(CSVFault) -> Int {
        let width = file.columns.count
        // Of its own, as each use of an object's variable is watched for another at the same time.
        var scanner = scanner
        defer { self.scanner = scanner }
        var index = 0
        var count = 0
        while true {
            let cell = try scanner.next()
            if index < width {
                cells?[index] = cell
                count = index + 1
            } else if !cell.isEmpty {
                count = index + 1
            }
            index += 1
            if cell.endsRecord { return count }
        }
    }

    /// Fills up a record that lacks cells.
    ///
    /// - Throws: a diagnostic if it has too many.
    private func complete(
        _ cells: UnsafeMutablePointer<CSVCell>, _ count: Int, _ text: CSVText, _ start: Int
    ) throws(Diagnostic) {
        let width = file.columns.count
        if count > width {
            throw text.failure(
                "\(count) cells where there are \(width) \(width == 1 ? "column" : "columns")", at: start,
                hints: ["a cell that holds the delimiter stands in quotes"])
        }
        for index in count..<width { cells[index] = .missing }
        if short.count == 0 { short.firstLine = text.line(at: start) }
        short.count += 1
    }

    // MARK: What is to be told

    private func note(
        _ found: (count: Int, first: CSVCell), at index: Int, _ block: CSVBlock, _ text: CSVText
    ) throws(Diagnostic) {
        if file.isSafe {
            if misfits[index].count == 0 { misfits[index].firstLine = text.line(at: found.first.start) }
            misfits[index].count += found.count
            return
        }
        let column = file.columns[columns[index]]
        let cell = String(block.bytes(found.first)).shortened(toCells: 40)
        throw text.failure(
            "column \(column.name): '\(cell)' is not \(column.type.nameWithArticle)", at: found.first.start,
            hints: file.hints(
                misfit: block.bytes(found.first), isQuoted: found.first.isQuoted, column: columns[index]))
    }

    private func tellRemarks() {
        for (index, found) in misfits.enumerated() where found.count > 0 || part != nil {
            let column = file.columns[columns[index]]
            statement.remarks.add(
                .init("\(file.name), column \(column.name)", "cells were not \(column.type.name) and are NULL"),
                count: found.count, of: rows, firstLine: found.count > 0 ? found.firstLine : .max)
        }
        if short.count > 0 || part != nil {
            statement.remarks.add(
                .init(file.name, "records had fewer cells than columns, and have NULL there"), count: short.count,
                of: rows, firstLine: short.count > 0 ? short.firstLine : .max)
        }
    }
}

extension DataType {
    /// `an INT64`, as an error says it.
    var nameWithArticle: String {
        self == .int64 || self == .interval ? "an \(name)" : "a \(name)"
    }
}
