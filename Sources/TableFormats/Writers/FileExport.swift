// What EXPORT DATA writes.

import QueryEngine
import QueryLanguage

extension FileExport {
    /// Writes a result's rows to the file, which is replaced when all is written.
    ///
    /// - Returns: what there is to tell of it, a line each.
    /// - Throws: why it cannot be written, or `Diagnostic.interrupted`; an older file is as it was then.
    @discardableResult
    package func write(_ result: QueryResult, _ cancellation: Cancellation) throws(Diagnostic) -> [String] {
        switch format {
        case .csv: try write(result, .csv, cancellation)
        case .tsv: try write(result, .tsv, cancellation)
        case .json: try write(result, .json, cancellation)
        case .ndjson: try write(result, .ndjson, cancellation)
        case .markdown: try write(result, .markdown, cancellation)
        case .sqlite:
            return try SQLiteWriter.write(result, to: path, table: table, overwrites: overwrites, cancellation)
        }
        return []
    }

    private func write(
        _ result: QueryResult, _ format: OutputFormat, _ cancellation: Cancellation
    ) throws(Diagnostic) {
        let file = try AtomicFile(path, overwrites: overwrites)
        var options = OutputOptions()
        options.hasHeader = hasHeader
        options.delimiter = fieldDelimiter
        var writer = ResultWriter(format, options: options)
        var out = OutputBuffer(descriptor: file.descriptor, cancellation: cancellation)
        do throws(OutputFailure) {
            try writer.write(result, to: &out)
            try out.flush()
        } catch {
            try cancellation.check()
            switch error {
            case .closedPipe: throw Diagnostic("nobody reads \(file.name) any more")
            case .failed(let code): throw file.failure(code)
            }
        }
        try file.commit()
    }
}
