// What could follow the text, shown dim behind it.

import QueryEngine
import QueryLanguage

package enum Hints {
    /// The rest of an entry's line, if the entry begins with the text.
    package static func rest(of entry: String, behind text: String) -> String? {
        guard !text.isEmpty, entry.utf8.count > text.utf8.count, entry.utf8.starts(with: text.utf8) else { return nil }
        let rest = entry.utf8.dropFirst(text.utf8.count).prefix { $0 != 0x0A }
        return rest.isEmpty ? nil : String(decoding: rest, as: UTF8.self)
    }

    /// The arguments still due of the function whose list the text ends in: `, position[, length])`.
    package static func signature(_ text: String) -> String? {
        let bytes = Array(text.utf8)
        let tokens = LexedSource(bytes).tokens
        guard tokens.last?.kind == .endOfText, tokens.count > 2 else { return nil }
        /// For each open parenthesis its place and the commas since.
        var open: [(index: Int, commas: Int)] = []
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .symbol(.leftParenthesis): open.append((index, 0))
            case .symbol(.rightParenthesis): _ = open.popLast()
            case .symbol(.comma): if !open.isEmpty { open[open.count - 1].commas += 1 }
            default: break
            }
        }
        guard let call = open.last, call.index > 0 else { return nil }
        let name = tokens[call.index - 1].range
        let word = String(decoding: bytes[name.lower..<name.upper], as: UTF8.self)
        guard let function = FunctionTable.find(word), !word.hasPrefix("$") else { return nil }
        let last = tokens[tokens.count - 2].kind
        let isFresh = last == .symbol(.leftParenthesis) || last == .symbol(.comma)
        let given = call.commas + (isFresh ? 0 : 1)
        let fitting = function.overloads.filter { $0.parameters.count >= given || $0.repeats }
        guard let overload = fitting.max(by: { $0.parameters.count < $1.parameters.count }) else { return nil }
        // In the middle of an argument what follows is not known.
        if !isFresh && given < overload.parameters.count && bytes.last?.isWordByte == true { return nil }
        var rest = overload.arguments(from: given)
        if isFresh && last == .symbol(.comma) {
            if rest.hasPrefix("[, ") { rest = "[" + rest.dropFirst(3) }
            if rest.hasPrefix(", ") { rest = (bytes.last == UInt8(ascii: ",") ? " " : "") + rest.dropFirst(2) }
        }
        return rest.isEmpty ? nil : rest + ")"
    }

    /// The keyword that must come next, where it is the only thing that may: `JOIN` behind `CROSS `. In small letters if
    /// the word before is.
    package static func onlyKeyword(behind text: String) -> String? {
        guard text.last == " ", let next = NextTokens.after(text), next.kinds.count == 1,
            case .keyword(let keyword)? = next.kinds.first
        else { return nil }
        let word = text.split(whereSeparator: \.isWhitespace).last ?? ""
        return word == word.lowercased() ? keyword.rawValue.lowercased() : keyword.rawValue
    }
}
