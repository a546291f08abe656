// Binding: literals of quantities.

import QueryLanguage

extension Binder {
    /// The quantity of `QUANTITY '> 100 item'`.
    func quantity(_ text: String, _ range: SourceRange) throws(Diagnostic) -> Quantity {
        let parsed = try text.withBytes { (bytes) throws(Diagnostic) in QuantityText.parse(bytes) }
        guard let parsed else {
            throw Diagnostic(
                "'\(text.shortened(toCells: 60))' is no quantity", at: range,
                hints: [
                    "a quantity is written as '3,496 enterprise', '> 100 item', '80.01 billion USD', "
                        + "'1.5..2.5 percent', '~ 30 m2' or '2 percent [1.5, 2.5)'"
                ])
        }
        try rejectSlips(parsed.unit.text, range)
        return parsed
    }

    /// The quantity of `22.9{million USD}`.
    func measured(_ number: String, _ unit: String, _ range: SourceRange) throws(Diagnostic) -> Quantity {
        // Within the braces, which end the literal.
        let unitRange = SourceRange(
            max(range.lower, range.upper - unit.utf8.count - 1), max(range.lower, range.upper - 1))
        guard !number.lowercased().hasPrefix("0x") else {
            throw Diagnostic("a number with a unit is written in decimal", at: range)
        }
        do throws(Diagnostic) {
            _ = try QuantityUnit(unit)
        } catch {
            throw error.placed(at: unitRange)
        }
        try rejectSlips(unit, unitRange)
        let parsed = try "\(number) \(unit)".withBytes { (bytes) throws(Diagnostic) in QuantityText.parse(bytes) }
        guard let parsed else { throw Diagnostic("the number is too large for a QUANTITY", at: range) }
        return parsed
    }

    private func rejectSlips(_ unit: String, _ range: SourceRange) throws(Diagnostic) {
        do throws(Diagnostic) {
            try UnitParser.rejectSlips(unit)
        } catch {
            throw error.placed(at: range)
        }
    }
}
