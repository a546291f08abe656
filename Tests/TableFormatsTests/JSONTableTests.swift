// What JSON files become.

import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct JSONTableTests {
    private func read(_ text: String, columns: String? = nil, safe: Bool = false) throws -> ReadTable {
        try ReadTable(JSONTable([FileBytes(name: "t.json", copying: text.utf8)], columns: option(columns), safe: safe))
    }

    private func option(_ columns: String?) -> FileReference.Option? {
        columns.map { FileReference.Option(.string($0), at: SourceRange(3, 5)) }
    }

    private func failure(_ text: String, columns: String? = nil) -> Diagnostic? {
        #expect(throws: Diagnostic.self) { _ = try read(text, columns: columns) }
    }

    @Test(arguments: [
        #"[{"a":1,"b":"x"},{"a":2,"b":"y"}]"#,
        "  [ {\"a\" : 1 , \"b\":\"x\"} ,\r\n\t{ \"a\":2,\"b\":\"y\" } ] \n",
        "{\"a\":1,\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}",
        "\n\n{\"a\":1,\"b\":\"x\"}\r\n\r\n {\"b\":\"y\",\"a\":2}\n\n",
        "\u{FEFF}{\n\"a\":1,\n\"b\":\"x\"}\n{\"a\":2,\"b\":\"y\"}",
        #"[{"\u0061":1,"b":"x"},{"a":2,"\u0062":"\u0079"}]"#,
    ])
    func anArrayAndLinesOfObjectsAreTables(_ text: String) throws {
        let table = try read(text)
        #expect(table.columns == [Column("a", .int64), Column("b", .string)])
        #expect(table.rows == [[.int64(1), .string("x")], [.int64(2), .string("y")]])
    }

    @Test func whatAnObjectLacksIsNull() throws {
        let table = try read(#"[{"b":1},{},{"a":true,"b":null},{"c":[]}]"#)
        #expect(table.columns == [Column("b", .int64), Column("a", .bool), Column("c", .string)])
        #expect(
            table.rows == [
                [.int64(1), .null, .null], [.null, .null, .null], [.null, .bool(true), .null],
                [.null, .null, .string("[]")],
            ])
    }

    @Test func namesAreMadeUniqueAsTheyAreWritten() throws {
        #expect(
            try read(#"{"a":1,"A":2,"":3,"x y":4,"é\n":5}"#).columns.map(\.name) == [
                "a", "A_2", "column_3", "x y", "é\n",
            ])
    }

    /// The values of a column, and what it becomes.
    @Test(
        arguments: [
            ("1, -2, 9223372036854775807", .int64, nil),
            ("0, -0, 1E2", .float64, nil),
            ("9223372036854775808", .string, "9223372036854775808"),
            ("9007199254740993, 1.5", .string, "9007199254740993"), ("9007199254740992, 1.5", .float64, nil),
            (#""NaN", 1, "Infinity", "-Infinity""#, .float64, nil),
            (#""NaN", "Infinity""#, .string, "NaN"),
            (#""Nan", 1"#, .string, "Nan"),
            ("true, false, null", .bool, nil),
            ("true, 1", .string, "true"),
            ("null, null", .string, nil),
            (#""1", "2""#, .string, "1"),
            (#""2024-02-29", "1999-1-1""#, .date, nil),
            (#""2024-02-29", "2023-02-29""#, .string, "2024-02-29"),
            (#""2024-02-29", "2024-02-29T08:00:00Z""#, .timestamp, nil),
            (#""2024-02-29 08:00:00.25+08", null"#, .timestamp, nil),
            (#""2024-02-29", 5"#, .string, "2024-02-29"),
            (#""1-2 3 4:5:6", "0-0 0 0:0:0""#, .interval, nil),
            (#""12:30:00""#, .string, "12:30:00"),
            (#""> 100 item", "3496 enterprise", 7"#, .quantity, nil),
            (#"{"nominal":100,"lower":100,"upper":null,"unit":"item","lower_open":true}"#, .quantity, nil),
            (#"{"unit":"m2","nominal":3}, 4, "~ 30 m2""#, .quantity, nil),
            (#"{"unit":"m2","nominal":3,"colour":"red"}"#, .string, #"{"unit":"m2","nominal":3,"colour":"red"}"#),
            (#""5 pm", "6 pm""#, .string, "5 pm"),
            (#"{"x": [1, {"y":"\n"}]}, []"#, .string, #"{"x": [1, {"y":"\n"}]}"#),
            (#"1.50, "x""#, .string, "1.50"),
            ("1e400", .string, "1e400"),
            (#""\u0032024-01-01""#, .date, nil),
        ] as [(String, DataType, String?)])
    func typesAreFoundOverAllValues(_ values: String, _ type: DataType, _ first: String?) throws {
        // A later object decides as much as the first one.
        let rows = values.isEmpty ? [] : cutAtTopLevel(values)
        let table = try read(rows.map { "{\"v\":\($0)}\n" }.joined())
        #expect(table.columns[0].type == type)
        #expect(table.rows.count == rows.count)
        if let first { #expect(table.rows[0][0] == .string(first)) }
    }

    /// The values that commas outside of brackets and strings separate.
    private func cutAtTopLevel(_ text: String) -> [String] {
        var (parts, depth, isInString) = ([""], 0, false)
        for character in text {
            if character == "\"" { isInString.toggle() }
            if "{[".contains(character) { depth += 1 }
            if "}]".contains(character) { depth -= 1 }
            if character == ",", depth == 0, !isInString {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }

    @Test func valuesAreReadExactly() throws {
        let table = try read(
            #"{"n":-9223372036854775808,"x":0.1,"d":"1970-01-02","q":"2 percent [1.5, 2.5)"}"#)
        let quantity = try #require(Quantity("2 percent [1.5, 2.5)"))
        #expect(table.rows == [[.int64(.min), .float64(0.1), .date(1), .quantity(quantity)]])
        let words = try read(#"[{"x":"NaN"},{"x":-0.5},{"x":"-Infinity"}]"#).rows.map { $0[0] }
        guard case .float64(let number) = words[0] else { return #expect(Bool(false)) }
        #expect(number.isNaN)
        #expect(Array(words[1...]) == [.float64(-0.5), .float64(-.infinity)])
    }

    @Test func escapesAreResolved() throws {
        let text = #"{"s":"\"\\\/\b\f\n\r\t\u00e9\u8fdb\ud83d\udc69\u0000x"}"#
        #expect(try read(text).rows == [[.string("\"\\/\u{8}\u{C}\n\r\té进👩\0x")]])
    }

    @Test func deepNestingIsSteppedOver() throws {
        func nested(_ depth: Int) -> String {
            #"{"v":"# + String(repeating: #"[{"x":"#, count: depth / 2) + "1"
                + String(repeating: "}]", count: depth / 2) + "}"
        }
        #expect(try read(nested(1000)).columns[0].type == .string)
        #expect(
            failure(nested(1_000_000))?.message
                == "t.json, line 1, character 3006: more than 1000 objects and arrays within one another")
        #expect(failure(#"{"v":"# + String(repeating: "[", count: 900)) != nil)
    }

    // MARK: Declared columns

    @Test func declaredTypesTakeThePlaceOfThoseFound() throws {
        let text = #"[{"A":"12","b":3,"c":1},{"A":1e3,"b":"> 5 item","c":2}]"#
        let table = try read(text, columns: "a INT64, `b` QUANTITY, `not there` DATE")
        #expect(
            table.columns == [
                Column("A", .int64), Column("b", .quantity), Column("c", .int64), Column("not there", .date),
            ])
        let quantity = try #require(Quantity("> 5 item"))
        #expect(
            table.rows == [
                [.int64(12), .quantity(Quantity(3)), .int64(1), .null],
                [.int64(1000), .quantity(quantity), .int64(2), .null],
            ])
        #expect(try read("[]", columns: "a INT64").rows == [])
    }

    @Test func aValueThatDoesNotFitIsAnErrorOrNull() throws {
        let text = "{\"a\":1}\n{\"a\":\"x\"}\n{\"a\":2.5}"
        let error = failure(text, columns: "a INT64")
        #expect(error?.message == "t.json, line 2: column a: 'x' is not an INT64")
        #expect(
            error?.hints == [
                "READ_JSON('t.json', columns => 'a STRING') keeps the text",
                "READ_JSON('t.json', safe => TRUE) makes values that do not fit NULL, and counts them",
            ])
        let table = try read(text, columns: "a INT64", safe: true)
        #expect(table.rows == [[.int64(1)], [.null], [.null]])
        #expect(
            table.remarks == [
                "t.json, column a: 2 of 3 values were not INT64 and are NULL; the first at line 2"
            ])
    }

    @Test func onlyWantedColumnsAreGiven() throws {
        let table = try JSONTable([FileBytes(name: "t.json", copying: #"[{"a":1,"b":2,"c":3}]"#.utf8)])
        let batch = try #require(try table.scan(ScanRequest(columns: [2, 0]))[0].next())
        #expect(batch.batch.columns.map { $0.value(0) } == [.int64(3), .int64(1)])
        let counted = try #require(try table.scan(ScanRequest(columns: []))[0].next())
        #expect(counted.rowCount == 1)
    }

    /// More rows than one part of a file has.
    @Test func partsFollowOneAnother() throws {
        let count = 40_000
        let table = try read("[" + (0..<count).map { #"{"n":\#($0)}"# }.joined(separator: ",\n") + "]")
        #expect(table.rows.map { $0[0] } == (0..<count).map { .int64(Int64($0)) })
    }

    @Test func aCancelledReadingEnds() {
        let request = FileRequest()
        request.cancellation.cancel()
        let file = FileBytes(name: "t.json", copying: #"[{"a":1}]"#.utf8)
        #expect(throws: Diagnostic.interrupted) { _ = try JSONTable([file], for: request) }
    }

    // MARK: What is no JSON

    @Test(arguments: [
        ("", "'t.json' holds no objects"),
        (" \n", "'t.json' holds no objects"),
        ("[]", "'t.json' holds no objects"),
        ("[{},{}]", "the objects in 't.json' have no keys"),
        ("7", "t.json, line 1, character 1: '7' where `[` or `{` should be"),
        ("a,b\n1,2\n", "t.json, line 1, character 1: 'a' where `[` or `{` should be"),
        ("[", "t.json, line 1, character 2: the text ends where an object should be"),
        ("[1]", "t.json, line 1, character 2: '1' where an object should be"),
        ("[[1]]", "t.json, line 1, character 2: '[' where an object should be"),
        ("[{\"a\":1}", "t.json, line 1, character 9: the text ends where `,` or `]` should be"),
        ("[{\"a\":1},", "t.json, line 1, character 10: the text ends where an object should be"),
        ("[{\"a\":1},]", "t.json, line 1, character 10: ']' where an object should be"),
        ("[{\"a\":1}{\"a\":2}]", "t.json, line 1, character 9: '{' where `,` or `]` should be"),
        ("[{\"a\":1}]\n[", "t.json, line 2, character 1: '[' where the end of the text should be"),
        ("{\"a\":1} {\"a\":2}", "t.json, line 1, character 9: '{' where a line end should be"),
        ("{\"a\":1},\n{\"a\":2}", "t.json, line 1, character 8: ',' where a line end should be"),
        ("{\"a\":1}\n,{\"a\":2}", "t.json, line 2, character 1: ',' where a line end should be"),
        ("{\"a\":1}\n7", "t.json, line 2, character 1: '7' where an object should be"),
        ("{", "t.json, line 1, character 2: the text ends where a key in double quotes should be"),
        ("{a:1}", "t.json, line 1, character 2: 'a' where a key in double quotes should be"),
        ("{'a':1}", "t.json, line 1, character 2: ''' where a key in double quotes should be"),
        ("{\"a\" 1}", "t.json, line 1, character 6: '1' where `:` behind the key should be"),
        ("{\"a\":}", "t.json, line 1, character 6: '}' where a value should be"),
        ("{\"a\":1 \"b\":2}", "t.json, line 1, character 8: '\"' where `,` or `}` should be"),
        ("{\"a\":1,}", "t.json, line 1, character 8: '}' where a key in double quotes should be"),
        ("{\"a\":1,\"a\":2}", "t.json, line 1, character 8: the key 'a' is there twice in one object"),
        ("{\"a\":1,\"\\u0061\":2}", "t.json, line 1, character 8: the key 'a' is there twice in one object"),
        ("{\"a\":[1,]}", "t.json, line 1, character 9: ']' where a value should be"),
        ("{\"a\":[,1]}", "t.json, line 1, character 7: ',' where a value should be"),
        ("{\"a\":[1 2]}", "t.json, line 1, character 9: '2' where `,` or `]` should be"),
        ("{\"a\":[1}}", "t.json, line 1, character 8: '}' where `,` or `]` should be"),
        ("{\"a\":{\"b\"}}", "t.json, line 1, character 10: '}' where `:` behind the key should be"),
        ("{\"a\":{\"b\":1,}}", "t.json, line 1, character 13: '}' where a key in double quotes should be"),
        ("{\"a\":[[", "t.json, line 1, character 8: the text ends where a value should be"),
        ("{\"a\":{\"b\":1", "t.json, line 1, character 12: the text ends where `,` or `}` should be"),
        ("{\"a\":01}", "t.json, line 1, character 6: a number with a zero in front"),
        ("{\"a\":-}", "t.json, line 1, character 7: '}' where a digit should be"),
        ("{\"a\":+1}", "t.json, line 1, character 6: '+' where a value should be"),
        ("{\"a\":.5}", "t.json, line 1, character 6: '.' where a value should be"),
        ("{\"a\":1.}", "t.json, line 1, character 8: '}' where a digit behind the point should be"),
        ("{\"a\":1e+}", "t.json, line 1, character 9: '}' where a digit of the exponent should be"),
        ("{\"a\":0x1F}", "t.json, line 1, character 7: 'x' where `,` or `}` should be"),
        ("{\"a\":1.2.3}", "t.json, line 1, character 9: '.' where `,` or `}` should be"),
        ("{\"a\":NaN}", "t.json, line 1, character 6: 'NaN' is no value of JSON"),
        ("{\"a\":-Infinity}", "t.json, line 1, character 7: 'I' where a digit should be"),
        ("{\"a\":True}", "t.json, line 1, character 6: 'True' is no value of JSON"),
        ("{\"a\":nul}", "t.json, line 1, character 6: 'nul' is no value of JSON"),
        ("{\"a\":truely}", "t.json, line 1, character 6: 'truely' is no value of JSON"),
        ("{\"a\":'x'}", "t.json, line 1, character 6: ''' where a value should be"),
        ("{\"é\":\n \"x}", "t.json, line 2, character 2: the string that opens here is not closed"),
        ("{\"é\":\"x\ny\"}", "t.json, line 1, character 8: a line end inside a string"),
        ("{\"a\":\"\t\"}", "t.json, line 1, character 7: a tab inside a string"),
        ("{\"a\":\"\u{0}\"}", "t.json, line 1, character 7: a control character inside a string"),
        ("{\"a\":\"\\x41\"}", "t.json, line 1, character 7: no such escape sequence"),
        ("{\"a\":\"\\u12G4\"}", "t.json, line 1, character 7: \\u needs four hexadecimal digits"),
        ("{\"a\":\"\\ud83d\"}", "t.json, line 1, character 7: half of a surrogate pair, which is no character"),
        ("{\"a\":\"\\ud83d\\u0041\"}", "t.json, line 1, character 7: half of a surrogate pair, which is no character"),
        ("{\"a\":\"\\udc69\"}", "t.json, line 1, character 7: half of a surrogate pair, which is no character"),
        ("{\"a\":\"\\", "t.json, line 1, character 7: the text ends inside a string"),
        ("{\"a\":1} // one", "t.json, line 1, character 9: '/' where a line end should be"),
        ("{\"a\":\u{0}1}", "t.json, line 1, character 6: a control character where a value should be"),
    ])
    func whatIsWrongIsSaidWithItsPlace(_ text: String, _ message: String) {
        #expect(failure(text)?.message == message)
    }

    @Test func whatIsNotUTF8IsRefused() {
        let file = FileBytes(name: "t.json", copying: Array("{\"a\":\"".utf8) + [0xE9, 0x22, 0x7D])
        let error = #expect(throws: Diagnostic.self) { try JSONTable([file]) }
        #expect(error?.message == "t.json, line 1, character 7: this is not UTF-8")
    }

    @Test func objectsWithEndlesslyManyKeysAreNoTable() {
        let text = (0..<10_001).map { "{\"k\($0)\":1}\n" }.joined()
        #expect(
            failure(text)?.message == "t.json, line 10001, character 2: the objects have more than 10000 different keys"
        )
    }

    /// A text that is cut anywhere, or has any byte changed, is a table or an error.
    @Test func damagedTextIsAnErrorOrATable() {
        let text = Array(
            #"[{"a":1.5e3,"b":"x\u00e9\ud83d\udc69","c":[{"d":null},true]},{"a":-0,"q":{"nominal":3}}]"#.utf8)
        var random = Random(seed: 7)
        for length in 0..<text.count { #expect(throws: Diagnostic.self) { try damaged(Array(text[..<length])) } }
        for _ in 0..<20_000 {
            var bytes = text
            for _ in 0...random.next() % 3 {
                bytes[Int(random.next() % UInt64(text.count))] = UInt8(random.next() & 0xFF)
            }
            do { try damaged(bytes) } catch { #expect(error is Diagnostic) }
        }
    }

    private func damaged(_ bytes: [UInt8]) throws {
        _ = try ReadTable(JSONTable([FileBytes(name: "t.json", copying: bytes)]))
    }
}
