// Every function and operator, called with the least, the largest and the oddest arguments.

import QueryLanguage
import Testing

@testable import QueryEngine

struct FunctionFuzzTests {
    /// The values of a type that are most likely to be forgotten.
    private static func values(_ type: DataType) -> [String] {
        switch type {
        case .bool: ["TRUE", "FALSE", "NULL"]
        case .int64:
            [
                "0", "1", "-1", "2", "7", "-9223372036854775807 - 1", "9223372036854775807", "9223372036854775806",
                "63",
                "64", "-64", "100000", "4294967296", "NULL", "-2147483649", "9007199254740993",
            ]
        case .float64:
            [
                "0.0", "-0.0", "0.5", "-1.5", "1e308", "-1e308", "5e-324", "CAST('inf' AS FLOAT64)",
                "CAST('-inf' AS FLOAT64)", "CAST('nan' AS FLOAT64)", "9223372036854775808.0", "-9223372036854777856.0",
                "1e18", "NULL",
            ]
        case .string:
            [
                "''", "'a'", "'abc'", "'é'", "'e\u{301}'", "'👨‍👩‍👧'", "'%'", "'%%d%s%999f%*.*d%t'", "'['", "'(a|b)*'",
                "'\\\\'",
                "'\\\\1'", "' x '", "'2024-02-29'", "'%Y-%m-%d %E4S %z %Ez %Q'", "'%F'", "'1/day'", "'m2'", "'UTC'",
                "'+14:00'",
                "'NFKC'", "'99999999999999999999'", "REPEAT('ab', 1000)", "NULL", "'\\001'", "'\u{10FFFF}'",
            ]
        case .date:
            [
                "DATE '0001-01-01'", "DATE '9999-12-31'", "DATE '1970-01-01'", "DATE '2024-02-29'", "DATE '1969-12-31'",
                "NULL",
            ]
        case .timestamp:
            [
                "TIMESTAMP '0001-01-01 00:00:00+00'", "TIMESTAMP '9999-12-31 23:59:59.999999+00'",
                "TIMESTAMP '1970-01-01 00:00:00+00'", "TIMESTAMP '2024-03-31 01:30:00+00'",
                "TIMESTAMP '1969-12-31 23:59:59.999999+00'", "NULL",
            ]
        case .interval:
            [
                "INTERVAL 0 DAY", "INTERVAL 10000 YEAR", "INTERVAL -10000 YEAR", "INTERVAL 3660000 DAY",
                "INTERVAL -1 MONTH",
                "INTERVAL '1-2 3 4:5:6.7' YEAR TO SECOND", "INTERVAL 87840000 HOUR", "NULL",
            ]
        case .quantity:
            [
                "QUANTITY '0'", "5{m2}", "QUANTITY '> 100 item'", "QUANTITY '< -3 m2'", "QUANTITY '-1..1 m2'",
                "QUANTITY '~ 1e308 USD'", "QUANTITY '1e-300 ha'", "2{percent}", "QUANTITY '5e-324 person^9'", "NULL",
            ]
        }
    }

    private static let dateParts = [
        "YEAR", "ISOYEAR", "QUARTER", "MONTH", "WEEK", "WEEK(THURSDAY)", "ISOWEEK", "DAY", "DAYOFWEEK", "DAYOFYEAR",
        "HOUR",
        "MINUTE", "SECOND", "MILLISECOND", "MICROSECOND", "DATE",
    ]

    private static let operators = [
        "x + y", "x - y", "x * y", "x / y", "x || y", "x = y", "x < y", "x IS DISTINCT FROM y", "x & y", "x | y",
        "x ^ y",
        "x << y", "x >> y", "- x", "~ x", "x LIKE y", "x BETWEEN y AND x", "x IN (y, x)", "CAST(x AS STRING)",
        "CAST(x AS INT64)", "CAST(x AS FLOAT64)", "CAST(x AS DATE)", "CAST(x AS TIMESTAMP)", "CAST(x AS INTERVAL)",
        "CAST(x AS QUANTITY)", "CAST(x AS BOOL)", "SAFE_CAST(x AS INT64)",
    ]

    /// A call, and the columns that its arguments come from.
    private static func call(_ random: inout SeededGenerator) -> String {
        if random.below(4) == 0 {
            let (x, y) = (random.pick(DataType.allCases), random.pick(DataType.allCases))
            return random.pick(operators).split(separator: " ", omittingEmptySubsequences: false).map { word in
                word.replacing("x", with: "(\(typed(x, &random)))").replacing("y", with: "(\(typed(y, &random)))")
            }.joined(separator: " ")
        }
        let function = random.pick(FunctionTable.all)
        let overload = random.pick(function.overloads)
        let shared = random.pick(DataType.allCases)
        var count = overload.parameters.count - random.below(overload.optional + 1)
        if overload.repeats { count += random.below(3) }
        let arguments = (0..<count).map { index -> String in
            guard let last = overload.parameters.indices.last else { return "1" }
            switch overload.parameters[min(index, last)].type {
            case .type(let type): return typed(type, &random)
            case .any: return typed(shared, &random)
            case .anything: return typed(random.pick(DataType.allCases), &random)
            case .datePart: return random.pick(dateParts)
            }
        }
        let needsWindow = function.category == .window
        return "\(function.name)(\(arguments.joined(separator: ", ")))" + (needsWindow ? " OVER (ORDER BY n)" : "")
    }

    /// A value of the type: a constant, or a column, so that it is folded or computed by rows.
    private static func typed(_ type: DataType, _ random: inout SeededGenerator) -> String {
        if random.below(3) == 0 { return "c_\(type.name.lowercased())" }
        let value = random.pick(values(type))
        return value == "NULL" ? "CAST(NULL AS \(type.name))" : value
    }

    @Test func anyCallGivesAValueOrAnError() throws {
        let columns = DataType.allCases.map { type in
            let values = Self.values(type)
            let cases = values.enumerated().map { "WHEN \($0.offset) THEN \($0.element)" }.joined(separator: " ")
            return "CASE MOD(value, \(values.count)) \(cases) END AS c_\(type.name.lowercased())"
        }
        let engine = Engine(catalog: Catalog())
        func run(_ text: String) throws(Diagnostic) -> QueryResult? {
            var options = Engine.Options(now: 1_700_000_000_000_000)
            options.limits = Limits(memory: 256 << 20, time: .seconds(5))
            var result: QueryResult?
            for statement in try Parser.script(text) { result = try engine.execute(statement, options) }
            return result
        }
        _ = try run(
            "CREATE TABLE v AS FROM GENERATE_SERIES(0, 40) |> SELECT value AS n, \(columns.joined(separator: ", "))")
        var fuzz = Fuzz("functions", inputs: [[]])
        try fuzz.run(1500) { _, random in
            let call = Self.call(&random)
            do throws(Diagnostic) {
                let result = try run("SELECT \(call) AS r FROM v")
                // Also to be written.
                for row in 0..<(result?.rowCount ?? 0) { _ = result?.value(row: row, column: 0).text }
                return result?.columns[0].type.name ?? ""
            } catch {
                return error.message
            }
        }
    }
}
