// An error as a value: what is wrong, where, and what to do. Every stage throws this one type.

/// An error in a statement, or met while it ran.
public struct Diagnostic: Error, Hashable, Sendable {
    /// What is wrong, in one line without a full stop; it names things as the user wrote them.
    public var message: String
    /// The bytes of the statement's text that it is about; `nil` where no text is at fault.
    public var range: SourceRange?
    /// What to do about it, each in one line: `did you mean …?`, `use it after AGGREGATE`.
    public var hints: [String]
    /// What else is known of the case at hand, each in one line: the row at which it was met.
    public var notes: [String] = []
    /// Why the statement was ended, where it is not at fault itself; `nil` for errors of the statement and its data.
    public var reason: Reason?
    /// The row at which it was met, within the batch that was worked on; for the engine, which makes a note of it.
    package var batchRow: Int?

    /// What ends a statement that is right: whoever waits for it, a limit that the app has set, or what it asserts.
    public enum Reason: Hashable, Sendable {
        /// It was cancelled.
        case interrupted
        /// The result has more rows than the limit.
        case rowLimit
        /// The statement took more memory than the limit.
        case memoryLimit
        /// The statement took longer than the limit.
        case timeLimit
        /// The text is nested deeper than the limit.
        case depthLimit
        /// The statement names a file that it may not open.
        case access
        /// What the statement asserts does not hold.
        case assertion
    }

    public init(_ message: String, at range: SourceRange? = nil, hints: [String] = [], reason: Reason? = nil) {
        self.message = message
        self.range = range
        self.hints = hints
        self.reason = reason
    }

    /// The same error at `range`, if it has no place yet.
    package func placed(at range: SourceRange) -> Diagnostic {
        var result = self
        result.range = self.range ?? range
        return result
    }
}

extension Diagnostic: CustomStringConvertible {
    /// The message, notes and hints in one line, for logs; `SourceText.render` shows the place too.
    public var description: String { ([message] + notes + hints).joined(separator: "; ") }
}
