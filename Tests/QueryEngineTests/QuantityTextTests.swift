// Quantities as text: what is read, what is written, and that one is the other.

import QueryLanguage
import Testing

@testable import QueryEngine

struct QuantityTextTests {
    private func parse(_ text: String) -> Quantity? {
        var text = text
        return text.withUTF8 { QuantityText.parse($0) }
    }

    private func written(_ quantity: Quantity) -> String { Value.quantity(quantity).text }

    private func shown(_ quantity: Quantity) -> String {
        var bytes: [UInt8] = []
        _ = QuantityDisplay.append(quantity, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test(arguments: [
        ("3,496 enterprise", 3496.0, 3496.0, 3496.0, "enterprise"), ("> 100 item", 100, 100, .infinity, "item"),
        (">=100 items", 100, 100, .infinity, "item"), ("≥ 3 days", 3, 3, .infinity, "day"),
        ("< 400,000 persons", 400_000, -.infinity, 400_000, "person"), ("<= 5", 5, -.infinity, 5, ""),
        ("80.01 billion USD", 80_010_000_000, 80_010_000_000, 80_010_000_000, "USD"),
        ("1.5..2.5 percent", 2, 1.5, 2.5, "percent"), ("~ 30 m2", 30, 25, 35, "m2"),
        ("~30,000 m2", 30_000, 25_000, 35_000, "m2"),
        ("~ 0.25", 0.25, 0.245, 0.255, ""), ("≈ -20 m2", -20, -25, -15, "m2"), ("2 %", 2, 2, 2, "percent"),
        ("2 percent [1.5, 2.5)", 2, 1.5, 2.5, "percent"), ("60 m2 (-inf, inf)", 60, -.infinity, .infinity, "m2"),
        ("80.01 billion USD [80.005, 80.015)", 80_010_000_000, 80_005_000_000, 80_015_000_000, "USD"),
        ("12 thousand", 12_000, 12_000, 12_000, ""), ("1e3 items", 1000, 1000, 1000, "item"),
        ("2 events", 2, 2, 2, "event"),
        ("-7.5 usd/enterprise", -7.5, -7.5, -7.5, "USD/enterprise"), ("3 家", 3, 3, 3, "家"),
        ("1..1 item", 1, 1, 1, "item"), ("  5   m²  ", 5, 5, 5, "m2"),
        ("4 countries/(year*person)", 4, 4, 4, "country/(person*year)"),
    ])
    func isRead(text: String, nominal: Double, lower: Double, upper: Double, unit: String) throws {
        let quantity = try #require(parse(text), "\(text)")
        #expect(quantity.nominal == nominal && quantity.lower == lower && quantity.upper == upper, "\(quantity)")
        #expect(quantity.unit.text == unit)
    }

    @Test func endsAreOpenWhereTheTextSaysSo() throws {
        let open: [(String, Bool, Bool)] = [
            ("> 3", true, true), (">= 3", false, true), ("< 3", true, true), ("<= 3", true, false), ("3", false, false),
            ("3 [2, 4)", false, true), ("3 (2, 4]", true, false), ("2..4", false, false), ("~ 3", false, false),
        ]
        for (text, lower, upper) in open {
            let quantity = try #require(parse(text))
            #expect(quantity.lowerIsOpen == lower && quantity.upperIsOpen == upper, "\(text)")
        }
    }

    @Test(arguments: [
        "", " ", "item", "> item", "5 5 item", "1,23 item", "5..3 m2", "2 [3, 4]", "2 [1, 1]", "2 (2, 2)", "~ 0",
        "1e400",
        "5 m2 [1, 9", "5 m2 1, 9]", "> 5 m2 [1, 9]", "nan", "inf", "1/2", "5 m2/", "5 (m2", "5 m2^0", "5 m2^100",
        "1..2..3",
        "0x1F item", "5 m2 x", "3 --", "{\"nominal\":5", "{\"lower\":5}", "{\"nominal\":5,\"nominal\":5}",
        "{\"nominal\":5,\"what\":5}", "{\"nominal\":5,\"lower\":6}",
    ])
    func otherTextIsNone(text: String) {
        #expect(parse(text) == nil)
    }

    @Test(arguments: [
        ("3496 enterprise", "3,496 enterprise"), ("> 100 item", "> 100 item"), ("80010000000 USD", "80.01 billion USD"),
        ("80010000000 USD [80005000000, 80015000000)", "80.01 billion USD [80.005, 80.015)"),
        ("78441176470.58824 USD [78048780487.80487, 78837438423.64534)", "78.44 billion USD [78.04, 78.84)"),
        ("22886155.6064073 USD/enterprise", "22.89 million USD/enterprise"), ("999999 USD", "999,999 USD"),
        ("102.974828375286 m2/enterprise", "102.97 m2/enterprise"), ("0.453375286041190", "0.4534"),
        ("0.000012345678901234", "1.235e-05"), ("-1234567.5 m2", "-1,234,567.5 m2"), ("1e+20 item", "1e+20 item"),
        ("100.00000000000001 item [100, 100.00000000000003]", "100 item"), ("0 USD [-5, 5]", "0 USD [-5, 5]"),
    ])
    func isShownForReading(text: String, shown expected: String) throws {
        let quantity = try #require(parse(text))
        #expect(shown(quantity) == expected)
    }

    /// Whatever a quantity is, its text and its JSON read back as the same numbers in the same unit.
    @Test func writtenTextReadsBack() throws {
        var random = SeededGenerator(4)
        let units = try ["", "m2", "ha", "USD", "percent", "USD/enterprise", "1/day", "person^2", "a*b/(c*d^3)"].map {
            (text) throws in try QuantityUnit(text)
        }
        for _ in 0..<20_000 {
            var numbers = (0..<3).map { _ in
                Bool.random(using: &random)
                    ? Double(Int.random(in: -5000...5000, using: &random)) / 100
                    : Double(bitPattern: UInt64.random(in: 0...UInt64.max, using: &random))
            }.filter(\.isFinite).sorted()
            guard numbers.count == 3 else { continue }
            if Int.random(in: 0..<3, using: &random) == 0 { numbers[0] = -.infinity }
            if Int.random(in: 0..<3, using: &random) == 0 { numbers[2] = .infinity }
            if Int.random(in: 0..<3, using: &random) == 0 { numbers[0] = numbers[1] }
            if Int.random(in: 0..<4, using: &random) == 0 { numbers[2] = numbers[1] }
            let quantity = Quantity(
                nominal: numbers[1], lower: numbers[0], upper: numbers[2],
                lowerIsOpen: Bool.random(using: &random), upperIsOpen: Bool.random(using: &random),
                units.randomElement(using: &random) ?? .one)
            guard let quantity else { continue }
            let text = written(quantity)
            var json: [UInt8] = []
            QuantityJSON.append(quantity, to: &json)
            for again in [parse(text), parse(String(decoding: json, as: UTF8.self))] {
                let read = try #require(again, "\(text) \(String(decoding: json, as: UTF8.self))")
                #expect(read.unit == quantity.unit && read.ends == quantity.ends, "\(text)")
                #expect(
                    read.nominal == quantity.nominal && read.lower == quantity.lower && read.upper == quantity.upper,
                    "\(text)")
            }
        }
    }

    @Test func textMakesAQuantityAndBack() throws {
        #expect(try #require(Quantity("> 100 items")).description == "> 100 item")
        #expect(Quantity("many") == nil)
    }

    @Test func jsonMarksWhatIsOpenAndUnbounded() throws {
        func json(_ text: String) throws -> String {
            var out: [UInt8] = []
            QuantityJSON.append(try #require(parse(text)), to: &out)
            return String(decoding: out, as: UTF8.self)
        }
        #expect(
            try json("> 100 item")
                == #"{"nominal":100,"lower":100,"upper":null,"unit":"item","lower_open":true}"#)
        #expect(
            try json("2 percent [1.5, 2.5)")
                == #"{"nominal":2,"lower":1.5,"upper":2.5,"unit":"percent","upper_open":true}"#)
        #expect(try json("5") == #"{"nominal":5,"lower":5,"upper":5,"unit":""}"#)
    }
}
