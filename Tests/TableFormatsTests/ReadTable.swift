// A provider's rows as values.

import QueryEngine

@testable import TableFormats

/// All that a provider gives.
struct ReadTable {
    let columns: [Column]
    let rows: [[Value]]
    let remarks: [String]

    init(_ provider: any TableProvider, filters: [ScanFilter] = []) throws {
        columns = provider.columns
        let statement = FileRequest()
        let request = ScanRequest(columns: Array(columns.indices), filters: filters, for: statement)
        var rows: [[Value]] = []
        for cursor in try provider.scan(request) {
            while let batch = try cursor.next()?.batch {
                rows += (0..<batch.count).map { row in batch.columns.map { $0.value(row) } }
            }
        }
        self.rows = rows
        remarks = statement.remarks.all
    }
}
