// Completion inside quotes, and of parameters: values of columns, and files.

import QueryLanguage

extension CursorPlace {
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
        if next.nameRole == .table || takesPath {
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
        // Hidden ones are offered to those who begin to write one.
        for file in completer.context.files(folder) where begun.hasPrefix(".") || !file.name.hasPrefix(".") {
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
}
