// Texts of values, and the lines of the history: almost right ones.

import Foundation
import QueryLanguage
import Testing

@testable import LineEditor
@testable import QueryEngine
@testable import TableFormats

struct TextFuzzTests {
    private static let quantities = [
        "> 100 item", "80.01 billion USD", "1.5..2.5 percent", "~ 30 m2", "78.44 billion USD [78.05, 78.84]",
        "< 400,000 person", ">= 1e3 m2/day", "<= -5", "3 m2 (2, 4]", "1/day", "5 person^-2", "1 m2*ha/km2", "inf",
        "nan",
        "{\"nominal\":5,\"lower\":4,\"upper\":6,\"unit\":\"m2\"}", "{\"nominal\":1,\"lower\":null}", "22.9 million USD",
        "-1..1 ha", "1e-320 ha", "~ 0", "~ 120 thousand item", "0.1 [0.05, 0.15)",
    ]
    private static let words = [
        "billion", "million", "percent", "m2", "ha", "USD", "day", "person", "/", "*", "^", "..", "[", "(", ",", "]",
        ")", ">", "<", "~", ">=", "e308", "e-308", "\"unit\":", "\"lower\":", "\"upper_open\":true", "inf", "-", "^-1",
        "^99", "1/", "é", "\u{3000}",
    ]

    /// What a quantity is written as is read as the same quantity.
    @Test func anyTextIsAQuantityOrNone() throws {
        var fuzz = Fuzz("quantity", inputs: Self.quantities.map { Array($0.utf8) }, words: Self.words, longest: 120)
        try fuzz.run(20_000) { bytes, _ in
            guard let quantity = Self.parse(bytes) else { return "none" }
            for write in [QuantityText.append, QuantityJSON.append] {
                var text: [UInt8] = []
                write(quantity, &text)
                guard let again = Self.parse(text) else {
                    Issue.record("\(Self.shown(bytes)) is written as \(Self.shown(text)), which is none")
                    continue
                }
                if !Self.areSame(again, quantity) {
                    Issue.record("\(Self.shown(bytes)): \(quantity), written as \(Self.shown(text)): \(again)")
                }
            }
            var shown: [UInt8] = []
            _ = QuantityDisplay.append(quantity, to: &shown)
            let factors = quantity.unit.definition.factors
            return "\(quantity.isExact) \(quantity.lowerIsOpen) \(quantity.upperIsOpen) \(quantity.lower.isFinite) "
                + "\(quantity.upper.isFinite) " + factors.map { $0.power < 0 ? "below" : "above" }.joined()
        }
    }

    private static func parse(_ bytes: [UInt8]) -> Quantity? {
        let text = FileBytes(name: "", copying: bytes)
        return withExtendedLifetime(text) { QuantityText.parse(text.bytes) }
    }

    private static func shown(_ bytes: [UInt8]) -> String { String(decoding: bytes, as: UTF8.self).debugDescription }

    private static func areSame(_ a: Quantity, _ b: Quantity) -> Bool {
        func same(_ x: Double, _ y: Double) -> Bool { x == y || x.isNaN && y.isNaN }
        return same(a.nominal, b.nominal) && same(a.lower, b.lower) && same(a.upper, b.upper)
            && a.lowerIsOpen == b.lowerIsOpen && a.upperIsOpen == b.upperIsOpen && a.unit == b.unit
    }

    @Test func anyTextIsAUnitOrAnError() throws {
        let inputs = ["m2", "USD/enterprise", "person^2", "1/day", "billion USD", "ha*ha/m2", "percent/percent"]
        var fuzz = Fuzz("unit", inputs: inputs.map { Array($0.utf8) }, words: Self.words, longest: 60)
        try fuzz.run(10_000) { bytes, _ in
            let text = String(decoding: bytes, as: UTF8.self)
            guard let unit = try? QuantityUnit(text) else { return "none" }
            if (try? QuantityUnit(unit.text)) != unit {
                Issue.record("\(text.debugDescription) is written \(unit.text)")
            }
            return unit.definition.factors.map { $0.power < 0 ? "below" : "above" }.joined()
                + String(repeating: "x", count: abs(unit.definition.exponent))
        }
    }

    /// Casts of texts to all types: what is read is written so that it is read as the same.
    @Test func anyTextIsCastOrNull() throws {
        let inputs = [
            "2024-02-29", "0001-01-01", "9999-12-31", "2024-02-29 10:11:12.123456+08:30", "1969-12-31T23:59:59.999999Z",
            "2024-1-2 3:4:5 Asia/Shanghai", "1-2 3 4:5:6.789", "-1-0 -366 -1:0:0", "P1Y2M3DT4H5M6.5S", "PT0S", "true",
            "F", "9223372036854775807", "-0x10", "1e308", "infinity", "-nan", "+.5e-3", "  7 ",
        ]
        var fuzz = Fuzz(
            "cast", inputs: inputs.map { Array($0.utf8) },
            words: ["-", ":", "T", "Z", "+14:00", "UTC", "Europe/Berlin", "P", "99999", ".", "e", "0x", "inf", " "],
            longest: 60)
        let engine = Engine(catalog: Catalog())
        let types: [DataType] = [.bool, .int64, .float64, .date, .timestamp, .interval, .quantity]
        let casts = types.map { "SAFE_CAST(@t AS \($0.name))" }.joined(separator: ", ")
        let texts = types.map { "CAST(SAFE_CAST(@t AS \($0.name)) AS STRING)" }
        let back = zip(types, texts).map { "CAST(\($1) AS \($0.name))" }.joined(separator: ", ")
        let there = PreparedQuery(try Self.query("SELECT \(casts)"), engine)
        let andBack = PreparedQuery(try Self.query("SELECT \(back)"), engine)
        try fuzz.run(1500) { bytes, _ in
            let text = String(decoding: bytes, as: UTF8.self)
            var options = Engine.Options(now: 0)
            options.parameters = Parameters(named: ["t": .string(text)])
            let values = try there.execute(options)
            let again = try andBack.execute(options)
            var outcome = ""
            for column in types.indices {
                let (a, b) = (values.value(row: 0, column: column), again.value(row: 0, column: column))
                if a.text != b.text {
                    Issue.record("\(text.debugDescription) as \(types[column]): \(a.text), \(b.text)")
                }
                outcome += a == .null ? "-" : "x"
            }
            return outcome
        }
    }

    private static func query(_ text: String) throws -> Query {
        guard case .query(let query) = try Parser.script(text)[0].node else { throw Diagnostic("no query") }
        return query
    }

    /// Whatever is in the file: entries are read, one more is added, and nothing before it is lost.
    @Test func anyHistoryFileIsReadAndGoesOn() throws {
        let inputs = [
            "FROM t\nSELECT 1;\nFROM a\\n|> WHERE b\n", "\\\\\\n\\r\\x\n\n \n", "no end", "\u{0}\n中国\n", "",
            String(repeating: "SELECT 1\n", count: 40),
        ]
        var fuzz = Fuzz(
            "history", inputs: inputs.map { Array($0.utf8) }, words: ["\\n", "\\\\", "\n", "\r", "\\"], longest: 800)
        let file = ScratchFile("history")
        try fuzz.run(1000) { bytes, _ in
            try file.write(bytes)
            let history = HistoryFile(path: file.path, limit: 2000)
            let before = history.entries
            for entry in before {
                if HistoryEncoding.decode(HistoryEncoding.encode(entry)[...]) != entry {
                    Issue.record("\(entry.debugDescription) comes back as another")
                }
            }
            history.append("SELECT 'the new\\n one'\n")
            let again = HistoryFile(path: file.path, limit: 2000)
            let expected = before + ["SELECT 'the new\\n one'\n"]
            if again.entries != expected { Issue.record("\(bytes): \(again.entries) for \(expected)") }
            return String(repeating: "x", count: before.count)
        }
    }
}
