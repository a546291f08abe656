// Calculating with INTERVALs, and with dates and times by them.

import QueryLanguage

extension Interval {
    /// The limits of the three parts: ten thousand years each.
    private static let limits = (
        months: 120_000, days: 3_660_000, microseconds: 87_840_000 * 3600 * Timestamp.perSecond
    )

    /// The interval with these parts; `nil` beyond the type's range, and where a part is `nil` for having overflowed.
    static func valid(months: Int?, days: Int?, microseconds: Int?) -> Interval? {
        guard let months, let days, let microseconds,
            months.magnitude <= Self.limits.months, days.magnitude <= Self.limits.days,
            microseconds.magnitude <= Self.limits.microseconds
        else { return nil }
        return Interval(months: Int32(months), days: Int32(days), microseconds: Int64(microseconds))
    }

    /// The interval of `INTERVAL count part`.
    package init(_ count: Int64, _ part: CalendarPart) throws(Diagnostic) {
        let count = Int(count)
        let interval: Interval?
        switch part {
        case .year: interval = Interval.valid(months: product(count, 12), days: 0, microseconds: 0)
        case .quarter: interval = Interval.valid(months: product(count, 3), days: 0, microseconds: 0)
        case .month: interval = Interval.valid(months: count, days: 0, microseconds: 0)
        case .week(startingOn: 0): interval = Interval.valid(months: 0, days: product(count, 7), microseconds: 0)
        case .day: interval = Interval.valid(months: 0, days: count, microseconds: 0)
        case .hour, .minute, .second, .millisecond, .microsecond:
            interval = Interval.valid(months: 0, days: 0, microseconds: product(count, part.fixedLength ?? 0))
        default: throw Diagnostic("an INTERVAL cannot count \(part.name)")
        }
        guard let interval else {
            throw Diagnostic("INTERVAL out of range: \(count) \(part.name)", hints: ["it spans at most 10000 years"])
        }
        self = interval
    }

    static func + (a: Interval, b: Interval) -> Interval? {
        Interval.valid(
            months: Int(a.months) + Int(b.months), days: Int(a.days) + Int(b.days),
            microseconds: Int(a.microseconds) + Int(b.microseconds))
    }

    static prefix func - (a: Interval) -> Interval {
        Interval(months: -a.months, days: -a.days, microseconds: -a.microseconds)
    }

    static func * (a: Interval, factor: Int64) -> Interval? {
        Interval.valid(
            months: product(Int(a.months), Int(factor)), days: product(Int(a.days), Int(factor)),
            microseconds: product(Int(a.microseconds), Int(factor)))
    }

    /// The quotient; what a part leaves over goes to the next, a month as 30 days and a day as 24 hours.
    static func / (a: Interval, divisor: Int64) -> Interval? {
        let divisor = Int(divisor)
        let (months, monthsOver) = Int(a.months).quotientAndRemainder(dividingBy: divisor)
        let (days, daysOver) = (Int(a.days) + monthsOver * 30).quotientAndRemainder(dividingBy: divisor)
        let total = Int(a.microseconds).addingReportingOverflow(daysOver * Timestamp.perDay)
        guard !total.overflow else { return nil }
        return Interval.valid(months: months, days: days, microseconds: total.partialValue / divisor)
    }

    /// Whole days' worth of time moved to the days, both then of one sign.
    var justifyingHours: Interval? {
        let time = Int(microseconds)
        var (days, rest) = (Int(days) + time / Timestamp.perDay, time % Timestamp.perDay)
        if days > 0 && rest < 0 {
            days -= 1
            rest += Timestamp.perDay
        } else if days < 0 && rest > 0 {
            days += 1
            rest -= Timestamp.perDay
        }
        return Interval.valid(months: Int(months), days: days, microseconds: rest)
    }

    /// Every 30 days moved to the months, both then of one sign.
    var justifyingDays: Interval? {
        var (months, rest) = (Int(months) + Int(days) / 30, Int(days) % 30)
        if months > 0 && rest < 0 {
            months -= 1
            rest += 30
        } else if months < 0 && rest > 0 {
            months += 1
            rest -= 30
        }
        return Interval.valid(months: months, days: rest, microseconds: Int(microseconds))
    }

    /// Hours moved to days and days to months, all parts then of one sign.
    var justified: Interval? {
        guard var interval = justifyingHours?.justifyingDays else { return nil }
        if interval.months > 0 && (interval.days < 0 || interval.days == 0 && interval.microseconds < 0) {
            interval.months -= 1
            interval.days += 30
        } else if interval.months < 0 && (interval.days > 0 || interval.days == 0 && interval.microseconds > 0) {
            interval.months += 1
            interval.days -= 30
        }
        return interval.justifyingHours
    }
}

/// The product; `nil` if it overflows.
private func product(_ a: Int, _ b: Int) -> Int? {
    let (value, overflow) = a.multipliedReportingOverflow(by: b)
    return overflow ? nil : value
}

/// Moving dates and timestamps by intervals.
enum DateArithmetic {
    /// The day that lies an interval without a time part later.
    static func add(_ date: Int32, _ interval: Interval) throws(Diagnostic) -> Int32 {
        guard interval.microseconds == 0 else {
            throw Diagnostic(
                "a DATE cannot move by hours, minutes or seconds", hints: ["use TIMESTAMP(date) in the date's place"])
        }
        var days = Int(date)
        if interval.months != 0 { days = CivilDate(days: days).adding(months: Int(interval.months)).days }
        days += Int(interval.days)
        guard CivilDate.range ~= days else {
            throw Diagnostic(
                "DATE out of range: \(Value.date(date).text) moved by \(Value.interval(interval).text)")
        }
        return Int32(days)
    }

    /// The time that lies an interval of days, hours, minutes and seconds later; months have no fixed length.
    static func add(_ timestamp: Int64, _ interval: Interval) throws(Diagnostic) -> Int64 {
        guard interval.months == 0 else {
            throw Diagnostic(
                "a TIMESTAMP cannot move by months, quarters or years",
                hints: ["use DATE_ADD on EXTRACT(DATE FROM timestamp)"])
        }
        let moved = Int(timestamp) + Int(interval.days) * Timestamp.perDay + Int(interval.microseconds)
        guard let result = Timestamp.valid(moved) else {
            throw Diagnostic(
                "TIMESTAMP out of range: \(Value.timestamp(timestamp).text) moved by \(Value.interval(interval).text)"
            )
        }
        return result
    }

    static let addToDate = Kernel.partial(.date) { (date: Int32, interval: Interval) throws(Diagnostic) in
        try add(date, interval)
    }

    static let subtractFromDate = Kernel.partial(.date) { (date: Int32, interval: Interval) throws(Diagnostic) in
        try add(date, -interval)
    }

    static let addToTimestamp = Kernel.partial(.timestamp) { (time: Int64, interval: Interval) throws(Diagnostic) in
        try add(time, interval)
    }

    static let subtractFromTimestamp = Kernel.partial(.timestamp) {
        (time: Int64, interval: Interval) throws(Diagnostic) in
        try add(time, -interval)
    }
}

extension Interval {
    /// A part of the interval; `nil` for parts that intervals do not have.
    func value(_ part: CalendarPart) -> Int64? {
        let second = Int64(Timestamp.perSecond)
        switch part {
        case .year: return Int64(months) / 12
        case .month: return Int64(months) % 12
        case .day: return Int64(days)
        case .hour: return microseconds / (3600 * second)
        case .minute: return microseconds / (60 * second) % 60
        case .second: return microseconds / second % 60
        case .millisecond: return microseconds % second / 1000
        case .microsecond: return microseconds % second
        default: return nil
        }
    }
}
