// Goes on in a CSV file without reading its cells.

import QueryEngine
import QueryLanguage

extension CSVCursor {
    /// Goes to the first record at `bound` or behind it; where that is, or the end if there is none.
    func skip(to bound: Int) throws(Diagnostic) -> CSVPlace {
        let text = if let text { text } else { try begin() }
        while true {
            try statement.cancellation.check()
            if text.place.offset + scanner.position >= bound { return place(text) }
            if scanner.isAtEnd {
                if text.isLast { return place(text) }
                try readOn(text, from: min(scanner.position, text.bytes.count))
            } else if let next = endOfPlainRecords(text, bound) {
                scanner.move(to: next)
            } else if file.columns.count == 1 || !scanner.skipBlankLine() {
                _ = try record(text, into: nil, mayReadOn: true)
            }
        }
    }

    /// Where the next record begins.
    func place(_ text: CSVText) -> CSVPlace { text.place(at: min(scanner.position, text.bytes.count)) }

    /// Behind some of the next records that hold no quotes, but not further than the first at the bound; `nil` if there
    /// are none.
    private func endOfPlainRecords(_ text: CSVText, _ bound: Int) -> Int? {
        let bytes = text.bytes[scanner.position...]
        let plain = bytes[..<(bytes.offset(of: file.dialect.quote ?? CSVScanner.noByte) ?? bytes.endIndex)]
        let lastByte = bound - text.place.offset - 1
        if lastByte < plain.endIndex,
            let end = plain[max(lastByte, plain.startIndex)...].offset(of: file.dialect.recordEnd)
        {
            return end + 1
        }
        return plain.lastIndex(of: file.dialect.recordEnd).map { $0 + 1 }
    }

    /// Counts the rows of the parts before by reading on from the file's beginning.
    var rowsBefore: @Sendable () -> Int? {
        { [file, start] in
            let cursor = CSVCursor(file, columns: [], for: FileRequest(), limit: start.offset)
            var count = 0
            do {
                while let batch = try cursor.next() { count += batch.rowCount }
            } catch {
                return nil
            }
            return count
        }
    }
}
