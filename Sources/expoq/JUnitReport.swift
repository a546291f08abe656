// `--junit FILE`: the outcome of tests as programs for continuous integration read it.

import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A testsuite of JUnit's XML, in which each script is a testcase.
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
        let failures = scripts.count { !$0.errors.isEmpty }
        let assertions = scripts.reduce(0) { $0 + $1.assertions }
        let seconds = scripts.reduce(0) { $0 + $1.seconds }
        var lines = [
            "<?xml version=\"1.0\" encoding=\"UTF-8\"?>",
            "<testsuite name=\"expoq\" tests=\"\(scripts.count)\" failures=\"\(failures)\" errors=\"0\" "
                + "assertions=\"\(assertions)\" time=\"\(Self.decimal(seconds))\">",
        ]
        for script in scripts {
            let name = Self.escaped(script.name)
            let start =
                "  <testcase classname=\"expoq\" name=\"\(name)\" assertions=\"\(script.assertions)\" "
                + "time=\"\(Self.decimal(script.seconds))\""
            guard let first = script.errors.first else {
                lines.append(start + "/>")
                continue
            }
            let message = Self.escaped(first.error.message)
            let whole = Self.escaped(script.errors.map { $0.source.render($0.error) }.joined(separator: "\n"))
            lines += [start + ">", "    <failure message=\"\(message)\">\(whole)</failure>", "  </testcase>"]
        }
        return (lines + ["</testsuite>"]).joined(separator: "\n") + "\n"
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
