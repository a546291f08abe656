// Statements over a catalog: binds, optimizes, runs.

import QueryLanguage
import Synchronization

/// A catalog and what runs statements over it. Statements may run at the same time; each sees the catalog as it was
/// when the statement began.
package final class Engine: Sendable {
    private let catalog: Mutex<Catalog>

    package init(catalog: Catalog) {
        self.catalog = Mutex(catalog)
    }

    /// The catalog as it is now.
    package var snapshot: Catalog { catalog.withLock { $0 } }

    /// The catalog as it is now, which reads files for one statement.
    func snapshot(for options: Options) -> Catalog {
        var catalog = snapshot
        catalog.fileRequest.cancellation = options.cancellation
        catalog.fileRequest.progress = options.progress
        return catalog
    }

    /// Adds a table, or puts it in the place of the one with its name.
    package func define(_ table: TableDefinition) { catalog.withLock { $0[table.name] = .table(table) } }

    /// Adds a function, or puts it in the place of the one that was added under its name.
    ///
    /// - Throws: where the language has a function of this name.
    package func register(_ function: Function) throws(Diagnostic) {
        let outcome: Result<Void, Diagnostic> = catalog.withLock { catalog in
            Result { () throws(Diagnostic) in try catalog.register(function) }
        }
        try outcome.get()
    }

    /// How a statement is run.
    package struct Options: Sendable {
        package var parameters = Parameters()
        package var variables = ScriptVariables()
        package var threads = 1
        package var cancellation = Cancellation()
        package var progress: StatementProgress?
        package var limits = Limits.none
        /// Whether the result is to tell where its rows come from.
        package var tracksLineage = false
        /// Microseconds since 1970 UTC.
        package var now: Int64

        package init(now: Int64) {
            self.now = now
        }
    }

    package func execute(_ statement: Statement, _ options: Options) throws(Diagnostic) -> QueryResult {
        try limited(options) { (options) throws(Diagnostic) in try executeWithin(options, statement) }
    }

    /// Runs `body` with options whose cancellation watches over the limits.
    func limited<Result>(
        _ options: Options, _ body: (Options) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        try options.parameters.check()
        var options = options
        if options.limits.memory != nil || options.limits.time != nil {
            options.cancellation = Cancellation(StatementWatch(options.limits, outer: options.cancellation))
        }
        return try options.cancellation.governing { () throws(Diagnostic) in try body(options) }
    }

    private func executeWithin(_ options: Options, _ statement: Statement) throws(Diagnostic) -> QueryResult {
        switch statement.node {
        case .query(let query):
            if let (query, clause) = query.exported { return try export(clause, query, options) }
            return try result(of: plan(query, options), options)
        case .create(let create): return try self.create(create, options)
        case .drop(let drop): return try self.drop(drop)
        case .describe(let name): return try describe(name, options)
        case .explain(let query, let analyze): return try explain(query, analyze: analyze, options)
        case .assert(let clause): return try assert(clause, options)
        case .declare(let declare): return try self.declare(declare, options)
        case .set(let assignment): return try set(assignment, options)
        case .export(let clause, let query): return try export(clause, query, options)
        }
    }

    func plan(_ query: Query, _ options: Options) throws(Diagnostic) -> LogicalPlan {
        Optimizer.optimize(try binder(options).bind(query))
    }

    /// What binds one statement.
    func binder(_ options: Options) -> Binder {
        Binder(
            catalog: snapshot(for: options), parameters: options.parameters, variables: options.variables.snapshot)
    }

    /// A plan's rows, and the conditions that were left undecided on the way.
    struct Outcome {
        let rows: StoredTable
        let undecided: [UndecidedCondition]
        let remarks: [String]
    }

    func run(_ plan: LogicalPlan, _ options: Options, profile: Profile? = nil) throws(Diagnostic) -> Outcome {
        var context = context(options)
        context.profile = profile
        let rows = try Executor(context).rows(of: plan)
        return Outcome(rows: rows, undecided: context.undecided.all, remarks: context.remarks.all)
    }

    func context(_ options: Options) -> ExecutionContext {
        var context = ExecutionContext(
            now: options.now, threads: options.threads, cancellation: options.cancellation)
        context.progress = options.progress
        context.rowLimit = options.limits.rows
        return context
    }

    /// What a query gives.
    func result(of plan: LogicalPlan, _ options: Options) throws(Diagnostic) -> QueryResult {
        let context = context(options)
        let columns = plan.columns.map { Column($0.name, $0.type) }
        var result: QueryResult
        if options.tracksLineage {
            let (rows, lineage) = try WhyOperator.rows(of: plan, sources: snapshot.sources, context)
            result = QueryResult(columns, [rows.batch], nil, lineage: lineage)
        } else {
            result = QueryResult(columns: columns, batches: [try Executor(context).resultRows(of: plan).batch])
        }
        result.undecided = context.undecided.all
        result.remarks = context.remarks.all
        return result
    }

    // MARK: CREATE and DROP

    private func create(_ create: CreateStatement, _ options: Options) throws(Diagnostic) -> QueryResult {
        let name = create.name.text
        try checkFree(create, in: snapshot)
        let plan = Optimizer.optimize(try binder(options).bind(definition: create))
        let entry: Catalog.Entry
        var undecided: [UndecidedCondition] = []
        var remarks: [String] = []
        switch create.kind {
        case .view: entry = .view(ViewDefinition(name: name, query: create.query))
        case .table:
            let context = context(options)
            let rows = try Executor(context).resultRows(of: plan)
            (undecided, remarks) = (context.undecided.all, context.remarks.all)
            let columns = plan.columns.map { Column($0.name, $0.type) }
            let table = StoredTable(columns: columns, vectors: rows.vectors, count: rows.count).learning()
            entry = .table(TableDefinition(name: name, columns: columns) { table })
        }
        // Nobody waits any longer for what was cancelled, and it is not to appear later.
        try options.cancellation.check()
        let taken: Result<Void, Diagnostic> = catalog.withLock { catalog in
            Result { () throws(Diagnostic) in
                try checkFree(create, in: catalog)
                catalog[name] = entry
            }
        }
        try taken.get()
        var result = QueryResult(message: "created \(create.kind.text) \(name)")
        result.undecided = undecided
        result.remarks = remarks
        return result
    }

    private func checkFree(_ create: CreateStatement, in catalog: Catalog) throws(Diagnostic) {
        guard let existing = catalog[create.name.text] else { return }
        let isSameKind = existing.kind == create.kind
        if create.orReplace && isSameKind { return }
        throw Diagnostic(
            "the \(existing.kind.text) `\(existing.name)` exists already", at: create.name.range,
            hints: isSameKind ? ["CREATE OR REPLACE \(create.kind.text.uppercased()) replaces it"] : ["DROP it first"])
    }

    private func drop(_ drop: DropStatement) throws(Diagnostic) -> QueryResult {
        let name = drop.name.text
        let outcome: Result<QueryResult, Diagnostic> = catalog.withLock { catalog in
            guard let entry = catalog[name] else {
                if drop.ifExists { return .success(QueryResult(message: "there is no \(drop.kind.text) \(name)")) }
                return .failure(
                    Diagnostic(
                        "there is no \(drop.kind.text) `\(name)`", at: drop.name.range,
                        hints: suggestions(for: name, among: catalog.names, listedAs: "there are")))
            }
            guard entry.kind == drop.kind else {
                return .failure(
                    Diagnostic(
                        "`\(name)` is a \(entry.kind.text)", at: drop.name.range,
                        hints: ["use DROP \(entry.kind.text.uppercased())"]))
            }
            catalog[name] = nil
            return .success(QueryResult(message: "dropped \(drop.kind.text) \(entry.name)"))
        }
        return try outcome.get()
    }

    // MARK: DESCRIBE

    /// One row a column. What a view only passes on keeps the description of the table's column.
    private func describe(_ name: Identifier, _ options: Options) throws(Diagnostic) -> QueryResult {
        let query = Query(body: .from(TableExpression(.table(name), name.range)), range: name.range)
        let plan = try binder(options).bind(query)
        var descriptions: [ColumnID: String] = [:]
        plan.collectDescriptions(into: &descriptions)
        let columns = plan.columns.map { Column($0.name, $0.type, description: descriptions[$0.id]) }
        let table = Description.table(columns)
        var title: String?
        switch snapshot[name.text] {
        case .table(let definition): title = definition.description
        case .view(let view): title = view.description
        case nil: break
        }
        return QueryResult(columns: table.columns, batches: [table.batch], title: title)
    }
}

extension Catalog.Entry {
    /// `table` or `view`, as messages say it.
    package var kindName: String { kind.text }

    var kind: RelationKind {
        switch self {
        case .table: .table
        case .view: .view
        }
    }
}

extension RelationKind {
    /// `table` or `view`.
    var text: String {
        switch self {
        case .table: "table"
        case .view: "view"
        }
    }
}

extension LogicalPlan {
    /// The descriptions of the tables' columns that the plan reads.
    fileprivate func collectDescriptions(into descriptions: inout [ColumnID: String]) {
        if case .scan(let scan) = self, let definition = scan.table.definition {
            for (column, position) in zip(scan.columns, scan.positions) {
                descriptions[column.id] = definition.columns[position].description
            }
        }
        for input in inputs { input.collectDescriptions(into: &descriptions) }
    }
}
