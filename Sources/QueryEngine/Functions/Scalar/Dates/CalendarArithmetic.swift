// What the parts of a date are, where they begin, and how many lie between two dates.

import QueryLanguage

/// Arithmetic on day numbers, counted from 1970-01-01, by parts of the calendar.
enum Calendar {
    /// The days since the week's first day.
    private static func dayOfWeek(_ days: Int, from weekday: Int) -> Int {
        floorMod(CivilDate.weekday(days) - weekday, 7)
    }

    /// The ISO year and week: those of the Gregorian year that the week's Thursday lies in.
    static func isoWeek(_ days: Int) -> (year: Int, week: Int) {
        let thursday = days - dayOfWeek(days, from: 1) + 3
        let year = CivilDate(days: thursday).year
        return (year, (thursday - CivilDate(year: year, month: 1, day: 1).days) / 7 + 1)
    }

    /// The Monday with which an ISO year begins.
    static func isoYearStart(_ year: Int) -> Int {
        let fourth = CivilDate(year: year, month: 1, day: 4).days
        return fourth - dayOfWeek(fourth, from: 1)
    }

    /// The day of the year, from 1.
    static func dayOfYear(_ days: Int) -> Int {
        days - CivilDate(year: CivilDate(days: days).year, month: 1, day: 1).days + 1
    }

    /// The number of the week that begins on `weekday`; days before the year's first such day are in week 0.
    static func week(_ days: Int, from weekday: Int) -> Int {
        (dayOfYear(days) + 6 - dayOfWeek(days, from: weekday)) / 7
    }

    /// The part of a date; `nil` for a part that dates do not have.
    static func value(_ part: CalendarPart, of days: Int) -> Int? {
        switch part {
        case .day: CivilDate(days: days).day
        case .dayOfWeek: CivilDate.weekday(days) + 1
        case .dayOfYear: dayOfYear(days)
        case .week(let weekday): week(days, from: weekday)
        case .isoWeek: isoWeek(days).week
        case .month: CivilDate(days: days).month
        case .quarter: (CivilDate(days: days).month + 2) / 3
        case .year: CivilDate(days: days).year
        case .isoYear: isoWeek(days).year
        case .microsecond, .millisecond, .second, .minute, .hour, .date: nil
        }
    }

    /// The first day of the part that a day lies in; `nil` for parts that are not made of days.
    static func start(_ part: CalendarPart, of days: Int) -> Int? {
        let date = CivilDate(days: days)
        switch part {
        case .day: return days
        case .week(let weekday): return days - dayOfWeek(days, from: weekday)
        case .isoWeek: return days - dayOfWeek(days, from: 1)
        case .month: return CivilDate(year: date.year, month: date.month, day: 1).days
        case .quarter: return CivilDate(year: date.year, month: (date.month - 1) / 3 * 3 + 1, day: 1).days
        case .year: return CivilDate(year: date.year, month: 1, day: 1).days
        case .isoYear: return isoYearStart(isoWeek(days).year)
        case .microsecond, .millisecond, .second, .minute, .hour, .date, .dayOfWeek, .dayOfYear: return nil
        }
    }

    /// The last day of the part that a day lies in; `nil` for parts that are not made of several days.
    static func end(_ part: CalendarPart, of days: Int) -> Int? {
        guard part != .day, let start = start(part, of: days) else { return nil }
        let date = CivilDate(days: start)
        switch part {
        case .week, .isoWeek: return start + 6
        case .isoYear: return isoYearStart(isoWeek(start).year + 1) - 1
        case .month: return date.adding(months: 1).days - 1
        case .quarter: return date.adding(months: 3).days - 1
        default: return date.adding(months: 12).days - 1
        }
    }

    /// How many parts begin behind `start` and up to `end`; negative if `end` is earlier; `nil` for other parts.
    static func difference(_ part: CalendarPart, _ end: Int, _ start: Int) -> Int? {
        func count(_ days: Int) -> Int? {
            let date = CivilDate(days: days)
            switch part {
            case .day: return days
            case .week, .isoWeek: return Self.start(part, of: days).map { floorDivMod($0, 7).quotient }
            case .month: return date.year * 12 + date.month
            case .quarter: return date.year * 4 + (date.month - 1) / 3
            case .year: return date.year
            case .isoYear: return isoWeek(days).year
            default: return nil
            }
        }
        guard let last = count(end), let first = count(start) else { return nil }
        return last - first
    }
}

extension TimeZone {
    /// The day and the microseconds of the day that clocks show.
    func local(_ timestamp: Int64) -> (days: Int, time: Int) {
        let shown = Int(timestamp) + offset(atUTC: Int(timestamp)) * Timestamp.perSecond
        let (days, time) = floorDivMod(shown, Timestamp.perDay)
        return (days, time)
    }

    /// The part of a date or time that clocks show; `nil` for parts that have no number.
    func value(_ part: CalendarPart, of timestamp: Int64) -> Int? {
        let (days, time) = local(timestamp)
        switch part {
        case .microsecond: return time % Timestamp.perSecond
        case .millisecond: return time % Timestamp.perSecond / 1000
        case .second: return time / Timestamp.perSecond % 60
        case .minute: return time / (60 * Timestamp.perSecond) % 60
        case .hour: return time / (3600 * Timestamp.perSecond)
        default: return Calendar.value(part, of: days)
        }
    }

    /// When the part that clocks show began; `nil` for parts that have no beginning.
    func start(_ part: CalendarPart, of timestamp: Int64) -> Int? {
        switch part {
        case .microsecond, .millisecond, .second, .minute, .hour:
            // Clocks may be set by other than whole hours; what they show is cut, not the time in UTC.
            guard let length = part.fixedLength else { return nil }
            return Int(timestamp) - local(timestamp).time % length
        default:
            return Calendar.start(part, of: local(timestamp).days).map { utc(fromLocal: $0 * Timestamp.perDay) }
        }
    }
}
