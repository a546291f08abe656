// Productions: what stands in FROM and behind JOIN.

extension Parser {
    mutating func fromClause() throws(Diagnostic) -> TableExpression {
        try expect(.from)
        return try tableExpression()
    }

    mutating func tableExpression() throws(Diagnostic) -> TableExpression {
        var table = try tablePrimary()
        while atJoin() { table = try joined(table, try joinClause()) }
        while at(.comma) {
            let start = current.range.lower
            try expect(.comma)
            let right = try tablePrimary()
            table = try joined(
                table, JoinClause(kind: .comma, right: right, condition: nil, range: range(from: start)))
            while atJoin() {
                if current.kind == .keyword(.right) || current.kind == .keyword(.full) {
                    throw Diagnostic(
                        "`\(text(current.range)) JOIN` cannot follow a comma", at: current.range,
                        hints: ["put the join in parentheses, or write CROSS JOIN for the comma"])
                }
                table = try joined(table, try leftwardJoin())
            }
        }
        return table
    }

    mutating func joinClause() throws(Diagnostic) -> JoinClause {
        guard at(.right) || at(.full) else { return try leftwardJoin() }
        let start = current.range.lower
        let kind = accept(.right) ? JoinKind.right : .full
        if kind == .full { try expect(.full) }
        _ = accept(.outer)
        try expect(.join)
        let right = try tablePrimary()
        return JoinClause(kind: kind, right: right, condition: try joinCondition(), range: range(from: start))
    }

    mutating func leftwardJoin() throws(Diagnostic) -> JoinClause {
        let start = current.range.lower
        let kind: JoinKind
        if accept(.cross) {
            kind = .cross
        } else if accept(.left) {
            kind = .left
            _ = accept(.outer)
        } else {
            kind = .inner
            _ = accept(.inner)
        }
        try expect(.join)
        let right = try tablePrimary()
        let condition = kind == .cross ? nil : try joinCondition()
        return JoinClause(kind: kind, right: right, condition: condition, range: range(from: start))
    }

    mutating func joinCondition() throws(Diagnostic) -> JoinCondition {
        if accept(.using) { return .using(try identifierList(.sharedColumn)) }
        try expect(.on)
        return .on(try expression())
    }

    mutating func tablePrimary() throws(Diagnostic) -> TableExpression {
        let start = current.range.lower
        let node: TableExpression.Node
        if at(.leftParenthesis) {
            guard startsParenthesizedQuery() else { return try parenthesizedJoin() }
            node = .subquery(try parenthesizedQuery())
        } else if at(.string) {
            node = .file(try string())
        } else if kind(ahead: 1) == .symbol(.leftParenthesis) {
            node = .call(try tableFunctionCall())
        } else {
            node = .table(try identifier(.table))
        }
        let alias = atAlias() ? try alias() : nil
        return TableExpression(node, alias: alias, range(from: start))
    }

    mutating func parenthesizedJoin() throws(Diagnostic) -> TableExpression {
        let outer = try enter()
        defer { leave(outer) }
        let start = current.range.lower
        try expect(.leftParenthesis)
        var table = try tablePrimary()
        repeat { table = try joined(table, try joinClause()) } while atJoin()
        try expect(.rightParenthesis)
        return TableExpression(.parenthesized(table), range(from: start))
    }

    mutating func tableFunctionCall() throws(Diagnostic) -> TableFunctionCall {
        let name = try identifier(.tableFunction)
        try expect(.leftParenthesis)
        var arguments: [Argument] = []
        if !at(.rightParenthesis) {
            arguments = [try tableArgument()]
            while accept(.comma) { arguments.append(try tableArgument()) }
        }
        try expect(.rightParenthesis)
        return TableFunctionCall(name: name, arguments: arguments, range: range(from: name.range.lower))
    }

    mutating func tableArgument() throws(Diagnostic) -> Argument {
        let start = current.range.lower
        guard at(.table), isName(ahead: 1), accept(.table) else { return try argument() }
        return Argument(.table(try identifier(.relation)), range(from: start))
    }

    mutating func identifierList(_ role: NameRole) throws(Diagnostic) -> [Identifier] {
        try expect(.leftParenthesis)
        var names = [try identifier(role)]
        while accept(.comma) { names.append(try identifier(role)) }
        try expect(.rightParenthesis)
        return names
    }
}

extension Parser {
    /// `left` joined as `clause` says.
    private mutating func joined(
        _ left: TableExpression, _ clause: JoinClause
    ) throws(Diagnostic) -> TableExpression {
        try grow()
        return TableExpression(.join(Join(left: left, clause: clause)), range(from: left.range.lower))
    }
}
