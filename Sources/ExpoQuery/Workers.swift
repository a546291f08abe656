// Threads that run statements for tasks, which must not be kept waiting on threads of the cooperative pool.

import QueryEngine
import QueryLanguage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs jobs in the order in which they came, several times as many at once as there are processors: short ones need
/// not wait for a few long ones. A thread ends when there is nothing left to do.
final class Workers: Sendable {
    private struct State {
        var jobs: [@Sendable () -> Void] = []
        var threads = 0
    }

    private let state = Mutex(State())
    private let limit = max(16, 4 * Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))

    func start(_ job: @escaping @Sendable () -> Void) {
        let needsThread = state.withLock { state in
            state.jobs.append(job)
            if state.threads == limit { return false }
            state.threads += 1
            return true
        }
        // Without a thread the job is done here: late, but done.
        if needsThread && !startThread({ self.work() }) { work() }
    }

    private func work() {
        while let job = nextJob() { job() }
    }

    private func nextJob() -> (@Sendable () -> Void)? {
        state.withLock { state in
            if state.jobs.isEmpty {
                state.threads -= 1
                return nil
            }
            return state.jobs.removeFirst()
        }
    }

    /// What `body` gives on a thread of its own, with a stack like the main thread's.
    ///
    /// - Parameter cancellation: is told when the task is cancelled.
    /// - Throws: `CancellationError` when the task was cancelled, whatever `body` threw; else what it threw.
    func run<Result: Sendable>(
        _ cancellation: Cancellation, _ body: @escaping @Sendable () throws -> Result
    ) async throws -> Result {
        do {
            try Task.checkCancellation()
            return try await withTaskCancellationHandler {
                try await withCheckedThrowingContinuation { continuation in
                    start { continuation.resume(with: Swift.Result(catching: body)) }
                }
            } onCancel: {
                cancellation.cancel()
            }
        } catch let error as Diagnostic where error.reason == .interrupted && Task.isCancelled {
            throw CancellationError()
        }
    }
}
