// Binding: a text that is one literal.

import QueryLanguage

extension Binder {
    /// The value of a text that is a literal of the language or the negative of one; `nil` for other text.
    ///
    /// - Throws: where the literal has no value: `DATE'2024-13-01'`.
    package static func literal(_ text: String) throws(Diagnostic) -> Value? {
        var parser = Parser(text)
        guard let expression = try? parser.expression(), expression.range.upper == text.utf8.count else { return nil }
        var literal = expression
        if case .unary(.minus, let operand) = expression.node { literal = operand }
        guard case .literal = literal.node else { return nil }
        let context = ExpressionContext(Scope(), outer: nil, place: "a literal")
        return try Binder(catalog: Catalog()).bind(expression, context).constantValue
    }
}
