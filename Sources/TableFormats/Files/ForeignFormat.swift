// Formats that people have and that are not read: what they are, and what to do.

import QueryEngine
import QueryLanguage

/// A format that is told by a file's first bytes, and that no reader is for.
package struct ForeignFormat: Sendable {
    /// `a workbook`
    private let name: String
    private let advice: String

    /// What a file that begins with `bytes` is; `nil` for what may be text or SQLite's.
    package init?(path: String, beginning bytes: UTF8Bytes) {
        let ending = path.split(separator: ".").last?.lowercased() ?? ""
        func begins(_ signs: String, _ rest: [UInt8] = []) -> Bool { bytes.starts(with: Array(signs.utf8) + rest) }
        let asCSV = "save its sheet as CSV, and read that"
        if begins("PK", [3, 4]) {
            let isWorkbook = ["xlsx", "xlsm", "ods", "numbers"].contains(ending)
            (name, advice) = isWorkbook ? ("a workbook", asCSV) : ("a zip archive", "unpack it first: unzip '\(path)'")
        } else if bytes.starts(with: [0xD0, 0xCF, 0x11, 0xE0]) {
            (name, advice) = ("a workbook or document of old Office", asCSV)
        } else if begins("PAR1") || begins("ARROW1") || begins("ORC") && ending == "orc" {
            let format = begins("PAR1") ? "Parquet" : begins("ORC") ? "ORC" : "Arrow"
            (name, advice) = ("a file of \(format)", "have its program write CSV or NDJSON, and read that")
        } else if begins("BZh") && ending == "bz2" {
            (name, advice) = ("packed by bzip2", "unpack it first: bunzip2 -k '\(path)'")
        } else if bytes.starts(with: [0xFD]) && bytes.dropFirst().starts(with: Array("7zXZ".utf8)) {
            (name, advice) = ("packed by xz", "unpack it first: unxz -k '\(path)'")
        } else if begins("%PDF") {
            (name, advice) = ("a PDF", "its tables must be copied into a CSV file")
        } else {
            return nil
        }
    }

    /// What a file with this name is taken for by other programs: `a workbook`; `nil` for others.
    static func name(ofEnding path: String) -> String? {
        guard path.contains(".") else { return nil }
        return switch path.split(separator: ".").last?.lowercased() {
        case "xlsx", "xlsm", "xls", "ods", "numbers": "a workbook"
        case "parquet", "orc", "arrow", "feather": "a file of columns"
        case "pdf": "a PDF"
        case "zip", "bz2", "xz": "an archive"
        default: nil
        }
    }

    /// The error that the file at `path` is not read.
    package func failure(_ path: String) -> Diagnostic {
        Diagnostic("'\(path)' is \(name), which is not read", hints: [advice])
    }
}
