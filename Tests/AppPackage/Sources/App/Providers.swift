// A table whose rows the app makes when they are asked for.

import ExpoQuery

/// The whole numbers below a limit with their squares; it makes only the columns that a query uses.
struct Squares: TableProvider {
    let limit: Int64
    let columns = [Column("number", .int64), Column("square", .int64)]

    func scan(_ request: ScanRequest) throws -> [any TableCursor] {
        var end = limit
        // A condition from above that the rows need not be made for.
        for filter in request.filters where filter.column == 0 && filter.comparison == .less {
            if case .int64(let value) = filter.value { end = min(end, value) }
        }
        print("scan of columns \(request.columns) up to \(end)")
        return [Cursor(columns: request.columns, end: end)]
    }

    private final class Cursor: TableCursor {
        private let columns: [Int]
        private let end: Int64
        private var position: Int64 = 0

        init(columns: [Int], end: Int64) {
            self.columns = columns
            self.end = end
        }

        func next() throws -> ColumnBatch? {
            if position >= end { return nil }
            let numbers = position..<min(end, position + 1000)
            position = numbers.upperBound
            if columns.isEmpty { return ColumnBatch(rowCount: numbers.count) }
            return try ColumnBatch(columns: columns.map { .int64($0 == 0 ? Array(numbers) : numbers.map { $0 * $0 }) })
        }
    }
}
