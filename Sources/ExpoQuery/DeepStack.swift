// Room on the stack for statements: what binds and rewrites them is recursive, and some threads have little.

import Dispatch
import QueryEngine
import QueryLanguage

/// What a statement at the limits of depth takes in a debug build, and no more than half of what most threads have.
private let enough: UInt = 4 << 20

/// Runs `body` here, or on a thread with a larger stack where this one's is too small for any statement (as on threads
/// of dispatch pools, which have 512 KiB on some systems); this thread waits for it.
func withDeepStack<Result, Failure: Error>(_ body: () throws(Failure) -> Result) throws(Failure) -> Result {
    if StackRoom.current.has(enough) { return try body() }
    return try withoutActuallyEscaping(body) { (body) throws(Failure) in
        let call = WaitedCall(body)
        guard startThread({ call.run() }) else { return try body() }
        return try call.wait()
    }
}

/// A call that one thread makes while another waits for it, so that never both of them use what is in it.
private final class WaitedCall<Success, Failure: Error>: @unchecked Sendable {
    private var body: (() throws(Failure) -> Success)?
    private var outcome: Result<Success, Failure>?
    private let isDone = DispatchSemaphore(value: 0)

    init(_ body: @escaping () throws(Failure) -> Success) {
        self.body = body
    }

    func run() {
        call()
        isDone.signal()
    }

    /// When it returns, nothing of this thread keeps `body`, which must not outlive the wait.
    private func call() {
        guard let body else { return }
        outcome = Result(catching: body)
        self.body = nil
    }

    func wait() throws(Failure) -> Success {
        isDone.wait()
        guard let outcome else { preconditionFailure("the thread has ended without an outcome") }
        return try outcome.get()
    }
}
