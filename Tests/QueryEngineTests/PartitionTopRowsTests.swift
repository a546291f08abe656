// The first rows of each partition, held against a sort of all rows.

import QueryLanguage
import Testing

@testable import QueryEngine

struct PartitionTopRowsTests {
    /// The rows whose number is at most `limit`, with their numbers, as the whole window gives them.
    private func expected(
        _ limit: Int, _ partitionBy: [Vector], _ orderBy: [Vector], _ by: [SortKey], count: Int
    ) throws -> [[Int64]] {
        let plan = try WindowPlan(partitionBy: partitionBy, orderBy: orderBy, by: by, count: count)
        let numbers = try plan.compute(.window(Numbering.rowNumber), arguments: [], frame: .wholePartition)
        return (0..<count).map { [Int64($0), numbers.element($0)] }.filter { $0[1] <= limit }
    }

    private func found(_ rows: PartitionTopRows?) -> [[Int64]]? {
        rows.map { rows in rows.rows.indices.map { [Int64(rows.rows[$0]), rows.numbers.element($0)] } }
    }

    /// NULL, NaN, both zeros and the ends of INT64 among the values; partitions of all sizes, with NULL as a key.
    @Test(
        arguments: [DataType.bool, .int64, .float64, .date, .timestamp],
        [[], [.int64], [.string, .float64]] as [[DataType]])
    func rowsAreThoseOfTheSort(type: DataType, partitionTypes: [DataType]) throws {
        var random = SeededGenerator(21)
        let context = ExecutionContext()
        var answered = 0
        for count in [1, 40, 5_000] {
            for hasNulls in [false, true] {
                let values = (0..<count).map { _ in
                    let value = type.randomValue(&random)
                    if value != .null || hasNulls { return value }
                    return type == .bool ? .bool(true) : type == .float64 ? .float64(-0.0) : Value(0, as: type)
                }
                let order = Vector(type, values: values)
                let partitions = partitionTypes.map { type in
                    Vector(type, values: (0..<count).map { _ in type.randomValue(&random) })
                }
                for key in [SortKey(), SortKey(descending: true), SortKey(nullsFirst: false)] {
                    for limit in [0, 1, 2, 7, 1_000] {
                        let rows = try PartitionTopRows.find(
                            limit, partitionBy: partitions, orderBy: [order], by: [key], count: count, context)
                        guard let rows = found(rows) else { continue }
                        answered += 1
                        #expect(rows == (try expected(limit, partitions, [order], [key], count: count)))
                    }
                }
            }
        }
        #expect(answered > 20)
    }

    @Test func withoutAnOrderTheFirstRowsComeFirst() throws {
        let keys = [Vector(.int64, values: (0..<900).map { .int64($0 % 3) })]
        let rows = try PartitionTopRows.find(
            2, partitionBy: keys, orderBy: [], by: [], count: 900, ExecutionContext())
        #expect(found(rows) == [[0, 1], [1, 1], [2, 1], [3, 2], [4, 2], [5, 2]])
    }

    /// Several threads, each of which meets rows of all partitions, and rows in the order that costs most.
    @Test(arguments: [1, 3], [false, true])
    func threadsFindTheSame(limit: Int, ascends: Bool) throws {
        var random = SeededGenerator(22)
        let count = 200_000
        let numbers = (0..<count).map { ascends ? Int64($0 / 5) : Int64.random(in: 0..<20_000, using: &random) }
        let order = Vector(.int64, values: numbers.map { .int64($0) })
        let keys = [Vector(.int64, values: (0..<count).map { _ in .int64(Int64.random(in: 0..<999, using: &random)) })]
        let by = [SortKey(descending: true)]
        let rows = try PartitionTopRows.find(
            limit, partitionBy: keys, orderBy: [order], by: by, count: count, ExecutionContext(threads: 3))
        #expect(found(rows) == (try expected(limit, keys, [order], by, count: count)))
    }

    @Test func someOrdersNeedASort() throws {
        func find(_ limit: Int, _ partitionBy: [Value], _ orderBy: [(DataType, [Value])]) throws -> [[Int64]]? {
            let orders = orderBy.map { Vector($0.0, values: $0.1) }
            return found(
                try PartitionTopRows.find(
                    limit, partitionBy: [Vector(.int64, values: partitionBy)], orderBy: orders,
                    by: orders.map { _ in SortKey() }, count: partitionBy.count, ExecutionContext()))
        }
        let one = ints(0, 0, 0, 0)
        #expect(try find(1, one, [(.int64, ints(4, 3, 2, 1))]) == [[3, 1]])
        #expect(try find(1, one, [(.int64, ints(4, nil, 2, 1))]) == [[1, 1]])
        // What comes first of all beside NULL, several keys, texts, and partitions as small as what is asked for.
        #expect(try find(1, one, [(.int64, ints(4, nil, .min, 1))]) == nil)
        #expect(try find(1, one, [(.float64, floats(4, nil, .nan, 1))]) == nil)
        #expect(try find(1, one, [(.int64, ints(4, 3, 2, 1)), (.int64, ints(4, 3, 2, 1))]) == nil)
        #expect(try find(1, one, [(.string, strings("d", "c", "b", "a"))]) == nil)
        #expect(try find(1, ints(1, 2, 3, 4), [(.int64, ints(4, 3, 2, 1))]) == nil)
    }

    // MARK: The rule

    private static let setup = """
        CREATE TABLE n AS
        FROM GENERATE_SERIES(1, 6000)
        |> SELECT value, MOD(value, 7) AS key, MOD(value * 7919, 1000) / 4 AS share, MOD(value * 31, 11) AS small
        """

    private static let window = "FROM n |> EXTEND ROW_NUMBER() OVER (PARTITION BY key ORDER BY share DESC) AS k"

    private func windowLine(_ query: String, in database: QueryRunner) throws -> Explanation.Operator {
        guard case .query(let query) = try Parser.script(query)[0].node else { throw Diagnostic("no query") }
        var node = try database.engine.explanation(of: query, analyze: true, Engine.Options(now: 0)).root
        while node.kind != .window, let input = node.inputs.first { node = input }
        return node
    }

    @Test(arguments: [
        ("k <= 2", "k + 0 <= 2"), ("k < 3", "k + 0 < 3"), ("2 >= k", "2 >= k + 0"), ("3 > k", "3 > k + 0"),
        ("k = 2", "k + 0 = 2"), ("2 = k", "2 = k + 0"), ("small > 3 AND k <= 2", "small > 3 AND k + 0 <= 2"),
        ("k <= 2 AND MOD(value, 2) = 0", "k + 0 <= 2 AND MOD(value, 2) = 0"),
    ])
    func firstRowsAreFound(condition: String, plain: String) throws {
        var database = try QueryRunner(Self.setup)
        for threads in [1, 2] {
            database.threads = threads
            let rows = try database.rows("\(Self.window) |> WHERE \(condition)")
            #expect(!rows.isEmpty)
            #expect(rows == (try database.rows("\(Self.window) |> WHERE \(plain)")))
        }
        let line = try windowLine("\(Self.window) |> WHERE \(condition)", in: database)
        #expect(line.text.hasSuffix("-- the first 2 of each partition"))
        #expect(line.rows == 14)
    }

    @Test(arguments: [
        "|> WHERE k >= 2", "|> WHERE k <= 2 OR small = 1", "|> WHERE k != 2", "|> WHERE k <= small",
        "|> WHERE k <= 5000",
        "|> EXTEND SUM(share) OVER (PARTITION BY key) AS s |> WHERE k <= 2", "|> WHERE 1 / (small + 1) < 1 AND k <= 2",
    ])
    func otherConditionsNeedAllRows(condition: String) throws {
        let line = try windowLine("\(Self.window) \(condition)", in: try QueryRunner(Self.setup))
        #expect(!line.text.contains("--"))
        #expect(line.rows == 6000)
    }

    /// In one operator with the numbers, a sum needs all rows of the partition.
    @Test func valuesBesideTheNumbersNeedAllRows() throws {
        let database = try QueryRunner(Self.setup)
        let query = """
            FROM n
            |> SELECT ROW_NUMBER() OVER (PARTITION BY key ORDER BY share) AS k, COUNT(*) OVER (PARTITION BY key) AS c
            |> WHERE k = 1
            |> AGGREGATE SUM(c), COUNT(*)
            """
        #expect(try database.rows(query) == [["6000", "7"]])
    }

    @Test func noRowIsTheFirstNone() throws {
        let database = try QueryRunner(Self.setup)
        #expect(try database.rows("\(Self.window) |> WHERE k <= 0") == [])
        #expect(try database.rows("\(Self.window) |> WHERE k < -9223372036854775807 - 1") == [])
    }

    /// A condition before the one on the number is held against all rows.
    @Test func errorsAreThoseOfAllRows() throws {
        let database = try QueryRunner(Self.setup)
        #expect(database.error("\(Self.window) |> WHERE 1 / (value - 5000) < 2 AND k <= 2") != nil)
        #expect(try !database.rows("\(Self.window) |> WHERE k <= 2 AND 1 / (value - 5000) < 2").isEmpty)
    }

    @Test func whyNamesTheRowsBefore() throws {
        let database = try QueryRunner(Self.setup)
        let counts = try database.rows("\(Self.window) |> WHERE k <= 2 AND key = 3 |> WHY |> AGGREGATE COUNT(*)")
        #expect(
            counts == (try database.rows("\(Self.window) |> WHERE k + 0 <= 2 AND key = 3 |> WHY |> AGGREGATE COUNT(*)"))
        )
    }
}

extension Value {
    /// A number as a value of an integer type.
    fileprivate init(_ number: Int32, as type: DataType) {
        self =
            switch type {
            case .date: .date(number)
            case .timestamp: .timestamp(Int64(number))
            default: .int64(Int64(number))
            }
    }
}
