// Cuts CSV text into cells.

import QueryEngine

/// Where a cell stands in the text.
struct CSVCell {
    /// The offset of its first byte, behind the opening quote if there is one.
    var start: Int
    /// Its length in bytes, without the quotes.
    var length: Int
    var isQuoted: Bool
    /// Whether it holds doubled quotes that stand for one.
    var hasDoubledQuotes: Bool
    /// Whether the record ends behind it.
    var endsRecord: Bool

    /// Whether it is NULL: nothing, not even quotes.
    @inline(__always)
    var isEmpty: Bool { length == 0 && !isQuoted }
}

/// What is wrong with CSV text, and at which byte.
enum CSVFault: Error {
    case unterminatedQuote(at: Int)
    case textBehindQuote(at: Int)
    /// The record at this byte has another number of cells than there are columns.
    case ragged(at: Int, cells: Int, width: Int)

    var offset: Int {
        switch self {
        case .unterminatedQuote(let offset), .textBehindQuote(let offset), .ragged(let offset, _, _): offset
        }
    }

    var message: String {
        switch self {
        case .unterminatedQuote: "the quote that opens here is not closed"
        case .textBehindQuote: "text behind the quote that closes a cell; inside a cell a quote is written twice"
        case .ragged(_, let cells, let width):
            "\(cells) \(cells == 1 ? "cell" : "cells") where there are \(width) columns"
        }
    }
}

/// Reads the cells of RFC 4180 one after another.
///
/// Beyond the RFC: records may end with a line feed alone, and a quote inside an unquoted cell stands for itself.
struct CSVScanner {
    private let bytes: UTF8Bytes
    private let delimiter: UInt8
    private(set) var position = 0

    private static let quote = UInt8(ascii: "\"")
    private static let lineFeed: UInt8 = 0x0A
    private static let carriageReturn: UInt8 = 0x0D

    init(_ bytes: UTF8Bytes, _ dialect: CSVDialect) {
        self.bytes = bytes
        delimiter = dialect.delimiter
    }

    /// Whether no further record begins here. Asked between records only.
    @inline(__always)
    var isAtEnd: Bool { position >= bytes.count }

    /// Steps over an empty line, if there is one here.
    mutating func skipBlankLine() -> Bool {
        guard position < bytes.count else { return false }
        var next = position
        if bytes[next] == Self.carriageReturn { next += 1 }
        guard next < bytes.count, bytes[next] == Self.lineFeed else { return false }
        position = next + 1
        return true
    }

    /// The next cell; at a record's beginning, its first.
    @inline(__always)
    mutating func next() throws(CSVFault) -> CSVCell {
        if position < bytes.count && bytes[position] == Self.quote { return try quoted() }
        let start = position
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == delimiter {
                position = end + 1
                return cell(start, end, endsRecord: false)
            }
            if byte == Self.lineFeed { break }
            end += 1
        }
        position = end + 1
        if end > start && bytes[end - 1] == Self.carriageReturn { end -= 1 }
        return cell(start, end, endsRecord: true)
    }

    private func cell(_ start: Int, _ end: Int, endsRecord: Bool) -> CSVCell {
        CSVCell(
            start: start, length: end - start, isQuoted: false, hasDoubledQuotes: false, endsRecord: endsRecord)
    }

    private mutating func quoted() throws(CSVFault) -> CSVCell {
        let start = position + 1
        var end = start
        var hasDoubledQuotes = false
        while true {
            guard end < bytes.count else { throw .unterminatedQuote(at: start - 1) }
            if bytes[end] == Self.quote {
                guard end + 1 < bytes.count && bytes[end + 1] == Self.quote else { break }
                hasDoubledQuotes = true
                end += 1
            }
            end += 1
        }
        var next = end + 1
        if next < bytes.count && bytes[next] == Self.carriageReturn {
            if next + 1 == bytes.count || bytes[next + 1] == Self.lineFeed { next += 1 }
        }
        let endsRecord = next >= bytes.count || bytes[next] == Self.lineFeed
        guard endsRecord || bytes[next] == delimiter else { throw .textBehindQuote(at: next) }
        position = next + 1
        return CSVCell(
            start: start, length: end - start, isQuoted: true, hasDoubledQuotes: hasDoubledQuotes,
            endsRecord: endsRecord)
    }
}
