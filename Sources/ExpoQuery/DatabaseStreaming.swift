// Results a batch at a time: what is too large to be held, or wanted before it is complete.

import Dispatch
import QueryEngine
import QueryLanguage
import Synchronization

extension Database {
    /// Calls `body` with the rows of a query, a batch of a few thousand at a time and in their order.
    ///
    /// The query runs as `body` takes its batches: of a filtered table only one batch is in memory. (What needs all rows,
    /// such as ORDER BY, still has them.)
    ///
    ///     var sum: Int64 = 0
    ///     try database.forEachBatch(of: "FROM 'visits.csv' |> WHERE city = @city", parameters: ["city": "Shanghai"]) { batch in
    ///         for visitors in try batch["visitors", as: Int64.self] { sum += visitors ?? 0 }
    ///         return true
    ///     }
    ///
    /// - Parameter body: whether more batches are wanted.
    /// - Returns: what is to be told of the rows beside them.
    /// - Throws: a `Diagnostic` of the query; what `body` throws.
    @discardableResult
    public func forEachBatch(
        of text: String, parameters: Parameters = Parameters(), options: QueryOptions? = nil,
        _ body: (ColumnBatch) throws -> Bool
    ) throws -> StreamSummary {
        let engineOptions = engineOptions(parameters, options)
        var failure: (any Error)?
        let summary = try withDeepStack { () throws(Diagnostic) in
            let query = try Self.query(text, engineOptions.limits, for: "forEachBatch(of:)")
            return try engine.forEachBatch(of: query, engineOptions) { _, batch in
                do {
                    return try body(batch)
                } catch {
                    failure = error
                    return false
                }
            }
        }
        if let failure { throw failure }
        return summary
    }

    /// The rows of a query as batches that a task takes one after another.
    ///
    ///     for try await batch in database.batches(of: "FROM 'visits.csv'") { … }
    ///
    /// The query runs on a thread of its own, at most `buffered` batches ahead of the task. It stops when the task is
    /// cancelled, and when the loop is left. Each loop over the sequence runs the query anew.
    public func batches(
        of text: String, parameters: Parameters = Parameters(), options: QueryOptions? = nil, buffered: Int = 4
    ) -> BatchSequence {
        BatchSequence(
            database: self, text: text, parameters: parameters, options: options ?? self.options,
            buffered: max(1, buffered))
    }
}

/// The rows of a query as batches; see `Database.batches(of:)`.
public struct BatchSequence: AsyncSequence, Sendable {
    public typealias Element = ColumnBatch

    let database: Database
    let text: String
    let parameters: Parameters
    let options: QueryOptions
    let buffered: Int

    public func makeAsyncIterator() -> Iterator { Iterator(self) }

    /// Takes the batches. When it is let go, the query stops.
    public final class Iterator: AsyncIteratorProtocol {
        private let channel: BatchChannel

        init(_ sequence: BatchSequence) {
            let channel = BatchChannel(sequence.options.cancellation, capacity: sequence.buffered)
            self.channel = channel
            var options = sequence.options
            options.cancellation = channel.cancellation
            let final = options
            // It waits for the task, so it is no job of a worker, whose like others wait for.
            let isStarted = startThread {
                channel.finish(
                    Result {
                        _ = try sequence.database.forEachBatch(
                            of: sequence.text, parameters: sequence.parameters, options: final,
                            channel.send)
                    })
            }
            if !isStarted { channel.finish(.failure(Diagnostic("there is no thread left to run the query"))) }
        }

        deinit { channel.cancel() }

        /// The next batch; `nil` when there are no more.
        ///
        /// - Throws: `CancellationError` when the task was cancelled; else a `Diagnostic` of the query.
        public func next() async throws -> ColumnBatch? {
            let channel = channel
            return try await withTaskCancellationHandler {
                try await channel.next()
            } onCancel: {
                channel.cancel()
            }
        }
    }
}

/// Batches on their way from a thread to a task, a few at a time.
private final class BatchChannel: Sendable {
    private struct State {
        var batches: [ColumnBatch] = []
        var outcome: Result<Void, any Error>?
        var waiting: CheckedContinuation<ColumnBatch?, any Error>?
    }

    let cancellation: Cancellation
    private let state = Mutex(State())
    /// The batches that may still be sent before one is taken.
    private let room = DispatchSemaphore(value: 0)

    init(_ outer: Cancellation?, capacity: Int) {
        cancellation = Cancellation(within: outer)
        // A semaphore must not end below the value that it began with.
        for _ in 0..<capacity { room.signal() }
    }

    func cancel() {
        cancellation.cancel()
        room.signal()
    }

    /// Waits for room. Whether more are wanted.
    func send(_ batch: ColumnBatch) throws(Diagnostic) -> Bool {
        room.wait()
        try cancellation.check()
        let waiting = state.withLock { state in
            let waiting = state.waiting
            state.waiting = nil
            if waiting == nil { state.batches.append(batch) }
            return waiting
        }
        if let waiting {
            room.signal()
            waiting.resume(returning: batch)
        }
        return true
    }

    func finish(_ outcome: Result<Void, any Error>) {
        let waiting = state.withLock { state in
            state.outcome = outcome
            let waiting = state.waiting
            state.waiting = nil
            return waiting
        }
        waiting?.resume(with: outcome.map { nil })
    }

    func next() async throws -> ColumnBatch? {
        do {
            return try await withCheckedThrowingContinuation { continuation in
                let now: Result<ColumnBatch?, any Error>? = state.withLock { state in
                    if !state.batches.isEmpty { return .success(state.batches.removeFirst()) }
                    if let outcome = state.outcome { return outcome.map { nil } }
                    state.waiting = continuation
                    return nil
                }
                guard let now else { return }
                if case .success(.some) = now { room.signal() }
                continuation.resume(with: now)
            }
        } catch let error as Diagnostic where error.reason == .interrupted && Task.isCancelled {
            throw CancellationError()
        }
    }
}
