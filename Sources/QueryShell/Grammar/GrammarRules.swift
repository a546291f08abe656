// The productions of Grammar/ExpoQL.ebnf, read from the copy inside the program.

import CGrammar

/// The right side of a production.
package indirect enum GrammarExpression: Hashable, Sendable {
    /// A word or sign: `"ORDER"`
    case literal(String)
    /// Another production.
    case name(String)
    /// `[A-Za-z_]` or `#xA`, as written.
    case characters(String)
    case sequence([GrammarExpression])
    case choice([GrammarExpression])
    case optional(GrammarExpression)
    /// Once or more often.
    case repeated(GrammarExpression)
    /// What the first is and the second is not.
    case difference(GrammarExpression, GrammarExpression)
}

/// `name ::= expression  /* example */`
package struct GrammarRule: Sendable {
    package let name: String
    package let expression: GrammarExpression
    package let example: String
}

/// The language's grammar.
package enum Grammar {
    /// The file's text.
    package static let text = String(
        decoding: UnsafeBufferPointer(start: expoql_grammar(), count: expoql_grammar_size()), as: UTF8.self)

    /// Its productions, in its order.
    package static let rules: [GrammarRule] = {
        var reader = GrammarReader(Array(text.utf8))
        return reader.rules()
    }()

    /// The production of this name, whatever its case.
    package static func rule(_ name: String) -> GrammarRule? {
        rules.first { $0.name == name } ?? rules.first { $0.name.lowercased() == name.lowercased() }
    }
}

/// Reads W3C EBNF by recursive descent. The file is ours and tested, so what it cannot read ends the reading.
private struct GrammarReader {
    private let bytes: [UInt8]
    private var position = 0
    /// The first comment since a rule began.
    private var example: String?

    init(_ bytes: [UInt8]) {
        self.bytes = bytes
    }

    mutating func rules() -> [GrammarRule] {
        var rules: [GrammarRule] = []
        skip()
        while let name = word(), accept("::=") {
            example = nil
            let expression = choice()
            skip()
            rules.append(GrammarRule(name: name, expression: expression, example: example ?? ""))
        }
        return rules
    }

    private mutating func choice() -> GrammarExpression {
        var items = [sequence()]
        while accept("|") { items.append(sequence()) }
        return items.count == 1 ? items[0] : .choice(items)
    }

    private mutating func sequence() -> GrammarExpression {
        var items: [GrammarExpression] = []
        while let item = difference() { items.append(item) }
        return items.count == 1 ? items[0] : .sequence(items)
    }

    private mutating func difference() -> GrammarExpression? {
        guard let kept = postfix() else { return nil }
        guard accept("-"), let left = postfix() else { return kept }
        return .difference(kept, left)
    }

    private mutating func postfix() -> GrammarExpression? {
        guard var item = primary() else { return nil }
        // What is repeated touches its sign.
        while position < bytes.count {
            switch bytes[position] {
            case UInt8(ascii: "?"): item = .optional(item)
            case UInt8(ascii: "*"): item = .optional(.repeated(item))
            case UInt8(ascii: "+"): item = .repeated(item)
            default: return item
            }
            position += 1
        }
        return item
    }

    private mutating func primary() -> GrammarExpression? {
        skip()
        guard position < bytes.count else { return nil }
        let start = position
        switch bytes[position] {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            let quote = bytes[position]
            position += 1
            skip(to: quote)
            return .literal(text(start + 1..<position - 1))
        case UInt8(ascii: "["):
            skip(to: UInt8(ascii: "]"))
            return .characters(text(start..<position))
        case UInt8(ascii: "#"):
            position += 1
            _ = word()
            return .characters(text(start..<position))
        case UInt8(ascii: "("):
            position += 1
            let inner = choice()
            _ = accept(")")
            return inner
        default:
            guard let name = word() else { return nil }
            let end = position
            // The next production begins here.
            if accept("::=") {
                position = start
                return nil
            }
            position = end
            return .name(name)
        }
    }

    /// Goes behind the next `byte`.
    private mutating func skip(to byte: UInt8) {
        while position < bytes.count && bytes[position] != byte { position += 1 }
        position = min(position + 1, bytes.count)
    }

    private mutating func word() -> String? {
        skip()
        let start = position
        while position < bytes.count, bytes[position].isWordByte { position += 1 }
        return position > start ? text(start..<position) : nil
    }

    private mutating func accept(_ sign: String) -> Bool {
        skip()
        guard bytes[position...].starts(with: sign.utf8) else { return false }
        position += sign.utf8.count
        return true
    }

    /// Skips white space and comments.
    private mutating func skip() {
        while position < bytes.count {
            if bytes[position] <= 0x20 {
                position += 1
            } else if bytes[position...].starts(with: "/*".utf8) {
                let start = position + 2
                position = start
                while position < bytes.count && !bytes[position...].starts(with: "*/".utf8) { position += 1 }
                if example == nil { example = text(start..<position).trimmed }
                position = min(position + 2, bytes.count)
            } else {
                return
            }
        }
    }

    private func text(_ range: Range<Int>) -> String {
        String(decoding: bytes[range.clamped(to: bytes.indices)], as: UTF8.self)
    }
}
