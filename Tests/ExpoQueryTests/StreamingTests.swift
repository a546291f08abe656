// Results that come a batch at a time, and the columns of batches.

import ExpoQuery
import Testing

struct StreamingTests {
    let database = Database()

    @Test func batchesHoldTheRowsInOrder() throws {
        var numbers: [Int64] = []
        var batches = 0
        try database.forEachBatch(
            of: "FROM GENERATE_SERIES(1, 100000) |> WHERE MOD(value, 3) = @r", parameters: ["r": 1]
        ) {
            numbers += try $0["value", as: Int64.self].compactMap { $0 }
            batches += 1
            return true
        }
        #expect(numbers == Array(stride(from: 1, through: 100_000, by: 3)))
        #expect(batches > 10)
    }

    @Test func undecidedRowsAreToldAtTheEnd() throws {
        let summary = try Database.expo.forEachBatch(
            of: "FROM exhibitors_by_edition |> WHERE value > 3496{enterprise}"
        ) { _ in true }
        #expect(summary.undecided.map(\.rows) == [2])
    }

    @Test func stopsWhenNoMoreAreWanted() throws {
        var rows = 0
        // There is no end to reach.
        try database.forEachBatch(of: "FROM GENERATE_SERIES(1, 1000000000000)") {
            rows += $0.rowCount
            return rows < 10_000
        }
        #expect(rows >= 10_000)
        struct Enough: Error {}
        #expect(throws: Enough.self) {
            try database.forEachBatch(of: "FROM GENERATE_SERIES(1, 1000000000000)") { _ in throw Enough() }
        }
    }

    @Test func columnsAreReadAsTheirTypes() throws {
        let text = """
            FROM GENERATE_SERIES(1, 3)
            |> SELECT value AS i, IF(value = 2, NULL, value / 2) AS f, CAST(value AS STRING) AS s, value > 1 AS b,
                 DATE_ADD(DATE '2024-11-05', INTERVAL value DAY) AS d, QUANTITY(value, 'm2') AS q, 7 AS constant
            """
        try database.forEachBatch(of: text) { batch in
            #expect(batch.columns.map(\.name) == ["i", "f", "s", "b", "d", "q", "constant"])
            #expect(Array(batch[0, as: Int.self]) == [1, 2, 3])
            #expect(Array(batch[1, as: Double.self]) == [0.5, nil, 1.5])
            #expect(Array(try batch["S", as: String.self]) == ["1", "2", "3"])
            #expect(Array(batch[3, as: Bool.self]) == [false, true, true])
            #expect(batch[4, as: CalendarDate.self].map { $0?.day } == [6, 7, 8])
            #expect(batch[5, as: Quantity.self].map { $0?.nominal } == [1, 2, 3])
            #expect(batch.cell(row: 2, column: 0).value == 3)
            #expect(throws: Diagnostic.self) { try batch["i", as: String.self] }
            try batch.withUnsafeBuffers(of: 1, as: Double.self) { values, validity in
                #expect(values.count == 3 && values[0] == 0.5 && values[2] == 1.5)
                #expect(validity.map { $0[0] & 0b111 } == 0b101)
            }
            try batch.withUnsafeBuffers(of: 6, as: Int64.self) { values, validity in
                #expect(Array(values) == [7, 7, 7] && validity == nil)
            }
            try batch.withUnsafeBuffers(of: 4, as: Int32.self) { days, _ in #expect(days[1] - days[0] == 1) }
            #expect(throws: Diagnostic.self) { try batch.withUnsafeBuffers(of: 2, as: Int64.self) { _, _ in } }
            return true
        }
    }

    @Test func batchesAreMadeFromArrays() throws {
        let batch = try ColumnBatch(columns: [.int64([1, 2, nil]), .string(["a", nil, "a long text, not inline"])])
        #expect(batch.rowCount == 3)
        #expect(Array(batch[0, as: Int64.self]) == [1, 2, nil])
        #expect(Array(batch[1, as: String.self]) == ["a", nil, "a long text, not inline"])
        #expect(throws: Diagnostic("column 1 has 1 rows, column 0 has 2")) {
            try ColumnBatch(columns: [.int64([1, 2]), .bool([true])])
        }
    }

    @Test func aTaskTakesBatches() async throws {
        var sum: Int64 = 0
        for try await batch in database.batches(of: "FROM GENERATE_SERIES(1, 100000)", buffered: 1) {
            for number in batch[0, as: Int64.self] { sum += number ?? 0 }
        }
        #expect(sum == 5_000_050_000)
        var rows = 0
        for try await batch in database.batches(of: "FROM GENERATE_SERIES(1, 1000000000000)") {
            rows += batch.rowCount
            if rows > 10_000 { break }
        }
        await #expect(throws: Diagnostic.self) {
            for try await _ in database.batches(of: "FROM nowhere") {}
        }
    }

    @Test func aCancelledTaskTakesNoMoreBatches() async throws {
        let database = database
        let task = Task {
            var rows = 0
            for try await batch in database.batches(of: "FROM GENERATE_SERIES(1, 1000000000000)") {
                rows += batch.rowCount
                if rows > 10_000 { withUnsafeCurrentTask { $0?.cancel() } }
            }
        }
        await #expect(throws: CancellationError.self) { try await task.value }
    }
}
