// The calendar: days to year, month and day, and back.

/// A day of the proleptic Gregorian calendar.
struct CivilDate: Equatable {
    var year: Int
    var month: Int
    var day: Int

    init(year: Int, month: Int, day: Int) {
        self.year = year
        self.month = month
        self.day = day
    }

    /// The days that a DATE may be: 0001-01-01 to 9999-12-31.
    static let range: ClosedRange<Int> = -719_162...2_932_896

    /// The day this many days after 1970-01-01.
    ///
    /// Source: `civil_from_days` in Howard Hinnant's "chrono-Compatible Low-Level Date Algorithms". Years begin in
    /// March, which puts the leap day last and makes month lengths a linear formula.
    init(days: Int) {
        let shifted = days + 719_468
        let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
        let dayOfEra = shifted - era * 146_097
        let yearOfEra = (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
        let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
        let marchMonth = (5 * dayOfYear + 2) / 153
        day = dayOfYear - (153 * marchMonth + 2) / 5 + 1
        month = marchMonth < 10 ? marchMonth + 3 : marchMonth - 9
        year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
    }

    /// Days since 1970-01-01; the inverse of `init(days:)`, from the same source.
    var days: Int {
        let marchYear = month <= 2 ? year - 1 : year
        let era = (marchYear >= 0 ? marchYear : marchYear - 399) / 400
        let yearOfEra = marchYear - era * 400
        let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
        let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
        return era * 146_097 + dayOfEra - 719_468
    }

    /// Days since 1970-01-01 if the month has such a day and a DATE may be it.
    var validDays: Int32? {
        guard 1...9999 ~= year, 1...12 ~= month, 1...Self.daysInMonth(year, month) ~= day else { return nil }
        return Int32(days)
    }

    static func isLeap(_ year: Int) -> Bool { year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) }

    static func daysInMonth(_ year: Int, _ month: Int) -> Int {
        if month == 2 { return isLeap(year) ? 29 : 28 }
        return month == 4 || month == 6 || month == 9 || month == 11 ? 30 : 31
    }

    /// The day of the week of a day number, from 0 for Sunday.
    static func weekday(_ days: Int) -> Int { floorMod(days + 4, 7) }

    /// This day `count` months later; a day that the month lacks becomes its last.
    func adding(months count: Int) -> CivilDate {
        let (years, month) = floorDivMod(year * 12 + self.month - 1 + count, 12)
        return CivilDate(year: years, month: month + 1, day: min(day, Self.daysInMonth(years, month + 1)))
    }
}

/// The quotient rounded down, and the remainder, which has the divisor's sign.
@inline(__always)
func floorDivMod(_ value: Int, _ divisor: Int) -> (quotient: Int, remainder: Int) {
    var (quotient, remainder) = value.quotientAndRemainder(dividingBy: divisor)
    if remainder != 0 && (remainder < 0) != (divisor < 0) {
        quotient -= 1
        remainder += divisor
    }
    return (quotient, remainder)
}

@inline(__always)
func floorMod(_ value: Int, _ divisor: Int) -> Int { floorDivMod(value, divisor).remainder }
