// How the text of a cell becomes a value, for each type: as CAST reads it.

import QueryEngine

/// A type of cells with fixed width.
protocol CellKind {
    associatedtype Element: ColumnElement
    static var type: DataType { get }
    /// The value that `text`, which has no spaces around it, spells; `nil` if it spells none.
    static func parse(_ text: UTF8Bytes) -> Element?
    /// The same value where it can be had quickly, and `nil` where that is not known. Eight bytes before the text can be
    /// read.
    static func parseUsual(_ start: UnsafePointer<UInt8>, _ count: Int) -> Element?
}

extension CellKind {
    @inline(__always)
    static func parseUsual(_ start: UnsafePointer<UInt8>, _ count: Int) -> Element? { nil }
}

enum BoolCell: CellKind {
    static let type = DataType.bool
    static func parse(_ text: UTF8Bytes) -> Bool? { BoolText.parse(text) }
}

enum Int64Cell: CellKind {
    static let type = DataType.int64
    static func parse(_ text: UTF8Bytes) -> Int64? { IntText.parse(text) }
    @inline(__always)
    static func parseUsual(_ start: UnsafePointer<UInt8>, _ count: Int) -> Int64? { UsualNumber.int64(start, count) }
}

enum Float64Cell: CellKind {
    static let type = DataType.float64
    static func parse(_ text: UTF8Bytes) -> Double? { FloatText.parse(text) }
    @inline(__always)
    static func parseUsual(_ start: UnsafePointer<UInt8>, _ count: Int) -> Double? { UsualNumber.double(start, count) }
}

enum DateCell: CellKind {
    static let type = DataType.date
    static func parse(_ text: UTF8Bytes) -> Int32? { DateText.parse(text) }
}

enum TimestampCell: CellKind {
    static let type = DataType.timestamp
    static func parse(_ text: UTF8Bytes) -> Int64? { TimestampText.parse(text) }
}

enum IntervalCell: CellKind {
    static let type = DataType.interval
    static func parse(_ text: UTF8Bytes) -> Interval? { IntervalText.parse(text) }
}

extension UnsafeBufferPointer<UInt8> {
    /// The text without the spaces and tabs around it.
    @inline(__always)
    var trimmed: UTF8Bytes {
        let blanks = blanksAround
        return UTF8Bytes(rebasing: self[blanks.before..<count - blanks.behind])
    }

    /// How many spaces and tabs stand before the text, and how many behind it.
    @inline(__always)
    var blanksAround: (before: Int, behind: Int) {
        var (lower, upper) = (0, count)
        while lower < upper && Self.isBlank(self[lower]) { lower += 1 }
        while lower < upper && Self.isBlank(self[upper - 1]) { upper -= 1 }
        return (lower, count - upper)
    }

    @inline(__always)
    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}

extension IntervalCell {
    /// Whether it is an interval with all of its parts, as ours are written: `12:30:00` is rather a time of the day.
    static func isWrittenOut(_ text: UTF8Bytes) -> Bool {
        guard let interval = parse(text) else { return false }
        var out: [UInt8] = []
        IntervalText.append(interval, to: &out)
        return text.elementsEqual(out)
    }
}
