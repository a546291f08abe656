// How much memory a statement has taken: what its limit is held against.

import QueryLanguage
import Synchronization

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

    /// - Parameter more: bytes that are about to be taken.
    /// - Throws: the limit's error once more is taken than there may be.
    func check(adding more: Int = 0) throws(Diagnostic) {
        if taken.load(ordering: .relaxed) <= limit - more { return }
        throw Diagnostic(
            "the statement takes more than \(ByteSize.text(limit)) of memory",
            hints: ["filter or aggregate before what needs all rows, or allow more with Limits.memory"],
            reason: .memoryLimit)
    }

    func add(_ bytes: Int) { taken.add(bytes, ordering: .relaxed) }

    /// The budget of the statement that the running thread works for.
    static var current: MemoryBudget? { Cancellation.current?.watch?.budget }
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
