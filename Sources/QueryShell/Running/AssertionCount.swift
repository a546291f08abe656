// How many assertions a statement makes.

import QueryLanguage

extension Statement {
    /// The assertions that are tested when it is run: itself, or the `|> ASSERT` steps anywhere in its query.
    package func assertionCount(in source: SourceText) -> Int {
        switch node {
        case .assert: return 1
        case .query, .create: break
        case .drop, .describe, .explain: return 0
        }
        let tokens = LexedSource(Array(source.bytes[range.lower..<range.upper])).tokens
        return zip(tokens, tokens.dropFirst()).count {
            $0.kind == .symbol(.pipe) && $1.kind == .keyword(.assert)
        }
    }
}
