// The pipe operators.

/// One `|> …`.
public struct PipeOperator: Hashable, Sendable {
    public var node: Node
    public var range: SourceRange

    public init(_ node: Node, _ range: SourceRange) {
        self.node = node
        self.range = range
    }

    public enum Node: Hashable, Sendable {
        case select(distinct: Bool, [SelectItem])
        /// The items are expressions with or without an alias, or `table.*`.
        case extend([SelectItem])
        case set([Assignment])
        case drop([Identifier])
        case rename([Renaming])
        case alias(Identifier)
        case filter(Expression)
        case aggregate(AggregateClause)
        case distinct
        case join(JoinClause)
        case orderBy([OrderingItem])
        case limit(LimitClause)
        /// `UNION ALL (query), (query)…`
        case setOperation(SetOperator, [Query])
        case pivot(Pivot)
        case unpivot(Unpivot)
        case tableSample(TableSample)
        /// `WITH name AS (query), …`: names for the operators that follow.
        case with([CommonTable])
        /// `CALL function(arguments) [AS alias]`
        case call(TableFunctionCall, alias: Identifier?)
        case assert(AssertClause)
        case describe
        /// `WHY`: the rows that each row came from.
        case why
        /// `EXPORT DATA OPTIONS (…)`, behind which a statement ends.
        case export(ExportClause)
    }
}

/// `old AS new`
public struct Renaming: Hashable, Sendable {
    public var old: Identifier
    public var new: Identifier

    public init(old: Identifier, new: Identifier) {
        self.old = old
        self.new = new
    }
}

/// `AGGREGATE items [GROUP [AND ORDER] BY items]`
public struct AggregateClause: Hashable, Sendable {
    public var items: [AggregateItem]
    public var groupBy: [GroupingItem]
    /// `GROUP AND ORDER BY`
    public var ordersByGroups: Bool

    public init(items: [AggregateItem], groupBy: [GroupingItem], ordersByGroups: Bool) {
        self.items = items
        self.groupBy = groupBy
        self.ordersByGroups = ordersByGroups
    }
}

/// An expression over aggregates, with an alias and the ordering shorthand.
public struct AggregateItem: Hashable, Sendable {
    public var expression: Expression
    public var alias: Identifier?
    public var ordering: Ordering?

    public init(_ expression: Expression, alias: Identifier?, ordering: Ordering?) {
        self.expression = expression
        self.alias = alias
        self.ordering = ordering
    }
}

/// `PIVOT (aggregates FOR input IN (values)) [AS alias]`
public struct Pivot: Hashable, Sendable {
    public struct Aggregate: Hashable, Sendable {
        public var expression: Expression
        public var alias: Identifier?

        public init(_ expression: Expression, alias: Identifier?) {
            self.expression = expression
            self.alias = alias
        }
    }

    /// A constant and the name of its column.
    public struct Value: Hashable, Sendable {
        public var expression: Expression
        public var alias: Identifier?

        public init(_ expression: Expression, alias: Identifier?) {
            self.expression = expression
            self.alias = alias
        }
    }

    public var aggregates: [Aggregate]
    public var input: Expression
    public var values: [Value]
    public var alias: Identifier?

    public init(aggregates: [Aggregate], input: Expression, values: [Value], alias: Identifier?) {
        self.aggregates = aggregates
        self.input = input
        self.values = values
        self.alias = alias
    }
}

/// `UNPIVOT [INCLUDE NULLS|EXCLUDE NULLS] (values FOR name IN (columns)) [AS alias]`
public struct Unpivot: Hashable, Sendable {
    /// `column [AS 'label']` or `(a, b) [AS 'label']`; the label is a string or an integer literal.
    public struct ColumnSet: Hashable, Sendable {
        public var columns: [Identifier]
        public var label: Expression?

        public init(columns: [Identifier], label: Expression?) {
            self.columns = columns
            self.label = label
        }
    }

    public var includesNulls: Bool
    /// The columns that receive the values: one, or several in parentheses.
    public var values: [Identifier]
    public var name: Identifier
    public var columnSets: [ColumnSet]
    public var alias: Identifier?

    public init(
        includesNulls: Bool, values: [Identifier], name: Identifier, columnSets: [ColumnSet], alias: Identifier?
    ) {
        self.includesNulls = includesNulls
        self.values = values
        self.name = name
        self.columnSets = columnSets
        self.alias = alias
    }
}

/// `TABLESAMPLE method (size PERCENT|ROWS) [REPEATABLE (seed)]`
public struct TableSample: Hashable, Sendable {
    public enum Method: Hashable, Sendable {
        case bernoulli
        case system
        case reservoir
    }

    public enum Unit: Hashable, Sendable {
        case percent
        case rows
    }

    public var method: Method
    public var size: Expression
    public var unit: Unit
    public var seed: Expression?

    public init(method: Method, size: Expression, unit: Unit, seed: Expression?) {
        self.method = method
        self.size = size
        self.unit = unit
        self.seed = seed
    }
}
