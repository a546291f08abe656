// What a statement gives.

/// The answer of a statement: columns and rows, or a message where there are none (`CREATE TABLE`).
///
/// It is a collection of its rows; cells are read by their columns' names or numbers:
///
///     for row in try database.query("FROM editions") { print(try row["city"] as String) }
public struct QueryResult: Sendable {
    public let columns: [Column]
    /// The number of rows.
    public let rowCount: Int
    /// What was done, for statements that give no rows: `created table visits`.
    public let message: String?
    /// What the rows are about, where that is worth saying: a table's description for DESCRIBE.
    public let title: String?
    /// The rows in order, cut into batches; every row of a batch is selected.
    package let batches: [Batch]
    /// What its rows share.
    let rows: ResultRows
    /// The conditions that bounds of quantities did not settle for some rows; these are not in the result.
    public internal(set) var undecided: [UndecidedCondition] = []
    /// What was noticed in the files that were read, each in a line: cells that did not fit and are NULL, and the like.
    public internal(set) var remarks: [String] = []

    package init(columns: [Column], batches: [Batch], title: String? = nil) {
        self.init(columns, batches, title, lineage: nil)
    }

    init(_ columns: [Column], _ batches: [Batch], _ title: String?, lineage: ResultLineage?) {
        self.columns = columns
        self.title = title
        self.batches = batches.map { $0.compacted() }
        rows = ResultRows(columns, self.batches, lineage: lineage)
        rowCount = rows.starts[batches.count]
        message = nil
    }

    package init(message: String) {
        columns = []
        batches = []
        rows = ResultRows([], [])
        rowCount = 0
        title = nil
        self.message = message
    }

    /// One cell, which must exist. O(log batches).
    public func value(row: Int, column: Int) -> Value {
        let (batch, place) = rows.place(of: row)
        return batches[batch].columns[column].value(place)
    }

    /// The same rows with some of the columns. O(columns · batches).
    package func keeping(_ isKept: (_ column: Int) -> Bool) -> QueryResult {
        let kept = columns.indices.filter(isKept)
        var result = QueryResult(
            columns: kept.map { columns[$0] },
            batches: batches.map { batch in
                batch.replacing(columns: kept.map { batch.columns[$0] })
            }, title: title)
        result.undecided = undecided
        result.remarks = remarks
        return result
    }

    /// The first rows and the last ones, without those between them. O(batches + rows kept).
    package func ends(first: Int, last: Int) -> QueryResult {
        var parts: [Batch] = []
        var start = 0
        for batch in batches {
            let end = start + batch.count
            for range in [0..<first, (rowCount - last)..<rowCount] {
                let mine = range.clamped(to: start..<end)
                if mine.isEmpty { continue }
                parts.append(
                    batch.selecting(batch.selection.slice(offset: mine.lowerBound - start, limit: mine.count)))
            }
            start = end
        }
        var result = QueryResult(columns: columns, batches: parts, title: title)
        result.undecided = undecided
        result.remarks = remarks
        return result
    }
}
