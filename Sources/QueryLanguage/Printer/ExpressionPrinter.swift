// Expressions as ExpoQL text: parentheses only where precedence asks for them.

/// How tightly an expression's topmost operator binds; the levels are the productions of the same names.
enum Precedence: Int, Comparable {
    case expression, conjunction, negation, comparison, bitwiseOr, bitwiseXor, bitwiseAnd, shift, sum, product, unary
    case primary

    static func < (left: Precedence, right: Precedence) -> Bool { left.rawValue < right.rawValue }

    /// The level of operands that may not have an operator of this one.
    var next: Precedence { Precedence(rawValue: rawValue + 1) ?? .primary }
}

extension Expression {
    /// The expression in ExpoQL. Parsing it again gives the same tree.
    public var text: String { node.text }

    /// The text where only operators of `level` or tighter ones may stand.
    func text(atLeast level: Precedence) -> String {
        node.precedence < level ? "(\(node.text))" : node.text
    }
}

extension Expression.Node {
    fileprivate var precedence: Precedence {
        switch self {
        case .unary(.not, _): .negation
        case .unary: .unary
        case .binary(let kind, _, _): kind.precedence
        case .isTest, .isDistinct, .between, .like, .inList, .inQuery: .comparison
        default: .primary
        }
    }

    fileprivate var text: String {
        switch self {
        case .literal(let literal): literal.text
        case .parameter(.named(let name)): "@\(name)"
        case .parameter(.positional): "?"
        case .name(let path): path.map(\.quoted).joined(separator: ".")
        case .unary(let kind, let operand): Self.unary(kind, operand)
        case .binary(let kind, let left, let right):
            // Comparisons do not follow one another, all others do from the left.
            left.text(atLeast: kind.precedence == .comparison ? .bitwiseOr : kind.precedence)
                + " \(kind.sign) " + right.text(atLeast: kind.precedence.next)
        case .isTest(let operand, let test, let negated):
            "\(operand.text(atLeast: .bitwiseOr)) IS \(negated ? "NOT " : "")\(test.word)"
        case .isDistinct(let left, let right, let negated):
            "\(left.text(atLeast: .bitwiseOr)) IS \(negated ? "NOT " : "")DISTINCT FROM "
                + right.text(atLeast: .bitwiseOr)
        case .between(let operand, let lower, let upper, let negated):
            "\(operand.text(atLeast: .bitwiseOr)) \(negated ? "NOT " : "")BETWEEN "
                + "\(lower.text(atLeast: .bitwiseOr)) AND \(upper.text(atLeast: .bitwiseOr))"
        case .like(let operand, let pattern, let negated):
            "\(operand.text(atLeast: .bitwiseOr)) \(negated ? "NOT " : "")LIKE \(pattern.text(atLeast: .bitwiseOr))"
        case .inList(let operand, let items, let negated):
            "\(operand.text(atLeast: .bitwiseOr)) \(negated ? "NOT " : "")IN (\(items.list(\.text)))"
        case .inQuery(let operand, let query, let negated):
            "\(operand.text(atLeast: .bitwiseOr)) \(negated ? "NOT " : "")IN \(query.parenthesized)"
        case .exists(let query): "EXISTS \(query.parenthesized)"
        case .subquery(let query): query.parenthesized
        case .conditional(let operand, let branches, let otherwise):
            "CASE \(operand.map { $0.text + " " } ?? "")"
                + branches.map { "WHEN \($0.when.text) THEN \($0.then.text) " }.joined()
                + (otherwise.map { "ELSE \($0.text) " } ?? "") + "END"
        case .cast(let value, let type, let format, let safe):
            "\(safe ? "SAFE_CAST" : "CAST")(\(value.text) AS \(type.text)"
                + (format.map { " FORMAT \($0.text)" } ?? "") + ")"
        case .extract(let part, let value, let timeZone):
            "EXTRACT(\(part.text) FROM \(value.text)" + (timeZone.map { " AT TIME ZONE \($0.text)" } ?? "") + ")"
        case .interval(let value, let from, let to):
            "INTERVAL \(value.text) \(Identifier.quoted(from.name))"
                + (to.map { " TO \(Identifier.quoted($0.name))" } ?? "")
        case .call(let call): call.text
        }
    }

    private static func unary(_ kind: UnaryOperator, _ operand: Expression) -> String {
        switch kind {
        case .not: return "NOT \(operand.text(atLeast: .negation))"
        case .plus: return "+\(operand.text(atLeast: .unary))"
        case .bitwiseNot: return "~\(operand.text(atLeast: .unary))"
        case .minus:
            // Two signs without a space would begin a comment.
            let text = operand.text(atLeast: .unary)
            return text.hasPrefix("-") ? "- \(text)" : "-\(text)"
        }
    }
}

extension Literal {
    fileprivate var text: String {
        switch self {
        case .null: "NULL"
        case .bool(let value): value ? "TRUE" : "FALSE"
        case .integer(let value): String(value)
        // No literal stands for what is not finite.
        case .float(let value): value.isFinite ? "\(value)" : "CAST('\(value)' AS FLOAT64)"
        case .string(let value): escaped(value, quote: "'")
        case .date(let value): "DATE \(escaped(value, quote: "'"))"
        case .timestamp(let value): "TIMESTAMP \(escaped(value, quote: "'"))"
        case .quantity(let value): "QUANTITY \(escaped(value, quote: "'"))"
        case .measured(let number, let unit): "\(number){\(unit)}"
        }
    }
}

extension IsTest {
    fileprivate var word: String {
        switch self {
        case .null: "NULL"
        case .true: "TRUE"
        case .false: "FALSE"
        }
    }
}

extension BinaryOperator {
    var precedence: Precedence {
        switch self {
        case .or: .expression
        case .and: .conjunction
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: .comparison
        case .bitwiseOr: .bitwiseOr
        case .bitwiseXor: .bitwiseXor
        case .bitwiseAnd: .bitwiseAnd
        case .shiftLeft, .shiftRight: .shift
        case .add, .subtract: .sum
        case .multiply, .divide, .concatenate: .product
        }
    }

    fileprivate var sign: String {
        switch self {
        case .or: "OR"
        case .and: "AND"
        case .equal: "="
        case .notEqual: "!="
        case .less: "<"
        case .lessOrEqual: "<="
        case .greater: ">"
        case .greaterOrEqual: ">="
        case .bitwiseOr: "|"
        case .bitwiseXor: "^"
        case .bitwiseAnd: "&"
        case .shiftLeft: "<<"
        case .shiftRight: ">>"
        case .add: "+"
        case .subtract: "-"
        case .multiply: "*"
        case .divide: "/"
        case .concatenate: "||"
        }
    }
}

extension TypeName {
    var text: String { name == Keyword.interval.rawValue ? name : Identifier.quoted(name) }
}

extension DatePart {
    /// `WEEK(MONDAY)` is a name and another one in parentheses.
    fileprivate var text: String {
        guard let open = name.firstIndex(of: "("), open > name.startIndex, name.hasSuffix(")") else {
            return Identifier.quoted(name)
        }
        let day = name[name.index(after: open)...].dropLast()
        guard !day.isEmpty else { return Identifier.quoted(name) }
        return "\(Identifier.quoted(String(name[..<open])))(\(Identifier.quoted(String(day))))"
    }
}

extension Argument {
    var text: String {
        switch node {
        case .expression(let value): value.text
        case .star: "*"
        case .named(let name, let value): "\(name.quoted) => \(value.text)"
        case .table(let name): "TABLE \(name.quoted)"
        }
    }
}

extension FunctionCall {
    fileprivate var text: String {
        var parts = [(distinct ? "DISTINCT " : "") + arguments.list(\.text)]
        if let nullHandling { parts.append(nullHandling == .ignore ? "IGNORE NULLS" : "RESPECT NULLS") }
        if let having { parts.append("HAVING \(having.isMax ? "MAX" : "MIN") \(having.expression.text)") }
        if !orderBy.isEmpty { parts.append("ORDER BY \(orderBy.list(\.text))") }
        if let limit { parts.append("LIMIT \(limit.text)") }
        let call = "\(isSafe ? "SAFE." : "")\(functionName)(\(parts.joined(separator: " ")))"
        return call + (over.map { " OVER (\($0.text))" } ?? "")
    }

    /// Of the reserved words three name functions.
    private var functionName: String {
        ["IF", "LEFT", "RIGHT"].contains(name.text.uppercased()) ? name.text : name.quoted
    }
}

extension WindowSpecification {
    fileprivate var text: String {
        var parts: [String] = []
        if !partitionBy.isEmpty { parts.append("PARTITION BY \(partitionBy.list(\.text))") }
        if !orderBy.isEmpty { parts.append("ORDER BY \(orderBy.list(\.text))") }
        if let frame { parts.append(frame.text) }
        return parts.joined(separator: " ")
    }
}

extension WindowFrame {
    fileprivate var text: String {
        let word = unit == .rows ? "ROWS" : "RANGE"
        return if let end { "\(word) BETWEEN \(start.text) AND \(end.text)" } else { "\(word) \(start.text)" }
    }
}

extension WindowFrame.Bound {
    fileprivate var text: String {
        switch self {
        case .unboundedPreceding: "UNBOUNDED PRECEDING"
        case .preceding(let distance): "\(distance.text) PRECEDING"
        case .currentRow: "CURRENT ROW"
        case .following(let distance): "\(distance.text) FOLLOWING"
        case .unboundedFollowing: "UNBOUNDED FOLLOWING"
        }
    }
}
