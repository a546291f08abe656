// How a result is put on the screen or into a file, and what stands below it.

import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Shows results as the settings have it.
struct ResultView {
    var settings: ShellSettings
    let file: OutputFile
    /// Whether what is longer than the screen may go through the pager.
    let mayPage: Bool

    /// The lines that the prompt and what stands below a result take.
    private static let linesBelow = 4
    /// A table's names, their types if asked for, and the line below them.
    private var headerLines: Int { settings.showsTypes ? 3 : 2 }

    /// Writes the rows of `result`, through the pager if they are more than the screen has lines for.
    func show(_ result: QueryResult, format: OutputFormat? = nil) throws(Diagnostic) {
        // A file's name tells what is wanted, unless something else was asked for.
        let format = format ?? self.format
        let options = options(for: format)
        let header = format == .table && settings.hasHeader ? headerLines : 0
        let isShortened = format == .table && settings.rows != nil
        if !isShortened, wantsPager(lines(of: result, format)), let pager = Pager(headerLines: header) {
            return try pager.show { (out) throws(OutputFailure) in
                var writer = ResultWriter(format, options: options)
                try writer.write(result, to: &out)
            }
        }
        try file.write(result, format, options)
    }

    /// The format of results that no other is asked for.
    var format: OutputFormat { (settings.format == .table ? file.format : nil) ?? settings.format }

    /// Writes lines of help, through the pager if they are more than the screen has lines for.
    func show(_ lines: [String]) throws(Diagnostic) {
        let text = lines.map { (file.isChosen ? $0 : $0.shownInLines) + "\n" }.joined()
        if wantsPager(lines.count), let pager = Pager(headerLines: 0) {
            return try pager.show { (out) throws(OutputFailure) in out.bytes = Array(text.utf8) }
        }
        try file.write { (out) throws(OutputFailure) in out.bytes = Array(text.utf8) }
    }

    private func options(for format: OutputFormat) -> OutputOptions {
        var options = OutputOptions()
        options.hasHeader = settings.hasHeader
        options.showsTypes = settings.showsTypes
        options.nullText = settings.nullText
        if file.isChosen { return options }
        options.isColored = settings.isColored
        options.width = settings.width ?? (file.isStandard ? Terminal.width : nil)
        if options.width == 0 { options.width = nil }
        if let rows = settings.rows, rows > 0 {
            options.rows = rows
            options.hiddenRowsRemark = ".rows 0 shows all"
        }
        return options
    }

    private func wantsPager(_ lines: Int) -> Bool {
        guard mayPage, settings.isPaged, file.isStandard, isatty(STDOUT_FILENO) != 0, let height = Terminal.height
        else {
            return false
        }
        return lines > max(1, height - Self.linesBelow)
    }

    /// About how many lines a result takes.
    private func lines(of result: QueryResult, _ format: OutputFormat) -> Int {
        switch format {
        case .table: result.rowCount + headerLines + 1
        case .list: result.rowCount * (result.columns.count + 1)
        case .csv, .tsv, .json, .ndjson, .markdown: result.rowCount + headerLines
        }
    }

    // MARK: Below

    /// What is told below a result: undecided rows, what was noticed in files, where it comes from, how long it took.
    ///
    /// - Parameter canTellWhy: whether `.why` is about this result.
    func remarks(on result: QueryResult, seconds: Double, canTellWhy: Bool) -> [String] {
        var lines = result.undecided.map(\.message) + result.remarks
        if canTellWhy, let count = result.sourceCount { lines.append("sources: \(count), .why shows them") }
        if settings.isTimed { lines.append("time: " + Self.text(seconds: seconds)) }
        return lines
    }

    /// A length of time with three digits that count.
    static func text(seconds: Double) -> String {
        let (number, unit) =
            seconds < 1e-3 ? (seconds * 1e6, "µs") : seconds < 1 ? (seconds * 1e3, "ms") : (seconds, "s")
        let digits = number < 10 ? 2 : number < 100 ? 1 : 0
        let scale = [1.0, 10, 100][digits]
        let rounded = (number * scale).rounded()
        let whole = Int(rounded / scale)
        guard digits > 0 else { return "\(whole) \(unit)" }
        let rest = String(Int(rounded) - whole * Int(scale))
        return "\(whole).\(String(repeating: "0", count: digits - rest.count))\(rest) \(unit)"
    }
}

extension QueryResult {
    /// How many sources its rows name; `nil` if they name none, or are too many to look at.
    fileprivate var sourceCount: Int? {
        guard rowCount <= Self.mostCounted,
            let index = columns.firstIndex(where: { $0.name.lowercased() == "source" && $0.type == .string })
        else { return nil }
        var names: Set<String> = []
        for batch in batches {
            let column = batch.columns[index]
            for row in 0..<batch.count where column.isValid(row) { names.insert(String(column.bytes(row))) }
        }
        return names.isEmpty ? nil : names.count
    }

    private static let mostCounted = 10_000
}
