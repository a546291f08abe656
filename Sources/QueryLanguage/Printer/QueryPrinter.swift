// Queries and tables as ExpoQL text.

extension Query {
    /// The query in ExpoQL, each pipe operator on a line of its own. Parsing it again gives the same tree.
    public var text: String {
        var parts: [String] = []
        if !with.isEmpty { parts.append("WITH \(with.list(\.text))") }
        parts.append(body.text)
        if !orderBy.isEmpty { parts.append("ORDER BY \(orderBy.list(\.text))") }
        if let limit { parts.append(limit.text) }
        return ([parts.joined(separator: " ")] + pipes.map { "|> \($0.text)" }).joined(separator: "\n")
    }

    /// The query in parentheses; indented where it takes more than one line.
    var parenthesized: String {
        let text = text
        guard text.utf8.contains(0x0A) else { return "(\(text))" }
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        return "(\n" + lines.map { "    \($0)" }.joined(separator: "\n") + ")"
    }
}

extension CommonTable {
    var text: String { "\(name.quoted) AS \(query.parenthesized)" }
}

extension QueryBody {
    fileprivate var text: String {
        switch self {
        case .from(let table): "FROM \(table.text)"
        case .select(let select): select.text
        case .parenthesized(let query): query.parenthesized
        case .setOperation(let setOperator, let left, let right):
            "\(left.operand(of: setOperator, isLeft: true)) \(setOperator.text) "
                + right.operand(of: setOperator, isLeft: false)
        }
    }

    /// The text as an operand of `parent`: set operators follow one another only from the left, and only the same.
    private func operand(of parent: SetOperator, isLeft: Bool) -> String {
        switch self {
        case .select, .parenthesized: text
        case .setOperation(let own, _, _) where isLeft && own == parent: text
        case .from, .setOperation: Query(body: self, range: .none).parenthesized
        }
    }
}

extension SetOperator {
    var text: String {
        let word =
            switch kind {
            case .union: "UNION"
            case .intersect: "INTERSECT"
            case .except: "EXCEPT"
            }
        return word + (distinct ? " DISTINCT" : " ALL")
    }
}

extension Select {
    fileprivate var text: String {
        var text = "SELECT \(distinct ? "DISTINCT " : "")\(items.list(\.text))"
        if let from { text += " FROM \(from.text)" }
        if let filter { text += " WHERE \(filter.text)" }
        if !groupBy.isEmpty { text += " GROUP BY \(groupBy.list(\.text))" }
        if let having { text += " HAVING \(having.text)" }
        return text
    }
}

extension SelectItem {
    var text: String {
        switch node {
        case .expression(let value, let alias): value.text + alias.asAlias
        case .star(let star): star.text
        }
    }
}

extension StarItem {
    fileprivate var text: String {
        var text = qualifier.map { "\($0.quoted).*" } ?? "*"
        if !except.isEmpty { text += " EXCEPT (\(except.list(\.quoted)))" }
        if !replace.isEmpty { text += " REPLACE (\(replace.list { "\($0.value.text) AS \($0.column.quoted)" }))" }
        return text
    }
}

extension GroupingItem {
    var text: String { expression.text + alias.asAlias + (ordering?.suffix ?? "") }
}

extension OrderingItem {
    var text: String { expression.text + (ordering == Ordering() ? "" : ordering.suffix) }
}

extension Ordering {
    /// ` ASC` or ` DESC`, and where NULLs go.
    var suffix: String {
        (descending ? " DESC" : " ASC") + (nullsFirst.map { $0 ? " NULLS FIRST" : " NULLS LAST" } ?? "")
    }
}

extension LimitClause {
    var text: String { "LIMIT \(count.text)" + (offset.map { " OFFSET \($0.text)" } ?? "") }
}

extension TableExpression {
    var text: String {
        switch node {
        case .table(let name): name.quoted + alias.asAlias
        case .file(let path): escaped(path, quote: "'") + alias.asAlias
        case .subquery(let query): query.parenthesized + alias.asAlias
        case .call(let call): call.text + alias.asAlias
        case .join(let join): join.left.text + (join.clause.kind == .comma ? "" : " ") + join.clause.text
        case .parenthesized(let table): "(\(table.text))"
        }
    }
}

extension TableFunctionCall {
    var text: String { "\(name.quoted)(\(arguments.list(\.text)))" }
}

extension JoinClause {
    var text: String {
        let word =
            switch kind {
            case .inner: "JOIN "
            case .left: "LEFT JOIN "
            case .right: "RIGHT JOIN "
            case .full: "FULL JOIN "
            case .cross: "CROSS JOIN "
            case .comma: ", "
            }
        let table = if case .join = right.node { "(\(right.text))" } else { right.text }
        return switch condition {
        case .on(let condition): "\(word)\(table) ON \(condition.text)"
        case .using(let columns): "\(word)\(table) USING (\(columns.list(\.quoted)))"
        case nil: word + table
        }
    }
}
