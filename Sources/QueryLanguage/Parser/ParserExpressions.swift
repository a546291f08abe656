// Productions: expressions, from the loosest operator to the tightest.
// The levels are those of GoogleSQL's table of operator precedence.

extension Parser {
    public mutating func expression() throws(Diagnostic) -> Expression {
        let outer = try enter()
        defer { leave(outer) }
        var left = try conjunction()
        while accept(.or) { left = try binary(.or, left, try conjunction()) }
        return left
    }

    mutating func conjunction() throws(Diagnostic) -> Expression {
        var left = try negation()
        while accept(.and) { left = try binary(.and, left, try negation()) }
        return left
    }

    mutating func negation() throws(Diagnostic) -> Expression {
        guard at(.not) else { return try comparison() }
        let outer = try enter()
        defer { leave(outer) }
        let start = current.range.lower
        try expect(.not)
        return Expression(.unary(.not, try negation()), range(from: start))
    }

    /// At most one comparison: `a = b = c` needs parentheses.
    mutating func comparison() throws(Diagnostic) -> Expression {
        let left = try bitwiseOr()
        if atComparisonOperator() { return try binary(try comparisonOperator(), left, try bitwiseOr()) }
        let node: Expression.Node
        if at(.is) {
            node = try isPredicate(left)
        } else {
            let negated = accept(.not)
            if at(.between) {
                node = try betweenPredicate(left, negated: negated)
            } else if at(.like) {
                node = try likePredicate(left, negated: negated)
            } else if at(.in) {
                node = try inPredicate(left, negated: negated)
            } else if negated {
                throw unexpected()
            } else {
                return left
            }
        }
        return Expression(node, range(from: left.range.lower))
    }

    mutating func comparisonOperator() throws(Diagnostic) -> BinaryOperator {
        if accept(.equal) { return .equal }
        if accept(.notEqual) || accept(.lessGreater) { return .notEqual }
        if accept(.less) { return .less }
        if accept(.lessOrEqual) { return .lessOrEqual }
        if accept(.greater) { return .greater }
        try expect(.greaterOrEqual)
        return .greaterOrEqual
    }

    mutating func isPredicate(_ left: Expression) throws(Diagnostic) -> Expression.Node {
        try expect(.is)
        let negated = accept(.not)
        if accept(.null) { return .isTest(left, .null, negated: negated) }
        if accept(.true) { return .isTest(left, .true, negated: negated) }
        if accept(.false) { return .isTest(left, .false, negated: negated) }
        try expect(.distinct)
        try expect(.from)
        return .isDistinct(left, try bitwiseOr(), negated: negated)
    }

    mutating func betweenPredicate(_ left: Expression, negated: Bool) throws(Diagnostic) -> Expression.Node {
        try expect(.between)
        let lower = try bitwiseOr()
        try expect(.and)
        return .between(left, lower: lower, upper: try bitwiseOr(), negated: negated)
    }

    mutating func likePredicate(_ left: Expression, negated: Bool) throws(Diagnostic) -> Expression.Node {
        try expect(.like)
        return .like(left, pattern: try bitwiseOr(), negated: negated)
    }

    mutating func inPredicate(_ left: Expression, negated: Bool) throws(Diagnostic) -> Expression.Node {
        try expect(.in)
        if startsParenthesizedQuery() { return .inQuery(left, try parenthesizedQuery(), negated: negated) }
        try expect(.leftParenthesis)
        var items = [try expression()]
        while accept(.comma) { items.append(try expression()) }
        try expect(.rightParenthesis)
        return .inList(left, items, negated: negated)
    }

    mutating func bitwiseOr() throws(Diagnostic) -> Expression {
        var left = try bitwiseXor()
        while accept(.bar) { left = try binary(.bitwiseOr, left, try bitwiseXor()) }
        return left
    }

    mutating func bitwiseXor() throws(Diagnostic) -> Expression {
        var left = try bitwiseAnd()
        while accept(.caret) { left = try binary(.bitwiseXor, left, try bitwiseAnd()) }
        return left
    }

    mutating func bitwiseAnd() throws(Diagnostic) -> Expression {
        var left = try shift()
        while accept(.ampersand) { left = try binary(.bitwiseAnd, left, try shift()) }
        return left
    }

    mutating func shift() throws(Diagnostic) -> Expression {
        var left = try sum()
        while true {
            if accept(.shiftLeft) {
                left = try binary(.shiftLeft, left, try sum())
            } else if accept(.shiftRight) {
                left = try binary(.shiftRight, left, try sum())
            } else {
                return left
            }
        }
    }

    mutating func sum() throws(Diagnostic) -> Expression {
        var left = try product()
        while true {
            if accept(.plus) {
                left = try binary(.add, left, try product())
            } else if accept(.minus) {
                left = try binary(.subtract, left, try product())
            } else {
                return left
            }
        }
    }

    mutating func product() throws(Diagnostic) -> Expression {
        var left = try unary()
        while true {
            if accept(.star) {
                left = try binary(.multiply, left, try unary())
            } else if accept(.slash) {
                left = try binary(.divide, left, try unary())
            } else if accept(.concatenate) {
                left = try binary(.concatenate, left, try unary())
            } else {
                return left
            }
        }
    }

    mutating func unary() throws(Diagnostic) -> Expression {
        guard at(.minus) || at(.plus) || at(.tilde) else { return try primary() }
        let outer = try enter()
        defer { leave(outer) }
        let start = current.range.lower
        let sign: UnaryOperator = accept(.minus) ? .minus : accept(.plus) ? .plus : .bitwiseNot
        if sign == .bitwiseNot { try expect(.tilde) }
        return Expression(.unary(sign, try unary()), range(from: start))
    }

    /// A binary expression over its operands' range.
    private mutating func binary(
        _ kind: BinaryOperator, _ left: Expression, _ right: Expression
    ) throws(Diagnostic) -> Expression {
        try grow()
        return Expression(.binary(kind, left, right), left.range.union(right.range))
    }
}
