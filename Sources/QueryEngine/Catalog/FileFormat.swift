// The formats of files, and the endings of names that tell them.

/// The formats that files of data may have, under the names that EXPORT DATA has for them.
package enum FileFormat: String, Hashable, Sendable, CaseIterable {
    case csv = "CSV"
    case tsv = "TSV"
    case json = "JSON"
    /// An object a line.
    case ndjson = "NDJSON"
    /// Which is written only.
    case markdown = "MARKDOWN"
    case sqlite = "SQLITE"

    /// The endings of files' names.
    package var endings: [String] {
        switch self {
        case .csv: ["csv"]
        case .tsv: ["tsv"]
        case .json: ["json"]
        case .ndjson: ["ndjson", "jsonl"]
        case .sqlite: ["db", "sqlite", "sqlite3"]
        case .markdown: ["md", "markdown"]
        }
    }

    /// The format that a file's name asks for by its ending, one of compression behind it left aside: CSV for
    /// `deals.csv.gz`; `nil` if none.
    package init?(path: String) {
        var parts = (path.split(separator: "/").last ?? "").split(separator: ".", omittingEmptySubsequences: false)
        if let last = parts.last, ["gz", "zst"].contains(last.lowercased()) { parts.removeLast() }
        guard parts.count > 1, let ending = parts.last?.lowercased(),
            let format = Self.allCases.first(where: { $0.endings.contains(ending) })
        else { return nil }
        self = format
    }
}
