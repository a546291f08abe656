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
            if !isQuoted { addTableFunctions(to: &list, group: 2) }
        case .relation: addTables(to: &list)
        case .tableFunction: if !isQuoted { addTableFunctions(to: &list, group: 0) }
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
        case .new, .argument, nil: break
        }
        if isQuoted { return }
        addKeywords(to: &list)
        if next.contains(.pipe) && word.kind == .none { list.add(.pipeSign, rank: .prefix, group: 0) }
        if next.contains(.parameter) && word.kind == .none { addParameters(to: &list, group: 2) }
    }

    /// A keyword or function in the user's case.
    private func spell(_ word: String) -> String {
        KeywordCase(typed: self.word.typed, self.word.tokens, completer.bytes)(word)
    }

    private func addKeywords(to list: inout CandidateList) {
        let spelling = KeywordCase(typed: word.typed, word.tokens, completer.bytes)
        for keyword in next.keywords {
            // Among values these are functions, and listed as such.
            if next.nameRole == .value, [.if, .left, .right].contains(keyword) { continue }
            let help = KeywordHelp.find(keyword, behindPipe: isBehindPipe)
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
        let start = word.tokens.lastIndex { $0.kind == .symbol(.semicolon) }.map { $0 + 1 } ?? 0
        let statement = word.tokens[start...]
        guard statement.count > 1, statement[start].kind == .keyword(.drop) else { return nil }
        return statement[start + 1].kind == .keyword(.view) ? .view : .table
    }

    private func addTableFunctions(to list: inout CandidateList, group: Int) {
        let opening = completer.goesOn(with: "(") ? "" : "("
        for function in Binder.tableFunctions {
            list.add(
                function, group: group,
                Completion.Item(.tableFunction, text: spell(function) + opening, label: function + "(…)"))
        }
    }

    // MARK: Columns

    /// What an expression at the cursor could name.
    private func scope() -> ExpressionContext? { probe()?.context }

    private func probe() -> ScopeProbe? {
        for text in cut.texts() {
            guard let query = Parser.closedStatement(text)?.query else { continue }
            let binder = Binder(catalog: completer.catalog, parameters: completer.context.parameters)
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
        for function in FunctionTable.all { add(function, to: &list) }
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
        for function in FunctionTable.all { add(function, to: &list) }
    }

    /// The names that both sides of the join have.
    private func addSharedColumns(to list: inout CandidateList) {
        guard let scope = scope()?.scope, let right = scope.tables.last else { return }
        let ids = Set(right.columns.map(\.id))
        let left = scope.columns.filter { !ids.contains($0.id) }
        for column in right.columns {
            if let name = column.name, left.contains(where: { $0.isNamed(name) }) { add(column, to: &list, group: 0) }
        }
    }

    // MARK: Dates

    private func addDateParts(to list: inout CandidateList) {
        for part in CalendarPart.allNames {
            list.add(part, group: 0, Completion.Item(.datePart, text: spell(part)))
        }
    }

    /// Whether the cursor is at an argument that names a part of a date.
    private var takesDatePart: Bool {
        var (depth, commas) = (0, 0)
        for index in word.tokens.indices.reversed() {
            switch word.tokens[index].kind {
            case .symbol(.rightParenthesis): depth += 1
            case .symbol(.comma) where depth == 0: commas += 1
            case .symbol(.leftParenthesis) where depth > 0: depth -= 1
            case .symbol(.leftParenthesis):
                guard index > 0, let name = CommonTableNames.name(word.tokens[index - 1], completer.bytes) else {
                    return false
                }
                return FunctionTable.find(name)?.overloads.contains {
                    commas < $0.parameters.count && $0.parameters[commas].type == .datePart
                } ?? false
            default: break
            }
        }
        return false
    }

    // MARK: Parameters and strings

    func addParameters(to list: inout CandidateList, group: Int) {
        for (name, value) in completer.context.parameters.named {
            list.add(
                name, group: group, Completion.Item(.parameter, text: "@" + name, detail: value.text))
        }
    }

    func addStrings(to list: inout CandidateList, quote: UInt8) {
        let sign = Character(Unicode.Scalar(quote))
        // Strings that touch are one with a doubled quote in other dialects, and wrong here.
        if word.tokens.last?.kind == .string, word.tokens.last?.range.upper == word.start { return }
        guard next.contains(.string) else { return }
        let closing = completer.goesOn(with: sign) ? "" : String(sign)
        if next.nameRole == .table {
            addFiles(to: &list, quote: String(sign), closing: closing)
        } else if let path = comparedName(), let probe = probe(), let column = find(path, probe) {
            let values = ColumnValues(completer.engine).frequent(in: column.table, at: column.position)
            for (order, (value, count)) in values.enumerated() {
                let text = Spelling.escaped(value, quote: Unicode.Scalar(quote))
                let detail = count == 1 ? "1 row" : "\(count) rows"
                list.add(
                    value, group: 0, order: order,
                    Completion.Item(.value, text: "\(sign)\(text)\(closing)", label: value, detail: detail))
            }
        }
    }

    private func addFiles(to list: inout CandidateList, quote: String, closing: String) {
        let slash = word.typed.lastIndex(of: "/")
        let folder = slash.map { String(word.typed[...$0]) } ?? ""
        let begun = slash.map { String(word.typed[word.typed.index(after: $0)...]) } ?? word.typed
        var files = CandidateList(matching: begun)
        for file in completer.context.files(folder) {
            let path = Spelling.escaped(folder + file.name, quote: Unicode.Scalar(quote) ?? "'")
            // Behind a folder its files come next: the quote stays open.
            let text = quote + path + (file.isFolder ? "/" : closing)
            let label = file.isFolder ? file.name + "/" : file.name
            files.add(
                file.name, group: 0, Completion.Item(file.isFolder ? .folder : .file, text: text, label: label))
        }
        list = files
    }

    /// The column that the string at the cursor is compared with: `a = '`, `t.a IN ('x', '`.
    private func comparedName() -> [String]? {
        var rest = word.tokens[...]
        func drop(_ kinds: Token.Kind...) -> Bool {
            guard let last = rest.last, kinds.contains(last.kind) else { return false }
            rest.removeLast()
            return true
        }
        if drop(.symbol(.equal), .symbol(.notEqual), .symbol(.lessGreater)) {
            return lastName(rest)
        }
        if rest.last?.kind == .keyword(.from) {
            guard drop(.keyword(.from)), drop(.keyword(.distinct)) else { return nil }
            _ = drop(.keyword(.not))
            return drop(.keyword(.is)) ? lastName(rest) : nil
        }
        while drop(.symbol(.comma)) { if !drop(.string) { return nil } }
        guard drop(.symbol(.leftParenthesis)), drop(.keyword(.in)) else { return nil }
        _ = drop(.keyword(.not))
        return lastName(rest)
    }

    /// `column` or `table.column` at the end of the tokens.
    private func lastName(_ tokens: ArraySlice<Token>) -> [String]? {
        guard let last = tokens.last, let name = CommonTableNames.name(last, completer.bytes) else { return nil }
        let before = tokens.dropLast()
        guard before.last?.kind == .symbol(.dot) else { return [name] }
        return before.dropLast().last.flatMap { CommonTableNames.name($0, completer.bytes) }.map { [$0, name] }
    }

    /// The STRING column of a table that the name means.
    private func find(_ path: [String], _ probe: ScopeProbe) -> (table: TableHandle, position: Int)? {
        var place = probe.context
        while let context = place {
            let columns = path.count == 2 ? context.scope.table(path[0])?.columns : context.scope.columns
            if let column = columns?.first(where: { $0.isNamed(path[path.count - 1]) }) {
                guard column.type == .string, let origin = probe.origin(of: column.id) else { return nil }
                return (origin.table, origin.position)
            }
            place = context.outer
        }
        return nil
    }

    // MARK: Units

    /// Of `million US` the last word is completed: what stands before it is kept.
    func addUnits(to list: inout CandidateList) {
        let typed = word.typed
        let split = typed.lastIndex { " /*".contains($0) }
        let head = split.map { String(typed[...$0]) } ?? ""
        let begun = split.map { String(typed[typed.index(after: $0)...]) } ?? typed
        var units = CandidateList(matching: begun)
        let closing = completer.goesOn(with: "}") ? "" : "}"
        if head.isEmpty, let probe = probe(), let context = probe.context {
            let present = ColumnValues(completer.engine).units(
                of: context.scope.columns.compactMap {
                    $0.type == .quantity ? probe.origin(of: $0.id).map { ($0.table, $0.position) } : nil
                })
            for (order, (unit, count)) in present.enumerated() {
                units.add(
                    unit, group: 0, order: order,
                    Completion.Item(.unit, text: "{\(unit)\(closing)", label: unit, detail: "in \(count) rows"))
            }
        }
        for known in KnownUnits.words {
            let isScale = KnownUnits.scale(known) != nil
            let item = Completion.Item(
                .unit, text: "{\(head)\(known)\(isScale ? " " : closing)", label: known,
                detail: isScale ? "a number of what follows" : KnownUnits.kind(ofBase: known))
            units.add(known, group: 1, item)
        }
        // All of them are too many to look through.
        if !begun.isEmpty || !head.isEmpty {
            for code in KnownUnits.currencyCodes {
                units.add(
                    code, group: 2,
                    Completion.Item(
                        .unit, text: "{\(head)\(code)\(closing)", label: code, detail: KnownUnits.currencyKind))
            }
        }
        list = units
    }
}

extension Statement {
    /// The query that it holds or, of ASSERT, amounts to.
    fileprivate var query: Query? {
        switch node {
        case .query(let query), .explain(let query, _): query
        case .create(let create): create.query
        case .assert(let clause):
            Query(
                body: .select(
                    Select(
                        distinct: false, items: [SelectItem(.expression(clause.condition, alias: nil), range)],
                        range: range)), range: range)
        case .drop, .describe: nil
        }
    }
}

extension Function {
    /// `NAME(a, b[, c])`, as the overload has it that takes most.
    package var signature: String {
        guard let overload = overloads.max(by: { $0.parameters.count < $1.parameters.count }) else { return name }
        let required = overload.parameters.count - overload.optional
        var text = ""
        for (index, parameter) in overload.parameters.enumerated() {
            if index >= required { text += "[" }
            if index > 0 { text += ", " }
            text += parameter.name
        }
        if overload.repeats { text += ", …" }
        text += String(repeating: "]", count: overload.optional)
        return "\(name)(\(text))"
    }
}
