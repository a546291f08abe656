// Aggregates and window functions of random queries.

extension QueryGenerator {
    mutating func aggregated(_ query: GeneratedQuery) -> GeneratedQuery {
        var groups: [(Both, GeneratedColumn)] = []
        for _ in 0..<Int.random(in: 0...2, using: &random) {
            let kind = pick(ColumnKind.allCases)
            let key = expression(kind, query.columns, depth: 1)
            // A bare literal would mean a column's place, or be none to group by in SELECT.
            if query.columns.allSatisfy({ !key.expoql.contains($0.name) }) { continue }
            groups.append((key, GeneratedColumn(name: fresh("g"), kind: kind)))
        }
        var calls: [(Both, GeneratedColumn)] = []
        for _ in 0..<Int.random(in: 1...2, using: &random) { calls.append(aggregate(query.columns)) }
        func list(_ items: [(Both, GeneratedColumn)]) -> Both {
            items.enumerated().reduce(Both("")) { text, item in
                text + (item.offset > 0 ? ", " : "") + item.element.0 + " AS \(item.element.1.name)"
            }
        }
        let groupText = groups.isEmpty ? Both("") : " GROUP BY " + list(groups)
        let all = list(groups + calls)
        let keys = groups.map(\.0)
        return step(query, "AGGREGATE " + list(calls) + groupText, (groups + calls).map(\.1)) { inner, language in
            let by = keys.isEmpty ? "" : " GROUP BY " + keys.map(language).joined(separator: ", ")
            return "SELECT \(language(all)) FROM \(inner)\(by)"
        }
    }

    /// A condition on groups.
    mutating func having(_ columns: [GeneratedColumn]) -> Both {
        if chance(50) { return Both("COUNT(*) > 1") }
        let (call, column) = aggregate(columns)
        switch column.kind {
        case .int: return call + " >= \(Int.random(in: -2...5, using: &random))"
        case .float: return call + " < 2.5"
        case .text: return call + " != 'a'"
        case .bool: return call
        }
    }

    mutating func aggregate(_ columns: [GeneratedColumn]) -> (Both, GeneratedColumn) {
        func made(_ kind: ColumnKind, _ text: Both) -> (Both, GeneratedColumn) {
            (text, GeneratedColumn(name: fresh("a"), kind: kind))
        }
        let distinct = chance(30) ? "DISTINCT " : ""
        switch Int.random(in: 0..<11, using: &random) {
        case 0: return made(.int, Both("COUNT(*)"))
        case 1:
            return made(.int, "COUNT(\(distinct)" + expression(pick(ColumnKind.allCases), columns, depth: 1) + ")")
        case 2:
            let condition = expression(.bool, columns, depth: 1)
            return made(
                .int, Both("COUNTIF(\(condition.expoql))", "COUNT(CASE WHEN \(condition.sqlite) THEN 1 END)"))
        case 3, 4: return made(.int, "SUM(\(distinct)" + expression(.int, columns, depth: 1) + ")")
        case 5 where flavor.sumsFloats:
            return made(.float, "SUM(\(distinct)" + expression(.float, columns, depth: 1) + ")")
        case 6 where !flavor.hasLargeIntegers:
            return made(.float, "AVG(\(distinct)" + expression(.int, columns, depth: 1) + ")")
        case 7 where flavor.sumsFloats:
            return made(.float, "AVG(" + expression(.float, columns, depth: 1) + ")")
        case 8:
            let condition = expression(.bool, columns, depth: 1)
            let isAnd = chance(50)
            return made(
                .bool,
                Both(
                    "LOGICAL_\(isAnd ? "AND" : "OR")(\(condition.expoql))",
                    "\(isAnd ? "MIN" : "MAX")(\(condition.sqlite))"))
        default:
            let kind = pick([ColumnKind.int, .float, .text])
            return made(kind, "\(pick(["MIN", "MAX"]))(" + expression(kind, columns, depth: 1) + ")")
        }
    }

    mutating func windowed(_ query: GeneratedQuery) -> GeneratedQuery {
        let partition =
            chance(60) ? "PARTITION BY " + expression(pick(ColumnKind.allCases), query.columns, depth: 1) : Both("")
        // An order that leaves only equal rows tied, so that every frame is settled.
        let keys = query.columns.map { $0.name + pick(["", "", " DESC", " NULLS LAST"]) }
        var order = Both(" ORDER BY " + keys.joined(separator: ", "))
        var kind = ColumnKind.int
        let call: Both
        switch Int.random(in: 0..<12, using: &random) {
        case 0: call = Both(pick(["RANK()", "DENSE_RANK()", "ROW_NUMBER()", "NTILE(3)"]))
        case 1:
            call = Both(pick(["PERCENT_RANK()", "CUME_DIST()"]))
            kind = .float
        case 2, 3:
            kind = pick(ColumnKind.allCases)
            let value = expression(kind, query.columns, depth: 1)
            call =
                pick(["LAG", "LEAD"]) + "(" + value
                + (chance(50) ? ", \(Int.random(in: 0...3, using: &random))" : "") + ")"
        case 4:
            kind = pick(ColumnKind.allCases)
            let (name, tail) = pick([("FIRST_VALUE", ""), ("LAST_VALUE", ""), ("NTH_VALUE", ", 2")])
            call = name + "(" + expression(kind, query.columns, depth: 1) + tail + ")"
            order = order + frame()
        // SQLite counts NULLs to a frame whose bounds no INT64 holds.
        case 5 where !flavor.hasLargeIntegers, 6 where !flavor.hasLargeIntegers:
            // A frame of values: all rows of equal keys are in it or none.
            call = rowAggregate(query.columns, &kind)
            if let key = query.columns.filter({ $0.kind == .int }).randomElement(using: &random) {
                let range = pick([
                    "1 PRECEDING AND 2 FOLLOWING", "3 PRECEDING AND 1 PRECEDING", "UNBOUNDED PRECEDING AND CURRENT ROW",
                    "CURRENT ROW AND UNBOUNDED FOLLOWING", "1 FOLLOWING AND 4 FOLLOWING",
                ])
                order = Both(" ORDER BY \(key.name)\(pick(["", " DESC"])) RANGE BETWEEN \(range)")
            }
        default:
            call = rowAggregate(query.columns, &kind)
            order = order + (chance(60) ? frame() : Both(""))
        }
        let column = GeneratedColumn(name: fresh("w"), kind: kind)
        let text = call + " OVER (" + partition + order + ") AS \(column.name)"
        return step(query, "EXTEND " + text, query.columns + [column]) { "SELECT *, \($1(text)) FROM \($0)" }
    }

    private mutating func rowAggregate(_ columns: [GeneratedColumn], _ kind: inout ColumnKind) -> Both {
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return Both("COUNT(*)")
        case 1: return "COUNT(" + expression(pick(ColumnKind.allCases), columns, depth: 1) + ")"
        case 2: return "SUM(" + expression(.int, columns, depth: 1) + ")"
        case 3 where flavor.sumsFloats:
            kind = .float
            return "SUM(" + expression(.float, columns, depth: 1) + ")"
        default:
            kind = pick([.int, .float, .text])
            return "\(pick(["MIN", "MAX"]))(" + expression(kind, columns, depth: 1) + ")"
        }
    }

    private mutating func frame() -> Both {
        Both(
            " ROWS BETWEEN "
                + pick([
                    "1 PRECEDING AND 1 FOLLOWING", "2 PRECEDING AND CURRENT ROW", "UNBOUNDED PRECEDING AND 1 PRECEDING",
                    "CURRENT ROW AND UNBOUNDED FOLLOWING", "1 FOLLOWING AND 3 FOLLOWING",
                    "3 PRECEDING AND 2 PRECEDING", "UNBOUNDED PRECEDING AND UNBOUNDED FOLLOWING",
                ]))
    }
}
