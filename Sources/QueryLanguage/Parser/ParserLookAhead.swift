// Looking ahead: what tells productions apart that begin alike. Nothing here is a production.

extension Parser {
    /// Whether an `[AS] name` stands here.
    mutating func atAlias() -> Bool { at(.as) || atIdentifier() }

    /// Whether the current token can be a name.
    mutating func atIdentifier() -> Bool { at(.identifier) || at(.quotedIdentifier) || isName(ahead: 0) }

    /// Whether the token `ahead` of the current one can be a name.
    func isName(ahead: Int) -> Bool {
        switch kind(ahead: ahead) {
        case .identifier, .quotedIdentifier: true
        case .keyword(let keyword): !keyword.isReserved
        default: false
        }
    }

    /// Whether `keyword` stands here, followed by `symbol`: words that are not reserved mean something only so.
    func at(_ keyword: Keyword, before symbol: Symbol) -> Bool {
        current.kind == .keyword(keyword) && kind(ahead: 1) == .symbol(symbol)
    }

    mutating func atLiteral() -> Bool {
        if at(.integer) || at(.float) || at(.string) || at(.null) || at(.true) || at(.false) { return true }
        switch current.kind {
        case .keyword(.date), .keyword(.timestamp), .keyword(.quantity): return kind(ahead: 1) == .string
        default: return false
        }
    }

    mutating func atComparisonOperator() -> Bool {
        at(.equal) || at(.notEqual) || at(.lessGreater) || at(.less) || at(.lessOrEqual) || at(.greater)
            || at(.greaterOrEqual)
    }

    /// Whether `name(` or `SAFE.name(` stands here.
    var atFunctionCall: Bool {
        kind(ahead: at(.safe, before: .dot) ? 3 : 1) == .symbol(.leftParenthesis)
    }

    /// Whether `name.*` stands here.
    func atQualifiedStar() -> Bool {
        kind(ahead: 2) == .symbol(.star) && kind(ahead: 1) == .symbol(.dot) && isName(ahead: 0)
    }

    mutating func atJoin() -> Bool {
        at(.join) || at(.inner) || at(.left) || at(.right) || at(.full) || at(.cross)
    }

    /// Whether the current token cannot begin another item of a list, so that the comma before it was the last.
    var endsList: Bool {
        switch current.kind {
        case .endOfText, .symbol(.pipe), .symbol(.rightParenthesis), .symbol(.semicolon): true
        case .keyword(.from), .keyword(.where), .keyword(.group), .keyword(.having), .keyword(.order),
            .keyword(.limit), .keyword(.union), .keyword(.intersect), .keyword(.except):
            true
        default: false
        }
    }

    // MARK: Parentheses

    /// Whether the parenthesis here opens a parenthesized query rather than a join or a list of expressions.
    mutating func startsParenthesizedQuery() -> Bool {
        guard current.kind == .symbol(.leftParenthesis) else { return false }
        // Only behind another parenthesis the next token cannot tell.
        guard kind(ahead: 1) == .symbol(.leftParenthesis) else { return Self.startsQuery(kind(ahead: 1)) }
        if parentheses == nil { parentheses = Parentheses(lexed.tokens) }
        return parentheses?.opensQuery[index] ?? false
    }

    /// Whether the parenthesis here opens a subquery as a value. `((SELECT 1))` is one in idle parentheses.
    mutating func startsScalarSubquery() -> Bool {
        guard startsParenthesizedQuery() else { return false }
        guard kind(ahead: 1) == .symbol(.leftParenthesis), let parentheses else { return true }
        return lexed.tokens[parentheses.closing[index + 1] + 1].kind != .symbol(.rightParenthesis)
    }

    /// Whether the set operator here is `first` again, as far as the text goes: `UNION ALL` continues `UNION ALL` only.
    func continues(_ first: SetOperator) -> Bool {
        let word: Keyword =
            switch first.kind {
            case .union: .union
            case .intersect: .intersect
            case .except: .except
            }
        guard current.kind == .keyword(word) else { return false }
        switch kind(ahead: 1) {
        case .keyword(.distinct): return first.distinct
        case .keyword(.all): return !first.distinct
        default: return true
        }
    }

    static func startsQuery(_ kind: Token.Kind) -> Bool {
        kind == .keyword(.select) || kind == .keyword(.from) || kind == .keyword(.with)
    }
}

/// What every opening parenthesis of a text is, which shows only behind the closing one: `((SELECT 1)` may go on as
/// `UNION ALL …)` or as `+ 1)`. Found once for the whole text, in linear time.
struct Parentheses {
    /// For each opening parenthesis the index of its closing one; elsewhere the last token's index.
    private(set) var closing: [Int]
    /// For each opening parenthesis whether it opens a parenthesized query.
    private(set) var opensQuery: [Bool]

    init(_ tokens: [Token]) {
        let last = tokens.count - 1
        closing = Array(repeating: last, count: tokens.count)
        opensQuery = Array(repeating: false, count: tokens.count)
        var open: [Int] = []
        for (index, token) in tokens.enumerated() {
            if token.kind == .symbol(.leftParenthesis) {
                open.append(index)
            } else if token.kind == .symbol(.rightParenthesis), let start = open.popLast() {
                closing[start] = index
            }
        }
        for index in tokens.indices.dropLast().reversed() where tokens[index].kind == .symbol(.leftParenthesis) {
            let next = tokens[index + 1].kind
            opensQuery[index] =
                Parser.startsQuery(next)
                || opensQuery[index + 1] && Self.continuesQuery(tokens, behind: closing[index + 1])
        }
    }

    /// Whether what follows a parenthesized query makes it the start of another one, or the whole of it.
    private static func continuesQuery(_ tokens: [Token], behind closing: Int) -> Bool {
        guard closing + 1 < tokens.count else { return false }
        switch tokens[closing + 1].kind {
        case .keyword(.union), .keyword(.intersect), .keyword(.except), .keyword(.order), .keyword(.limit),
            .symbol(.pipe), .symbol(.rightParenthesis):
            return true
        // `(query) AS name |>`, as far as the text goes: where it ends before the `|>`, one may still come.
        case .keyword(.as):
            let (name, behind) = (closing + 2, closing + 3)
            if name < tokens.count && tokens[name].kind == .endOfText { return true }
            return behind < tokens.count && [.symbol(.pipe), .endOfText].contains(tokens[behind].kind)
        default: return false
        }
    }
}
