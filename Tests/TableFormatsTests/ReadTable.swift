// A provider's rows as values, and random numbers that are the same at each run.

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

/// Numbers that look random (SplitMix64).
struct FixedRandom: RandomNumberGenerator {
    private var state: UInt64

    init(_ seed: UInt64) { state = seed }

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
