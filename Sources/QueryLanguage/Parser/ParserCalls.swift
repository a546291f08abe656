// Productions: function calls and windows.

extension Parser {
    mutating func functionCall(isSafe: Bool, from start: Int) throws(Diagnostic) -> Expression {
        var call = FunctionCall(isSafe: isSafe, name: try functionName(), arguments: [])
        try expect(.leftParenthesis)
        if !at(.rightParenthesis) {
            call.distinct = accept(.distinct)
            call.arguments = try list { (parser) throws(Diagnostic) in try parser.argument() }
            try callModifiers(&call)
        }
        try expect(.rightParenthesis)
        if accept(.over) { call.over = try windowSpecification() }
        return Expression(.call(call), range(from: start))
    }

    /// A name, or one of the reserved words that name functions.
    mutating func functionName() throws(Diagnostic) -> Identifier {
        let token = current
        if accept(.if) || accept(.left) || accept(.right) { return Identifier(text(token.range), token.range) }
        return try identifier()
    }

    mutating func argument() throws(Diagnostic) -> Argument {
        let start = current.range.lower
        if accept(.star) { return Argument(.star, range(from: start)) }
        return Argument(.expression(try expression()), range(from: start))
    }

    /// What may follow the arguments of an aggregate or window function.
    mutating func callModifiers(_ call: inout FunctionCall) throws(Diagnostic) {
        if accept(.ignore) {
            try expect(.nulls)
            call.nullHandling = .ignore
        } else if accept(.respect) {
            try expect(.nulls)
            call.nullHandling = .respect
        }
        if accept(.having) {
            let isMax = accept(.max)
            if !isMax { try expect(.min) }
            call.having = FunctionCall.Having(isMax: isMax, expression: try expression())
        }
        if accept(.order) { call.orderBy = try orderBy() }
        if accept(.limit) { call.limit = try expression() }
    }

    mutating func windowSpecification() throws(Diagnostic) -> WindowSpecification {
        let start = current.range.lower
        try expect(.leftParenthesis)
        var partitionBy: [Expression] = []
        if accept(.partition) {
            try expect(.by)
            partitionBy = try list { (parser) throws(Diagnostic) in try parser.expression() }
        }
        let orderBy = accept(.order) ? try orderBy() : []
        let frame = try windowFrame()
        try expect(.rightParenthesis)
        return WindowSpecification(
            partitionBy: partitionBy, orderBy: orderBy, frame: frame, range: range(from: start))
    }

    mutating func windowFrame() throws(Diagnostic) -> WindowFrame? {
        let start = current.range.lower
        let unit: WindowFrame.Unit
        if accept(.rows) {
            unit = .rows
        } else if accept(.range) {
            unit = .range
        } else {
            return nil
        }
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
        let distance = try bitwiseOr()
        if accept(.preceding) { return .preceding(distance) }
        try expect(.following)
        return .following(distance)
    }
}
