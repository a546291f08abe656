// WHY: the base-table rows behind each row of a query.

import QueryLanguage

extension LogicalPlan.Why {
    /// What WHY gives: the columns that every row has, then those of tables that tell where they were read.
    static let outputs: [(name: String, type: DataType)] = [
        ("result_row", .int64), ("table", .string), ("row", .int64), ("statement", .string), ("source", .string),
        ("locator", .string), ("title", .string), ("publisher", .string), ("published", .date), ("url", .string),
    ]

    /// Columns of a base table that are passed on, where it has them with this type.
    static let fromTable = ["statement", "source", "locator"]
    /// Columns of the table of sources that are added, found by `source`.
    static let fromSources = ["title", "publisher", "published", "url"]
}

/// Runs a query with its lineage, and writes that out row by row.
struct WhyOperator {
    private let why: LogicalPlan.Why
    private let context: ExecutionContext

    init(_ why: LogicalPlan.Why, _ context: ExecutionContext) {
        self.why = why
        // WITH tables are computed anew, with their lineage.
        var own = ExecutionContext(
            now: context.now, threads: context.threads, cancellation: context.cancellation,
            undecided: context.undecided, remarks: context.remarks)
        own.outer = context.outer
        own.progress = context.progress
        self.context = own
    }

    /// Linear in the size of the lineage, beside what the query itself costs.
    func run() throws(Diagnostic) -> StoredTable {
        try tracked { (plan) throws(Diagnostic) in try Executor(context).rows(of: plan) }.why
    }

    /// A query's rows, and where they come from.
    static func rows(
        of plan: LogicalPlan, sources: TableHandle?, _ context: ExecutionContext
    ) throws(Diagnostic) -> (rows: StoredTable, lineage: ResultLineage) {
        let columns = LogicalPlan.Why.outputs.enumerated().map { PlanColumn(ColumnID($0), $1.name, $1.type) }
        let why = WhyOperator(LogicalPlan.Why(input: plan, columns: columns, sources: sources), context)
        let (rows, table) = try why.tracked { (plan) throws(Diagnostic) in try Executor(context).resultRows(of: plan) }
        let own = StoredTable(
            columns: Array(rows.columns.dropLast()), vectors: Array(rows.vectors.dropLast()), count: rows.count)
        return (own, ResultLineage(table))
    }

    /// The rows of the query with their lineage, as `execute` gives them, and that written out.
    private func tracked(
        _ execute: (LogicalPlan) throws(Diagnostic) -> StoredTable
    ) throws(Diagnostic) -> (rows: StoredTable, why: StoredTable) {
        var tracking = LineageTracking()
        let plan = Optimizer.optimize(tracking.track(why.input))
        let rows = try execute(plan)
        let lineages = rows.vectors[rows.vectors.count - 1]
        var resultRows: [Int] = []
        var places: [(table: Int, row: Int)] = []
        for row in 0..<rows.count where lineages.isValid(row) {
            let found = LineageCode.decode(lineages.bytes(row))
            places += found
            resultRows += repeatElement(row + 1, count: found.count)
        }
        return (rows, try write(resultRows, places, tracking.tables))
    }

    private func write(
        _ resultRows: [Int], _ places: [(table: Int, row: Int)], _ scans: [LogicalPlan.Scan]
    ) throws(Diagnostic) -> StoredTable {
        let count = places.count
        var tables: [StoredTable] = []
        for scan in scans { tables.append(try Executor(context).table(scan.table)) }
        let results = VectorWriter<Int64>(count: count)
        let numbers = VectorWriter<Int64>(count: count)
        var names = StringVectorWriter(count: count)
        for (index, place) in places.enumerated() {
            results[index] = Int64(resultRows[index])
            let origin = tables[place.table].place(of: place.row, in: scans[place.table].name)
            numbers[index] = Int64(origin.number)
            names.set(index, origin.name)
        }
        var vectors = [results.finish(.int64), names.finish(), numbers.finish(.int64)]
        for name in LogicalPlan.Why.fromTable {
            let columns = tables.map { $0.column(name, .string) }
            vectors.append(gather(.string, places.map { ($0.table, $0.row) }, columns))
        }
        vectors += try sourceColumns(of: vectors[4])
        return StoredTable(
            columns: why.columns.map { Column($0.name, $0.type) }, vectors: vectors, count: count)
    }

    /// For each place the value of the table's column, NULL where the table has none.
    private func gather(_ type: DataType, _ places: [(table: Int, row: Int)], _ columns: [Vector?]) -> Vector {
        var merger = VectorMerger(type, count: places.count)
        for (table, column) in columns.enumerated() {
            let mine = Selection(all: places.count).filter { places[$0].table == table }
            if mine.isEmpty { continue }
            let rows = places.map { $0.table == table ? Int32(truncatingIfNeeded: $0.row) : -1 }
            let picked =
                column.map { column in rows.withUnsafeBufferPointer { column.gather($0) } }
                ?? Vector.constant(.null, type: type, count: places.count)
            merger.take(picked, mine)
        }
        return merger.finish()
    }

    /// What the table of sources says of each row's source.
    private func sourceColumns(of sources: Vector) throws(Diagnostic) -> [Vector] {
        let types = LogicalPlan.Why.outputs.suffix(LogicalPlan.Why.fromSources.count).map(\.type)
        guard let handle = why.sources else {
            return types.map { Vector.constant(.null, type: $0, count: 1).spread(to: sources.count) }
        }
        let table = try Executor(context).table(handle)
        var rows: [String: Int] = [:]
        if let keys = table.column("source", .string) {
            for row in 0..<table.count where keys.isValid(row) { rows[String(keys.bytes(row))] = row }
        }
        let places = (0..<sources.count).map { row in
            Int32(truncatingIfNeeded: sources.isValid(row) ? rows[String(sources.bytes(row))] ?? -1 : -1)
        }
        return zip(LogicalPlan.Why.fromSources, types).map { name, type in
            let column = table.column(name, type) ?? Vector.constant(.null, type: type, count: table.count)
            return places.withUnsafeBufferPointer { column.gather($0) }
        }
    }
}

extension StoredTable {
    /// The column of this name, if it is of this type.
    func column(_ name: String, _ type: DataType) -> Vector? {
        columns.firstIndex { sameName($0.name, name) && $0.type == type }.map { vectors[$0] }
    }
}

extension Vector {
    /// A constant written out for `count` rows.
    fileprivate func spread(to count: Int) -> Vector {
        let rows = [Int32](repeating: 0, count: count)
        return rows.withUnsafeBufferPointer { withCount(count).gather($0) }
    }
}
