// EXPLAIN as a value.

import QueryLanguage

/// How a query is run: its optimized plan as a tree of operators.
public struct Explanation: Sendable, CustomStringConvertible {
    /// One operator and what it reads.
    public struct Operator: Sendable {
        /// What it is: `filter`, `join`.
        public let kind: Kind
        /// The operator as ExpoQL.
        public let text: String
        /// How many rows it gave; `nil` where the query was not run.
        public let rows: Int?
        /// The time that it and its inputs took before the first of its rows came out; `nil` where the query was not run.
        public let time: Duration?
        /// The operators that it reads, a join's left one first.
        public let inputs: [Operator]
    }

    /// The kinds of operators.
    public enum Kind: String, Hashable, Sendable {
        case unit, scan, filter, project, aggregate, window, join, sort, limit, unpivot, sample, assert, series, why
        case setOperation = "set operation"
    }

    /// The operator that gives the result.
    public let root: Operator
    /// What EXPLAIN shows: the plan as a query; where the query was run, the operators with their rows and times.
    public let description: String
}

extension Engine {
    /// The query's plan; with `analyze` the query is run.
    package func explanation(
        of query: Query, analyze: Bool, _ options: Options
    ) throws(Diagnostic) -> Explanation {
        try limited(options) { (options) throws(Diagnostic) in
            let plan = try plan(query, options)
            let profile = analyze ? Profile() : nil
            if let profile { _ = try run(plan, options, profile: profile) }
            var node = 0
            let root = Explanation.Operator(plan, &node, profile)
            let text = analyze ? root.outline.joined(separator: "\n") : PlanSyntax.wholeQuery(plan).text
            return Explanation(root: root, description: text)
        }
    }
}

extension Explanation.Operator {
    /// - Parameter node: the plan node's number in pre-order; moved past the plan.
    init(_ plan: LogicalPlan, _ node: inout Int, _ profile: Profile?) {
        let entry = profile?.entry(node)
        node += 1
        kind = plan.kind
        text = PlanSyntax.operatorLine(plan)
        rows = entry?.rows
        time = entry.map { .nanoseconds($0.nanoseconds) }
        if case .why(let why) = plan {
            // It runs another plan than its input's, one that carries lineage.
            node += why.input.nodeCount
            inputs = []
        } else {
            var inputs: [Explanation.Operator] = []
            for input in plan.inputs { inputs.append(Explanation.Operator(input, &node, profile)) }
            self.inputs = inputs
        }
    }

    /// The operators in pre-order, inputs indented below what reads them.
    fileprivate var outline: [String] {
        let counts = rows.map { ", \($0) row\($0 == 1 ? "" : "s")" } ?? ""
        let times = time.map { ", \(Double($0.nanoseconds / 1000) / 1000) ms" } ?? ""
        return [text + counts + times] + inputs.flatMap(\.outline).map { "  " + $0 }
    }
}

extension PlanSyntax {
    /// The operator in one line.
    static func operatorLine(_ plan: LogicalPlan) -> String {
        let line = operatorText(plan).split(whereSeparator: \.isNewline).map { $0.drop { $0 == " " } }
            .joined(separator: " ")
        guard case .window(let window) = plan, let limit = window.firstRows else { return line }
        return line + " -- the first \(limit) of each partition"
    }
}

extension LogicalPlan {
    fileprivate var kind: Explanation.Kind {
        switch self {
        case .unit: .unit
        case .scan: .scan
        case .filter: .filter
        case .project: .project
        case .aggregate: .aggregate
        case .window: .window
        case .join: .join
        case .sort: .sort
        case .limit: .limit
        case .setOperation: .setOperation
        case .unpivot: .unpivot
        case .sample: .sample
        case .assert: .assert
        case .series: .series
        case .why: .why
        }
    }
}
