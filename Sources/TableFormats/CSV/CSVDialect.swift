// How a CSV file separates its cells.

import QueryEngine

/// The variant of CSV that a file is written in; quotes are always `"`.
package struct CSVDialect: Hashable, Sendable {
    package var delimiter: UInt8

    package static let comma = CSVDialect(delimiter: UInt8(ascii: ","))
    package static let tab = CSVDialect(delimiter: UInt8(ascii: "\t"))

    package init(delimiter: UInt8) {
        self.delimiter = delimiter
    }

    /// How many records are looked at to guess.
    private static let sampleSize = 100

    /// The dialect that `bytes` look like: of comma, semicolon, tab and bar the one that cuts the first records
    /// into the same number of cells, and into most of them; comma if none does.
    package init(sniffing bytes: UTF8Bytes) {
        var best = (dialect: Self.comma, cells: 1)
        for delimiter in [",", ";", "\t", "|"] as [Unicode.Scalar] {
            let dialect = CSVDialect(delimiter: UInt8(ascii: delimiter))
            if let cells = dialect.steadyWidth(bytes), cells > best.cells { best = (dialect, cells) }
        }
        self = best.dialect
    }

    /// The number of cells in each of the first records; `nil` where they differ or are malformed.
    private func steadyWidth(_ bytes: UTF8Bytes) -> Int? {
        var scanner = CSVScanner(bytes, self)
        var width: Int?
        for _ in 0..<Self.sampleSize where !scanner.isAtEnd {
            if scanner.skipBlankLine() { continue }
            var cells = 0
            var cell: CSVCell
            repeat {
                guard let next = try? scanner.next() else { return nil }
                cell = next
                cells += 1
            } while !cell.endsRecord
            if let width, width != cells { return nil }
            width = cells
        }
        return width
    }
}
