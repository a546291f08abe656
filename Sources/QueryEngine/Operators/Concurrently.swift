// Work that a statement's threads share.

import Dispatch
import QueryLanguage

extension ExecutionContext {
    /// The same statement, without help.
    var withOneThread: ExecutionContext {
        var single = self
        single.threads = 1
        return single
    }

    /// What `body` gives for each of `0..<count`, which threads work on at once, their memory counted as the statement's.
    ///
    /// - Throws: the error of the lowest index.
    func concurrently<Result: Sendable>(
        _ count: Int, _ body: @Sendable (Int) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> [Result] {
        let outcomes = Outcomes<Result>(count: count)
        if count == 1 {
            outcomes[0] = outcome(0, body)
        } else {
            DispatchQueue.concurrentPerform(iterations: count) { index in outcomes[index] = outcome(index, body) }
        }
        return try outcomes.results()
    }

    private func outcome<Result>(
        _ index: Int, _ body: (Int) throws(Diagnostic) -> Result
    ) -> Swift.Result<Result, Diagnostic> {
        Swift.Result { () throws(Diagnostic) in
            try cancellation.governing { () throws(Diagnostic) in try body(index) }
        }
    }
}

/// Memory that threads write to, each at places of its own.
struct SharedTarget<Element>: @unchecked Sendable {
    let base: UnsafeMutablePointer<Element>
}

/// What threads found, by thread. Each writes its own place, and nobody reads before all are done.
private final class Outcomes<Value>: @unchecked Sendable {
    private let outcomes: UnsafeMutableBufferPointer<Result<Value, Diagnostic>?>

    init(count: Int) {
        outcomes = .allocate(capacity: count)
        outcomes.initialize(repeating: nil)
    }

    deinit {
        outcomes.deinitialize()
        outcomes.deallocate()
    }

    subscript(index: Int) -> Result<Value, Diagnostic>? {
        get { outcomes[index] }
        set { outcomes[index] = newValue }
    }

    func results() throws(Diagnostic) -> [Value] {
        var values: [Value] = []
        for case let outcome? in outcomes { values.append(try outcome.get()) }
        return values
    }
}
