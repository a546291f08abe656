// Completion of what numbers count and measure, and of the parts of dates.

import QueryLanguage

extension CursorPlace {
    /// Of `million US` the last word is completed: what stands before it is kept.
    func addUnits(to list: inout CandidateList) {
        let typed = word.typed
        let split = typed.lastIndex { " /*".contains($0) }
        let head = split.map { String(typed[...$0]) } ?? ""
        let begun = split.map { String(typed[typed.index(after: $0)...]) } ?? typed
        var units = CandidateList(matching: begun)
        let closing = completer.goesOn(with: "}") ? "" : "}"
        var inRows: Set<String> = []
        if !head.contains(where: { "/*".contains($0) }), let probe = probe(), let context = probe.context {
            let present = ColumnValues(completer.engine).units(
                of: context.scope.columns.compactMap {
                    $0.type == .quantity ? probe.origin(of: $0.id).map { ($0.table, $0.position) } : nil
                })
            inRows = Set(present.map(\.unit))
            for (order, (unit, count)) in present.enumerated() {
                units.add(
                    unit, group: 0, order: order,
                    Completion.Item(
                        .unit, text: "{\(head)\(unit)\(closing)", label: unit,
                        detail: count == 1 ? "in 1 row" : "in \(count) rows"))
            }
        }
        for known in KnownUnits.words where !inRows.contains(known) {
            let isScale = KnownUnits.scale(known) != nil
            if isScale && !head.isEmpty { continue }
            let item = Completion.Item(
                .unit, text: "{\(head)\(known)\(isScale ? " " : closing)", label: known,
                detail: isScale ? "a number of what follows" : KnownUnits.kind(ofBase: known))
            units.add(known, group: 1, item)
        }
        // All of them are too many to look through.
        if !begun.isEmpty || !head.isEmpty {
            for code in KnownUnits.currencyCodes where !inRows.contains(code) {
                units.add(
                    code, group: 2,
                    Completion.Item(
                        .unit, text: "{\(head)\(code)\(closing)", label: code, detail: KnownUnits.currencyKind))
            }
        }
        list = units
    }

    // MARK: Dates

    func addDateParts(to list: inout CandidateList) {
        let last = word.tokens.suffix(2)
        let isInWeek =
            last.last?.kind == .symbol(.leftParenthesis)
            && last.first.flatMap { CommonTableNames.name($0, completer.bytes)?.uppercased() } == "WEEK"
        for part in isInWeek ? CalendarPart.weekdays : CalendarPart.allNames {
            list.add(part, group: 0, Completion.Item(.datePart, text: spell(part)))
        }
    }

    /// Whether the cursor is at an argument that names a part of a date.
    var takesDatePart: Bool {
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
                let overloads = completer.catalog.function(name)?.overloads ?? []
                return name.uppercased() == "WEEK"
                    || overloads.contains {
                        commas < $0.parameters.count && $0.parameters[commas].type == .datePart
                    }
            default: break
            }
        }
        return false
    }
}
