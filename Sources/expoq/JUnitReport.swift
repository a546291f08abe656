// `--junit FILE`: the outcome of tests as programs for continuous integration read it.

import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A testsuite of JUnit's XML, in which each script is a testcase. Assertions that do not hold are failures, all else is
/// an error.
struct JUnitReport {
    private let scripts: [CheckedScript]

    init(_ scripts: [CheckedScript]) {
        self.scripts = scripts
    }

    /// Writes the whole report, and closes `target`.
    func write(to target: OutputTarget) throws(Diagnostic) {
        var out = OutputBuffer(descriptor: target.descriptor)
        out.bytes = Array(text.utf8)
        do throws(OutputFailure) {
            try out.flush()
        } catch {
            guard case .failed(let code) = error else { throw Diagnostic("nobody reads \(target.name)") }
            throw Diagnostic("cannot write to \(target.name): \(String(cString: strerror(code)))")
        }
        try target.close()
    }

    private var text: String {
        let failures = scripts.count { !$0.failures.isEmpty }
        let errors = scripts.count { !$0.otherErrors.isEmpty }
        let assertions = scripts.reduce(0) { $0 + $1.assertions }
        let seconds = scripts.reduce(0) { $0 + $1.seconds }
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuite name=\"expoq\" tests=\"\(scripts.count)\" failures=\"\(failures)\" errors=\"\(errors)\" "
                + "assertions=\"\(assertions)\" time=\"\(Self.decimal(seconds))\">",
        ]
        for script in scripts {
            let name = Self.escaped(script.name)
            let start =
                "  <testcase classname=\"expoq\" name=\"\(name)\" assertions=\"\(script.assertions)\" "
                + "time=\"\(Self.decimal(script.seconds))\""
            if script.errors.isEmpty {
                lines.append(start + "/>")
                continue
            }
            lines.append(start + ">")
            lines += Self.element("failure", script.failures) + Self.element("error", script.otherErrors)
            lines.append("  </testcase>")
        }
        return (lines + ["</testsuite>"]).joined(separator: "\n") + "\n"
    }

    /// An element of all the errors, with the message of the first; none where there is no error.
    private static func element(_ name: String, _ errors: [CheckedScript.Failure]) -> [String] {
        guard let first = errors.first else { return [] }
        let message = escaped(first.error.message)
        let whole = escaped(errors.map { $0.source.render($0.error) }.joined(separator: "\n"))
        return ["    <\(name) message=\"\(message)\">\(whole)</\(name)>"]
    }

    /// The text as XML 1.0 allows it, also within the quotes of an attribute.
    private static func escaped(_ text: String) -> String {
        var result = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar {
            case "&": result.append(contentsOf: "&amp;".unicodeScalars)
            case "<": result.append(contentsOf: "&lt;".unicodeScalars)
            case ">": result.append(contentsOf: "&gt;".unicodeScalars)
            case "\"": result.append(contentsOf: "&quot;".unicodeScalars)
            case "\t", "\n", "\r", "\u{20}"..."\u{D7FF}", "\u{E000}"..."\u{FFFD}", "\u{10000}"..."\u{10FFFF}":
                result.append(scalar)
            // No way of writing it.
            default: result.append("\u{FFFD}")
            }
        }
        return String(result)
    }

    /// Seconds with three places.
    private static func decimal(_ seconds: Double) -> String {
        let thousandths = Int((seconds * 1000).rounded())
        let rest = String(thousandths % 1000)
        return "\(thousandths / 1000).\(String(repeating: "0", count: 3 - rest.count))\(rest)"
    }
}
