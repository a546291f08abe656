// The statement that a thread works for, so that what is deep inside a kernel can ask whether to go on.

import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

extension Cancellation {
    /// What stops the statement that the running thread works for.
    static var current: Cancellation? {
        guard let pointer = pthread_getspecific(key) else { return nil }
        return Unmanaged<Cancellation>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Checks the statement of the running thread. A check costs some tens of nanoseconds: one is due for each some
    /// thousands of rows or 64 KiB of text.
    ///
    /// - Throws: "interrupted", or a limit's error.
    package static func checkCurrent() throws(Diagnostic) { try current?.check() }

    /// Whether the statement of the running thread is cancelled or out of time, for loops that cannot throw: they may
    /// then end early and leave any result, and who called them checks.
    static var isCurrentOver: Bool { current?.isOver ?? false }

    /// Runs `body` as work of this statement: its memory counts in the statement's budget.
    func governing<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
        let outer = pthread_getspecific(Self.key)
        // The statement outlives `body`, which is what the unretained pointer needs.
        defer { withExtendedLifetime(self) { _ = pthread_setspecific(Self.key, outer) } }
        pthread_setspecific(Self.key, UnsafeRawPointer(Unmanaged.passUnretained(self).toOpaque()))
        return try body()
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        // There are 1024 keys a process; without one no memory is counted.
        pthread_key_create(&key, nil)
        return key
    }()
}
