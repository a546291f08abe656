// From bound expressions to evaluators, once a query.

import QueryLanguage

/// Compiles expressions over the columns of a batch.
struct ExpressionCompiler {
    /// The columns of a batch, in order.
    let columns: [PlanColumn]
    let context: ExecutionContext

    /// The position of a column in the batch. Linear: a dictionary takes longer to make than most queries to look up.
    func position(of id: ColumnID) -> Int? { columns.firstIndex { $0.id == id } }

    func compile(_ expression: BoundExpression) throws(Diagnostic) -> Evaluator {
        switch expression.node {
        case .constant(let value): return ConstantEvaluator(value, expression.type)
        case .column(let id):
            if let position = position(of: id) { return ColumnEvaluator(position: position) }
            if let value = context.outer[id] { return ConstantEvaluator(value, expression.type) }
            throw Diagnostic("column \(id) is not computed here", at: expression.range)
        case .parameter: throw Diagnostic("a parameter has no value here", at: expression.range)
        case .call(let call): return try compileCall(call, expression.range)
        case .and(let a, let b): return LogicEvaluator(isAnd: true, try compile(a), try compile(b))
        case .or(let a, let b): return LogicEvaluator(isAnd: false, try compile(a), try compile(b))
        case .conditional(let branches, let otherwise):
            var compiled: [(when: Evaluator, then: Evaluator)] = []
            for branch in branches { compiled.append((try compile(branch.when), try compile(branch.then))) }
            return ConditionalEvaluator(compiled, otherwise: try compile(otherwise), type: expression.type)
        case .coalesce(let operands): return CoalesceEvaluator(try compile(operands), type: expression.type)
        case .inConstants(let operand, let values, let hasNull):
            return InSetEvaluator(try compile(operand), values, hasNull: hasNull, type: operand.type)
        case .cast(let operand, let isSafe):
            guard let implementation = Casts.implementation(from: operand.type, to: expression.type) else {
                throw Diagnostic(
                    "\(operand.type.name) does not convert to \(expression.type.name)", at: expression.range)
            }
            let kernel = try kernel(implementation, [operand], expression.range)
            return CallEvaluator(
                kernel, [try compile(operand)], isSafe: isSafe, range: expression.range, in: self)
        case .subquery(let subquery): return try compileSubquery(subquery, expression)
        }
    }

    func compile(_ expressions: [BoundExpression]) throws(Diagnostic) -> [Evaluator] {
        var result: [Evaluator] = []
        for expression in expressions { result.append(try compile(expression)) }
        return result
    }

    private func compileCall(_ call: BoundCall, _ range: SourceRange) throws(Diagnostic) -> Evaluator {
        guard let function = call.definition else {
            throw Diagnostic("there is no function \(call.function)", at: range)
        }
        let implementation = function.overloads[call.overload].implementation
        let kernel = try kernel(implementation, call.arguments, range)
        let evaluator = CallEvaluator(
            kernel, try compile(call.arguments), isSafe: call.isSafe, range: range, in: self)
        return ColumnComparison(call, evaluator, self) ?? evaluator
    }

    private func kernel(
        _ implementation: Implementation, _ arguments: [BoundExpression], _ range: SourceRange
    ) throws(Diagnostic) -> ScalarKernel {
        switch implementation {
        case .kernel(let kernel): return kernel
        case .prepared(let prepare):
            do throws(Diagnostic) {
                return try prepare(arguments.map(\.constantValue))
            } catch {
                throw error.placed(at: range)
            }
        case .special, .aggregate, .window:
            throw Diagnostic("this function has no kernel", at: range)
        }
    }

    private func compileSubquery(
        _ subquery: BoundSubquery, _ expression: BoundExpression
    ) throws(Diagnostic) -> Evaluator {
        var operand: Evaluator?
        if case .membership(let value) = subquery.kind { operand = try compile(value) }
        let given = subquery.outerColumns.compactMap { id in position(of: id).map { (id, $0) } }
        return SubqueryEvaluator(
            subquery, operand: operand, outer: given, type: expression.type, range: expression.range,
            context: context)
    }
}

/// Expressions whose value is known before the query runs.
enum ConstantEvaluation {
    /// The expression as a constant, where it depends on nothing; else the expression itself.
    ///
    /// - Throws: the error that evaluating it is.
    static func fold(_ expression: BoundExpression) throws(Diagnostic) -> BoundExpression {
        if expression.constantValue != nil || !isFoldable(expression) { return expression }
        let compiler = ExpressionCompiler(columns: [], context: ExecutionContext())
        let vector = try compiler.compile(expression).evaluate(Batch([], count: 1))
        // Why it is NULL would be lost.
        if vector.isUndecided(0) { return expression }
        var result = expression
        result.node = .constant(vector.value(0))
        return result
    }

    private static func isFoldable(_ expression: BoundExpression) -> Bool {
        switch expression.node {
        case .column, .parameter, .subquery: return false
        case .call(let call) where volatile.contains(call.function): return false
        default: return expression.children.allSatisfy(isFoldable)
        }
    }

    private static let volatile: Set<String> = ["RAND", "CURRENT_DATE", "CURRENT_TIMESTAMP"]
}
