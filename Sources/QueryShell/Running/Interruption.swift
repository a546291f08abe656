// Signals that end what runs: Ctrl-C, and what ends the process.

import ExpoQuery
import QueryEngine
import Synchronization
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Takes SIGINT. In a run of scripts a statement that runs is cancelled, otherwise the process ends at once; in the
/// shell it only cancels what runs. SIGTERM and SIGHUP end the process everywhere.
///
/// No temporary file remains. A thread of its own waits for the signals, so that what it does need not be safe in a signal handler.
package final class Interruption: Sendable {
    private struct State {
        var isRunning = false
        var isInterrupted = false
        var isInteractive = false
        var cancellation = Cancellation()
        /// The signal other than SIGINT that ends the process.
        var ending: Int32?
        /// The ends of a pipe that tells of interruptions, for who waits in `poll`; -1 where there is none.
        var (readEnd, writeEnd): (Int32, Int32) = (-1, -1)
    }

    /// The seconds that a statement has to end in an orderly way.
    private static let patience: UInt32 = 1

    private let exitStatus: Int32
    private let state = Mutex(State())
    private let signals: [Int32]

    /// - Parameter exitStatus: the process's, where an interruption ends it.
    package init(exitStatus: Int32) {
        self.exitStatus = exitStatus
        // Who runs it with nohup wants it to stay.
        signals = [SIGINT] + [SIGTERM, SIGHUP].filter { !Self.isIgnored($0) }
    }

    private static func isIgnored(_ signal: Int32) -> Bool {
        var action = sigaction()
        guard sigaction(signal, nil, &action) == 0 else { return false }
        // Two handlers can only be compared by their addresses.
        #if canImport(Glibc)
            let handler = action.__sigaction_handler.sa_handler
        #else
            let handler = action.__sigaction_u.__sa_handler
        #endif
        return unsafeBitCast(handler, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self)
    }

    private var signalSet: sigset_t {
        var set = sigset_t()
        sigemptyset(&set)
        for signal in signals { sigaddset(&set, signal) }
        return set
    }

    /// Begins to wait. To be called before other threads are made: they inherit that the signals do not reach them.
    package func watch() {
        var set = signalSet
        pthread_sigmask(SIG_BLOCK, &set, nil)
        startThread { self.wait() }
    }

    /// Whether a signal has come that ends the process. A terminal that is closed sends one, and has no more input.
    package var isEnding: Bool {
        var pending = sigset_t()
        sigpending(&pending)
        let isPending = signals.contains { $0 != SIGINT && sigismember(&pending, $0) == 1 }
        return isPending || state.withLock { $0.ending != nil }
    }

    /// Ends the process: by the signal that was to end it, or else with a status.
    package func exit(_ status: Int32) -> Never {
        let signal = state.withLock { $0.ending }
        TemporaryFiles.removeAll {
            if let signal { die(by: signal) }
            #if canImport(Glibc)
                Glibc.exit(status)
            #else
                Darwin.exit(status)
            #endif
        }
    }

    /// Ends the process as the signal would have; a terminal that is being read from is set right by its own handler.
    private func die(by signal: Int32) -> Never {
        var set = signalSet
        pthread_sigmask(SIG_UNBLOCK, &set, nil)
        raise(signal)
        _exit(128 + signal)
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
        var set = signalSet
        var received: Int32 = 0
        while sigwait(&set, &received) == 0 {
            let signal = received
            let now = state.withLock { state in
                state.isInterrupted = true
                if signal != SIGINT { state.ending = signal }
                return state
            }
            if now.isRunning { now.cancellation.cancel() }
            if now.isInteractive && signal == SIGINT {
                var byte: UInt8 = 1
                _ = write(now.writeEnd, &byte, 1)
                continue
            }
            // A statement that hears of it ends in good order meanwhile, and in a run of scripts the process with it.
            if now.isRunning { sleep(Self.patience) }
            TemporaryFiles.removeAll { signal == SIGINT ? _exit(exitStatus) : die(by: signal) }
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
}
