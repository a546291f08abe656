// Files in which statements and dot-commands take turns.

import QueryLanguage

/// A part of a script.
package enum ScriptPiece: Equatable {
    /// Bytes as long as the script, of which all but some statements are blank: positions stay those of the script.
    case statements([UInt8])
    /// A line that begins with a dot, and where it stands, without blanks around it.
    case command(String, SourceRange)
}

package enum ScriptPieces {
    /// The parts of a script in order. A line that begins with a dot is a command where a statement may begin.
    package static func split(_ bytes: [UInt8]) -> [ScriptPiece] {
        var pieces: [ScriptPiece] = []
        /// Where the current run of statements begins.
        var start = 0
        var position = 0
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            let first = bytes[position..<end].firstIndex { !isBlank($0) && $0 != 0x0D }
            if let first, bytes[first] == UInt8(ascii: "."), isBetweenStatements(bytes[start..<position]) {
                add(start..<position)
                let last = bytes[first..<end].lastIndex { $0 > 0x20 } ?? first
                let range = SourceRange(first, last + 1)
                pieces.append(.command(String(decoding: bytes[first...last], as: UTF8.self), range))
                start = min(end + 1, bytes.count)
            }
            position = end + 1
        }
        add(start..<bytes.count)
        return pieces

        func add(_ range: Range<Int>) {
            guard bytes[range].contains(where: { $0 > 0x20 }) else { return }
            var part = bytes.map { $0 == 0x0A ? $0 : UInt8(ascii: " ") }
            part.replaceSubrange(range, with: bytes[range])
            pieces.append(.statements(part))
        }
    }

    private static func isBetweenStatements(_ bytes: ArraySlice<UInt8>) -> Bool {
        let text = Array(bytes)
        let lexed = LexedSource(text)
        if let rest = lexed.restart(in: text) { return isBetweenStatements(text[rest...]) }
        let tokens = lexed.tokens
        guard tokens.last?.kind == .endOfText else { return false }
        return tokens.count == 1 || tokens[tokens.count - 2].kind == .symbol(.semicolon)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
