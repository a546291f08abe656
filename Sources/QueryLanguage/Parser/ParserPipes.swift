// Productions: pipe operators.

extension Parser {
    mutating func pipeOperator() throws(Diagnostic) -> PipeOperator {
        let start = current.range.lower
        return PipeOperator(try pipeOperatorNode(), range(from: start))
    }

    private mutating func pipeOperatorNode() throws(Diagnostic) -> PipeOperator.Node {
        if accept(.select) {
            let distinct = accept(.distinct)
            return .select(distinct: distinct, try selectItems())
        }
        if accept(.extend) { return .extend(try selectItems()) }
        if accept(.set) {
            return .set(try listWithTrailingComma { (parser) throws(Diagnostic) in try parser.assignment() })
        }
        if accept(.drop) {
            return .drop(try listWithTrailingComma { (parser) throws(Diagnostic) in try parser.identifier() })
        }
        if accept(.rename) {
            return .rename(try listWithTrailingComma { (parser) throws(Diagnostic) in try parser.renaming() })
        }
        if accept(.as) { return .alias(try identifier()) }
        if accept(.where) { return .filter(try expression()) }
        if accept(.aggregate) { return .aggregate(try aggregateClause()) }
        if accept(.distinct) { return .distinct }
        if accept(.order) { return .orderBy(try orderBy()) }
        if accept(.limit) { return .limit(try limitClause()) }
        if accept(.pivot) { return .pivot(try pivot()) }
        if accept(.unpivot) { return .unpivot(try unpivot()) }
        if accept(.tableSample) { return .tableSample(try tableSample()) }
        if accept(.with) { return .with(try commonTables()) }
        if accept(.call) {
            let call = try tableFunctionCall(try identifier())
            return .call(call, alias: try optionalAlias())
        }
        if accept(.assert) { return .assert(try assertClause()) }
        if accept(.describe) { return .describe }
        if let setOperator = try setOperator() {
            return .setOperation(
                setOperator, try list { (parser) throws(Diagnostic) in try parser.parenthesizedQuery() })
        }
        if let join = try joinClause(allowsComma: false) { return .join(join) }
        throw unexpected()
    }

    mutating func selectItems() throws(Diagnostic) -> [SelectItem] {
        try listWithTrailingComma { (parser) throws(Diagnostic) in try parser.selectItem() }
    }

    mutating func assignment() throws(Diagnostic) -> Assignment {
        let column = try identifier()
        try expect(.equal)
        return Assignment(column: column, value: try expression())
    }

    mutating func renaming() throws(Diagnostic) -> Renaming {
        let old = try identifier()
        _ = accept(.as)
        return Renaming(old: old, new: try identifier())
    }

    mutating func aggregateClause() throws(Diagnostic) -> AggregateClause {
        var clause = AggregateClause(items: [], groupBy: [], ordersByGroups: false)
        if !at(.group) {
            clause.items = try listWithTrailingComma { (parser) throws(Diagnostic) in
                let value = try parser.expression()
                let alias = try parser.optionalAlias()
                return AggregateItem(value, alias: alias, ordering: try parser.ordering())
            }
        }
        if accept(.group) {
            if accept(.and) {
                try expect(.order)
                clause.ordersByGroups = true
            }
            try expect(.by)
            clause.groupBy = try listWithTrailingComma { (parser) throws(Diagnostic) in
                let value = try parser.expression()
                let alias = try parser.optionalAlias()
                return GroupingItem(value, alias: alias, ordering: try parser.ordering())
            }
        }
        return clause
    }

    mutating func pivot() throws(Diagnostic) -> Pivot {
        try expect(.leftParenthesis)
        let aggregates = try list { (parser) throws(Diagnostic) in
            let value = try parser.expression()
            return Pivot.Aggregate(value, alias: try parser.optionalAlias())
        }
        try expect(.for)
        // Above comparisons, so that IN is the operator's own.
        let input = try bitwiseOr()
        try expect(.in)
        try expect(.leftParenthesis)
        let values = try list { (parser) throws(Diagnostic) in
            let value = try parser.expression()
            return Pivot.Value(value, alias: try parser.optionalAlias())
        }
        try expect(.rightParenthesis)
        try expect(.rightParenthesis)
        return Pivot(aggregates: aggregates, input: input, values: values, alias: try optionalAlias())
    }

    mutating func unpivot() throws(Diagnostic) -> Unpivot {
        var includesNulls = false
        if accept(.include) {
            includesNulls = true
            try expect(.nulls)
        } else if accept(.exclude) {
            try expect(.nulls)
        }
        try expect(.leftParenthesis)
        let values = at(.leftParenthesis) ? try identifierList() : [try identifier()]
        try expect(.for)
        let name = try identifier()
        try expect(.in)
        try expect(.leftParenthesis)
        let columnSets = try list { (parser) throws(Diagnostic) in
            let columns =
                parser.at(.leftParenthesis) ? try parser.identifierList() : [try parser.identifier()]
            let label = parser.accept(.as) ? try parser.label() : nil
            return Unpivot.ColumnSet(columns: columns, label: label)
        }
        try expect(.rightParenthesis)
        try expect(.rightParenthesis)
        return Unpivot(
            includesNulls: includesNulls, values: values, name: name, columnSets: columnSets,
            alias: try optionalAlias())
    }

    mutating func label() throws(Diagnostic) -> Expression {
        at(.integer) ? try literal() : try stringLiteral()
    }

    mutating func tableSample() throws(Diagnostic) -> TableSample {
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

    mutating func assertClause() throws(Diagnostic) -> AssertClause {
        let condition = try expression()
        var messages: [Expression] = []
        while accept(.comma) { messages.append(try expression()) }
        return AssertClause(condition: condition, messages: messages)
    }
}
