// Reads CSV into a table in memory.

import QueryEngine
import QueryLanguage

/// Reads the text of CSV files (RFC 4180) into typed columns.
///
/// The text is gone through once: blocks of records are cut into cells, then each column parses its cells of the
/// block in a loop of its own. Strings share the file's memory. An empty cell is NULL, `""` the empty string.
package struct CSVReader {
    let file: FileBytes
    /// The text behind the byte order mark.
    let text: UTF8Bytes
    private let start: UnsafePointer<UInt8>
    let dialect: CSVDialect
    private let request: FileRequest

    /// Records per block: enough to make the calls per block cheap, few enough for their cells to stay in the cache.
    static let blockSize = 1024

    /// Reads `file`, whose first record names the columns: exactly `columns`, in that order.
    ///
    /// - Throws: a diagnostic that names the file, the line and the column.
    package static func read(_ file: FileBytes, columns: [Column]) throws(Diagnostic) -> StoredTable {
        // The text is reached through plain pointers from here on.
        defer { withExtendedLifetime(file) {} }
        let reader = try CSVReader(file, dialect: .comma, for: FileRequest())
        var scanner = CSVScanner(reader.text, reader.dialect)
        let names = try reader.firstRecord(&scanner)
        let due = columns.map(\.name)
        if names != due {
            let (found, wanted) = (names.joined(separator: ", "), due.joined(separator: ", "))
            throw reader.failure("the columns are \(found) instead of \(wanted)", at: 0)
        }
        return try reader.load(columns, from: scanner).get(reader)
    }

    /// Reads `file`, whose delimiter, column names and types are found out by looking at it.
    ///
    /// - Parameter request: is told of the bytes that are parsed, and stops the reading when it is cancelled.
    /// - Throws: a diagnostic that names the file and the line.
    package static func read(_ file: FileBytes, for request: FileRequest = FileRequest()) throws(Diagnostic)
        -> StoredTable
    {
        defer { withExtendedLifetime(file) {} }
        let reader = try CSVReader(file, dialect: nil, for: request)
        var scanner = CSVScanner(reader.text, reader.dialect)
        while scanner.skipBlankLine() {}
        let beginning = scanner
        let names = try reader.firstRecord(&scanner)
        let hasHeader = try reader.isHeader(names, from: beginning, body: scanner)
        let body = hasHeader ? scanner : beginning
        let columnNames = uniqueNames(hasHeader ? names : names.map { _ in "" })
        func columns(sniffing limit: Int) throws(Diagnostic) -> [Column] {
            zip(columnNames, try reader.types(width: names.count, from: body, limit: limit)).map { Column($0, $1) }
        }
        let loaded = try reader.load(try columns(sniffing: blockSize), from: body)
        if case .table(let table) = loaded { return table }
        // A later cell did not fit what the first ones promised: now all are looked at.
        return try reader.load(try columns(sniffing: .max), from: body).get(reader)
    }

    private init(_ file: FileBytes, dialect: CSVDialect?, for request: FileRequest) throws(Diagnostic) {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        let text = file.bytes.starts(with: mark) ? UTF8Bytes(rebasing: file.bytes[mark.count...]) : file.bytes
        guard let start = text.baseAddress, !text.isEmpty else { throw Diagnostic("'\(file.name)' is empty") }
        self.file = file
        self.request = request
        self.text = text
        self.start = start
        self.dialect = dialect ?? (file.name.lowercased().hasSuffix(".tsv") ? .tab : CSVDialect(sniffing: text))
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            throw failure("this is not UTF-8", at: error.byteOffsets.lowerBound)
        }
    }

    // MARK: Loading

    private enum Loaded {
        case table(StoredTable)
        case misfit(CSVCell, Column)

        /// The table; a cell that does not fit is an error.
        func get(_ reader: CSVReader) throws(Diagnostic) -> StoredTable {
            switch self {
            case .table(let table): return table
            case .misfit(let cell, let column):
                let text = String(UTF8Bytes(start: reader.start + cell.start, count: cell.length))
                throw reader.failure(
                    "column \(column.name): '\(text.shortened(toCells: 40))' is not \(column.type.nameWithArticle)",
                    at: cell.start)
            }
        }
    }

    private func load(_ columns: [Column], from beginning: CSVScanner) throws(Diagnostic) -> Loaded {
        var scanner = beginning
        let capacity = recordLimit(from: scanner.position)
        let builders = columns.map { builder($0.type, capacity: capacity) }
        var count = 0
        var parsed = 0
        let cells = UnsafeMutablePointer<CSVCell>.allocate(capacity: Self.blockSize * columns.count)
        defer { cells.deallocate() }
        while let block = try nextBlock(&scanner, into: cells, width: columns.count) {
            for (index, builder) in builders.enumerated() {
                if let cell = builder.append(block, column: index) {
                    try request.advance(bytes: -parsed)
                    return .misfit(cell, columns[index])
                }
            }
            count += block.count
            try request.advance(bytes: scanner.position - parsed)
            parsed = scanner.position
        }
        // The byte order mark is no part of the text.
        try request.advance(bytes: file.bytes.count - parsed)
        return .table(StoredTable(columns: columns, vectors: builders.map { $0.finish(count: count) }, count: count))
    }

    /// At least the number of records behind `position`: as many as there are line ends, quoted ones too, and one.
    private func recordLimit(from position: Int) -> Int {
        var count = 1
        for index in min(position, text.count)..<text.count where text[index] == 0x0A { count += 1 }
        return count
    }

    private func builder(_ type: DataType, capacity: Int) -> ColumnBuilder {
        switch type {
        case .bool: FixedColumnBuilder(BoolCell.self, capacity: capacity)
        case .int64: FixedColumnBuilder(Int64Cell.self, capacity: capacity)
        case .float64: FixedColumnBuilder(Float64Cell.self, capacity: capacity)
        case .date: FixedColumnBuilder(DateCell.self, capacity: capacity)
        case .timestamp: FixedColumnBuilder(TimestampCell.self, capacity: capacity)
        case .interval: FixedColumnBuilder(IntervalCell.self, capacity: capacity)
        case .quantity: QuantityColumnBuilder(capacity: capacity)
        case .string: StringColumnBuilder(capacity: capacity, owner: file.owner)
        }
    }

    /// Cuts the next records into `cells`, which has room for a block; `nil` at the end.
    func nextBlock(
        _ scanner: inout CSVScanner, into cells: UnsafeMutablePointer<CSVCell>, width: Int
    ) throws(Diagnostic) -> CSVBlock? {
        var count = 0
        while count < Self.blockSize && !scanner.isAtEnd {
            // With a single column an empty line is a record whose cell is NULL.
            if width > 1 && scanner.skipBlankLine() { continue }
            try nextRecord(&scanner, into: cells + count * width, width: width)
            count += 1
        }
        if count == 0 { return nil }
        return CSVBlock(cells: cells, count: count, width: width, text: start)
    }

    private func nextRecord(
        _ scanner: inout CSVScanner, into cells: UnsafeMutablePointer<CSVCell>, width: Int
    ) throws(Diagnostic) {
        let beginning = scanner.position
        do throws(CSVFault) {
            var count = 0
            while true {
                let cell = try scanner.next()
                if count < width { cells[count] = cell }
                count += 1
                if cell.endsRecord { break }
            }
            if count != width { throw .ragged(at: beginning, cells: count, width: width) }
        } catch {
            throw failure(error.message, at: error.offset)
        }
    }

    /// The cells of the record that `scanner` stands before, as text.
    private func firstRecord(_ scanner: inout CSVScanner) throws(Diagnostic) -> [String] {
        var names: [String] = []
        do throws(CSVFault) {
            while true {
                let cell = try scanner.next()
                let text = UTF8Bytes(start: start + cell.start, count: cell.length)
                names.append(String(cell.hasDoubledQuotes ? text : text.trimmed))
                if cell.endsRecord { return names }
            }
        } catch {
            throw failure(error.message, at: error.offset)
        }
    }

    /// An error in the file, at a byte of its text.
    private func failure(_ message: String, at offset: Int) -> Diagnostic {
        var line = 1
        for index in 0..<min(offset, text.count) where text[index] == 0x0A { line += 1 }
        return Diagnostic("\(file.name), line \(line): \(message)")
    }
}

extension DataType {
    /// `an INT64`, as an error says it.
    var nameWithArticle: String {
        self == .int64 || self == .interval ? "an \(name)" : "a \(name)"
    }
}
