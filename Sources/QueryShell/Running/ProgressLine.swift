// A line that shows that a statement is still running.

import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum ProgressLine {
    /// Shows the time that has passed and the rows that were read, in the place of what was shown before; with `nil`
    /// takes it away.
    static func show(_ state: (seconds: Double, rows: Int)?) {
        guard isatty(STDERR_FILENO) != 0 else { return }
        let bytes = Array(("\r\u{1B}[K" + (state.map { text(seconds: $0.seconds, rows: $0.rows) } ?? "")).utf8)
        var out = OutputBuffer(descriptor: STDERR_FILENO)
        out.bytes = bytes
        // Nobody sees it then.
        try? out.flush()
    }

    /// `running for 1.2 s, 32 million rows read; Ctrl-C cancels`
    package static func text(seconds: Double, rows: Int) -> String {
        let tenths = Int((seconds * 10).rounded())
        let read = rows < 1000 ? "" : ", \(about(rows)) rows read"
        return "running for \(tenths / 10).\(tenths % 10) s\(read); Ctrl-C cancels"
    }

    private static func about(_ rows: Int) -> String {
        let scales = [(1_000_000_000, " billion"), (1_000_000, " million"), (1000, ",000")]
        guard let (size, name) = scales.first(where: { rows >= $0.0 }) else { return String(rows) }
        let tenths = rows * 10 / size
        if size == 1000 || tenths >= 100 { return "\(rows / size)\(name)" }
        return "\(tenths / 10).\(tenths % 10)\(name)"
    }
}
