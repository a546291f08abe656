// From a logical plan to running pipelines: each kind of node has its operator.

import QueryLanguage

/// Runs plans.
package struct Executor {
    let context: ExecutionContext

    package init(_ context: ExecutionContext) {
        self.context = context
    }

    /// The plan's rows, each column in one piece; at most the first `limit` of them.
    package func rows(of plan: LogicalPlan, limit: Int? = nil) throws(Diagnostic) -> StoredTable {
        var node = 0
        let pipeline = try pipeline(plan, &node)
        guard let limit else { return try pipeline.rows(context) }
        return try pipeline.rows(limit: limit, offset: 0, context)
    }

    /// Gives the plan's rows a batch at a time, in their order, as they are computed: what the last operators make is not
    /// kept. Stops when `body` says that no more are wanted.
    func eachBatch(of plan: LogicalPlan, _ body: Emit) throws(Diagnostic) {
        var node = 0
        var context = context
        context.isStreaming = true
        let executor = Executor(context)
        let pipeline = try limited(executor.pipeline(plan, &node))
        for morsel in 0..<pipeline.morsels {
            try context.cancellation.check()
            context.progress?.add(rows: pipeline.rowCount(ofMorsel: morsel))
            let goesOn = try pipeline.read(morsel) { (batch) throws(Diagnostic) in
                try context.cancellation.check()
                return try context.cancellation.pausing { () throws(Diagnostic) in try body(batch) }
            }
            if !goesOn { return context.undecided.stopEarly() }
        }
    }

    /// The rows of a result, each column in one piece.
    func resultRows(of plan: LogicalPlan) throws(Diagnostic) -> StoredTable {
        var node = 0
        let rows = try limited(pipeline(plan, &node)).rows(context)
        try context.cancellation.check()
        return rows
    }

    /// The pipeline of a result, which may have a limit of rows.
    private func limited(_ pipeline: Pipeline) -> Pipeline {
        context.rowLimit.map { pipeline.adding(RowLimitTransform($0)) } ?? pipeline
    }

    /// A pipeline that gives the plan's rows, column `i` being `plan.columns[i]`. Operators that need all of their
    /// input run it here.
    ///
    /// - Parameter node: the plan node's number in pre-order; moved past the plan.
    func pipeline(_ plan: LogicalPlan, _ node: inout Int) throws(Diagnostic) -> Pipeline {
        // Also where an operator's input gave no batch.
        try context.cancellation.check()
        let number = node
        node += 1
        let start = context.profile == nil ? .now : ContinuousClock.now
        let result = try operators(plan, &node)
        guard let profile = context.profile else { return result }
        profile.add(node: number, nanoseconds: (ContinuousClock.now - start).nanoseconds)
        return result.adding(CountTransform(profile: profile, node: number))
    }

    /// The operators that chains are made of are apart from the others, so that a long chain takes little of the stack.
    private func operators(_ plan: LogicalPlan, _ node: inout Int) throws(Diagnostic) -> Pipeline {
        switch plan {
        case .filter(let filter): try filterPipeline(filter, &node)
        case .project(let project): try projectPipeline(project, &node)
        case .setOperation(let operation) where operation.kind == .unionAll: try unionPipeline(operation, &node)
        default: try build(plan, &node)
        }
    }

    private func filterPipeline(_ filter: LogicalPlan.Filter, _ node: inout Int) throws(Diagnostic) -> Pipeline {
        let input = try pipeline(filter.input, &node)
        return input.adding(FilterTransform(condition: try Condition(filter.condition, compiler(input))))
    }

    private func projectPipeline(_ project: LogicalPlan.Project, _ node: inout Int) throws(Diagnostic) -> Pipeline {
        let input = try pipeline(project.input, &node)
        let expressions = try compiler(input).compile(project.items.map(\.expression))
        return input.adding(ProjectTransform(expressions: expressions), columns: project.items.map(\.column))
    }

    private func unionPipeline(
        _ operation: LogicalPlan.SetOperation, _ node: inout Int
    ) throws(Diagnostic) -> Pipeline {
        let left = try pipeline(operation.left, &node)
        let right = try pipeline(operation.right, &node)
        return Pipeline(source: ConcatenatedSource([left, right]), columns: operation.columns)
    }

    private func build(_ plan: LogicalPlan, _ node: inout Int) throws(Diagnostic) -> Pipeline {
        switch plan {
        case .filter, .project: return try operators(plan, &node)
        case .unit: return Pipeline(source: UnitSource(), columns: [])
        case .scan(let scan):
            if let provider = scan.table.provider, scan.lineage == nil {
                return Pipeline(source: try ProviderSource(provider, scan, context), columns: plan.columns)
            }
            let table = try table(scan.table)
            return Pipeline(source: TableSource(table, scan), columns: plan.columns)
        case .series(let series): return Pipeline(source: SeriesSource(series), columns: [series.column])
        case .assert(let assertion):
            let input = try pipeline(assertion.input, &node)
            let transform = AssertTransform(
                condition: try Condition(assertion.condition, compiler(input)), text: assertion.text,
                messages: try compiler(input).compile(assertion.messages), range: assertion.condition.range,
                offending: OffendingRows(assertion.offending, title: "it fails for", context))
            return input.adding(transform)
        case .unpivot(let unpivot): return try unpivotPipeline(unpivot, pipeline(unpivot.input, &node), plan.columns)
        case .limit(let limit): return try limitPipeline(limit, plan.columns, &node)
        case .sort(let sort): return try sortPipeline(sort, limit: nil, &node)
        case .aggregate(let aggregate):
            let input = try pipeline(aggregate.input, &node)
            return stored(try AggregateOperator(aggregate, compiler(input)).run(input, context), plan.columns)
        case .join(let join):
            let left = try pipeline(join.left, &node)
            let right = try pipeline(join.right, &node)
            return try joinPipeline(join, left, right, plan.columns)
        case .window(let window):
            let input = try pipeline(window.input, &node)
            let rows = try WindowOperator(window, compiler(input)).run(input.rows(context))
            return stored(rows, plan.columns)
        case .setOperation(let operation):
            let left = try pipeline(operation.left, &node)
            let right = try pipeline(operation.right, &node)
            let rows = try RowSetOperator.run(operation, try left.rows(context), try right.rows(context))
            return stored(rows, operation.columns)
        case .sample(let sample):
            let input = try pipeline(sample.input, &node)
            return stored(SampleOperator.run(sample, try input.rows(context)), plan.columns)
        case .why(let why):
            node += why.input.nodeCount
            return stored(try WhyOperator(why, context).run(), plan.columns)
        }
    }

    func compiler(_ input: Pipeline) -> ExpressionCompiler {
        ExpressionCompiler(columns: input.columns, context: context)
    }

    func stored(_ table: StoredTable, _ columns: [PlanColumn]) -> Pipeline {
        Pipeline(source: TableSource(table), columns: columns)
    }

    func table(_ handle: TableHandle) throws(Diagnostic) -> StoredTable {
        switch handle.source {
        case .stored(let table): return table
        case .definition(let definition), .file(_, let definition):
            guard let provider = definition.provider else { return try definition.rows() }
            // A row is named by its number, so that all are kept at hand.
            return try context.shared.rows(of: definition) { () throws(Diagnostic) in
                let columns = definition.columns.enumerated().map { PlanColumn(ColumnID($0), $1.name, $1.type) }
                let scan = LogicalPlan.Scan(
                    name: definition.name, table: handle, positions: Array(columns.indices), columns: columns)
                let source = try ProviderSource(provider, scan, context)
                var rows = try Pipeline(source: source, columns: columns).rows(context)
                rows.places = source.places
                return rows
            }
        case .shared(let shared):
            return try context.shared.rows(of: shared) { () throws(Diagnostic) in
                var inner = context
                inner.outer = [:]
                inner.profile = nil
                return try Executor(inner).rows(of: shared.plan)
            }
        }
    }

    private func unpivotPipeline(
        _ unpivot: LogicalPlan.UnpivotRows, _ input: Pipeline, _ columns: [PlanColumn]
    ) throws(Diagnostic) -> Pipeline {
        let compiler = compiler(input)
        func position(_ id: ColumnID) -> Int { compiler.position(of: id) ?? 0 }
        let transform = UnpivotTransform(
            keeps: unpivot.keeps.map { position($0.id) },
            labels: unpivot.labels.map { Vector(unpivot.label.type, values: [$0]) },
            sources: unpivot.sources.map { $0.map(position) }, includesNulls: unpivot.includesNulls)
        return input.adding(transform, columns: columns)
    }

    private func limitPipeline(
        _ limit: LogicalPlan.Limit, _ columns: [PlanColumn], _ node: inout Int
    ) throws(Diagnostic) -> Pipeline {
        if case .sort(let sort) = limit.input, context.profile == nil {
            // Only the rows that will be shown need to be in order.
            let (kept, overflows) = limit.count.addingReportingOverflow(limit.offset)
            node += 1
            let sorted = try sortPipeline(sort, limit: overflows ? nil : kept, &node)
            return stored(
                try sorted.rows(limit: limit.count, offset: limit.offset, context), columns)
        }
        let input = try pipeline(limit.input, &node)
        if context.isStreaming {
            return Pipeline(source: LimitSource(input, limit, context), columns: columns)
        }
        return stored(try input.rows(limit: limit.count, offset: limit.offset, context), columns)
    }

    private func sortPipeline(
        _ sort: LogicalPlan.Sort, limit: Int?, _ node: inout Int
    ) throws(Diagnostic) -> Pipeline {
        let input = try pipeline(sort.input, &node)
        let sorting = SortOperator(
            keys: try compiler(input).compile(sort.keys.map(\.expression)),
            by: sort.keys.map { SortKey(descending: $0.descending, nullsFirst: $0.nullsFirst) })
        if let limit, sorting.canChoose(limit, of: input) {
            return stored(try sorting.first(limit, of: input, context), input.columns)
        }
        return stored(try sorting.sorted(input.rows(context), limit: limit, context), input.columns)
    }
}

extension Duration {
    /// Whole nanoseconds.
    var nanoseconds: Int64 {
        components.seconds * 1_000_000_000 + components.attoseconds / 1_000_000_000
    }
}
