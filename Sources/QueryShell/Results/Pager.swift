// Shows what is longer than the screen with the person's pager.

import QueryEngine
import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A pager's command; `nil` where there is none to be had.
struct Pager {
    let command: String

    /// - Parameter headerLines: the first lines that are to be kept in view, where the pager can.
    init?(headerLines: Int) {
        if let wish = environment("PAGER") {
            // Set to nothing, it asks for none.
            guard !wish.trimmed.isEmpty, wish.trimmed != "cat" else { return nil }
            command = wish + (Self.isLess(wish) ? Self.header(headerLines) : "")
        } else {
            guard Self.lessVersion != nil else { return nil }
            command = "less -SRFX" + Self.header(headerLines)
        }
    }

    /// Shows what `write` writes. The person may leave before all is written.
    func show(_ write: (inout OutputBuffer) throws(OutputFailure) -> Void) throws(Diagnostic) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else { throw Diagnostic("cannot make a pipe: \(String(cString: strerror(errno)))") }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        let process: Subprocess
        do throws(Diagnostic) {
            process = try Subprocess(command, input: ends[0])
        } catch {
            close(ends[0])
            close(ends[1])
            throw error
        }
        close(ends[0])
        var out = OutputBuffer(descriptor: ends[1], isShown: true)
        do throws(OutputFailure) {
            try write(&out)
            try out.flush()
        } catch {
            // The pager was left, or has failed and said so.
        }
        close(ends[1])
        _ = process.wait()
    }

    private static func isLess(_ command: String) -> Bool {
        command.split(separator: " ").first.map { $0 == "less" || $0.hasSuffix("/less") } ?? false
    }

    private static func header(_ lines: Int) -> String {
        guard lines > 0, let version = lessVersion, version >= firstWithHeader else { return "" }
        return " --header=\(lines)"
    }

    private static let firstWithHeader = 600

    /// Of the less that is installed.
    private static let lessVersion: Int? = {
        // less 590 (GNU regular expressions)
        let words = Subprocess.output(of: "less --version 2>/dev/null").split { $0 == " " || $0 == "\n" }
        guard words.count > 1, words[0] == "less" else { return nil }
        return Int(words[1].prefix { $0.isNumber })
    }()
}
