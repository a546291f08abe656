// Random quantities in a table, with numbers that they can be; random expressions over them.

import QueryLanguage

@testable import QueryEngine

/// Rows of quantities `a`, `b` (m2), `c` (ha), `n`, `m` (plain numbers) and `p` (percent), and some numbers that each of
/// them can be, as the decimals that they are.
struct QuantityTable {
    static let columns = [("a", "m2"), ("b", "m2"), ("c", "ha"), ("n", ""), ("m", ""), ("p", "percent")]

    private let quantities: [[Quantity]]
    /// By row and column: the choices, in the base unit.
    private let choices: [[[DoubleDouble]]]
    private let engine: Engine

    init(rows: Int, _ random: inout SeededGenerator) {
        var quantities: [[Quantity]] = []
        var choices: [[[DoubleDouble]]] = []
        // Some tables are exact throughout, which takes other paths.
        let isExact = Int.random(in: 0..<4, using: &random) == 0
        for _ in 0..<rows {
            var row: [Quantity] = []
            var numbers: [[DoubleDouble]] = []
            for (_, unit) in Self.columns {
                let (quantity, some) = Self.quantity(unit, isExact: isExact, &random)
                row.append(quantity)
                numbers.append(some)
            }
            quantities.append(row)
            choices.append(numbers)
        }
        self.quantities = quantities
        self.choices = choices
        engine = Engine(catalog: Catalog())
        var vectors = Self.columns.indices.map { column in
            Vector(.quantity, values: quantities.map { .quantity($0[column]) })
        }
        vectors.append(Vector(.int64, values: (0..<rows).map { .int64(Int64($0)) }))
        let columns = Self.columns.map { Column($0.0, .quantity) } + [Column("row", .int64)]
        let table = StoredTable(columns: columns, vectors: vectors, count: rows)
        engine.define(TableDefinition(name: "t", columns: columns) { table })
    }

    /// A quantity around a decimal, and numbers that it can be.
    private static func quantity(
        _ unit: String, isExact: Bool, _ random: inout SeededGenerator
    ) -> (Quantity, [DoubleDouble]) {
        let places = Int.random(in: 0...3, using: &random)
        let digits = Int.random(in: -2000...9999, using: &random)
        let number = DoubleDouble(digits: digits, places: places)
        let known = (try? QuantityUnit(unit)) ?? .one
        let scale = [("ha", 10_000.0), ("percent", 0.01)].first { $0.0 == unit }?.1 ?? 1
        func inBase(_ x: DoubleDouble) -> DoubleDouble {
            unit == "percent" ? x / DoubleDouble(100) : x * DoubleDouble(scale)
        }
        let reach = Int.random(in: 1...900, using: &random)
        let (low, high) = (
            DoubleDouble(digits: digits - reach, places: places), DoubleDouble(digits: digits + reach, places: places)
        )
        func between(_ steps: Int) -> DoubleDouble {
            DoubleDouble(digits: digits * 10 + steps * reach / 10, places: places + 1)
        }
        switch isExact ? 0 : Int.random(in: 0..<5, using: &random) {
        case 0, 1: return (Quantity(number.high, known), [inBase(number)])
        case 2:
            let far = number + DoubleDouble(Double(reach) * 1e6)
            return (
                Quantity(number.high, number.high, .infinity, known, .lowerOpen),
                [inBase(far), inBase(between(1)), inBase(high)]
            )
        case 3:
            let far = number - DoubleDouble(Double(reach) * 1e6)
            return (
                Quantity(number.high, -.infinity, number.high, known, []), [inBase(far), inBase(number), inBase(low)]
            )
        default:
            return (
                Quantity(number.high, low.high, high.high, known, .upperOpen),
                [inBase(low), inBase(between(99)), inBase(number), inBase(between(-57))]
            )
        }
    }

    /// The result of `FROM t |> ORDER BY row |> …`.
    func query(_ steps: String) throws -> QueryResult {
        let script = try Parser.script("FROM t |> ORDER BY row |> \(steps)")
        return try engine.execute(script[0], Engine.Options(now: 0))
    }

    /// One choice for each column of a row.
    func numbers(_ row: Int, _ choice: Int) -> [String: DoubleDouble] {
        var result: [String: DoubleDouble] = [:]
        for (index, column) in Self.columns.enumerated() {
            // Different columns take different steps, so that their choices mix.
            let some = choices[row][index]
            result[column.0] = some[(choice * (index + 1) + index) % some.count]
        }
        return result
    }

    /// The magnitudes of the bounds of some rows' quantities, as they were printed and in square metres.
    func printed(_ rows: ClosedRange<Int>) -> Set<Double> {
        var result: Set<Double> = []
        for quantity in quantities[rows].joined() {
            for bound in [quantity.lower.magnitude, quantity.upper.magnitude] where bound.isFinite {
                result.formUnion([bound, Double("\(bound)e4") ?? bound])
            }
        }
        return result
    }

    func describe(_ row: Int) -> String {
        zip(Self.columns, quantities[row]).map { "\($0.0) \(Value.quantity($1).text)" }.joined(separator: ", ")
    }
}

/// An expression as text, and what it is of given numbers; `nil` where it has no value.
struct RandomQuantityExpression {
    let text: String
    let value: ([String: DoubleDouble]) -> DoubleDouble?

    private init(_ text: String, _ value: @escaping ([String: DoubleDouble]) -> DoubleDouble?) {
        self.text = text
        self.value = value
    }

    private static func column(_ names: [String], _ random: inout SeededGenerator) -> RandomQuantityExpression {
        let name = names.randomElement(using: &random) ?? names[0]
        return RandomQuantityExpression(name) { $0[name] }
    }

    private static func binary(
        _ text: String, _ a: RandomQuantityExpression, _ b: RandomQuantityExpression,
        _ body: @escaping (DoubleDouble, DoubleDouble) -> DoubleDouble?
    ) -> RandomQuantityExpression {
        RandomQuantityExpression(text) { numbers in
            guard let x = a.value(numbers), let y = b.value(numbers) else { return nil }
            return body(x, y)
        }
    }

    private static func quotient(
        _ a: RandomQuantityExpression, _ b: RandomQuantityExpression
    ) -> RandomQuantityExpression {
        binary("SAFE_DIVIDE(\(a.text), \(b.text))", a, b) { $1.high == 0 ? nil : $0 / $1 }
    }

    /// An area.
    static func length(depth: Int, _ random: inout SeededGenerator) -> RandomQuantityExpression {
        if depth == 0 { return column(["a", "b", "c"], &random) }
        func area(_ random: inout SeededGenerator) -> RandomQuantityExpression { length(depth: depth - 1, &random) }
        let a = area(&random)
        switch Int.random(in: 0..<8, using: &random) {
        case 0, 1:
            let b = area(&random)
            return binary("(\(a.text) + \(b.text))", a, b, +)
        case 2:
            let b = area(&random)
            return binary("(\(a.text) - \(b.text))", a, b, -)
        case 3:
            let factor = number(depth: depth - 1, &random)
            return binary("(\(a.text) * \(factor.text))", a, factor, *)
        case 4: return quotient(a, number(depth: depth - 1, &random))
        case 5: return RandomQuantityExpression("ABS(\(a.text))") { a.value($0).map { $0.high < 0 ? -$0 : $0 } }
        case 6:
            let b = area(&random)
            let isLeast = Bool.random(using: &random)
            return binary("\(isLeast ? "LEAST" : "GREATEST")(\(a.text), \(b.text))", a, b) {
                (DoubleDouble.compare($0, $1) < 0) == isLeast ? $0 : $1
            }
        default: return RandomQuantityExpression("(-\(a.text))") { a.value($0).map { -$0 } }
        }
    }

    /// A plain number or one in percent.
    static func number(depth: Int, _ random: inout SeededGenerator) -> RandomQuantityExpression {
        if depth <= 0 { return column(["n", "m", "p"], &random) }
        switch Int.random(in: 0..<5, using: &random) {
        case 0:
            let (a, b) = (number(depth: depth - 1, &random), number(depth: depth - 1, &random))
            return binary("(\(a.text) * \(b.text))", a, b, *)
        case 1:
            let (a, b) = (number(depth: depth - 1, &random), number(depth: depth - 1, &random))
            return binary("(\(a.text) + \(b.text))", a, b, +)
        case 2: return quotient(length(depth: depth - 1, &random), length(depth: depth - 1, &random))
        case 3:
            let a = number(depth: depth - 1, &random)
            return RandomQuantityExpression("(1 + \(a.text))") { a.value($0).map { DoubleDouble(1) + $0 } }
        default: return column(["n", "m", "p"], &random)
        }
    }
}
