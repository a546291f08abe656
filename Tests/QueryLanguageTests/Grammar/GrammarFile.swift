// Reads Grammar/ExpoQL.ebnf: W3C EBNF as the W3C's XML recommendation defines it.

import Foundation

/// A grammar: productions in order, their right sides as a table of nodes with small numbers.
final class GrammarFile {
    enum Node {
        case literal(String)
        /// `[a-z]`, `[^…]`
        case characters([ClosedRange<UInt32>], negated: Bool)
        case reference(Int)
        case sequence([Int])
        case choice([Int])
        case optional(Int)
        case star(Int)
        case plus(Int)
        /// What the first matches and the second does not.
        case difference(Int, Int)
    }

    struct Production {
        var name: String
        var body: Int
        var example: String
        /// Productions of tokens are named in capitals; what they are made of are characters.
        var isLexical: Bool { name.allSatisfy { $0.isUppercase || $0 == "_" } && !name.hasSuffix("KEYWORD") }
    }

    struct ReadError: Error {
        var message: String
        var rest: String
    }

    let text: String
    private(set) var productions: [Production] = []
    private(set) var nodes: [Node] = []
    private(set) var index: [String: Int] = [:]

    /// Reads the grammar of this package.
    convenience init() throws {
        try self.init(String(contentsOf: GrammarFile.root.appending(path: "Grammar/ExpoQL.ebnf"), encoding: .utf8))
    }

    /// The package's folder.
    static var root: URL {
        URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
    }

    init(_ text: String) throws {
        self.text = text
        var names: [String] = []
        // Names first, so that a reference may come before its production.
        for line in text.split(separator: "\n") {
            guard let end = line.range(of: " ::=") else { continue }
            names.append(String(line[..<end.lowerBound]))
        }
        index = Dictionary(names.enumerated().map { ($1, $0) }, uniquingKeysWith: { first, _ in first })
        var reader = Reader(text: Array(text.unicodeScalars), grammar: self)
        productions = try reader.productions()
    }

    func production(_ name: String) -> Production? { index[name].map { productions[$0] } }

    /// The words of a production that is a choice of quoted words.
    func words(_ name: String) -> [String] {
        guard let body = production(name)?.body, case .choice(let items) = nodes[body] else { return [] }
        return items.compactMap { if case .literal(let word) = nodes[$0] { word } else { nil } }
    }

    fileprivate func add(_ node: Node) -> Int {
        nodes.append(node)
        return nodes.count - 1
    }
}

/// A recursive-descent reader of the notation.
private struct Reader {
    let text: [Unicode.Scalar]
    let grammar: GrammarFile
    var position = 0
    /// The first comment behind the current production's name.
    var example: String?

    mutating func productions() throws -> [GrammarFile.Production] {
        var result: [GrammarFile.Production] = []
        try skip()
        while position < text.count {
            let name = word()
            try skip()
            try expect("::=")
            example = nil
            let body = try choice()
            result.append(GrammarFile.Production(name: name, body: body, example: example ?? ""))
        }
        return result
    }

    mutating func choice() throws -> Int {
        var items = [try sequence()]
        while try accept("|") { items.append(try sequence()) }
        return items.count == 1 ? items[0] : grammar.add(.choice(items))
    }

    mutating func sequence() throws -> Int {
        var items: [Int] = []
        while let item = try difference() { items.append(item) }
        return items.count == 1 ? items[0] : grammar.add(.sequence(items))
    }

    mutating func difference() throws -> Int? {
        guard let left = try repeated() else { return nil }
        guard try accept("-") else { return left }
        guard let right = try repeated() else { throw error("expected what to leave out") }
        return grammar.add(.difference(left, right))
    }

    mutating func repeated() throws -> Int? {
        guard var item = try primary() else { return nil }
        while position < text.count {
            switch text[position] {
            case "?": item = grammar.add(.optional(item))
            case "*": item = grammar.add(.star(item))
            case "+": item = grammar.add(.plus(item))
            default:
                try skip()
                return item
            }
            position += 1
        }
        return item
    }

    mutating func primary() throws -> Int? {
        try skip()
        guard position < text.count else { return nil }
        let start = position
        switch text[position] {
        case "\"", "'":
            let quote = text[position]
            position += 1
            while position < text.count && text[position] != quote { position += 1 }
            position += 1
            return grammar.add(.literal(string(start + 1..<position - 1)))
        case "[":
            return try characters()
        case "#":
            let scalar = try numbered()
            return grammar.add(.characters([scalar...scalar], negated: false))
        case "(":
            position += 1
            let inner = try choice()
            try expect(")")
            return inner
        case let scalar where scalar.properties.isAlphabetic:
            let name = word()
            try skip()
            // The next production begins.
            if string(position..<min(position + 3, text.count)) == "::=" {
                position = start
                return nil
            }
            // Back to the end of the word: what is repeated must touch the sign.
            position = start + name.unicodeScalars.count
            guard let target = grammar.index[name] else { throw error("no production \(name)") }
            return grammar.add(.reference(target))
        default: return nil
        }
    }

    mutating func characters() throws -> Int {
        position += 1
        let negated = text[position] == "^"
        if negated { position += 1 }
        var ranges: [ClosedRange<UInt32>] = []
        while position < text.count && text[position] != "]" {
            let lower = try character()
            if text[position] == "-" {
                position += 1
                ranges.append(lower...(try character()))
            } else {
                ranges.append(lower...lower)
            }
        }
        position += 1
        return grammar.add(.characters(ranges, negated: negated))
    }

    mutating func character() throws -> UInt32 {
        if text[position] == "#" && position + 1 < text.count && text[position + 1] == "x" { return try numbered() }
        position += 1
        return text[position - 1].value
    }

    /// `#x4E2D`
    mutating func numbered() throws -> UInt32 {
        position += 2
        let start = position
        while position < text.count && text[position].properties.isASCIIHexDigit { position += 1 }
        guard let value = UInt32(string(start..<position), radix: 16) else { throw error("expected #xN") }
        return value
    }

    mutating func word() -> String {
        let start = position
        while position < text.count && (text[position].properties.isAlphabetic || text[position] == "_") {
            position += 1
        }
        return string(start..<position)
    }

    /// Skips white space and comments.
    mutating func skip() throws {
        while position < text.count {
            if text[position].properties.isWhitespace {
                position += 1
            } else if string(position..<min(position + 2, text.count)) == "/*" {
                position += 2
                let start = position
                while string(position..<min(position + 2, text.count)) != "*/" {
                    position += 1
                    if position >= text.count { throw error("unterminated comment") }
                }
                position += 2
                if example == nil {
                    example = string(start..<position - 2).trimmingCharacters(in: .whitespaces)
                }
            } else {
                return
            }
        }
    }

    mutating func accept(_ sign: String) throws -> Bool {
        try skip()
        guard string(position..<min(position + sign.count, text.count)) == sign else { return false }
        position += sign.count
        return true
    }

    mutating func expect(_ sign: String) throws {
        if try !accept(sign) { throw error("expected \(sign)") }
    }

    func string(_ range: Range<Int>) -> String {
        String(String.UnicodeScalarView(text[range]))
    }

    func error(_ message: String) -> GrammarFile.ReadError {
        GrammarFile.ReadError(message: message, rest: string(position..<min(position + 60, text.count)))
    }
}
