// ASSERT as a statement, and what is told when it fails.
//
// Of `NOT EXISTS (query)` the query's rows are told (see OffendingRows), of a comparison the value of each side that is
// no constant. Both are computed only after the failure, each by a query of its own.

import QueryLanguage

extension Engine {
    func assert(_ clause: AssertClause, _ options: Options) throws(Diagnostic) -> QueryResult {
        let condition = clause.condition
        let plan = try plan(selecting(condition), options)
        guard plan.columns[0].type == .bool else {
            throw Diagnostic("ASSERT needs a BOOL, this is \(plan.columns[0].type.name)", at: condition.range)
        }
        let outcome = try run(plan, options)
        guard outcome.rows.vectors[0].value(0) == .bool(true) else {
            var message = "assertion failed"
            if case .literal(.string(let text))? = clause.messages.first?.node { message += ": \(text)" }
            var failure = Diagnostic(message, at: condition.range, reason: .assertion)
            failure.addConditionNote(condition.text)
            failure.notes += evidence(against: condition, options)
            if outcome.rows.vectors[0].isUndecided(0) || !outcome.undecided.isEmpty {
                failure.addUndecidedNote()
            }
            throw failure
        }
        var result = QueryResult(message: "assertion holds")
        result.undecided = outcome.undecided
        result.remarks = outcome.remarks
        return result
    }

    /// `SELECT expression`
    private func selecting(_ expression: Expression) -> Query {
        let item = SelectItem(.expression(expression, alias: nil), expression.range)
        return Query(
            body: .select(Select(distinct: false, items: [item], range: expression.range)), range: expression.range)
    }

    /// What shows that a condition is not TRUE, as notes; none for what its text says by itself.
    private func evidence(against condition: Expression, _ options: Options) -> [String] {
        switch condition.node {
        case .binary(.and, let a, let b):
            return [a, b].flatMap { holds($0, options) ? [] : evidence(against: $0, options) }
        case .binary(.or, let a, let b):
            return evidence(against: a, options) + evidence(against: b, options)
        case .unary(.not, let negated):
            if case .exists(let query) = negated.node { return rows(of: query, options) }
            return evidence(against: negated, options)
        case .call(let call):
            guard ["POSSIBLY", "CERTAINLY"].contains(call.name.text.uppercased()),
                case .expression(let compared)? = call.arguments.first?.node
            else { return [] }
            return evidence(against: compared, options)
        case .binary(let operation, let a, let b) where operation.isComparison: return values(of: [a, b], options)
        case .isDistinct(let a, let b, _), .like(let a, let b, _): return values(of: [a, b], options)
        case .between(let tested, let lower, let upper, _): return values(of: [tested, lower, upper], options)
        case .isTest(let tested, _, _), .inList(let tested, _, _), .inQuery(let tested, _, _):
            return values(of: [tested], options)
        default: return []
        }
    }

    private func holds(_ condition: Expression, _ options: Options) -> Bool {
        value(of: condition, options)?.value(0) == .bool(true)
    }

    private func rows(of query: Query, _ options: Options) -> [String] {
        let binder = binder(options)
        guard let plan = try? binder.bind(query) else { return [] }
        let context = ExecutionContext(
            now: options.now, threads: options.threads, cancellation: options.cancellation)
        return OffendingRows(plan, title: "the query gives", context).notes()
    }

    /// `(SELECT COUNT(*) FROM editions) is 8` for each of the expressions that is not written as its value.
    private func values(of expressions: [Expression], _ options: Options) -> [String] {
        expressions.compactMap { expression in
            if expression.isLiteral { return nil }
            return value(of: expression, options).map {
                "\(expression.text.shortened(toCells: Self.sideCells)) is \(RowText.text($0, 0))"
            }
        }
    }

    /// The value of an expression without columns, as a column of one row; `nil` where there is none.
    private func value(of expression: Expression, _ options: Options) -> Vector? {
        guard let plan = try? plan(selecting(expression), options), let outcome = try? run(plan, options) else {
            return nil
        }
        return outcome.rows.vectors[0]
    }

    /// Of a longer expression the beginning is told.
    private static let sideCells = 60
}

extension Expression {
    fileprivate var isLiteral: Bool {
        switch node {
        case .literal: true
        case .unary(_, let operand): operand.isLiteral
        default: false
        }
    }
}

extension BinaryOperator {
    fileprivate var isComparison: Bool {
        switch self {
        case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual: true
        default: false
        }
    }
}
