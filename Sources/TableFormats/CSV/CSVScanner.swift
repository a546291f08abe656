// Cuts CSV text into cells.

import QueryEngine

/// Where a cell stands in the text.
struct CSVCell {
    /// The offset of its first byte, behind the opening quote if there is one.
    var start: Int
    /// Its length in bytes, without the quotes.
    var length: Int
    var isQuoted: Bool
    /// Whether it holds quotes that are written in two bytes.
    var hasEscapes: Bool
    /// Whether the record ends behind it.
    var endsRecord: Bool

    /// What stands for a cell that a short record lacks.
    static let missing = CSVCell(start: 0, length: 0, isQuoted: false, hasEscapes: false, endsRecord: true)

    /// The cell between the offsets of what ends the one before it and what ends it, in a record without quotes.
    @inline(__always)
    init(plain ends: UnsafePointer<UInt32>, in text: UnsafePointer<UInt8>, endsRecord: Bool) {
        // The offset before the first byte of a text is that of -1, and wraps around.
        start = Int(ends[0] &+ 1)
        length = Int(ends[1]) &- start
        if endsRecord && length > 0 && text[start &+ length &- 1] == CSVScanner.carriageReturn { length &-= 1 }
        isQuoted = false
        hasEscapes = false
        self.endsRecord = endsRecord
    }

    init(start: Int, length: Int, isQuoted: Bool, hasEscapes: Bool, endsRecord: Bool) {
        self.start = start
        self.length = length
        self.isQuoted = isQuoted
        self.hasEscapes = hasEscapes
        self.endsRecord = endsRecord
    }

    /// Whether there is nothing, not even quotes.
    @inline(__always)
    var isEmpty: Bool { length == 0 && !isQuoted }
}

/// What is wrong with CSV text, and at which byte.
enum CSVFault: Error {
    case unterminatedQuote(at: Int)
    case textBehindQuote(at: Int)

    var offset: Int {
        switch self {
        case .unterminatedQuote(let offset), .textBehindQuote(let offset): offset
        }
    }

    var message: String {
        switch self {
        case .unterminatedQuote: "the quote that opens here is not closed"
        case .textBehindQuote: "text behind the quote that closes a cell; inside a cell a quote is written twice"
        }
    }
}

/// Reads the cells of RFC 4180 one after another.
///
/// Beyond the RFC: records may end with a line feed alone, a quote inside an unquoted cell stands for itself, and blanks
/// may stand around quotes.
struct CSVScanner {
    private let bytes: UTF8Bytes
    private let delimiter: UInt8
    /// No byte of UTF-8 where there is none, as with `escape`.
    private let quote: UInt8
    private let escape: UInt8
    private let recordEnd: UInt8
    private(set) var position = 0

    static let carriageReturn: UInt8 = 0x0D
    static let noByte: UInt8 = 0xFF

    init(_ bytes: UTF8Bytes, _ dialect: CSVDialect, at position: Int = 0) {
        self.bytes = bytes
        self.position = position
        delimiter = dialect.delimiter
        quote = dialect.quote ?? Self.noByte
        escape = dialect.escape ?? Self.noByte
        recordEnd = dialect.recordEnd
    }

    /// Whether no further record begins here. Asked between records only.
    @inline(__always)
    var isAtEnd: Bool { position >= bytes.count }

    /// Whether what was read last ends because the bytes do, so that more of them could change it.
    @inline(__always)
    var sawEnd: Bool { position > bytes.count || (position == bytes.count && bytes.last != recordEnd) }

    /// Goes to the beginning of a record.
    mutating func move(to position: Int) { self.position = position }

    /// Steps over a line of nothing but blanks, if there is one here.
    mutating func skipBlankLine() -> Bool {
        var next = position
        while next < bytes.count && bytes[next] == 0x20 && delimiter != 0x20 { next += 1 }
        guard next < bytes.count else { return false }
        if bytes[next] == Self.carriageReturn && recordEnd != Self.carriageReturn { next += 1 }
        guard next < bytes.count, bytes[next] == recordEnd else { return false }
        position = next + 1
        return true
    }

    /// Steps over the rest of the line.
    mutating func skipLine() {
        position = (bytes[min(position, bytes.count)...].firstIndex(of: recordEnd) ?? bytes.count) + 1
    }

    /// The next cell; at a record's beginning, its first.
    @inline(__always)
    mutating func next() throws(CSVFault) -> CSVCell {
        let start = position
        if start < bytes.count {
            let first = bytes[start]
            if first == quote { return try quoted(openedAt: start) }
            if first == 0x20, let cell = quotedBehindBlanks() { return cell }
        }
        var end = start
        while end < bytes.count {
            let byte = bytes[end]
            if byte == delimiter {
                position = end + 1
                return cell(start, end, endsRecord: false)
            }
            if byte == recordEnd { break }
            end += 1
        }
        position = end + 1
        if end > start && bytes[end - 1] == Self.carriageReturn { end -= 1 }
        return cell(start, end, endsRecord: true)
    }

    private func cell(_ start: Int, _ end: Int, endsRecord: Bool) -> CSVCell {
        CSVCell(start: start, length: end - start, isQuoted: false, hasEscapes: false, endsRecord: endsRecord)
    }

    private mutating func quoted(openedAt opening: Int) throws(CSVFault) -> CSVCell {
        let start = opening + 1
        var end = start
        var hasEscapes = false
        while true {
            guard end < bytes.count else {
                position = end + 1
                throw .unterminatedQuote(at: opening)
            }
            let byte = bytes[end]
            if byte == escape && end + 1 < bytes.count {
                hasEscapes = true
                end += 1
            } else if byte == quote {
                guard escape == Self.noByte, end + 1 < bytes.count && bytes[end + 1] == quote else { break }
                hasEscapes = true
                end += 1
            }
            end += 1
        }
        var next = end + 1
        while next < bytes.count && bytes[next] == 0x20 && delimiter != 0x20 { next += 1 }
        if next < bytes.count && bytes[next] == Self.carriageReturn && recordEnd != Self.carriageReturn {
            if next + 1 == bytes.count || bytes[next + 1] == recordEnd { next += 1 }
        }
        let endsRecord = next >= bytes.count || bytes[next] == recordEnd
        position = next + 1
        guard endsRecord || bytes[next] == delimiter else { throw .textBehindQuote(at: next) }
        return CSVCell(
            start: start, length: end - start, isQuoted: true, hasEscapes: hasEscapes, endsRecord: endsRecord)
    }

    /// The cell in quotes that begins behind blanks; `nil` if none does, or if its quotes are part of a text.
    private mutating func quotedBehindBlanks() -> CSVCell? {
        let start = position
        var opening = start
        while opening < bytes.count && bytes[opening] == 0x20 && delimiter != 0x20 { opening += 1 }
        guard opening < bytes.count, bytes[opening] == quote, let cell = try? quoted(openedAt: opening) else {
            position = start
            return nil
        }
        return cell
    }
}
