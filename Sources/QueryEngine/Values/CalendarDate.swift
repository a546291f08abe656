// DATE outside the engine.

import QueryLanguage

/// A day of the calendar, without a time or a time zone: what a DATE is.
///
///     let opening = CalendarDate("2024-11-05")
///     opening?.year                                  // 2024
public struct CalendarDate: Hashable, Sendable, BitwiseCopyable {
    /// Days since 1970-01-01; negative before.
    public let daysSince1970: Int32

    init(validDays days: Int32) { daysSince1970 = days }

    /// The day this many days after 1970-01-01; `nil` outside of the years 1 to 9999.
    public init?(daysSince1970 days: Int) {
        guard CivilDate.range ~= days else { return nil }
        daysSince1970 = Int32(days)
    }

    /// A day of the Gregorian calendar; `nil` if there is none such in the years 1 to 9999.
    public init?(year: Int, month: Int, day: Int) {
        guard let days = CivilDate(year: year, month: month, day: day).validDays else { return nil }
        daysSince1970 = days
    }

    /// The day of a text such as `2024-11-05`; `nil` for any other text.
    public init?(_ text: String) {
        var text = text
        guard let days = text.withUTF8({ DateText.parse($0) }) else { return nil }
        daysSince1970 = days
    }

    private var civil: CivilDate { CivilDate(days: Int(daysSince1970)) }

    /// 1 to 9999.
    public var year: Int { civil.year }
    /// 1 to 12.
    public var month: Int { civil.month }
    /// 1 to 31.
    public var day: Int { civil.day }
}

extension CalendarDate: Comparable, CustomStringConvertible {
    public static func < (a: CalendarDate, b: CalendarDate) -> Bool { a.daysSince1970 < b.daysSince1970 }

    /// `2024-11-05`
    public var description: String { String(appending: { DateText.append(daysSince1970, to: &$0) }) }
}
