// Pipe operators as ExpoQL text.

extension PipeOperator {
    /// The operator in ExpoQL, without the `|>` before it.
    public var text: String {
        switch node {
        case .select(let distinct, let items): "SELECT \(distinct ? "DISTINCT " : "")\(items.list(\.text))"
        case .extend(let items): "EXTEND \(items.list(\.text))"
        case .set(let items): "SET \(items.list { "\($0.column.quoted) = \($0.value.text)" })"
        case .drop(let columns): "DROP \(columns.list(\.quoted))"
        case .rename(let items): "RENAME \(items.list { "\($0.old.quoted) AS \($0.new.quoted)" })"
        case .alias(let name): "AS \(name.quoted)"
        case .filter(let condition): "WHERE \(condition.text)"
        case .aggregate(let clause): clause.text
        case .distinct: "DISTINCT"
        case .join(let clause): clause.text
        case .orderBy(let items): "ORDER BY \(items.list(\.text))"
        case .limit(let clause): clause.text
        case .setOperation(let setOperator, let queries): "\(setOperator.text) \(queries.list(\.parenthesized))"
        case .pivot(let pivot): pivot.text
        case .unpivot(let unpivot): unpivot.text
        case .tableSample(let sample): sample.text
        case .with(let tables): "WITH \(tables.list(\.text))"
        case .call(let call, let alias): "CALL \(call.text)\(alias.asAlias)"
        case .assert(let clause): "ASSERT \(([clause.condition] + clause.messages).list(\.text))"
        case .describe: "DESCRIBE"
        case .why: "WHY"
        case .export(let clause): clause.text
        }
    }
}

extension AggregateClause {
    fileprivate var text: String {
        var parts = ["AGGREGATE"]
        if !items.isEmpty {
            parts.append(items.list { $0.expression.text + $0.alias.asAlias + ($0.ordering?.suffix ?? "") })
        }
        if !groupBy.isEmpty { parts.append("GROUP \(ordersByGroups ? "AND ORDER " : "")BY \(groupBy.list(\.text))") }
        return parts.joined(separator: " ")
    }
}

extension Pivot {
    fileprivate var text: String {
        let aggregates = aggregates.list { $0.expression.text + $0.alias.asAlias }
        let values = values.list { $0.expression.text + $0.alias.asAlias }
        return "PIVOT (\(aggregates) FOR \(input.text(atLeast: .bitwiseOr)) IN (\(values)))\(alias.asAlias)"
    }
}

extension Unpivot {
    fileprivate var text: String {
        let sets = columnSets.list { set in
            Self.columns(set.columns) + (set.label.map { " AS \($0.text)" } ?? "")
        }
        return "UNPIVOT \(includesNulls ? "INCLUDE NULLS " : "")"
            + "(\(Self.columns(values)) FOR \(name.quoted) IN (\(sets)))\(alias.asAlias)"
    }

    private static func columns(_ columns: [Identifier]) -> String {
        columns.count == 1 ? columns[0].quoted : "(\(columns.list(\.quoted)))"
    }
}

extension TableSample {
    fileprivate var text: String {
        let word =
            switch method {
            case .bernoulli: "BERNOULLI"
            case .system: "SYSTEM"
            case .reservoir: "RESERVOIR"
            }
        let size = "\(size.text) \(unit == .percent ? "PERCENT" : "ROWS")"
        return "TABLESAMPLE \(word) (\(size))" + (seed.map { " REPEATABLE (\($0.text))" } ?? "")
    }
}
