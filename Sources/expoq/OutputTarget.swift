// Where results go: standard output, or a file that is there only when it is whole.

import QueryLanguage
import QueryShell
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// An open descriptor and what becomes of it.
struct OutputTarget {
    /// What errors call it.
    let name: String
    let descriptor: Int32
    /// Whether a person reads along.
    let isTerminal: Bool
    private let file: AtomicFile?

    /// Opens `path`, or standard output if there is none.
    init(_ path: String?) throws(Diagnostic) {
        file = try path.map { (path) throws(Diagnostic) in try AtomicFile(path) }
        name = file?.name ?? "standard output"
        descriptor = file?.descriptor ?? STDOUT_FILENO
        isTerminal = file == nil && isatty(STDOUT_FILENO) != 0
    }

    /// Gives the file its name.
    func close() throws(Diagnostic) {
        try file?.commit()
    }
}
