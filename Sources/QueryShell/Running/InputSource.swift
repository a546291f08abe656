// Where the shell's inputs come from: a line editor, or plain lines.

/// A text to be edited.
package struct Draft: Equatable, Sendable {
    package enum Reason: Equatable, Sendable {
        /// It failed: the first step back in the history gives it, with the cursor where the error is.
        case failed
        /// It comes from an editor: the prompt shows it at once.
        case edited
    }

    package var text: String
    /// An offset in UTF-8 bytes.
    package var cursor: Int
    package var reason: Reason

    package init(_ text: String, cursor: Int, _ reason: Reason) {
        self.text = text
        self.cursor = cursor
        self.reason = reason
    }
}

/// What a person has entered.
package enum ShellInput: Equatable, Sendable {
    /// Statements, or a dot-command.
    case text(String)
    /// Ctrl-C: what was typed is dropped.
    case dropped
    /// Ctrl-D on an empty line, or the end of a file.
    case end
}

/// Gives inputs one by one.
package protocol InputSource {
    /// The next input, which the person begins with nothing, or with `initial`.
    mutating func next(initial: Draft?) -> ShellInput
}
