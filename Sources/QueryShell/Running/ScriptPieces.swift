// Files in which statements and dot-commands take turns.

import QueryLanguage

/// A part of a script.
package enum ScriptPiece: Equatable {
    /// Where some statements stand.
    case statements(Range<Int>)
    /// A line that begins with a dot, and where it stands, without blanks around it.
    case command(String, SourceRange)
}

package enum ScriptPieces {
    /// The parts of a script in order. A line that begins with a dot is a command where a statement may begin.
    ///
    /// Linear in the length of the text, but for lines that begin with a dot within a string or comment of several lines.
    package static func split(_ bytes: [UInt8]) -> [ScriptPiece] {
        var pieces: [ScriptPiece] = []
        /// Where the current run of statements begins.
        var start = 0
        var reader = BoundaryReader(bytes)
        var position = 0
        while position < bytes.count {
            let end = bytes[position...].firstIndex(of: 0x0A) ?? bytes.count
            let first = bytes[position..<end].firstIndex { !isBlank($0) }
            if let first, bytes[first] == UInt8(ascii: "."), reader.isBetweenStatements(at: position) {
                add(start..<position)
                let last = bytes[first..<end].lastIndex { $0 > 0x20 } ?? first
                let range = SourceRange(first, last + 1)
                pieces.append(.command(String(decoding: bytes[first...last], as: UTF8.self), range))
                start = min(end + 1, bytes.count)
                reader.position = start
            }
            position = end + 1
        }
        add(start..<bytes.count)
        return pieces

        func add(_ range: Range<Int>) {
            guard bytes[range].contains(where: { $0 > 0x20 }) else { return }
            pieces.append(.statements(range))
        }
    }

    private static func isBlank(_ byte: UInt8) -> Bool { byte == 0x20 || byte == 0x09 || byte == 0x0D }
}

/// Reads a script's tokens up to places that are further and further on.
private struct BoundaryReader {
    private let bytes: [UInt8]
    /// What stands before was read, and no token reaches beyond it.
    var position = 0 {
        didSet { isBetween = true }
    }
    /// Whether a statement may begin at `position`.
    private var isBetween = true

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func isBetweenStatements(at place: Int) -> Bool {
        let lexed = LexedSource(bytes, in: position..<place)
        if let rest = lexed.restart(in: bytes[position..<place]) {
            position = rest
            return isBetweenStatements(at: place)
        }
        guard lexed.failure == nil else { return false }
        let last = lexed.tokens.dropLast().last?.kind
        let result = last.map { $0 == .symbol(.semicolon) } ?? isBetween
        position = place
        isBetween = result
        return result
    }
}
