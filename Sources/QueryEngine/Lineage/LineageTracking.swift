// WHY: plans that carry along where their rows come from.
//
// The lineage of a row is a set of rows of base tables: its why-provenance as Cui and Widom (2000) define it for each
// operator, the union of all witnesses in the terms of Green, Karvounarakis and Tannen (2007). It is computed by a plan
// that is rewritten so that one more column carries it (as Perm does: Glavic and Alonso 2009); the engine runs that plan
// like any other, and plans that nobody asks about are not touched.
//
//   scan             the row itself
//   filter, project, sort, limit, sample, unpivot   the input row's; with it that of subqueries in the expressions
//                    (what OFFSET passes over is not in it)
//   join             both rows'; of a row without a partner its own
//   aggregate        all rows of the group (DISTINCT and PIVOT are aggregates)
//   UNION ALL        the row's
//   INTERSECT        the left row's and that of all right rows that equal it
//   EXCEPT           the left row's: what is not there is no witness
//   window           the row's and that of its frame, with all rows between it and the row
//   subquery         a value's: all rows of the subquery; of EXISTS too; of IN those that are equal,
//                    or else those that leave it open

import QueryLanguage

/// Rewrites a plan into one whose last column is each row's lineage.
///
/// A lineage is a STRING of eight bytes for each base-table row (see `LineageCode`); it may be empty or NULL, and name a
/// row more than once. As a string it passes through every operator there is.
struct LineageTracking {
    /// The base tables that were met, each at its number.
    private(set) var tables: [LogicalPlan.Scan] = []
    private var tableNumbers: [TableIdentity: Int] = [:]
    private var sharedTables: [Int: SharedTable] = [:]
    /// Binders number upwards from 1, so that what is added here counts down.
    private var nextNumber = 0

    /// The plan's own columns, then the lineage.
    mutating func track(_ plan: LogicalPlan) -> LogicalPlan {
        let (tracked, lineage) = carry(plan)
        let wanted = plan.columns + [lineage]
        if tracked.columns.map(\.id) == wanted.map(\.id) { return tracked }
        return .project(.init(input: tracked, items: wanted.map { .init(passing: $0) }))
    }

    /// The tracked plan, its columns in any order, and which is the lineage.
    private mutating func carry(_ plan: LogicalPlan) -> (LogicalPlan, PlanColumn) {
        switch plan {
        case .unit, .series, .why: return withoutLineage(plan)
        case .scan(let scan): return carry(scan)
        case .filter(let filter):
            let (input, lineage) = carry(filter.input)
            let kept = LogicalPlan.filter(.init(input: input, condition: filter.condition))
            return adding(witnesses(of: [filter.condition]), to: lineage, in: kept)
        case .project(var project):
            let (input, lineage) = carry(project.input)
            let whole = newColumn()
            let sources = witnesses(of: project.items.map(\.expression))
            project.input = input
            project.items.append(.init(column: whole, expression: Self.union([.column(lineage)] + sources)))
            return (.project(project), whole)
        case .aggregate(var aggregate):
            let (input, lineage) = carry(aggregate.input)
            let (complete, own) = adding(witnesses(of: plan.expressions), to: lineage, in: input)
            let whole = newColumn()
            aggregate.input = complete
            aggregate.items.append(.init(column: whole, call: Self.collecting(own)))
            return (.aggregate(aggregate), whole)
        case .window(let window): return carry(window)
        case .join(var join):
            let (left, leftLineage) = carry(join.left)
            let (right, rightLineage) = carry(join.right)
            join.left = left
            join.right = right
            let sources = [BoundExpression.column(rightLineage)] + witnesses(of: plan.expressions)
            return adding(sources, to: leftLineage, in: .join(join))
        case .setOperation(var operation):
            let whole = newColumn()
            operation.left = track(operation.left)
            operation.right = track(operation.right)
            operation.columns.append(whole)
            operation.carriesLineage = true
            return (.setOperation(operation), whole)
        case .unpivot(var unpivot):
            let (input, lineage) = carry(unpivot.input)
            unpivot.input = input
            unpivot.keeps.append(lineage)
            return (.unpivot(unpivot), lineage)
        case .sort, .limit, .sample, .assert:
            let (input, lineage) = carry(plan.inputs[0])
            return (plan.replacingInputs([input]), lineage)
        }
    }

    // MARK: Tables

    /// A plan whose rows come from no table.
    private mutating func withoutLineage(_ plan: LogicalPlan) -> (LogicalPlan, PlanColumn) {
        let none = newColumn()
        let items = plan.columns.map { LogicalPlan.Project.Item(passing: $0) }
        return (.project(.init(input: plan, items: items + [.init(column: none, expression: Self.nothing)])), none)
    }

    private mutating func carry(_ scan: LogicalPlan.Scan) -> (LogicalPlan, PlanColumn) {
        var tracked = scan
        let column = newColumn()
        if case .shared(let shared) = scan.table.source {
            let known = share(shared)
            tracked.table = TableHandle(source: .shared(known))
            tracked.positions.append(known.columns.count - 1)
            tracked.columns.append(column)
        } else {
            tracked.lineage = .init(column: column, table: number(of: scan))
        }
        return (.scan(tracked), column)
    }

    /// The number of a base table; a table that is scanned twice has one.
    private mutating func number(of scan: LogicalPlan.Scan) -> Int {
        let identity: TableIdentity
        switch scan.table.source {
        case .definition(let definition): identity = .definition(ObjectIdentifier(definition))
        case .file(let file, _): identity = .file(file.syntax)
        case .stored, .shared: identity = .file(.file(scan.name))
        }
        if let known = tableNumbers[identity] { return known }
        tables.append(scan)
        tableNumbers[identity] = tables.count - 1
        return tables.count - 1
    }

    private enum TableIdentity: Hashable {
        case definition(ObjectIdentifier)
        /// A file, as it is written: it is opened at each place that names it.
        case file(TableExpression.Node)
    }

    /// The WITH table with its rows' lineage as its last column.
    private mutating func share(_ shared: SharedTable) -> SharedTable {
        if let known = sharedTables[shared.identity] { return known }
        let plan = track(shared.plan)
        let tracked = SharedTable(
            name: shared.name, plan: plan, columns: shared.columns + plan.columns.suffix(1), identity: newNumber())
        sharedTables[shared.identity] = tracked
        return tracked
    }

    // MARK: Windows

    /// Each call adds the lineage of the rows that its value depends on.
    private mutating func carry(_ window: LogicalPlan.Window) -> (LogicalPlan, PlanColumn) {
        let (input, lineage) = carry(window.input)
        let sources = witnesses(of: LogicalPlan.window(window).expressions)
        var specifications: [BoundWindow] = []
        for item in window.items {
            var specification = item.specification
            specification.frame = item.sourceFrame
            if !specifications.contains(specification) { specifications.append(specification) }
        }
        var tracked = window
        tracked.input = input
        tracked.firstRows = nil
        var frames: [BoundExpression] = []
        for specification in specifications {
            let column = newColumn()
            tracked.items.append(
                .init(column: column, call: Self.collecting(lineage), specification: specification))
            frames.append(.column(column))
        }
        return adding(frames + sources, to: lineage, in: .window(tracked))
    }

    // MARK: Subqueries

    /// For each subquery in the expressions an expression that gives the lineage of what it found.
    private mutating func witnesses(of expressions: [BoundExpression]) -> [BoundExpression] {
        var result: [BoundExpression] = []
        for expression in expressions {
            if case .subquery(let subquery) = expression.node { result.append(witness(of: subquery)) }
            result += witnesses(of: expression.children)
        }
        return result
    }

    private mutating func witness(of subquery: BoundSubquery) -> BoundExpression {
        let plan = track(subquery.plan)
        guard case .membership(let operand) = subquery.kind else { return collected(from: plan) }
        // The rows that are equal; if there is none, those that leave it open.
        let equals = Self.call("$equal", [.column(plan.columns[0]), operand])
        let found = collected(from: .filter(.init(input: plan, condition: equals)))
        let open = collected(from: .filter(.init(input: plan, condition: Self.call("$is_null", [equals]))))
        return BoundExpression(.coalesce([found, open]), .string, .none)
    }

    /// The lineage of all rows of a tracked plan, as a value; NULL if it has none.
    private mutating func collected(from plan: LogicalPlan) -> BoundExpression {
        let lineage = plan.columns[plan.columns.count - 1]
        let item = LogicalPlan.Aggregate.Item(column: newColumn(), call: Self.collecting(lineage))
        let all = LogicalPlan.aggregate(.init(input: plan, keys: [], items: [item]))
        let whole = BoundSubquery(
            kind: .scalar, plan: all, outerColumns: all.outerColumns.sorted(), identity: newNumber())
        return BoundExpression(.subquery(whole), .string, .none)
    }

    // MARK: Expressions

    private mutating func newNumber() -> Int {
        nextNumber -= 1
        return nextNumber
    }

    private mutating func newColumn() -> PlanColumn { PlanColumn(ColumnID(newNumber()), "lineage", .string) }

    /// The plan with more lineage for its rows.
    private mutating func adding(
        _ sources: [BoundExpression], to lineage: PlanColumn, in plan: LogicalPlan
    ) -> (LogicalPlan, PlanColumn) {
        if sources.isEmpty { return (plan, lineage) }
        let whole = newColumn()
        let items = plan.columns.map { LogicalPlan.Project.Item(passing: $0) }
        let union = Self.union([.column(lineage)] + sources)
        return (.project(.init(input: plan, items: items + [.init(column: whole, expression: union)])), whole)
    }

    private static let nothing = BoundExpression.constant(.string(""), .string)

    /// A call of an operator whose overloads all give BOOL.
    private static func call(_ name: String, _ arguments: [BoundExpression]) -> BoundExpression {
        let call = BoundCall(function: name, overload: 0, arguments: arguments, isSafe: false)
        return BoundExpression(.call(call), .bool, .none)
    }

    /// The lineages one behind the other, NULL counting as none.
    private static func union(_ lineages: [BoundExpression]) -> BoundExpression {
        let parts = lineages.map { BoundExpression(.coalesce([$0, nothing]), .string, .none) }
        return parts.dropFirst().reduce(parts[0]) { whole, part in
            let call = BoundCall(function: "$concat", overload: 0, arguments: [whole, part], isSafe: false)
            return BoundExpression(.call(call), .string, .none)
        }
    }

    /// The lineages of all rows of a group or frame.
    private static func collecting(_ lineage: PlanColumn) -> BoundAggregate {
        BoundAggregate(
            function: "STRING_AGG", overload: 0, arguments: [.column(lineage), nothing], isDistinct: false,
            ignoresNulls: nil, having: nil, orderBy: [], limit: nil, isSafe: false, filter: nil, type: .string,
            range: .none)
    }
}

extension LogicalPlan.Project.Item {
    /// A column that is passed on.
    fileprivate init(passing column: PlanColumn) {
        self.init(column: column, expression: .column(column))
    }
}

extension BoundExpression {
    fileprivate static func column(_ column: PlanColumn) -> BoundExpression { .column(column.id, column.type) }
}

extension LogicalPlan.Window.Item {
    /// The frame that holds all rows on which the call's value depends: without the others it would be the same.
    fileprivate var sourceFrame: FrameSpecification {
        switch call.function {
        case "ROW_NUMBER": FrameSpecification(isRange: false, start: .unboundedPreceding, end: .currentRow)
        case "RANK", "DENSE_RANK": .upToCurrentPeers
        case "LAG", "LEAD":
            if let distance = offset, distance >= 0 {
                call.function == "LAG"
                    ? FrameSpecification(isRange: false, start: .preceding(.int64(distance)), end: .currentRow)
                    : FrameSpecification(isRange: false, start: .currentRow, end: .following(.int64(distance)))
            } else {
                .wholePartition
            }
        case "PERCENT_RANK", "CUME_DIST", "NTILE": .wholePartition
        default: specification.frame.isRange ? specification.frame : specification.frame.reachingCurrentRow
        }
    }

    /// By how many rows LAG and LEAD look back or ahead; `nil` where that is no constant.
    private var offset: Int64? {
        guard call.arguments.count > 1 else { return 1 }
        guard case .int64(let distance)? = call.arguments[1].constantValue else { return nil }
        return distance
    }
}

extension FrameSpecification {
    /// The frame of ROWS stretched to the row itself: rows between it and its frame count for where the frame lies.
    fileprivate var reachingCurrentRow: FrameSpecification {
        var result = self
        if case .following = start { result.start = .currentRow }
        if case .unboundedFollowing = start { result.start = .currentRow }
        if case .preceding = end { result.end = .currentRow }
        if case .unboundedPreceding = end { result.end = .currentRow }
        return result
    }
}
