// Expressions.

/// An expression, as written.
public struct Expression: Hashable, Sendable {
    public var node: Node
    public var range: SourceRange

    public init(_ node: Node, _ range: SourceRange) {
        self.node = node
        self.range = range
    }

    public indirect enum Node: Hashable, Sendable {
        case literal(Literal)
        /// `@name`, or `?`, which is numbered from 0 through the statement.
        case parameter(Parameter)
        /// `column` or `table.column`
        case name([Identifier])
        case unary(UnaryOperator, Expression)
        case binary(BinaryOperator, Expression, Expression)
        /// `x IS [NOT] NULL|TRUE|FALSE`
        case isTest(Expression, IsTest, negated: Bool)
        /// `x IS [NOT] DISTINCT FROM y`
        case isDistinct(Expression, Expression, negated: Bool)
        case between(Expression, lower: Expression, upper: Expression, negated: Bool)
        case like(Expression, pattern: Expression, negated: Bool)
        case inList(Expression, [Expression], negated: Bool)
        case inQuery(Expression, Query, negated: Bool)
        case exists(Query)
        /// `(query)` as a value
        case subquery(Query)
        /// `CASE [operand] WHEN … THEN … [ELSE …] END`
        case conditional(operand: Expression?, branches: [CaseBranch], otherwise: Expression?)
        case cast(Expression, to: TypeName, format: Expression?, safe: Bool)
        /// `EXTRACT(part FROM x [AT TIME ZONE z])`
        case extract(part: DatePart, Expression, timeZone: Expression?)
        /// `INTERVAL 3 DAY`, `INTERVAL '1-2' YEAR TO MONTH`
        case interval(Expression, from: DatePart, to: DatePart?)
        case call(FunctionCall)
    }
}

public enum Literal: Hashable, Sendable {
    case null
    case bool(Bool)
    /// The magnitude; a sign before it is a unary operator.
    case integer(UInt64)
    case float(Double)
    case string(String)
    /// `DATE '2024-11-05'`: the text between the quotes.
    case date(String)
    /// `TIMESTAMP '2024-11-05 08:00:00+08'`: the text between the quotes.
    case timestamp(String)
    /// `QUANTITY '> 100 item'`: the text between the quotes.
    case quantity(String)
    /// `22.9{million USD}`: the number as written and the text between the braces, without the blanks around it.
    case measured(String, unit: String)
}

public enum Parameter: Hashable, Sendable {
    case named(String)
    case positional(Int)
}

public enum UnaryOperator: Hashable, Sendable {
    case not
    case minus
    case plus
    /// `~x`
    case bitwiseNot
}

public enum BinaryOperator: Hashable, Sendable {
    case or
    case and
    case equal
    case notEqual
    case less
    case lessOrEqual
    case greater
    case greaterOrEqual
    case bitwiseOr
    case bitwiseXor
    case bitwiseAnd
    case shiftLeft
    case shiftRight
    case add
    case subtract
    case multiply
    case divide
    case concatenate
}

public enum IsTest: Hashable, Sendable {
    case null
    case `true`
    case `false`
}

public struct CaseBranch: Hashable, Sendable {
    public var when: Expression
    public var then: Expression

    public init(when: Expression, then: Expression) {
        self.when = when
        self.then = then
    }
}

/// A type as written; the binder gives it a meaning.
public struct TypeName: Hashable, Sendable {
    /// Upper case: `INT64`.
    public var name: String
    public var range: SourceRange

    public init(_ name: String, _ range: SourceRange) {
        self.name = name
        self.range = range
    }
}

/// A part of a date, as written: `MONTH`, `WEEK`, `WEEK(MONDAY)`, `ISOYEAR`.
public struct DatePart: Hashable, Sendable {
    /// Upper case, with the week's first day in parentheses where one is given.
    public var name: String
    public var range: SourceRange

    public init(_ name: String, _ range: SourceRange) {
        self.name = name
        self.range = range
    }
}

/// An argument of a call.
public struct Argument: Hashable, Sendable {
    public enum Node: Hashable, Sendable {
        case expression(Expression)
        /// `COUNT(*)`
        case star
        /// `name => expression`
        case named(Identifier, Expression)
        /// `TABLE name` as an argument of a table function.
        case table(Identifier)
    }

    public var node: Node
    public var range: SourceRange

    public init(_ node: Node, _ range: SourceRange) {
        self.node = node
        self.range = range
    }
}

/// `[SAFE.]name([DISTINCT] arguments [IGNORE|RESPECT NULLS] [HAVING MAX|MIN x] [ORDER BY …] [LIMIT n]) [OVER (…)]`
public struct FunctionCall: Hashable, Sendable {
    public enum NullHandling: Hashable, Sendable {
        case ignore
        case respect
    }

    /// `HAVING MAX x`: only the rows where `x` has its greatest value.
    public struct Having: Hashable, Sendable {
        public var isMax: Bool
        public var expression: Expression

        public init(isMax: Bool, expression: Expression) {
            self.isMax = isMax
            self.expression = expression
        }
    }

    public var isSafe: Bool
    public var name: Identifier
    public var distinct: Bool
    public var arguments: [Argument]
    public var nullHandling: NullHandling?
    public var having: Having?
    public var orderBy: [OrderingItem]
    public var limit: Expression?
    public var over: WindowSpecification?

    public init(
        isSafe: Bool = false, name: Identifier, distinct: Bool = false, arguments: [Argument],
        nullHandling: NullHandling? = nil, having: Having? = nil, orderBy: [OrderingItem] = [],
        limit: Expression? = nil, over: WindowSpecification? = nil
    ) {
        self.isSafe = isSafe
        self.name = name
        self.distinct = distinct
        self.arguments = arguments
        self.nullHandling = nullHandling
        self.having = having
        self.orderBy = orderBy
        self.limit = limit
        self.over = over
    }
}

/// `OVER ([PARTITION BY …] [ORDER BY …] [ROWS|RANGE …])`
public struct WindowSpecification: Hashable, Sendable {
    public var partitionBy: [Expression]
    public var orderBy: [OrderingItem]
    public var frame: WindowFrame?
    public var range: SourceRange

    public init(partitionBy: [Expression], orderBy: [OrderingItem], frame: WindowFrame?, range: SourceRange) {
        self.partitionBy = partitionBy
        self.orderBy = orderBy
        self.frame = frame
        self.range = range
    }
}

public struct WindowFrame: Hashable, Sendable {
    public enum Unit: Hashable, Sendable {
        case rows
        case range
    }

    public indirect enum Bound: Hashable, Sendable {
        case unboundedPreceding
        case preceding(Expression)
        case currentRow
        case following(Expression)
        case unboundedFollowing
    }

    public var unit: Unit
    public var start: Bound
    /// `nil` where only a start is written: the frame ends at the current row.
    public var end: Bound?
    public var range: SourceRange

    public init(unit: Unit, start: Bound, end: Bound?, range: SourceRange) {
        self.unit = unit
        self.start = start
        self.end = end
        self.range = range
    }
}
