// How a CSV file separates its cells and records.

import QueryEngine

/// The variant of CSV that a file is written in.
package struct CSVDialect: Hashable, Sendable {
    package var delimiter: UInt8
    /// What stands around cells that hold a delimiter or a line end; `nil` for nothing.
    package var quote: UInt8? = UInt8(ascii: "\"")
    /// What stands before a quote inside quotes; `nil` where it is the quote itself.
    package var escape: UInt8?
    /// What ends a record: a line feed, perhaps behind a carriage return; or, in old files, that alone.
    package var recordEnd: UInt8

    package static let comma = CSVDialect(delimiter: UInt8(ascii: ","))
    package static let tab = CSVDialect(delimiter: UInt8(ascii: "\t"))

    package init(delimiter: UInt8, recordEnd: UInt8 = 0x0A) {
        self.delimiter = delimiter
        self.recordEnd = recordEnd
    }
}
