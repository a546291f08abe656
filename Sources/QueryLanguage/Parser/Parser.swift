// The parser's ground: tokens, nesting, and the one place where a wrong token becomes an error.
// The productions of Grammar/ExpoQL.ebnf stand in ParserStatements, ParserQueries, ParserTables, ParserPipes,
// ParserExpressions and ParserPrimaries: one function each, in the grammar's order and under its names.

/// A recursive-descent parser for ExpoQL.
///
/// One pass with a few tokens of look-ahead, so linear in the text. Each check of the current token is recorded: on
/// an error the parser can say everything that it would have taken there.
public struct Parser {
    /// Expressions and queries may nest this deep, where the stack allows it; beyond it parsing stops with an error.
    public static let depthLimit = 200
    /// So many operators may stand in a row in one expression or query: they make the syntax tree deep, and whatever
    /// walks it recursively (also what frees it) needs a stack for that.
    public static let chainLimit = 1000
    /// So many tokens may stand in a statement, whose tree and plan are many times larger than its text.
    public static let tokenLimit = 2_000_000

    let bytes: [UInt8]
    /// Where the text ends that is parsed, which may be a part of `bytes`.
    let end: Int
    let lexed: LexedSource
    var index = 0
    var depth = 0
    /// How deep the text may nest; `depthLimit` at most.
    private let levels: Int
    /// An upper bound for the height of what was parsed so far in the innermost nesting production.
    var height = 0
    var positionalParameters = 0
    /// Made when first needed.
    var parentheses: Parentheses?
    /// What was looked for at token `expectedIndex`, in order, with repetitions.
    var expected: [Token.Kind] = []
    var expectedIndex = 0
    /// The token whose meaning is asked for, if any, and what it was taken for where it is a name.
    var watchedIndex = -1
    var watchedRole: NameRole?

    /// A parser at the start of `bytes`, which are UTF-8.
    ///
    /// - Parameter depthLimit: how deep the text may nest; more than `Parser.depthLimit` is that.
    public init(_ bytes: [UInt8], depthLimit: Int = Parser.depthLimit) {
        self.init(bytes, in: 0..<bytes.count, depthLimit: depthLimit)
    }

    /// A parser of a part of `bytes`; ranges are those of the whole.
    package init(_ bytes: [UInt8], in part: Range<Int>, depthLimit: Int = Parser.depthLimit) {
        self.bytes = bytes
        end = part.upperBound
        lexed = LexedSource(bytes, in: part)
        levels = min(depthLimit, Self.depthLimit)
    }

    public init(_ text: String, depthLimit: Int = Parser.depthLimit) {
        self.init(Array(text.utf8), depthLimit: depthLimit)
    }

    /// A parser of tokens that are made already: of `bytes`, the last one the end of the text.
    init(_ bytes: [UInt8], tokens: [Token]) {
        self.bytes = bytes
        end = bytes.count
        lexed = LexedSource(tokens: tokens)
        levels = Self.depthLimit
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
        expected.append(kind)
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

    /// Remembers that a name is looked for here that means `role`.
    mutating func note(_ role: NameRole) {
        if index == watchedIndex { watchedRole = role }
    }

    func text(_ range: SourceRange) -> String {
        String(decoding: bytes[range.lower..<range.upper], as: UTF8.self)
    }

    /// The range from `start` to the last token taken.
    func range(from start: Int) -> SourceRange { SourceRange(start, max(start, previousEnd)) }

    /// A string token's value.
    mutating func string() throws(Diagnostic) -> String {
        let token = current
        try expect(.string)
        return try StringLiteral.decode(bytes, token.range)
    }

    /// The next statement of the script; `nil` at its end. Statements before a syntax error are still given.
    public mutating func nextStatement() throws(Diagnostic) -> Statement? {
        while accept(.semicolon) {}
        if accept(.endOfText) { return nil }
        try checkLength()
        positionalParameters = 0
        let result = try statement()
        if !at(.endOfText) { try expect(.semicolon) }
        return result
    }

    /// - Throws: where the statement at hand has more tokens than it may have.
    private func checkLength() throws(Diagnostic) {
        let limit = index + Self.tokenLimit
        guard lexed.tokens.count > limit,
            !lexed.tokens[index...limit].contains(where: { $0.kind == .symbol(.semicolon) })
        else { return }
        throw Diagnostic(
            "more than \(Self.tokenLimit) words and signs in a statement", at: lexed.tokens[limit].range,
            hints: ["large data is read from a file: FROM 'data.csv'"])
    }

    /// Goes on behind the statement that `nextStatement` has thrown for: behind its `;`, or at the end where there is none.
    ///
    /// Where bytes are no token, what is behind their statement is read anew (see `LexedSource.restart`).
    public mutating func skipStatement() {
        (depth, height, parentheses) = (0, 0, nil)
        while true {
            switch current.kind {
            case .endOfText: return
            case .invalid:
                self = Parser(bytes, in: (lexed.restart(in: bytes[..<end]) ?? end)..<end, depthLimit: levels)
                return
            case .symbol(.semicolon):
                advance()
                return
            default: advance()
            }
        }
    }

    // MARK: Nesting

    /// Goes into a production that may hold itself; gives what `leave` wants back.
    mutating func enter() throws(Diagnostic) -> Int {
        if depth >= levels { throw tooDeep("\(levels) levels") }
        if depth > Self.shallowDepth && !StackRoom.current.has(Self.stackPerLevel) { throw tooDeep("the stack allows") }
        depth += 1
        defer { height = 0 }
        return height
    }

    private func tooDeep(_ limit: String) -> Diagnostic {
        Diagnostic(
            "nested deeper than \(limit)", at: current.range, hints: ["name parts of the query with WITH, or EXTEND"],
            reason: .depthLimit)
    }

    /// So deep any stack lets us go.
    private static let shallowDepth = 5
    /// More than the productions between one nesting and the next need, in a debug build, and those that do not nest.
    private static let stackPerLevel: UInt = 96 << 10

    mutating func leave(_ outer: Int) {
        depth -= 1
        height = max(outer, height + 1)
    }

    /// Counts an operator that puts what was parsed so far one level deeper.
    mutating func grow() throws(Diagnostic) {
        height += 1
        if height > Self.chainLimit {
            throw Diagnostic(
                "more than \(Self.chainLimit) operators in a row", at: current.range,
                hints: ["IN compares with a list of values; WITH and EXTEND name parts of the query"],
                reason: .depthLimit)
        }
    }

    // MARK: Errors

    /// The error that the current token is.
    func unexpected() -> Diagnostic {
        if current.kind == .invalid, var failure = lexed.failure {
            if let hint = pathHint() { failure.hints = [hint] }
            return failure
        }
        let found = current.kind == .endOfText ? "the end" : "`\(excerpt(current.range))`"
        let names = expectedIndex == index ? ExpectedTokens.describe(expected) : ""
        let message = names.isEmpty ? "unexpected \(found)" : "expected \(names), found \(found)"
        return Diagnostic(message, at: current.range, hints: hints())
    }

    /// The error that the reserved word `keyword` is where a name should stand.
    func reserved(_ keyword: Keyword) -> Diagnostic {
        var error = unexpected()
        switch keyword {
        case _ where !error.hints.isEmpty: break
        case .array, .unnest: error.hints = ["there are no arrays; rows of a table take their place"]
        case .struct: error.hints = ["there are no structs; columns take their place"]
        default: error.hints = ["\(keyword.rawValue) is reserved; as a name it stands in backquotes"]
        }
        return error
    }

    /// A token as an error quotes it: the first line, and not too much of it.
    private func excerpt(_ range: SourceRange) -> String {
        let line = bytes[range.lower..<range.upper].prefix(200).prefix { $0 != 0x0A }
        let text = String(decoding: line, as: UTF8.self)
        return (line.endIndex < range.upper ? text + "…" : text).shortened(toCells: 40)
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
            case .float, .unit, .parameter, .invalid: continue
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
