// Results in any of the formats.

import QueryEngine

/// Writes results one after another in one format.
public struct ResultWriter {
    private let format: OutputFormat
    private let options: OutputOptions
    private var isFirst: Bool

    /// - Parameter isFirst: whether no result stands before the first one.
    public init(_ format: OutputFormat, options: OutputOptions = OutputOptions(), isFirst: Bool = true) {
        self.format = format
        self.options = options
        self.isFirst = isFirst
    }

    /// Writes the rows of `result`; the formats for people put an empty line between results.
    public mutating func write(_ result: QueryResult, to out: inout OutputBuffer) throws(OutputFailure) {
        if !isFirst && format.isForPeople { out.bytes.append("\n") }
        isFirst = false
        switch format {
        case .table: try TableWriter(result, options).write(to: &out)
        case .markdown: try MarkdownWriter(result, options).write(to: &out)
        case .list: try ListWriter(result, options).write(to: &out)
        case .csv: try DelimitedWriter(.comma, options).write(result, to: &out)
        case .tsv: try DelimitedWriter(.tab, options).write(result, to: &out)
        case .json: try JSONWriter(result).writeArray(to: &out)
        case .ndjson: try JSONWriter(result).writeLines(to: &out)
        }
    }
}

extension QueryResult {
    /// Calls `body` with each row: its batch and its position there.
    @inline(__always)
    func eachRow<Failure: Error>(_ body: (Batch, Int) throws(Failure) -> Void) throws(Failure) {
        for batch in batches {
            for row in 0..<batch.count { try body(batch, row) }
        }
    }
}

extension Vector {
    /// Appends the text of a row that is not NULL for other programs to read: times as ISO 8601 has them, all else
    /// as CAST to STRING gives it.
    func appendPortableText(_ row: Int, to out: inout [UInt8]) {
        let start = out.count
        appendText(row, to: &out)
        guard type == .timestamp else { return }
        // 2024-11-05 08:00:00+00 to 2024-11-05T08:00:00Z
        out[start + 10] = UInt8(ascii: "T")
        out.removeLast(3)
        out.append("Z")
    }
}
