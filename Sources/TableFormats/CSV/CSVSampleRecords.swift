// Goes through the records of a sample, those without quotes many at a time.

import CByteScan
import QueryEngine

/// The cells of a record, to be looked at within the call that it is given to.
struct CSVRecord: RandomAccessCollection {
    private enum Cells {
        /// Of a record without quotes: the offset of the byte before its first cell, then of those behind each.
        case plain(UnsafePointer<UInt32>, text: UnsafePointer<UInt8>)
        case scanned(UnsafePointer<CSVCell>)
    }

    private let cells: Cells
    /// Where it begins in the text.
    let start: Int
    let count: Int

    fileprivate init(_ ends: UnsafePointer<UInt32>, count: Int, in text: UnsafePointer<UInt8>) {
        cells = .plain(ends, text: text)
        start = Int(ends[0] &+ 1)
        self.count = count
    }

    fileprivate init(_ cells: UnsafePointer<CSVCell>, count: Int, start: Int) {
        self.cells = .scanned(cells)
        self.start = start
        self.count = count
    }

    var startIndex: Int { 0 }
    var endIndex: Int { count }

    @inline(__always)
    subscript(index: Int) -> CSVCell {
        switch cells {
        case .plain(let ends, let text): CSVCell(plain: ends + index, in: text, endsRecord: index == count &- 1)
        case .scanned(let cells): cells[index]
        }
    }
}

extension CSVSample {
    /// Records that are cut at a time, and how many cells they may have.
    private static let plainRecords = 256
    private static let plainCells = 1 << 13
    /// So many records at most are cut one by one before others are looked at all together.
    private static let longestDetour = 64

    /// The records from a byte on, until `body` returns false or the sample ends.
    ///
    /// - Returns: the fault that ended it, if one did.
    func eachRecord(
        _ dialect: CSVDialect, from start: Int, skippingBlankLines: Bool = true, _ body: (CSVRecord) -> Bool
    ) -> CSVFault? {
        guard let base = text.baseAddress else { return nil }
        let ends = UnsafeMutablePointer<UInt32>.allocate(capacity: 1 + Self.plainCells + Int(BYTE_SCAN_SLACK))
        let recordEnds = UnsafeMutablePointer<UInt32>.allocate(capacity: Self.plainRecords)
        defer {
            ends.deallocate()
            recordEnds.deallocate()
        }
        var scanner = CSVScanner(text, dialect, at: start)
        var cells: [CSVCell] = []
        // How many records are cut one by one before plain ones are looked for.
        var (detourLeft, detour) = (0, 1)
        while !scanner.isAtEnd {
            if detourLeft == 0 {
                ends[0] = UInt32(truncatingIfNeeded: scanner.position &- 1)
                let cut = byte_scan_cut(
                    base, scanner.position, text.count, dialect.delimiter, dialect.recordEnd,
                    dialect.quote ?? CSVScanner.noByte, ends + 1, Self.plainCells, recordEnds, Self.plainRecords)
                var first = 0
                for record in 0..<cut.records {
                    let cells = CSVRecord(ends + first, count: Int(recordEnds[record]) - first, in: base)
                    first += cells.count
                    if skippingBlankLines && isBlank(cells) { continue }
                    if !body(cells) { return nil }
                }
                scanner.move(to: cut.position)
                detour = cut.records > detour ? 1 : min(2 * detour, Self.longestDetour)
                detourLeft = cut.records == Self.plainRecords ? 0 : detour
                continue
            }
            if skippingBlankLines && scanner.skipBlankLine() { continue }
            detourLeft -= 1
            cells.removeAll(keepingCapacity: true)
            let beginning = scanner.position
            do throws(CSVFault) {
                repeat { cells.append(try scanner.next()) } while !cells[cells.count - 1].endsRecord
            } catch {
                return isCut && scanner.sawEnd ? nil : error
            }
            // It may go on behind the sample.
            if isCut && scanner.sawEnd { return nil }
            let goesOn = cells.withUnsafeBufferPointer { cells in
                cells.baseAddress.map { body(CSVRecord($0, count: cells.count, start: beginning)) } ?? true
            }
            if !goesOn { return nil }
        }
        return nil
    }

    /// Whether a plain record is a line of nothing but blanks.
    @inline(__always)
    private func isBlank(_ cells: CSVRecord) -> Bool {
        cells.count == 1 && bytes(cells[0]).allSatisfy { $0 == 0x20 }
    }
}
