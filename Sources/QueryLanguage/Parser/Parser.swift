// The parser's ground: tokens, look-ahead, and the one place where a wrong token becomes an error.
// The productions stand in the other files of this folder, one function each, in the grammar's order.

/// A recursive-descent parser for ExpoQL.
///
/// One pass with one token of look-ahead, so linear in the text. Each check of the current token is recorded: on
/// an error the parser can say everything that it would have taken there.
public struct Parser {
    /// Expressions and queries may nest this deep; beyond it parsing stops with an error rather than the stack's end.
    public static let depthLimit = 200

    let bytes: [UInt8]
    let lexed: LexedSource
    var index = 0
    var depth = 0
    var positionalParameters = 0
    /// What was looked for at token `expectedIndex`.
    var expected: [Token.Kind] = []
    var expectedIndex = 0

    /// A parser at the start of `bytes`, which are UTF-8.
    public init(_ bytes: [UInt8]) {
        self.bytes = bytes
        lexed = LexedSource(bytes)
    }

    public init(_ text: String) {
        self.init(Array(text.utf8))
    }

    // MARK: Looking

    var current: Token { lexed.tokens[index] }

    var previousEnd: Int { index == 0 ? 0 : lexed.tokens[index - 1].range.upper }

    func kind(ahead: Int) -> Token.Kind {
        let at = index + ahead
        return lexed.tokens.indices.contains(at) ? lexed.tokens[at].kind : .endOfText
    }

    /// Whether the current token is `kind`; records that it would be taken.
    mutating func at(_ kind: Token.Kind) -> Bool {
        if expectedIndex != index {
            expectedIndex = index
            expected.removeAll(keepingCapacity: true)
        }
        if current.kind == kind { return true }
        if !expected.contains(kind) { expected.append(kind) }
        return false
    }

    mutating func at(_ keyword: Keyword) -> Bool { at(.keyword(keyword)) }
    mutating func at(_ symbol: Symbol) -> Bool { at(.symbol(symbol)) }

    /// Takes the current token if it is `keyword`.
    mutating func accept(_ keyword: Keyword) -> Bool { accept(.keyword(keyword)) }
    mutating func accept(_ symbol: Symbol) -> Bool { accept(.symbol(symbol)) }

    mutating func accept(_ kind: Token.Kind) -> Bool {
        guard at(kind) else { return false }
        advance()
        return true
    }

    mutating func advance() {
        if index < lexed.tokens.count - 1 { index += 1 }
    }

    mutating func expect(_ keyword: Keyword) throws(Diagnostic) { try expect(.keyword(keyword)) }
    mutating func expect(_ symbol: Symbol) throws(Diagnostic) { try expect(.symbol(symbol)) }

    mutating func expect(_ kind: Token.Kind) throws(Diagnostic) {
        if !accept(kind) { throw unexpected() }
    }

    func text(_ range: SourceRange) -> String {
        String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
    }

    /// The range from `start` to the last token taken.
    func range(from start: Int) -> SourceRange { SourceRange(start, max(start, previousEnd)) }

    // MARK: Nesting

    /// Runs a production that may hold itself, one level deeper.
    mutating func nested<Result>(
        _ body: (inout Parser) throws(Diagnostic) -> Result
    ) throws(Diagnostic) -> Result {
        depth += 1
        defer { depth -= 1 }
        if depth > Self.depthLimit {
            throw Diagnostic(
                "nested deeper than \(Self.depthLimit) levels", at: current.range,
                hints: ["name parts of the query with WITH, or EXTEND"])
        }
        return try body(&self)
    }

    /// One or more of `item`, separated by commas.
    mutating func list<Item>(
        _ item: (inout Parser) throws(Diagnostic) -> Item
    ) throws(Diagnostic) -> [Item] {
        var items = [try item(&self)]
        while accept(.comma) { items.append(try item(&self)) }
        return items
    }

    /// One or more of `item`, separated by commas, behind which one more comma may stand.
    mutating func listWithTrailingComma<Item>(
        _ item: (inout Parser) throws(Diagnostic) -> Item
    ) throws(Diagnostic) -> [Item] {
        var items = [try item(&self)]
        while accept(.comma) {
            if endsList { break }
            items.append(try item(&self))
        }
        return items
    }

    /// Whether the current token cannot begin another item of a select list.
    private var endsList: Bool {
        switch current.kind {
        case .endOfText, .symbol(.pipe), .symbol(.rightParenthesis), .symbol(.semicolon): true
        case .keyword(let keyword):
            [.from, .where, .group, .having, .order, .limit, .union, .intersect, .except].contains(keyword)
        default: false
        }
    }

    // MARK: Errors

    /// The error that the current token is.
    func unexpected() -> Diagnostic {
        if current.kind == .invalid, let failure = lexed.failure { return failure }
        let found = current.kind == .endOfText ? "the end" : "`\(text(current.range))`"
        let names = expectedIndex == index ? ExpectedTokens.describe(expected) : ""
        let message = names.isEmpty ? "unexpected \(found)" : "expected \(names), found \(found)"
        return Diagnostic(message, at: current.range, hints: hints())
    }

    private func hints() -> [String] {
        switch current.kind {
        case .keyword(let keyword)
        where [.where, .select, .order, .limit, .join, .aggregate, .extend].contains(keyword):
            if expected.contains(.symbol(.pipe)) {
                return ["a pipe operator begins with |>: `|> \(keyword.rawValue) …`"]
            }
        case .identifier:
            let words = expected.compactMap { if case .keyword(let keyword) = $0 { keyword.rawValue } else { nil } }
            if let word = nearest(text(current.range), among: words) { return ["did you mean `\(word)`?"] }
        case .symbol(.equal) where kind(ahead: -1) == .symbol(.equal):
            return ["equality is written with one ="]
        default: break
        }
        return []
    }
}

/// How a set of expected tokens reads in an error.
enum ExpectedTokens {
    /// `X, Y or Z`; empty where there is nothing worth saying.
    static func describe(_ kinds: [Token.Kind]) -> String {
        var names: [String] = []
        let startsExpression = kinds.contains(.integer)
        // Behind an operand any operator may come: one name for all of them.
        let followsOperand = kinds.contains(.symbol(.slash))
        for kind in kinds where !(followsOperand && isOperator(kind)) {
            let name: String
            switch kind {
            case .keyword(let keyword):
                if startsExpression { continue }
                name = keyword.rawValue
            case .identifier, .quotedIdentifier:
                name = startsExpression ? "an expression" : "a name"
            case .integer: name = "an expression"
            case .string: name = startsExpression ? "an expression" : "a string"
            case .symbol(let symbol):
                if startsExpression && symbol != .rightParenthesis { continue }
                name = "`\(symbol.rawValue)`"
            case .endOfText: name = "the end"
            case .float, .parameter, .invalid: continue
            }
            if !names.contains(name) { names.append(name) }
        }
        if followsOperand { names.append("an operator") }
        if names.count > 8 { names = Array(names.prefix(7)) + ["…"] }
        guard let last = names.popLast() else { return "" }
        return names.isEmpty ? last : names.joined(separator: ", ") + " or " + last
    }

    private static func isOperator(_ kind: Token.Kind) -> Bool {
        switch kind {
        case .keyword(let keyword): [.and, .or, .not, .is, .in, .like, .between].contains(keyword)
        case .symbol(let symbol):
            ![.leftParenthesis, .rightParenthesis, .comma, .semicolon, .pipe, .arrow, .question].contains(symbol)
        default: false
        }
    }
}
