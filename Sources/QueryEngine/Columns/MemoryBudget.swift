// How much memory a statement has taken: what its limit is held against.

import QueryLanguage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// The memory that one statement may take, and has taken.
///
/// What allocates finds its statement's budget through the running thread, so that no operator has to pass it on. It
/// counts the buffers of columns, hash tables and aggregates, which is what grows with the data.
package final class MemoryBudget: Sendable {
    /// In bytes.
    let limit: Int
    private let taken = Atomic<Int>(0)

    init(limit: Int) {
        self.limit = limit
    }

    /// - Throws: the limit's error once more is taken than there may be.
    func check() throws(Diagnostic) {
        if taken.load(ordering: .relaxed) <= limit { return }
        throw Diagnostic(
            "the statement takes more than \(limit) bytes of memory",
            hints: ["filter or aggregate before what needs all rows, or allow more with Limits.memory"],
            reason: .memoryLimit)
    }

    func add(_ bytes: Int) { taken.add(bytes, ordering: .relaxed) }

    /// The budget that the running thread works for.
    static var current: MemoryBudget? {
        guard let pointer = pthread_getspecific(key) else { return nil }
        return Unmanaged<MemoryBudget>.fromOpaque(pointer).takeUnretainedValue()
    }

    /// Runs `body` with all memory that this thread takes counted in `budget`.
    static func counting<Result>(
        _ budget: MemoryBudget?, _ body: () throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        let outer = pthread_getspecific(key)
        // The budget outlives `body`, which is what the unretained pointer needs.
        defer { withExtendedLifetime(budget) { _ = pthread_setspecific(key, outer) } }
        pthread_setspecific(key, budget.map { UnsafeRawPointer(Unmanaged.passUnretained($0).toOpaque()) })
        return try body()
    }

    private static let key: pthread_key_t = {
        var key = pthread_key_t()
        // There are 1024 keys a process; without one no memory is counted.
        pthread_key_create(&key, nil)
        return key
    }()
}

/// Bytes that are counted in the budget of the statement that took them, as long as their owner lives.
struct MemoryCharge: ~Copyable {
    private let budget = MemoryBudget.current
    private var bytes = 0

    @inline(__always)
    mutating func add(_ more: Int) {
        guard let budget else { return }
        bytes += more
        budget.add(more)
    }

    deinit { budget?.add(-bytes) }
}
