// How the tests call aggregate functions.

import Testing

@testable import QueryEngine
@testable import QueryLanguage

/// A call of an aggregate function by name, with its arguments as columns of values.
struct AggregateCase {
    var name: String
    var types: [DataType]
    /// `[arguments…, HAVING's, ORDER BY's…]`, a list of values each.
    var columns: [[Value]]
    var extraTypes: [DataType] = []
    var ignoresNulls: Bool?
    var isSafe = false
    var isDistinct = false
    var having: AggregateCall.Having?
    var order: [SortKey] = []
    var limit: Int?

    var allTypes: [DataType] { types + extraTypes }
    var vectors: [Vector] { zip(allTypes, columns).map { Vector($0, values: $1) } }

    var call: AggregateCall {
        get throws {
            let function = try #require(FunctionTable.find(name))
            let overload = try #require(
                function.overloads.first { overload in
                    overload.parameters.count >= types.count
                        && overload.parameters.count - overload.optional <= types.count
                        && zip(overload.parameters, types).allSatisfy { $0.type == .any || $0.type == .type($1) }
                })
            guard case .aggregate(let implementation) = overload.implementation else {
                throw Diagnostic("\(name) is no aggregate")
            }
            // The second argument of these is a constant.
            let constants: [Value?] = columns.prefix(types.count).enumerated().map { index, values in
                guard index == 1 else { return nil }
                if name == "STRING_AGG" { return values.first ?? .string(",") }
                return name.hasPrefix("PERCENTILE") ? values.first ?? .float64(0.5) : nil
            }
            let options = AggregateOptions(
                argumentTypes: types, constants: constants, ignoresNulls: ignoresNulls, isSafe: isSafe)
            return AggregateCall(
                implementation, options: options, isDistinct: isDistinct, having: having, order: order, limit: limit)
        }
    }

    /// The results of groups `0..<count` with row `r` in group `groups[r]`.
    func results(groups: [UInt32], count: Int) throws -> [Value] {
        let state = try call.makeState()
        state.resize(groups: count)
        try state.update(vectors, rows: Selection(all: groups.count), groups: groups)
        let vector = try state.finish(groups: count)
        return (0..<count).map(vector.value)
    }

    /// The result with all rows in one group.
    func result() throws -> Value {
        try results(groups: Array(repeating: 0, count: columns.first?.count ?? 0), count: 1)[0]
    }
}

/// Whether two results are the same, floating point numbers up to rounding.
func isClose(_ a: Value, _ b: Value) -> Bool {
    guard case .float64(let x) = a, case .float64(let y) = b else { return identity(a) == identity(b) }
    if x.isNaN || y.isNaN { return x.isNaN && y.isNaN }
    return x == y || abs(x - y) <= 1e-9 * max(abs(x), abs(y), 1)
}

func ints(_ values: Int64?...) -> [Value] { values.map { $0.map { .int64($0) } ?? .null } }
func floats(_ values: Double?...) -> [Value] { values.map { $0.map { .float64($0) } ?? .null } }
func strings(_ values: String?...) -> [Value] { values.map { $0.map { .string($0) } ?? .null } }
func bools(_ values: Bool?...) -> [Value] { values.map { $0.map { .bool($0) } ?? .null } }
