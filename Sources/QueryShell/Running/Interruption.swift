// Ctrl-C.

import ExpoQuery
import QueryEngine
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Takes SIGINT. In a run of scripts a statement that runs is cancelled, otherwise the process ends at once; in the
/// shell it only cancels what runs.
///
/// A thread of its own waits for the signal, so that what it does need not be safe in a signal handler.
package final class Interruption: Sendable {
    private struct State {
        var isRunning = false
        var isInterrupted = false
        var isInteractive = false
        var cancellation = Cancellation()
        var temporaryFiles: Set<String> = []
        /// The ends of a pipe that tells of interruptions, for who waits in `poll`; -1 where there is none.
        var (readEnd, writeEnd): (Int32, Int32) = (-1, -1)
    }

    /// The seconds that a statement has to end in an orderly way.
    private static let patience: UInt32 = 1

    private let exitStatus: Int32
    private let state = Mutex(State())

    /// - Parameter exitStatus: the process's, where an interruption ends it.
    package init(exitStatus: Int32) {
        self.exitStatus = exitStatus
    }

    /// Begins to wait. To be called before other threads are made: they inherit that the signal does not reach them.
    package func watch() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        startThread { self.wait() }
    }

    /// From now on an interruption only cancels the statement that runs, and `descriptor` tells of it.
    package func becomeInteractive() {
        var ends: [Int32] = [-1, -1]
        if pipe(&ends) == 0 {
            for end in ends {
                _ = fcntl(end, F_SETFD, FD_CLOEXEC)
                _ = fcntl(end, F_SETFL, O_NONBLOCK)
            }
        }
        state.withLock { state in
            state.isInteractive = true
            (state.readEnd, state.writeEnd) = (ends[0], ends[1])
        }
    }

    /// Can be read from when an interruption came that `acknowledge` was not called for; -1 outside the shell.
    package var descriptor: Int32 { state.withLock { $0.readEnd } }

    /// Whether an interruption came since the last call.
    @discardableResult package func acknowledge() -> Bool {
        let end = descriptor
        guard end >= 0 else { return false }
        var isInterrupted = false
        var byte: UInt8 = 0
        while read(end, &byte, 1) == 1 { isInterrupted = true }
        return isInterrupted
    }

    private func wait() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        var received: Int32 = 0
        while sigwait(&signals, &received) == 0 {
            let now = state.withLock { state in
                state.isInterrupted = true
                return state
            }
            if now.isRunning { now.cancellation.cancel() }
            if now.isInteractive {
                var byte: UInt8 = 1
                _ = write(now.writeEnd, &byte, 1)
            } else {
                // A statement that hears of it ends the process meanwhile.
                if now.isRunning { sleep(Self.patience) }
                removeTemporaryFiles()
                _exit(exitStatus)
            }
        }
    }

    /// A statement begins to run; what it is given.
    package func begin() -> Cancellation {
        acknowledge()
        return state.withLock { state in
            state.isRunning = true
            if state.isInteractive {
                state.isInterrupted = false
                state.cancellation = Cancellation()
            }
            return state.cancellation
        }
    }

    /// The statement has ended; whether an interruption came meanwhile.
    package func end() -> Bool {
        state.withLock { state in
            state.isRunning = false
            return state.isInterrupted
        }
    }

    /// Names a file that must not remain if an interruption ends the process.
    package func addTemporaryFile(_ path: String) {
        state.withLock { _ = $0.temporaryFiles.insert(path) }
    }

    /// The file is gone, or has another name.
    package func forgetTemporaryFile(_ path: String) {
        state.withLock { _ = $0.temporaryFiles.remove(path) }
    }

    package func removeTemporaryFiles() {
        state.withLock { state in
            for path in state.temporaryFiles { unlink(path) }
            state.temporaryFiles = []
        }
    }
}
