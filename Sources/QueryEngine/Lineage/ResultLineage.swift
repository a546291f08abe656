// Where a result's rows come from, as values.

import QueryLanguage

/// A row of a table that a result's row comes from.
public struct SourceRow: Hashable, Sendable {
    /// The table, or the file, as the query names it; of files that a pattern names the row's own, and of a SQLite file
    /// with the table in it: `a.db, table visits`.
    public let table: String
    /// The number of the row in its table or file, from 1.
    public let row: Int
    /// What the row states in words; `nil` as the rest, where its table has no such column.
    public let statement: String?
    /// What its source is called: `E7-02`.
    public let source: String?
    /// Where in the source it stands.
    public let locator: String?
    /// Of the source, where the database has a table `sources`.
    public let title: String?
    public let publisher: String?
    public let published: CalendarDate?
    public let url: String?
}

/// The rows of base tables behind each row of a result.
final class ResultLineage: Sendable {
    /// What WHY gives, in the order of the result's rows.
    private let why: StoredTable

    init(_ why: StoredTable) {
        self.why = why
    }

    /// Those behind the result's row at `index`. O(log of all).
    func sources(of index: Int) -> [SourceRow] {
        let numbers = why.vectors[0].values(Int64.self)
        var (lower, upper) = (0, why.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if numbers[middle] < index + 1 { lower = middle + 1 } else { upper = middle }
        }
        var result: [SourceRow] = []
        while lower < why.count, numbers[lower] == index + 1 {
            result.append(source(lower))
            lower += 1
        }
        return result
    }

    private func source(_ row: Int) -> SourceRow {
        func text(_ column: Int) -> String? {
            why.vectors[column].isValid(row) ? String(why.vectors[column].bytes(row)) : nil
        }
        let published = why.vectors[8]
        return SourceRow(
            table: text(1) ?? "", row: Int(why.vectors[2].element(row, as: Int64.self)), statement: text(3),
            source: text(4), locator: text(5), title: text(6), publisher: text(7),
            published: published.isValid(row) ? CalendarDate.read(Cell(published, row)) : nil, url: text(9))
    }
}

extension QueryResult {
    /// Whether the rows tell where they come from: `query(…, options: QueryOptions(lineage: true))`.
    public var hasLineage: Bool { rows.lineage != nil }
}

extension Row {
    /// The rows of tables that this row comes from (its why-provenance), in the order of tables and rows; empty where the
    /// query did not ask for lineage.
    public var sources: [SourceRow] { rows.lineage?.sources(of: index) ?? [] }
}
