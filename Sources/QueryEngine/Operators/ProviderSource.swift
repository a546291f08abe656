// Rows that a table's provider gives as they are needed.

import QueryLanguage
import Synchronization

/// Reads a table whose rows are not in memory.
///
/// A morsel is one of the provider's cursors. Cursors are not safe to share, and need not be: a morsel is read once, by
/// the thread that has it.
final class ProviderSource: BatchSource, @unchecked Sendable {
    private let name: String
    private let columns: [Column]
    private let cursors: [any TableCursor]
    private let cancellation: Cancellation
    private let progress: StatementProgress?
    /// Whether rows may be left out, so that those that come cannot be numbered.
    private let isFiltered: Bool
    /// For each cursor what holds its rows, where it is a file that the query names; `nil` for what has a name of its own.
    private let sourceNames: [String?]
    /// Whether all cursors read parts of one file.
    private let isOneSource: Bool
    /// For each cursor the rows that it has given.
    private let counts: Mutex<[Int]>

    /// - Throws: what the provider throws.
    init(_ provider: any TableProvider, _ scan: LogicalPlan.Scan, _ context: ExecutionContext) throws(Diagnostic) {
        name = scan.name
        cancellation = context.cancellation
        progress = context.progress
        isFiltered = !scan.filters.isEmpty
        columns = scan.positions.map { provider.columns[$0] }
        let request = ScanRequest(
            columns: scan.positions, filters: scan.filters, for: context.fileRequest, threads: context.threads)
        let cursors = try diagnosed(scan.name) { try provider.scan(request) }
        self.cursors = cursors
        let sources = cursors.map { ($0 as? any NamedTableCursor)?.sourceName }
        isOneSource = sources.allSatisfy { $0 == sources[0] }
        if case .file = scan.table.source { sourceNames = sources } else { sourceNames = cursors.map { _ in nil } }
        counts = Mutex(cursors.map { _ in 0 })
    }

    /// What holds the rows that were given; `nil` where it is the table.
    var places: RowPlaces? {
        var places = RowPlaces()
        for (name, count) in zip(sourceNames, counts.withLock { $0 }) {
            guard let name else { return nil }
            places.append(name, rows: count)
        }
        return places
    }

    var morsels: Int { cursors.count }

    /// Its rows are counted as they come.
    func rowCount(ofMorsel morsel: Int) -> Int { 0 }

    func read(_ morsel: Int, _ emit: Emit) throws(Diagnostic) -> Bool {
        let cursor = cursors[morsel]
        let name = sourceNames[morsel] ?? self.name
        let isFirst = morsel == 0 || sourceNames[morsel] != sourceNames[morsel - 1]
        // Of later cursors of the same file it is not known at once how many rows stand before theirs, of most not at all.
        let isCountable = !isFirst && (sourceNames[morsel] != nil || isOneSource)
        let countable = isCountable ? cursor as? any CountableCursor : nil
        var start = (isFirst || countable != nil) && !isFiltered ? 0 : nil as Int?
        while let next = try diagnosed(name, { try cursor.next() }) {
            let batch = next.batch
            // Also where no row goes further.
            try cancellation.check()
            try check(batch)
            progress?.add(rows: batch.count)
            let rowsBefore = start == nil ? nil : countable?.rowsBefore
            for lower in stride(from: 0, to: batch.count, by: Pipeline.batchSize) {
                let range = lower..<min(batch.count, lower + Pipeline.batchSize)
                let vectors = range.count == batch.count ? batch.columns : batch.columns.map { $0.slice(range) }
                let origin = start.map {
                    RowOrigin(
                        name: name, columns: columns, vectors: vectors, first: $0 + lower, rowsBefore: rowsBefore)
                }
                let part = Batch(
                    vectors, capacity: range.count, selection: Selection(all: range.count), origin: origin)
                if try !emit(part) { return false }
            }
            start = start.map { $0 + batch.count }
            counts.withLock { $0[morsel] += batch.count }
        }
        return true
    }

    /// A provider is not of the engine's making; what it gives must be what it said.
    private func check(_ batch: Batch) throws(Diagnostic) {
        guard batch.columns.count == columns.count else {
            throw Diagnostic(
                "the provider of \(name) gave \(batch.columns.count) columns where \(columns.count) were asked for")
        }
        for (vector, column) in zip(batch.columns, columns) where vector.type != column.type {
            throw Diagnostic(
                "the provider of \(name) gave \(vector.type.name) for \(column.name), which is \(column.type.name)")
        }
    }
}

/// What `body` gives; an error that is no diagnostic becomes one.
func diagnosed<Result>(_ name: String, _ body: () throws -> Result) throws(Diagnostic) -> Result {
    do {
        return try body()
    } catch let error as Diagnostic {
        throw error
    } catch {
        throw Diagnostic("\(name): \(error)")
    }
}
