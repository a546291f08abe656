// The functions on timestamps: their rows of the function table.

import QueryLanguage

extension FunctionTable {
    static let timestamps: [Function] = timestampMakers + timestampArithmetic + unixTimes

    private static let timestampMakers: [Function] = [
        Function(
            "CURRENT_TIMESTAMP", .date, "the time at which the statement began",
            Overload(
                [:], returns: .timestamp,
                .kernel { (_, _, context) throws(Diagnostic) in
                    .constant(.timestamp(context.now), type: .timestamp, count: context.count)
                })),
        Function(
            "TIMESTAMP", .date, "the timestamp of a text or of a date's beginning, in UTC or in a time zone",
            Overload(
                ["text": .string, "time_zone": .string], optional: 1, returns: .timestamp,
                Kernel.zoned("TIMESTAMP", .timestamp, zone: 1) { (arguments, row, _, zone) throws(Diagnostic) in
                    let text = arguments[0].bytes(row)
                    guard let timestamp = TimestampText.parse(text, in: zone) else {
                        throw Diagnostic(
                            "cannot read \(quoted(text)) as TIMESTAMP",
                            hints: ["a timestamp is written as '2024-11-05 08:00:00+00'"])
                    }
                    return timestamp
                }),
            Overload(
                ["date": .date, "time_zone": .string], optional: 1, returns: .timestamp,
                Kernel.zoned("TIMESTAMP", .timestamp, zone: 1) { (arguments, row, _, zone) throws(Diagnostic) in
                    let date: Int32 = arguments[0].element(row)
                    return try checkedTimestamp(zone.utc(fromLocal: Int(date) * Timestamp.perDay), of: "TIMESTAMP")
                }),
            Overload(["timestamp": .timestamp], returns: .timestamp, Kernel.identity)),
        Function(
            "STRING", .date, "a timestamp as text, in UTC or in a time zone",
            Overload(
                ["timestamp": .timestamp, "time_zone": .string], optional: 1, returns: .string,
                Kernel.prepared(.string) { (constants) throws(Diagnostic) in
                    let known = try TimeZone.argument(constants, 1, of: "STRING")
                    return Kernel.text { (arguments, row, out) throws(Diagnostic) in
                        let zone = try known.or(try TimeZone.named(arguments[1].bytes(row), of: "STRING"))
                        TimestampText.append(arguments[0].element(row), in: zone, to: &out)
                        return true
                    }
                })),
        Function(
            "FORMAT_TIMESTAMP", .date, "a timestamp as text, by elements such as %Y-%m-%d %H:%M",
            Overload(
                ["format": .string, "timestamp": .timestamp, "time_zone": .string], optional: 1, returns: .string,
                Kernel.prepared(.string) { (constants) throws(Diagnostic) in
                    let name = "FORMAT_TIMESTAMP"
                    let known = try TimeZone.argument(constants, 2, of: name)
                    return DateFormat.prepared(name, hasTime: true) {
                        (format, arguments, row, out) throws(Diagnostic) in
                        let zone = try known.or(try TimeZone.named(arguments[2].bytes(row), of: name))
                        let timestamp: Int64 = arguments[1].element(row)
                        let (days, time) = zone.local(timestamp)
                        format.append(days: days, time: time, offset: zone.offset(atUTC: Int(timestamp)), to: &out)
                    }
                })),
        Function(
            "PARSE_TIMESTAMP", .date, "the timestamp of a text, by elements such as %Y-%m-%d %H:%M",
            Overload(
                ["format": .string, "text": .string, "time_zone": .string], optional: 1, returns: .timestamp,
                Kernel.prepared(.timestamp) { (constants) throws(Diagnostic) in
                    let name = "PARSE_TIMESTAMP"
                    let known = try DateFormat.constant(constants[0], of: name, hasTime: true)
                    return Kernel.zoned(name, .timestamp, zone: 2) { (arguments, row, _, zone) throws(Diagnostic) in
                        let format = try known.or(try DateFormat(arguments[0].bytes(row), of: name, hasTime: true))
                        return try format.parse(arguments[1].bytes(row), of: name).timestamp(in: zone, of: name)
                    }
                })),
    ]

    private static let timestampArithmetic: [Function] = [
        Function(
            "TIMESTAMP_ADD", .date, "the timestamp an INTERVAL of days, hours, minutes or seconds later",
            Overload(
                ["timestamp": .timestamp, "interval": .interval], returns: .timestamp, DateArithmetic.addToTimestamp)),
        Function(
            "TIMESTAMP_SUB", .date, "the timestamp an INTERVAL of days, hours, minutes or seconds earlier",
            Overload(
                ["timestamp": .timestamp, "interval": .interval], returns: .timestamp,
                DateArithmetic.subtractFromTimestamp)),
        Function(
            "TIMESTAMP_DIFF", .date, "how many whole days, hours, minutes or seconds lie between two timestamps",
            Overload(
                ["end": .timestamp, "start": .timestamp, "part": .datePart], returns: .int64,
                timestampDifference("TIMESTAMP_DIFF"))),
        Function(
            "TIMESTAMP_TRUNC", .date, "when the part that a timestamp lies in, as HOUR or MONTH, began",
            Overload(
                ["timestamp": .timestamp, "part": .datePart, "time_zone": .string], optional: 1, returns: .timestamp,
                timestampStart("TIMESTAMP_TRUNC"))),
    ]

    static func timestampDifference(_ function: String) -> Implementation {
        Kernel.parted(function, .int64, part: 2) { (arguments, row, part) throws(Diagnostic) in
            let (end, start): (Int64, Int64) = (arguments[0].element(row), arguments[1].element(row))
            guard let length = part.fixedLength else { throw part.refused(by: function, .timestamp) }
            return (end - start) / Int64(length)
        }
    }

    static func timestampStart(_ function: String) -> Implementation {
        Kernel.partedAndZoned(function, .timestamp, part: 1, zone: 2) {
            (arguments, row, part, zone) throws(Diagnostic) in
            guard let start = zone.start(part, of: arguments[0].element(row)) else {
                throw part.refused(by: function, .timestamp)
            }
            return try checkedTimestamp(start, of: function)
        }
    }

    private static let unixTimes: [Function] = [
        fromUnix("TIMESTAMP_SECONDS", "seconds", 1_000_000), fromUnix("TIMESTAMP_MILLIS", "milliseconds", 1000),
        fromUnix("TIMESTAMP_MICROS", "microseconds", 1),
        toUnix("UNIX_SECONDS", "seconds", 1_000_000), toUnix("UNIX_MILLIS", "milliseconds", 1000),
        toUnix("UNIX_MICROS", "microseconds", 1),
    ]

    private static func fromUnix(_ name: String, _ unit: String, _ length: Int) -> Function {
        Function(
            name, .date, "the timestamp so many \(unit) after 1970-01-01 00:00:00 UTC",
            Overload(
                ["count": .int64], returns: .timestamp,
                Kernel.partial(.timestamp) { (count: Int64) throws(Diagnostic) in
                    let (microseconds, overflow) = Int(count).multipliedReportingOverflow(by: length)
                    return try checkedTimestamp(overflow ? nil : microseconds, of: name)
                }))
    }

    private static func toUnix(_ name: String, _ unit: String, _ length: Int) -> Function {
        Function(
            name, .date, "the whole \(unit) since 1970-01-01 00:00:00 UTC",
            Overload(
                ["timestamp": .timestamp], returns: .int64,
                Kernel.dense(.int64) { (time: Int64) in Int64(floorDivMod(Int(time), length).quotient) }))
    }
}
