// Files in which statements and dot-commands take turns.

/// A part of a script.
package enum ScriptPiece: Equatable {
    /// Bytes as long as the script, of which all but some statements are blank: positions stay those of the script.
    case statements([UInt8])
    /// A line that begins with a dot.
    case command(String)
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
                pieces.append(.command(String(decoding: bytes[first..<end], as: UTF8.self)))
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
        let tokens = LexedSource(Array(bytes)).tokens
        guard tokens.last?.kind == .endOfText else { return false }
        return tokens.count == 1 || tokens[tokens.count - 2].kind == .symbol(.semicolon)
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 }
}
