// The functions on dates, timestamps and intervals, by GoogleSQL's documentation.

import Testing

@testable import QueryEngine

struct ScalarDateTests {
    @Test func makingDates() throws {
        try expect("DATE", [2016, 12, 25], gives: .date("2016-12-25"))
        try expect("DATE", [.timestamp("2016-12-25 05:30:00+07"), "America/Los_Angeles"], gives: .date("2016-12-24"))
        try expect("DATE", [.timestamp("2016-12-25 23:59:59")], gives: .date("2016-12-25"))
        try expect("DATE", [2023, 2, 29], fails: "DATE(2023, 2, 29)")
        try expect("DATE", [.int64(.max), 1, 1], fails: "no such date")
        try expect("DATE", [.timestamp("2016-12-25"), "Mars/Olympus"], fails: "no time zone is called 'Mars/Olympus'")
        try expect("DATE_FROM_UNIX_DATE", [14238], gives: .date("2008-12-25"))
        try expect("DATE_FROM_UNIX_DATE", [.int64(.max)], fails: "out of range")
        try expect("UNIX_DATE", [.date("2008-12-25")], gives: 14238)
        // The harness's statement began at 2024-11-05 00:00:00 UTC.
        try expect("CURRENT_DATE", [], gives: .date("2024-11-05"))
        try expect("CURRENT_DATE", ["America/New_York"], gives: .date("2024-11-04"))
        try expect("CURRENT_TIMESTAMP", [], gives: .timestamp("2024-11-05"))
    }

    @Test func movingDates() throws {
        try expect("DATE_ADD", [.date("2008-12-25"), .interval("0-0 5 0:0:0")], gives: .date("2008-12-30"))
        try expect("DATE_SUB", [.date("2008-12-25"), .interval("0-0 5 0:0:0")], gives: .date("2008-12-20"))
        try expect("DATE_ADD", [.date("2024-08-31"), .interval("0-1")], gives: .date("2024-09-30"))
        try expect("DATE_SUB", [.date("2024-02-29"), .interval("1-0")], gives: .date("2023-02-28"))
        try expect("DATE_ADD", [.date("2024-08-31"), .interval("1:0:0")], fails: "hours")
        try expect("DATE_ADD", [.date("9999-12-01"), .interval("0-1")], fails: "out of range")
    }

    @Test(arguments: [
        ("2010-07-07", "2008-12-25", "DAY", 559), ("2017-10-15", "2017-10-14", "WEEK", 1),
        ("2017-12-30", "2014-12-30", "YEAR", 3), ("2017-12-30", "2014-12-30", "ISOYEAR", 2),
        ("2017-12-18", "2017-12-17", "WEEK", 0), ("2017-12-18", "2017-12-17", "WEEK(MONDAY)", 1),
        ("2017-12-18", "2017-12-17", "ISOWEEK", 1), ("2024-01-01", "2023-12-31", "MONTH", 1),
        ("2023-12-31", "2024-01-01", "QUARTER", -1), ("1969-12-28", "1969-12-27", "WEEK", 1),
    ])
    func dateDiff(end: String, start: String, part: String, expected: Int64) throws {
        try expect("DATE_DIFF", [.date(end), .date(start), .string(part)], gives: .int64(expected))
    }

    @Test(arguments: [
        ("2008-12-25", "MONTH", "2008-12-01"), ("2017-11-05", "WEEK(MONDAY)", "2017-10-30"),
        ("2015-06-15", "ISOYEAR", "2014-12-29"), ("2017-11-05", "WEEK", "2017-11-05"),
        ("2024-08-31", "QUARTER", "2024-07-01"), ("2024-08-31", "YEAR", "2024-01-01"),
        ("1969-12-31", "ISOWEEK", "1969-12-29"),
    ])
    func dateTrunc(date: String, part: String, expected: String) throws {
        try expect("DATE_TRUNC", [.date(date), .string(part)], gives: .date(expected))
    }

    @Test func partsThatDoNotFit() throws {
        try expect("DATE_TRUNC", [.date("2024-01-01"), "HOUR"], fails: "DATE_TRUNC of a DATE does not take HOUR")
        try expect("DATE_TRUNC", [.date("0001-01-01"), "WEEK"], fails: "out of range")
        try expect("DATE_DIFF", [.date("2024-01-01"), .date("2024-01-01"), "FORTNIGHT"], fails: "date part")
        try expect("EXTRACT", ["HOUR", .date("2024-01-01")], fails: "does not take HOUR")
        try expect(
            "TIMESTAMP_DIFF", [.timestamp("2024-01-01"), .timestamp("2024-01-01"), "MONTH"], fails: "MONTH")
    }

    @Test(arguments: [
        ("2008-11-25", "MONTH", "2008-11-30"), ("2008-11-25", "YEAR", "2008-12-31"),
        ("2008-11-10", "WEEK(SUNDAY)", "2008-11-15"), ("2008-11-10", "WEEK(MONDAY)", "2008-11-16"),
        ("2015-06-15", "ISOYEAR", "2016-01-03"), ("2024-02-10", "QUARTER", "2024-03-31"),
    ])
    func lastDay(date: String, part: String, expected: String) throws {
        try expect("LAST_DAY", [.date(date), .string(part)], gives: .date(expected))
    }

    @Test func lastDayOfTheMonth() throws {
        try expect("LAST_DAY", [.date("2024-02-10")], gives: .date("2024-02-29"))
    }

    @Test(arguments: [
        ("2015-12-23", 2015, 52, 2015, 51), ("2015-12-27", 2015, 52, 2015, 52), ("2015-12-28", 2015, 53, 2015, 52),
        ("2016-01-01", 2015, 53, 2016, 0), ("2016-01-03", 2015, 53, 2016, 1), ("2016-01-04", 2016, 1, 2016, 1),
        ("2005-01-03", 2005, 1, 2005, 1), ("2007-12-31", 2008, 1, 2007, 52), ("2009-12-31", 2009, 53, 2009, 52),
    ])
    func extractWeeks(date: String, isoYear: Int64, isoWeek: Int64, year: Int64, week: Int64) throws {
        try expect("EXTRACT", ["ISOYEAR", .date(date)], gives: .int64(isoYear))
        try expect("EXTRACT", ["ISOWEEK", .date(date)], gives: .int64(isoWeek))
        try expect("EXTRACT", ["YEAR", .date(date)], gives: .int64(year))
        try expect("EXTRACT", ["WEEK", .date(date)], gives: .int64(week))
    }

    @Test func extract() throws {
        try expect("EXTRACT", ["WEEK(SUNDAY)", .date("2017-11-05")], gives: 45)
        try expect("EXTRACT", ["WEEK(MONDAY)", .date("2017-11-05")], gives: 44)
        try expect("EXTRACT", ["dayofweek", .date("2017-11-05")], gives: 1)
        try expect("EXTRACT", ["DAYOFYEAR", .date("2024-12-31")], gives: 366)
        try expect("EXTRACT", ["QUARTER", .date("2024-11-05")], gives: 4)
        let time = Value.timestamp("2008-12-25 05:30:59.123456+00")
        try expect("EXTRACT", ["DAY", time, "America/Los_Angeles"], gives: 24)
        try expect("EXTRACT", ["HOUR", time, "+08:00"], gives: 13)
        try expect("EXTRACT", ["MILLISECOND", time], gives: 123)
        try expect("EXTRACT", ["MICROSECOND", time], gives: 123456)
        try expect("EXTRACT", ["SECOND", .timestamp("1969-12-31 23:59:58.5")], gives: 58)
        try expect("EXTRACT_DATE", [time, "America/Los_Angeles"], gives: .date("2008-12-24"))
        let interval = Value.interval("0-13 370 48:61:61")
        try expect("EXTRACT", ["YEAR", interval], gives: 1)
        try expect("EXTRACT", ["MONTH", interval], gives: 1)
        try expect("EXTRACT", ["HOUR", interval], gives: 49)
        try expect("EXTRACT", ["MINUTE", interval], gives: 2)
        try expect("EXTRACT", ["MINUTE", .interval("10 -12:30:0")], gives: -30)
    }

    @Test func timestamps() throws {
        try expect(
            "TIMESTAMP", ["2008-12-25 15:30:00", "America/Los_Angeles"], gives: .timestamp("2008-12-25 23:30:00"))
        try expect("TIMESTAMP", [.date("2008-12-25"), "+08:00"], gives: .timestamp("2008-12-24 16:00:00"))
        try expect("TIMESTAMP", ["noon"], fails: "cannot read 'noon' as TIMESTAMP")
        let time = Value.timestamp("2008-12-25 15:30:00+00")
        try expect("TIMESTAMP_ADD", [time, .interval("0:10:0")], gives: .timestamp("2008-12-25 15:40:00"))
        try expect("TIMESTAMP_SUB", [time, .interval("0-0 1 0:0:0")], gives: .timestamp("2008-12-24 15:30:00"))
        try expect("TIMESTAMP_DIFF", [.timestamp("2010-07-07 10:20:00"), time, "HOUR"], gives: 13410)
        try expect("TIMESTAMP_DIFF", [.timestamp("2018-08-14"), .timestamp("2018-10-14"), "DAY"], gives: -61)
        try expect(
            "TIMESTAMP_DIFF", [.timestamp("2001-02-01 01:00:00"), .timestamp("2001-02-01 00:00:01"), "HOUR"], gives: 0)
        try expect("STRING", [time, "UTC"], gives: "2008-12-25 15:30:00+00")
        try expect("STRING", [time, "Asia/Kolkata"], gives: "2008-12-25 21:00:00+05:30")
        try expect("UNIX_SECONDS", [time], gives: 1_230_219_000)
        try expect("UNIX_SECONDS", [.timestamp("1970-01-01 00:00:01.8")], gives: 1)
        try expect("UNIX_MILLIS", [.timestamp("1969-12-31 23:59:59.9995")], gives: -1)
        try expect("UNIX_MICROS", [time], gives: 1_230_219_000_000_000)
        try expect("TIMESTAMP_SECONDS", [1_230_219_000], gives: time)
        try expect("TIMESTAMP_MILLIS", [1_230_219_000_000], gives: time)
        try expect("TIMESTAMP_MICROS", [1_230_219_000_000_000], gives: time)
        try expect("TIMESTAMP_SECONDS", [.int64(.max)], fails: "out of range")
    }

    @Test func timestampTrunc() throws {
        let time = Value.timestamp("2008-12-25 15:30:00+00")
        try expect("TIMESTAMP_TRUNC", [time, "DAY"], gives: .timestamp("2008-12-25"))
        try expect(
            "TIMESTAMP_TRUNC", [time, "DAY", "America/Los_Angeles"], gives: .timestamp("2008-12-25 08:00:00"))
        let sunday = Value.timestamp("2017-11-06 00:00:00+12")
        try expect("TIMESTAMP_TRUNC", [sunday, "WEEK(MONDAY)", "UTC"], gives: .timestamp("2017-10-30"))
        try expect(
            "TIMESTAMP_TRUNC", [sunday, "WEEK(MONDAY)", "Pacific/Auckland"], gives: .timestamp("2017-11-05 11:00:00"))
        try expect(
            "TIMESTAMP_TRUNC", [.timestamp("2015-06-15"), "ISOYEAR"], gives: .timestamp("2014-12-29"))
        try expect("TIMESTAMP_TRUNC", [time, "HOUR", "Asia/Kolkata"], gives: .timestamp("2008-12-25 15:30:00"))
        try expect(
            "TIMESTAMP_TRUNC", [.timestamp("1969-12-31 23:59:59.999"), "SECOND"],
            gives: .timestamp("1969-12-31 23:59:59"))
    }

    @Test func intervals() throws {
        try expect("MAKE_INTERVAL", [1, 6, 15], gives: .interval("1-6 15 0:0:0"))
        try expect("MAKE_INTERVAL", [], gives: .interval("0-0 0 0:0:0"))
        try expect("MAKE_INTERVAL", [0, 0, 0, 10, 0, 20], gives: .interval("10:0:20"))
        try expect("JUSTIFY_DAYS", [.interval("0-0 -65 0:0:0")], gives: .interval("-0-2 -5 0:0:0"))
        try expect("JUSTIFY_DAYS", [.interval("0-0 370 0:0:0")], gives: .interval("1-0 10 0:0:0"))
        try expect("JUSTIFY_HOURS", [.interval("47:0:0")], gives: .interval("0-0 1 23:0:0"))
        try expect("JUSTIFY_HOURS", [.interval("-0:12345:0")], gives: .interval("0-0 -8 -13:45:0"))
        try expect("JUSTIFY_INTERVAL", [.interval("0-0 29 49:0:0")], gives: .interval("0-1 1 1:0:0"))
    }

    @Test(arguments: [
        ("%x", "12/25/08"), ("%b-%d-%Y", "Dec-25-2008"), ("%b %Y", "Dec 2008"), ("%A %a %B", "Thursday Thu December"),
        ("%F %D %y %C", "2008-12-25 12/25/08 08 20"), ("%G-%V %g %J", "2008-52 08 361"), ("%j %U %W", "360 51 51"),
        ("%u %w %Q", "4 4 4"), ("%e%n%t%%", "25\n\t%"), ("%E4Y", "2008"), ("上海 %m月%d日", "上海 12月25日"),
    ])
    func formatDate(format: String, expected: String) throws {
        try expect("FORMAT_DATE", [.string(format), .date("2008-12-25")], gives: .string(expected))
    }

    @Test(arguments: [
        ("%c", "UTC", "Thu Dec 25 15:30:05 2008"), ("%b %Y %Ez", "UTC", "Dec 2008 +00:00"),
        ("%H:%M:%E3S %Z", "America/Los_Angeles", "07:30:05.120 UTC-8"), ("%E*S %z", "Asia/Kolkata", "05.12 +0530"),
        ("%I:%M %p %P %l %k", "UTC", "03:30 PM pm  3 15"), ("%R %T %s", "+08:00", "23:30 23:30:05 1230219005"),
        ("%E0S", "UTC", "05"),
    ])
    func formatTimestamp(format: String, zone: String, expected: String) throws {
        try expect(
            "FORMAT_TIMESTAMP", [.string(format), .timestamp("2008-12-25 15:30:05.12"), .string(zone)],
            gives: .string(expected))
    }

    @Test func formatErrors() throws {
        try expect("FORMAT_DATE", ["%H", .date("2008-12-25")], fails: "no element %H for a DATE")
        try expect("FORMAT_DATE", ["%", .date("2008-12-25")], fails: "single %")
        try expect("FORMAT_TIMESTAMP", ["%E9X", .timestamp("2008-12-25")], fails: "no element %E9")
    }

    @Test(arguments: [
        ("%A %b %e %Y", "Thursday Dec 25 2008", "2008-12-25"), ("%F", "2000-12-30", "2000-12-30"),
        ("%x", "12/25/08", "2008-12-25"), ("%Y%m%d", "20081225", "2008-12-25"), ("%b %Y", "  feb 2024 ", "2024-02-01"),
        ("%y", "69", "1969-01-01"), ("%y", "68", "2068-01-01"), ("%j %Y", "60 2024", "2024-02-29"),
        ("%G-%V", "2020-50", "2020-12-07"), ("%G %J", "2015 1", "2014-12-29"), ("%U %Y %w", "1 2024 0", "2024-01-07"),
        ("%Q/%Y", "3/2024", "2024-07-01"), ("%d.%m.%Y", "5.11.2024", "2024-11-05"), ("%C%y", "1999", "1999-01-01"),
    ])
    func parseDate(format: String, text: String, expected: String) throws {
        try expect("PARSE_DATE", [.string(format), .string(text)], gives: .date(expected))
    }

    @Test(arguments: [
        ("%Y %A %b %e", "Thursday Dec 25 2008"), ("%A %b %e", "Thursday Dec 25 2008"), ("%F", "2023-02-29"),
        ("%m", "13"), ("%F x", "2024-01-01"), ("%j %Y", "366 2023"),
    ])
    func datesThatDoNotParse(format: String, text: String) throws {
        try expect("PARSE_DATE", [.string(format), .string(text)], fails: "PARSE_DATE")
    }

    @Test(arguments: [
        ("%c", "Thu Dec 25 07:30:00 2008", "2008-12-25 07:30:00"),
        ("%a %b %e %I:%M:%S %Y", "Thu Dec 25 07:30:00 2008", "2008-12-25 07:30:00"),
        ("%I:%M:%S %p", "2:23:38 pm", "1970-01-01 14:23:38"), ("%I %p", "12 AM", "1970-01-01 00:00:00"),
        ("%F %T%Ez", "2024-11-05 08:00:00+08:00", "2024-11-05 00:00:00"),
        ("%F %H:%M %z", "2024-11-05 08:00 -0530", "2024-11-05 13:30:00"),
        ("%F %R %Z", "2024-07-01 08:00 America/New_York", "2024-07-01 12:00:00"),
        ("%E*S", "05.25", "1970-01-01 00:00:05.25"), ("%s", "1230219000", "2008-12-25 15:30:00"),
        ("%F %T", "2016-12-31 23:59:60", "2017-01-01 00:00:00"),
    ])
    func parseTimestamp(format: String, text: String, expected: String) throws {
        try expect("PARSE_TIMESTAMP", [.string(format), .string(text)], gives: .timestamp(expected))
    }

    @Test func parseTimestampInAZone() throws {
        try expect(
            "PARSE_TIMESTAMP", ["%F %R", "2024-11-05 08:00", "Asia/Shanghai"], gives: .timestamp("2024-11-05 00:00:00"))
    }

    /// Every day of four centuries, against counting.
    @Test func theCalendarCounts() {
        var date = CivilDate(year: 1799, month: 12, day: 31)
        var days = date.days
        while date.year < 2201 {
            #expect(CivilDate(days: days) == date && date.days == days)
            days += 1
            date.day += 1
            if date.day > CivilDate.daysInMonth(date.year, date.month) {
                date = CivilDate(year: date.year, month: date.month + 1, day: 1)
                if date.month > 12 { date = CivilDate(year: date.year + 1, month: 1, day: 1) }
            }
        }
    }
}
