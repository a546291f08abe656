// The logical plan: what is to be computed, as relational algebra. It knows nothing of how it is run.

import QueryLanguage

/// A column that a plan node gives.
package struct PlanColumn: Hashable, Sendable {
    package var id: ColumnID
    /// The name for printing and for results; names need not be unique.
    package var name: String
    package var type: DataType

    package init(_ id: ColumnID, _ name: String, _ type: DataType) {
        self.id = id
        self.name = name
        self.type = type
    }
}

/// A node of relational algebra.
package indirect enum LogicalPlan: Sendable {
    /// One row without columns: the input of `SELECT 1`.
    case unit
    case scan(Scan)
    case filter(Filter)
    case project(Project)
    case aggregate(Aggregate)
    case window(Window)
    case join(Join)
    case sort(Sort)
    case limit(Limit)
    case setOperation(SetOperation)
    case unpivot(UnpivotRows)
    case sample(Sample)
    case assert(Assertion)
    case series(Series)
    case why(Why)

    /// A table's rows; only the listed columns are read.
    package struct Scan: Sendable {
        package var name: String
        package var table: TableHandle
        /// The position in the table of each column.
        package var positions: [Int]
        package var columns: [PlanColumn]
        /// What a provider of the rows may check by itself; a filter above checks it in any case.
        package var filters: [ScanFilter] = []
        /// Where it is asked for: one more column, behind the others, that names each row.
        package var lineage: Lineage?

        package struct Lineage: Sendable {
            package var column: PlanColumn
            /// The table's number among those that are asked about.
            package var table: Int
        }

        package init(name: String, table: TableHandle, positions: [Int], columns: [PlanColumn]) {
            self.name = name
            self.table = table
            self.positions = positions
            self.columns = columns
        }
    }

    package struct Filter: Sendable {
        package var input: LogicalPlan
        package var condition: BoundExpression
    }

    /// Computes columns, and forgets all that are not listed.
    package struct Project: Sendable {
        package struct Item: Sendable {
            package var column: PlanColumn
            package var expression: BoundExpression
        }

        package var input: LogicalPlan
        package var items: [Item]
    }

    /// One row a group: the keys, then the aggregates. Without keys one row even if there is no input.
    package struct Aggregate: Sendable {
        package struct Item: Sendable {
            package var column: PlanColumn
            package var call: BoundAggregate
        }

        package var input: LogicalPlan
        package var keys: [Project.Item]
        package var items: [Item]
    }

    /// Adds columns computed over windows; row order is kept.
    package struct Window: Sendable {
        package struct Item: Sendable {
            package var column: PlanColumn
            package var call: BoundAggregate
            package var specification: BoundWindow
        }

        package var input: LogicalPlan
        package var items: [Item]
        /// How many rows of each partition are wanted, where all items number the rows of one window: those behind them
        /// may be left out.
        package var firstRows: Int?
    }

    package struct Join: Sendable {
        package enum Kind: Sendable {
            case inner
            case left
            case right
            case full
        }

        package var left: LogicalPlan
        package var right: LogicalPlan
        package var kind: Kind
        /// Pairs of expressions, over the left and over the right side, that must be equal.
        package var keys: [(left: BoundExpression, right: BoundExpression)]
        /// What must hold beside.
        package var condition: BoundExpression?
    }

    package struct Sort: Sendable {
        package struct Key: Sendable, Hashable {
            package var expression: BoundExpression
            package var descending: Bool
            package var nullsFirst: Bool
        }

        package var input: LogicalPlan
        package var keys: [Key]
    }

    package struct Limit: Sendable {
        package var input: LogicalPlan
        package var count: Int
        package var offset: Int
    }

    /// UNION ALL, and the others on whole rows. DISTINCT of one input is an aggregate without aggregates.
    package struct SetOperation: Sendable {
        package enum Kind: Sendable {
            case unionAll
            case intersectAll
            case intersectDistinct
            case exceptAll
            case exceptDistinct
        }

        package var kind: Kind
        /// The inputs' outputs agree in number and types.
        package var left: LogicalPlan
        package var right: LogicalPlan
        package var columns: [PlanColumn]
        /// Whether the last column is the rows' lineage, by which rows do not differ.
        package var carriesLineage = false
    }

    /// For each row one row a column set: its label, its values, and the kept columns.
    package struct UnpivotRows: Sendable {
        package var input: LogicalPlan
        package var keeps: [PlanColumn]
        package var label: PlanColumn
        package var labels: [Value]
        /// The new columns, and for each label the input columns that go there.
        package var values: [PlanColumn]
        package var sources: [[ColumnID]]
        package var includesNulls: Bool
    }

    package struct Sample: Sendable {
        package enum Size: Sendable {
            case fraction(Double)
            case rows(Int)
        }

        package var input: LogicalPlan
        package var size: Size
        package var seed: UInt64
    }

    /// Passes rows on, and fails at the first for which the condition is not TRUE.
    package struct Assertion: Sendable {
        package var input: LogicalPlan
        package var condition: BoundExpression
        /// The condition as written.
        package var text: String
        package var messages: [BoundExpression]
        /// The rows for which the condition is not TRUE, the columns that it uses first. It is run only where the
        /// assertion fails, so that rules leave it alone and all of its columns are there.
        package var offending: LogicalPlan
    }

    /// The rows of base tables that each row of a query comes from.
    package struct Why: Sendable {
        package var input: LogicalPlan
        package var columns: [PlanColumn]
        /// The table that says more of a row's `source`.
        package var sources: TableHandle?
    }

    /// The numbers from `start` to `end`, both included, in steps.
    package struct Series: Sendable {
        package var column: PlanColumn
        package var start: Int64
        package var end: Int64
        package var step: Int64
    }
}

/// A call of an aggregate or window function.
package struct BoundAggregate: Hashable, Sendable {
    package var function: String
    package var overload: Int
    package var arguments: [BoundExpression]
    package var isDistinct: Bool
    package var ignoresNulls: Bool?
    package var having: Having?
    package var orderBy: [LogicalPlan.Sort.Key]
    package var limit: Int?
    package var isSafe: Bool
    /// Only rows for which it is TRUE count; what PIVOT makes of its values.
    package var filter: BoundExpression?
    package var type: DataType
    package var range: SourceRange
    /// The function, where it is none of the function table's.
    package var registered: RegisteredFunction?

    /// The function that is called.
    var definition: Function? { registered?.function ?? FunctionTable.find(function) }

    package struct Having: Hashable, Sendable {
        package var isMax: Bool
        package var expression: BoundExpression
    }

    /// All expressions that it evaluates for its rows: arguments, then HAVING's, then the order's, then the filter.
    package var inputs: [BoundExpression] {
        arguments + (having.map { [$0.expression] } ?? []) + orderBy.map(\.expression) + (filter.map { [$0] } ?? [])
    }
}

/// `OVER (…)`
package struct BoundWindow: Hashable, Sendable {
    package var partitionBy: [BoundExpression]
    package var orderBy: [LogicalPlan.Sort.Key]
    package var frame: FrameSpecification
}

/// What a scan reads.
package struct TableHandle: Sendable {
    package enum Source: Sendable {
        case definition(TableDefinition)
        /// A file that the query names, and what was found there.
        case file(FileReference, TableDefinition)
        case stored(StoredTable)
        /// A WITH table that is used more than once: computed once a statement.
        case shared(SharedTable)
    }

    package let source: Source

    /// The table as the catalog has it, or as it was found in a file.
    package var definition: TableDefinition? {
        switch source {
        case .definition(let definition), .file(_, let definition): definition
        case .stored, .shared: nil
        }
    }

    /// What gives the rows, where they are not in memory.
    package var provider: (any TableProvider)? { definition?.provider }
}

/// A plan whose rows are computed once a statement, however often they are scanned.
package final class SharedTable: Sendable {
    package let name: String
    package let plan: LogicalPlan
    package let columns: [PlanColumn]
    /// Unique in its statement.
    package let identity: Int

    package init(name: String, plan: LogicalPlan, columns: [PlanColumn], identity: Int) {
        self.name = name
        self.plan = plan
        self.columns = columns
        self.identity = identity
    }
}

extension LogicalPlan {
    /// The columns that it gives, in order.
    package var columns: [PlanColumn] {
        switch self {
        case .unit: []
        case .scan(let scan): scan.columns + (scan.lineage.map { [$0.column] } ?? [])
        case .filter(let filter): filter.input.columns
        case .project(let project): project.items.map(\.column)
        case .aggregate(let aggregate): aggregate.keys.map(\.column) + aggregate.items.map(\.column)
        case .window(let window): window.input.columns + window.items.map(\.column)
        case .join(let join): join.left.columns + join.right.columns
        case .sort(let sort): sort.input.columns
        case .limit(let limit): limit.input.columns
        case .setOperation(let operation): operation.columns
        case .unpivot(let unpivot): unpivot.keeps + [unpivot.label] + unpivot.values
        case .sample(let sample): sample.input.columns
        case .assert(let assertion): assertion.input.columns
        case .series(let series): [series.column]
        case .why(let why): why.columns
        }
    }

    /// The plans that it reads from.
    package var inputs: [LogicalPlan] {
        switch self {
        case .unit, .scan, .series: []
        case .filter(let node): [node.input]
        case .project(let node): [node.input]
        case .aggregate(let node): [node.input]
        case .window(let node): [node.input]
        case .join(let node): [node.left, node.right]
        case .sort(let node): [node.input]
        case .limit(let node): [node.input]
        case .setOperation(let node): [node.left, node.right]
        case .unpivot(let node): [node.input]
        case .sample(let node): [node.input]
        case .assert(let node): [node.input]
        case .why(let node): [node.input]
        }
    }

    /// How many nodes the plan has, itself included.
    var nodeCount: Int { inputs.reduce(1) { $0 + $1.nodeCount } }

    /// The same node over other inputs, as many as `inputs` gives.
    package func replacingInputs(_ inputs: [LogicalPlan]) -> LogicalPlan {
        switch self {
        case .unit, .scan, .series: return self
        case .filter(var node):
            node.input = inputs[0]
            return .filter(node)
        case .project(var node):
            node.input = inputs[0]
            return .project(node)
        case .aggregate(var node):
            node.input = inputs[0]
            return .aggregate(node)
        case .window(var node):
            node.input = inputs[0]
            return .window(node)
        case .join(var node):
            node.left = inputs[0]
            node.right = inputs[1]
            return .join(node)
        case .sort(var node):
            node.input = inputs[0]
            return .sort(node)
        case .limit(var node):
            node.input = inputs[0]
            return .limit(node)
        case .setOperation(var node):
            node.left = inputs[0]
            node.right = inputs[1]
            return .setOperation(node)
        case .unpivot(var node):
            node.input = inputs[0]
            return .unpivot(node)
        case .sample(var node):
            node.input = inputs[0]
            return .sample(node)
        case .assert(var node):
            node.input = inputs[0]
            return .assert(node)
        case .why(var node):
            node.input = inputs[0]
            return .why(node)
        }
    }

    /// The expressions that this node itself evaluates.
    package var expressions: [BoundExpression] {
        switch self {
        case .unit, .scan, .limit, .setOperation, .unpivot, .sample, .series, .why: []
        case .filter(let node): [node.condition]
        case .project(let node): node.items.map(\.expression)
        case .aggregate(let node): node.keys.map(\.expression) + node.items.flatMap(\.call.inputs)
        case .window(let node):
            node.items.flatMap {
                $0.call.inputs + $0.specification.partitionBy + $0.specification.orderBy.map(\.expression)
            }
        case .join(let node):
            node.keys.flatMap { [$0.left, $0.right] } + (node.condition.map { [$0] } ?? [])
        case .sort(let node): node.keys.map(\.expression)
        case .assert(let node): [node.condition] + node.messages
        }
    }

    /// The columns of queries around it that it uses: those that neither it nor its inputs give.
    package var outerColumns: Set<ColumnID> {
        var used: Set<ColumnID> = []
        var given: Set<ColumnID> = []
        collect(&used, &given)
        return used.subtracting(given)
    }

    private func collect(_ used: inout Set<ColumnID>, _ given: inout Set<ColumnID>) {
        for expression in expressions { used.formUnion(expression.columns) }
        for column in columns { given.insert(column.id) }
        for input in inputs { input.collect(&used, &given) }
    }
}
