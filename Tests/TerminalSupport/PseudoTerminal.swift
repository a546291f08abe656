// A pseudo-terminal and the program in it, as the system knows them.

import Foundation
import TerminalStarter

/// Our side of a pseudo-terminal whose other side is the controlling terminal of a program.
///
/// Ends the program and closes the descriptor when it goes.
final class PseudoTerminal {
    let process: pid_t
    private let descriptor: Int32
    /// Whether nothing more can come: the program and all that it started have let go of the terminal.
    private(set) var isHungUp = false
    private(set) var status: Int32?

    init(
        _ program: URL, _ arguments: [String], environment: [String: String], directory: URL, columns: Int, rows: Int
    ) throws {
        var words = ([program.path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { for text in words + variables { free(text) } }
        var process: pid_t = 0
        let descriptor = terminal_start(
            program.path, &words, &variables, directory.path, Int32(columns), Int32(rows), &process)
        guard descriptor >= 0 else { throw TerminalError(program: program.path, code: errno) }
        self.descriptor = descriptor
        self.process = process
    }

    deinit {
        if status == nil {
            // What the program started may have a group of its own.
            let foreground = tcgetpgrp(descriptor)
            if foreground > 1 && foreground != process { kill(-foreground, SIGKILL) }
            kill(-process, SIGKILL)
            kill(process, SIGKILL)
            var ignored: Int32 = 0
            while waitpid(process, &ignored, 0) == -1 && errno == EINTR {}
        }
        close(descriptor)
    }

    /// Whether a program reads keys one by one, without the terminal's own editing and echo.
    var isRaw: Bool {
        var settings = termios()
        guard tcgetattr(descriptor, &settings) == 0 else { return false }
        return settings.c_lflag & tcflag_t(ICANON | ECHO) == 0
    }

    func setSize(columns: Int, rows: Int) {
        var size = winsize(
            ws_row: UInt16(clamping: rows), ws_col: UInt16(clamping: columns), ws_xpixel: 0, ws_ypixel: 0)
        _ = ioctl(descriptor, UInt(TIOCSWINSZ), &size)
    }

    /// Waits until something can be read, or written if `isWriting`.
    func poll(milliseconds: Int32, isWriting: Bool = false) {
        // A terminal that is hung up is ready at once, for ever.
        guard !isHungUp else {
            _ = Foundation.poll(nil, 0, milliseconds)
            return
        }
        var request = pollfd(fd: descriptor, events: Int16(POLLIN) | (isWriting ? Int16(POLLOUT) : 0), revents: 0)
        _ = Foundation.poll(&request, 1, milliseconds)
    }

    /// What can be read now.
    func read() -> [UInt8] {
        guard !isHungUp else { return [] }
        var buffer = [UInt8](repeating: 0, count: 65_536)
        let count = Foundation.read(descriptor, &buffer, buffer.count)
        if count > 0 { return Array(buffer[..<count]) }
        // Linux tells with an error that the other side is closed, others with an end of file.
        if count == 0 || (errno != EAGAIN && errno != EINTR) { isHungUp = true }
        return []
    }

    /// Writes as much as fits now.
    ///
    /// - Returns: how many bytes that was.
    func write(_ bytes: ArraySlice<UInt8>) -> Int {
        max(0, bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, $0.count) })
    }

    /// The program's status if it has ended; 128 and the signal's number if that ended it, as shells have it.
    func endedStatus() -> Int32? {
        guard status == nil else { return status }
        var word: Int32 = 0
        guard waitpid(process, &word, WNOHANG) == process else { return nil }
        status = word & 0x7F == 0 ? (word >> 8) & 0xFF : 128 + (word & 0x7F)
        return status
    }
}

/// The system did not give a terminal, or did not start the program in it.
package struct TerminalError: Error, CustomStringConvertible {
    package let program: String
    package let code: Int32

    package var description: String { "\(program): \(String(cString: strerror(code)))" }
}
