// Productions: scripts and statements.

extension Parser {
    /// The next statement of the script; `nil` at its end. Statements before a syntax error are still given.
    public mutating func nextStatement() throws(Diagnostic) -> Statement? {
        while accept(.semicolon) {}
        if accept(.endOfText) { return nil }
        positionalParameters = 0
        let result = try statement()
        if !at(.endOfText) { try expect(.semicolon) }
        return result
    }

    /// All statements of a script.
    public static func script(_ text: String) throws(Diagnostic) -> [Statement] {
        var parser = Parser(text)
        var statements: [Statement] = []
        while let statement = try parser.nextStatement() { statements.append(statement) }
        return statements
    }

    mutating func statement() throws(Diagnostic) -> Statement {
        let start = current.range.lower
        let node: Statement.Node
        if accept(.create) {
            node = try createStatement()
        } else if accept(.drop) {
            node = try dropStatement()
        } else if accept(.describe) {
            node = .describe(try identifier())
        } else if accept(.explain) {
            let analyze = accept(.analyze)
            node = .explain(try query(), analyze: analyze)
        } else if accept(.assert) {
            node = try assertStatement()
        } else {
            node = .query(try query())
        }
        return Statement(node, range(from: start))
    }

    mutating func createStatement() throws(Diagnostic) -> Statement.Node {
        var orReplace = false
        if accept(.or) {
            try expect(.replace)
            orReplace = true
        }
        let temporary = accept(.temp) || accept(.temporary)
        let kind = try relationKind()
        let name = try identifier()
        try expect(.as)
        return .create(
            CreateStatement(
                kind: kind, orReplace: orReplace, temporary: temporary, name: name, query: try query()))
    }

    mutating func dropStatement() throws(Diagnostic) -> Statement.Node {
        let kind = try relationKind()
        var ifExists = false
        if accept(.if) {
            try expect(.exists)
            ifExists = true
        }
        return .drop(DropStatement(kind: kind, ifExists: ifExists, name: try identifier()))
    }

    mutating func relationKind() throws(Diagnostic) -> RelationKind {
        if accept(.table) { return .table }
        try expect(.view)
        return .view
    }

    mutating func assertStatement() throws(Diagnostic) -> Statement.Node {
        let condition = try expression()
        var messages: [Expression] = []
        if accept(.as) { messages = [try stringLiteral()] }
        return .assert(AssertClause(condition: condition, messages: messages))
    }

    // MARK: Names

    /// A name: in backquotes, or a word that is not reserved.
    mutating func identifier() throws(Diagnostic) -> Identifier {
        let token = current
        if at(.identifier) {
            advance()
            return Identifier(text(token.range), token.range)
        }
        if at(.quotedIdentifier) {
            advance()
            let inner = SourceRange(token.range.lower + 1, token.range.upper - 1)
            return Identifier(try StringLiteral.unescape(bytes, inner), token.range)
        }
        if case .keyword(let keyword) = token.kind, !keyword.isReserved {
            advance()
            return Identifier(text(token.range), token.range)
        }
        var error = unexpected()
        if case .keyword(let keyword) = token.kind, error.hints.isEmpty {
            error.hints.append("\(keyword.rawValue) is reserved; as a name it stands in backquotes")
        }
        throw error
    }

    /// Whether the current token can be a name.
    mutating func atIdentifier() -> Bool {
        if at(.identifier) || at(.quotedIdentifier) { return true }
        if case .keyword(let keyword) = current.kind { return !keyword.isReserved }
        return false
    }

    /// `[AS] name`
    mutating func optionalAlias() throws(Diagnostic) -> Identifier? {
        if accept(.as) { return try identifier() }
        return atIdentifier() ? try identifier() : nil
    }
}
