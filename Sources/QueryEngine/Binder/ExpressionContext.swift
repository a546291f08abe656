// Where an expression stands: what it may name and what it may call.

import QueryLanguage

/// The surroundings of an expression that is being bound.
final class ExpressionContext {
    let scope: Scope
    /// The context of the query around this one, for correlated subqueries.
    let outer: ExpressionContext?
    /// What error messages call the place: `WHERE`.
    let place: String
    /// Names beside the scope's columns: the aliases of a select list.
    var aliases: [(name: String, expression: BoundExpression)] = []
    /// Takes the aggregates that the expression calls; `nil` where none may be called.
    var aggregates: AggregateCollector?
    /// Takes the window functions that the expression calls; `nil` where none may be called.
    var windows: WindowCollector?
    /// Set where aggregates are computed before the expression is.
    var grouping: Grouping?
    /// Why no aggregate may stand here, and what to do.
    var aggregateHint: String?

    init(_ scope: Scope, outer: ExpressionContext?, place: String) {
        self.scope = scope
        self.outer = outer
        self.place = place
    }
}

/// What is grouped by.
final class Grouping {
    private(set) var keys: [(expression: BoundExpression, column: PlanColumn)] = []
    /// The keys that hold others, as they are bound behind the grouping: their parts are grouping columns by then.
    private lazy var outerKeys = keys.compactMap { key -> (expression: BoundExpression, column: PlanColumn)? in
        let bound = key.expression.mappingChildren(replacingKeys)
        return bound == key.expression ? nil : (bound, key.column)
    }

    /// Adds a key. Expressions are bound behind the grouping only once all keys are there.
    func add(_ expression: BoundExpression, _ column: PlanColumn) { keys.append((expression, column)) }

    /// The column of the key that is this expression.
    func key(_ expression: BoundExpression) -> PlanColumn? { keys.first { $0.expression == expression }?.column }

    /// The grouping column that stands for an expression whose parts are bound behind the grouping.
    func column(for expression: BoundExpression) -> PlanColumn? {
        key(expression) ?? outerKeys.first { $0.expression == expression }?.column
    }

    private func replacingKeys(_ expression: BoundExpression) -> BoundExpression {
        if let key = key(expression) { return .column(key.id, key.type, expression.range) }
        return expression.mappingChildren(replacingKeys)
    }
}

/// Aggregates met in expressions; each becomes a column.
final class AggregateCollector {
    var items: [LogicalPlan.Aggregate.Item] = []

    /// The column of this call; the same call twice is computed once.
    func add(_ call: BoundAggregate, title: String, _ makeID: () -> ColumnID) -> PlanColumn {
        if let known = items.first(where: { $0.call == call }) { return known.column }
        let column = PlanColumn(makeID(), title, call.type)
        items.append(LogicalPlan.Aggregate.Item(column: column, call: call))
        return column
    }
}

/// Window function calls met in expressions; each becomes a column.
final class WindowCollector {
    var items: [LogicalPlan.Window.Item] = []

    func add(
        _ call: BoundAggregate, over specification: BoundWindow, title: String, _ makeID: () -> ColumnID
    ) -> PlanColumn {
        if let known = items.first(where: { $0.call == call && $0.specification == specification }) {
            return known.column
        }
        let column = PlanColumn(makeID(), title, call.type)
        items.append(LogicalPlan.Window.Item(column: column, call: call, specification: specification))
        return column
    }
}
