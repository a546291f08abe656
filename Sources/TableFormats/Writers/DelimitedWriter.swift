// CSV and TSV.

import QueryEngine

/// Writes cells with a character between them, in quotes where they need them (RFC 4180).
struct DelimitedWriter {
    private let delimiter: UInt8
    private let nullText: String
    private let hasHeader: Bool

    init(_ dialect: CSVDialect, _ options: OutputOptions) {
        delimiter = dialect.delimiter
        nullText = options.nullText ?? ""
        hasHeader = options.hasHeader
    }

    /// What a reader would take for the delimiter where there is a single column, and so no delimiter to be seen.
    private static let delimiters: [UInt8] = [",", ";", "\t", "|"].map { UInt8(ascii: $0) }

    func write(_ result: QueryResult, to out: inout OutputBuffer) throws(OutputFailure) {
        let others = result.columns.count == 1 && hasHeader ? Self.delimiters : []
        if hasHeader {
            for (index, column) in result.columns.enumerated() {
                if index > 0 { out.bytes.append(delimiter) }
                let start = out.bytes.count
                out.bytes.append(column.name)
                protect(from: start, others, in: &out.bytes)
            }
            out.bytes.append("\n")
            try out.dataRowEnded()
        }
        try result.eachRow { (batch, row) throws(OutputFailure) in
            for (index, column) in batch.columns.enumerated() {
                if index > 0 { out.bytes.append(delimiter) }
                let start = out.bytes.count
                if column.isNull(row) {
                    out.bytes.append(nullText)
                } else {
                    column.appendPortableText(row, to: &out.bytes)
                    // Those of other types have no character of these.
                    if column.type == .string || column.type == .quantity {
                        protect(from: start, others, in: &out.bytes)
                    }
                }
            }
            out.bytes.append("\n")
            try out.dataRowEnded()
        }
    }

    /// Puts the text that begins at `start` in quotes, where it needs them.
    private func protect(from start: Int, _ others: [UInt8], in bytes: inout [UInt8]) {
        // A text that looks like NULL needs them too, which tells the two apart; so does one whose outer blanks a
        // reader may take for none of it.
        let text = bytes[start...]
        let needsQuotes =
            text.contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
            || text.contains { others.contains($0) } || text.elementsEqual(nullText.utf8) || text.first == 0x20
            || text.last == 0x20
        guard needsQuotes else { return }
        let quoted = text.flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
        bytes.removeSubrange(start...)
        bytes.append("\"")
        bytes.append(contentsOf: quoted)
        bytes.append("\"")
    }
}
