// The terminal, and the other stream.

import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

enum Terminal {
    /// The cells of a line of standard output; `nil` if the terminal does not say.
    static var width: Int? {
        var size = winsize()
        guard ioctl(STDOUT_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return nil }
        return Int(size.ws_col)
    }

    /// Whether colours are welcome: not where NO_COLOR (no-color.org) is set, nor on a terminal without them.
    static var isColored: Bool {
        guard getenv("NO_COLOR").map({ $0.pointee == 0 }) ?? true, let kind = getenv("TERM") else { return false }
        return String(cString: kind) != "dumb"
    }
}

enum StandardError {
    /// Writes a message and ends its line.
    static func write(_ message: String) {
        let bytes = Array(((message.last?.isNewline ?? false) ? message : message + "\n").utf8)
        var out = OutputBuffer(descriptor: STDERR_FILENO)
        out.bytes = bytes
        // There is no one left to tell.
        try? out.flush()
    }
}
