// The part of the terminal that the editor draws on.

import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Draws frames from where the cursor was when the editor began.
struct Screen {
    private let output: Int32
    private(set) var width: Int
    private(set) var height: Int
    private var writer: FrameWriter
    var viewport = Viewport()

    init(output: Int32) {
        self.output = output
        (width, height) = Self.size(of: output)
        writer = FrameWriter(width: width)
    }

    /// The cursor is at the beginning of an empty row.
    mutating func begin() {
        (width, height) = Self.size(of: output)
        writer = FrameWriter(width: width)
        viewport.reset()
    }

    mutating func draw(_ frame: Frame) {
        write(writer.update(to: frame))
    }

    /// Goes to a new row below.
    mutating func leave(_ note: String = "") {
        write(Array(note.utf8) + writer.leave())
        viewport.reset()
    }

    mutating func erase() {
        write(writer.erase())
    }

    mutating func clear() {
        write(Array("\u{1B}[H\u{1B}[2J".utf8))
        writer.forget()
    }

    mutating func resize() {
        (width, height) = Self.size(of: output)
        write(writer.resize(width: width, height: height))
    }

    /// Begins anew where the cursor is now.
    mutating func restart() {
        begin()
        write(Array("\r\u{1B}[J".utf8))
    }

    func beep() {
        write([7])
    }

    func write(_ bytes: [UInt8]) {
        var rest = bytes[...]
        while !rest.isEmpty {
            let written = rest.withUnsafeBytes { systemWrite(output, $0.baseAddress, $0.count) }
            if written > 0 {
                rest = rest.dropFirst(written)
            } else if written < 0 && errno == EAGAIN {
                var descriptor = pollfd(fd: output, events: Int16(POLLOUT), revents: 0)
                poll(&descriptor, 1, -1)
            } else if !(written < 0 && errno == EINTR) {
                // No one is there to see it.
                return
            }
        }
    }

    private static func size(of output: Int32) -> (Int, Int) {
        var size = winsize()
        guard ioctl(output, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0, size.ws_row > 0 else { return (80, 24) }
        return (max(2, Int(size.ws_col)), Int(size.ws_row))
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
