// Productions: expressions without an operator at their top.

extension Parser {
    mutating func primary() throws(Diagnostic) -> Expression {
        let start = current.range.lower
        let node: Expression.Node
        if at(.leftParenthesis) {
            guard startsScalarSubquery() else { return try parenthesizedExpression() }
            node = .subquery(try parenthesizedQuery())
        } else if atLiteral() {
            return try literal()
        } else if at(.case) {
            node = try caseExpression()
        } else if at(.cast) || at(.safeCast, before: .leftParenthesis) {
            node = try castExpression()
        } else if at(.extract) {
            node = try extractExpression()
        } else if at(.interval) {
            node = try intervalExpression()
        } else if at(.exists) {
            node = try existsExpression()
        } else if at(.parameter) || at(.question) {
            node = .parameter(try parameter())
        } else if atFunctionCall {
            node = .call(try functionCall())
        } else {
            node = .name(try name())
        }
        return Expression(node, range(from: start))
    }

    mutating func parenthesizedExpression() throws(Diagnostic) -> Expression {
        let start = current.range.lower
        try expect(.leftParenthesis)
        let inner = try expression()
        try expect(.rightParenthesis)
        return Expression(inner.node, range(from: start))
    }

    mutating func caseExpression() throws(Diagnostic) -> Expression.Node {
        try expect(.case)
        let operand = at(.when) ? nil : try expression()
        var branches: [CaseBranch] = []
        repeat { branches.append(try whenClause()) } while at(.when)
        let otherwise = accept(.else) ? try expression() : nil
        try expect(.end)
        return .conditional(operand: operand, branches: branches, otherwise: otherwise)
    }

    mutating func whenClause() throws(Diagnostic) -> CaseBranch {
        try expect(.when)
        let condition = try expression()
        try expect(.then)
        return CaseBranch(when: condition, then: try expression())
    }

    mutating func castExpression() throws(Diagnostic) -> Expression.Node {
        let safe = accept(.safeCast)
        if !safe { try expect(.cast) }
        try expect(.leftParenthesis)
        let value = try expression()
        try expect(.as)
        let type = try typeName()
        let format = accept(.format) ? try expression() : nil
        try expect(.rightParenthesis)
        return .cast(value, to: type, format: format, safe: safe)
    }

    mutating func typeName() throws(Diagnostic) -> TypeName {
        let start = current.range.lower
        if accept(.interval) { return TypeName(Keyword.interval.rawValue, range(from: start)) }
        let name = try identifier(.type)
        return TypeName(name.text.uppercased(), name.range)
    }

    mutating func extractExpression() throws(Diagnostic) -> Expression.Node {
        try expect(.extract)
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

    mutating func datePart() throws(Diagnostic) -> DatePart {
        var part = try intervalPart()
        if accept(.leftParenthesis) {
            part.name += "(\(try identifier(.datePart).text.uppercased()))"
            try expect(.rightParenthesis)
            part.range = range(from: part.range.lower)
        }
        return part
    }

    mutating func intervalExpression() throws(Diagnostic) -> Expression.Node {
        try expect(.interval)
        let value = try expression()
        let from = try intervalPart()
        return .interval(value, from: from, to: accept(.to) ? try intervalPart() : nil)
    }

    mutating func intervalPart() throws(Diagnostic) -> DatePart {
        let name = try identifier(.datePart)
        return DatePart(name.text.uppercased(), name.range)
    }

    mutating func existsExpression() throws(Diagnostic) -> Expression.Node {
        try expect(.exists)
        return .exists(try parenthesizedQuery())
    }

    mutating func functionCall() throws(Diagnostic) -> FunctionCall {
        let isSafe = at(.safe, before: .dot) && accept(.safe)
        if isSafe { try expect(.dot) }
        var call = FunctionCall(isSafe: isSafe, name: try functionName(), arguments: [])
        try expect(.leftParenthesis)
        if !at(.rightParenthesis) { try callArguments(&call) }
        try expect(.rightParenthesis)
        if accept(.over) { call.over = try windowSpecification() }
        return call
    }

    mutating func functionName() throws(Diagnostic) -> Identifier {
        let token = current
        if accept(.if) || accept(.left) || accept(.right) { return Identifier(text(token.range), token.range) }
        if token.kind == .keyword(.safeCast) { throw unexpected() }
        return try identifier(.value)
    }

    mutating func callArguments(_ call: inout FunctionCall) throws(Diagnostic) {
        let start = current.range.lower
        if accept(.star) {
            call.arguments = [Argument(.star, range(from: start))]
            return
        }
        call.distinct = accept(.distinct)
        call.arguments = [try argument()]
        while accept(.comma) { call.arguments.append(try argument()) }
        if at(.ignore) || at(.respect) { call.nullHandling = try nullHandling() }
        if at(.having) { call.having = try havingModifier() }
        if at(.order) { call.orderBy = try orderByClause() }
        if accept(.limit) { call.limit = try expression() }
    }

    mutating func argument() throws(Diagnostic) -> Argument {
        let start = current.range.lower
        guard kind(ahead: 1) == .symbol(.arrow) else {
            return Argument(.expression(try expression()), range(from: start))
        }
        // A parameter may be called NULL, as that of READ_CSV is.
        let isNull = accept(.null)
        let name = isNull ? Identifier("null", range(from: start)) : try identifier(.argument)
        try expect(.arrow)
        return Argument(.named(name, try expression()), range(from: start))
    }

    mutating func nullHandling() throws(Diagnostic) -> FunctionCall.NullHandling {
        let ignores = accept(.ignore)
        if !ignores { try expect(.respect) }
        try expect(.nulls)
        return ignores ? .ignore : .respect
    }

    mutating func havingModifier() throws(Diagnostic) -> FunctionCall.Having {
        try expect(.having)
        let isMax = accept(.max)
        if !isMax { try expect(.min) }
        return FunctionCall.Having(isMax: isMax, expression: try expression())
    }

    mutating func windowSpecification() throws(Diagnostic) -> WindowSpecification {
        let start = current.range.lower
        try expect(.leftParenthesis)
        let partitionBy = at(.partition) ? try partitionByClause() : []
        let orderBy = at(.order) ? try orderByClause() : []
        let frame = at(.rows) || at(.range) ? try windowFrame() : nil
        try expect(.rightParenthesis)
        return WindowSpecification(
            partitionBy: partitionBy, orderBy: orderBy, frame: frame, range: range(from: start))
    }

    mutating func partitionByClause() throws(Diagnostic) -> [Expression] {
        try expect(.partition)
        try expect(.by)
        var keys = [try expression()]
        while accept(.comma) { keys.append(try expression()) }
        return keys
    }

    mutating func windowFrame() throws(Diagnostic) -> WindowFrame {
        let start = current.range.lower
        let unit: WindowFrame.Unit = accept(.rows) ? .rows : .range
        if unit == .range { try expect(.range) }
        guard accept(.between) else {
            return WindowFrame(unit: unit, start: try frameBound(), end: nil, range: range(from: start))
        }
        let first = try frameBound()
        try expect(.and)
        let last = try frameBound()
        return WindowFrame(unit: unit, start: first, end: last, range: range(from: start))
    }

    mutating func frameBound() throws(Diagnostic) -> WindowFrame.Bound {
        if accept(.unbounded) {
            if accept(.preceding) { return .unboundedPreceding }
            try expect(.following)
            return .unboundedFollowing
        }
        if accept(.current) {
            try expect(.row)
            return .currentRow
        }
        let distance = try expression()
        if accept(.preceding) { return .preceding(distance) }
        try expect(.following)
        return .following(distance)
    }

    mutating func name() throws(Diagnostic) -> [Identifier] {
        let first = try identifier(.value)
        guard accept(.dot) else { return [first] }
        // Behind a dot even a reserved word is a name.
        if case .keyword = current.kind {
            let range = current.range
            note(.member)
            advance()
            return [first, Identifier(text(range), range)]
        }
        return [first, try identifier(.member)]
    }

    mutating func identifier(_ role: NameRole) throws(Diagnostic) -> Identifier {
        let token = current
        note(role)
        if accept(.identifier) { return Identifier(text(token.range), token.range) }
        if accept(.quotedIdentifier) {
            let inner = SourceRange(token.range.lower + 1, token.range.upper - 1)
            return Identifier(try StringLiteral.unescape(bytes, inner), token.range)
        }
        guard case .keyword(let keyword) = token.kind else { throw unexpected() }
        if keyword.isReserved { throw reserved(keyword) }
        advance()
        return Identifier(text(token.range), token.range)
    }

    mutating func parameter() throws(Diagnostic) -> Parameter {
        if accept(.question) {
            positionalParameters += 1
            return .positional(positionalParameters - 1)
        }
        let name = text(current.range).dropFirst()
        try expect(.parameter)
        return .named(String(name))
    }

    mutating func literal() throws(Diagnostic) -> Expression {
        let token = current
        let node: Literal
        switch token.kind {
        case .keyword(.null): node = .null
        case .keyword(.true): node = .bool(true)
        case .keyword(.false): node = .bool(false)
        case .integer where kind(ahead: 1) == .unit, .float where kind(ahead: 1) == .unit:
            advance()
            node = .measured(text(token.range), unit: NumberLiteral.unit(bytes, current.range))
        case .integer: node = .integer(try NumberLiteral.integer(text(token.range), at: token.range))
        case .float: node = .float(try NumberLiteral.float(text(token.range), at: token.range))
        case .string: return Expression(.literal(.string(try strings())), range(from: token.range.lower))
        case .keyword(.date):
            advance()
            return Expression(.literal(.date(try strings())), range(from: token.range.lower))
        case .keyword(.timestamp):
            advance()
            return Expression(.literal(.timestamp(try strings())), range(from: token.range.lower))
        case .keyword(.quantity):
            advance()
            return Expression(.literal(.quantity(try strings())), range(from: token.range.lower))
        default: throw unexpected()
        }
        advance()
        return Expression(.literal(node), range(from: token.range.lower))
    }

    /// A string in one or more parts, each in quotes of its own.
    mutating func strings() throws(Diagnostic) -> String {
        var text = ""
        repeat {
            let part = current.range
            // Without a space between them it is a doubled quote, which other dialects have.
            if part.lower == previousEnd && kind(ahead: -1) == .string { throw unexpected() }
            try expect(.string)
            text += try StringLiteral.decode(bytes, part)
        } while at(.string)
        return text
    }
}
