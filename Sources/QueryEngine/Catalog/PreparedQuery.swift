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
        let usesParameters: Bool
        let hasProvider: Bool

        /// The plan with the parameters' values in it.
        func plan(_ parameters: Parameters) -> LogicalPlan {
            guard usesParameters else { return plan }
            let given = plan.giving(parameters)
            return hasProvider ? Optimizer.offerFilters(given) : given
        }

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
        if let known { return known.plan(parameters) }
        return try bind(catalog, parameters).plan(parameters)
    }

    /// Makes a plan, for these parameters and those like them.
    private func bind(_ catalog: Catalog, _ parameters: Parameters) throws(Diagnostic) -> Entry {
        let binder = Binder(catalog: catalog, parameters: parameters)
        binder.keepsParameters = true
        let plan = Optimizer.optimize(try binder.bind(query))
        let entry = Entry(
            version: catalog.version, uses: binder.parameterUses, plan: plan, usesParameters: plan.usesParameters,
            hasProvider: plan.hasProvider)
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

    /// The plan with the parameters' values in their places, and what follows from them. What uses no parameter stays as
    /// it is: this is done at each execution.
    func giving(_ parameters: Parameters) -> LogicalPlan {
        if case .scan(var scan) = self, case .shared(let table) = scan.table.source, table.plan.usesParameters {
            let plan = table.plan.giving(parameters)
            scan.table = TableHandle(
                source: .shared(
                    SharedTable(name: table.name, plan: plan, columns: table.columns, identity: table.identity)))
            return .scan(scan)
        }
        let inputs = inputs
        let below =
            inputs.contains { $0.usesParameters } ? replacingInputs(inputs.map { $0.giving(parameters) }) : self
        return below.mappingExpressions { $0.giving(parameters) }
    }

    var usesParameters: Bool {
        if case .scan(let scan) = self, case .shared(let shared) = scan.table.source {
            return shared.plan.usesParameters
        }
        return expressions.contains { $0.usesParameters } || inputs.contains { $0.usesParameters }
    }

    fileprivate var hasProvider: Bool {
        if case .scan(let scan) = self, scan.table.provider != nil { return true }
        return inputs.contains { $0.hasProvider }
    }
}

extension BoundExpression {
    fileprivate func giving(_ parameters: Parameters) -> BoundExpression {
        guard usesParameters else { return self }
        var result = mappingChildren { $0.giving(parameters) }
        switch node {
        case .parameter(let parameter):
            if let value = parameters[parameter] { result.node = .constant(value) }
        case .subquery(var subquery):
            if case .subquery(let given) = result.node { subquery = given }
            subquery.plan = subquery.plan.giving(parameters)
            result.node = .subquery(subquery)
        default: result = Optimizer.folded(result)
        }
        return result
    }

    fileprivate var usesParameters: Bool {
        switch node {
        case .parameter: true
        case .constant, .column: false
        case .call(let call): call.arguments.contains { $0.usesParameters }
        case .and(let a, let b), .or(let a, let b): a.usesParameters || b.usesParameters
        case .subquery(let subquery): subquery.plan.usesParameters || children.contains { $0.usesParameters }
        default: children.contains { $0.usesParameters }
        }
    }

    fileprivate func subqueriesSatisfy(_ predicate: (LogicalPlan) -> Bool) -> Bool {
        if case .subquery(let subquery) = node, !predicate(subquery.plan) { return false }
        return children.allSatisfy { $0.subqueriesSatisfy(predicate) }
    }
}
