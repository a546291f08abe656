// Ctrl-C.

import QueryEngine
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Turns SIGINT into the end of the run: a statement that runs is cancelled, otherwise the process ends at once.
///
/// A thread of its own waits for the signal, so that what it does need not be safe in a signal handler.
final class Interruption: Sendable {
    private struct State {
        var isRunning = false
        var isInterrupted = false
        var temporaryFile: String?
    }

    /// The seconds that a statement has to end in an orderly way.
    private static let patience: UInt32 = 1

    /// What the statements of the run are given.
    let cancellation = Cancellation()
    private let state = Mutex(State())

    /// Begins to wait. To be called before other threads are made: they inherit that the signal does not reach them.
    func watch() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        pthread_sigmask(SIG_BLOCK, &signals, nil)
        #if canImport(Darwin)
            var thread: pthread_t?
        #else
            var thread = pthread_t()
        #endif
        pthread_create(
            &thread, nil,
            { context in
                #if canImport(Darwin)
                    let box = context
                #else
                    guard let box = context else { return nil }
                #endif
                Unmanaged<Interruption>.fromOpaque(box).takeRetainedValue().wait()
                return nil
            }, Unmanaged.passRetained(self).toOpaque())
    }

    private func wait() {
        var signals = sigset_t()
        sigemptyset(&signals)
        sigaddset(&signals, SIGINT)
        var received: Int32 = 0
        guard sigwait(&signals, &received) == 0 else { return }
        let isRunning = state.withLock { state in
            state.isInterrupted = true
            return state.isRunning
        }
        if isRunning {
            cancellation.cancel()
            // A statement that hears of it ends the process meanwhile.
            sleep(Self.patience)
        }
        removeTemporaryFile()
        _exit(ExitStatus.interrupted.rawValue)
    }

    /// A statement begins to run.
    func begin() {
        state.withLock { $0.isRunning = true }
    }

    /// The statement has ended; whether an interruption came meanwhile.
    func end() -> Bool {
        state.withLock { state in
            state.isRunning = false
            return state.isInterrupted
        }
    }

    /// The file that must not remain if the run ends early.
    func setTemporaryFile(_ path: String?) {
        state.withLock { $0.temporaryFile = path }
    }

    func removeTemporaryFile() {
        state.withLock { state in
            if let path = state.temporaryFile { unlink(path) }
            state.temporaryFile = nil
        }
    }
}
