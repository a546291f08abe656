// Colours while typing: from a text to the styles of its parts.

import LineEditor
import QueryEngine
import QueryLanguage

/// Styles a text that may be half a statement, or none at all. Linear in the text, whatever its bytes.
package struct Highlighter: Sendable {
    private let names: KnownNames

    package init(names: KnownNames) {
        self.names = names
    }

    /// How the parts of `text` look, in ascending order and without overlap.
    package func styles(_ text: String, cursor: Int) -> [StyledRange] {
        let bytes = Array(text.utf8)
        if ShellText.dotCommand(text) != nil { return dotCommand(bytes) }
        var painter = Painter(bytes: bytes, cursor: cursor, names: names)
        painter.lex()
        painter.paint()
        return painter.result
    }

    /// The command's name; a misspelt one is marked.
    private func dotCommand(_ bytes: [UInt8]) -> [StyledRange] {
        guard let start = bytes.firstIndex(where: { $0 > 0x20 }), bytes[start] == UInt8(ascii: ".") else { return [] }
        let end = bytes[start...].firstIndex { $0 <= 0x20 } ?? bytes.count
        let name = String(decoding: bytes[start + 1..<end], as: UTF8.self).lowercased()
        // What is still being typed may become one.
        let isKnown =
            end == bytes.count ? DotCommands.all.contains { $0.name.hasPrefix(name) } : DotCommands.find(name) != nil
        return [StyledRange(start..<end, isKnown ? Palette.command : Palette.unknown)]
    }
}

private struct Painter {
    let bytes: [UInt8]
    let cursor: Int
    let names: KnownNames
    var result: [StyledRange] = []
    private var tokens: [Token] = []
    private var comments: [SourceRange] = []
    /// What is no token: where it is, and how it looks.
    private var faults: [StyledRange] = []

    /// Faults are worked around up to here; what follows is left plain.
    private static let mostFaults = 32

    init(bytes: [UInt8], cursor: Int, names: KnownNames) {
        self.bytes = bytes
        self.cursor = cursor
        self.names = names
    }

    // MARK: Tokens

    /// Collects the tokens, going on behind what is none.
    mutating func lex() {
        var start = 0
        while start < bytes.count, faults.count < Self.mostFaults {
            let source = LexedSource(start == 0 ? bytes : Array(bytes[start...]))
            comments += source.comments.map { SourceRange($0.lower + start, $0.upper + start) }
            for token in source.tokens where token.kind != .endOfText && token.kind != .invalid {
                tokens.append(Token(token.kind, SourceRange(token.range.lower + start, token.range.upper + start)))
            }
            guard let last = source.tokens.last, last.kind == .invalid else { return }
            start = fault(last.range.lower + start, last.range.upper + start)
        }
    }

    /// Notes what begins at `lower` and is no token; where to go on.
    private mutating func fault(_ lower: Int, _ upper: Int) -> Int {
        let rest = bytes[min(lower, bytes.count)...]
        let quoted = rest.first.map { $0 | 0x20 == UInt8(ascii: "r") } ?? false ? rest.dropFirst() : rest
        // What is not closed yet reaches to the end of its line, or of the text.
        if rest.starts(with: "/*".utf8) { return add(lower..<bytes.count, Palette.comment) }
        if quoted.starts(with: "'''".utf8) || quoted.starts(with: "\"\"\"".utf8) {
            return add(lower..<bytes.count, Palette.string)
        }
        let endOfLine = rest.firstIndex(of: 0x0A) ?? bytes.count
        switch quoted.first {
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return add(lower..<endOfLine, Palette.string)
        case UInt8(ascii: "`"): return add(lower..<endOfLine, Palette.unknown)
        case UInt8(ascii: "{"): return add(lower..<endOfLine, Palette.number)
        default: return add(lower..<max(upper, lower + 1), Palette.unknown)
        }
    }

    private mutating func add(_ range: Range<Int>, _ style: TextStyle) -> Int {
        let range = range.clamped(to: 0..<bytes.count)
        faults.append(StyledRange(range, style))
        // Always ahead, or it would not end.
        return max(range.upperBound, range.lowerBound + 1)
    }

    // MARK: Styles

    mutating func paint() {
        let aliases = aliases
        let brackets = matchingBrackets
        let marksNames = !makesUnknownColumns
        for (index, token) in tokens.enumerated() {
            if let style = style(of: token, at: index, aliases, marksNames: marksNames) {
                result.append(StyledRange(token.range.lower..<token.range.upper, style))
            } else if brackets.contains(index) {
                result.append(StyledRange(token.range.lower..<token.range.upper, Palette.bracket))
            }
        }
        result += comments.map { StyledRange($0.lower..<$0.upper, Palette.comment) } + faults
        result.sort { $0.range.lowerBound < $1.range.lowerBound }
    }

    private func style(
        of token: Token, at index: Int, _ aliases: Set<String>, marksNames: Bool
    ) -> TextStyle? {
        switch token.kind {
        case .integer, .float, .unit: return Palette.number
        case .string: return Palette.string
        case .parameter: return Palette.parameter
        case .keyword(let keyword):
            // Behind a dot a keyword is a name; before a parenthesis some are functions.
            if previous(index) == .symbol(.dot) { return nil }
            if next(index) == .symbol(.leftParenthesis), FunctionTable.find(keyword.rawValue) != nil {
                return Palette.function
            }
            return Palette.keyword
        case .identifier:
            let name = text(token)
            if next(index) == .symbol(.leftParenthesis) {
                let isFunction = FunctionTable.find(name) != nil || TableFunction.find(name) != nil
                if isFunction { return Palette.function }
                // Names of derived tables and columns stand before lists: USING, IN, AS t (…).
                return isBeingTyped(token) || names.contains(name) || aliases.contains(name) ? nil : Palette.unknown
            }
            if next(index) == .symbol(.arrow) { return nil }
            guard marksNames, !isBeingTyped(token), !names.contains(name), !aliases.contains(name) else { return nil }
            return Palette.unknown
        case .quotedIdentifier, .symbol, .endOfText, .invalid: return nil
        }
    }

    private func isBeingTyped(_ token: Token) -> Bool { cursor == token.range.upper }

    /// Whether columns may come from where the catalog does not tell of them: files and what is computed from rows.
    private var makesUnknownColumns: Bool {
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .keyword(.pivot), .keyword(.unpivot), .keyword(.describe), .keyword(.call): return true
            case .string:
                switch previous(index) {
                case .keyword(.from), .keyword(.join), .symbol(.comma): return true
                default: break
                }
            case .identifier:
                if next(index) == .symbol(.leftParenthesis), text(token) == "summarize" { return true }
            default: break
            }
        }
        return false
    }

    /// The names that the text itself gives, in lower case: behind AS, or right behind what an alias can follow.
    private var aliases: Set<String> {
        var names: Set<String> = []
        for (index, token) in tokens.enumerated() where token.kind == .identifier {
            switch previous(index) {
            case .keyword(let keyword):
                let gives: [Keyword] = [.as, .with, .table, .view, .exists, .set, .end, .null, .true, .false, .for]
                if gives.contains(keyword) { names.insert(text(token)) }
            case .identifier, .quotedIdentifier, .integer, .float, .unit, .string, .parameter,
                .symbol(.rightParenthesis), .symbol(.star), .symbol(.question):
                names.insert(text(token))
            default: break
            }
            switch next(index) {
            // A name in WITH, or of an argument.
            case .keyword(.as) where next(index + 1) == .symbol(.leftParenthesis), .symbol(.arrow):
                names.insert(text(token))
            default: break
            }
        }
        return names
    }

    /// The tokens that are a bracket at the cursor and the one that belongs to it.
    private var matchingBrackets: [Int] {
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            if token.kind == .symbol(.leftParenthesis) { open.append(index) }
            guard token.kind == .symbol(.rightParenthesis), let start = open.popLast() else { continue }
            if touchesCursor(token) || touchesCursor(tokens[start]) { return [start, index] }
        }
        return []
    }

    private func touchesCursor(_ token: Token) -> Bool {
        token.range.lower == cursor || token.range.upper == cursor
    }

    private func previous(_ index: Int) -> Token.Kind? { index > 0 ? tokens[index - 1].kind : nil }
    private func next(_ index: Int) -> Token.Kind? { index + 1 < tokens.count ? tokens[index + 1].kind : nil }

    private func text(_ token: Token) -> String {
        String(decoding: bytes[token.range.lower..<token.range.upper], as: UTF8.self).lowercased()
    }
}
