// Units: what they are called, and that they form a group.

import QueryLanguage
import Testing

@testable import QueryEngine

struct QuantityUnitTests {
    private func unit(_ text: String) throws -> QuantityUnit { try QuantityUnit(text) }

    @Test(arguments: [
        ("people", "person"), ("Enterprises", "enterprise"), ("countries", "country"), ("%", "percent"), ("usd", "USD"),
        ("million USD", "million USD"), ("USD / enterprise", "USD/enterprise"), ("m2*item", "item*m2"),
        ("day^-1", "1/day"),
        ("USD/day/person", "USD/(day*person)"), ("item/item", ""), ("1/item", "1/item"), ("(a*b)^2", "a^2*b^2"),
        ("", ""),
        ("m2·item", "item*m2"), ("kWh", "kWh"), ("平方米", "平方米"),
    ])
    func isCalled(text: String, name: String) throws {
        #expect(try unit(text).text == name)
        #expect(try unit(name) == unit(text))
    }

    @Test(arguments: ["m2 USD", "/m2", "m2/", "m2^", "2m2", "m2^1.5", "((m2)", "a'b", "5"])
    func otherTextIsNone(text: String) {
        #expect(throws: Diagnostic.self) { try unit(text) }
    }

    @Test func productsFormAGroup() throws {
        var random = SeededGenerator(9)
        let words = ["USD", "m2", "item", "person", "EUR", "day"]
        func some(_ random: inout SeededGenerator) throws -> QuantityUnit {
            var result = QuantityUnit.one
            for _ in 0..<Int.random(in: 0...4, using: &random) {
                let next = try unit(words.randomElement(using: &random) ?? "USD")
                result = Bool.random(using: &random) ? try .product(result, next) : try .quotient(result, next)
            }
            return result
        }
        for _ in 0..<2000 {
            let (a, b, c) = (try some(&random), try some(&random), try some(&random))
            #expect(try QuantityUnit.product(a, b) == .product(b, a))
            #expect(try QuantityUnit.product(.product(a, b), c) == .product(a, .product(b, c)))
            #expect(try QuantityUnit.product(a, .one) == a)
            #expect(try QuantityUnit.quotient(a, a) == .one)
            #expect(try QuantityUnit.quotient(.product(a, b), b) == a)
            #expect(try QuantityUnit.quotient(.one, .quotient(a, b)) == .quotient(b, a))
            #expect(try unit(a.text) == a, "\(a.text)")
        }
    }

    @Test func conversionIsThatOfDecimals() throws {
        let conversions: [(Double, String, String, Double)] = [
            (45.3, "percent", "", 0.453), (0.07, "", "percent", 7), (360_000, "m2", "ha", 36),
            (1.1, "ha", "m2", 11_000),
            (80_010_000_000, "USD", "billion USD", 80.01), (0.1, "km2", "ha", 10), (16.35, "percent", "", 0.1635),
            (22.9, "million USD/enterprise", "USD/enterprise", 22_900_000),
        ]
        for (number, from, to, expected) in conversions {
            let quantity = try Quantity(number, unit(from)).converted(to: unit(to))
            #expect(quantity.nominal == expected && quantity.isExact, "\(number) \(from) is \(quantity.nominal) \(to)")
        }
        #expect(throws: Diagnostic.self) { try Quantity(1, unit("m2")).converted(to: unit("USD")) }
        #expect(throws: Diagnostic.self) { try Quantity(1, unit("year")).converted(to: unit("day")) }
        #expect(throws: Diagnostic.self) { try Quantity(1, unit("EUR")).converted(to: unit("USD")) }
    }

    @Test func identityIsThatInTheBaseUnit() throws {
        #expect(try Quantity(36, unit("ha")) == Quantity(360_000, unit("m2")))
        #expect(try Quantity(36, unit("ha")).hashValue == Quantity(360_000, unit("m2")).hashValue)
        #expect(try Quantity(36, unit("ha")) != Quantity(36, unit("m2")))
        #expect(try Quantity(2, unit("percent")) == Quantity(0.02))
        #expect(Quantity(nominal: 1, lower: 0, upper: 2, .one) != Quantity(1))
        #expect(
            Quantity(nominal: 1, lower: 0, upper: 2, lowerIsOpen: true, .one)
                != Quantity(nominal: 1, lower: 0, upper: 2, .one))
    }

    @Test(arguments: [
        ("enterprize", "enterprise"), ("persn", "person"), ("contry", "country"), ("milions", "million"),
        ("visitor", nil),
        ("apples", nil), ("家", nil), ("enterprise", nil), ("pepole", nil),
    ])
    func slipsAreTold(word: String, meant: String?) {
        #expect(UnitParser.slips(word).first?.meant == meant)
    }
}
