// Binding: calls of aggregate and window functions.

import QueryLanguage

extension Binder {
    /// The call becomes a column of the Aggregate or Window node below the expression.
    func bindAggregate(
        _ functionCall: FunctionCall, _ function: Function, _ range: SourceRange, _ context: ExpressionContext
    ) throws(Diagnostic) -> BoundExpression {
        let expression = Expression(.call(functionCall), range)
        if let window = functionCall.over {
            guard let windows = context.windows else {
                throw Diagnostic(
                    "a window function cannot stand in \(context.place)", at: range,
                    hints: ["compute it with EXTEND before"])
            }
            let inner = ExpressionContext(context.scope, outer: context.outer, place: "OVER")
            inner.aggregates = context.aggregates
            inner.grouping = context.grouping
            inner.aliases = context.aliases
            let call = try bindAggregateCall(functionCall, function, range, inner)
            let specification = try bindWindow(window, call, function.traits, inner)
            let column = windows.add(call, over: specification, title: expression.title, newColumn)
            return .column(column.id, column.type, range)
        }
        if case .window = function.overloads[0].implementation {
            throw Diagnostic(
                "\(function.name) is a window function: it needs OVER (…)", at: range,
                hints: ["as in \(function.name)(…) OVER (ORDER BY …)"])
        }
        guard let aggregates = context.aggregates else {
            throw Diagnostic(
                "the aggregate \(function.name) cannot stand in \(context.place)", at: range,
                hints: context.aggregateHint.map { [$0] } ?? ["use it after AGGREGATE"])
        }
        let inner = ExpressionContext(context.scope, outer: context.outer, place: "an aggregate's argument")
        inner.aggregateHint = "compute the inner one first, with AGGREGATE"
        let call = try bindAggregateCall(functionCall, function, range, inner)
        let column = aggregates.add(call, title: expression.title, newColumn)
        return .column(column.id, column.type, range)
    }

    private func bindAggregateCall(
        _ call: FunctionCall, _ function: Function, _ range: SourceRange, _ context: ExpressionContext
    ) throws(Diagnostic) -> BoundAggregate {
        var arguments: [BoundArgument] = []
        if call.arguments.count == 1, case .star = call.arguments[0].node, function.name == "COUNT" {
            if call.distinct {
                throw Diagnostic(
                    "COUNT(DISTINCT *) is not there", at: range, hints: ["use |> DISTINCT, then COUNT(*)"])
            }
        } else {
            if call.arguments.isEmpty && function.name == "COUNT" {
                throw Diagnostic("COUNT needs an argument", at: range, hints: ["COUNT(*) counts rows"])
            }
            arguments = try bindArguments(call.arguments, of: function, context)
        }
        let resolved = try function.resolve(arguments, name: function.name, at: range)
        if call.distinct && resolved.arguments.isEmpty {
            throw Diagnostic("DISTINCT needs an argument", at: range)
        }
        if call.nullHandling != nil && !function.traits.contains(.takesNullHandling) {
            throw Diagnostic("\(function.name) takes no IGNORE NULLS or RESPECT NULLS", at: range)
        }
        if call.over != nil && (!call.orderBy.isEmpty || call.limit != nil || call.having != nil) {
            throw Diagnostic(
                "with OVER, ORDER BY, LIMIT and HAVING cannot stand among the arguments of \(function.name)", at: range,
                hints: ["OVER (ORDER BY …) orders the window's rows"])
        }
        let having = try call.having.map { (having) throws(Diagnostic) in
            BoundAggregate.Having(isMax: having.isMax, expression: try bind(having.expression, context))
        }
        let orderBy = try bindOrdering(call.orderBy, context, ordinals: [])
        if call.distinct, let key = orderBy.first(where: { !resolved.arguments.contains($0.expression) }) {
            throw Diagnostic(
                "with DISTINCT, ORDER BY can only use the aggregate's argument", at: key.expression.range)
        }
        return BoundAggregate(
            function: function.name, overload: resolved.overload, arguments: resolved.arguments,
            isDistinct: call.distinct, ignoresNulls: call.nullHandling.map { $0 == .ignore }, having: having,
            orderBy: orderBy, limit: try call.limit.map { (limit) throws(Diagnostic) in try bindCount(limit, "LIMIT") },
            isSafe: call.isSafe, filter: nil, type: resolved.type, range: range,
            registered: catalog.functions[function.name])
    }

    // MARK: OVER

    private func bindWindow(
        _ window: WindowSpecification, _ call: BoundAggregate, _ traits: Function.Traits, _ context: ExpressionContext
    ) throws(Diagnostic) -> BoundWindow {
        var partitionBy: [BoundExpression] = []
        for expression in window.partitionBy { partitionBy.append(try bind(expression, context)) }
        let orderBy = try bindOrdering(window.orderBy, context, ordinals: [])
        if orderBy.isEmpty && traits.contains(.needsWindowOrder) {
            throw Diagnostic("\(call.function) needs ORDER BY in its OVER (…)", at: window.range)
        }
        if !orderBy.isEmpty && traits.contains(.forbidsWindowOrder) {
            throw Diagnostic("\(call.function) takes no ORDER BY in its OVER (…)", at: window.range)
        }
        if let frame = window.frame, traits.contains(.forbidsFrame) {
            throw Diagnostic("\(call.function) takes no frame", at: frame.range)
        }
        if call.isDistinct && !orderBy.isEmpty {
            throw Diagnostic("an aggregate over DISTINCT values takes no ORDER BY in its OVER (…)", at: window.range)
        }
        let frame = try bindFrame(window.frame, orderBy, context)
        return BoundWindow(partitionBy: partitionBy, orderBy: orderBy, frame: frame)
    }

    private func bindFrame(
        _ frame: WindowFrame?, _ orderBy: [LogicalPlan.Sort.Key], _ context: ExpressionContext
    ) throws(Diagnostic) -> FrameSpecification {
        guard let frame else {
            // Without an order all rows of a partition are peers.
            return orderBy.isEmpty ? .wholePartition : .upToCurrentPeers
        }
        let isRange = frame.unit == .range
        let start = try bindBound(frame.start, isRange, orderBy, context)
        let end =
            try frame.end.map { (end) throws(Diagnostic) in try bindBound(end, isRange, orderBy, context) }
            ?? .currentRow
        if start == .unboundedFollowing || end == .unboundedPreceding || rank(start) > rank(end) {
            throw Diagnostic("the frame ends before it starts", at: frame.range)
        }
        return FrameSpecification(isRange: isRange, start: start, end: end)
    }

    private func rank(_ bound: FrameSpecification.Bound) -> Int {
        switch bound {
        case .unboundedPreceding: 0
        case .preceding: 1
        case .currentRow: 2
        case .following: 3
        case .unboundedFollowing: 4
        }
    }

    private func bindBound(
        _ bound: WindowFrame.Bound, _ isRange: Bool, _ orderBy: [LogicalPlan.Sort.Key], _ context: ExpressionContext
    ) throws(Diagnostic) -> FrameSpecification.Bound {
        switch bound {
        case .unboundedPreceding: .unboundedPreceding
        case .currentRow: .currentRow
        case .unboundedFollowing: .unboundedFollowing
        case .preceding(let distance): .preceding(try bindDistance(distance, isRange, orderBy))
        case .following(let distance): .following(try bindDistance(distance, isRange, orderBy))
        }
    }

    /// How far a frame reaches: rows, or for RANGE a distance of the one ORDER BY expression.
    private func bindDistance(
        _ distance: Expression, _ isRange: Bool, _ orderBy: [LogicalPlan.Sort.Key]
    ) throws(Diagnostic) -> Value {
        guard isRange else { return .int64(Int64(try bindCount(distance, "ROWS"))) }
        guard orderBy.count == 1, orderBy[0].expression.type.isNumeric else {
            throw Diagnostic(
                "RANGE with a distance needs one numeric ORDER BY expression", at: distance.range,
                hints: ["UNIX_DATE and UNIX_SECONDS make numbers of times; ROWS counts rows, whatever the order"])
        }
        let value = try bindConstant(distance, "RANGE")
        switch (value, orderBy[0].expression.type) {
        case (.int64(let number), .int64) where number >= 0: return value
        case (.int64(let number), .float64) where number >= 0: return .float64(Double(number))
        case (.float64(let number), .float64) where number >= 0: return value
        default:
            throw Diagnostic(
                "RANGE needs a distance of the ORDER BY expression's type, not negative", at: distance.range)
        }
    }
}
