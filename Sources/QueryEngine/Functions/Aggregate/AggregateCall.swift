// A call of an aggregate function with all that can stand in its parentheses.

import QueryLanguage

/// An aggregate function and the modifiers of one call.
///
/// The state's argument vectors come in the order `[arguments…, HAVING's expression?, ORDER BY's expressions…]`.
/// The modifiers act in the order HAVING, DISTINCT, ORDER BY, LIMIT.
package struct AggregateCall: Sendable {
    package enum Having: Hashable, Sendable {
        case max
        case min
    }

    /// Makes the state of the bare function.
    package let implementation: @Sendable (AggregateOptions) throws(Diagnostic) -> any AggregateState
    /// About the function's own arguments.
    package let options: AggregateOptions
    package var isDistinct: Bool
    package var having: Having?
    package var order: [SortKey]
    /// How many rows of a group are used at most; rows whose first argument is NULL do not count.
    package var limit: Int?
    /// Of DISTINCT: how the call's states tell rows apart.
    private let distinctPlan = GroupingPlan(rows: 1 << 19)

    package init(
        _ implementation: @escaping @Sendable (AggregateOptions) throws(Diagnostic) -> any AggregateState,
        options: AggregateOptions, isDistinct: Bool = false, having: Having? = nil, order: [SortKey] = [],
        limit: Int? = nil
    ) {
        self.implementation = implementation
        self.options = options
        self.isDistinct = isDistinct
        self.having = having
        self.order = order
        self.limit = limit
    }

    /// A state without groups. States of the same call can be merged.
    ///
    /// - Throws: where a constant argument is not what the function takes.
    package func makeState() throws(Diagnostic) -> any AggregateState {
        let distinct = try makeDistinct()
        guard let having else { return distinct }
        return HavingState(distinct, position: options.argumentTypes.count, isMax: having == .max)
    }

    private func makeDistinct() throws(Diagnostic) -> any AggregateState {
        guard isDistinct else { return try makeOrdered() }
        // A faulty constant is to be told at once, not when the first result is asked for.
        _ = try makeOrdered()
        let constants = zip(options.argumentTypes, options.constants).map { type, value in value.map { (type, $0) } }
        return DistinctState(constants: constants, distinctPlan) { () throws(Diagnostic) in try makeOrdered() }
    }

    private func makeOrdered() throws(Diagnostic) -> any AggregateState {
        let bare = try implementation(options)
        guard !order.isEmpty || limit != nil else { return bare }
        return OrderedState(order: order, limit: limit) { [implementation, options] () throws(Diagnostic) in
            try implementation(options)
        }
    }
}
