// A statement that was begun, brought to an end.

extension Parser {
    /// The last statement of `text`, closed where it ends too early: the parentheses and the words that are due are
    /// put behind it. `nil` where the text is wrong before its end.
    package static func closedStatement(_ text: String) -> Statement? {
        var text = text
        for _ in 0..<64 {
            var parser = Parser(text)
            var last: Statement?
            do throws(Diagnostic) {
                while let statement = try parser.nextStatement() { last = statement }
                return last
            } catch {
                let isAtEnd = parser.current.kind == .endOfText && error.range?.lower ?? 0 >= text.utf8.count
                guard isAtEnd, parser.expectedIndex == parser.index,
                    let closing = closings.first(where: { parser.expected.contains($0.kind) })
                else { return nil }
                text += " " + closing.text
            }
        }
        return nil
    }

    /// What ends things, and what is put where something is missing: what ends more goes first.
    private static let closings: [(kind: Token.Kind, text: String)] = [
        (.symbol(.rightParenthesis), ")"), (.keyword(.end), "END"), (.keyword(.then), "THEN"),
        (.keyword(.for), "FOR"), (.keyword(.in), "IN"), (.keyword(.on), "ON TRUE"), (.keyword(.select), "SELECT 1"),
        (.symbol(.leftParenthesis), "("), (.identifier, "x"), (.keyword(.as), "AS"), (.keyword(.and), "AND"),
        (.symbol(.pipe), "|> DISTINCT"),
    ]
}
