// Units by number: each different unit of a process once.

import QueryLanguage
import Synchronization

/// Gives each unit its number and knows what the numbers mean.
///
/// Units are interned, as symbols are in Lisp, so that a row of a column holds four bytes and equal units are equal
/// numbers. Units are never forgotten, of which a process meets few; `limit` stands against data that invents them.
final class UnitTable: Sendable {
    static let shared = UnitTable()

    /// How many different units a process may meet.
    private static let limit = 1 << 20

    private struct State {
        var definitions = [UnitDefinition(text: "", factors: [], exponent: 0, base: .one)]
        var codes = ["": QuantityUnit.one]
    }

    private let state = Mutex(State())

    subscript(unit: QuantityUnit) -> UnitDefinition { state.withLock { $0.definitions[Int(unit.code)] } }

    /// The base unit that is the product of these factors.
    func base(_ factors: [UnitFactor]) throws(Diagnostic) -> QuantityUnit {
        try intern(UnitText.text(factors), factors, exponent: 0)
    }

    /// The unit that prints as `text` and is ten to the power `exponent` of the factors' product.
    ///
    /// - Throws: where it is none that can be read, or there are too many.
    func intern(_ text: String, _ factors: [UnitFactor], exponent: Int) throws(Diagnostic) -> QuantityUnit {
        try UnitFactor.check(factors)
        guard text.utf8.count <= UnitParser.greatestLength else {
            throw Diagnostic("a unit has at most \(UnitParser.greatestLength) bytes")
        }
        let found: QuantityUnit? = state.withLock { state in
            if let known = state.codes[text] { return known }
            guard state.definitions.count < Self.limit else { return nil }
            var base: QuantityUnit?
            // `million USD/km2` is just as much as its base unit, and still another text.
            let baseText = UnitText.text(factors)
            if text != baseText { base = Self.add(baseText, factors, exponent: 0, base: nil, to: &state) }
            return Self.add(text, factors, exponent: exponent, base: base, to: &state)
        }
        guard let found else { throw Diagnostic("too many different units") }
        return found
    }

    private static func add(
        _ text: String, _ factors: [UnitFactor], exponent: Int, base: QuantityUnit?, to state: inout State
    ) -> QuantityUnit {
        if let known = state.codes[text] { return known }
        let unit = QuantityUnit(code: UInt32(state.definitions.count))
        state.definitions.append(
            UnitDefinition(text: text, factors: factors, exponent: exponent, base: base ?? unit))
        state.codes[text] = unit
        return unit
    }
}

// MARK: The group

extension QuantityUnit {
    /// The base unit of products of quantities in `a` and `b`.
    static func product(_ a: QuantityUnit, _ b: QuantityUnit) throws(Diagnostic) -> QuantityUnit {
        try combine(a, b, sign: 1)
    }

    /// The base unit of quotients of quantities in `a` and `b`.
    static func quotient(_ a: QuantityUnit, _ b: QuantityUnit) throws(Diagnostic) -> QuantityUnit {
        try combine(a, b, sign: -1)
    }

    private static func combine(_ a: QuantityUnit, _ b: QuantityUnit, sign: Int) throws(Diagnostic) -> QuantityUnit {
        let factors = UnitFactor.product(a.definition.factors, b.definition.factors, sign: sign)
        return try UnitTable.shared.base(factors)
    }
}

extension UnitFactor {
    /// - Throws: where one has a power that no unit has.
    static func check(_ factors: [UnitFactor]) throws(Diagnostic) {
        guard factors.allSatisfy({ abs($0.power) <= UnitParser.greatestPower }) else {
            throw Diagnostic("the unit \(UnitText.text(factors)) is beyond all measure")
        }
    }

    /// The product of `a` and of `b` to the power `sign`, in the order of the alphabet.
    static func product(_ a: [UnitFactor], _ b: [UnitFactor], sign: Int) -> [UnitFactor] {
        var powers: [String: Int] = [:]
        for factor in a { powers[factor.word, default: 0] += factor.power }
        for factor in b { powers[factor.word, default: 0] += sign * factor.power }
        return powers.filter { $0.value != 0 }.map { UnitFactor(word: $0.key, power: $0.value) }.sorted {
            $0.word < $1.word
        }
    }
}
