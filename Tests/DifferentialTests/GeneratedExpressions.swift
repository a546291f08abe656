// Expressions of random queries.

extension QueryGenerator {
    mutating func expression(
        _ kind: ColumnKind, _ columns: [GeneratedColumn], depth: Int, subqueries: Bool = false
    ) -> Both {
        let fitting = columns.filter { $0.kind == kind }
        if depth == 0 || chance(25) {
            if let column = fitting.randomElement(using: &random), chance(80) { return Both(column.name) }
            return literal(kind)
        }
        if kind != .bool && chance(25) { return conditional(kind, columns, depth: depth) }
        switch kind {
        case .int: return integer(columns, depth: depth)
        case .float:
            guard flavor.computesWithFloats else { return conditional(.float, columns, depth: depth) }
            return float(columns, depth: depth)
        case .text: return text(columns, depth: depth)
        case .bool: return condition(columns, depth: depth, subqueries: subqueries)
        }
    }

    private mutating func integer(_ columns: [GeneratedColumn], depth: Int) -> Both {
        func sub(_ generator: inout QueryGenerator, _ kind: ColumnKind) -> Both {
            generator.expression(kind, columns, depth: depth - 1)
        }
        switch Int.random(in: 0..<11, using: &random) {
        case 0, 1, 2: return "(" + sub(&self, .int) + " \(pick(["+", "-", "*"])) " + sub(&self, .int) + ")"
        case 3: return "ABS(" + sub(&self, .int) + ")"
        case 4: return "LENGTH(" + sub(&self, .text) + ")"
        case 5: return "(" + sub(&self, .int) + " \(pick(["&", "|"])) " + sub(&self, .int) + ")"
        case 6: return "(\(pick(["-", "~"])) " + sub(&self, .int) + ")"
        case 7:
            let value = sub(&self, .int)
            let divisor = Int.random(in: 2...7, using: &random)
            return Both("DIV(\(value.expoql), \(divisor))", "(\(value.sqlite) / \(divisor))")
        case 8:
            let (a, b) = (sub(&self, .text), sub(&self, .text))
            return Both("STRPOS(\(a.expoql), \(b.expoql))", "instr(\(a.sqlite), \(b.sqlite))")
        case 9: return conversion(sub(&self, .bool), "INT64", "INTEGER")
        default:
            let value = sub(&self, .int)
            let divisor = Int.random(in: 2...7, using: &random)
            return Both("MOD(\(value.expoql), \(divisor))", "(\(value.sqlite) % \(divisor))")
        }
    }

    private mutating func float(_ columns: [GeneratedColumn], depth: Int) -> Both {
        func sub(_ generator: inout QueryGenerator, _ kind: ColumnKind) -> Both {
            generator.expression(kind, columns, depth: depth - 1)
        }
        switch Int.random(in: 0..<7, using: &random) {
        case 0: return "(" + sub(&self, .float) + " + " + sub(&self, .float) + ")"
        case 1: return "(" + sub(&self, .float) + " * 0.5)"
        case 2: return conversion(sub(&self, .int), "FLOAT64", "REAL")
        case 3: return "\(pick(["FLOOR", "CEIL", "ABS"]))(" + sub(&self, .float) + ")"
        case 4:
            let (a, b) = (sub(&self, .float), sub(&self, .float))
            return Both("SAFE_DIVIDE(\(a.expoql), \(b.expoql))", "(\(a.sqlite) / \(b.sqlite))")
        case 5: return "(- " + sub(&self, .float) + ")"
        default: return "(" + sub(&self, .float) + " - " + sub(&self, .int) + ")"
        }
    }

    private mutating func text(_ columns: [GeneratedColumn], depth: Int) -> Both {
        func sub(_ generator: inout QueryGenerator, _ kind: ColumnKind) -> Both {
            generator.expression(kind, columns, depth: depth - 1)
        }
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "(" + sub(&self, .text) + " || " + sub(&self, .text) + ")"
        case 1: return "SUBSTR(" + sub(&self, .text) + ", \(Int.random(in: 1...3, using: &random)), 2)"
        case 2: return "REPLACE(" + sub(&self, .text) + ", 'a', 'bb')"
        case 3: return "\(pick(["LTRIM", "RTRIM"]))(" + sub(&self, .text) + ")"
        case 4: return conversion(sub(&self, .int), "STRING", "TEXT")
        default: return "TRIM(" + sub(&self, .text) + ")"
        }
    }

    private func conversion(_ value: Both, _ type: String, _ sqliteType: String) -> Both {
        Both("CAST(\(value.expoql) AS \(type))", "CAST(\(value.sqlite) AS \(sqliteType))")
    }

    private mutating func conditional(_ kind: ColumnKind, _ columns: [GeneratedColumn], depth: Int) -> Both {
        let (a, b) = (
            expression(kind, columns, depth: depth - 1), expression(kind, columns, depth: depth - 1)
        )
        switch Int.random(in: 0..<6, using: &random) {
        case 0: return "\(pick(["COALESCE", "IFNULL"]))(" + a + ", " + b + ")"
        case 1: return "NULLIF(" + a + ", " + b + ")"
        case 2:
            let test = expression(.bool, columns, depth: depth - 1)
            return Both("IF(\(test.expoql), \(a.expoql), \(b.expoql))", "iif(\(test.sqlite), \(a.sqlite), \(b.sqlite))")
        case 3:
            let least = chance(50)
            return Both(
                "\(least ? "LEAST" : "GREATEST")(\(a.expoql), \(b.expoql))",
                "\(least ? "min" : "max")(\(a.sqlite), \(b.sqlite))")
        case 4:
            let other = pick([ColumnKind.int, .text])
            let value = expression(other, columns, depth: depth - 1)
            return "CASE " + value + " WHEN " + expression(other, columns, depth: 0) + " THEN " + a + " WHEN "
                + literal(other) + " THEN " + b + " END"
        default:
            let test = expression(.bool, columns, depth: depth - 1)
            return "CASE WHEN " + test + " THEN " + a + " ELSE " + b + " END"
        }
    }

    private mutating func condition(_ columns: [GeneratedColumn], depth: Int, subqueries: Bool) -> Both {
        func sub(_ generator: inout QueryGenerator, _ kind: ColumnKind) -> Both {
            generator.expression(kind, columns, depth: depth - 1)
        }
        let kind = pick([ColumnKind.int, .float, .text])
        let not = chance(30) ? "NOT " : ""
        switch Int.random(in: 0..<(subqueries ? 15 : 11), using: &random) {
        case 0, 1, 2:
            return "(" + sub(&self, kind) + " \(pick(["=", "!=", "<", "<=", ">", ">="])) " + sub(&self, kind) + ")"
        case 3: return "(" + sub(&self, .bool) + " AND " + sub(&self, .bool) + ")"
        case 4: return "(" + sub(&self, .bool) + " OR " + sub(&self, .bool) + ")"
        case 5: return "(NOT " + sub(&self, .bool) + ")"
        case 6: return "(" + sub(&self, kind) + " IS \(not)NULL)"
        case 7:
            return "(" + sub(&self, kind) + " \(not)IN (" + literal(kind) + ", " + literal(kind) + ", "
                + sub(&self, kind) + "))"
        case 8:
            if chance(50) {
                return "(" + sub(&self, kind) + " \(not)BETWEEN " + sub(&self, kind) + " AND " + sub(&self, kind) + ")"
            }
            return "(" + sub(&self, .text) + " \(not)LIKE '\(pick(["a%", "%b%", "_b%", "%", "é_", "", "%_", "_"]))')"
        case 9: return "(" + sub(&self, .bool) + " IS \(not)\(pick(["TRUE", "FALSE"])))"
        case 10:
            let kind = pick(ColumnKind.allCases)
            let (a, b) = (sub(&self, kind), sub(&self, kind))
            return Both(
                "(\(a.expoql) IS \(not)DISTINCT FROM \(b.expoql))",
                "(\(a.sqlite) IS \(not.isEmpty ? "NOT " : "")\(b.sqlite))")
        default: return subquery(kind, columns, sub(&self, kind), sub(&self, .int))
        }
    }

    /// A condition with a subquery, which may use the columns around it.
    private mutating func subquery(
        _ kind: ColumnKind, _ columns: [GeneratedColumn], _ value: Both, _ number: Both
    ) -> Both {
        let table = pick(tables)
        let name = fresh("s")
        // The outer columns are qualified, the inner ones too.
        let inner = table.columns.map { qualified($0, name) }
        let test = expression(.bool, chance(60) ? inner + columns : inner, depth: 1)
        let not = chance(40) ? "NOT " : ""
        let from = "FROM \(table.name) AS \(name) WHERE " + test
        switch Int.random(in: 0..<4, using: &random) {
        case 0: return "(\(not)EXISTS (SELECT 1 " + from + "))"
        case 1:
            guard let column = inner.filter({ $0.kind == kind }).randomElement(using: &random) else {
                return literal(.bool)
            }
            return "(" + value + " \(not)IN (SELECT \(column.name) " + from + "))"
        case 2:
            guard let column = inner.filter({ $0.kind == .int }).randomElement(using: &random) else {
                return literal(.bool)
            }
            return "(" + number + " >= (SELECT \(pick(["MIN", "MAX"]))(\(column.name)) " + from + "))"
        default: return "(" + number + " < (SELECT COUNT(*) " + from + "))"
        }
    }

    private mutating func literal(_ kind: ColumnKind) -> Both {
        switch kind {
        case .int:
            if chance(10) { return Both("CAST(NULL AS INT64)", "NULL") }
            if flavor == .extreme && chance(30) {
                return Both(pick(["9223372036854775807", "(-9223372036854775807)", "9007199254740993"]))
            }
            return Both("\(Int.random(in: -5...9, using: &random))")
        case .float: return Both(pick(["0.5", "2.25", "-1.5", "0.0", "10.0"]))
        case .text:
            if flavor == .unicode && chance(40) {
                return Both(pick(["'e\u{301}'", "'👨'", "'\u{E000}'", "'\u{10FFFF}'"]))
            }
            return Both(pick(["'a'", "'ab'", "''", "'b c'", "'é'", "'中国'", "' a '"]))
        case .bool: return chance(10) ? Both("CAST(NULL AS BOOL)", "NULL") : Both(pick(["TRUE", "FALSE"]))
        }
    }
}
