// A line that shows that a statement is still running.

import QueryEngine
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum ProgressLine {
    /// Shows the time that has passed and what was read, in the place of what was shown before; with `nil` takes it
    /// away. A narrow terminal shows the beginning: what wraps could not be taken away.
    static func show(_ state: (seconds: Double, progress: StatementProgress)?) {
        guard isatty(STDERR_FILENO) != 0 else { return }
        let line = state.map {
            text(seconds: $0.seconds, rows: $0.progress.rowsRead, file: $0.progress.fileBytes)
        }
        let shown = (line ?? "").prefix(Terminal.width.map { $0 - 1 } ?? .max)
        var out = OutputBuffer(descriptor: STDERR_FILENO)
        out.bytes = Array("\r\u{1B}[K\(shown)".utf8)
        // Nobody sees it then.
        try? out.flush()
    }

    /// `running for 1.2 s, 32 million rows read; Ctrl-C cancels`, and while a file is being read
    /// `running for 1.2 s, 0.4 of 1.2 GB read, 2 s left; Ctrl-C cancels`.
    ///
    /// The time left is what the rest of the file takes at the speed so far.
    package static func text(seconds: Double, rows: Int, file: (read: Int, total: Int)? = nil) -> String {
        var parts = ["running for \(oneDigit(seconds)) s"]
        if let file {
            parts += ["\(bytes(file.read, of: file.total)) read"]
            if file.read * 50 >= file.total {
                parts += ["\(duration(seconds * Double(file.total - file.read) / Double(file.read))) left"]
            }
        } else if rows >= 1000 {
            parts += ["\(about(rows)) rows read"]
        }
        return parts.joined(separator: ", ") + "; Ctrl-C cancels"
    }

    /// Both in the unit of the larger one: `0.4 of 1.2 GB`.
    private static func bytes(_ count: Int, of total: Int) -> String {
        let units = [(1_000_000_000, "GB"), (1_000_000, "MB")]
        let (size, unit) = units.first { total >= $0.0 } ?? (1000, "kB")
        func text(_ bytes: Int) -> String { oneDigit(Double(bytes) / Double(size)) }
        return "\(text(count)) of \(text(total)) \(unit)"
    }

    private static func duration(_ seconds: Double) -> String {
        let whole = Int(seconds.rounded(.up))
        return whole < 120 ? "\(whole) s" : "\((whole + 59) / 60) min"
    }

    private static func oneDigit(_ number: Double) -> String {
        let tenths = Int((number * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }

    private static func about(_ rows: Int) -> String {
        let scales = [(1_000_000_000, " billion"), (1_000_000, " million"), (1000, ",000")]
        guard let (size, name) = scales.first(where: { rows >= $0.0 }) else { return String(rows) }
        let tenths = rows * 10 / size
        if size == 1000 || tenths >= 100 { return "\(rows / size)\(name)" }
        return "\(tenths / 10).\(tenths % 10)\(name)"
    }
}
