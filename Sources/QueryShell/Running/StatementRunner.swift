// Runs a statement; at a prompt beside the shell, which listens for Ctrl-C and shows that time passes.

import ExpoQuery
import QueryEngine
import QueryLanguage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Runs one thing at a time on a thread of its own.
///
/// What is cancelled is given a moment to end. What does not, because it is between two checks (in the middle of a
/// sort, say), is left to end by itself, and its result is dropped: the person does not wait for it.
struct StatementRunner {
    enum Outcome<Value: Sendable>: Sendable {
        case done(Value)
        case failed(Diagnostic)
        case cancelled
    }

    let interruption: Interruption
    /// Whether a person waits; otherwise nobody listens for Ctrl-C here, and no time is shown.
    let isWatched: Bool
    /// Is told now and then how many seconds have passed and what was read, and with `nil` at the end if it ever was.
    let showProgress: ((seconds: Double, progress: StatementProgress)?) -> Void

    // Milliseconds: until something is shown, between two showings, and what a cancelled statement is given.
    private static let firstShowing: Int32 = 500
    private static let nextShowing: Int32 = 100
    private static let patience: Int32 = 60

    func run<Value: Sendable>(
        _ body: @escaping @Sendable (Cancellation, StatementProgress) throws(Diagnostic) -> Value
    ) -> Outcome<Value> {
        let cancellation = interruption.begin()
        guard isWatched, let job = Job<Value>() else { return runHere(body, cancellation) }
        let progress = StatementProgress()
        let isStarted = startThread {
            do throws(Diagnostic) {
                job.finish(.done(try body(cancellation, progress)))
            } catch {
                job.finish(.failed(error))
            }
        }
        guard isStarted else { return runHere(body, cancellation) }
        wait(for: job, progress)
        let isInterrupted = interruption.end()
        if isInterrupted { return .cancelled }
        return job.outcome ?? .cancelled
    }

    /// Where nobody waits, or there is no thread to be had.
    private func runHere<Value: Sendable>(
        _ body: (Cancellation, StatementProgress) throws(Diagnostic) -> Value, _ cancellation: Cancellation
    ) -> Outcome<Value> {
        let outcome: Outcome<Value>
        do throws(Diagnostic) {
            outcome = .done(try body(cancellation, StatementProgress()))
        } catch {
            outcome = .failed(error)
        }
        return interruption.end() ? .cancelled : outcome
    }

    /// Returns when the job has ended, or was cancelled and does not.
    private func wait<Value>(for job: Job<Value>, _ progress: StatementProgress) {
        let start = MonotonicClock.seconds
        var isShown = false
        var timeout = Self.firstShowing
        var isCancelled = false
        defer { if isShown { showProgress(nil) } }
        while true {
            var descriptors = [
                pollfd(fd: job.readEnd, events: Int16(POLLIN), revents: 0),
                pollfd(fd: isCancelled ? -1 : interruption.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            let ready = poll(&descriptors, nfds_t(descriptors.count), timeout)
            if ready < 0 && errno != EINTR { return }
            if descriptors[0].revents != 0 { return }
            if descriptors[1].revents != 0 {
                isCancelled = true
                timeout = Self.patience
            } else if ready == 0 {
                if isCancelled { return }
                showProgress((MonotonicClock.seconds - start, progress))
                isShown = true
                timeout = Self.nextShowing
            }
        }
    }
}

/// What a thread works on: its result, and a pipe that tells when it is there.
private final class Job<Value: Sendable>: Sendable {
    let readEnd: Int32
    private let writeEnd: Int32
    private let result = Mutex<StatementRunner.Outcome<Value>?>(nil)

    init?() {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        (readEnd, writeEnd) = (ends[0], ends[1])
    }

    deinit {
        close(readEnd)
        close(writeEnd)
    }

    var outcome: StatementRunner.Outcome<Value>? { result.withLock { $0 } }

    func finish(_ outcome: StatementRunner.Outcome<Value>) {
        result.withLock { $0 = outcome }
        var byte: UInt8 = 1
        _ = write(writeEnd, &byte, 1)
    }
}

package enum MonotonicClock {
    /// The time since some moment, in seconds.
    package static var seconds: Double {
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
    }
}
