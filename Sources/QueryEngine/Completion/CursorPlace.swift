// What the cursor's place can name, as its role in the grammar and the binder's scope tell.

import QueryLanguage

/// The place that is completed, and what is added for it.
struct CursorPlace {
    let word: PartialWord
    let next: NextTokens
    let completer: Completer
    let cut: StatementCut

    init(word: PartialWord, next: NextTokens, completer: Completer) {
        self.word = word
        self.next = next
        self.completer = completer
        cut = StatementCut(completer.bytes, word.tokens, suffix: Self.rest(completer.suffix, behind: word.kind))
    }

    /// The text behind the cursor, without what belongs to the word that the cursor is in.
    private static func rest(_ suffix: [UInt8], behind kind: PartialWord.Kind) -> [UInt8] {
        let closing: UInt8
        switch kind {
        case .string(let quote): closing = quote
        case .quotedName: closing = UInt8(ascii: "`")
        case .unit: closing = UInt8(ascii: "}")
        case .none: return suffix
        case .word, .parameter, .bar:
            return Array(suffix.drop { $0 == UInt8(ascii: "_") || ($0 | 0x20 >= 0x61 && $0 | 0x20 <= 0x7A) })
        }
        let line = suffix.prefix { $0 != 0x0A }
        return line.firstIndex(of: closing).map { Array(suffix[($0 + 1)...]) } ?? suffix
    }

    // MARK: Names and keywords

    func addNames(to list: inout CandidateList) {
        let isQuoted = word.kind == .quotedName
        switch next.nameRole {
        case .table:
            addTables(to: &list)
            if !isQuoted { add(TableFunction.all, to: &list, group: 2) }
        case .relation: addTables(to: &list)
        case .tableFunction: if !isQuoted { add(TableFunction.all.filter(\.takesTable), to: &list, group: 0) }
        case .value: addValues(to: &list, isQuoted)
        case .member: addMembers(to: &list, isQuoted)
        case .column: for column in scope()?.scope.columns ?? [] { add(column, to: &list, group: 0) }
        case .sharedColumn: addSharedColumns(to: &list)
        case .type:
            if !isQuoted {
                for type in DataType.allCases where type != .interval {
                    list.add(type.name, group: 0, Completion.Item(.type, text: spell(type.name)))
                }
            }
        case .datePart: if !isQuoted { addDateParts(to: &list) }
        case .variable: addVariables(to: &list)
        case .option:
            for option in ExportOption.allCases {
                list.add(
                    option.rawValue, group: 0, Completion.Item(.option, text: option.rawValue, detail: option.help))
            }
        case .new, .argument, nil: break
        }
        if isQuoted { return }
        addKeywords(to: &list)
        if next.contains(.pipe) && word.kind == .none { list.add(.pipeSign, rank: .prefix, group: 0) }
        if next.contains(.parameter) && word.kind == .none { addParameters(to: &list, group: 2) }
    }

    /// A keyword or function in the user's case.
    func spell(_ word: String) -> String {
        KeywordCase(typed: self.word.typed, self.word.tokens, completer.bytes)(word)
    }

    private func addKeywords(to list: inout CandidateList) {
        let spelling = KeywordCase(typed: word.typed, word.tokens, completer.bytes)
        for keyword in next.keywords {
            // Among values these are functions, and listed as such.
            if next.nameRole == .value, [.if, .left, .right].contains(keyword) { continue }
            let help = KeywordHelp.find(keyword, isOperator: isBehindPipe, isValue: next.nameRole == .value)
            let text = spelling(help?.text ?? keyword.rawValue)
            let isCall = text.hasSuffix("(")
            let item = Completion.Item(
                isCall ? .function : .keyword,
                text: isCall && completer.goesOn(with: "(") ? String(text.dropLast()) : text,
                label: help?.label.map { spelling($0) } ?? text, detail: help?.detail ?? "")
            list.add(keyword.rawValue, group: isCall ? 3 : 4, item)
        }
    }

    private var isBehindPipe: Bool { word.tokens.last?.kind == .symbol(.pipe) }

    private func name(_ name: String, isMember: Bool = false) -> String {
        let isQuoted = word.kind == .quotedName
        let closing = isQuoted && completer.goesOn(with: "`") ? "" : "`"
        return Spelling.name(name, isMember: isMember, closing: closing, quoted: isQuoted)
    }

    // MARK: Tables

    private func addTables(to list: inout CandidateList) {
        for name in CommonTableNames.visible(at: word.tokens, of: completer.bytes) {
            list.add(name, group: 0, Completion.Item(.commonTable, text: self.name(name), label: name))
        }
        let wanted = droppedKind
        for entry in completer.catalog.all {
            if let wanted, wanted != entry.kind { continue }
            let kind = entry.kind == .table ? Completion.Item.Kind.table : .view
            list.add(
                entry.name, group: 1,
                Completion.Item(kind, text: name(entry.name), label: entry.name, detail: entry.description ?? ""))
        }
    }

    /// What DROP is to remove, where the statement is one.
    private var droppedKind: RelationKind? {
        guard cut.tokens.count > 1, cut.tokens[0].kind == .keyword(.drop) else { return nil }
        return cut.tokens[1].kind == .keyword(.view) ? .view : .table
    }

    private func add(_ functions: [TableFunction], to list: inout CandidateList, group: Int) {
        let opening = completer.goesOn(with: "(") ? "" : "("
        for function in functions {
            list.add(
                function.name, group: group,
                Completion.Item(
                    .tableFunction, text: spell(function.name) + opening, label: function.name + "(…)",
                    detail: function.help))
        }
    }

    // MARK: Columns

    /// What an expression at the cursor could name.
    func scope() -> ExpressionContext? { probe()?.context }

    func probe() -> ScopeProbe? {
        for text in cut.texts() {
            guard let query = Parser.closedStatement(text)?.query else { continue }
            let binder = Binder(
                catalog: completer.catalog, parameters: completer.context.parameters,
                variables: completer.context.variables.snapshot)
            let probe = ScopeProbe()
            binder.probe = probe
            // It ends in an error, at the mark or before.
            _ = try? binder.bind(query)
            if probe.context != nil { return probe }
        }
        return nil
    }

    private func add(_ column: ScopeColumn, to list: inout CandidateList, group: Int, isMember: Bool = false) {
        guard let name = column.name else { return }
        list.add(
            name, group: group,
            Completion.Item(
                .column, text: self.name(name, isMember: isMember), label: name, detail: column.type.name))
    }

    private func addValues(to list: inout CandidateList, _ isQuoted: Bool) {
        addVariables(to: &list)
        // It takes constants only.
        if cut.isInLimit { return }
        var place = scope()
        while let context = place {
            for column in context.scope.columns { add(column, to: &list, group: 1) }
            for alias in context.aliases {
                list.add(
                    alias.name, group: 1,
                    Completion.Item(
                        .column, text: name(alias.name), label: alias.name, detail: alias.expression.type.name))
            }
            for table in context.scope.tables {
                list.add(table.name, group: 2, Completion.Item(.alias, text: name(table.name) + ".", label: table.name))
            }
            place = context.outer
        }
        if isQuoted { return }
        if takesDatePart { addDateParts(to: &list) }
        addFileOptions(to: &list)
        for function in completer.catalog.allFunctions { add(function, to: &list) }
    }

    private func addVariables(to list: inout CandidateList) {
        for variable in completer.context.variables.snapshot.values {
            list.add(
                variable.name, group: 2,
                Completion.Item(
                    .variable, text: name(variable.name), label: variable.name, detail: variable.type.name))
        }
    }

    private func add(_ function: Function, to list: inout CandidateList) {
        let isAggregate = function.category == .aggregate
        let group = isAggregate && cut.isInAggregate ? 0 : 3
        let takesNothing = function.overloads.allSatisfy { $0.parameters.isEmpty }
        let opening = completer.goesOn(with: "(") ? "" : takesNothing ? "()" : "("
        list.add(
            function.name, group: group,
            Completion.Item(
                .function, text: spell(function.name) + opening, label: function.signature, detail: function.help))
    }

    private func addMembers(to list: inout CandidateList, _ isQuoted: Bool) {
        guard word.tokens.count > 1 else { return }
        let token = word.tokens[word.tokens.count - 2]
        var place = scope()
        if let qualifier = CommonTableNames.name(token, completer.bytes) {
            while let context = place {
                if let table = context.scope.table(qualifier) {
                    for column in table.columns { add(column, to: &list, group: 1, isMember: true) }
                    return
                }
                place = context.outer
            }
        }
        guard token.kind == .keyword(.safe), !isQuoted else { return }
        for function in completer.catalog.allFunctions { add(function, to: &list) }
    }

    /// The names that both sides of the join have.
    private func addSharedColumns(to list: inout CandidateList) {
        // Before USING has made them one, a name that both have is there twice.
        var seen: Set<String> = []
        for column in scope()?.scope.columns ?? [] {
            if let name = column.name, !seen.insert(name.lowercased()).inserted { add(column, to: &list, group: 0) }
        }
    }
}

extension Statement {
    /// The query that it holds or, of ASSERT, amounts to.
    fileprivate var query: Query? {
        switch node {
        case .query(let query), .explain(let query, _), .export(_, let query): query
        case .create(let create): create.query
        case .assert(let clause): selecting(clause.condition)
        case .declare(let declare): declare.defaultValue.map(selecting)
        case .set(let assignment): selecting(assignment.value)
        case .drop, .describe: nil
        }
    }

    private func selecting(_ expression: Expression) -> Query {
        let item = SelectItem(.expression(expression, alias: nil), range)
        return Query(body: .select(Select(distinct: false, items: [item], range: range)), range: range)
    }
}
