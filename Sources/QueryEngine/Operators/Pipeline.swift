// How rows flow: from a source through transforms, a batch at a time, on several threads.
//
// Pipelines end at operators that need all rows (sorts, aggregates, the build side of a join). Threads take
// contiguous ranges of morsels, and what they made is put together in that order, so that a result does not depend
// on the number of threads (morsels as in Leis, Boncz, Kemper, Neumann, SIGMOD 2014, but for their work stealing).

import QueryLanguage

/// Takes a batch; whether more are wanted.
typealias Emit = (Batch) throws(Diagnostic) -> Bool

/// Where a pipeline's rows come from.
protocol BatchSource: Sendable {
    /// The number of parts that can be read independently, in their order.
    var morsels: Int { get }

    /// About how many rows a morsel has, for the progress that is shown; 0 where the source tells it by itself.
    func rowCount(ofMorsel morsel: Int) -> Int

    /// Emits a morsel's batches; whether more are wanted.
    func read(_ morsel: Int, _ emit: Emit) throws(Diagnostic) -> Bool
}

extension BatchSource {
    func rowCount(ofMorsel morsel: Int) -> Int { Pipeline.morselSize }
}

/// What happens to each batch on its way.
protocol BatchTransform: Sendable {
    func process(_ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool

    /// Whether no row becomes several, and few are left out.
    var keepsMostRows: Bool { get }
}

extension BatchTransform {
    var keepsMostRows: Bool { false }
}

/// A source and what its batches pass; column `i` of each batch is `columns[i]`.
struct Pipeline: BatchSource {
    static let batchSize = 4096
    static let morselSize = 16 * batchSize

    var source: any BatchSource
    var transforms: [any BatchTransform] = []
    var columns: [PlanColumn]

    var morsels: Int { source.morsels }

    func rowCount(ofMorsel morsel: Int) -> Int { source.rowCount(ofMorsel: morsel) }

    func read(_ morsel: Int, _ emit: Emit) throws(Diagnostic) -> Bool {
        try source.read(morsel) { (batch) throws(Diagnostic) in try pass(batch, from: 0, emit) }
    }

    private func pass(_ batch: Batch, from index: Int, _ emit: Emit) throws(Diagnostic) -> Bool {
        guard index < transforms.count else { return batch.count == 0 ? true : try emit(batch) }
        return try transforms[index].process(batch) { (next) throws(Diagnostic) in
            try pass(next, from: index + 1, emit)
        }
    }

    func adding(_ transform: any BatchTransform, columns: [PlanColumn]? = nil) -> Pipeline {
        var result = self
        result.transforms.append(transform)
        if let columns { result.columns = columns }
        return result
    }

    // MARK: Running

    /// Runs all morsels; each thread has a `Local` of its own, which `consume` fills. In order of the rows.
    func run<Local: AnyObject & Sendable>(
        _ context: ExecutionContext, _ makeLocal: () throws(Diagnostic) -> Local,
        _ consume: @Sendable (Local, Batch) throws(Diagnostic) -> Bool
    ) throws(Diagnostic) -> [Local] {
        let count = threads(context)
        var locals: [Local] = []
        for _ in 0..<count { locals.append(try makeLocal()) }
        if count == 1 {
            try run(0..<morsels, locals[0], context, consume)
            return locals
        }
        let fixed = locals
        _ = try context.concurrently(count) { (index) throws(Diagnostic) in
            try run(firstMorsel(index, of: count)..<firstMorsel(index + 1, of: count), fixed[index], context, consume)
        }
        return locals
    }

    /// How many threads run it.
    private func threads(_ context: ExecutionContext) -> Int { max(1, min(context.threads, morsels)) }

    /// Where the morsels of a thread begin.
    private func firstMorsel(_ thread: Int, of threads: Int) -> Int { thread * morsels / threads }

    private func run<Local>(
        _ range: Range<Int>, _ local: Local, _ context: ExecutionContext,
        _ consume: (Local, Batch) throws(Diagnostic) -> Bool
    ) throws(Diagnostic) {
        for morsel in range {
            // Also where no row comes through.
            try context.cancellation.check()
            context.progress?.add(rows: rowCount(ofMorsel: morsel))
            let goesOn = try read(morsel) { (batch) throws(Diagnostic) in
                try context.cancellation.check()
                return try consume(local, batch)
            }
            if !goesOn { return }
        }
    }

    /// All rows, each column in one piece.
    func rows(_ context: ExecutionContext) throws(Diagnostic) -> StoredTable {
        if let table = plainTable { return table }
        let threads = threads(context)
        let room = room(threads)
        var thread = 0
        let parts = try run(context) {
            defer { thread += 1 }
            return TableCollector(
                columns.map(\.type), room, first: firstMorsel(thread, of: threads) * Self.morselSize)
        } _: { (rows, batch) throws(Diagnostic) in
            rows.append(batch)
            return true
        }
        return TableCollector.table(parts, columns)
    }

    private func collector() -> TableCollector { TableCollector(columns.map(\.type)) }

    /// The rows, where they lie in memory already and only change their columns' places or names.
    private var plainTable: StoredTable? {
        guard let table = source as? TableSource else { return nil }
        var positions = Array(table.vectors.indices)
        for transform in transforms {
            guard let next = (transform as? ProjectTransform)?.positions else { return nil }
            positions = next.map { positions[$0] }
        }
        return table.table(positions, columns)
    }

    /// Rows from which on it is worth it that threads write to one place.
    private static let sharedRows = 1 << 18

    /// Where several threads put their rows, each where the rows that it reads stand: there is room, as no row becomes
    /// several, and most are still there at the end.
    private func room(_ threads: Int) -> TableRoom? {
        guard threads > 1, let table = source as? TableSource, table.count >= Self.sharedRows,
            transforms.allSatisfy(\.keepsMostRows)
        else { return nil }
        return TableRoom(columns.map(\.type), count: table.count)
    }

    /// The first `limit` rows behind the first `offset`; stops reading when it has them.
    func rows(limit: Int, offset: Int, _ context: ExecutionContext) throws(Diagnostic) -> StoredTable {
        let single = context.withOneThread
        let wanted = limit &+ offset < limit ? Int.max : limit + offset
        if limit == 0 { return TableCollector.table([], columns) }
        let parts = try run(single, collector) { (rows, batch) throws(Diagnostic) in
            rows.append(batch.selecting(batch.selection.slice(offset: 0, limit: wanted - rows.count)))
            if rows.count >= wanted { context.undecided.stopEarly() }
            return rows.count < wanted
        }
        let all = TableCollector.table(parts, columns)
        let start = min(offset, all.count)
        return StoredTable(
            columns: all.columns, vectors: all.vectors.map { $0.slice(start..<all.count) }, count: all.count - start)
    }
}

extension StoredTable {
    /// All rows as one batch.
    var batch: Batch { Batch(vectors, count: count) }
}

/// Reads a table in memory.
struct TableSource: BatchSource {
    let vectors: [Vector]
    let count: Int
    private let origin: RowOrigin?
    /// The table's number, if each row's lineage is to come with it.
    private let lineageTable: Int?

    /// What `scan` reads of `table`.
    init(_ table: StoredTable, _ scan: LogicalPlan.Scan) {
        origin = RowOrigin(name: scan.name, columns: table.columns, vectors: table.vectors, first: 0)
        lineageTable = scan.lineage?.table
        vectors = scan.positions.map { table.vectors[$0] }
        count = table.count
    }

    init(_ table: StoredTable) {
        origin = nil
        lineageTable = nil
        vectors = table.vectors
        count = table.count
    }

    /// The rows as they lie there, of these columns; `nil` where each is to come with its lineage.
    func table(_ positions: [Int], _ columns: [PlanColumn]) -> StoredTable? {
        guard lineageTable == nil else { return nil }
        return StoredTable(
            columns: columns.map { Column($0.name, $0.type) }, vectors: positions.map { vectors[$0] }, count: count)
    }

    var morsels: Int { (count + Pipeline.morselSize - 1) / Pipeline.morselSize }

    func read(_ morsel: Int, _ emit: Emit) throws(Diagnostic) -> Bool {
        let end = min(count, (morsel + 1) * Pipeline.morselSize)
        for start in stride(from: morsel * Pipeline.morselSize, to: end, by: Pipeline.batchSize) {
            let range = start..<min(end, start + Pipeline.batchSize)
            var columns = vectors.map { $0.slice(range) }
            if let lineageTable {
                columns.append(LineageCode.vector(table: lineageTable, start: start, count: range.count))
            }
            let batch = Batch(
                columns, capacity: range.count, selection: Selection(all: range.count),
                origin: origin?.advanced(by: start))
            if try !emit(batch) { return false }
        }
        return true
    }
}

/// One row without columns.
struct UnitSource: BatchSource {
    var morsels: Int { 1 }

    func read(_ morsel: Int, _ emit: Emit) throws(Diagnostic) -> Bool { try emit(Batch([], count: 1)) }
}

/// One source behind the other.
struct ConcatenatedSource: BatchSource {
    private var parts: [any BatchSource] = []
    /// For each part the number of the morsel behind its last one.
    private var ends: [Int] = []

    init(_ sources: [any BatchSource]) {
        for source in sources { add(source) }
    }

    /// A chain of sources becomes one list, so that reading a long one is neither deep nor slow.
    private mutating func add(_ source: any BatchSource) {
        var source = source
        while let pipeline = source as? Pipeline, pipeline.transforms.isEmpty { source = pipeline.source }
        if let chain = source as? ConcatenatedSource {
            let before = morsels
            parts += chain.parts
            ends += chain.ends.map { before + $0 }
        } else {
            ends.append(morsels + source.morsels)
            parts.append(source)
        }
    }

    var morsels: Int { ends.last ?? 0 }

    func read(_ morsel: Int, _ emit: Emit) throws(Diagnostic) -> Bool {
        let (part, own) = place(of: morsel)
        return try part.read(own, emit)
    }

    func rowCount(ofMorsel morsel: Int) -> Int {
        let (part, own) = place(of: morsel)
        return part.rowCount(ofMorsel: own)
    }

    /// The part that has the morsel, and the morsel's number there.
    private func place(of morsel: Int) -> (any BatchSource, Int) {
        var (low, high) = (0, ends.count - 1)
        while low < high {
            let middle = (low + high) / 2
            if morsel < ends[middle] { high = middle } else { low = middle + 1 }
        }
        return (parts[low], low == 0 ? morsel : morsel - ends[low - 1])
    }
}

/// The numbers of a series.
struct SeriesSource: BatchSource {
    private let start: Int64
    private let step: Int64
    private let count: Int

    init(_ series: LogicalPlan.Series) {
        start = series.start
        step = series.step
        let isEmpty = series.step > 0 ? series.start > series.end : series.start < series.end
        // The distance of two INT64 always fits UINT64.
        let distance =
            series.step > 0
            ? UInt64(bitPattern: series.end &- series.start) : UInt64(bitPattern: series.start &- series.end)
        count = isEmpty ? 0 : Int(clamping: (distance / series.step.magnitude).addingReportingOverflow(1).partialValue)
    }

    var morsels: Int { (count - 1) / Pipeline.morselSize + (count > 0 ? 1 : 0) }

    func read(_ morsel: Int, _ emit: Emit) throws(Diagnostic) -> Bool {
        let end = min(count, (morsel + 1) * Pipeline.morselSize)
        for first in stride(from: morsel * Pipeline.morselSize, to: end, by: Pipeline.batchSize) {
            let size = min(end - first, Pipeline.batchSize)
            let writer = VectorWriter<Int64>(count: size)
            for row in 0..<size { writer[row] = start &+ Int64(first + row) &* step }
            if try !emit(Batch([writer.finish(.int64)], count: size)) { return false }
        }
        return true
    }
}
