// The parts of dates and times: what EXTRACT takes, DATE_TRUNC truncates to and an INTERVAL counts.

import QueryLanguage

/// A part of a date or a time.
package enum CalendarPart: Hashable, Sendable {
    case microsecond, millisecond, second, minute, hour
    case day, dayOfWeek, dayOfYear
    /// A week that begins on this weekday, from 0 for Sunday.
    case week(startingOn: Int)
    case isoWeek
    case month, quarter, year, isoYear
    /// The whole date.
    case date

    private static let names: [(String, CalendarPart)] = [
        ("MICROSECOND", .microsecond), ("MILLISECOND", .millisecond), ("SECOND", .second), ("MINUTE", .minute),
        ("HOUR", .hour), ("DAY", .day), ("DAYOFWEEK", .dayOfWeek), ("DAYOFYEAR", .dayOfYear),
        ("WEEK", .week(startingOn: 0)), ("ISOWEEK", .isoWeek), ("MONTH", .month), ("QUARTER", .quarter),
        ("YEAR", .year), ("ISOYEAR", .isoYear), ("DATE", .date),
    ]

    static let weekdays = ["SUNDAY", "MONDAY", "TUESDAY", "WEDNESDAY", "THURSDAY", "FRIDAY", "SATURDAY"]

    /// Every name, for completion and for "did you mean".
    package static var allNames: [String] { names.map(\.0) }

    /// The part that `MONTH` or `WEEK(MONDAY)` names, whatever the case; `nil` if none.
    package init?(named name: String) {
        let name = name.uppercased().filter { $0 != " " }
        if let part = Self.names.first(where: { $0.0 == name })?.1 {
            self = part
        } else if name.hasPrefix("WEEK("), name.hasSuffix(")"),
            let weekday = Self.weekdays.firstIndex(of: String(name.dropFirst(5).dropLast()))
        {
            self = .week(startingOn: weekday)
        } else {
            return nil
        }
    }

    /// The name in the language.
    package var name: String {
        if case .week(let weekday) = self, weekday != 0 { return "WEEK(\(Self.weekdays[weekday]))" }
        return Self.names.first { $0.1 == self }?.0 ?? ""
    }

    /// The microseconds of a part whose length never changes, a day counted as 24 hours; `nil` for others.
    var fixedLength: Int? {
        switch self {
        case .microsecond: 1
        case .millisecond: 1000
        case .second: Timestamp.perSecond
        case .minute: 60 * Timestamp.perSecond
        case .hour: 3600 * Timestamp.perSecond
        case .day: Timestamp.perDay
        default: nil
        }
    }

    /// The part that a prepared function's constant names.
    static func argument(_ value: Value?, of function: String) throws(Diagnostic) -> CalendarPart {
        guard case .string(let name)? = value, let part = CalendarPart(named: name) else {
            throw Diagnostic("\(function) needs the name of a date part", hints: ["as in MONTH or WEEK(MONDAY)"])
        }
        return part
    }
}
