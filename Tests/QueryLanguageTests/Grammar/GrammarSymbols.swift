// The symbols that sentences are made of: kinds of tokens, and characters within a token.

import QueryLanguage

extension GrammarFile {
    /// The productions of tokens, and the kinds of tokens that the lexer makes of them.
    static let tokenKinds: [(name: String, kind: Token.Kind)] = [
        ("NAME", .identifier), ("QUOTED_NAME", .quotedIdentifier), ("INTEGER", .integer), ("FLOAT", .float),
        ("UNIT", .unit), ("STRING", .string), ("PARAMETER", .parameter),
    ]

    /// A number for each kind of token.
    static let symbols: [Token.Kind: Int] = {
        let kinds =
            tokenKinds.map(\.kind) + Keyword.allCases.map { .keyword($0) } + Symbol.allCases.map { .symbol($0) }
        return Dictionary(uniqueKeysWithValues: kinds.enumerated().map { ($1, $0) })
    }()

    /// The kind of token that a quoted word or sign in a production stands for.
    static func kind(ofLiteral text: String) -> Token.Kind? {
        Keyword(rawValue: text).map { .keyword($0) } ?? Symbol(rawValue: text).map { .symbol($0) }
    }

    /// The kind of token that `node` stands for, if it is one token.
    func tokenKind(_ node: Node) -> Token.Kind? {
        switch node {
        case .literal(let text): Self.kind(ofLiteral: text)
        case .reference(let target): Self.tokenKinds.first { $0.name == productions[target].name }?.kind
        default: nil
        }
    }

    /// Recognizes sequences of tokens, given as numbers of `symbols`.
    func tokenRecognizer() -> Recognizer {
        let isLeaf = { (node: Node) in self.tokenKind(node) != nil }
        return Recognizer(self, isLeaf: isLeaf) { node, symbol in
            self.tokenKind(node).flatMap { Self.symbols[$0] } == symbol
        }
    }

    /// Recognizes the text of a token, given as Unicode scalars. Keywords count however their letters are written.
    func characterRecognizer() -> Recognizer {
        let isLeaf = { (node: Node) in
            switch node {
            case .literal(let text): text.unicodeScalars.count == 1
            case .characters: true
            default: false
            }
        }
        return Recognizer(self, isLeaf: isLeaf) { node, symbol in
            switch node {
            case .literal(let text): text.unicodeScalars.first.map { Int($0.value) } == symbol
            case .characters(let ranges, let negated): ranges.contains { $0.contains(UInt32(symbol)) } != negated
            default: false
            }
        }
    }

    /// The tokens of `text` as numbers of `symbols`; `nil` where the lexer fails.
    static func tokens(of text: String) -> [Int]? {
        let lexed = LexedSource(Array(text.utf8))
        guard lexed.failure == nil else { return nil }
        return lexed.tokens.dropLast().map { symbols[$0.kind] ?? -1 }
    }
}
