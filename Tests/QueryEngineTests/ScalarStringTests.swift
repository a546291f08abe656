// The string functions, by GoogleSQL's documentation.

import Testing

@testable import QueryEngine

struct ScalarStringTests {
    @Test func lengths() throws {
        try expect("LENGTH", ["абвгд"], gives: 5)
        try expect("CHAR_LENGTH", ["中国国际进口博览会"], gives: 9)
        try expect("BYTE_LENGTH", ["абвгд"], gives: 10)
        try expect("LENGTH", [""], gives: 0)
        try expect("LENGTH", ["🚢 a longer text than twelve bytes"], gives: 33)
        try expect("ASCII", ["abcd"], gives: 97)
        try expect("ASCII", [""], gives: 0)
        try expect("ASCII", ["é"], fails: "ASCII")
        try expect("UNICODE", ["â"], gives: 226)
    }

    @Test func casing() throws {
        try expect("LOWER", ["FOO Bar 12"], gives: "foo bar 12")
        try expect("UPPER", ["foo"], gives: "FOO")
        try expect("UPPER", ["straße é"], gives: "STRASSE É")
        try expect("LOWER", ["ÉTÉ Д"], gives: "été д")
        try expect("INITCAP", ["Hello World-everyone!"], gives: "Hello World-Everyone!")
        try expect("INITCAP", ["Apples1oranges2pears", "12"], gives: "Apples1Oranges2Pears")
        try expect("INITCAP", ["éTÉ chaud"], gives: "Été Chaud")
    }

    @Test func trimming() throws {
        try expect("TRIM", ["   apple   "], gives: "apple")
        try expect("TRIM", ["\u{3000}\t中国 \u{A0}"], gives: "中国")
        try expect("TRIM", ["***apple***", "*"], gives: "apple")
        try expect("TRIM", ["xzxapplexxy", "xyz"], gives: "apple")
        try expect("LTRIM", ["xxxapplexxx", "xyz"], gives: "applexxx")
        try expect("RTRIM", ["***apple***", "*"], gives: "***apple")
        try expect("RTRIM", ["一二三三", "三é"], gives: "一二")
        try expect("TRIM", ["   "], gives: "")
        // The combining ring of the set is a code point of its own.
        try expect("TRIM", ["abaW\u{30A}", "Y\u{30A}"], gives: "abaW")
    }

    @Test func parts() throws {
        try expect("SUBSTR", ["apple", 2], gives: "pple")
        try expect("SUBSTR", ["apple", 2, 2], gives: "pp")
        try expect("SUBSTR", ["apple", -2], gives: "le")
        try expect("SUBSTR", ["apple", 1, 123], gives: "apple")
        try expect("SUBSTR", ["apple", 123], gives: "")
        try expect("SUBSTR", ["apple", 123, 5], gives: "")
        try expect("SUBSTR", ["apple", 0, 2], gives: "ap")
        try expect("SUBSTR", ["apple", -9, 2], gives: "ap")
        try expect("SUBSTRING", ["一二三四五六七八", 3, 4], gives: "三四五六")
        try expect("SUBSTR", ["一二三", -2, 1], gives: "二")
        try expect("SUBSTR", ["apple", .int64(.min)], gives: "apple")
        try expect("SUBSTR", ["apple", .int64(.max), .int64(.max)], gives: "")
        try expect("SUBSTR", ["apple", 1, -1], fails: "negative length: -1")
        try expect("LEFT", ["banana", 3], gives: "ban")
        try expect("LEFT", ["абвгд", 9], gives: "абвгд")
        try expect("LEFT", ["абвгд", 2], gives: "аб")
        try expect("RIGHT", ["apple", 3], gives: "ple")
        try expect("RIGHT", ["абвгд", 2], gives: "гд")
        try expect("RIGHT", ["apple", 0], gives: "")
        try expect("RIGHT", ["apple", -1], fails: "negative")
    }

    @Test func building() throws {
        try expect("CONCAT", ["Summer", " ", 1923], gives: "Summer 1923")
        try expect("CONCAT", ["a", .null], gives: .null)
        try expect("CONCAT", [.date("2024-11-05"), true, 2.5], gives: "2024-11-05true2.5")
        try expect("REPLACE", ["blackberry pie", "pie", "cobbler"], gives: "blackberry cobbler")
        try expect("REPLACE", ["aaa", "a", "bb"], gives: "bbbbbb")
        try expect("REPLACE", ["aaa", "", "x"], gives: "aaa")
        try expect("REVERSE", ["абв🚢"], gives: "🚢вба")
        try expect("REPEAT", ["abc", 3], gives: "abcabcabc")
        try expect("REPEAT", ["abc", 0], gives: "")
        try expect("REPEAT", ["", .int64(.max)], gives: "")
        try expect("REPEAT", ["abc", -1], fails: "negative")
        try expect("REPEAT", ["abc", .int64(.max)], fails: "MiB")
        try expect("LPAD", ["c", 5], gives: "    c")
        try expect("LPAD", ["b", 5, "a"], gives: "aaaab")
        try expect("LPAD", ["abc", 10, "ghd"], gives: "ghdghdgabc")
        try expect("LPAD", ["abc", 2, "d"], gives: "ab")
        try expect("RPAD", ["abc", 10, "ghd"], gives: "abcghdghdg")
        try expect("RPAD", ["é", 3, "中国"], gives: "é中国")
        try expect("RPAD", ["a", 3, ""], fails: "empty pattern")
        try expect("LPAD", ["a", .int64(.max)], fails: "MiB")
        try expect("CHR", [0xF9B5], gives: "例")
        try expect("CHR", [255], gives: "ÿ")
        try expect("CHR", [0], gives: "")
        try expect("CHR", [0xD800], fails: "code point")
        try expect("TRANSLATE", ["This is a cookie", "sco", "zku"], gives: "Thiz iz a kuukie")
        try expect("TRANSLATE", ["abc", "bc", "é"], gives: "aé")
        try expect("TRANSLATE", ["abc", "bb", "xy"], fails: "twice")
    }

    @Test func searching() throws {
        try expect("STRPOS", ["foo@example.com", "@"], gives: 4)
        try expect("STRPOS", ["zгдl", "дl"], gives: 3)
        try expect("STRPOS", ["x", ""], gives: 1)
        try expect("STRPOS", ["abc", "z"], gives: 0)
        try expect("STARTS_WITH", ["bar", "b"], gives: true)
        try expect("STARTS_WITH", ["", "a"], gives: false)
        try expect("ENDS_WITH", ["apple", "e"], gives: true)
        try expect("ENDS_WITH", ["e", "apple"], gives: false)
        try expect("CONTAINS_SUBSTR", ["the blue house", "Blue house"], gives: true)
        try expect("CONTAINS_SUBSTR", ["the red house", "blue"], gives: false)
        try expect("CONTAINS_SUBSTR", ["ＣＩＩＥ 进博会", "ciie"], gives: true)
        try expect("CONTAINS_SUBSTR", [2024, "02"], gives: true)
    }

    @Test(
        arguments: [
            ("an", 1, 1, 2), ("an", 1, 2, 4), ("an", 1, 3, 0), ("an", 3, 1, 4), ("an", -1, 1, 4), ("an", -3, 1, 4),
            ("ann", 1, 1, 0), ("an", 9, 1, 0), ("an", -9, 1, 0), ("an", -1, 2, 2), ("a", -6, 1, 0),
        ] as [(String, Int64, Int64, Int64)])
    func instr(part: String, position: Int64, occurrence: Int64, expected: Int64) throws {
        try expect(
            "INSTR", ["banana", .string(part), .int64(position), .int64(occurrence)], gives: .int64(expected))
    }

    @Test func instrCountsCharactersAndOverlaps() throws {
        try expect("INSTR", ["helloooo", "oo", 1, 2], gives: 6)
        try expect("INSTR", ["中国中国", "中国", 2], gives: 3)
        try expect("INSTR", ["ab", "", 1, 3], gives: 3)
        try expect("INSTR", ["ab", "", 1, 4], gives: 0)
        try expect("INSTR", ["ab", "a", 0], fails: "position 0")
        try expect("INSTR", ["ab", "a", 1, 0], fails: "occurrence 0")
    }

    @Test func editDistance() throws {
        try expect("EDIT_DISTANCE", ["a", "b"], gives: 1)
        try expect("EDIT_DISTANCE", ["aa", "b"], gives: 2)
        try expect("EDIT_DISTANCE", ["aa", "ba"], gives: 1)
        try expect("EDIT_DISTANCE", ["abcdefg", "a", 2], gives: 2)
        try expect("EDIT_DISTANCE", ["kitten", "sitting"], gives: 3)
        try expect("EDIT_DISTANCE", ["", "abc"], gives: 3)
        try expect("EDIT_DISTANCE", ["𨉟€", "€€"], gives: 1)
        try expect("EDIT_DISTANCE", ["abc", "", 4], gives: 3)
        try expect("EDIT_DISTANCE", ["a", "b", -1], fails: "max_distance")
    }
}

struct ScalarRegexTests {
    @Test func contains() throws {
        try expect("REGEXP_CONTAINS", ["foo@example.com", "@[a-zA-Z0-9-]+\\.[a-zA-Z0-9-.]+"], gives: true)
        try expect("REGEXP_CONTAINS", ["www.example.net", "@[a-zA-Z0-9-]+\\.[a-zA-Z0-9-.]+"], gives: false)
        try expect("REGEXP_CONTAINS", ["中国", "^..$"], gives: true)
        try expect("REGEXP_CONTAINS", ["", "^$"], gives: true)
        try expect("REGEXP_CONTAINS", ["a", "("], fails: "missing )")
    }

    @Test func extract() throws {
        try expect("REGEXP_EXTRACT", ["foo@example.com", "^[a-zA-Z0-9_.+-]+"], gives: "foo")
        try expect("REGEXP_EXTRACT", ["ab", "(.)b"], gives: "a")
        try expect("REGEXP_EXTRACT", ["xyztb", "(.)+b"], gives: "t")
        try expect("REGEXP_EXTRACT", ["ab", "(z)?b"], gives: .null)
        try expect("REGEXP_EXTRACT", ["ab", "z"], gives: .null)
        try expect("REGEXP_EXTRACT", ["", ""], gives: "")
        try expect("REGEXP_EXTRACT", ["ab", "(a)(b)"], fails: "2 groups")
        try expect("REGEXP_EXTRACT", ["ab", "a", 0], fails: "position 0")
    }

    @Test(
        arguments: [
            (1, 1, "Hello"), (1, 2, "Helloo"), (1, 3, "Hellooo"), (1, 4, nil), (2, 1, "ello"), (3, 1, "Helloo"),
            (3, 2, "Hellooo"), (3, 3, nil), (20, 1, nil), (99, 1, nil),
        ] as [(Int64, Int64, String?)])
    func extractOccurrences(position: Int64, occurrence: Int64, expected: String?) throws {
        try expect(
            "REGEXP_EXTRACT", ["Hello Helloo and Hellooo", "H?ello+", .int64(position), .int64(occurrence)],
            gives: expected.map(Value.string) ?? .null)
    }

    @Test func positions() throws {
        try expect("REGEXP_INSTR", ["ab@cd-ef", "@[^-]*"], gives: 3)
        try expect("REGEXP_INSTR", ["abc-ef", "@[^-]*"], gives: 0)
        try expect("REGEXP_INSTR", ["a@cd-ef b@cd-ef", "@[^-]*", 3], gives: 10)
        try expect("REGEXP_INSTR", ["a@cd-ef b@cd-ef c@cd-ef", "@[^-]*", 1, 3], gives: 18)
        try expect("REGEXP_INSTR", ["a@cd-ef", "@[^-]*", 1, 1, 1], gives: 5)
    }

    @Test func replace() throws {
        try expect("REGEXP_REPLACE", ["# Heading", "^# ([a-zA-Z0-9\\s]+$)", "<h1>\\1</h1>"], gives: "<h1>Heading</h1>")
        try expect("REGEXP_REPLACE", ["banana", "ana", "x"], gives: "bxna")
        try expect("REGEXP_REPLACE", ["abc", "b(.)", "X\\1"], gives: "aXc")
        try expect("REGEXP_REPLACE", ["abc", "", "-"], gives: "-a-b-c-")
        try expect("REGEXP_REPLACE", ["baac", "a*", "x"], gives: "xbxcx")
        try expect("REGEXP_REPLACE", ["a.b", "\\.", "\\\\\\0"], gives: "a\\.b")
        try expect("REGEXP_REPLACE", ["abc", "b", "\\1"], fails: "group 1")
        try expect("REGEXP_REPLACE", ["abc", "b", "\\x"], fails: "backslash")
    }
}

struct ScalarFormatTests {
    @Test(
        arguments: [
            ("%d", 10, "10"), ("|%10d|", 11, "|        11|"), ("+%010d+", 12, "+0000000012+"),
            ("%'d", 123_456_789, "123,456,789"), ("%x", 2042, "7fa"), ("%X", 2042, "7FA"), ("%#x", 255, "0xff"),
            ("%o", 392, "610"), ("%'x", 12_345_678, "bc:614e"), ("%'o", 55555, "15,4403"), ("%+d", 5, "+5"),
            ("% d", 5, " 5"), ("%-5d|", 5, "5    |"), ("%.3d", 5, "005"), ("%.0d", 0, ""), ("100%%: %i", 7, "100%: 7"),
            ("%'015d", 1_234_567, "0000001,234,567"), ("%'.5X", 1, "0:0001"), ("%'#9.5X", 1, " 0X0:0001"),
            ("%'+09d", 54321, "+0054,321"), ("%t", 5, "5"), ("%T", 5, "5"),
        ] as [(String, Int64, String)])
    func integers(format: String, value: Int64, expected: String) throws {
        try expect("FORMAT", [.string(format), .int64(value)], gives: .string(expected))
    }

    @Test(
        arguments: [
            ("%f", 1.1, "1.100000"), ("%E", 2.2, "2.200000E+00"), ("%.2f", 2.005, "2.00"), ("%g", 392.65, "392.65"),
            ("%g", 39_265_000, "3.9265e+07"), ("%'.2f", 1234567.891, "1,234,567.89"), ("%8.1f|", -2.25, "    -2.2|"),
            ("%08.1f", -2.25, "-00002.2"), ("%f", .infinity, "inf"), ("%F", -.infinity, "-INF"), ("%f", .nan, "nan"),
            ("%05f", .nan, "  nan"), ("%t", 123, "123.0"), ("%T", 0.5, "0.5"), ("%T", .nan, "CAST(\"nan\" AS FLOAT64)"),
            ("%'015.2f", -1_234_567, "-001,234,567.00"), ("%#.0f", 3, "3."),
        ] as [(String, Double, String)])
    func floats(format: String, value: Double, expected: String) throws {
        try expect("FORMAT", [.string(format), .float64(value)], gives: .string(expected))
    }

    @Test func otherTypes() throws {
        try expect("FORMAT", ["-%s-", "abcd efg"], gives: "-abcd efg-")
        try expect("FORMAT", ["%5s|%-5s|%.2s", "é", "ab", "中国人"], gives: "    é|ab   |中国")
        try expect(
            "FORMAT", ["%t %T", .date("2015-09-01"), .date("2015-09-01")], gives: "2015-09-01 DATE \"2015-09-01\"")
        try expect("FORMAT", ["%T", "say \"hi\""], gives: "'say \"hi\"'")
        try expect("FORMAT", ["%T", "a'b\n"], gives: "\"a'b\\n\"")
        try expect("FORMAT", ["%t", true], gives: "true")
        try expect(
            "FORMAT", ["%T", .interval("1-2 3 4:5:6.789")], gives: "INTERVAL \"1-2 3 4:5:6.789\" YEAR TO SECOND")
        try expect("FORMAT", ["%*d|%-*d|%.*f", 4, 7, 3, 7, 1, 2.75], gives: "   7|7  |2.8")
        try expect("FORMAT", ["nothing"], gives: "nothing")
    }

    @Test func nulls() throws {
        let overload = try #require(FunctionTable.find("FORMAT")?.overloads.last)
        guard case .prepared(let make) = overload.implementation else { return }
        let context = KernelContext(count: 1, isSafe: false, now: 0)
        func format(_ text: String) throws -> Value {
            let arguments = [
                Vector.constant(.string(text), type: .string, count: 1), .constant(.null, type: .int64, count: 1),
            ]
            return try make([.string(text), .null])(arguments, Selection(all: 1), context).value(0)
        }
        #expect(try format("00-%t-00") == "00-NULL-00")
        #expect(try format("%d") == .null)
    }

    @Test func errors() throws {
        try expect("FORMAT", ["%s", 1], fails: "%s needs a value of type STRING, not INT64")
        try expect("FORMAT", ["%f", 1], fails: "FLOAT64")
        try expect("FORMAT", ["%", 1], fails: "ends within")
        try expect("FORMAT", ["%d %d", 1], fails: "needs 2 arguments")
        try expect("FORMAT", ["%x", -1], fails: "negative")
        try expect("FORMAT", ["%q", 1], fails: "no element %q")
    }
}
