// What an input is: a dot-command or statements, finished or not.

import QueryLanguage

package enum ShellText {
    /// The line of the dot-command that `text` is; `nil` for statements. What people type in other shells counts too.
    package static func dotCommand(_ text: String) -> String? {
        let line = text.trimmed
        if line.lowercased() == ".exit" { return ".quit" }
        if line.first == ".", line.dropFirst().first?.isNumber != true { return line }
        switch (line.last == ";" ? String(line.dropLast()) : line).lowercased() {
        case "help", "?", "\\?", "\\h": return ".help"
        case "quit", "exit", "\\q": return ".quit"
        case "\\d", "\\dt": return ".tables"
        default: return nil
        }
    }

    /// Whether Enter runs the text, rather than beginning a new line: it is a dot-command, or blank, or ends with `;`
    /// outside strings and comments, or with an empty line.
    package static func isFinished(_ text: String) -> Bool {
        if text.trimmed.isEmpty || dotCommand(text) != nil { return true }
        let bytes = Array(text.utf8)
        let tokens = LexedSource(bytes).tokens
        guard let last = tokens.last else { return true }
        if last.kind == .invalid {
            // A comment or a string of several lines goes on; any other fault is to be told of.
            let opening = bytes[last.range.lower...].drop { $0 | 0x20 == UInt8(ascii: "r") }
            let isOpen = ["/*", "'''", "\"\"\""].contains { opening.starts(with: $0.utf8) }
            if isOpen { return false }
            return text.trimmed.last == ";" || endsInEmptyLine(text)
        }
        if tokens.count > 1 && tokens[tokens.count - 2].kind == .symbol(.semicolon) { return true }
        return endsInEmptyLine(text)
    }

    private static func endsInEmptyLine(_ text: String) -> Bool {
        guard let lineFeed = text.utf8.lastIndex(of: 0x0A) else { return false }
        return text.utf8[lineFeed...].allSatisfy { $0 <= 0x20 }
    }

    /// What a new line that is begun at `cursor` starts with: two spaces more than the line with the parenthesis that
    /// is open there; in a list of an operator as far as the list; nothing else.
    package static func indentation(_ text: String, cursor: Int) -> String {
        let bytes = Array(text.utf8.prefix(cursor))
        var open: [Int] = []
        var last: Token?
        for token in LexedSource(bytes).tokens where token.kind != .endOfText {
            if token.kind == .symbol(.leftParenthesis) { open.append(token.range.lower) }
            if token.kind == .symbol(.rightParenthesis) { _ = open.popLast() }
            last = token
        }
        guard let last, last.kind != .invalid else { return "" }
        if let open = open.last { return String(repeating: " ", count: textStart(bytes, lineOf: open).column + 2) }
        guard last.kind == .symbol(.comma) else { return "" }
        let line = textStart(bytes, lineOf: last.range.lower)
        let isPipe = bytes[line.offset...].starts(with: "|>".utf8)
        return String(repeating: " ", count: line.column + (isPipe ? 5 : line.column == 0 ? 2 : 0))
    }

    /// Where the text of the line with `offset` begins.
    private static func textStart(_ bytes: [UInt8], lineOf offset: Int) -> (offset: Int, column: Int) {
        let start = bytes[..<offset].lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        let text = bytes[start...].firstIndex { $0 != 0x20 && $0 != 0x09 } ?? start
        return (text, text - start)
    }

    /// The path with the home folder in the place of a leading `~`.
    static func expanded(_ path: String) -> String {
        guard path == "~" || path.hasPrefix("~/"), let home = environment("HOME") else { return path }
        return home + path.dropFirst()
    }
}
