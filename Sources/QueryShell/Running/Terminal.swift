// The terminal, and the other stream.

import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

package enum Terminal {
    /// The cells of a line of standard output; `nil` if the terminal does not say.
    package static var width: Int? { size.map { Int($0.ws_col) }.flatMap { $0 > 0 ? $0 : nil } }

    /// The lines of standard output's screen; `nil` if the terminal does not say.
    package static var height: Int? { size.map { Int($0.ws_row) }.flatMap { $0 > 0 ? $0 : nil } }

    private static var size: winsize? {
        var size = winsize()
        return ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0 ? size : nil
    }

    /// Whether colours are welcome: not where NO_COLOR (no-color.org) is set, nor on a terminal without them.
    package static var isColored: Bool {
        if let wish = environment("NO_COLOR"), !wish.isEmpty { return false }
        guard let kind = environment("TERM") else { return false }
        return kind != "dumb"
    }
}

/// A variable of the environment.
package func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
}

package enum StandardError {
    /// Writes a message and ends its line.
    package static func write(_ message: String) {
        let bytes = Array(((message.last?.isNewline ?? false) ? message : message + "\n").utf8)
        var out = OutputBuffer(descriptor: STDERR_FILENO)
        out.bytes = bytes
        // There is no one left to tell.
        try? out.flush()
    }
}
