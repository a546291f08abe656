// Productions: expressions, from the loosest operator to the tightest.
// The levels are those of GoogleSQL's table of operator precedence.

extension Parser {
    public mutating func expression() throws(Diagnostic) -> Expression {
        try nested { (parser) throws(Diagnostic) in
            var left = try parser.conjunction()
            while parser.accept(.or) { left = binary(.or, left, try parser.conjunction()) }
            return left
        }
    }

    mutating func conjunction() throws(Diagnostic) -> Expression {
        var left = try negation()
        while accept(.and) { left = binary(.and, left, try negation()) }
        return left
    }

    mutating func negation() throws(Diagnostic) -> Expression {
        let start = current.range.lower
        guard accept(.not) else { return try comparison() }
        let operand = try nested { (parser) throws(Diagnostic) in try parser.negation() }
        return Expression(.unary(.not, operand), range(from: start))
    }

    /// At most one comparison: `a = b = c` needs parentheses.
    mutating func comparison() throws(Diagnostic) -> Expression {
        let left = try bitwiseOr()
        if let comparison = comparisonOperator() { return binary(comparison, left, try bitwiseOr()) }
        if accept(.is) { return try isPredicate(left) }
        let negated = accept(.not)
        let node: Expression.Node
        if accept(.between) {
            let lower = try bitwiseOr()
            try expect(.and)
            node = .between(left, lower: lower, upper: try bitwiseOr(), negated: negated)
        } else if accept(.like) {
            node = .like(left, pattern: try bitwiseOr(), negated: negated)
        } else if accept(.in) {
            node = try inPredicate(left, negated: negated)
        } else if negated {
            throw unexpected()
        } else {
            return left
        }
        return Expression(node, range(from: left.range.lower))
    }

    mutating func comparisonOperator() -> BinaryOperator? {
        if accept(.equal) { return .equal }
        if accept(.notEqual) || accept(.lessGreater) { return .notEqual }
        if accept(.less) { return .less }
        if accept(.lessOrEqual) { return .lessOrEqual }
        if accept(.greater) { return .greater }
        return accept(.greaterOrEqual) ? .greaterOrEqual : nil
    }

    mutating func isPredicate(_ left: Expression) throws(Diagnostic) -> Expression {
        let negated = accept(.not)
        let node: Expression.Node
        if accept(.null) {
            node = .isTest(left, .null, negated: negated)
        } else if accept(.true) {
            node = .isTest(left, .true, negated: negated)
        } else if accept(.false) {
            node = .isTest(left, .false, negated: negated)
        } else {
            try expect(.distinct)
            try expect(.from)
            node = .isDistinct(left, try bitwiseOr(), negated: negated)
        }
        return Expression(node, range(from: left.range.lower))
    }

    mutating func inPredicate(_ left: Expression, negated: Bool) throws(Diagnostic) -> Expression.Node {
        try expect(.leftParenthesis)
        if startsQuery {
            let inner = try query()
            try expect(.rightParenthesis)
            return .inQuery(left, inner, negated: negated)
        }
        let first = try expression()
        if let inner = try wholeQuery(from: first) {
            try expect(.rightParenthesis)
            return .inQuery(left, inner, negated: negated)
        }
        var items = [first]
        while accept(.comma) { items.append(try expression()) }
        try expect(.rightParenthesis)
        return .inList(left, items, negated: negated)
    }

    mutating func bitwiseOr() throws(Diagnostic) -> Expression {
        var left = try bitwiseXor()
        while accept(.bar) { left = binary(.bitwiseOr, left, try bitwiseXor()) }
        return left
    }

    mutating func bitwiseXor() throws(Diagnostic) -> Expression {
        var left = try bitwiseAnd()
        while accept(.caret) { left = binary(.bitwiseXor, left, try bitwiseAnd()) }
        return left
    }

    mutating func bitwiseAnd() throws(Diagnostic) -> Expression {
        var left = try shift()
        while accept(.ampersand) { left = binary(.bitwiseAnd, left, try shift()) }
        return left
    }

    mutating func shift() throws(Diagnostic) -> Expression {
        var left = try sum()
        while true {
            if accept(.shiftLeft) {
                left = binary(.shiftLeft, left, try sum())
            } else if accept(.shiftRight) {
                left = binary(.shiftRight, left, try sum())
            } else {
                return left
            }
        }
    }

    mutating func sum() throws(Diagnostic) -> Expression {
        var left = try product()
        while true {
            if accept(.plus) {
                left = binary(.add, left, try product())
            } else if accept(.minus) {
                left = binary(.subtract, left, try product())
            } else {
                return left
            }
        }
    }

    mutating func product() throws(Diagnostic) -> Expression {
        var left = try unary()
        while true {
            if accept(.star) {
                left = binary(.multiply, left, try unary())
            } else if accept(.slash) {
                left = binary(.divide, left, try unary())
            } else if accept(.concatenate) {
                left = binary(.concatenate, left, try unary())
            } else {
                return left
            }
        }
    }

    mutating func unary() throws(Diagnostic) -> Expression {
        let start = current.range.lower
        let sign: UnaryOperator
        if accept(.minus) {
            sign = .minus
        } else if accept(.plus) {
            sign = .plus
        } else if accept(.tilde) {
            sign = .bitwiseNot
        } else {
            return try primary()
        }
        let operand = try nested { (parser) throws(Diagnostic) in try parser.unary() }
        return Expression(.unary(sign, operand), range(from: start))
    }

    // MARK: Primaries

    mutating func primary() throws(Diagnostic) -> Expression {
        let start = current.range.lower
        if at(.leftParenthesis) { return try nested { (parser) throws(Diagnostic) in try parser.parenthesized() } }
        if atLiteral { return try literal() }
        if let node = try keywordPrimary() { return Expression(node, range(from: start)) }
        if at(.parameter) {
            let name = text(current.range).dropFirst()
            advance()
            return Expression(.parameter(.named(String(name))), range(from: start))
        }
        if accept(.question) {
            positionalParameters += 1
            return Expression(.parameter(.positional(positionalParameters - 1)), range(from: start))
        }
        return try nameOrCall()
    }

    /// `(expression)` or `(query)`; which of them shows only behind the inner parentheses.
    mutating func parenthesized() throws(Diagnostic) -> Expression {
        let start = current.range.lower
        try expect(.leftParenthesis)
        if startsQuery {
            let inner = try query()
            try expect(.rightParenthesis)
            return Expression(.subquery(inner), range(from: start))
        }
        let inner = try expression()
        if let whole = try wholeQuery(from: inner) {
            try expect(.rightParenthesis)
            return Expression(.subquery(whole), range(from: start))
        }
        try expect(.rightParenthesis)
        return inner
    }

    var startsQuery: Bool {
        [.keyword(.select), .keyword(.from), .keyword(.with)].contains(current.kind)
    }

    /// The query that begins with the parenthesized query `first`, if set operators or pipes follow it.
    mutating func wholeQuery(from first: Expression) throws(Diagnostic) -> Query? {
        guard case .subquery(let inner) = first.node, continuesQuery() else { return nil }
        let body = try queryExpression(first: .parenthesized(inner))
        return try queryTail(Query(body: body, range: SourceRange(first.range.lower, first.range.lower)))
    }

    /// Expressions that begin with a keyword of their own.
    private mutating func keywordPrimary() throws(Diagnostic) -> Expression.Node? {
        if accept(.case) { return try conditional() }
        if accept(.cast) { return try cast(safe: false) }
        if current.kind == .keyword(.safeCast), kind(ahead: 1) == .symbol(.leftParenthesis) {
            advance()
            return try cast(safe: true)
        }
        if accept(.extract) { return try extract() }
        if accept(.interval) { return try interval() }
        if accept(.exists) { return .exists(try parenthesizedQuery()) }
        return nil
    }

    mutating func conditional() throws(Diagnostic) -> Expression.Node {
        let operand = at(.when) ? nil : try expression()
        var branches: [CaseBranch] = []
        try expect(.when)
        repeat {
            let when = try expression()
            try expect(.then)
            branches.append(CaseBranch(when: when, then: try expression()))
        } while accept(.when)
        let otherwise = accept(.else) ? try expression() : nil
        try expect(.end)
        return .conditional(operand: operand, branches: branches, otherwise: otherwise)
    }

    mutating func cast(safe: Bool) throws(Diagnostic) -> Expression.Node {
        try expect(.leftParenthesis)
        let value = try expression()
        try expect(.as)
        let name = try identifier()
        let format = accept(.format) ? try expression() : nil
        try expect(.rightParenthesis)
        return .cast(value, to: TypeName(name.text.uppercased(), name.range), format: format, safe: safe)
    }

    mutating func extract() throws(Diagnostic) -> Expression.Node {
        try expect(.leftParenthesis)
        let part = try datePart()
        try expect(.from)
        let value = try expression()
        var timeZone: Expression?
        if accept(.at) {
            try expect(.time)
            try expect(.zone)
            timeZone = try expression()
        }
        try expect(.rightParenthesis)
        return .extract(part: part, value, timeZone: timeZone)
    }

    mutating func interval() throws(Diagnostic) -> Expression.Node {
        let value = try bitwiseOr()
        let from = try datePart()
        return .interval(value, from: from, to: accept(.to) ? try datePart() : nil)
    }

    mutating func datePart() throws(Diagnostic) -> DatePart {
        let name = try identifier()
        guard accept(.leftParenthesis) else { return DatePart(name.text.uppercased(), name.range) }
        let day = try identifier()
        try expect(.rightParenthesis)
        return DatePart(
            "\(name.text.uppercased())(\(day.text.uppercased()))", range(from: name.range.lower))
    }

    mutating func nameOrCall() throws(Diagnostic) -> Expression {
        let start = current.range.lower
        if current.kind == .keyword(.safe), kind(ahead: 1) == .symbol(.dot), kind(ahead: 3) == .symbol(.leftParenthesis)
        {
            advance()
            advance()
            return try functionCall(isSafe: true, from: start)
        }
        if kind(ahead: 1) == .symbol(.leftParenthesis) { return try functionCall(isSafe: false, from: start) }
        var path = [try identifier()]
        if accept(.dot) { path.append(try identifier()) }
        return Expression(.name(path), range(from: start))
    }

    // MARK: Literals

    private var atLiteral: Bool {
        mutating get {
            if at(.integer) || at(.float) || at(.string) || at(.null) || at(.true) || at(.false) { return true }
            guard current.kind == .keyword(.date) || current.kind == .keyword(.timestamp) else { return false }
            return kind(ahead: 1) == .string
        }
    }

    mutating func literal() throws(Diagnostic) -> Expression {
        let token = current
        let node: Literal
        switch token.kind {
        case .keyword(.null): node = .null
        case .keyword(.true): node = .bool(true)
        case .keyword(.false): node = .bool(false)
        case .integer: node = .integer(try integer(token.range))
        case .float: node = .float(Double(text(token.range)) ?? .infinity)
        case .string: node = .string(try StringLiteral.decode(bytes, token.range))
        case .keyword(.date), .keyword(.timestamp):
            advance()
            let value = try StringLiteral.decode(bytes, current.range)
            node = token.kind == .keyword(.date) ? .date(value) : .timestamp(value)
        default: throw unexpected()
        }
        advance()
        return Expression(.literal(node), range(from: token.range.lower))
    }

    private func integer(_ range: SourceRange) throws(Diagnostic) -> UInt64 {
        let digits = text(range)
        let value =
            digits.hasPrefix("0x") || digits.hasPrefix("0X")
            ? UInt64(digits.dropFirst(2), radix: 16) : UInt64(digits)
        guard let value else {
            throw Diagnostic(
                "integer out of range: INT64 ends at 9223372036854775807", at: range,
                hints: ["as FLOAT64 it is written with a decimal point"])
        }
        return value
    }

    /// A string token's value.
    mutating func string() throws(Diagnostic) -> String {
        let token = current
        try expect(.string)
        return try StringLiteral.decode(bytes, token.range)
    }

    mutating func stringLiteral() throws(Diagnostic) -> Expression {
        if !at(.string) { throw unexpected() }
        return try literal()
    }
}

/// A binary expression over its operands' range.
private func binary(_ kind: BinaryOperator, _ left: Expression, _ right: Expression) -> Expression {
    Expression(.binary(kind, left, right), left.range.union(right.range))
}
