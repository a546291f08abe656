// Lines above a file's header that are no records: a title, a date, a remark.

import QueryEngine
import QueryLanguage

/// Titles, and the header that was found below them.
struct CSVTitles {
    /// The number of the header's line in the file.
    let headerLine: Int
    let headerWidth: Int
    /// How many cells the lines above have.
    let widthsAbove: ClosedRange<Int>

    /// `line 3 has 5 cells, the lines above have 1`
    var text: String {
        let (least, most) = (widthsAbove.lowerBound, widthsAbove.upperBound)
        let above = least == most ? "\(most)" : "\(least) to \(most)"
        return "line \(headerLine) has \(headerWidth) cells, the lines above have \(above)"
    }
}

extension CSVSample {
    /// A record as it counts here.
    private struct Outline {
        let cells: [CSVCell]
        let start: Int
        /// The cells without the empty ones at the end.
        var width: Int { (cells.lastIndex { !$0.isEmpty } ?? 0) + 1 }
    }

    /// As many records are looked at, the titles among them.
    private static let outlined = 100

    /// The titles above the header of `file`; `nil` where its first record may be the header, or none below is one for
    /// certain.
    ///
    /// A header is the first record that is as wide as most are: names, all there and all different, while the records
    /// above are narrower. Where those were filled up with empty cells, as spreadsheets do, there must be columns below
    /// of which only the name is a text.
    func titles(_ file: CSVFile, from start: Int) -> CSVTitles? {
        var records: [Outline] = []
        _ = eachRecord(file.dialect, from: start) { cells in
            records.append(Outline(cells: Array(cells), start: cells.start))
            return records.count < Self.outlined
        }
        let widths = Dictionary(grouping: records, by: \.width).mapValues(\.count)
        guard let usual = widths.max(by: { ($0.value, $0.key) < ($1.value, $1.key) })?.key, usual > 1,
            let place = records.firstIndex(where: { $0.width >= usual }), place > 0, place < records.count - 1
        else { return nil }
        let header = records[place]
        let above = records[..<place].map(\.width)
        guard let least = above.min(), let most = above.max(), header.width == usual, isHeader(header) else {
            return nil
        }
        if records[0].cells.count >= usual {
            func types(skipping count: Int) -> [DataType] {
                self.types(file, width: usual, from: header.start, skipping: count, limit: Self.headedRecords)
            }
            guard most * 2 <= usual, zip(types(skipping: 0), types(skipping: 1)).contains(where: { $0 != $1 }) else {
                return nil
            }
        }
        return CSVTitles(headerLine: line(header.start, file.dialect), headerWidth: usual, widthsAbove: least...most)
    }

    /// Whether the cells are names: none is empty, a number or a date, and all differ.
    private func isHeader(_ record: Outline) -> Bool {
        let cells = record.cells.prefix(record.width)
        guard Set(cells.map { $0.name(in: text) }).count == cells.count else { return false }
        return cells.allSatisfy { cell in
            !cell.isEmpty && TypeSniffer.type(of: CollectionOfOne(bytes(cell).trimmed)) == .string
        }
    }
}
