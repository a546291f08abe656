// EXPLAIN and EXPLAIN ANALYZE.

import QueryLanguage

extension Engine {
    /// The optimized plan as a query, a line a row; with `analyze` the query is run, and each operator shows its rows
    /// and the time that it and its inputs took before the first of its rows came out.
    func explain(_ query: Query, analyze: Bool, _ options: Options) throws(Diagnostic) -> QueryResult {
        let plan = try plan(query, options)
        guard analyze else {
            let lines = PlanSyntax.wholeQuery(plan).text.split(separator: "\n", omittingEmptySubsequences: false)
            let vector = Vector(.string, values: lines.map { .string(String($0)) })
            return QueryResult(columns: [Column("plan", .string)], batches: [Batch([vector], count: lines.count)])
        }
        let profile = Profile()
        _ = try run(plan, options, profile: profile)
        var lines: [(text: String, entry: Profile.Entry)] = []
        var node = 0
        collect(plan, depth: 0, &node, profile, &lines)
        let vectors = [
            Vector(.string, values: lines.map { .string($0.text) }),
            Vector(.int64, values: lines.map { .int64(Int64($0.entry.rows)) }),
            Vector(.float64, values: lines.map { .float64(Double($0.entry.nanoseconds / 1000) / 1000) }),
        ]
        let columns = [Column("operator", .string), Column("rows", .int64), Column("milliseconds", .float64)]
        return QueryResult(columns: columns, batches: [Batch(vectors, count: lines.count)])
    }

    /// The operators in pre-order, inputs indented below what reads them.
    private func collect(
        _ plan: LogicalPlan, depth: Int, _ node: inout Int, _ profile: Profile,
        _ lines: inout [(text: String, entry: Profile.Entry)]
    ) {
        let text = PlanSyntax.operatorLine(plan)
        lines.append((String(repeating: "  ", count: depth) + text, profile.entry(node)))
        node += 1
        if case .why(let why) = plan {
            // It runs another plan than its input's, one that carries lineage.
            node += why.input.nodeCount
            return
        }
        for input in plan.inputs { collect(input, depth: depth + 1, &node, profile, &lines) }
    }
}
