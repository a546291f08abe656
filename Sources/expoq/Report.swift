// What is told of scripts that are tested: a line for each, its errors below it, and a summary.

import QueryLanguage
import QueryShell
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Writes to standard output, where a reader may leave early.
struct Report {
    private let nameWidth: Int
    private let isColored: Bool
    /// The cells of a line that is broken; `nil` where nothing is.
    private let width: Int?

    private static let indent = "    "
    /// Names that are longer do not set the width of all others.
    private static let widestName = 40
    /// `no assertions`
    private static let countWidth = 13

    init(_ command: Expoq, names: [String]) {
        nameWidth = min(names.map(\.displayWidth).max() ?? 0, Self.widestName)
        isColored = command.settings(onTerminal: isatty(STDOUT_FILENO) != 0).isColored
        width = Terminal.width.map { $0 - Self.indent.count }
    }

    /// `ok   sums.expoq  12 assertions  0.03 s`, or `FAIL …` with the errors below.
    func tell(_ name: String, _ facts: [String], _ errors: [(error: Diagnostic, source: SourceText)]) throws(Diagnostic)
    {
        let padded =
            [padded(name.shownOnOneLine, to: nameWidth)] + facts.dropLast().map { self.padded($0, to: Self.countWidth) }
        let mark = errors.isEmpty ? colored("ok", green) + "  " : colored("FAIL", red)
        var lines = ["\(mark) \((padded + facts.suffix(1)).joined(separator: "  "))"]
        for (error, source) in errors {
            let text = source.render(error, width: width)
            lines += text.split(separator: "\n").map { Self.indent + $0 }
        }
        try write(lines)
    }

    /// `3 scripts: 2 ok, 1 failed, 14 assertions, 0.06 s`
    func summarize(scripts: Int, failed: Int, _ facts: [String]) throws(Diagnostic) {
        var parts: [String] = []
        if failed < scripts { parts.append("\(scripts - failed) ok") }
        if failed > 0 { parts.append("\(failed) failed") }
        try write(["\(Self.count(scripts, "script")): \((parts + facts).joined(separator: ", "))"])
    }

    /// `no assertions`, `1 assertion`, `2 assertions`
    static func count(_ number: Int, _ noun: String) -> String {
        number == 1 ? "1 \(noun)" : "\(number == 0 ? "no" : String(number)) \(noun)s"
    }

    /// `0.03 s`
    static func time(_ seconds: Double) -> String {
        let hundredths = Int((seconds * 100).rounded())
        let rest = hundredths % 100
        return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest) s"
    }

    private func padded(_ text: String, to cells: Int) -> String {
        text + String(repeating: " ", count: max(0, cells - text.displayWidth))
    }

    private let green = "\u{1B}[32m"
    private let red = "\u{1B}[31m"

    private func colored(_ text: String, _ color: String) -> String { isColored ? color + text + "\u{1B}[0m" : text }

    private func write(_ lines: [String]) throws(Diagnostic) {
        var out = OutputBuffer(descriptor: STDOUT_FILENO)
        out.bytes = Array(lines.map { $0 + "\n" }.joined().utf8)
        do throws(OutputFailure) {
            try out.flush()
        } catch {
            // Where the reader has gone the exit status still counts.
            guard case .failed(let code) = error else { return }
            throw Diagnostic("cannot write to standard output: \(String(cString: strerror(code)))")
        }
    }
}
