// Inputs line by line, as the terminal itself edits them.

import LineEditor
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Reads standard input with a prompt, until what was read is finished.
package struct PlainInput: InputSource {
    private let client: any LineEditorClient
    private let history: HistoryFile
    private let interruption: Interruption
    /// What was read and not given yet.
    private var pending: [UInt8] = []

    private static let prompt = "expo> "
    private static let continuation = "   .> "

    package init(client: any LineEditorClient, history: HistoryFile, interruption: Interruption) {
        self.client = client
        self.history = history
        self.interruption = interruption
    }

    /// A terminal that edits lines by itself cannot be given a text, so `initial` is shown to be copied.
    package mutating func next(initial: Draft?) -> ShellInput {
        interruption.acknowledge()
        if let initial, initial.reason == .edited { show(initial.text + "\n") }
        var text = initial.flatMap { $0.reason == .edited ? $0.text : nil } ?? ""
        while true {
            show(text.isEmpty ? Self.prompt : Self.continuation)
            switch line() {
            case .text(let line):
                text += text.isEmpty ? line : "\n" + line
                if client.isFinished(text) {
                    history.append(text)
                    return .text(text)
                }
            case .dropped:
                show("\n")
                return .dropped
            case .end:
                show("\n")
                return text.trimmed.isEmpty ? .end : .text(text)
            }
        }
    }

    private mutating func line() -> ShellInput {
        while true {
            if let end = pending.firstIndex(of: 0x0A) {
                let line = String(decoding: pending[..<end], as: UTF8.self)
                pending.removeSubrange(...end)
                return .text(line)
            }
            var descriptors = [
                pollfd(fd: STDIN_FILENO, events: Int16(POLLIN), revents: 0),
                pollfd(fd: interruption.descriptor, events: Int16(POLLIN), revents: 0),
            ]
            guard poll(&descriptors, nfds_t(descriptors.count), -1) >= 0 || errno == EINTR else { return .end }
            if interruption.acknowledge() {
                pending = []
                return .dropped
            }
            guard descriptors[0].revents != 0 else { continue }
            var bytes = [UInt8](repeating: 0, count: 4096)
            let count = read(STDIN_FILENO, &bytes, bytes.count)
            if count < 0 && errno == EINTR { continue }
            if count <= 0 { return .end }
            pending += bytes[..<count]
        }
    }

    private func show(_ text: String) {
        var out = OutputBuffer(descriptor: STDOUT_FILENO)
        out.bytes = Array(text.utf8)
        // Without a terminal the next read ends too.
        try? out.flush()
    }
}
