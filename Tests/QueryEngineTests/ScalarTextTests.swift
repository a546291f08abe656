// Values as text, and back.

import QueryLanguage
import Testing

@testable import QueryEngine

struct ScalarTextTests {
    @Test(arguments: [
        ("2024-02-29", "2024-02-29"), ("2023-2-9", "2023-02-09"), ("0001-01-01", "0001-01-01"),
        ("9999-12-31", "9999-12-31"), ("2023-02-29", "NULL"), ("2024-13-01", "NULL"), ("24-01-01", "NULL"),
        ("2024-01-01 ", "NULL"), ("", "NULL"),
    ])
    func dates(text: String, expected: String) {
        #expect(Value.date(text).text == expected)
    }

    @Test func daysAreCountedFrom1970() {
        #expect(Value.date("1970-01-01") == .date(0))
        #expect(Value.date("2000-03-01") == .date(11017))
        #expect(Value.date("1969-12-31") == .date(-1))
    }

    @Test(arguments: [
        ("2014-09-27 12:30:00.45-8:00", "2014-09-27 20:30:00.450+00"),
        ("2014-09-27T12:30:00.45Z", "2014-09-27 12:30:00.450+00"),
        ("2008-12-25 15:30:00 America/Los_Angeles", "2008-12-25 23:30:00+00"),
        ("2008-07-25 15:30:00 America/Los_Angeles", "2008-07-25 22:30:00+00"),
        ("2050-07-25 15:30:00 America/Los_Angeles", "2050-07-25 22:30:00+00"),
        ("2050-01-25 15:30:00 America/Los_Angeles", "2050-01-25 23:30:00+00"),
        ("2024-11-05 08:00:00+08", "2024-11-05 00:00:00+00"),
        ("2024-11-05", "2024-11-05 00:00:00+00"),
        ("2024-1-5 1:2:3.000007", "2024-01-05 01:02:03.000007+00"),
        ("2016-12-31 23:59:60", "2017-01-01 00:00:00+00"),
        ("2024-11-05 24:00:00", "NULL"), ("2024-11-05 08:00", "NULL"), ("2024-11-05 08:00:00 Nowhere/Land", "NULL"),
        ("2024-11-05 08:00:00 ../../etc/passwd", "NULL"), ("2024-11-05 08:00:00.1234567", "NULL"),
        ("0001-01-01 00:00:00+01", "NULL"), ("9999-12-31 23:59:59.999999", "9999-12-31 23:59:59.999999+00"),
    ])
    func timestamps(text: String, expected: String) {
        #expect(Value.timestamp(text).text == expected)
    }

    /// New York's clocks went from 2:00 to 3:00 on 2024-03-10 and from 2:00 to 1:00 on 2024-11-03.
    @Test func clocksThatAreSetForwardAndBack() {
        #expect(Value.timestamp("2024-03-10 02:30:00 America/New_York").text == "2024-03-10 07:30:00+00")
        #expect(Value.timestamp("2024-11-03 01:30:00 America/New_York").text == "2024-11-03 05:30:00+00")
    }

    @Test(arguments: [
        ("1-2 3 10:20:30.456", "1-2 3 10:20:30.456"), ("1-2", "1-2 0 0:0:0"), ("10:20:30", "0-0 0 10:20:30"),
        ("P1Y2M3D", "1-2 3 0:0:0"), ("PT10H20M30,456S", "0-0 0 10:20:30.456"), ("P2W", "0-0 14 0:0:0"),
        ("-23-2 10 -12:30:00", "-23-2 10 -12:30:0"), ("0-0 0 -0:0:0.5", "0-0 0 -0:0:0.500"),
        ("8 -20 17:0:0", "0-8 -20 17:0:0"), ("10:20", "NULL"), ("1 2", "NULL"), ("23--2", "NULL"), ("P", "NULL"),
        ("10001-0", "NULL"), ("0-0 0 99999999999:0:0", "NULL"), ("PT1H2", "NULL"), ("", "NULL"),
    ])
    func intervals(text: String, expected: String) {
        #expect(Value.interval(text).text == expected)
    }

    @Test(arguments: [
        ("2-11 28 16:15:14", CalendarPart.year, CalendarPart.second, "2-11 28 16:15:14"),
        ("8 20 17", .month, .hour, "0-8 20 17:0:0"), ("-30:10", .minute, .second, "0-0 0 -0:30:10"),
        ("1 5:30", .day, .minute, "0-0 1 5:30:0"), ("-23-2 10 -0:30", .year, .minute, "-23-2 10 -0:30:0"),
        ("7", .day, .day, "0-0 7 0:0:0"), ("1.5", .second, .second, "0-0 0 0:0:1.500"),
    ])
    func intervalLiterals(text: String, from: CalendarPart, to: CalendarPart, expected: String) throws {
        let interval = try text.withBytes { (bytes) throws(Diagnostic) in
            try IntervalText.parse(bytes, from: from, to: to)
        }
        #expect(Value.interval(interval).text == expected)
    }

    @Test func intervalLiteralsOutOfOrder() {
        #expect(throws: Diagnostic.self) {
            try "1 2".withBytes { (bytes) throws(Diagnostic) in try IntervalText.parse(bytes, from: .day, to: .year) }
        }
    }

    @Test(arguments: [
        (1.0, "1", "1.0"), (-0.0, "0", "0.0"), (0.1, "0.1", "0.1"), (1e20, "1e+20", "1e+20"),
        (123456.789, "123456.789", "123456.789"), (0.1 + 0.2, "0.30000000000000004", "0.30000000000000004"),
        (1e-4, "0.0001", "0.0001"), (1e-5, "1e-05", "1e-05"), (1.5e300, "1.5e+300", "1.5e+300"),
        (-2.5, "-2.5", "-2.5"), (1e14, "100000000000000", "100000000000000.0"), (1e15, "1e+15", "1e+15"),
        (1234567890123456.0, "1234567890123456", "1234567890123456.0"), (.infinity, "inf", "inf"),
        (-.infinity, "-inf", "-inf"), (.nan, "nan", "nan"), (.leastNonzeroMagnitude, "5e-324", "5e-324"),
    ])
    func floats(value: Double, cast: String, literal: String) {
        #expect(Value.float64(value).text == cast)
        #expect(String { FloatText.appendLiteral(value, to: &$0) } == literal)
    }

    @Test(arguments: [
        ("1.5", 1.5), (" -1e3 ", -1000), (".5", 0.5), ("5.", 5), ("+inf", .infinity), ("-Infinity", -.infinity),
        ("123456789012345678901234567890", 123456789012345678901234567890.0), ("1e400", .infinity),
        ("2.2250738585072014e-308", .leastNormalMagnitude), ("9007199254740993", 9_007_199_254_740_992),
        ("0.1", 0.1), ("1e23", 1e23), ("179769313486231570000e288", 1.7976931348623157e308),
    ])
    func floatsAreReadToTheNearest(text: String, expected: Double) {
        #expect(Value.parsed(text, FloatText.parse) == expected)
    }

    @Test(arguments: ["", ".", "1e", "0x10", "1.5x", "--1", "1 2", "infin", "e5"])
    func textsThatAreNoFloats(text: String) {
        #expect(Value.parsed(text, FloatText.parse) == nil)
    }

    @Test func everyFloatReadsBack() {
        var generator = SystemRandomNumberGenerator()
        for _ in 0..<2000 {
            let value = Double(bitPattern: generator.next())
            guard value.isFinite else { continue }
            let text = Value.float64(value).text
            #expect(Value.parsed(text, FloatText.parse) == value)
        }
    }

    @Test(
        arguments: [
            ("12", 12), (" -7 ", -7), ("0x123", 291), ("-0x123", -291), ("9223372036854775807", .max),
            ("-9223372036854775808", .min), ("9223372036854775808", nil), ("", nil), ("1.0", nil), ("0x", nil),
            ("12a", nil),
        ] as [(String, Int64?)])
    func integers(text: String, expected: Int64?) {
        #expect(Value.parsed(text, IntText.parse) == expected)
    }

    @Test func casts() throws {
        #expect(try cast(2.5, .int64) == 3)
        #expect(try cast(-0.5, .int64) == -1)
        #expect(try cast("TRUE", .bool) == true)
        #expect(try cast(0, .bool) == false)
        #expect(try cast(true, .int64) == 1)
        #expect(try cast(true, .string) == "true")
        #expect(try cast(7, .float64) == 7.0)
        #expect(try cast(.timestamp("2024-11-05 23:59:59"), .date) == .date("2024-11-05"))
        #expect(try cast(.timestamp("1969-12-31 23:59:59"), .date) == .date("1969-12-31"))
        #expect(try cast(.date("2024-11-05"), .timestamp) == .timestamp("2024-11-05 00:00:00"))
        #expect(try cast("a string of more than twelve bytes", .string) == "a string of more than twelve bytes")
        #expect(try cast(.interval("1-2 3 4:5:6.789"), .string) == "1-2 3 4:5:6.789")
    }

    @Test func castsThatFail() throws {
        for (value, type) in [("abc", DataType.int64), ("yes", .bool), ("1,5", .float64), ("now", .timestamp)] {
            #expect(throws: Diagnostic.self) { try cast(.string(value), type) }
            #expect(try cast(.string(value), type, safe: true) == .null)
        }
        #expect(throws: Diagnostic.self) { try cast(1e19, .int64) }
        #expect(throws: Diagnostic.self) { try cast(.float64(.nan), .int64) }
        #expect(Casts.implementation(from: .float64, to: .bool) == nil)
        #expect(Casts.implementation(from: .int64, to: .date) == nil)
    }
}
