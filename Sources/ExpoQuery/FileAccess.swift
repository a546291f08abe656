// Which files statements may open.

import QueryEngine
import QueryLanguage

extension Database {
    /// Which files a statement may read and write. What the app itself attaches is not asked about.
    public enum Access: Hashable, Sendable {
        /// Every file that the process may open.
        case all
        /// No file. With `Limits`, a statement from a stranger can be run.
        case none
        /// The files with these paths, written as a statement writes them, and no others.
        case files(Set<String>)
    }
}

extension Database.Access {
    /// - Throws: a diagnostic with the reason `access` if a statement may not open the file.
    package func check(_ path: String) throws(Diagnostic) {
        switch self {
        case .all: return
        case .files(let paths) where paths.contains(path): return
        case .none, .files:
            throw Diagnostic(
                "the file '\(path)' may not be opened here",
                hints: ["the app decides which files a statement may open: Database(access:)"], reason: .access)
        }
    }
}
