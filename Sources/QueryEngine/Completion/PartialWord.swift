// The word that the cursor stands behind: what completion replaces.

import QueryLanguage

/// A word begun before the cursor, and the tokens before it.
struct PartialWord {
    enum Kind: Hashable {
        /// Nothing was begun.
        case none
        case word
        /// In backquotes.
        case quotedName
        /// Behind one `'` or `"`.
        case string(quote: UInt8)
        /// Behind `{`.
        case unit
        /// Behind `@`.
        case parameter
        /// A single `|`, which may become `|>`.
        case bar
    }

    let kind: Kind
    /// Where it starts, with its quote or brace.
    let start: Int
    /// What was typed, without the quote or brace.
    let typed: String
    /// The tokens before it.
    let tokens: [Token]

    /// The word at the end of `bytes`; `nil` in a comment and behind what is no token.
    init?(endOf bytes: [UInt8]) {
        let lexed = LexedSource(bytes)
        if let comment = lexed.comments.last, comment.upper == bytes.count, bytes[comment.lower] != UInt8(ascii: "/") {
            return nil
        }
        var tokens = lexed.tokens
        guard let last = tokens.popLast() else { return nil }
        if last.kind == .invalid {
            guard let kind = Self.unfinished(bytes[last.range.lower...]) else { return nil }
            self.init(kind, bytes, from: last.range.lower, tokens)
            return
        }
        guard let word = tokens.last, word.range.upper == bytes.count else {
            self.init(.none, bytes, from: bytes.count, tokens)
            return
        }
        switch word.kind {
        case .identifier, .keyword: self.init(.word, bytes, from: word.range.lower, tokens.dropLast())
        case .parameter: self.init(.parameter, bytes, from: word.range.lower, tokens.dropLast())
        case .symbol(.bar): self.init(.bar, bytes, from: word.range.lower, tokens.dropLast())
        // A name cannot touch a number.
        case .integer, .float: return nil
        default: self.init(.none, bytes, from: bytes.count, tokens)
        }
    }

    private init(_ kind: Kind, _ bytes: [UInt8], from start: Int, _ tokens: [Token]) {
        self.kind = kind
        self.start = start
        let hasOpening = kind != .none && kind != .word && kind != .bar
        typed = String(decoding: bytes[(hasOpening ? start + 1 : start)...], as: UTF8.self)
        self.tokens = tokens
    }

    /// What token is begun and not ended by these bytes.
    private static func unfinished(_ bytes: ArraySlice<UInt8>) -> Kind? {
        guard let first = bytes.first, !bytes.contains(0x0A) else { return nil }
        let rest = bytes.dropFirst()
        switch first {
        // Three quotes begin a text of several lines, which nothing completes.
        case UInt8(ascii: "'"), UInt8(ascii: "\""): return rest.first == first ? nil : .string(quote: first)
        case UInt8(ascii: "`"): return .quotedName
        case UInt8(ascii: "{"): return rest.contains(UInt8(ascii: "}")) ? nil : .unit
        case UInt8(ascii: "@"): return rest.isEmpty ? .parameter : nil
        default: return nil
        }
    }
}
