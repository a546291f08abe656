// Tables that are not in the engine's memory: what gives their rows, a batch at a time.

/// A table whose rows come from outside the engine: a file that is read as it is needed, or an app's own data.
///
/// A query tells which columns it uses and which rows it can do without, so that a provider need not make them.
public protocol TableProvider: Sendable {
    /// The table's columns. They stay the same as long as the provider lives.
    var columns: [Column] { get }

    /// Begins to read the rows.
    ///
    /// - Returns: cursors that give the table's rows one after another: all of the first's rows stand before the
    ///   second's. Each is read by one thread, different ones perhaps at the same time.
    /// - Throws: any error; one that is no `Diagnostic` is told in its own words.
    func scan(_ request: ScanRequest) throws -> [any TableCursor]
}

/// Gives rows one batch after another. It is used by one thread at a time, and dropped when no more are wanted.
public protocol TableCursor: AnyObject {
    /// The next rows, in the order and number of the columns that were asked for; `nil` when there are no more.
    ///
    /// - Throws: any error, which ends the statement.
    func next() throws -> ColumnBatch?
}

/// A cursor of which it can be found out how many rows stand before its first.
package protocol CountableCursor: TableCursor {
    /// Counts those rows, which may take as long as reading them; `nil` where that fails. Asked once it has given a row.
    var rowsBefore: @Sendable () -> Int? { get }
}

/// What a query wants of a table.
public struct ScanRequest: Sendable {
    /// The positions of the columns that batches are to have, in this order; none where only the rows are counted.
    public let columns: [Int]
    /// Conditions that a row must meet to matter, all of them. A provider may leave out rows that do not meet one, and
    /// may ignore them: the engine asks again.
    public let filters: [ScanFilter]
    /// The statement that reads.
    package let statement: FileRequest
    /// How many threads there are to read.
    package let threads: Int

    package init(
        columns: [Int], filters: [ScanFilter] = [], for statement: FileRequest = FileRequest(), threads: Int = 1
    ) {
        self.threads = threads
        self.columns = columns
        self.filters = filters
        self.statement = statement
    }
}

/// A condition on one column of a table.
public struct ScanFilter: Hashable, Sendable {
    public enum Comparison: Hashable, Sendable {
        case equal
        case notEqual
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual
        case isNull
        case isNotNull
    }

    /// The column's position in the table.
    public let column: Int
    public let comparison: Comparison
    /// What the column's value stands left of; NULL for `isNull` and `isNotNull`. Of the column's type, never NaN.
    public let value: Value

    package init(column: Int, _ comparison: Comparison, _ value: Value = .null) {
        self.column = column
        self.comparison = comparison
        self.value = value
    }
}
