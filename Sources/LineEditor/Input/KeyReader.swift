// Keys, as they come from a terminal.

import EditLineShim

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads the terminal and tells, between keys, of what happens to it.
final class KeyReader {
    enum Event: Equatable {
        case key(Key)
        case resized
        /// The process was stopped and goes on.
        case resumed
        case endOfInput
    }

    /// How long a sequence may take to arrive, in milliseconds: what comes later was typed.
    private static let patience: Int32 = 50

    private let descriptor: Int32
    private var decoder = KeyDecoder()
    private var queue: [Key] = []
    private var queueStart = 0
    /// Ends of a pipe that signal handlers write to, so that a signal ends a wait whichever thread it reaches.
    private var wakeRead: Int32 = -1
    private var wakeWrite: Int32 = -1

    init?(descriptor: Int32) {
        self.descriptor = descriptor
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { return nil }
        for end in ends {
            _ = fcntl(end, F_SETFD, FD_CLOEXEC)
            _ = fcntl(end, F_SETFL, O_NONBLOCK)
        }
        (wakeRead, wakeWrite) = (ends[0], ends[1])
    }

    deinit {
        close(wakeRead)
        close(wakeWrite)
    }

    func watchSignals() {
        TerminalWatchSignals(wakeWrite)
    }

    /// Forgets what signals told so far.
    func forgetSignals() {
        _ = takeSignals()
    }

    /// Puts a key back, to be read first.
    func unread(_ key: Key) {
        if queueStart > 0 {
            queueStart -= 1
            queue[queueStart] = key
        } else {
            queue.insert(key, at: 0)
        }
    }

    /// The next event. `whenIdle` is called before waiting, so not while there is more to read.
    func next(whenIdle: () -> Void) -> Event {
        var isIdle = false
        while true {
            if queueStart < queue.count {
                queueStart += 1
                return .key(queue[queueStart - 1])
            }
            queue.removeAll(keepingCapacity: true)
            queueStart = 0

            let timeout = decoder.isUndecided ? Self.patience : isIdle ? -1 : 0
            switch wait(timeout) {
            case .input:
                guard fill() else { return .endOfInput }
            case .signal:
                let signals = takeSignals()
                if signals.contains(UInt8(ascii: "C")) { return .resumed }
                if !signals.isEmpty { return .resized }
            case .nothing:
                if decoder.isUndecided {
                    queue = decoder.flush()
                } else {
                    whenIdle()
                    isIdle = true
                }
            }
        }
    }

    private enum Readiness {
        case input, signal, nothing
    }

    private func wait(_ timeout: Int32) -> Readiness {
        var descriptors = [
            pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0),
            pollfd(fd: wakeRead, events: Int16(POLLIN), revents: 0),
        ]
        let count = poll(&descriptors, 2, timeout)
        // An interrupted wait is followed by another one; its signal is in the pipe if it matters.
        if count < 0 { return errno == EINTR ? .signal : .input }
        if descriptors[1].revents != 0 { return .signal }
        return descriptors[0].revents != 0 ? .input : .nothing
    }

    private func takeSignals() -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: 64)
        let count = read(wakeRead, &bytes, bytes.count)
        return Array(bytes.prefix(max(0, count)))
    }

    /// Reads what is there; whether there can be more.
    private func fill() -> Bool {
        var bytes = [UInt8](repeating: 0, count: 16_384)
        while true {
            let count = read(descriptor, &bytes, bytes.count)
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            // A paste that never ends could not be left otherwise.
            if bytes[..<count].allSatisfy({ $0 == 3 }) && decoder.abandonPaste() {
                queue = [.control("C")]
            } else {
                queue = decoder.decode(bytes[..<count])
            }
            return true
        }
    }
}
