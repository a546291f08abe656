// Interval arithmetic keeps what it promises: whatever numbers the operands are, the result holds what comes of them.

import QueryLanguage
import Testing

@testable import QueryEngine

struct QuantityInclusionTests {
    /// Random expressions, and the rows that each is evaluated for.
    private static let expressions = 700
    private static let rows = 200
    private static let choices = 4

    @Test func resultsHoldWhatComesOfEveryChoice() throws {
        var random = SeededGenerator(20_241_105)
        var tested = 0
        for _ in 0..<Self.expressions {
            let table = QuantityTable(rows: Self.rows, &random)
            let expression = RandomQuantityExpression.length(depth: 3, &random)
            let result = try table.query("SELECT \(expression.text) AS r")
            for row in 0..<Self.rows {
                guard case .quantity(let quantity) = result.value(row: row, column: 0) else { continue }
                tested += 1
                for choice in 0..<Self.choices {
                    guard let truth = expression.value(table.numbers(row, choice)) else { continue }
                    #expect(
                        quantity.holds(truth, printed: table.printed(row...row)),
                        "\(expression.text) = \(truth.high) for \(table.describe(row)), not in \(quantity.text)")
                }
            }
        }
        #expect(tested >= 100_000, "\(tested) results")
    }

    @Test func comparisonsAreDecidedOnlyWhereEveryChoiceAgrees() throws {
        var random = SeededGenerator(20_241_106)
        var decided = 0
        var open = 0
        for _ in 0..<250 {
            let table = QuantityTable(rows: Self.rows, &random)
            let left = RandomQuantityExpression.length(depth: 2, &random)
            let right = RandomQuantityExpression.length(depth: 1, &random)
            let signs = ["=", "!=", "<", "<=", ">", ">="]
            let list = signs.map { "\(left.text) \($0) \(right.text)" }.joined(separator: ", ")
            let result = try table.query("SELECT \(list)")
            for row in 0..<Self.rows {
                for (column, sign) in signs.enumerated() {
                    guard case .bool(let holds) = result.value(row: row, column: column) else {
                        open += 1
                        continue
                    }
                    decided += 1
                    for choice in 0..<Self.choices {
                        let numbers = table.numbers(row, choice)
                        guard let a = left.value(numbers), let b = right.value(numbers) else { continue }
                        let difference = DoubleDouble.compare(a, b)
                        // Beyond the oracle's own precision nothing can be said.
                        if abs(difference) < 1e-24 * max(abs(a.high), abs(b.high)) && difference != 0 { continue }
                        #expect(
                            Self.holds(sign, difference) == holds,
                            "\(left.text) \(sign) \(right.text) is \(holds), for \(table.describe(row))")
                    }
                }
            }
        }
        #expect(decided > 20_000 && open > 20_000, "\(decided) decided, \(open) open")
    }

    private static func holds(_ sign: String, _ difference: Double) -> Bool {
        switch sign {
        case "=": difference == 0
        case "!=": difference != 0
        case "<": difference < 0
        case "<=": difference <= 0
        case ">": difference > 0
        default: difference >= 0
        }
    }

    @Test(arguments: ["SUM", "AVG", "MIN", "MAX"])
    func aggregatesHoldWhatComesOfEveryChoice(name: String) throws {
        var random = SeededGenerator(UInt64(name.utf8.reduce(0) { $0 * 31 + Int($1) }))
        for _ in 0..<60 {
            let rows = Int.random(in: 1...60, using: &random)
            let table = QuantityTable(rows: rows, &random)
            let column = ["a", "b", "c"].randomElement(using: &random) ?? "a"
            let width = Int.random(in: 0...5, using: &random)
            let result = try table.query(
                """
                EXTEND \(name)(\(column)) OVER (ORDER BY row ROWS \(width) PRECEDING) AS w
                |> EXTEND (SELECT \(name)(\(column)) FROM t) AS whole
                |> SELECT w, whole
                """)
            for row in 0..<rows {
                for choice in 0..<Self.choices {
                    let all = (0..<rows).map { table.numbers($0, choice)[column] ?? DoubleDouble(0) }
                    for (place, range) in [(0, max(0, row - width)...row), (1, 0...(rows - 1))] {
                        guard case .quantity(let quantity) = result.value(row: row, column: place) else {
                            Issue.record("no quantity")
                            continue
                        }
                        let truth = Self.aggregate(name, Array(all[range]))
                        #expect(
                            quantity.holds(truth, printed: table.printed(range)), "\(name)(\(column)) over \(range)")
                    }
                }
            }
        }
    }

    private static func aggregate(_ name: String, _ numbers: [DoubleDouble]) -> DoubleDouble {
        func best(_ isBetter: (Double) -> Bool) -> DoubleDouble {
            numbers.dropFirst().reduce(numbers[0]) { isBetter(DoubleDouble.compare($1, $0)) ? $1 : $0 }
        }
        switch name {
        case "MIN": return best { $0 < 0 }
        case "MAX": return best { $0 > 0 }
        default:
            let sum = numbers.reduce(DoubleDouble(0), +)
            return name == "SUM" ? sum : sum / DoubleDouble(Double(numbers.count))
        }
    }
}

extension Quantity {
    /// Whether a number, which is in the base unit, lies between the bounds, as far as the oracle can tell.
    ///
    /// - Parameter printed: numbers that were read from text. A bound that is one of them is what was printed, to which
    ///   the FLOAT64 is only the nearest.
    fileprivate func holds(_ number: DoubleDouble, printed: Set<Double>) -> Bool {
        let truth =
            switch unit.text {
            case "ha": number / DoubleDouble(10_000)
            case "percent": number * DoubleDouble(100)
            default: number
            }
        let margin = abs(truth.high) * 1e-26 + 1e-300
        let above = lower == -.infinity ? 1 : DoubleDouble.compare(truth, DoubleDouble(lower))
        let below = upper == .infinity ? 1 : DoubleDouble.compare(DoubleDouble(upper), truth)
        let isAbove =
            above >= -margin || printed.contains(lower.magnitude) && truth.high >= lower
            || DoubleDouble.compare(truth, lower.decimal) >= -margin
        return isAbove
            && (below >= -margin || printed.contains(upper.magnitude) && truth.high <= upper
                || DoubleDouble.compare(upper.decimal, truth) >= -margin)
    }

    fileprivate var text: String { Value.quantity(self).text }
}

extension Double {
    /// The decimal that the number is the nearest to, if it has as few digits as are printed; else the number itself.
    fileprivate var decimal: DoubleDouble {
        let parts = magnitude.description.split(separator: "e")
        let digits = parts[0].split(separator: ".").joined().drop { $0 == "0" }
        guard isFinite, parts.count == 1, digits.count <= 16, let number = Int(digits.isEmpty ? "0" : digits) else {
            return DoubleDouble(self)
        }
        let places = parts[0].split(separator: ".").last?.count ?? 0
        let decimal = DoubleDouble(digits: number, places: places)
        return self < 0 ? -decimal : decimal
    }
}
