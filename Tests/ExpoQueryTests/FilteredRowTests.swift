// Errors of rows whose provider may have left out others.

import ExpoQuery
import Testing

struct FilteredRowTests {
    /// Rows 1 to 9, of which only those are given that a condition lets through.
    private struct Numbers: TableProvider {
        let columns = [Column("n", .int64)]

        func scan(_ request: ScanRequest) throws -> [any TableCursor] {
            var numbers = Array(1...9 as ClosedRange<Int64>)
            for filter in request.filters where filter.comparison == .greater {
                if case .int64(let least) = filter.value { numbers.removeAll { $0 <= least } }
            }
            return [Cursor(numbers, width: request.columns.count)]
        }

        private final class Cursor: TableCursor {
            private var numbers: [Int64]
            private let width: Int

            init(_ numbers: [Int64], width: Int) {
                self.numbers = numbers
                self.width = width
            }

            func next() throws -> ColumnBatch? {
                defer { numbers = [] }
                if numbers.isEmpty { return nil }
                return try ColumnBatch(columns: (0..<width).map { _ in .int64(numbers) })
            }
        }
    }

    private func notes(_ query: String) throws -> [String] {
        let database = Database()
        database.attach(Numbers(), as: "numbers")
        return try #require(throws: Diagnostic.self) { try database.query(query) }.notes
    }

    @Test func aRowIsNotGivenTheNumberOfAnother() throws {
        let failing = "EXTEND QUANTITY(n, IF(n = 7, 'm2', 'item')) + 1{item} AS v"
        #expect(try notes("FROM numbers |> \(failing)") == ["row 7 of numbers: n 7"])
        #expect(try notes("FROM numbers |> WHERE n > 5 |> \(failing)") == ["a row with n 7"])
    }
}
