// Dates and times as ISO 8601 writes them.

import QueryEngine

enum DateCell: CellKind {
    static let type = DataType.date

    /// `2024-11-05`, as days since 1970-01-01.
    static func parse(_ text: UTF8Bytes) -> Int32? {
        var scanner = DateScanner(text)
        guard let days = scanner.date(), scanner.isAtEnd else { return nil }
        return days
    }
}

enum TimestampCell: CellKind {
    static let type = DataType.timestamp

    /// `2024-11-05 09:30:00.5+08:00`, of which all behind the date may be left out; UTC without an offset.
    /// Microseconds since 1970-01-01 00:00 UTC.
    static func parse(_ text: UTF8Bytes) -> Int64? {
        var scanner = DateScanner(text)
        guard let days = scanner.date() else { return nil }
        if scanner.isAtEnd { return Int64(days) * microsecondsPerDay }
        guard scanner.take(" ") || scanner.take("T") || scanner.take("t") else { return nil }
        guard let time = scanner.time(), let offset = scanner.offset(), scanner.isAtEnd else { return nil }
        return Int64(days) * microsecondsPerDay + time - offset
    }

    private static let microsecondsPerDay: Int64 = 86_400_000_000
}

/// Reads the parts of a date from the front of a text.
private struct DateScanner {
    private let text: UTF8Bytes
    private var position = 0

    init(_ text: UTF8Bytes) {
        self.text = text
    }

    var isAtEnd: Bool { position == text.count }

    mutating func take(_ character: Unicode.Scalar) -> Bool {
        guard position < text.count, UInt32(text[position]) == character.value else { return false }
        position += 1
        return true
    }

    /// A number of `count` digits.
    private mutating func number(_ count: ClosedRange<Int>) -> Int? {
        var value = 0
        var taken = 0
        while taken < count.upperBound, position < text.count, text[position] &- 0x30 <= 9 {
            value = value * 10 + Int(text[position] &- 0x30)
            position += 1
            taken += 1
        }
        return taken >= count.lowerBound ? value : nil
    }

    mutating func date() -> Int32? {
        guard let year = number(4...4), year > 0, take("-"), let month = number(1...2), take("-"),
            let day = number(1...2), (1...12).contains(month), day >= 1, day <= Self.length(month, year)
        else { return nil }
        return Self.days(year, month, day)
    }

    /// The time of day in microseconds.
    mutating func time() -> Int64? {
        guard let hour = number(1...2), hour < 24, take(":"), let minute = number(2...2), minute < 60 else {
            return nil
        }
        var result = Int64(hour * 3600 + minute * 60) * 1_000_000
        guard take(":") else { return result }
        guard let second = number(2...2), second < 60 else { return nil }
        result += Int64(second) * 1_000_000
        guard take(".") else { return result }
        let start = position
        guard var fraction = number(1...6) else { return nil }
        for _ in (position - start)..<6 { fraction *= 10 }
        return result + Int64(fraction)
    }

    /// The offset from UTC in microseconds; 0 if there is none.
    mutating func offset() -> Int64? {
        if isAtEnd || take("Z") || take("z") { return 0 }
        // BigQuery's and PostgreSQL's exports.
        if position + 4 == text.count, CellText.matches(UTF8Bytes(rebasing: text[(position + 1)...]), "utc") {
            position = text.count
            return 0
        }
        let isNegative = take("-")
        guard isNegative || take("+"), let hour = number(1...2), hour <= 14 else { return nil }
        var minute = 0
        if take(":") || !isAtEnd {
            guard let value = number(2...2), value < 60 else { return nil }
            minute = value
        }
        let size = Int64(hour * 60 + minute) * 60_000_000
        return isNegative ? -size : size
    }

    private static func length(_ month: Int, _ year: Int) -> Int {
        switch month {
        case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
        case 4, 6, 9, 11: 30
        default: 31
        }
    }

    /// Days since 1970-01-01 in the proleptic Gregorian calendar. Years begin in March, so that the leap day is the
    /// last of its year; 400 years have 146,097 days.
    private static func days(_ year: Int, _ month: Int, _ day: Int) -> Int32 {
        let year = month <= 2 ? year - 1 : year
        let sinceMarch = (month + 9) % 12
        let dayOfYear = (153 * sinceMarch + 2) / 5 + day - 1
        let ofEra = year % 400
        let dayOfEra = ofEra * 365 + ofEra / 4 - ofEra / 100 + dayOfYear
        return Int32(year / 400 * 146_097 + dayOfEra - 719_468)
    }
}
