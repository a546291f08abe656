// Queries: the standard form, FROM queries, and what both are made of.

/// A name as written: quoted or not, in the user's own case. Names are matched without regard to case.
public struct Identifier: Hashable, Sendable {
    /// The name, without backquotes.
    public var text: String
    public var range: SourceRange

    public init(_ text: String, _ range: SourceRange) {
        self.text = text
        self.range = range
    }
}

/// A query: `WITH` tables, a body, `ORDER BY` and `LIMIT` of the standard form, then any number of pipe operators.
public struct Query: Hashable, Sendable {
    public var with: [CommonTable]
    public var body: QueryBody
    public var orderBy: [OrderingItem]
    public var limit: LimitClause?
    public var pipes: [PipeOperator]
    public var range: SourceRange

    public init(
        with: [CommonTable] = [], body: QueryBody, orderBy: [OrderingItem] = [], limit: LimitClause? = nil,
        pipes: [PipeOperator] = [], range: SourceRange
    ) {
        self.with = with
        self.body = body
        self.orderBy = orderBy
        self.limit = limit
        self.pipes = pipes
        self.range = range
    }
}

/// What a query starts with.
public indirect enum QueryBody: Hashable, Sendable {
    /// `FROM tables`, all columns of all of them.
    case from(TableExpression)
    case select(Select)
    case parenthesized(Query)
    /// `left UNION ALL right` and its kin; left-associative.
    case setOperation(SetOperator, left: QueryBody, right: QueryBody)
}

/// `name AS (query)` of a `WITH` clause.
public struct CommonTable: Hashable, Sendable {
    public var name: Identifier
    public var query: Query

    public init(name: Identifier, query: Query) {
        self.name = name
        self.query = query
    }
}

/// `UNION ALL`, `INTERSECT DISTINCT`, ….
public struct SetOperator: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case union
        case intersect
        case except
    }

    public var kind: Kind
    /// `DISTINCT` rather than `ALL`.
    public var distinct: Bool
    public var range: SourceRange

    public init(_ kind: Kind, distinct: Bool, range: SourceRange) {
        self.kind = kind
        self.distinct = distinct
        self.range = range
    }
}

/// `SELECT … FROM … WHERE … GROUP BY … HAVING …`.
public struct Select: Hashable, Sendable {
    public var distinct: Bool
    public var items: [SelectItem]
    public var from: TableExpression?
    public var filter: Expression?
    public var groupBy: [GroupingItem]
    public var having: Expression?
    public var range: SourceRange

    public init(
        distinct: Bool, items: [SelectItem], from: TableExpression? = nil, filter: Expression? = nil,
        groupBy: [GroupingItem] = [], having: Expression? = nil, range: SourceRange
    ) {
        self.distinct = distinct
        self.items = items
        self.from = from
        self.filter = filter
        self.groupBy = groupBy
        self.having = having
        self.range = range
    }
}

/// One item of a select list.
public struct SelectItem: Hashable, Sendable {
    public enum Node: Hashable, Sendable {
        /// `expression [AS alias]`
        case expression(Expression, alias: Identifier?)
        /// `*` or `table.*`, with `EXCEPT (…)` and `REPLACE (…)`.
        case star(StarItem)
    }

    public var node: Node
    public var range: SourceRange

    public init(_ node: Node, _ range: SourceRange) {
        self.node = node
        self.range = range
    }
}

/// `[table.]* [EXCEPT (a, b)] [REPLACE (expression AS a, …)]`
public struct StarItem: Hashable, Sendable {
    public var qualifier: Identifier?
    public var except: [Identifier]
    public var replace: [Assignment]

    public init(qualifier: Identifier?, except: [Identifier], replace: [Assignment]) {
        self.qualifier = qualifier
        self.except = except
        self.replace = replace
    }
}

/// A column and the expression that it gets: `expression AS column` in `REPLACE`, `column = expression` in `SET`; of
/// the statement `SET`, a variable.
public struct Assignment: Hashable, Sendable {
    public var column: Identifier
    public var value: Expression

    public init(column: Identifier, value: Expression) {
        self.column = column
        self.value = value
    }
}

/// One grouping expression; `alias` and `ordering` only in the pipe form.
public struct GroupingItem: Hashable, Sendable {
    public var expression: Expression
    public var alias: Identifier?
    public var ordering: Ordering?

    public init(_ expression: Expression, alias: Identifier? = nil, ordering: Ordering? = nil) {
        self.expression = expression
        self.alias = alias
        self.ordering = ordering
    }
}

/// `ASC`, `DESC`, `NULLS FIRST`, `NULLS LAST`.
public struct Ordering: Hashable, Sendable {
    public var descending: Bool
    /// Where NULLs go; `nil` for the default: first when ascending, last when descending.
    public var nullsFirst: Bool?

    public init(descending: Bool = false, nullsFirst: Bool? = nil) {
        self.descending = descending
        self.nullsFirst = nullsFirst
    }
}

/// One item of an `ORDER BY`.
public struct OrderingItem: Hashable, Sendable {
    public var expression: Expression
    public var ordering: Ordering

    public init(_ expression: Expression, _ ordering: Ordering) {
        self.expression = expression
        self.ordering = ordering
    }
}

/// `LIMIT count [OFFSET skip]`; both are literals, parameters or casts of these, as in GoogleSQL.
public struct LimitClause: Hashable, Sendable {
    public var count: Expression
    public var offset: Expression?

    public init(count: Expression, offset: Expression?) {
        self.count = count
        self.offset = offset
    }
}

/// What stands in a `FROM` clause or behind `JOIN`.
public struct TableExpression: Hashable, Sendable {
    public indirect enum Node: Hashable, Sendable {
        /// A name in the catalog or a `WITH` table.
        case table(Identifier)
        /// A string that names a file: `'visits.csv'`.
        case file(String)
        /// `(query)`
        case subquery(Query)
        /// `RANGE(1, 10)`
        case call(TableFunctionCall)
        case join(Join)
        /// `(a JOIN b ON …)`: parentheses around a join.
        case parenthesized(TableExpression)
    }

    public var node: Node
    public var alias: Identifier?
    public var range: SourceRange

    public init(_ node: Node, alias: Identifier? = nil, _ range: SourceRange) {
        self.node = node
        self.alias = alias
        self.range = range
    }
}

/// A call of a table function.
public struct TableFunctionCall: Hashable, Sendable {
    public var name: Identifier
    public var arguments: [Argument]
    public var range: SourceRange

    public init(name: Identifier, arguments: [Argument], range: SourceRange) {
        self.name = name
        self.arguments = arguments
        self.range = range
    }
}

/// `left [INNER|LEFT|RIGHT|FULL|CROSS] JOIN right [ON …|USING (…)]`; a comma is a cross join.
public struct Join: Hashable, Sendable {
    public var left: TableExpression
    public var clause: JoinClause

    public init(left: TableExpression, clause: JoinClause) {
        self.left = left
        self.clause = clause
    }
}

public enum JoinKind: Hashable, Sendable {
    case inner
    case left
    case right
    case full
    case cross
    /// Written as a comma.
    case comma
}

public enum JoinCondition: Hashable, Sendable {
    case on(Expression)
    case using([Identifier])
}

/// A join without its left side: what the pipe operator holds.
public struct JoinClause: Hashable, Sendable {
    public var kind: JoinKind
    public var right: TableExpression
    /// `nil` for cross joins.
    public var condition: JoinCondition?
    public var range: SourceRange

    public init(kind: JoinKind, right: TableExpression, condition: JoinCondition?, range: SourceRange) {
        self.kind = kind
        self.right = right
        self.condition = condition
        self.range = range
    }
}
