// The WITH tables that a place in a statement can use.

import QueryLanguage

enum CommonTableNames {
    /// The names that WITH gives, at any level around the end of these tokens, that are complete there.
    static func visible(at tokens: [Token], of bytes: [UInt8]) -> [String] {
        // One level a parenthesis: its names so far, and the one whose query is open.
        var levels: [(names: [String], isInWith: Bool, open: String?)] = [([], false, nil)]
        for (index, token) in tokens.enumerated() {
            let top = levels.count - 1
            switch token.kind {
            case .symbol(.semicolon): levels = [([], false, nil)]
            case .keyword(.with): levels[top].isInWith = true
            case .symbol(.leftParenthesis):
                if levels[top].isInWith, index > 1, tokens[index - 1].kind == .keyword(.as) {
                    levels[top].open = name(tokens[index - 2], bytes)
                }
                levels.append(([], false, nil))
            case .symbol(.rightParenthesis) where top > 0:
                levels.removeLast()
                if let name = levels[top - 1].open { levels[top - 1].names.append(name) }
                levels[top - 1].open = nil
            case .keyword(.select), .keyword(.from), .symbol(.pipe): levels[top].isInWith = false
            default: break
            }
        }
        return levels.flatMap(\.names)
    }

    /// The name that the token is, without backquotes.
    static func name(_ token: Token, _ bytes: [UInt8]) -> String? {
        let text = String(decoding: bytes[token.range.lower..<token.range.upper], as: UTF8.self)
        switch token.kind {
        case .identifier: return text
        case .keyword(let keyword): return keyword.isReserved ? nil : text
        case .quotedIdentifier: return String(text.dropFirst().dropLast())
        default: return nil
        }
    }
}
