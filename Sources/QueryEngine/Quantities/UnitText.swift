// Units as text, both ways.

import QueryLanguage

enum UnitText {
    /// `USD*item/(day*person^2)`; `1/day` where nothing stands above; nothing for no factors.
    static func text(_ factors: [UnitFactor]) -> String {
        let above = factors.filter { $0.power > 0 }.map { word($0.word, power: $0.power) }
        let below = factors.filter { $0.power < 0 }.map { word($0.word, power: -$0.power) }
        if below.isEmpty { return above.joined(separator: "*") }
        let divisor = below.count == 1 ? below[0] : "(" + below.joined(separator: "*") + ")"
        return (above.isEmpty ? "1" : above.joined(separator: "*")) + "/" + divisor
    }

    private static func word(_ word: String, power: Int) -> String { power == 1 ? word : "\(word)^\(power)" }
}

/// Reads units:
///
///     unit    ::= ( scale+ )? ( product ( "/" product )* )?
///     product ::= factor ( "*" factor )*
///     factor  ::= ( word | "1" | "(" product ")" ) ( "^" "-"? digit+ )?
struct UnitParser {
    /// What the text says: words as they are named, and a power of ten beside them.
    struct Result {
        /// Words to their powers, in order of appearance.
        var words: [UnitFactor] = []
        /// The power of ten of the scale words before the unit.
        var scale = 0
    }

    /// No power of a unit is larger.
    static let greatestPower = 99
    /// No text of a unit is longer, or a product of many could not be read as it is written.
    static let greatestLength = 200

    private let characters: [Character]
    private var position = 0
    private let text: String

    private init(_ text: String) {
        self.text = text
        characters = Array(text)
    }

    /// The unit with its scale words as part of it: `billion USD` is 10^9 `USD`.
    static func parse(_ text: String) throws(Diagnostic) -> QuantityUnit {
        let result = try read(text)
        return try unit(result.words, scale: result.scale)
    }

    /// The unit without its scale words, and their power of ten: what stands behind a number.
    static func parseScaled(_ text: String) throws(Diagnostic) -> (unit: QuantityUnit, scale: Int) {
        let result = try read(text)
        return (try unit(result.words, scale: 0), result.scale)
    }

    /// The words of the unit that are not known, each with the known word that it may be a slip of.
    static func slips(_ text: String) -> [(word: String, meant: String)] {
        guard let result = try? read(text) else { return [] }
        return result.words.compactMap { factor in
            guard KnownUnits.find(factor.word) == nil, let meant = slip(factor.word) else { return nil }
            return (factor.word, meant)
        }
    }

    /// - Throws: that a word of the unit looks like a slip of a known one.
    static func rejectSlips(_ text: String) throws(Diagnostic) {
        guard let slip = slips(text).first else { return }
        throw Diagnostic(
            "there is no unit `\(slip.word)`",
            hints: [
                "did you mean `\(slip.meant)`?",
                "if it is a unit of its own, CAST('1 \(slip.word)' AS QUANTITY) takes it",
            ])
    }

    /// The known word of which this looks like a slip: a word of its own (`visitor`) is not taken for one.
    private static func slip(_ word: String) -> String? {
        guard let meant = nearest(word, among: KnownUnits.words), abs(meant.count - word.count) <= 1,
            meant.first == word.lowercased().first
        else { return nil }
        return meant
    }

    private static func unit(_ words: [UnitFactor], scale: Int) throws(Diagnostic) -> QuantityUnit {
        var factors: [UnitFactor] = []
        var exponent = scale
        for word in words {
            guard let known = KnownUnits.find(word.word) else {
                factors = UnitFactor.product(factors, [word], sign: 1)
                continue
            }
            exponent += known.unit.exponent * word.power
            if let base = known.unit.base {
                factors = UnitFactor.product(factors, [UnitFactor(word: base, power: word.power)], sign: 1)
            }
        }
        let named = UnitFactor.product([], words.filter { $0.power != 0 }, sign: 1)
        try UnitFactor.check(named)
        var text = UnitText.text(named)
        if let scaleWord = KnownUnits.scaleWord(scale) {
            text = text.isEmpty ? scaleWord : "\(scaleWord) \(text)"
        } else if scale != 0 {
            throw Diagnostic("a unit takes one scale word")
        }
        return try UnitTable.shared.intern(text, factors, exponent: exponent)
    }

    // MARK: Reading

    private static func read(_ text: String) throws(Diagnostic) -> Result {
        guard text.utf8.count <= greatestLength else { throw Diagnostic("a unit has at most \(greatestLength) bytes") }
        var parser = UnitParser(text)
        return try parser.readUnit()
    }

    private mutating func readUnit() throws(Diagnostic) -> Result {
        var result = Result()
        skipBlanks()
        while let word = peekWord(), let scale = KnownUnits.scale(word) {
            position += word.count
            result.scale += scale
            skipBlanks()
        }
        if position == characters.count { return result }
        result.words = try product()
        while take("/") {
            for factor in try product() { result.words.append(UnitFactor(word: factor.word, power: -factor.power)) }
        }
        guard position == characters.count else { throw failure() }
        return result
    }

    private mutating func product() throws(Diagnostic) -> [UnitFactor] {
        var factors = try factor()
        while take("*") || take("·") { factors += try factor() }
        return factors
    }

    private mutating func factor() throws(Diagnostic) -> [UnitFactor] {
        var factors: [UnitFactor]
        if take("(") {
            factors = try product()
            guard take(")") else { throw failure() }
        } else if let word = peekWord() {
            // As a word of its own it would count billions, and `ha*billion` could not be read as it is written.
            if KnownUnits.scale(word) != nil {
                throw Diagnostic(
                    "in '\(text.shortened(toCells: 60))' the scale word `\(word)` stands within the unit",
                    hints: ["it stands before it, as in million USD/enterprise"])
            }
            position += word.count
            skipBlanks()
            // A name that is known by another word, `countries` or `%`, is that word.
            factors = [UnitFactor(word: KnownUnits.find(word)?.name ?? word, power: 1)]
        } else if take("1") {
            factors = []
        } else {
            throw failure()
        }
        guard take("^") else { return factors }
        let sign = take("-") ? -1 : 1
        let digits = characters[position...].prefix { $0.isASCII && $0.isNumber }
        guard let power = Int(String(digits)), 1...Self.greatestPower ~= power else { throw failure() }
        position += digits.count
        skipBlanks()
        factors = factors.map { UnitFactor(word: $0.word, power: $0.power * power * sign) }
        // At once: powers of powers soon have no number.
        try UnitFactor.check(factors)
        return factors
    }

    /// The word at the position, if there is one: a letter or `%`, then letters, digits and `_`.
    private func peekWord() -> String? {
        guard position < characters.count else { return nil }
        let first = characters[position]
        if first == "%" { return "%" }
        guard first.isLetter || first == "_" else { return nil }
        return String(characters[position...].prefix { $0.isLetter || $0.isNumber || $0 == "_" })
    }

    private mutating func take(_ character: Character) -> Bool {
        guard position < characters.count, characters[position] == character else { return false }
        position += 1
        skipBlanks()
        return true
    }

    private mutating func skipBlanks() {
        while position < characters.count, characters[position] == " " { position += 1 }
    }

    private func failure() -> Diagnostic {
        let word = String(characters.prefix { $0.isLetter })
        if characters.count > word.count, let meant = Self.slip(word) {
            return Diagnostic("'\(text.shortened(toCells: 60))' is no unit", hints: ["did you mean `\(meant)`?"])
        }
        return Diagnostic(
            "'\(text.shortened(toCells: 60))' is no unit",
            hints: ["a unit is written as m2, million USD, USD/enterprise or person^2"])
    }
}
