// Productions: pipe operators.

extension Parser {
    mutating func pipeOperator() throws(Diagnostic) -> PipeOperator {
        let start = current.range.lower
        let node: PipeOperator.Node
        if at(.select) {
            node = try pipeSelect()
        } else if at(.extend) {
            node = .extend(try pipeExtend())
        } else if at(.set) {
            node = .set(try pipeSet())
        } else if at(.drop) {
            node = .drop(try pipeDrop())
        } else if at(.rename) {
            node = .rename(try pipeRename())
        } else if at(.as) {
            node = .alias(try pipeAs())
        } else if at(.where) {
            node = .filter(try whereClause())
        } else if at(.aggregate) {
            node = .aggregate(try pipeAggregate())
        } else if accept(.distinct) {
            node = .distinct
        } else if at(.order) {
            node = .orderBy(try pipeOrderBy())
        } else if at(.limit) {
            node = .limit(try limitClause())
        } else if at(.pivot) {
            node = .pivot(try pipePivot())
        } else if at(.unpivot) {
            node = .unpivot(try pipeUnpivot())
        } else if at(.tableSample) {
            node = .tableSample(try pipeTableSample())
        } else if at(.with) {
            node = .with(try pipeWith())
        } else if at(.call) {
            node = try pipeCall()
        } else if at(.assert) {
            node = .assert(try pipeAssert())
        } else if accept(.describe) {
            node = .describe
        } else if accept(.why) {
            node = .why
        } else if at(.export) {
            node = .export(try exportClause())
        } else if at(.union) || at(.intersect) || at(.except) {
            node = try pipeSetOperation()
        } else {
            if !atJoin() { throw unexpected() }
            node = .join(try joinClause())
        }
        return PipeOperator(node, range(from: start))
    }

    mutating func pipeSelect() throws(Diagnostic) -> PipeOperator.Node {
        try expect(.select)
        let distinct = accept(.distinct)
        if !distinct { _ = accept(.all) }
        return .select(distinct: distinct, try selectList())
    }

    mutating func pipeExtend() throws(Diagnostic) -> [SelectItem] {
        try expect(.extend)
        var items = [try extendItem()]
        while accept(.comma), !endsList { items.append(try extendItem()) }
        return items
    }

    mutating func extendItem() throws(Diagnostic) -> SelectItem {
        if atQualifiedStar() { return try qualifiedStar() }
        let value = try expression()
        let alias = atAlias() ? try alias() : nil
        return SelectItem(.expression(value, alias: alias), range(from: value.range.lower))
    }

    mutating func pipeSet() throws(Diagnostic) -> [Assignment] {
        try expect(.set)
        var items = [try assignment()]
        while accept(.comma), !endsList { items.append(try assignment()) }
        return items
    }

    mutating func assignment() throws(Diagnostic) -> Assignment {
        let column = try identifier(.column)
        try expect(.equal)
        return Assignment(column: column, value: try expression())
    }

    mutating func pipeDrop() throws(Diagnostic) -> [Identifier] {
        try expect(.drop)
        var names = [try identifier(.column)]
        while accept(.comma), !endsList { names.append(try identifier(.column)) }
        return names
    }

    mutating func pipeRename() throws(Diagnostic) -> [Renaming] {
        try expect(.rename)
        var items = [try renaming()]
        while accept(.comma), !endsList { items.append(try renaming()) }
        return items
    }

    mutating func renaming() throws(Diagnostic) -> Renaming {
        let old = try identifier(.column)
        _ = accept(.as)
        return Renaming(old: old, new: try identifier(.new))
    }

    mutating func pipeAs() throws(Diagnostic) -> Identifier {
        try expect(.as)
        return try identifier(.new)
    }

    mutating func pipeAggregate() throws(Diagnostic) -> AggregateClause {
        try expect(.aggregate)
        var clause = AggregateClause(items: [], groupBy: [], ordersByGroups: false)
        if !at(.group) {
            clause.items = [try aggregateItem()]
            while accept(.comma), !endsList { clause.items.append(try aggregateItem()) }
        }
        if at(.group) { try pipeGroupBy(&clause) }
        return clause
    }

    mutating func aggregateItem() throws(Diagnostic) -> AggregateItem {
        let value = try expression()
        let alias = atAlias() ? try alias() : nil
        return AggregateItem(value, alias: alias, ordering: at(.asc) || at(.desc) ? try orderSuffix() : nil)
    }

    mutating func orderSuffix() throws(Diagnostic) -> Ordering {
        let descending = accept(.desc)
        if !descending { try expect(.asc) }
        return Ordering(descending: descending, nullsFirst: at(.nulls) ? try nullOrder() : nil)
    }

    mutating func pipeGroupBy(_ clause: inout AggregateClause) throws(Diagnostic) {
        try expect(.group)
        clause.ordersByGroups = accept(.and)
        if clause.ordersByGroups { try expect(.order) }
        try expect(.by)
        clause.groupBy = [try pipeGroupingItem()]
        while accept(.comma), !endsList { clause.groupBy.append(try pipeGroupingItem()) }
    }

    mutating func pipeGroupingItem() throws(Diagnostic) -> GroupingItem {
        var item = GroupingItem(try expression())
        if atAlias() { item.alias = try alias() }
        if at(.asc) || at(.desc) {
            item.ordering = try orderSuffix()
        } else if at(.nulls) {
            item.ordering = Ordering(nullsFirst: try nullOrder())
        }
        return item
    }

    mutating func pipeOrderBy() throws(Diagnostic) -> [OrderingItem] {
        try expect(.order)
        try expect(.by)
        var items = [try orderingItem()]
        while accept(.comma), !endsList { items.append(try orderingItem()) }
        return items
    }

    mutating func pipeSetOperation() throws(Diagnostic) -> PipeOperator.Node {
        let setOperator = try setOperator()
        var queries = [try parenthesizedQuery()]
        while accept(.comma), !endsList { queries.append(try parenthesizedQuery()) }
        return .setOperation(setOperator, queries)
    }

    mutating func setOperator() throws(Diagnostic) -> SetOperator {
        let start = current.range.lower
        let kind: SetOperator.Kind
        if accept(.union) {
            kind = .union
        } else if accept(.intersect) {
            kind = .intersect
        } else {
            try expect(.except)
            kind = .except
        }
        let distinct = accept(.distinct)
        if !distinct { try expect(.all) }
        return SetOperator(kind, distinct: distinct, range: range(from: start))
    }

    mutating func pipePivot() throws(Diagnostic) -> Pivot {
        try expect(.pivot)
        try expect(.leftParenthesis)
        var aggregates = [try pivotAggregate()]
        while accept(.comma) { aggregates.append(try pivotAggregate()) }
        try expect(.for)
        // Above comparisons, so that IN is the operator's own.
        let input = try bitwiseOr()
        try expect(.in)
        try expect(.leftParenthesis)
        var values = [try pivotValue()]
        while accept(.comma) { values.append(try pivotValue()) }
        try expect(.rightParenthesis)
        try expect(.rightParenthesis)
        let alias = atAlias() ? try alias() : nil
        return Pivot(aggregates: aggregates, input: input, values: values, alias: alias)
    }

    mutating func pivotAggregate() throws(Diagnostic) -> Pivot.Aggregate {
        let value = try expression()
        return Pivot.Aggregate(value, alias: atAlias() ? try alias() : nil)
    }

    mutating func pivotValue() throws(Diagnostic) -> Pivot.Value {
        let value = try expression()
        return Pivot.Value(value, alias: atAlias() ? try alias() : nil)
    }

    mutating func pipeUnpivot() throws(Diagnostic) -> Unpivot {
        try expect(.unpivot)
        let includesNulls = accept(.include)
        if includesNulls || accept(.exclude) { try expect(.nulls) }
        try expect(.leftParenthesis)
        let values = try columnSet(.new)
        try expect(.for)
        let name = try identifier(.new)
        try expect(.in)
        try expect(.leftParenthesis)
        var columnSets = [try unpivotItem()]
        while accept(.comma) { columnSets.append(try unpivotItem()) }
        try expect(.rightParenthesis)
        try expect(.rightParenthesis)
        return Unpivot(
            includesNulls: includesNulls, values: values, name: name, columnSets: columnSets,
            alias: atAlias() ? try alias() : nil)
    }

    mutating func columnSet(_ role: NameRole) throws(Diagnostic) -> [Identifier] {
        at(.leftParenthesis) ? try identifierList(role) : [try identifier(role)]
    }

    mutating func unpivotItem() throws(Diagnostic) -> Unpivot.ColumnSet {
        let columns = try columnSet(.column)
        let isLabeled = accept(.as)
        let hasLabel = at(.string) || at(.integer)
        if isLabeled && !hasLabel { throw unexpected() }
        if at(.integer) && kind(ahead: 1) == .unit {
            throw Diagnostic("a label has no unit", at: lexed.tokens[index + 1].range)
        }
        return Unpivot.ColumnSet(columns: columns, label: hasLabel ? try literal() : nil)
    }

    mutating func pipeTableSample() throws(Diagnostic) -> TableSample {
        try expect(.tableSample)
        let method: TableSample.Method
        if accept(.bernoulli) {
            method = .bernoulli
        } else if accept(.system) {
            method = .system
        } else {
            try expect(.reservoir)
            method = .reservoir
        }
        try expect(.leftParenthesis)
        let size = try expression()
        let isPercent = accept(.percent)
        if !isPercent { try expect(.rows) }
        try expect(.rightParenthesis)
        var seed: Expression?
        if accept(.repeatable) {
            try expect(.leftParenthesis)
            seed = try expression()
            try expect(.rightParenthesis)
        }
        return TableSample(method: method, size: size, unit: isPercent ? .percent : .rows, seed: seed)
    }

    mutating func pipeWith() throws(Diagnostic) -> [CommonTable] {
        try expect(.with)
        var tables = [try commonTable()]
        while accept(.comma), !endsList { tables.append(try commonTable()) }
        return tables
    }

    mutating func pipeCall() throws(Diagnostic) -> PipeOperator.Node {
        try expect(.call)
        let call = try tableFunctionCall()
        return .call(call, alias: atAlias() ? try alias() : nil)
    }

    mutating func pipeAssert() throws(Diagnostic) -> AssertClause {
        try expect(.assert)
        var clause = AssertClause(condition: try expression(), messages: [])
        while accept(.comma), !endsList { clause.messages.append(try expression()) }
        return clause
    }
}
