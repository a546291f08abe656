// The functions on dates and intervals: their rows of the function table.

import QueryLanguage

extension FunctionTable {
    static let dates: [Function] = dateMakers + dateArithmetic + extraction + intervals

    private static let dateMakers: [Function] = [
        Function(
            "CURRENT_DATE", .date, "today, in UTC or in a time zone, as of the statement's beginning",
            Overload(
                ["time_zone": .string], optional: 1, returns: .date,
                Kernel.zoned("CURRENT_DATE", .date, zone: 0) { (_, _, context, zone) throws(Diagnostic) in
                    Int32(zone.local(context.now).days)
                })),
        Function(
            "DATE", .date, "the date of a year, month and day, or of a timestamp in a time zone",
            Overload(
                ["year": .int64, "month": .int64, "day": .int64], returns: .date,
                Kernel.partial(.date) { (year: Int64, month: Int64, day: Int64) throws(Diagnostic) in
                    let date = CivilDate(year: Int(year), month: Int(month), day: Int(day))
                    guard let days = date.validDays else {
                        throw Diagnostic("no such date: DATE(\(year), \(month), \(day))")
                    }
                    return days
                }),
            Overload(["timestamp": .timestamp, "time_zone": .string], optional: 1, returns: .date, dateOf("DATE")),
            Overload(["date": .date], returns: .date, Kernel.identity)),
        Function(
            "EXTRACT_DATE", .date, "the date of a timestamp in a time zone, written EXTRACT(DATE FROM timestamp)",
            Overload(["timestamp": .timestamp, "time_zone": .string], optional: 1, returns: .date, dateOf("EXTRACT"))),
        Function(
            "DATE_FROM_UNIX_DATE", .date, "the date so many days after 1970-01-01",
            Overload(
                ["days": .int64], returns: .date,
                Kernel.partial(.date) { (days: Int64) throws(Diagnostic) in
                    try checkedDate(Int(days), of: "DATE_FROM_UNIX_DATE")
                })),
        Function(
            "UNIX_DATE", .date, "the days since 1970-01-01",
            Overload(["date": .date], returns: .int64, Kernel.dense(.int64) { (date: Int32) in Int64(date) })),
        Function(
            "FORMAT_DATE", .date, "a date as text, by elements such as %Y-%m-%d",
            Overload(
                ["format": .string, "date": .date], returns: .string,
                DateFormat.prepared("FORMAT_DATE", hasTime: false) { (format, arguments, row, out) throws(Diagnostic) in
                    let date: Int32 = arguments[1].element(row)
                    format.append(days: Int(date), time: 0, offset: 0, to: &out)
                })),
        Function(
            "PARSE_DATE", .date, "the date of a text, by elements such as %Y-%m-%d",
            Overload(
                ["format": .string, "text": .string], returns: .date,
                Kernel.prepared(.date) { (constants) throws(Diagnostic) in
                    let name = "PARSE_DATE"
                    let known = try DateFormat.constant(constants[0], of: name, hasTime: false)
                    return Kernel.fixed(.date) { (arguments, row, _) throws(Diagnostic) in
                        let format = try known.or(try DateFormat(arguments[0].bytes(row), of: name, hasTime: false))
                        return try format.parse(arguments[1].bytes(row), of: name).date(of: name)
                    }
                })),
    ]

    private static func dateOf(_ function: String) -> Implementation {
        Kernel.zoned(function, .date, zone: 1) { (arguments, row, _, zone) throws(Diagnostic) in
            try checkedDate(zone.local(arguments[0].element(row)).days, of: function)
        }
    }

    private static let dateArithmetic: [Function] = [
        Function(
            "DATE_ADD", .date, "the date an INTERVAL later; where a month lacks the day, its last day",
            Overload(["date": .date, "interval": .interval], returns: .date, DateArithmetic.addToDate),
            Overload(
                ["timestamp": .timestamp, "interval": .interval], returns: .timestamp, DateArithmetic.addToTimestamp)),
        Function(
            "DATE_SUB", .date, "the date an INTERVAL earlier; where a month lacks the day, its last day",
            Overload(["date": .date, "interval": .interval], returns: .date, DateArithmetic.subtractFromDate),
            Overload(
                ["timestamp": .timestamp, "interval": .interval], returns: .timestamp,
                DateArithmetic.subtractFromTimestamp)),
        Function(
            "DATE_DIFF", .date, "how many boundaries of a part, as of MONTH, lie between two dates",
            Overload(
                ["end": .date, "start": .date, "part": .datePart], returns: .int64,
                Kernel.parted("DATE_DIFF", .int64, part: 2) { (arguments, row, part) throws(Diagnostic) in
                    let (end, start): (Int32, Int32) = (arguments[0].element(row), arguments[1].element(row))
                    guard let count = Calendar.difference(part, Int(end), Int(start)) else {
                        throw part.refused(by: "DATE_DIFF", .date)
                    }
                    return Int64(count)
                }),
            Overload(
                ["end": .timestamp, "start": .timestamp, "part": .datePart], returns: .int64,
                timestampDifference("DATE_DIFF"))),
        Function(
            "DATE_TRUNC", .date, "the first day of the week, month, quarter or year that a date lies in",
            Overload(
                ["date": .date, "part": .datePart], returns: .date,
                Kernel.parted("DATE_TRUNC", .date, part: 1) { (arguments, row, part) throws(Diagnostic) in
                    let date: Int32 = arguments[0].element(row)
                    guard let start = Calendar.start(part, of: Int(date)) else {
                        throw part.refused(by: "DATE_TRUNC", .date)
                    }
                    return try checkedDate(start, of: "DATE_TRUNC")
                }),
            Overload(
                ["timestamp": .timestamp, "part": .datePart, "time_zone": .string], optional: 1, returns: .timestamp,
                timestampStart("DATE_TRUNC"))),
        Function(
            "LAST_DAY", .date, "the last day of the month, or of another part, that a date lies in",
            Overload(
                ["date": .date], returns: .date,
                Kernel.partial(.date) { (date: Int32) throws(Diagnostic) in try lastDay(date, .month) }),
            Overload(
                ["date": .date, "part": .datePart], returns: .date,
                Kernel.parted("LAST_DAY", .date, part: 1) { (arguments, row, part) throws(Diagnostic) in
                    try lastDay(arguments[0].element(row), part)
                })),
    ]

    private static func lastDay(_ date: Int32, _ part: CalendarPart) throws(Diagnostic) -> Int32 {
        guard let end = Calendar.end(part, of: Int(date)) else { throw part.refused(by: "LAST_DAY", .date) }
        return try checkedDate(end, of: "LAST_DAY")
    }

    private static let extraction: [Function] = [
        Function(
            "EXTRACT", .date, "a part, as YEAR or ISOWEEK, of a date, a timestamp or an interval",
            Overload(
                ["part": .datePart, "date": .date], returns: .int64,
                Kernel.parted("EXTRACT", .int64, part: 0) { (arguments, row, part) throws(Diagnostic) in
                    let date: Int32 = arguments[1].element(row)
                    guard let value = Calendar.value(part, of: Int(date)) else {
                        throw part.refused(by: "EXTRACT", .date)
                    }
                    return Int64(value)
                }),
            Overload(
                ["part": .datePart, "timestamp": .timestamp, "time_zone": .string], optional: 1, returns: .int64,
                Kernel.partedAndZoned("EXTRACT", .int64, part: 0, zone: 2) {
                    (arguments, row, part, zone) throws(Diagnostic) in
                    guard let value = zone.value(part, of: arguments[1].element(row)) else {
                        throw part.refused(by: "EXTRACT", .timestamp)
                    }
                    return Int64(value)
                }),
            Overload(
                ["part": .datePart, "interval": .interval], returns: .int64,
                Kernel.parted("EXTRACT", .int64, part: 0) { (arguments, row, part) throws(Diagnostic) in
                    guard let value = arguments[1].element(row, as: Interval.self).value(part) else {
                        throw part.refused(by: "EXTRACT", .interval)
                    }
                    return value
                }))
    ]

    private static let intervals: [Function] = [
        Function(
            "MAKE_INTERVAL", .date, "an interval of years, months, days, hours, minutes and seconds",
            traits: .takesNames,
            Overload(
                [
                    "year": .int64, "month": .int64, "day": .int64, "hour": .int64, "minute": .int64, "second": .int64,
                ], optional: 6, returns: .interval,
                Kernel.fixed(.interval) { (arguments, row, _) throws(Diagnostic) in
                    var sum = Interval()
                    let parts: [CalendarPart] = [.year, .month, .day, .hour, .minute, .second]
                    for (argument, part) in zip(arguments, parts) {
                        guard let next = try sum + Interval(argument.element(row), part) else {
                            throw Diagnostic("MAKE_INTERVAL: INTERVAL out of range")
                        }
                        sum = next
                    }
                    return sum
                })),
        justify("JUSTIFY_HOURS", "the interval with every 24 hours as a day", \.justifyingHours),
        justify("JUSTIFY_DAYS", "the interval with every 30 days as a month", \.justifyingDays),
        justify("JUSTIFY_INTERVAL", "the interval with 24 hours as a day and 30 days as a month", \.justified),
    ]

    private static func justify(
        _ name: String, _ help: String, _ justified: KeyPath<Interval, Interval?> & Sendable
    ) -> Function {
        Function(
            name, .date, help,
            Overload(
                ["interval": .interval], returns: .interval,
                Kernel.partial(.interval) { (interval: Interval) throws(Diagnostic) in
                    guard let result = interval[keyPath: justified] else {
                        throw Diagnostic("\(name): INTERVAL out of range: \(Value.interval(interval).text)")
                    }
                    return result
                }))
    }
}
