// A logical plan written back as a query: what EXPLAIN shows, and what could be handed to another engine.

import QueryLanguage

/// Turns plans into syntax trees, each node into a pipe operator.
///
/// Every column gets a name of its own, so that no name needs a table before it.
struct PlanSyntax {
    private var names: [ColumnID: String] = [:]
    private var taken: Set<String> = []
    /// The WITH tables that the plan uses, in the order in which they are to be written.
    private var commonTables: [CommonTable] = []
    private var knownTables: Set<Int> = []
    /// How many queries are open around the one that is written.
    private var depth = 0

    /// The query that computes the plan, WITH tables included.
    static func wholeQuery(_ plan: LogicalPlan) -> Query {
        var syntax = PlanSyntax()
        var query = syntax.named(syntax.query(plan), plan)
        query.with = syntax.commonTables
        return query
    }

    /// The query with its result's columns called what the plan calls them, which needs no names of their own.
    private mutating func named(_ query: Query, _ plan: LogicalPlan) -> Query {
        if plan.columns.allSatisfy({ names[$0.id] == $0.name }) { return query }
        func item(_ value: Expression, _ column: PlanColumn) -> SelectItem {
            if case .name(let path) = value.node, path.count == 1, path[0].text == column.name {
                return SelectItem(.expression(value, alias: nil), .none)
            }
            return SelectItem(.expression(value, alias: identifier(column.name)), .none)
        }
        guard case .project(let project) = plan else {
            return adding(
                .select(distinct: false, plan.columns.map { item(.name(identifier($0)), $0) }), to: query)
        }
        let items = project.items.map { item(expression($0.expression), $0.column) }
        var result = query
        if result.pipes.popLast() == nil {
            result.body = .select(Select(distinct: false, items: items, range: .none))
            return result
        }
        return adding(.select(distinct: false, items), to: result)
    }

    /// An expression over these columns, each called by its name.
    static func text(_ expression: BoundExpression, over columns: [PlanColumn]) -> String {
        var syntax = PlanSyntax()
        for column in columns { syntax.names[column.id] = column.name }
        return syntax.expression(expression).text
    }

    /// The last operator of the plan, without its inputs: one line of EXPLAIN ANALYZE.
    static func operatorText(_ plan: LogicalPlan) -> String {
        var syntax = PlanSyntax()
        let query = syntax.query(plan)
        if case .join(let join)? = query.pipes.last?.node {
            // The right side is a line of its own.
            var shown = join
            shown.right = TableExpression(.table(syntax.identifier("…")), .none)
            return PipeOperator(.join(shown), .none).text.filter { $0 != "`" }
        }
        if case .setOperation(let setOperator, _)? = query.pipes.last?.node { return "|> \(setOperator.text)" }
        if case .why = plan { return "|> WHY" }
        guard let last = query.pipes.last else { return Query(body: query.body, range: .none).text }
        return last.text
    }

    // MARK: Names

    private mutating func name(_ column: PlanColumn) -> String {
        if let known = names[column.id] { return known }
        // Titles of unnamed columns are whole expressions; of those the first word makes a readable name.
        let word = column.name.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
        let base =
            word.count == column.name.count && !word.isEmpty
            ? String(word) : word.first?.isLetter == true ? word.lowercased() : "column"
        var name = base
        var suffix = 1
        while !taken.insert(name.lowercased()).inserted {
            suffix += 1
            name = "\(base)_\(suffix)"
        }
        names[column.id] = name
        return name
    }

    private func identifier(_ text: String) -> Identifier { Identifier(text, .none) }

    private mutating func identifier(_ column: PlanColumn) -> Identifier { identifier(name(column)) }

    // MARK: Plans

    private mutating func query(_ plan: LogicalPlan) -> Query {
        switch plan {
        case .unit:
            let one = SelectItem(.expression(.literal(.integer(1)), alias: nil), .none)
            return Query(body: .select(Select(distinct: false, items: [one], range: .none)), range: .none)
        case .scan(let scan): return self.scan(scan)
        case .series(let series):
            let arguments = [series.start, series.end, series.step].map {
                Argument(.expression(.number($0)), .none)
            }
            let call = TableFunctionCall(
                name: identifier("GENERATE_SERIES"), arguments: arguments, range: .none)
            let query = Query(body: .from(TableExpression(.call(call), .none)), range: .none)
            return adding(.rename([Renaming(old: identifier("value"), new: identifier(series.column))]), to: query)
        case .project(let project):
            let input = query(project.input)
            let items = project.items.isEmpty ? [Self.placeholder] : selectItems(project.items)
            if case .unit = project.input {
                return Query(body: .select(Select(distinct: false, items: items, range: .none)), range: .none)
            }
            return adding(.select(distinct: false, items), to: input)
        case .setOperation(let operation): return setOperation(operation)
        case .join(let join):
            let left = inner(join.left)
            let right = TableExpression(.subquery(inner(join.right)), .none)
            var terms = join.keys.flatMap { keyTerms($0.left, $0.right) }
            if let condition = join.condition { terms.append(expression(condition)) }
            var condition: Expression?
            for term in terms { condition = condition.map { .binary(.and, $0, term) } ?? term }
            let kind: JoinKind =
                switch join.kind {
                case .inner: condition == nil ? .cross : .inner
                case .left: .left
                case .right: .right
                case .full: .full
                }
            let isOuter = kind != .cross && condition == nil
            let clause = JoinClause(
                kind: kind, right: right,
                condition: isOuter ? .on(.literal(.bool(true))) : condition.map { JoinCondition.on($0) }, range: .none)
            return adding(.join(clause), to: left)
        case .why(let why):
            let input = query(why.input)
            let renamings = zip(why.columns, LogicalPlan.Why.outputs).compactMap { column, output -> Renaming? in
                let new = identifier(column)
                return new.text == output.name ? nil : Renaming(old: identifier(output.name), new: new)
            }
            let query = adding(.why, to: input)
            return renamings.isEmpty ? query : adding(.rename(renamings), to: query)
        case .filter(let filter):
            let input = query(filter.input)
            return adding(.filter(expression(filter.condition)), to: input)
        case .aggregate(let aggregate): return self.aggregate(aggregate)
        case .window(let window):
            let input = query(window.input)
            let items = window.items.map { item in
                let call = call(item.call, over: item.specification)
                return SelectItem(.expression(call, alias: identifier(item.column)), .none)
            }
            return adding(.extend(items), to: input)
        case .sort(let sort):
            let input = query(sort.input)
            return adding(.orderBy(sort.keys.map { ordering($0) }), to: input)
        case .limit(let limit):
            let clause = LimitClause(
                count: .number(Int64(limit.count)), offset: limit.offset > 0 ? .number(Int64(limit.offset)) : nil)
            return adding(.limit(clause), to: query(limit.input))
        case .unpivot(let unpivot): return self.unpivot(unpivot)
        case .sample(let sample): return self.sample(sample)
        case .assert(let assertion):
            let input = query(assertion.input)
            let clause = AssertClause(
                condition: expression(assertion.condition), messages: assertion.messages.map { expression($0) })
            return adding(.assert(clause), to: input)
        }
    }

    /// A query inside another one.
    private mutating func inner(_ plan: LogicalPlan) -> Query {
        depth += 1
        defer { depth -= 1 }
        let query = query(plan)
        return plan.columns.isEmpty ? adding(.select(distinct: false, [Self.placeholder]), to: query) : query
    }

    /// What stands for rows without columns: a SELECT needs an item.
    private static let placeholder = SelectItem(
        .expression(.literal(.integer(1)), alias: Identifier("row", .none)), .none)

    private func adding(_ node: PipeOperator.Node, to query: Query) -> Query {
        var result = query
        result.pipes.append(PipeOperator(node, .none))
        return result
    }

    private mutating func scan(_ scan: LogicalPlan.Scan) -> Query {
        let table: TableExpression.Node
        var original: [String]
        switch scan.table.source {
        case .definition(let definition):
            table = .table(identifier(scan.name))
            original = definition.columns.map(\.name)
        case .file(let file, let definition):
            table = file.syntax
            original = definition.columns.map(\.name)
        case .stored(let stored):
            table = .file(scan.name)
            original = stored.columns.map(\.name)
        case .shared(let shared):
            table = .table(identifier(shared.name))
            if knownTables.insert(shared.identity).inserted {
                let definition = inner(shared.plan)
                commonTables.append(CommonTable(name: identifier(shared.name), query: definition))
            }
            original = shared.columns.map { names[$0.id] ?? $0.name }
        }
        let query = Query(body: .from(TableExpression(table, .none)), range: .none)
        if scan.columns.isEmpty {
            // Inside another query the table's own names would hide those from around it.
            return depth == 0 ? query : adding(.select(distinct: false, [Self.placeholder]), to: query)
        }
        let items = zip(scan.columns, scan.positions).map { column, position in
            let old = identifier(original[position])
            let new = identifier(column)
            return SelectItem(.expression(.name(old), alias: old.text == new.text ? nil : new), .none)
        }
        return adding(.select(distinct: false, items), to: query)
    }

    /// A column that is passed on twice is written once: it has one name.
    private mutating func selectItems(_ items: [LogicalPlan.Project.Item]) -> [SelectItem] {
        var seen: Set<ColumnID> = []
        return items.filter { seen.insert($0.column.id).inserted }.map { selectItem($0) }
    }

    private mutating func selectItem(_ item: LogicalPlan.Project.Item) -> SelectItem {
        let value = expression(item.expression)
        let alias = identifier(item.column)
        if case .name(let path) = value.node, path.count == 1, path[0].text == alias.text {
            return SelectItem(.expression(value, alias: nil), .none)
        }
        return SelectItem(.expression(value, alias: alias), .none)
    }

    /// What makes two key values match: equality; for quantities, whose equality bounds may leave open, identity.
    private mutating func keyTerms(_ left: BoundExpression, _ right: BoundExpression) -> [Expression] {
        let (a, b) = (expression(left), expression(right))
        guard left.type == .quantity else { return [.binary(.equal, a, b)] }
        return [
            Expression(.isDistinct(a, b, negated: true), .none), Expression(.isTest(a, .null, negated: true), .none),
        ]
    }

    private mutating func aggregate(_ aggregate: LogicalPlan.Aggregate) -> Query {
        let input = query(aggregate.input)
        let keys = aggregate.keys.map { key in
            var value = expression(key.expression)
            let alias = identifier(key.column)
            // A number alone would be a column's.
            if key.expression.constantValue != nil { value = .typed(value, key.expression.type) }
            if case .name(let path) = value.node, path[0].text == alias.text { return GroupingItem(value) }
            return GroupingItem(value, alias: alias)
        }
        var items = aggregate.items.map { item in
            AggregateItem(call(item.call, over: nil), alias: identifier(item.column), ordering: nil)
        }
        if items.isEmpty && keys.isEmpty {
            // Nobody reads the one row's columns.
            let count = FunctionCall(isSafe: false, name: identifier("COUNT"), arguments: [Argument(.star, .none)])
            items = [AggregateItem(Expression(.call(count), .none), alias: nil, ordering: nil)]
        }
        return adding(
            .aggregate(AggregateClause(items: items, groupBy: keys, ordersByGroups: false)), to: input)
    }

    private mutating func setOperation(_ operation: LogicalPlan.SetOperation) -> Query {
        let left = side(operation.left, as: operation.columns)
        let right = side(operation.right, as: nil)
        // The result's columns go by the left side's names.
        for (column, source) in zip(operation.columns, operation.left.columns) where names[column.id] == nil {
            names[column.id] = name(source)
        }
        let setOperator =
            switch operation.kind {
            case .unionAll: SetOperator(.union, distinct: false, range: .none)
            case .intersectAll: SetOperator(.intersect, distinct: false, range: .none)
            case .intersectDistinct: SetOperator(.intersect, distinct: true, range: .none)
            case .exceptAll: SetOperator(.except, distinct: false, range: .none)
            case .exceptDistinct: SetOperator(.except, distinct: true, range: .none)
            }
        return adding(.setOperation(setOperator, [right]), to: left)
    }

    /// One side of a set operation, where a column may stand in several positions; those get the names of `columns`.
    private mutating func side(_ plan: LogicalPlan, as columns: [PlanColumn]?) -> Query {
        let query = inner(plan)
        if Set(plan.columns.map(\.id)).count == plan.columns.count { return query }
        let items = plan.columns.enumerated().map { position, column in
            SelectItem(
                .expression(.name(identifier(column)), alias: columns.map { identifier($0[position]) }), .none)
        }
        return adding(.select(distinct: false, items), to: query)
    }

    private mutating func unpivot(_ unpivot: LogicalPlan.UnpivotRows) -> Query {
        let input = query(unpivot.input)
        var sets: [Unpivot.ColumnSet] = []
        for (label, sources) in zip(unpivot.labels, unpivot.sources) {
            let columns = sources.map { identifier(names[$0] ?? "?") }
            sets.append(Unpivot.ColumnSet(columns: columns, label: .constant(label)))
        }
        let node = Unpivot(
            includesNulls: unpivot.includesNulls, values: unpivot.values.map { identifier($0) },
            name: identifier(unpivot.label), columnSets: sets, alias: nil)
        return adding(.unpivot(node), to: input)
    }

    private mutating func sample(_ sample: LogicalPlan.Sample) -> Query {
        let seed = Expression.number(Int64(truncatingIfNeeded: sample.seed & UInt64(Int64.max)))
        let node =
            switch sample.size {
            case .fraction(let fraction):
                TableSample(
                    method: .bernoulli, size: .literal(.float(fraction * 100)), unit: .percent, seed: seed)
            case .rows(let count):
                TableSample(method: .reservoir, size: .number(Int64(count)), unit: .rows, seed: seed)
            }
        return adding(.tableSample(node), to: query(sample.input))
    }

    // MARK: Expressions

    private mutating func ordering(_ key: LogicalPlan.Sort.Key) -> OrderingItem {
        let isDefault = key.nullsFirst == !key.descending
        return OrderingItem(
            expression(key.expression),
            Ordering(descending: key.descending, nullsFirst: isDefault ? nil : key.nullsFirst))
    }

    /// PIVOT's filter becomes a condition around the first argument, which the aggregate ignores where it is NULL.
    private mutating func call(_ call: BoundAggregate, over window: BoundWindow?) -> Expression {
        var name = call.function
        var arguments = call.arguments.map { expression($0) }
        if let filter = call.filter {
            let condition = expression(filter)
            if arguments.isEmpty {
                name = "COUNTIF"
                arguments = [condition]
            } else {
                arguments[0] = .call("IF", [condition, arguments[0], .literal(.null)])
            }
        }
        var node = FunctionCall(
            isSafe: call.isSafe, name: identifier(name), distinct: call.isDistinct,
            arguments: arguments.map { Argument(.expression($0), .none) })
        if arguments.isEmpty && call.function == "COUNT" { node.arguments = [Argument(.star, .none)] }
        node.nullHandling = call.ignoresNulls.map { $0 ? .ignore : .respect }
        node.having = call.having.map {
            FunctionCall.Having(isMax: $0.isMax, expression: expression($0.expression))
        }
        node.orderBy = call.orderBy.map { ordering($0) }
        node.limit = call.limit.map { .number(Int64($0)) }
        if let window {
            node.over = WindowSpecification(
                partitionBy: window.partitionBy.map { expression($0) }, orderBy: window.orderBy.map { ordering($0) },
                frame: frame(window), range: .none)
        }
        return Expression(.call(node), .none)
    }

    private func frame(_ window: BoundWindow) -> WindowFrame? {
        if window.frame == (window.orderBy.isEmpty ? .wholePartition : .upToCurrentPeers) { return nil }
        func bound(_ bound: FrameSpecification.Bound) -> WindowFrame.Bound {
            switch bound {
            case .unboundedPreceding: .unboundedPreceding
            case .preceding(let distance): .preceding(.constant(distance))
            case .currentRow: .currentRow
            case .following(let distance): .following(.constant(distance))
            case .unboundedFollowing: .unboundedFollowing
            }
        }
        return WindowFrame(
            unit: window.frame.isRange ? .range : .rows, start: bound(window.frame.start), end: bound(window.frame.end),
            range: .none)
    }

    private mutating func expression(_ bound: BoundExpression) -> Expression {
        switch bound.node {
        case .constant(.null) where bound.type != .int64: return .typed(.literal(.null), bound.type)
        case .constant(let value): return .constant(value)
        case .column(let id): return .name(identifier(names[id] ?? "?"))
        case .parameter(let parameter): return Expression(.parameter(parameter), .none)
        case .call(let call): return self.call(call)
        case .and(let a, let b): return .binary(.and, expression(a), expression(b))
        case .or(let a, let b): return .binary(.or, expression(a), expression(b))
        case .conditional(let branches, let otherwise):
            let cases = branches.map { CaseBranch(when: expression($0.when), then: expression($0.then)) }
            let last = otherwise.constantValue == .null ? nil : expression(otherwise)
            return Expression(.conditional(operand: nil, branches: cases, otherwise: last), .none)
        case .coalesce(let operands): return .call("COALESCE", operands.map { expression($0) })
        case .inConstants(let operand, let values, let hasNull):
            let items = values.map { Expression.constant($0) } + (hasNull ? [.literal(.null)] : [])
            return Expression(.inList(expression(operand), items, negated: false), .none)
        case .cast(let operand, let isSafe):
            return Expression(
                .cast(expression(operand), to: TypeName(bound.type.name, .none), format: nil, safe: isSafe), .none)
        case .subquery(let subquery):
            switch subquery.kind {
            case .scalar: return Expression(.subquery(inner(subquery.plan)), .none)
            case .exists: return Expression(.exists(inner(subquery.plan)), .none)
            case .membership(let operand):
                return Expression(.inQuery(expression(operand), inner(subquery.plan), negated: false), .none)
            }
        }
    }

    private static let binaryOperators: [String: BinaryOperator] = [
        "$equal": .equal, "$not_equal": .notEqual, "$less": .less, "$less_or_equal": .lessOrEqual,
        "$greater": .greater, "$greater_or_equal": .greaterOrEqual, "$add": .add, "$subtract": .subtract,
        "$multiply": .multiply, "$divide": .divide, "$concat": .concatenate, "$bitwise_or": .bitwiseOr,
        "$bitwise_xor": .bitwiseXor, "$bitwise_and": .bitwiseAnd, "$shift_left": .shiftLeft,
        "$shift_right": .shiftRight,
    ]

    private mutating func call(_ call: BoundCall) -> Expression {
        let arguments = call.arguments.map { expression($0) }
        if let binary = Self.binaryOperators[call.function] { return .binary(binary, arguments[0], arguments[1]) }
        let node: Expression.Node
        switch call.function {
        case "$negate": node = .unary(.minus, arguments[0])
        case "$not": node = Self.negated(arguments[0])
        case "$bitwise_not": node = .unary(.bitwiseNot, arguments[0])
        case "$is_null": node = .isTest(arguments[0], .null, negated: false)
        case "$is_true": node = .isTest(arguments[0], .true, negated: false)
        case "$is_false": node = .isTest(arguments[0], .false, negated: false)
        case "$is_distinct": node = .isDistinct(arguments[0], arguments[1], negated: false)
        case "$like": node = .like(arguments[0], pattern: arguments[1], negated: false)
        case "$interval": node = .interval(arguments[0], from: Self.part(call.arguments[1]), to: nil)
        case "EXTRACT":
            node = .extract(
                part: Self.part(call.arguments[0]), arguments[1], timeZone: arguments.count > 2 ? arguments[2] : nil)
        case "EXTRACT_DATE":
            node = .extract(
                part: DatePart("DATE", .none), arguments[0], timeZone: arguments.count > 1 ? arguments[1] : nil)
        default:
            let parameters = call.definition?.overloads[call.overload].parameters ?? []
            let written = arguments.enumerated().map { index, argument in
                index < parameters.count && parameters[index].type == .datePart
                    ? .name(identifier(Self.part(call.arguments[index]).name)) : argument
            }
            return .call(call.function, written, isSafe: call.isSafe)
        }
        return Expression(node, .none)
    }

    /// `x NOT IN (…)` rather than `NOT x IN (…)`.
    private static func negated(_ operand: Expression) -> Expression.Node {
        switch operand.node {
        case .isTest(let x, let test, false): .isTest(x, test, negated: true)
        case .isDistinct(let a, let b, false): .isDistinct(a, b, negated: true)
        case .like(let x, let pattern, false): .like(x, pattern: pattern, negated: true)
        case .inList(let x, let items, false): .inList(x, items, negated: true)
        case .inQuery(let x, let query, false): .inQuery(x, query, negated: true)
        default: .unary(.not, operand)
        }
    }

    private static func part(_ argument: BoundExpression) -> DatePart {
        if case .string(let name)? = argument.constantValue { return DatePart(name, .none) }
        return DatePart("DAY", .none)
    }
}

extension Expression {
    fileprivate static func literal(_ literal: Literal) -> Expression { Expression(.literal(literal), .none) }
    fileprivate static func name(_ identifier: Identifier) -> Expression { Expression(.name([identifier]), .none) }

    fileprivate static func binary(_ kind: BinaryOperator, _ a: Expression, _ b: Expression) -> Expression {
        Expression(.binary(kind, a, b), .none)
    }

    fileprivate static func call(_ name: String, _ arguments: [Expression], isSafe: Bool = false) -> Expression {
        Expression(
            .call(
                FunctionCall(
                    isSafe: isSafe, name: Identifier(name, .none),
                    arguments: arguments.map { Argument(.expression($0), .none) })), .none)
    }

    fileprivate static func number(_ value: Int64) -> Expression {
        let magnitude = literal(.integer(value.magnitude))
        return value < 0 ? Expression(.unary(.minus, magnitude), .none) : magnitude
    }

    fileprivate static func typed(_ value: Expression, _ type: DataType) -> Expression {
        Expression(.cast(value, to: TypeName(type.name, .none), format: nil, safe: false), .none)
    }

    /// A literal, or a CAST of one, that has this value.
    fileprivate static func constant(_ value: Value) -> Expression {
        switch value {
        case .null: return .literal(.null)
        case .bool(let flag): return .literal(.bool(flag))
        case .int64(let number): return .number(number)
        case .float64(let number) where number.isFinite:
            let magnitude = Expression.literal(.float(number.magnitude))
            return number.sign == .minus ? Expression(.unary(.minus, magnitude), .none) : magnitude
        case .string(let text): return .literal(.string(text))
        case .date: return .literal(.date(value.text))
        case .timestamp: return .literal(.timestamp(value.text))
        case .quantity: return .literal(.quantity(value.text))
        case .float64, .interval:
            let type: DataType = if case .interval = value { .interval } else { .float64 }
            return .typed(.literal(.string(value.text)), type)
        }
    }
}
