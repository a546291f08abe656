// Productions: scripts and statements.

extension Parser {
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
        if at(.create) {
            node = .create(try createStatement())
        } else if at(.drop) {
            node = .drop(try dropStatement())
        } else if at(.describe) {
            node = .describe(try describeStatement())
        } else if at(.explain) {
            node = try explainStatement()
        } else if at(.assert) {
            node = .assert(try assertStatement())
        } else if at(.declare) {
            node = .declare(try declareStatement())
        } else if at(.set) {
            node = .set(try setStatement())
        } else if at(.export) {
            node = try exportStatement()
        } else {
            node = .query(try query())
        }
        return Statement(node, range(from: start))
    }

    mutating func createStatement() throws(Diagnostic) -> CreateStatement {
        try expect(.create)
        let orReplace = accept(.or)
        if orReplace { try expect(.replace) }
        let temporary = accept(.temp) || accept(.temporary)
        let kind = try relationKind()
        let name = try identifier(.new)
        try expect(.as)
        return CreateStatement(
            kind: kind, orReplace: orReplace, temporary: temporary, name: name, query: try query())
    }

    mutating func dropStatement() throws(Diagnostic) -> DropStatement {
        try expect(.drop)
        let kind = try relationKind()
        let ifExists = accept(.if)
        if ifExists { try expect(.exists) }
        return DropStatement(kind: kind, ifExists: ifExists, name: try identifier(.relation))
    }

    mutating func relationKind() throws(Diagnostic) -> RelationKind {
        if accept(.table) { return .table }
        try expect(.view)
        return .view
    }

    mutating func describeStatement() throws(Diagnostic) -> Identifier {
        try expect(.describe)
        if current.kind == .string {
            throw Diagnostic(
                "DESCRIBE takes the name of a table or view", at: current.range,
                hints: ["FROM \(text(current.range)) |> DESCRIBE tells of a file"])
        }
        return try identifier(.relation)
    }

    mutating func explainStatement() throws(Diagnostic) -> Statement.Node {
        try expect(.explain)
        let analyze = accept(.analyze)
        return .explain(try query(), analyze: analyze)
    }

    mutating func assertStatement() throws(Diagnostic) -> AssertClause {
        try expect(.assert)
        let condition = try expression()
        guard accept(.as) else { return AssertClause(condition: condition, messages: []) }
        if !at(.string) { throw unexpected() }
        return AssertClause(condition: condition, messages: [try literal()])
    }

    mutating func declareStatement() throws(Diagnostic) -> DeclareStatement {
        try expect(.declare)
        var names = [try identifier(.new)]
        while accept(.comma) { names.append(try identifier(.new)) }
        let type = at(.default) ? nil : try typeName()
        return DeclareStatement(names: names, type: type, defaultValue: accept(.default) ? try expression() : nil)
    }

    mutating func setStatement() throws(Diagnostic) -> Assignment {
        try expect(.set)
        let variable = try identifier(.variable)
        try expect(.equal)
        return Assignment(column: variable, value: try expression())
    }

    mutating func exportStatement() throws(Diagnostic) -> Statement.Node {
        let clause = try exportClause()
        try expect(.as)
        return .export(clause, try query())
    }

    mutating func exportClause() throws(Diagnostic) -> ExportClause {
        let start = current.range.lower
        try expect(.export)
        try expect(.data)
        try expect(.options)
        try expect(.leftParenthesis)
        var options = [try exportOption()]
        while accept(.comma) { options.append(try exportOption()) }
        try expect(.rightParenthesis)
        return ExportClause(options: options, range: range(from: start))
    }

    mutating func exportOption() throws(Diagnostic) -> ExportClause.Option {
        let name = try identifier(.option)
        try expect(.equal)
        return ExportClause.Option(name: name, value: try expression())
    }
}
