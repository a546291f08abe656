// EXPORT DATA: which file is to be written, and how.

import QueryLanguage

/// What the options of EXPORT DATA ask for.
package struct FileExport: Sendable {
    package var path: String
    package var format: FileFormat
    /// Whether a file that is there is replaced.
    package var overwrites = true
    /// Whether the columns' names are written.
    package var hasHeader = true
    /// What stands between the cells of CSV.
    package var fieldDelimiter = UInt8(ascii: ",")
    /// The table of a SQLite file; `nil` for one with the file's own name.
    package var table: String?

    package init(path: String, format: FileFormat) {
        self.path = path
        self.format = format
    }
}

extension Engine {
    /// EXPORT DATA: runs the query, and writes its rows.
    func export(_ clause: ExportClause, _ query: Query, _ options: Options) throws(Diagnostic) -> QueryResult {
        let binder = binder(options)
        // What is wrong with the options is told before the query runs.
        let export = try binder.bind(export: clause)
        let plan = Optimizer.optimize(try binder.bind(query))
        let rows = try result(of: plan, options)
        try options.cancellation.check()
        let told: [String]
        do throws(Diagnostic) {
            told = try binder.catalog.fileWriter(export, rows, options.cancellation)
        } catch {
            throw error == .interrupted ? error : error.placed(at: clause.range)
        }
        let count = rows.rowCount == 1 ? "1 row" : "\(rows.rowCount) rows"
        var result = QueryResult(message: "exported \(count) to '\(export.path)'")
        result.undecided = rows.undecided
        result.remarks = rows.remarks + told
        return result
    }
}

extension Statement {
    /// Whether it writes its rows to a file.
    package var exports: Bool {
        switch node {
        case .export: true
        case .query(let query): query.exported != nil
        default: false
        }
    }
}

extension Query {
    /// The query without the EXPORT DATA at its end, and that; `nil` where it ends otherwise.
    var exported: (query: Query, clause: ExportClause)? {
        guard case .export(let clause)? = pipes.last?.node else { return nil }
        var query = self
        query.pipes.removeLast()
        return (query, clause)
    }
}
