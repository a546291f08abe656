// How values of SQLite become values of each type.

import QueryEngine

/// A type of values with fixed width.
protocol SQLiteKind {
    associatedtype Element: ColumnElement
    static var type: DataType { get }
    /// The value of the type that `value`, which is not NULL, stands for; `nil` if it is none.
    static func read(_ value: SQLiteValue) -> Element?
}

enum SQLiteBool: SQLiteKind {
    static let type = DataType.bool
    static func read(_ value: SQLiteValue) -> Bool? {
        switch value.storage {
        case .integer: value.integer == 0 ? false : value.integer == 1 ? true : nil
        case .text: BoolText.parse(value.bytes)
        default: nil
        }
    }
}

enum SQLiteInt64: SQLiteKind {
    static let type = DataType.int64
    @inline(__always)
    static func read(_ value: SQLiteValue) -> Int64? {
        switch value.storage {
        case .integer: value.integer
        case .real: Int64(exactly: value.real)
        case .text: IntText.parse(value.bytes)
        default: nil
        }
    }
}

enum SQLiteFloat64: SQLiteKind {
    static let type = DataType.float64
    @inline(__always)
    static func read(_ value: SQLiteValue) -> Double? {
        switch value.storage {
        case .integer: Double(exactly: value.integer)
        case .real: value.real
        // SQLite has no NaN, so that the writer writes the word.
        case .text: FloatText.parse(value.bytes)
        default: nil
        }
    }
}

/// A day as the date functions of SQLite take it: ISO 8601, seconds since 1970, or a Julian day number.
enum SQLiteDate: SQLiteKind {
    static let type = DataType.date
    static func read(_ value: SQLiteValue) -> Int32? {
        if value.storage == .text { return DateText.parse(value.bytes) }
        guard let microseconds = SQLiteTimestamp.read(value) else { return nil }
        let (days, rest) = microseconds.quotientAndRemainder(dividingBy: 86_400_000_000)
        return rest == 0 ? Int32(exactly: days) : nil
    }
}

/// A time as the date functions of SQLite take it.
enum SQLiteTimestamp: SQLiteKind {
    static let type = DataType.timestamp
    static func read(_ value: SQLiteValue) -> Int64? {
        switch value.storage {
        case .text: text(value.bytes)
        case .integer: valid(seconds: Double(value.integer)).map { _ in value.integer * 1_000_000 }
        // Julian days begin at noon; SQLite rounds them to milliseconds.
        case .real: valid(seconds: (value.real - 2_440_587.5) * 86_400).map { Int64(($0 * 1000).rounded()) * 1000 }
        default: nil
        }
    }

    private static func text(_ bytes: UTF8Bytes) -> Int64? {
        if let timestamp = TimestampText.parse(bytes) { return timestamp }
        // 2024-11-05 08:00, which SQLite has without seconds too.
        guard bytes.count == 16 else { return nil }
        return (Array(bytes) + Array(":00".utf8)).withUnsafeBufferPointer { TimestampText.parse($0) }
    }

    /// The seconds if they are in the years from 1 to 9999.
    private static func valid(seconds: Double) -> Double? {
        -62_135_596_800..<253_402_300_800 ~= seconds ? seconds : nil
    }
}

enum SQLiteInterval: SQLiteKind {
    static let type = DataType.interval
    static func read(_ value: SQLiteValue) -> Interval? {
        value.storage == .text ? IntervalText.parse(value.bytes) : nil
    }
}

extension Quantity {
    /// The quantity that `value` stands for: a text with its unit and hedge, or a plain number.
    init?(_ value: SQLiteValue) {
        switch value.storage {
        case .integer:
            guard let number = Double(exactly: value.integer) else { return nil }
            self.init(number)
        case .real:
            guard value.real.isFinite else { return nil }
            self.init(value.real)
        case .text:
            guard let quantity = QuantityText.parse(value.bytes) else { return nil }
            self = quantity
        default: return nil
        }
    }
}

extension SQLiteValue {
    /// Calls `body` with the value as text, numbers written out; `false`, without calling it, for what is none. A blob
    /// is text if it is UTF-8.
    func withText(_ body: (UTF8Bytes) -> Void) -> Bool {
        switch storage {
        case .null: return false
        case .integer, .real:
            var out: [UInt8] = []
            if storage == .integer { IntText.append(integer, to: &out) } else { FloatText.append(real, to: &out) }
            out.withUnsafeBufferPointer(body)
        case .text, .blob:
            // SQLite keeps what it is given, UTF-8 or not.
            let bytes = bytes
            if bytes.contains(where: { $0 >= 0x80 }) {
                do { _ = try UTF8Span(validating: bytes.span) } catch { return false }
            }
            body(bytes)
        }
        return true
    }

    /// Whether the value, which is not NULL, can be read as `type`.
    func fits(_ type: DataType) -> Bool {
        switch type {
        case .bool: SQLiteBool.read(self) != nil
        case .int64: SQLiteInt64.read(self) != nil
        case .float64: SQLiteFloat64.read(self) != nil
        case .date: SQLiteDate.read(self) != nil
        case .timestamp: SQLiteTimestamp.read(self) != nil
        case .interval: SQLiteInterval.read(self) != nil
        case .quantity: Quantity(self) != nil
        case .string: withText { _ in }
        }
    }
}
