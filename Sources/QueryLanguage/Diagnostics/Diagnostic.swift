// An error as a value: what is wrong, where, and what to do. Every stage throws this one type.

/// An error in a statement, or met while it ran.
public struct Diagnostic: Error, Hashable, Sendable {
    /// What is wrong, in one line without a full stop; it names things as the user wrote them.
    public var message: String
    /// The bytes of the statement's text that it is about; `nil` where no text is at fault.
    public var range: SourceRange?
    /// What to do about it, each in one line: `did you mean …?`, `use it after AGGREGATE`.
    public var hints: [String]

    public init(_ message: String, at range: SourceRange? = nil, hints: [String] = []) {
        self.message = message
        self.range = range
        self.hints = hints
    }
}
