// What a running statement knows: its time, its threads, whether it is to stop.

import QueryLanguage
import Synchronization

/// Tells a running statement to stop.
public final class Cancellation: Sendable {
    private let requested = Atomic<Bool>(false)
    /// What the statement may use, if that is limited.
    let watch: StatementWatch?

    public init() { watch = nil }

    /// The cancellation of a statement that `other` stops too.
    package convenience init(within other: Cancellation?) {
        self.init(other.map { StatementWatch(.none, outer: $0) })
    }

    /// The cancellation of a statement that is watched.
    init(_ watch: StatementWatch?) { self.watch = watch }

    /// Asks the statement to stop; it does so at its next batch. Safe to call from any thread and twice.
    public func cancel() { requested.store(true, ordering: .relaxed) }

    /// - Throws: "interrupted" once `cancel` was called; a limit's error once the statement is over it.
    package func check() throws(Diagnostic) {
        if requested.load(ordering: .relaxed) { throw Diagnostic.interrupted }
        if let watch { try watch.check() }
    }

    /// Whether it is cancelled or out of time.
    var isOver: Bool { requested.load(ordering: .relaxed) || watch?.isOver ?? false }

    /// Runs `body`, whose time is not the statement's: it is of who takes the rows.
    func pausing<Result>(_ body: () throws(Diagnostic) -> Result) throws(Diagnostic) -> Result {
        guard let watch else { return try body() }
        return try watch.pausing(body)
    }
}

/// How far a running statement is, for who waits for it.
public final class StatementProgress: Sendable {
    private let count = Atomic<Int>(0)
    /// Bytes of files, where a file counts twice: it is got into memory, then it is parsed.
    private let fileWork = Atomic<Int>(0)
    private let fileWorkDue = Atomic<Int>(0)

    public init() {}

    /// About how many rows its steps have read so far. Safe to ask from any thread.
    public var rowsRead: Int { count.load(ordering: .relaxed) }

    /// How many bytes of how many have been read of the files that the statement names, half of a byte when it is in
    /// memory and half when it is parsed; `nil` when no file is being read. Safe to ask from any thread.
    public var fileBytes: (read: Int, total: Int)? {
        let (work, due) = (fileWork.load(ordering: .relaxed), fileWorkDue.load(ordering: .relaxed))
        return work < due ? (work / 2, due / 2) : nil
    }

    func add(rows: Int) { count.add(rows, ordering: .relaxed) }

    func addFile(bytes: Int) { fileWorkDue.add(2 * bytes, ordering: .relaxed) }

    func addFileWork(bytes: Int) { fileWork.add(bytes, ordering: .relaxed) }
}

/// The statement that a file is read for, as the file's reader sees it.
package struct FileRequest: Sendable {
    package var cancellation = Cancellation()
    package var progress: StatementProgress?
    /// Where is noted what a person should know of how files were read.
    package var remarks = ReadRemarks()

    package init() {}

    /// Says that a file of this size is to be read, or how much larger it turned out than was said.
    package func announce(bytes: Int) { progress?.addFile(bytes: bytes) }

    /// Says that so many more bytes are in memory, or parsed; fewer than none takes it back.
    ///
    /// - Throws: `Diagnostic.interrupted` when the statement was cancelled.
    package func advance(bytes: Int) throws(Diagnostic) {
        progress?.addFileWork(bytes: bytes)
        try cancellation.check()
    }
}

extension Diagnostic {
    /// The error of a statement that was cancelled.
    public static let interrupted = Diagnostic("interrupted", reason: .interrupted)
}

/// The surroundings of a running query.
package struct ExecutionContext: Sendable {
    /// When the statement began: microseconds since 1970 UTC.
    package var now: Int64
    package var threads: Int
    package var cancellation: Cancellation
    /// The values that a correlated subquery takes from the queries around it.
    package var outer: [ColumnID: Value] = [:]
    /// The WITH tables computed so far.
    package let shared = SharedRows()
    /// The rows that conditions left undecided.
    let undecided: UndecidedLog
    /// What was noticed in files.
    package let remarks: ReadRemarks
    /// How many rows the result may have.
    var rowLimit: Int?
    /// Whether the rows are wanted as they come, by one thread.
    var isStreaming = false
    /// Counts rows and time for EXPLAIN ANALYZE.
    package var profile: Profile?
    /// Is told of the rows that are read.
    package var progress: StatementProgress?

    package init(now: Int64 = 0, threads: Int = 1, cancellation: Cancellation = Cancellation()) {
        self.init(
            now: now, threads: threads, cancellation: cancellation, undecided: UndecidedLog(), remarks: ReadRemarks())
    }

    init(now: Int64, threads: Int, cancellation: Cancellation, undecided: UndecidedLog, remarks: ReadRemarks) {
        self.undecided = undecided
        self.remarks = remarks
        self.now = now
        self.threads = threads
        self.cancellation = cancellation
    }

    /// What reads files for a statement, outside of a query.
    init(for statement: FileRequest) {
        self.init(
            now: 0, threads: 1, cancellation: statement.cancellation, undecided: UndecidedLog(),
            remarks: statement.remarks)
        progress = statement.progress
    }

    /// The statement as readers of files see it.
    var fileRequest: FileRequest {
        var request = FileRequest()
        request.cancellation = cancellation
        request.progress = progress
        request.remarks = remarks
        return request
    }
}

/// The rows of WITH tables, each computed once a statement, and of tables that had to be brought into memory.
package final class SharedRows: Sendable {
    private let rows = Mutex<[Int: StoredTable]>([:])
    private let loaded = Mutex<[ObjectIdentifier: StoredTable]>([:])

    /// The table's rows, computed by `make` if they were not before.
    func rows(of table: SharedTable, _ make: () throws(Diagnostic) -> StoredTable) throws(Diagnostic) -> StoredTable {
        if let known = rows.withLock({ $0[table.identity] }) { return known }
        let made = try make()
        rows.withLock { $0[table.identity] = made }
        return made
    }

    /// All rows of a table that has a provider, read by `make` if they were not before.
    func rows(of table: TableDefinition, _ make: () throws(Diagnostic) -> StoredTable) throws(Diagnostic)
        -> StoredTable
    {
        if let known = loaded.withLock({ $0[ObjectIdentifier(table)] }) { return known }
        let made = try make()
        loaded.withLock { $0[ObjectIdentifier(table)] = made }
        return made
    }
}

/// Rows and time by plan node, numbered in pre-order.
package final class Profile: Sendable {
    package struct Entry: Sendable {
        package var rows = 0
        package var nanoseconds: Int64 = 0
    }

    private let entries = Mutex<[Int: Entry]>([:])

    package init() {}

    func add(node: Int, rows: Int = 0, nanoseconds: Int64 = 0) {
        entries.withLock {
            $0[node, default: Entry()].rows += rows
            $0[node, default: Entry()].nanoseconds += nanoseconds
        }
    }

    package func entry(_ node: Int) -> Entry { entries.withLock { $0[node] ?? Entry() } }
}
