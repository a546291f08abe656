// What a statement may use at most, and the errors of those that use more.

import QueryLanguage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// What a statement may use at most; `nil` is without a limit.
///
/// A statement that goes over one ends with a `Diagnostic` whose `reason` says which. Time and memory are looked at
/// every few thousand rows or 64 KiB of text, so that a statement may go a little over them before it ends.
public struct Limits: Hashable, Sendable {
    /// The rows of the result, or of the table that is created.
    public var rows: Int?
    /// The bytes that columns, hash tables and aggregates take at one time, the result's included. Tables that were in
    /// memory before are not counted.
    public var memory: Int?
    /// The time from the statement's start to its end, without what is spent in the closure that takes its batches.
    public var time: Duration?
    /// How deep parentheses, queries and expressions may nest in the text; at most `Parser.depthLimit`, which is the
    /// limit where there is none here.
    public var depth: Int?

    public init(rows: Int? = nil, memory: Int? = nil, time: Duration? = nil, depth: Int? = nil) {
        self.rows = rows
        self.memory = memory
        self.time = time
        self.depth = depth
    }

    /// No limits, which is what a database has unless it is told others.
    public static let none = Limits()
}

/// Looks after one statement's limits of time and memory.
final class StatementWatch: Sendable {
    /// Cancels the statement too.
    private let outer: Cancellation
    private let limits: Limits
    let budget: MemoryBudget?
    /// On the clock of `now`; put off by the pauses.
    private let end: Atomic<Int64>

    init(_ limits: Limits, outer: Cancellation) {
        self.outer = outer
        self.limits = limits
        budget = limits.memory.map(MemoryBudget.init)
        let (end, overflow) = Self.now.addingReportingOverflow(limits.time?.nanoseconds ?? .max)
        self.end = Atomic(overflow ? .max : end)
    }

    func check() throws(Diagnostic) {
        try outer.check()
        try budget?.check()
        if let time = limits.time, isOutOfTime {
            throw Diagnostic(
                "the statement takes longer than \(TimeSpan.text(time))", hints: ["allow more with Limits.time"],
                reason: .timeLimit)
        }
    }

    /// Whether the statement is cancelled or out of time.
    var isOver: Bool { outer.isOver || isOutOfTime }

    private var isOutOfTime: Bool { limits.time != nil && Self.now > end.load(ordering: .relaxed) }

    /// Runs `body` with the clock of the time limit stopped.
    func pausing<Result>(_ body: () throws(Diagnostic) -> Result) throws(Diagnostic) -> Result {
        guard limits.time != nil else { return try body() }
        let start = Self.now
        defer {
            let (end, overflow) = end.load(ordering: .relaxed).addingReportingOverflow(Self.now - start)
            self.end.store(overflow ? .max : end, ordering: .relaxed)
        }
        return try body()
    }

    /// Nanoseconds of a clock that is never set.
    private static var now: Int64 {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
    }
}

/// Ends a query whose result has too many rows.
final class RowLimitTransform: BatchTransform {
    private let limit: Int
    private let count = Atomic<Int>(0)

    init(_ limit: Int) {
        self.limit = limit
    }

    func process(_ batch: Batch, _ emit: Emit) throws(Diagnostic) -> Bool {
        let rows = count.add(batch.count, ordering: .relaxed).newValue
        if rows > limit {
            throw Diagnostic(
                "the result has more than \(limit) row\(limit == 1 ? "" : "s")",
                hints: ["LIMIT keeps the first of them; Limits.rows allows more"], reason: .rowLimit)
        }
        return try emit(batch)
    }
}
