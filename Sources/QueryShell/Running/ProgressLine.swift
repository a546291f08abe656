// A line that shows that a statement is still running.

import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum ProgressLine {
    /// Shows the time that has passed, in the place of what was shown before; with `nil` takes it away.
    static func show(seconds: Double?) {
        guard isatty(STDERR_FILENO) != 0 else { return }
        var text = "\r\u{1B}[K"
        if let seconds {
            text += "running for \(ResultView.text(seconds: (seconds * 10).rounded() / 10)), Ctrl-C cancels"
        }
        var out = OutputBuffer(descriptor: STDERR_FILENO)
        out.bytes = Array(text.utf8)
        // Nobody sees it then.
        try? out.flush()
    }
}
