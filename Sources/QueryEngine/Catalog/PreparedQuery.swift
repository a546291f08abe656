// Queries that are parsed, bound and optimized once and run often.

import QueryLanguage
import Synchronization

/// A query with plans for the parameters that it was run with.
///
/// A plan is made for the types of the parameters, and for the values of those that have to be known while it is made
/// (LIMIT's count); it is good as long as the catalog stays what it was.
package final class PreparedQuery: Sendable {
    private struct Entry: Sendable {
        let version: Int
        let uses: [(parameter: Parameter, use: ParameterUse)]
        let plan: LogicalPlan

        /// Whether the plan is good for these parameters.
        func fits(_ parameters: Parameters) -> Bool {
            uses.allSatisfy { parameter, use in
                guard let value = parameters[parameter] else { return false }
                return switch use {
                case .type(let type): value.type == type
                case .value(let known): value == known
                }
            }
        }
    }

    private let query: Query
    private let engine: Engine
    /// The newest first.
    private let entries = Mutex<[Entry]>([])
    /// Few: a LIMIT @n with many different values is not worth keeping plans for.
    private static let capacity = 8

    package init(_ query: Query, _ engine: Engine) {
        self.query = query
        self.engine = engine
    }

    package func execute(_ options: Engine.Options) throws(Diagnostic) -> QueryResult {
        try engine.limited(options) { (options) throws(Diagnostic) in
            try engine.result(of: plan(options), options)
        }
    }

    /// A plan that holds the parameters' values.
    func plan(_ options: Engine.Options) throws(Diagnostic) -> LogicalPlan {
        let parameters = options.parameters
        let catalog = engine.snapshot(for: options)
        let known = entries.withLock { entries in
            entries.first { $0.version == catalog.version && $0.fits(parameters) }
        }
        if let known { return known.plan.giving(parameters) }
        return try bind(catalog, parameters).plan.giving(parameters)
    }

    /// Makes a plan, for these parameters and those like them.
    private func bind(_ catalog: Catalog, _ parameters: Parameters) throws(Diagnostic) -> Entry {
        let binder = Binder(catalog: catalog, parameters: parameters)
        binder.keepsParameters = true
        let plan = Optimizer.optimize(try binder.bind(query))
        let entry = Entry(version: catalog.version, uses: binder.parameterUses, plan: plan)
        if plan.staysGood {
            entries.withLock { entries in
                entries.removeAll { $0.version != catalog.version }
                if entries.count == Self.capacity { entries.removeLast() }
                entries.insert(entry, at: 0)
            }
        }
        return entry
    }
}

extension Parameters {
    subscript(_ parameter: Parameter) -> QueryEngine.Value? {
        switch parameter {
        case .named(let name): named[name] ?? named[name.lowercased()]
        case .positional(let index): positional.indices.contains(index) ? positional[index] : nil
        }
    }
}

extension LogicalPlan {
    /// Whether it is right later too: a file may be another by then, and a sample without a seed is drawn anew.
    fileprivate var staysGood: Bool {
        switch self {
        case .sample: return false
        case .scan(let scan):
            switch scan.table.source {
            case .file: return false
            case .shared(let shared): return shared.plan.staysGood
            case .definition, .stored: return true
            }
        default:
            let subqueries = expressions.allSatisfy { $0.subqueriesSatisfy(\.staysGood) }
            return subqueries && inputs.allSatisfy(\.staysGood)
        }
    }

    /// The plan with the parameters' values in their places, and what follows from them.
    fileprivate func giving(_ parameters: Parameters) -> LogicalPlan {
        guard usesParameters else { return self }
        let given = rewritten(
            expression: { expression in
                guard case .parameter(let parameter) = expression.node, let value = parameters[parameter] else {
                    return expression
                }
                var result = expression
                result.node = .constant(value)
                return result
            },
            node: { node in
                guard case .scan(var scan) = node, case .shared(let table) = scan.table.source else { return node }
                scan.table = TableHandle(
                    source: .shared(
                        SharedTable(
                            name: table.name, plan: table.plan.giving(parameters), columns: table.columns,
                            identity: table.identity)))
                return .scan(scan)
            })
        return Optimizer.offerFilters(Optimizer.foldConstants(given))
    }

    fileprivate var usesParameters: Bool {
        if case .scan(let scan) = self, case .shared(let shared) = scan.table.source {
            return shared.plan.usesParameters
        }
        return expressions.contains { $0.usesParameters } || inputs.contains { $0.usesParameters }
    }
}

extension BoundExpression {
    fileprivate var usesParameters: Bool {
        switch node {
        case .parameter: true
        case .subquery(let subquery): subquery.plan.usesParameters || children.contains { $0.usesParameters }
        default: children.contains { $0.usesParameters }
        }
    }

    fileprivate func subqueriesSatisfy(_ predicate: (LogicalPlan) -> Bool) -> Bool {
        if case .subquery(let subquery) = node, !predicate(subquery.plan) { return false }
        return children.allSatisfy { $0.subqueriesSatisfy(predicate) }
    }
}
