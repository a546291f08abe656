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
    var keys: [(expression: BoundExpression, column: PlanColumn)] = []

    /// The grouping column that stands for this expression.
    func column(for expression: BoundExpression) -> PlanColumn? {
        keys.first { $0.expression == expression }?.column
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
