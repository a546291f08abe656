// Reading on a terminal that can do nothing.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

extension LineEditor {
    /// Reads lines until the text is finished; the terminal itself edits each line.
    func readPlainly() -> Input {
        var text = ""
        screen.write(Array(prompt.utf8))
        while true {
            guard let line = readLine(strippingNewline: true) else {
                screen.write([0x0A])
                return text.isEmpty ? .endOfInput : .dropped
            }
            text += line
            if client.isFinished(text) {
                history.append(text)
                return .text(text)
            }
            text += "\n"
            screen.write(Array(continuation.utf8))
        }
    }
}
