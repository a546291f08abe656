// Groups that are about as many as rows, held against groups found by the values of their keys.

import Testing

@testable import QueryEngine

struct FirstRowsTests {
    @Test(arguments: [[0], [1], [64], [700], [128, 64, 1], [0, 500, 0, 999], [3_000, 2_000]], [1, 40, 1_000_000])
    func firstRowsAreThoseOfALoop(sizes: [Int], different: Int64) throws {
        var random = SeededGenerator(31)
        let words = sizes.map { size in (0..<size).map { _ in Int64.random(in: -different...different, using: &random) }
        }
        let buffers = words.map { words in
            let buffer = UnsafeMutableBufferPointer<Int64>.allocate(capacity: max(1, words.count))
            _ = buffer.initialize(fromContentsOf: words)
            return buffer
        }
        defer { for buffer in buffers { buffer.deallocate() } }
        let parts = try zip(sizes, buffers).map { KeyWords(base: try #require($1.baseAddress), count: $0) }
        for partitionSize in [1, 50, 1 << 13] {
            let first = try FirstRows(parts, partitionSize: partitionSize, ExecutionContext(threads: 3))
            var known: [Int64: Int] = [:]
            for (row, word) in words.joined().enumerated() {
                #expect(first.keys(before: row) == known.count)
                #expect(first.isFirst(row) == (known[word] == nil))
                if let earlier = known[word] { #expect(first.first(row) == earlier) }
                known[word] = known[word] ?? row
            }
            let rows = sizes.reduce(0, +)
            #expect(first.count == known.count && first.keys(before: rows) == known.count)
            for start in stride(from: 0, to: rows, by: 100) where first.areFirst(start..<min(rows, start + 100)) {
                #expect((start..<min(rows, start + 100)).allSatisfy(first.isFirst))
            }
        }
    }

    @Test func groupsAreEstimated() {
        func answer(_ rows: Int, groups: Int, of seen: Int) -> Bool? {
            let estimate = GroupEstimate(rows: rows)
            estimate.tell(groups: groups, of: seen)
            return estimate.isManyGroups
        }
        #expect(GroupEstimate(rows: 10_000_000).isManyGroups == nil)
        #expect(GroupEstimate(rows: 10_000).isManyGroups == false)
        #expect(answer(10_000_000, groups: 65_536, of: 65_536) == true)
        // Of ten million groups about 215 come twice, of a million 2,147.
        #expect(answer(10_000_000, groups: 65_536 - 215, of: 65_536) == true)
        #expect(answer(10_000_000, groups: 65_536 - 2_147, of: 65_536) == false)
        #expect(answer(300_000, groups: 60_000, of: 65_536) == true)
        let estimate = GroupEstimate(rows: 10_000_000)
        estimate.giveUp()
        estimate.tell(groups: 65_536, of: 65_536)
        #expect(estimate.isManyGroups == false)
    }
}

struct PartitionedAggregationTests {
    /// Groups that begin on one thread and go on there or on another, NULLs among the keys.
    private static let setup = """
        CREATE TABLE n AS
        FROM GENERATE_SERIES(1, 300000)
        |> SELECT value, IF(MOD(value, 10) = 3, value - 1, value) AS g
        |> SELECT value, MOD(g * 7919, 250000) AS a, IF(MOD(g, 35) = 0, NULL, MOD(g, 5)) AS b,
             IF(MOD(g, 11) = 0, NULL, CONCAT('a long name ', CAST(MOD(g, 500) AS STRING))) AS name, value / 7.0 AS share;
        CREATE TABLE few AS FROM n |> WHERE value > 299000
        """

    private static let prepared = Result { try QueryRunner(setup) }

    /// The same rows, of whose keys nothing is known.
    private static let unknown = "(FROM n |> SELECT value, a + 0 AS a, b + 0 AS b, CONCAT(name, '') AS name, share)"

    @Test(arguments: [
        "|> AGGREGATE COUNT(*) AS c, SUM(share) AS s, MIN(name) AS m GROUP BY a, b, name",
        "|> AGGREGATE ANY_VALUE(value), MAX(value), COUNT(name), AVG(share) GROUP BY b, a",
        "|> AGGREGATE STRING_AGG(name ORDER BY value DESC LIMIT 2), COUNT(DISTINCT value), MAX(value HAVING MIN share) GROUP BY a, b",
        "|> AGGREGATE MEDIAN(share) AS m, COUNT(*) AS c GROUP BY a, name |> WHERE c > 1",
        "|> WHERE MOD(value, 3) != 0 |> EXTEND value * 2 AS twice |> AGGREGATE SUM(twice), COUNTIF(b = 2) GROUP BY a, b",
        "|> WHERE MOD(value, 20) = 0 |> AGGREGATE SUM(share) AS s, COUNT(*) AS c GROUP BY a, b",
        "|> SELECT DISTINCT a, b, name",
        "|> UNION ALL (FROM few) |> AGGREGATE COUNT(*) AS c, SUM(share) AS s GROUP BY a, b",
    ])
    func groupsAreThoseOfTheValues(_ query: String) throws {
        var database = try Self.prepared.get()
        let expected = try database.rows("FROM \(Self.unknown) \(query)")
        #expect(!expected.isEmpty)
        // What is learnt of a column is used from the second time on.
        for threads in [1, 1, 2, 3] {
            database.threads = threads
            #expect(try database.rows("FROM n \(query)") == expected, "\(threads) threads")
        }
    }

    /// Rows that were held back are still told of by an error.
    @Test func errorsNameTheirRow() throws {
        var database = try Self.prepared.get()
        let query = "FROM n |> AGGREGATE SUM(IF(value > 200000, 1{m2}, 1{kg})) AS s GROUP BY a, b"
        for threads in [1, 1, 2] {
            database.threads = threads
            let error = database.error(query)
            #expect(error?.notes.contains { $0.contains("row 250001 of n: value 250001") } == true)
        }
    }

    @Test func anOverflowFails() throws {
        var database = try Self.prepared.get()
        for threads in [1, 2] {
            database.threads = threads
            let error = database.error("FROM n |> AGGREGATE SUM(9223372036854775807 - 0 * value) AS s GROUP BY a, b")
            #expect(error?.message == "SUM overflows INT64")
        }
    }
}
