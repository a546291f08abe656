// From syntax tree to document: the ground, names, and statements.

/// Makes documents of what a syntax tree holds, taking each word from the source.
///
/// There is one function for each thing that has a syntax; each takes the tokens that it is made of, in order. What
/// the tree does not tell, such as parentheses that are not needed and how a number is written, is kept as it is.
struct ScriptLayout {
    var walk: SourceWalk

    func at(_ keyword: Keyword) -> Bool { walk.at(keyword) }
    func at(_ symbol: Symbol) -> Bool { walk.at(symbol) }

    /// The current token, which is this keyword.
    mutating func take(_ keyword: Keyword) -> Document { walk.take(as: keyword.rawValue) }
    mutating func take(_ symbol: Symbol) -> Document {
        symbol == .comma ? walk.takePunctuation() : walk.take(as: symbol.rawValue)
    }

    /// The keywords, with spaces between them.
    mutating func take(_ first: Keyword, _ second: Keyword, _ others: Keyword...) -> Document {
        var parts = [take(first)]
        for keyword in [second] + others { parts += [.space, take(keyword)] }
        return .sequence(parts)
    }

    /// The keyword and a space, if it is there.
    mutating func takeIfThere(_ keyword: Keyword) -> Document { at(keyword) ? [take(keyword), .space] : .nothing }

    /// Leaves a word out that means nothing.
    mutating func skip(_ keyword: Keyword) { if at(keyword) { walk.skip() } }

    /// A name as it is written, which is one token.
    mutating func name() -> Document { walk.take() }

    /// A word that is the same in capitals.
    mutating func word() -> Document {
        walk.current == .quotedIdentifier ? walk.take() : walk.take(as: walk.source.uppercased())
    }

    /// `AS name`, where the name stands alone as well.
    mutating func alias() -> Document {
        [.space, at(.as) ? take(.as) : .text(Keyword.as.rawValue), .space, name()]
    }

    /// The elements with commas behind them.
    mutating func items<Element>(
        _ elements: [Element], _ layout: (inout ScriptLayout, Element) -> Document
    ) -> [Document] {
        var result: [Document] = []
        for (index, element) in elements.enumerated() {
            let item = layout(&self, element)
            result.append(index < elements.count - 1 ? [item, take(.comma)] : item)
        }
        return result
    }

    /// The elements as a list of a clause, where the last may have a comma too.
    mutating func list<Element>(
        _ elements: [Element], _ layout: (inout ScriptLayout, Element) -> Document
    ) -> Document {
        let result = Document.nest(.fill(items(elements, layout)))
        if at(.comma) { walk.skip() }
        return result
    }

    /// The same for elements that end in parentheses.
    mutating func blocks<Element>(
        _ elements: [Element], _ layout: (inout ScriptLayout, Element) -> Document
    ) -> Document {
        let result = continued(items(elements, layout))
        if at(.comma) { walk.skip() }
        return result
    }

    /// Parts of an expression, which goes on in the next line indented.
    func continued(_ parts: [Document]) -> Document {
        .nest(.fill([.nest(parts[0], by: -Document.indentation)] + parts.dropFirst()))
    }

    /// `( … )`; where it does not fit, its content is on lines of its own.
    mutating func parentheses(_ content: (inout ScriptLayout) -> Document) -> Document {
        .group([take(.leftParenthesis), .nest([.softLine, content(&self)]), .softLine, take(.rightParenthesis)])
    }

    mutating func identifierList(_ names: [Identifier]) -> Document {
        parentheses { .fill($0.items(names) { layout, _ in layout.name() }) }
    }

    // MARK: Statements

    /// A statement without its semicolon.
    mutating func statement(_ statement: Statement) -> Document {
        switch statement.node {
        case .query(let query): return self.query(query)
        case .create(let create): return self.create(create)
        case .drop(let drop):
            let head: Document = [take(.drop), .space, walk.take(as: walk.source.uppercased()), .space]
            return [head, drop.ifExists ? [take(.if, .exists), .space] : .nothing, name()]
        case .describe: return [take(.describe), .space, name()]
        case .explain(let query, let analyze):
            return [take(.explain), .space, analyze ? [take(.analyze), .space] : .nothing, self.query(query)]
        case .assert(let clause):
            let condition: Document = [take(.assert), .space, expression(clause.condition)]
            guard let message = clause.messages.first else { return condition }
            return [condition, .nest(.group([.line, take(.as), .space, expression(message)]))]
        case .declare(let declare): return self.declare(declare)
        case .set(let assignment):
            return [take(.set), .space, name(), .space, take(.equal), .space, expression(assignment.value)]
        case .export(let clause, let query):
            return .group([export(clause), .space, take(.as), .nest([.line, self.query(query)])])
        }
    }

    private mutating func create(_ create: CreateStatement) -> Document {
        var head: Document = [take(.create), .space]
        if create.orReplace { head = [head, take(.or, .replace), .space] }
        if create.temporary { head = [head, walk.take(as: Keyword.temp.rawValue), .space] }
        head = [head, word(), .space, name(), .space, take(.as)]
        return .group([head, .nest([.line, query(create.query)])])
    }

    private mutating func declare(_ declare: DeclareStatement) -> Document {
        let head = take(.declare)
        var parts = items(declare.names) { layout, _ in layout.name() }
        parts[0] = [head, .space, parts[0]]
        if declare.type != nil { parts.append(word()) }
        if let value = declare.defaultValue { parts.append([take(.default), .space, expression(value)]) }
        return .nest(.fill(parts))
    }

    mutating func export(_ clause: ExportClause) -> Document {
        let head = take(.export, .data, .options)
        let options = parentheses { layout in
            .fill(
                layout.items(clause.options) { layout, option in
                    [layout.name(), .space, layout.take(.equal), .space, layout.expression(option.value)]
                })
        }
        return [head, .space, options]
    }
}
