// INTERVAL as text, both ways.

import QueryLanguage

/// `1-2 3 4:5:6.5`: years and months, days, hours, minutes and seconds.
package enum IntervalText {
    /// What a text gives the numbers of, from the largest part to the smallest.
    private enum Field: Int, CaseIterable {
        case year, month, day, hour, minute, second

        init?(_ part: CalendarPart) {
            switch part {
            case .year: self = .year
            case .month: self = .month
            case .day: self = .day
            case .hour: self = .hour
            case .minute: self = .minute
            case .second: self = .second
            default: return nil
            }
        }
    }

    /// The interval of a text that CAST takes: `1-2 3 4:5:6`, a part of that which is not ambiguous, or an
    /// ISO 8601 duration (`P1Y2M3DT4H5M6.5S`); `nil` for other text and beyond the range.
    package static func parse(_ bytes: UTF8Bytes) -> Interval? {
        if let first = bytes.first, first | 0x20 == UInt8(ascii: "p") { return parseDuration(bytes) }
        guard let (from, to) = fields(bytes) else { return nil }
        return parse(bytes, from: from, to: to)
    }

    /// The interval of a literal `INTERVAL 'text' from TO to`; of `INTERVAL 'text' from` where `to` is the same part.
    package static func parse(_ bytes: UTF8Bytes, from: CalendarPart, to: CalendarPart) throws(Diagnostic) -> Interval {
        if from == to && from != .second {
            guard let count = IntText.parse(bytes) else {
                throw Diagnostic("INTERVAL needs a whole number of \(from.name), not \(quoted(bytes))")
            }
            return try Interval(count, from)
        }
        guard let first = Field(from), let last = Field(to), first.rawValue <= last.rawValue else {
            throw Diagnostic(
                "INTERVAL cannot go from \(from.name) to \(to.name)",
                hints: ["the parts are YEAR, MONTH, DAY, HOUR, MINUTE and SECOND, the larger first"])
        }
        guard let interval = parse(bytes, from: first, to: last) else {
            let parts = from == to ? from.name : "\(from.name) TO \(to.name)"
            throw Diagnostic("cannot read \(quoted(bytes)) as INTERVAL … \(parts), which goes down to microseconds")
        }
        return interval
    }

    /// Which parts a text has, judged by its separators; `nil` where they leave it open.
    private static func fields(_ bytes: UTF8Bytes) -> (Field, Field)? {
        let groups = bytes.split(separator: UInt8(ascii: " "), omittingEmptySubsequences: false)
        let dashes = groups.map { group in group.dropFirst().contains(UInt8(ascii: "-")) }
        let colons = groups.map { group in group.count { $0 == UInt8(ascii: ":") } }
        let hasMonths = dashes[0]
        let last: Field? =
            switch colons[colons.count - 1] {
            case 0: nil
            case 1: .minute
            default: .second
            }
        switch (hasMonths, groups.count, last) {
        case (true, 1, nil): return (.year, .month)
        case (true, 2, nil): return (.year, .day)
        case (true, 3, _): return (.year, last ?? .hour)
        case (false, 3, _): return (.month, last ?? .hour)
        case (false, 2, .some(let last)): return (.day, last)
        case (false, 1, .second): return (.hour, .second)
        default: return nil
        }
    }

    private static func parse(_ bytes: UTF8Bytes, from: Field, to: Field) -> Interval? {
        var reader = ByteReader(bytes)
        var numbers = [Int](repeating: 0, count: Field.allCases.count)
        var microseconds = 0
        var isNegative = false
        for field in Field.allCases[from.rawValue...to.rawValue] {
            // Years and months are one group with one sign, so are hours, minutes and seconds.
            let beginsGroup = field == from || field == .day || field == .hour
            if field != from {
                let separator = beginsGroup ? " " : field == .month ? "-" : ":"
                guard reader.take(separator.utf8.first ?? 0) else { return nil }
            }
            if beginsGroup { isNegative = reader.takeSign() }
            guard let number = reader.digits(1...12) else { return nil }
            numbers[field.rawValue] = isNegative ? -number : number
            if field == .second, reader.take(UInt8(ascii: ".")) {
                guard let fraction = reader.fraction() else { return nil }
                microseconds = isNegative ? -fraction : fraction
            }
        }
        guard reader.isAtEnd else { return nil }
        let seconds = (numbers[3] * 60 + numbers[4]) * 60 + numbers[5]
        return Interval.valid(
            months: numbers[0] * 12 + numbers[1], days: numbers[2],
            microseconds: Timestamp.microseconds(seconds: seconds, plus: microseconds))
    }

    /// Reads an ISO 8601 duration; each number may have a sign, seconds a fraction.
    private static func parseDuration(_ bytes: UTF8Bytes) -> Interval? {
        var reader = ByteReader(bytes)
        reader.position = 1
        var (months, days, seconds, microseconds) = (0, 0, 0, 0)
        var isTime = false
        var hasNumbers = false
        while !reader.isAtEnd {
            if !isTime, reader.take(letter: UInt8(ascii: "t")) {
                isTime = true
                hasNumbers = false
                continue
            }
            let isNegative = reader.takeSign()
            guard let magnitude = reader.digits(1...12) else { return nil }
            let number = isNegative ? -magnitude : magnitude
            var fraction = 0
            if isTime, reader.take(UInt8(ascii: ".")) || reader.take(UInt8(ascii: ",")) {
                guard let part = reader.fraction(), reader.next.map({ $0 | 0x20 }) == UInt8(ascii: "s") else {
                    return nil
                }
                fraction = isNegative ? -part : part
            }
            guard let unit = reader.next else { return nil }
            reader.position += 1
            hasNumbers = true
            switch (isTime, unit | 0x20) {
            case (false, UInt8(ascii: "y")): months += number * 12
            case (false, UInt8(ascii: "m")): months += number
            case (false, UInt8(ascii: "w")): days += number * 7
            case (false, UInt8(ascii: "d")): days += number
            case (true, UInt8(ascii: "h")): seconds += number * 3600
            case (true, UInt8(ascii: "m")): seconds += number * 60
            case (true, UInt8(ascii: "s")):
                seconds += number
                microseconds += fraction
            default: return nil
            }
        }
        guard hasNumbers else { return nil }
        return Interval.valid(
            months: months, days: days,
            microseconds: Timestamp.microseconds(seconds: seconds, plus: microseconds))
    }

    package static func append(_ interval: Interval, to out: inout [UInt8]) {
        if interval.months < 0 { out.append(UInt8(ascii: "-")) }
        let months = Int(interval.months.magnitude)
        out.append(decimal: months / 12)
        out.append(UInt8(ascii: "-"))
        out.append(decimal: months % 12)
        out.append(UInt8(ascii: " "))
        out.append(decimal: Int(interval.days))
        out.append(UInt8(ascii: " "))
        if interval.microseconds < 0 { out.append(UInt8(ascii: "-")) }
        let (seconds, fraction) = Int(interval.microseconds.magnitude)
            .quotientAndRemainder(dividingBy: Timestamp.perSecond)
        out.append(decimal: seconds / 3600)
        out.append(UInt8(ascii: ":"))
        out.append(decimal: seconds / 60 % 60)
        out.append(UInt8(ascii: ":"))
        out.append(decimal: seconds % 60)
        out.append(fraction: fraction)
    }
}
