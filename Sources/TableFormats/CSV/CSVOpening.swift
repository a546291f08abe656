// Opens a CSV file: finds out by a look at its beginning what it does not say.

import QueryEngine
import QueryLanguage

extension CSVFile {
    /// The file with what `options` say of it and what its first records look like.
    ///
    /// - Parameter sampleSize: how many bytes are looked at.
    /// - Throws: a diagnostic if it cannot be read, is empty, or is not what the options say.
    init(
        _ data: DataFile, _ options: CSVOptions = CSVOptions(), sampleSize: Int = CSVSample.usualSize
    ) throws(Diagnostic) {
        let raw = try data.sample(sampleSize)
        let reference = options.reference ?? FileReference(path: data.name)
        let encoding = if let known = options.encoding { known } else { try Self.encoding(of: raw, reference) }
        let sample = CSVSample(file: try encoding.text(of: raw), isCut: raw.bytes.count == sampleSize)
        defer { withExtendedLifetime(sample.file) {} }
        if sample.text.isEmpty {
            throw Diagnostic(
                "'\(data.name)' is empty", hints: ["a table needs at least a record that names its columns"])
        }
        self.data = data
        self.reference = reference
        self.encoding = encoding
        markLength = encoding == .utf8 ? ByteOrderMark.utf8Length(raw.bytes) : 0
        var options = options
        if options.skippedLines == 0, let told = sample.toldDelimiter {
            options.skippedLines = 1
            options.delimiter = options.delimiter ?? told
        }
        skippedLines = options.skippedLines
        nullText = options.nullText.map { Array($0.utf8) }
        isSafe = options.isSafe
        let recordEnd = sample.recordEnd
        let start = sample.start(skipping: skippedLines, recordEnd: recordEnd)
        let isTabbed = data.name.lowercased().contains(".tsv")
        if isTabbed && options.delimiter == nil { options.delimiter = CSVDialect.tab.delimiter }
        dialect = sample.dialect(options, recordEnd: recordEnd, from: start)
        // Until they are known, as many as there are cells.
        hasHeader = false
        columns = []
        let first = try firstRecords(sample, from: start)
        if options.hasHeader != false, let titles = sample.titles(self, from: start) {
            throw Diagnostic(
                "'\(data.name)': \(titles.text)",
                hints: [
                    "\(reference.hint(.csv, "skip", .int64(Int64(titles.headerLine - 1)))) begins with line "
                        + "\(titles.headerLine)",
                    "\(reference.hint(.csv, "header", .bool(false))) takes all lines for records",
                ])
        }
        let names = first.cells.map { $0.name(in: sample.text) }
        let width = max(first.cells.count, 1)
        let header = isHeader(names, sample, start, options)
        if header, let below = first.steadyWidthBelow, below > width {
            throw Diagnostic(
                "'\(data.name)': the first record names \(width) \(width == 1 ? "column" : "columns"), "
                    + "those below have \(below) cells",
                hints: [
                    "\(reference.hint(.csv, "skip", .int64(Int64(first.lineBelow - 1)))) leaves that line out",
                    "\(reference.hint(.csv, "header", .bool(false))) takes it for a record",
                ])
        }
        let cells = header ? width : max(width, first.steadyWidthBelow ?? width)
        let types = sample.types(self, width: cells, from: start, skipping: header ? 1 : 0)
        let columnNames = uniqueNames(header ? names : types.map { _ in "" })
        hasHeader = header
        self.header = header ? names : []
        columns = try Self.declared(
            options.columns, over: zip(columnNames, types).map { Column($0, $1) }, hasHeader: header, data.name)
        for (place, column) in columns.enumerated() {
            let isListed =
                header ? options.columns.contains { sameName($0.name, column.name) } : place < options.columns.count
            if isListed { declared.insert(place) }
        }
    }

    /// What the text is written in.
    ///
    /// - Throws: a diagnostic if it is no text in any encoding.
    private static func encoding(
        of sample: FileBytes, _ reference: FileReference
    ) throws(Diagnostic) -> TextEncoding {
        defer { withExtendedLifetime(sample) {} }
        let encoding = TextEncoding(sniffing: sample.bytes)
        if encoding == .latin1 && TextEncoding.looksLikeGBK(sample.bytes) {
            throw Diagnostic(
                "'\(sample.name)' is no UTF-8, and looks like GBK",
                hints: [
                    "iconv -f GBK -t UTF-8 makes a file of it that can be read",
                    "\(reference.hint(.csv, "encoding", "latin1")) reads any bytes",
                ])
        }
        if encoding == .latin1 && sample.bytes.contains(where: { $0 < 0x20 && !(0x09...0x0D).contains($0) }) {
            throw Diagnostic(
                "'\(sample.name)' does not look like text",
                hints: ["\(reference.hint(.csv, "encoding", "latin1")) reads any bytes"])
        }
        return encoding
    }

    /// The first record, and how many cells all of those below have, if they agree; and the line of the next one.
    private func firstRecords(
        _ sample: CSVSample, from start: Int
    ) throws(Diagnostic) -> (cells: [CSVCell], steadyWidthBelow: Int?, lineBelow: Int) {
        var first: [CSVCell]?
        var second: Int?
        // How many cells the records below have, and whether all of them do.
        var (width, isSteady) = (0, true)
        let fault = sample.eachRecord(dialect, from: start) { cells in
            guard let top = first?.count else {
                first = Array(cells)
                return true
            }
            // Empty cells at the end are of no account.
            let least = min(cells.count, top)
            let used = (cells[least...].lastIndex { !$0.isEmpty } ?? least - 1) + 1
            if second == nil { (second, width) = (cells.start, used) }
            isSteady = used == width
            return isSteady
        }
        guard let first else {
            if let fault {
                throw Diagnostic(
                    "\(name), line \(sample.line(fault.offset, dialect)): \(fault.message)", hints: hints(fault))
            }
            throw Diagnostic(
                "'\(name)' has no records", hints: start > 0 ? ["skip => … leaves out too many lines"] : [])
        }
        return (first, second != nil && isSteady ? width : nil, sample.line(second ?? start, dialect))
    }

    /// Whether the first record, whose cells are `names`, is a header to those below.
    ///
    /// It is where it does not fit the types of what follows. Where all is text it is if it could be one: names,
    /// all there and all different.
    private func isHeader(_ names: [String], _ sample: CSVSample, _ start: Int, _ options: CSVOptions) -> Bool {
        if let known = options.hasHeader { return known }
        if !options.columns.isEmpty
            && options.columns.allSatisfy({ column in
                names.contains { sameName($0, column.name) }
            })
        {
            return true
        }
        func types(skipping count: Int) -> [DataType] {
            sample.types(
                self, width: names.count, from: start, skipping: count, limit: CSVSample.headedRecords)
        }
        let (all, below) = (types(skipping: 0), types(skipping: 1))
        if zip(all, below).contains(where: { $0 == .string && $1 != .string }) { return true }
        if sample.isHeaderOfYears(names, all, dialect, from: start) { return true }
        return all.allSatisfy { $0 == .string } && !names.contains("") && Set(names).count == names.count
    }

    /// The columns with what a person says of them: by name, or without a header from the first one on.
    private static func declared(
        _ declared: [Column], over found: [Column], hasHeader: Bool, _ file: String
    ) throws(Diagnostic) -> [Column] {
        var columns = found
        if !hasHeader && declared.count > found.count {
            throw Diagnostic("'\(file)' has \(found.count) columns, \(declared.count) are listed")
        }
        for (index, column) in declared.enumerated() {
            if !hasHeader {
                columns[index] = column
            } else if let place = columns.firstIndex(where: { sameName($0.name, column.name) }) {
                columns[place].type = column.type
            } else {
                let known = found.map(\.name)
                throw Diagnostic(
                    "'\(file)' has no column `\(column.name)`",
                    hints: [
                        nearest(column.name, among: known).map { "did you mean `\($0)`?" }
                            ?? "its columns: \(known.joined(separator: ", "))"
                    ])
            }
        }
        return columns
    }
}

extension CSVTable {
    /// Reads `file`, whose first record names the columns: exactly `columns`, in that order.
    ///
    /// - Throws: a diagnostic that names the file, the line and the column.
    package static func load(_ file: FileBytes, columns: [Column]) throws(Diagnostic) -> StoredTable {
        var options = CSVOptions()
        options.delimiter = CSVDialect.comma.delimiter
        options.quote = CSVDialect.comma.quote
        options.hasHeader = true
        options.encoding = .utf8
        let opened = try CSVFile(DataFile(file), options, sampleSize: 1 << 12)
        let due = columns.map(\.name)
        let names = opened.columns.map(\.name)
        if names != due {
            let (found, wanted) = (names.joined(separator: ", "), due.joined(separator: ", "))
            throw Diagnostic("\(file.name), line 1: the columns are \(found) instead of \(wanted)")
        }
        return try StoredTable(reading: CSVTable(opened.typed(columns)))
    }

    /// Reads `file`, whose delimiter, column names and types are found out by looking at it.
    package static func load(
        _ file: FileBytes, _ options: CSVOptions = CSVOptions(), for statement: FileRequest = FileRequest()
    ) throws(Diagnostic) -> StoredTable {
        try StoredTable(reading: CSVTable(CSVFile(DataFile(file), options)), for: statement)
    }
}

extension CSVFile {
    /// The file with other columns.
    fileprivate func typed(_ columns: [Column]) -> CSVFile {
        var result = self
        result.columns = columns
        result.declared = Set(columns.indices)
        return result
    }
}
