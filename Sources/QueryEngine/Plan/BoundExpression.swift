// Expressions after the binder: every name a column, every call an overload, every conversion written out.

import QueryLanguage

/// A column of a plan: unique in its statement, whatever names it goes by.
package struct ColumnID: Hashable, Sendable, Comparable, CustomStringConvertible {
    package let number: Int

    package init(_ number: Int) {
        self.number = number
    }

    package static func < (a: ColumnID, b: ColumnID) -> Bool { a.number < b.number }
    package var description: String { "#\(number)" }
}

/// A typed expression over the columns of a plan.
///
/// Equality is structural, whatever the position in the text: grouping and the optimizer rely on it.
package struct BoundExpression: Hashable, Sendable {
    package var node: Node
    package var type: DataType
    package var range: SourceRange
    /// Whether it is a literal or a parameter as written, which coerces more freely than a computed value.
    package var isLiteral = false
    /// Of a comparison of quantities: how it was written, for telling that bounds do not settle it.
    package var written: String?

    package init(_ node: Node, _ type: DataType, _ range: SourceRange, isLiteral: Bool = false) {
        self.node = node
        self.type = type
        self.range = range
        self.isLiteral = isLiteral
    }

    package indirect enum Node: Hashable, Sendable {
        case constant(Value)
        /// A column of the input, or of a query around this one.
        case column(ColumnID)
        /// Of a prepared query: a parameter whose value comes with each execution.
        case parameter(Parameter)
        case call(BoundCall)
        case and(BoundExpression, BoundExpression)
        case or(BoundExpression, BoundExpression)
        /// `CASE`, and what lowers to it; a missing ELSE is a NULL constant.
        case conditional([Branch], otherwise: BoundExpression)
        /// The first operand that is not NULL; later ones are evaluated only where the earlier are NULL.
        case coalesce([BoundExpression])
        /// `x IN (constants)`, none of them NULL; `hasNull` where the list as written held one.
        case inConstants(BoundExpression, [Value], hasNull: Bool)
        case cast(BoundExpression, isSafe: Bool)
        case subquery(BoundSubquery)
    }

    package struct Branch: Hashable, Sendable {
        package var when: BoundExpression
        package var then: BoundExpression
    }

    // The literal flag and the position do not make an expression another one.
    package static func == (a: BoundExpression, b: BoundExpression) -> Bool { a.type == b.type && a.node == b.node }

    package func hash(into hasher: inout Hasher) {
        hasher.combine(type)
        hasher.combine(node)
    }
}

/// A call of a scalar function or operator.
package struct BoundCall: Hashable, Sendable {
    /// The row of the function table, or of the operator table.
    package var function: String
    /// The index of the overload.
    package var overload: Int
    package var arguments: [BoundExpression]
    /// Behind the `SAFE.` prefix.
    package var isSafe: Bool
    /// The function, where it is none of the function table's.
    package var registered: RegisteredFunction?

    /// The function that is called.
    var definition: Function? { registered?.function ?? FunctionTable.find(function) }
}

/// A query inside an expression.
package struct BoundSubquery: Hashable, Sendable {
    package indirect enum Kind: Hashable, Sendable {
        /// The value of its one column; NULL where it has no rows, an error where it has several.
        case scalar
        case exists
        /// `operand IN (query)`
        case membership(BoundExpression)
    }

    package var kind: Kind
    package var plan: LogicalPlan
    /// The columns of the queries around it that it uses, each once; empty where it is uncorrelated.
    package var outerColumns: [ColumnID]

    // Two subqueries are the same only if they are one: comparing plans is not worth its cost.
    private let identity: Int

    package init(kind: Kind, plan: LogicalPlan, outerColumns: [ColumnID], identity: Int) {
        self.kind = kind
        self.plan = plan
        self.outerColumns = outerColumns
        self.identity = identity
    }

    package static func == (a: BoundSubquery, b: BoundSubquery) -> Bool { a.identity == b.identity }
    package func hash(into hasher: inout Hasher) { hasher.combine(identity) }
}

extension BoundExpression {
    package static func column(_ id: ColumnID, _ type: DataType, _ range: SourceRange = .none) -> BoundExpression {
        BoundExpression(.column(id), type, range)
    }

    package static func constant(_ value: Value, _ type: DataType, _ range: SourceRange = .none) -> BoundExpression {
        BoundExpression(.constant(value), type, range)
    }

    /// The constant's value; `nil` for anything else.
    package var constantValue: Value? {
        if case .constant(let value) = node { value } else { nil }
    }

    /// Its direct operands; a subquery's own expressions are not among them.
    package var children: [BoundExpression] {
        switch node {
        case .constant, .column, .parameter: []
        case .call(let call): call.arguments
        case .and(let a, let b), .or(let a, let b): [a, b]
        case .conditional(let branches, let otherwise): branches.flatMap { [$0.when, $0.then] } + [otherwise]
        case .coalesce(let operands): operands
        case .inConstants(let operand, _, _), .cast(let operand, _): [operand]
        case .subquery(let subquery):
            if case .membership(let operand) = subquery.kind { [operand] } else { [] }
        }
    }

    /// The same expression with its direct operands replaced by what `transform` gives for them.
    package func mappingChildren(_ transform: (BoundExpression) -> BoundExpression) -> BoundExpression {
        var result = self
        switch node {
        case .constant, .column, .parameter: break
        case .call(var call):
            call.arguments = call.arguments.map(transform)
            result.node = .call(call)
        case .and(let a, let b): result.node = .and(transform(a), transform(b))
        case .or(let a, let b): result.node = .or(transform(a), transform(b))
        case .conditional(let branches, let otherwise):
            result.node = .conditional(
                branches.map { Branch(when: transform($0.when), then: transform($0.then)) },
                otherwise: transform(otherwise))
        case .coalesce(let operands): result.node = .coalesce(operands.map(transform))
        case .inConstants(let operand, let values, let hasNull):
            result.node = .inConstants(transform(operand), values, hasNull: hasNull)
        case .cast(let operand, let isSafe): result.node = .cast(transform(operand), isSafe: isSafe)
        case .subquery(var subquery):
            if case .membership(let operand) = subquery.kind { subquery.kind = .membership(transform(operand)) }
            result.node = .subquery(subquery)
        }
        return result
    }

    /// Every column that it uses, those that its subqueries take from outside included.
    package var columns: Set<ColumnID> {
        var result: Set<ColumnID> = []
        collectColumns(into: &result)
        return result
    }

    private func collectColumns(into result: inout Set<ColumnID>) {
        switch node {
        case .column(let id): result.insert(id)
        case .subquery(let subquery): result.formUnion(subquery.outerColumns)
        default: break
        }
        for child in children { child.collectColumns(into: &result) }
    }

    /// Whether it gives the same for the same row: false where it holds RAND.
    package var isDeterministic: Bool {
        if case .call(let call) = node, call.function == "RAND" { return false }
        return children.allSatisfy(\.isDeterministic)
    }
}
