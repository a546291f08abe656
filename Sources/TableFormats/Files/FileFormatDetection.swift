// Which format a file is of: by its first bytes, and its name.

import QueryEngine
import QueryLanguage

extension FileFormat {
    /// The format of the file at `path` if it is one of data, told by its name or by SQLite's first bytes; `nil` for
    /// others, such as scripts.
    ///
    /// - Throws: a diagnostic that says why it cannot be read.
    package init?(file path: String) throws(Diagnostic) {
        let beginning = try SQLiteHeader.beginning(of: path)
        if SQLiteHeader.isMagic(beginning) {
            self = .sqlite
        } else if let named = FileFormat(path: path), named != .markdown {
            self = named
        } else {
            return nil
        }
    }

    /// The format of a file of data: by its first bytes where they leave no doubt, then by its name. CSV is what neither
    /// tells otherwise.
    init(path: String, beginning: UTF8Bytes) {
        if SQLiteHeader.isMagic(beginning) {
            self = .sqlite
        } else if let named = FileFormat(path: path) {
            self = named
        } else {
            self = Self.looksLikeJSON(beginning) ? .json : .csv
        }
    }

    /// Whether a text begins with an object, or an array of them.
    private static func looksLikeJSON(_ bytes: UTF8Bytes) -> Bool {
        var signs = bytes.lazy.filter { $0 > 0x20 }.makeIterator()
        switch (signs.next(), signs.next()) {
        case (UInt8(ascii: "{"), UInt8(ascii: "\"")), (UInt8(ascii: "["), UInt8(ascii: "{")): return true
        default: return false
        }
    }

    /// Whether one reader is for both.
    func isReadTogether(with other: FileFormat) -> Bool {
        switch (self, other) {
        case (.csv, .tsv), (.tsv, .csv), (.json, .ndjson), (.ndjson, .json): true
        default: self == other
        }
    }

    /// How results are written in it; `nil` where they are no text.
    package var outputFormat: OutputFormat? {
        switch self {
        case .csv: .csv
        case .tsv: .tsv
        case .json: .json
        case .ndjson: .ndjson
        case .sqlite: nil
        case .markdown: .markdown
        }
    }
}
