// CSV and TSV.

import QueryEngine

/// Writes cells with a character between them.
struct DelimitedWriter {
    /// How a text that holds the delimiter or a line end is written.
    enum Style {
        /// In quotes, as RFC 4180 has it.
        case csv
        /// With backslashes.
        case tsv
    }

    private let style: Style
    private let delimiter: UInt8
    private let nullText: String
    private let hasHeader: Bool

    init(_ style: Style, _ options: OutputOptions) {
        self.style = style
        delimiter = style == .csv ? options.delimiter : UInt8(ascii: "\t")
        nullText = options.nullText ?? ""
        hasHeader = options.hasHeader
    }

    func write(_ result: QueryResult, to out: inout OutputBuffer) throws(OutputFailure) {
        if hasHeader {
            for (index, column) in result.columns.enumerated() {
                if index > 0 { out.bytes.append(delimiter) }
                let start = out.bytes.count
                out.bytes.append(column.name)
                protect(from: start, in: &out.bytes)
            }
            out.bytes.append("\n")
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
                    if column.type == .string || column.type == .quantity { protect(from: start, in: &out.bytes) }
                }
            }
            out.bytes.append("\n")
            try out.rowEnded()
        }
    }

    /// Quotes or escapes the text that begins at `start`, where it needs it.
    private func protect(from start: Int, in bytes: inout [UInt8]) {
        switch style {
        case .csv:
            // A text that looks like NULL is quoted too, which tells them apart.
            let needsQuotes =
                bytes[start...].contains { $0 == delimiter || $0 == UInt8(ascii: "\"") || $0 == 0x0A || $0 == 0x0D }
                || bytes[start...].elementsEqual(nullText.utf8)
            guard needsQuotes else { return }
            let quoted = bytes[start...].flatMap { $0 == UInt8(ascii: "\"") ? [$0, $0] : [$0] }
            bytes.removeSubrange(start...)
            bytes.append("\"")
            bytes.append(contentsOf: quoted)
            bytes.append("\"")
        case .tsv:
            guard bytes[start...].contains(where: { Self.escape($0) != nil }) else { return }
            let escaped = bytes[start...].flatMap { byte in
                Self.escape(byte).map { [UInt8(ascii: "\\"), $0] } ?? [byte]
            }
            bytes.removeSubrange(start...)
            bytes.append(contentsOf: escaped)
        }
    }

    /// The letter that stands behind a backslash for `byte`; `nil` where it stands for itself.
    private static func escape(_ byte: UInt8) -> UInt8? {
        switch byte {
        case 0x09: UInt8(ascii: "t")
        case 0x0A: UInt8(ascii: "n")
        case 0x0D: UInt8(ascii: "r")
        case UInt8(ascii: "\\"): byte
        default: nil
        }
    }
}
