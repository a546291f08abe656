// What differs between the ways in which texts of statements and dot-commands are run.

import QueryEngine
import QueryLanguage

/// How the shell, its scripts, and the command's scripts run: one way, with these differences. How results look is not
/// among them, but in `ShellSettings`, which a script may change.
package struct RunStyle: Sendable {
    /// Whether a person enters texts at a prompt. Statements then run beside a thread that listens for Ctrl-C and shows
    /// that time passes, and what stands below a result is told on the terminal; in a run of scripts it goes to standard
    /// error.
    package var isInteractive: Bool
    /// Whether results are written, and what is told of them. Where they are not, a script can still send them to a file.
    package var showsResults = true
    /// Whether each statement and dot-command is written before what it gives.
    package var echoes = false
    /// Whether what follows a failed statement is run.
    package var goesOn = false

    /// A conversation.
    package static let interactive = RunStyle(isInteractive: true)
    /// A run of scripts up to the first failure.
    package static let scripts = RunStyle(isInteractive: false)
}

/// How a text came to its end.
package enum RunEnd: Equatable, Sendable {
    case done
    /// A statement or a dot-command failed, of which the person was told.
    ///
    /// - offset: where in the text, if somewhere.
    case failed(offset: Int?)
    /// Ctrl-C.
    case interrupted
    /// Nobody reads the results any more: `| head`.
    case unread
    /// Results cannot be written, of which the person was told.
    case unwritable

    /// Whether nothing more is to be run, even where a failure does not end a run.
    var isFinal: Bool {
        switch self {
        case .done, .failed: false
        case .interrupted, .unread, .unwritable: true
        }
    }
}

/// A statement that has done its work, for who counts, times or logs them.
package struct FinishedStatement: Sendable {
    package let statement: Statement
    package let source: SourceText
    package let result: QueryResult
    /// When it began, on the `MonotonicClock`.
    package let start: Double
}
