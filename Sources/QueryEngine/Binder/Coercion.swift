// Implicit conversions, as docs/conversion_rules.md of google/zetasql has them.

import QueryLanguage

enum Coercion {
    /// What it costs to use `expression` as a `type`: 0 for nothing to do; `nil` where it does not convert.
    static func cost(_ expression: BoundExpression, to type: DataType) -> Int? {
        if expression.type == type { return 0 }
        if isNullLiteral(expression) { return 0 }
        if expression.type == .int64 && type == .float64 { return 1 }
        // Where both would do, numbers stay numbers.
        if expression.type.isNumeric && type == .quantity { return 4 }
        if expression.isLiteral && expression.type == .string && [.date, .timestamp, .interval].contains(type) {
            return type == .interval ? nil : 2
        }
        return nil
    }

    /// What to do where a QUANTITY is none of the numbers that are wanted.
    static let nominalHint = "NOMINAL(…) takes its number alone"

    /// NULL as written, which has every type.
    static func isNullLiteral(_ expression: BoundExpression) -> Bool {
        expression.isLiteral && expression.constantValue == .null
    }

    /// `expression` as a `type`, which `cost` must have allowed.
    static func convert(_ expression: BoundExpression, to type: DataType) throws(Diagnostic) -> BoundExpression {
        if expression.type == type { return expression }
        if isNullLiteral(expression) {
            return BoundExpression(.constant(.null), type, expression.range, isLiteral: true)
        }
        let cast = BoundExpression(.cast(expression, isSafe: false), type, expression.range)
        guard expression.isLiteral else { return cast }
        // A literal that does not convert is an error of the statement, not of a row.
        var folded = try ConstantEvaluation.fold(cast)
        folded.isLiteral = true
        return folded
    }

    /// The type that all of them can have; `nil` where there is none. Literals follow the others.
    static func supertype(_ expressions: [BoundExpression]) -> DataType? {
        var candidates: [DataType] = []
        for expression in expressions where !isNullLiteral(expression) && !candidates.contains(expression.type) {
            candidates.append(expression.type)
        }
        if candidates.isEmpty { return expressions.first?.type ?? .int64 }
        return candidates.min { total(expressions, $0) ?? .max < total(expressions, $1) ?? .max }.flatMap { best in
            total(expressions, best) == nil ? nil : best
        }
    }

    private static func total(_ expressions: [BoundExpression], _ type: DataType) -> Int? {
        var sum = 0
        for expression in expressions {
            guard let cost = cost(expression, to: type) else { return nil }
            sum += cost
        }
        return sum
    }
}
