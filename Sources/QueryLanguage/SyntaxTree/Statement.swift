// The statements of a script.

/// One statement, as written.
public struct Statement: Hashable, Sendable {
    public var node: Node
    /// The statement's text, without the closing `;`.
    public var range: SourceRange

    public init(_ node: Node, _ range: SourceRange) {
        self.node = node
        self.range = range
    }

    public enum Node: Hashable, Sendable {
        case query(Query)
        /// `CREATE [OR REPLACE] [TEMP] TABLE|VIEW name AS query`
        case create(CreateStatement)
        /// `DROP TABLE|VIEW [IF EXISTS] name`
        case drop(DropStatement)
        /// `DESCRIBE name`
        case describe(Identifier)
        /// `EXPLAIN [ANALYZE] query`
        case explain(Query, analyze: Bool)
        /// `ASSERT condition [AS 'message']`
        case assert(AssertClause)
        /// `DECLARE names [type] [DEFAULT expression]`
        case declare(DeclareStatement)
        /// `SET variable = expression`
        case set(Assignment)
        /// `EXPORT DATA OPTIONS (…) AS query`
        case export(ExportClause, Query)
    }
}

/// What `CREATE` and `DROP` make and remove.
public enum RelationKind: Hashable, Sendable {
    case table
    case view
}

public struct CreateStatement: Hashable, Sendable {
    public var kind: RelationKind
    public var orReplace: Bool
    public var temporary: Bool
    public var name: Identifier
    public var query: Query

    public init(kind: RelationKind, orReplace: Bool, temporary: Bool, name: Identifier, query: Query) {
        self.kind = kind
        self.orReplace = orReplace
        self.temporary = temporary
        self.name = name
        self.query = query
    }
}

public struct DropStatement: Hashable, Sendable {
    public var kind: RelationKind
    public var ifExists: Bool
    public var name: Identifier

    public init(kind: RelationKind, ifExists: Bool, name: Identifier) {
        self.kind = kind
        self.ifExists = ifExists
        self.name = name
    }
}

/// The condition and message of `ASSERT`, as a statement and as a pipe operator.
public struct AssertClause: Hashable, Sendable {
    public var condition: Expression
    /// The messages: the statement takes one string literal (`AS 'message'`), the pipe operator any expressions
    /// behind commas.
    public var messages: [Expression]

    public init(condition: Expression, messages: [Expression]) {
        self.condition = condition
        self.messages = messages
    }
}

/// `DECLARE a, b INT64 DEFAULT 0`: a type, a default, or both.
public struct DeclareStatement: Hashable, Sendable {
    public var names: [Identifier]
    public var type: TypeName?
    public var defaultValue: Expression?

    public init(names: [Identifier], type: TypeName?, defaultValue: Expression?) {
        self.names = names
        self.type = type
        self.defaultValue = defaultValue
    }
}

/// `EXPORT DATA OPTIONS (name = value, …)`, as the beginning of a statement and as a pipe operator.
public struct ExportClause: Hashable, Sendable {
    public struct Option: Hashable, Sendable {
        public var name: Identifier
        public var value: Expression

        public init(name: Identifier, value: Expression) {
            self.name = name
            self.value = value
        }
    }

    public var options: [Option]
    public var range: SourceRange

    public init(options: [Option], range: SourceRange) {
        self.options = options
        self.range = range
    }
}
