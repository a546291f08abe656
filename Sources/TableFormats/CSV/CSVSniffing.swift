// What a CSV file does not say: whether it has a header, and the types of its columns.

import QueryEngine
import QueryLanguage

extension CSVReader {
    /// The types of the columns, from at most `limit` records behind `beginning`.
    func types(width: Int, from beginning: CSVScanner, limit: Int) throws(Diagnostic) -> [DataType] {
        var scanner = beginning
        var sniffers = [TypeSniffer](repeating: TypeSniffer(), count: width)
        let cells = UnsafeMutablePointer<CSVCell>.allocate(capacity: Self.blockSize * width)
        defer { cells.deallocate() }
        var seen = 0
        while seen < limit, let block = try nextBlock(&scanner, into: cells, width: width) {
            for record in 0..<block.count {
                for column in 0..<width {
                    let cell = block.cells[record * width + column]
                    sniffers[column].see(cell, block.bytes(cell))
                }
            }
            seen += block.count
        }
        return sniffers.map(\.type)
    }

    /// Whether the record `names` at `beginning` is a header to the records at `body`.
    ///
    /// It is where it does not fit the types of what follows. Where all is text it is if it could be one: names,
    /// all there and all different.
    func isHeader(_ names: [String], from beginning: CSVScanner, body: CSVScanner) throws(Diagnostic) -> Bool {
        let below = try types(width: names.count, from: body, limit: Self.blockSize)
        let all = try types(width: names.count, from: beginning, limit: Self.blockSize)
        if zip(all, below).contains(where: { $0 == .string && $1 != .string }) { return true }
        return all.allSatisfy { $0 == .string } && !names.contains("") && Set(names).count == names.count
    }
}
