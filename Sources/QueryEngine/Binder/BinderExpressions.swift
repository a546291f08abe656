// Binding: expressions, one case a form.

import QueryLanguage

extension Binder {
    /// A typed expression; whole expressions that the query groups by become their columns.
    func bind(_ expression: Expression, _ context: ExpressionContext) throws(Diagnostic) -> BoundExpression {
        boundExpressions += 1
        if boundExpressions & 1023 == 0 { try Cancellation.checkCurrent() }
        var bound = try bindNode(expression, context)
        bound.range = expression.range
        if bound.comparesQuantities { bound.written = expression.text }
        return grouped(bound, context)
    }

    /// An expression that must be BOOL.
    func bindCondition(_ expression: Expression, _ context: ExpressionContext) throws(Diagnostic) -> BoundExpression {
        let bound = try bind(expression, context)
        return try condition(bound, context.place)
    }

    private func condition(_ bound: BoundExpression, _ place: String) throws(Diagnostic) -> BoundExpression {
        guard Coercion.cost(bound, to: .bool) != nil else {
            throw Diagnostic(
                "\(place) needs a BOOL, this is \(bound.type.name)", at: bound.range,
                hints: bound.type.isNumeric || bound.type == .quantity ? ["compare it: … != 0"] : [])
        }
        return try Coercion.convert(bound, to: .bool)
    }

    private func bindNode(_ expression: Expression, _ context: ExpressionContext) throws(Diagnostic) -> BoundExpression
    {
        let range = expression.range
        switch expression.node {
        case .literal(let literal): return try bindLiteral(literal, range)
        case .parameter(let parameter): return try bindParameter(parameter, range)
        case .name(let path): return try bindName(path, range, context)
        case .unary(.minus, let operand):
            if case .literal(.integer(let magnitude)) = operand.node, magnitude == UInt64(Int64.max) + 1 {
                return BoundExpression(.constant(.int64(.min)), .int64, range, isLiteral: true)
            }
            return try negated(bind(operand, context), range)
        case .unary(.plus, let operand):
            let bound = try bind(operand, context)
            guard bound.type.isNumeric || bound.type == .interval || bound.type == .quantity else {
                throw Diagnostic("+ needs a number, this is \(bound.type.name)", at: operand.range)
            }
            return bound
        case .unary(let unary, let operand):
            if unary == .not { return try call("$not", [condition(bind(operand, context), "NOT")], range) }
            return try call("$bitwise_not", [bind(operand, context)], range)
        case .binary(.and, let left, let right):
            return BoundExpression(
                .and(try condition(bind(left, context), "AND"), try condition(bind(right, context), "AND")), .bool,
                range)
        case .binary(.or, let left, let right):
            return BoundExpression(
                .or(try condition(bind(left, context), "OR"), try condition(bind(right, context), "OR")), .bool,
                range)
        case .binary(let binary, let left, let right):
            return try bindBinary(binary, bind(left, context), bind(right, context), range)
        case .isTest(let operand, let test, let negated):
            return try bindTest(bind(operand, context), test, negated, range)
        case .isDistinct(let left, let right, let negated):
            let result = try comparison(
                "$is_distinct", "IS DISTINCT FROM", bind(left, context), bind(right, context), range)
            return try negated ? call("$not", [result], range) : result
        case .between(let value, let lower, let upper, let negated):
            let operand = try bind(value, context)
            let above = try comparison("$greater_or_equal", "BETWEEN", operand, bind(lower, context), range)
            let below = try comparison("$less_or_equal", "BETWEEN", operand, bind(upper, context), range)
            let result = BoundExpression(.and(above, below), .bool, range)
            return try negated ? call("$not", [result], range) : result
        case .like(let value, let pattern, let negated):
            let result = try call("$like", [bind(value, context), bind(pattern, context)], range)
            return try negated ? call("$not", [result], range) : result
        case .inList(let value, let items, let negated):
            let result = try bindInList(bind(value, context), items, context, range)
            return try negated ? call("$not", [result], range) : result
        case .conditional(let operand, let branches, let otherwise):
            return try bindConditional(operand, branches, otherwise, context, range)
        case .cast(let operand, let type, let format, let safe):
            return try bindCast(operand, type, format, safe, context, range)
        case .extract(let part, let operand, let timeZone):
            return try bindExtract(part, operand, timeZone, context, range)
        case .interval(let value, let from, let to):
            // INTERVAL '1-2' YEAR TO MONTH is read while it is bound.
            let length = try bindingConstants { () throws(Diagnostic) in try bind(value, context) }
            return try bindInterval(length, from, to, range)
        case .call(let functionCall): return try bindCall(functionCall, range, context)
        case .subquery(let query): return try bindSubquery(query, .scalar, range, context)
        case .exists(let query): return try bindSubquery(query, .exists, range, context)
        case .inQuery(let value, let query, let negated):
            let result = try bindSubquery(query, .membership(bind(value, context)), range, context)
            return try negated ? call("$not", [result], range) : result
        }
    }

    // MARK: Literals and operators

    private func bindLiteral(_ literal: Literal, _ range: SourceRange) throws(Diagnostic) -> BoundExpression {
        func constant(_ value: Value, _ type: DataType) -> BoundExpression {
            BoundExpression(.constant(value), type, range, isLiteral: true)
        }
        switch literal {
        case .null: return constant(.null, .int64)
        case .bool(let value): return constant(.bool(value), .bool)
        case .integer(let magnitude):
            guard let value = Int64(exactly: magnitude) else {
                throw Diagnostic(
                    "integer out of range: INT64 ends at 9223372036854775807", at: range,
                    hints: ["as FLOAT64 it is written with a decimal point"])
            }
            return constant(.int64(value), .int64)
        case .float(let value): return constant(.float64(value), .float64)
        case .string(let text): return constant(.string(text), .string)
        case .date(let text): return try Coercion.convert(constant(.string(text), .string), to: .date)
        case .timestamp(let text): return try Coercion.convert(constant(.string(text), .string), to: .timestamp)
        case .quantity(let text): return constant(.quantity(try quantity(text, range)), .quantity)
        case .measured(let number, let unit): return constant(.quantity(try measured(number, unit, range)), .quantity)
        }
    }

    /// A literal's negation stays a literal.
    private func negated(_ operand: BoundExpression, _ range: SourceRange) throws(Diagnostic) -> BoundExpression {
        let result = try call("$negate", [operand], range)
        guard operand.isLiteral else { return result }
        var folded = try ConstantEvaluation.fold(result)
        folded.isLiteral = true
        return folded
    }

    private func bindBinary(
        _ binary: BinaryOperator, _ left: BoundExpression, _ right: BoundExpression, _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        switch binary {
        case .equal: try comparison("$equal", "=", left, right, range)
        case .notEqual: try comparison("$not_equal", "!=", left, right, range)
        case .less: try comparison("$less", "<", left, right, range)
        case .lessOrEqual: try comparison("$less_or_equal", "<=", left, right, range)
        case .greater: try comparison("$greater", ">", left, right, range)
        case .greaterOrEqual: try comparison("$greater_or_equal", ">=", left, right, range)
        case .bitwiseOr: try call("$bitwise_or", [left, right], range)
        case .bitwiseXor: try call("$bitwise_xor", [left, right], range)
        case .bitwiseAnd: try call("$bitwise_and", [left, right], range)
        case .shiftLeft: try call("$shift_left", [left, right], range)
        case .shiftRight: try call("$shift_right", [left, right], range)
        case .add: try call("$add", [left, right], range)
        case .subtract: try call("$subtract", [left, right], range)
        case .multiply: try call("$multiply", [left, right], range)
        case .divide: try call("$divide", [left, right], range)
        case .concatenate: try call("$concat", [left, right], range)
        case .and, .or: BoundExpression(.and(left, right), .bool, range)
        }
    }

    /// A comparison, its sides brought to one type.
    func comparison(
        _ function: String, _ sign: String, _ left: BoundExpression, _ right: BoundExpression, _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        guard let type = Coercion.supertype([left, right]) else {
            throw Diagnostic(
                "\(left.type.name) and \(right.type.name) cannot be compared with \(sign)", at: range,
                hints: comparisonHint(left, right))
        }
        return try call(function, [Coercion.convert(left, to: type), Coercion.convert(right, to: type)], range)
    }

    private func comparisonHint(_ left: BoundExpression, _ right: BoundExpression) -> [String] {
        for (literal, other) in [(left, right), (right, left)] where other.type == .quantity {
            if case .string(let text)? = literal.constantValue {
                return ["write QUANTITY '\(text)' for a quantity, or UNIT(…) for the unit"]
            }
        }
        for (literal, other) in [(left, right), (right, left)] {
            if case .string(let text)? = literal.constantValue, other.type.isNumeric, Double(text) != nil {
                return ["write the number without quotes: \(text)"]
            }
        }
        return ["CAST one side to the other's type"]
    }

    private func bindTest(
        _ operand: BoundExpression, _ test: IsTest, _ negated: Bool, _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        let result: BoundExpression =
            switch test {
            case .null: try call("$is_null", [operand], range)
            case .true: try call("$is_true", [condition(operand, "IS TRUE")], range)
            case .false: try call("$is_false", [condition(operand, "IS FALSE")], range)
            }
        return try negated ? call("$not", [result], range) : result
    }

    /// Constants become a set; other items comparisons joined by OR.
    private func bindInList(
        _ operand: BoundExpression, _ items: [Expression], _ context: ExpressionContext, _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        var bound: [BoundExpression] = []
        for item in items { bound.append(try bind(item, context)) }
        guard let type = Coercion.supertype([operand] + bound) else {
            let culprit = bound.first { Coercion.supertype([operand, $0]) == nil } ?? bound[0]
            throw Diagnostic(
                "\(operand.type.name) and \(culprit.type.name) cannot be compared with IN", at: culprit.range,
                hints: comparisonHint(operand, culprit))
        }
        let left = try Coercion.convert(operand, to: type)
        var values: [Value] = []
        var others: [BoundExpression] = []
        for item in bound {
            let converted = try Coercion.convert(item, to: type)
            // Whether quantities are equal may be undecided, which a set of values cannot say.
            if let value = converted.constantValue, type != .quantity {
                values.append(value)
            } else {
                others.append(converted)
            }
        }
        var terms: [BoundExpression] = []
        if !values.isEmpty {
            let present = values.filter { $0 != .null }
            terms.append(
                BoundExpression(
                    .inConstants(left, present, hasNull: present.count < values.count), .bool, range))
        }
        for other in others { terms.append(try call("$equal", [left, other], range)) }
        let first = terms[0]
        return terms.dropFirst().reduce(first) { BoundExpression(.or($0, $1), .bool, range) }
    }

    private func bindConditional(
        _ operand: Expression?, _ branches: [CaseBranch], _ otherwise: Expression?, _ context: ExpressionContext,
        _ range: SourceRange
    ) throws(Diagnostic) -> BoundExpression {
        let value = try operand.map { (operand) throws(Diagnostic) in try bind(operand, context) }
        var conditions: [BoundExpression] = []
        var results: [BoundExpression] = []
        for branch in branches {
            let when = try bind(branch.when, context)
            if let value {
                conditions.append(try comparison("$equal", "CASE", value, when, branch.when.range))
            } else {
                conditions.append(try condition(when, "WHEN"))
            }
            results.append(try bind(branch.then, context))
        }
        results.append(
            try otherwise.map { (otherwise) throws(Diagnostic) in try bind(otherwise, context) }
                ?? BoundExpression(.constant(.null), .int64, range, isLiteral: true))
        let (type, converted) = try unified(results, "CASE", range)
        let bound = zip(conditions, converted).map { BoundExpression.Branch(when: $0, then: $1) }
        return BoundExpression(.conditional(bound, otherwise: converted[converted.count - 1]), type, range)
    }

    /// The expressions, all converted to their common type.
    func unified(
        _ expressions: [BoundExpression], _ place: String, _ range: SourceRange
    ) throws(Diagnostic) -> (type: DataType, expressions: [BoundExpression]) {
        guard let type = Coercion.supertype(expressions) else {
            let first = expressions.first { !Coercion.isNullLiteral($0) } ?? expressions[0]
            let culprit = expressions.first { Coercion.supertype([first, $0]) == nil } ?? expressions[0]
            throw Diagnostic(
                "\(place) cannot give both \(first.type.name) and \(culprit.type.name)", at: culprit.range,
                hints: ["CAST one of them"])
        }
        var converted: [BoundExpression] = []
        for expression in expressions { converted.append(try Coercion.convert(expression, to: type)) }
        return (type, converted)
    }

    // MARK: Subqueries

    private func bindSubquery(
        _ query: Query, _ kind: BoundSubquery.Kind, _ range: SourceRange, _ context: ExpressionContext
    ) throws(Diagnostic) -> BoundExpression {
        var relation = try bindQuery(query, outer: context)
        var kind = kind
        var type = DataType.bool
        if kind != .exists {
            guard relation.scope.columns.count == 1 else {
                throw Diagnostic(
                    "a subquery used as a value needs one column, this has \(relation.scope.columns.count)",
                    at: range, hints: ["SELECT the one that is meant"])
            }
            relation = output(relation)
            type = relation.scope.columns[0].type
        }
        if case .membership(let operand) = kind {
            let column = BoundExpression.column(relation.scope.columns[0].id, type)
            guard let common = Coercion.supertype([operand, column]) else {
                throw Diagnostic(
                    "\(operand.type.name) and \(type.name) cannot be compared with IN", at: range,
                    hints: ["CAST one of them"])
            }
            kind = .membership(try Coercion.convert(operand, to: common))
            if type != common {
                let item = LogicalPlan.Project.Item(
                    column: PlanColumn(newColumn(), "", common),
                    expression: try Coercion.convert(column, to: common))
                relation.plan = .project(LogicalPlan.Project(input: relation.plan, items: [item]))
            }
            type = .bool
        }
        let subquery = BoundSubquery(
            kind: kind, plan: relation.plan, outerColumns: relation.plan.outerColumns.sorted(),
            identity: newIdentity())
        return BoundExpression(.subquery(subquery), type, range)
    }
}
