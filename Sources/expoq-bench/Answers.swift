// The answers of the workloads, by loops and dictionaries over the generated rows.

import ExpoQuery

/// Computes answers without the library's help.
struct Answers {
    private let rows: [GroupingRow]
    private let joins: JoinAnswers

    /// - Complexity: linear in the generator's rows, in memory too.
    init(_ generator: DataGenerator) {
        rows = (0..<generator.rows).map(generator.grouping)
        joins = JoinAnswers(generator)
    }

    /// What the workload with this name must give; `nil` if it has no answer here.
    func answer(_ name: String) -> Answer? { question(name) ?? scan(name) ?? joins.answer(name) }

    /// Of the queries about groups.
    private func question(_ name: String) -> Answer? {
        switch name {
        case "q1", "csv-q1":
            groups {
                [$0.id1]
            } row: {
                [.string($0[0].text1), .int64($0.sum(\.v1))]
            }
        case "q2":
            groups {
                [$0.id1, $0.id2]
            } row: {
                [.string($0[0].text1), .string($0[0].text2), .int64($0.sum(\.v1))]
            }
        case "q3":
            groups {
                [$0.id3]
            } row: {
                [.string($0[0].text3), .int64($0.sum(\.v1)), .float64($0.sum(\.v3) / Double($0.count))]
            }
        case "q4":
            groups {
                [$0.id4]
            } row: { rows in
                let means = [Double(rows.sum(\.v1)), Double(rows.sum(\.v2)), rows.sum(\.v3)]
                return [.int64(rows[0].id4)] + means.map { .float64($0 / Double(rows.count)) }
            }
        case "q5":
            groups {
                [$0.id6]
            } row: {
                [.int64($0[0].id6), .int64($0.sum(\.v1)), .int64($0.sum(\.v2)), .float64($0.sum(\.v3))]
            }
        case "q6":
            groups {
                [$0.id4, $0.id5]
            } row: {
                [.int64($0[0].id4), .int64($0[0].id5), .float64(median($0)), deviation($0)]
            }
        case "q7":
            groups {
                [$0.id3]
            } row: { rows in
                let (most, least) = rows.reduce((Int64.min, Int64.max)) { (max($0.0, $1.v1), min($0.1, $1.v2)) }
                return [.string(rows[0].text3), .int64(most - least)]
            }
        case "q8":
            Answer(
                Dictionary(grouping: rows, by: \.id6).flatMap { group in
                    group.value.map(\.v3).sorted(by: >).prefix(2).map { [.int64(group.key), .float64($0)] }
                })
        case "q9":
            groups {
                [$0.id2, $0.id4]
            } row: {
                [.string($0[0].text2), .int64($0[0].id4), squaredCorrelation($0)]
            }
        case "q10":
            groups {
                [$0.id1, $0.id2, $0.id3, $0.id4, $0.id5, $0.id6]
            } row: {
                Array($0[0].values.prefix(6)) + [.float64($0.sum(\.v3)), .int64(Int64($0.count))]
            }
        default: nil
        }
    }

    /// Of the queries that look at all rows.
    private func scan(_ name: String) -> Answer? {
        switch name {
        case "load": return loaded
        case "sum": return Answer([[.float64(rows.sum(\.v3))]])
        case "filter":
            let kept = rows.filter { $0.v3 > 50 && $0.v1 == 3 }
            return Answer([[.int64(Int64(kept.count)), .float64(kept.sum(\.v3))]])
        case "expr":
            let kept = rows.filter { (10...20).contains($0.id4) }
            return Answer([[.float64(kept.reduce(0) { $0 + $1.v3 * (1 - Double($1.v1) / 10) })]])
        case "topk":
            let first = rows.sorted { ($1.v3, $0.id6) < ($0.v3, $1.id6) }.prefix(10)
            return Answer(first.map(\.values), orderedBy: 8, descending: true)
        case "sort": return Answer(rows.map { [.int64($0.id6), .float64($0.v3)] }, orderedBy: 1)
        case "distinct": return Answer([[.int64(Int64(Set(rows.map(\.id3)).count))]])
        case "like": return Answer([[.int64(Int64(rows.count { $0.text3.contains("77") }))]])
        default: return nil
        }
    }

    /// Counts and sums of the whole table, and the least and greatest texts.
    private var loaded: Answer {
        let sums = [rows.sum(\.id4), rows.sum(\.id5), rows.sum(\.id6), rows.sum(\.v1), rows.sum(\.v2)]
        let ends = [rows.map(\.text1).min(), rows.map(\.text2).max(), rows.map(\.text3).min(), rows.map(\.text3).max()]
        return Answer([
            [.int64(Int64(rows.count))] + sums.map { .int64($0) } + [.float64(rows.sum(\.v3))]
                + ends.map { .string($0 ?? "") }
        ])
    }

    private func groups(_ key: (GroupingRow) -> [Int64], row: ([GroupingRow]) -> [Value]) -> Answer {
        Answer(Dictionary(grouping: rows, by: key).values.map(row))
    }
}

extension GroupingRow {
    /// Its cells.
    fileprivate var values: [Value] {
        [.string(text1), .string(text2), .string(text3)] + [id4, id5, id6, v1, v2].map { .int64($0) } + [.float64(v3)]
    }
}

extension [GroupingRow] {
    fileprivate func sum<Number: AdditiveArithmetic>(_ column: (GroupingRow) -> Number) -> Number {
        reduce(.zero) { $0 + column($1) }
    }
}

private func median(_ rows: [GroupingRow]) -> Double {
    let sorted = rows.map(\.v3).sorted()
    return (sorted[(sorted.count - 1) / 2] + sorted[sorted.count / 2]) / 2
}

/// The deviation of `v3` in a sample; NULL for one row.
private func deviation(_ rows: [GroupingRow]) -> Value {
    if rows.count < 2 { return .null }
    let mean = rows.sum(\.v3) / Double(rows.count)
    let squares = rows.reduce(0) { $0 + ($1.v3 - mean) * ($1.v3 - mean) }
    return .float64((squares / Double(rows.count - 1)).squareRoot())
}

/// The squared correlation of `v1` and `v2`, exact up to its one division; NULL for one row.
///
/// CORR is NaN where the covariance is 0, which rounding may make a little more; the check has 0 for both.
private func squaredCorrelation(_ rows: [GroupingRow]) -> Value {
    if rows.count < 2 { return .null }
    let count = Int64(rows.count)
    let (first, second) = (rows.sum(\.v1), rows.sum(\.v2))
    let both = count * rows.sum { $0.v1 * $0.v2 } - first * second
    let firstSpread = count * rows.sum { $0.v1 * $0.v1 } - first * first
    let secondSpread = count * rows.sum { $0.v2 * $0.v2 } - second * second
    if both == 0 { return .float64(0) }
    return .float64(Double(both * both) / Double(firstSpread * secondSpread))
}
