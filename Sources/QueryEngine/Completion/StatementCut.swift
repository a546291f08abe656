// The statement at the cursor, made whole: as little of it as tells what can be named there.

import QueryLanguage

/// Cuts a statement where the clause at the cursor begins, and puts the scope probe's mark there.
///
/// What stands in the clause before the cursor is left out: it may be wrong, and does not change what can be named.
struct StatementCut {
    let bytes: [UInt8]
    /// The statement's tokens before the word at the cursor.
    let tokens: [Token]
    /// Where the statement starts.
    private let start: Int
    /// The text behind the word at the cursor: what a SELECT list names stands there, in FROM.
    let suffix: [UInt8]

    /// The keyword that the clause at the cursor begins with, where it is a clause of the standard form or ON.
    private(set) var clause: Int?
    /// The `|>` of the operator at the cursor.
    private(set) var pipe: Int?
    /// How many parentheses that open no query stand open between the innermost query's start and the cursor.
    private var openParentheses = 0

    init(_ bytes: [UInt8], _ tokens: [Token], suffix: [UInt8]) {
        self.bytes = bytes
        let semicolon = tokens.lastIndex { $0.kind == .symbol(.semicolon) }
        self.tokens = semicolon.map { Array(tokens[($0 + 1)...]) } ?? tokens
        start = semicolon.map { tokens[$0].range.upper } ?? 0
        self.suffix = suffix
        find()
    }

    private static let clauses: Set<Keyword> = [.select, .from, .where, .group, .having, .order, .limit, .on, .using]

    /// Goes back from the cursor to the start of the innermost query.
    private mutating func find() {
        var depth = 0
        for index in tokens.indices.reversed() {
            switch tokens[index].kind {
            case .symbol(.rightParenthesis): depth += 1
            case .symbol(.leftParenthesis) where depth > 0: depth -= 1
            case .symbol(.leftParenthesis):
                if opensQuery(index) { return }
                openParentheses += 1
                // What was found stands in a call's parentheses, as ORDER BY may; but a join may stand in some, too.
                if let found = clause, !isJoinCondition(found) { clause = nil }
            case .symbol(.pipe) where depth == 0:
                pipe = index
                return
            case .keyword(let keyword) where depth == 0 && clause == nil:
                // IS DISTINCT FROM is no clause.
                let isOperator = keyword == .from && index > 0 && tokens[index - 1].kind == .keyword(.distinct)
                if Self.clauses.contains(keyword) && !isOperator { clause = index }
            default: break
            }
        }
    }

    private func opensQuery(_ index: Int) -> Bool {
        guard index + 1 < tokens.count else { return false }
        switch tokens[index + 1].kind {
        case .keyword(.select), .keyword(.from), .keyword(.with): return true
        case .symbol(.leftParenthesis): return clause.map { tokens[$0].kind == .keyword(.select) } ?? false
        default: return false
        }
    }

    private func isJoinCondition(_ index: Int) -> Bool {
        [.keyword(.on), .keyword(.using)].contains(tokens[index].kind)
    }

    /// Whether the cursor is in a list of aggregates: behind AGGREGATE, before its GROUP BY.
    var isInAggregate: Bool {
        guard let pipe, pipe + 1 < tokens.count, tokens[pipe + 1].kind == .keyword(.aggregate) else { return false }
        return clause.map { tokens[$0].kind != .keyword(.group) } ?? true
    }

    /// Whether the cursor is in LIMIT.
    var isInLimit: Bool { clause.map { tokens[$0].kind == .keyword(.limit) } ?? false }

    /// Texts that hold the mark, the one that tells most first; the others stand in where it cannot be bound.
    func texts() -> [String] {
        let mark = " `\(ScopeProbe.mark)` "
        if let clause, isJoinCondition(clause) { return [text(before: clause) + " ON" + mark] }
        if let pipe { return [text(before: pipe) + " |> WHERE" + mark] }
        guard let clause, case .keyword(let keyword) = tokens[clause].kind else { return [] }
        switch keyword {
        case .select: return [text(before: clause) + " SELECT" + mark + fromBehind()]
        case .where, .having: return [text(before: clause) + " \(keyword.rawValue)" + mark] + fromScope(mark)
        case .group, .order: return [text(before: clause) + " \(keyword.rawValue) BY" + mark] + fromScope(mark)
        default: return []
        }
    }

    private func text(before index: Int) -> String {
        String(decoding: bytes[start..<tokens[index].range.lower], as: UTF8.self)
    }

    /// The query's FROM alone, with the mark as its select list.
    private func fromScope(_ mark: String) -> [String] {
        guard let clause else { return [] }
        var depth = 0
        var (from, end) = (Int?.none, tokens[clause].range.lower)
        for index in tokens[..<clause].indices.reversed() {
            switch tokens[index].kind {
            case .symbol(.rightParenthesis): depth += 1
            case .symbol(.leftParenthesis): depth -= 1
            case .keyword(.where) where depth == 0, .keyword(.group) where depth == 0,
                .keyword(.having) where depth == 0:
                end = tokens[index].range.lower
            case .keyword(.from) where depth == 0 && tokens[max(index - 1, 0)].kind != .keyword(.distinct):
                from = from ?? tokens[index].range.lower
            case .keyword(.select) where depth == 0:
                guard let from, from < end else { return [] }
                return [text(before: index) + " SELECT" + mark + String(decoding: bytes[from..<end], as: UTF8.self)]
            default: break
            }
            if depth < 0 { return [] }
        }
        return []
    }

    /// The FROM clause of the query whose select list the cursor is in, if it stands behind the cursor already.
    private func fromBehind() -> String {
        let behind = LexedSource(suffix).tokens
        var depth = openParentheses
        var from: Int?
        for (index, token) in behind.enumerated() {
            let ends: Bool
            switch token.kind {
            case .symbol(.leftParenthesis):
                depth += 1
                continue
            case .symbol(.rightParenthesis):
                depth -= 1
                ends = depth < 0
            case .endOfText, .invalid, .symbol(.semicolon), .symbol(.pipe): ends = true
            case .keyword(.from) where depth == 0 && from == nil:
                let isOperator = index > 0 && behind[index - 1].kind == .keyword(.distinct)
                if !isOperator { from = token.range.lower }
                continue
            case .keyword(.where), .keyword(.group), .keyword(.having), .keyword(.order), .keyword(.limit),
                .keyword(.union), .keyword(.intersect), .keyword(.except):
                ends = depth == 0 && from != nil
            default: continue
            }
            if ends { return from.map { String(decoding: suffix[$0..<token.range.lower], as: UTF8.self) } ?? "" }
        }
        return ""
    }
}
