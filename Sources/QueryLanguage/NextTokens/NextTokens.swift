// What may come next behind the beginning of a statement: the ground of completion.

/// The tokens that the grammar allows behind a text.
///
/// They are found by trying: each token that there is (of keywords and signs each one, of names and literals one a
/// kind) is put behind the text, and the parser tells whether it takes it. So the answer cannot drift from the
/// parser, whose look-ahead would make a list kept beside it hard to keep exact. What the parser looked for at the
/// text's end needs no trial. Some fifty parses of one statement are cheap: nothing is scanned again, and only the last
/// pipe operator of the statement, and the last item of a list, is parsed over and over.
public struct NextTokens: Sendable {
    /// The kinds that may follow; `endOfText` where the text may end. A name may also be any keyword that is not
    /// reserved, so all of those are here where names are.
    public let kinds: Set<Token.Kind>
    /// What a name that follows stands for; `nil` where none may.
    public let nameRole: NameRole?
    /// The keywords among `kinds` that mean something there, rather than being names.
    public let keywords: Set<Keyword>

    public func contains(_ kind: Token.Kind) -> Bool { kinds.contains(kind) }
    public func contains(_ symbol: Symbol) -> Bool { kinds.contains(.symbol(symbol)) }

    /// What may follow `text`, which ends between two tokens; `nil` where nothing may, because the text begins no
    /// statement. Of a script only the last statement is looked at.
    public static func after(_ text: String) -> NextTokens? { after(Array(text.utf8)) }

    /// What may follow `bytes`, which are UTF-8.
    public static func after(_ bytes: [UInt8]) -> NextTokens? {
        let lexed = LexedSource(bytes)
        return lexed.failure == nil ? after(lexed.tokens.dropLast(), of: bytes) : nil
    }

    /// What may follow these tokens of `bytes`.
    static func after(_ tokens: ArraySlice<Token>, of bytes: [UInt8]) -> NextTokens? {
        var trial = Trial(tokens, of: bytes)
        guard trial.mayBegin() else { return nil }
        trial.dropFinishedOperators()
        trial.dropFinishedItems()
        return trial.result()
    }
}

/// The tokens of a statement's beginning, with room for one more.
private struct Trial {
    /// The text, and behind it what the candidates' ranges point at.
    let bytes: [UInt8]
    let end: Token
    /// The statement's tokens.
    var tokens: [Token]
    /// How far the candidates' ranges lie behind those of `Candidate.all`.
    let offset: Int

    init(_ all: ArraySlice<Token>, of text: [UInt8]) {
        let start = all.lastIndex { $0.kind == .symbol(.semicolon) }.map { $0 + 1 } ?? all.startIndex
        tokens = Array(all[start...])
        // The space keeps a candidate from touching the token before it, as the parser minds in strings.
        bytes = text + [UInt8(ascii: " ")] + Candidate.text
        offset = text.count + 1
        end = Token(.endOfText, SourceRange(bytes.count, bytes.count))
    }

    /// How many tokens of `more`, put behind the statement's, the parser takes; what it takes the first one for.
    private func accepted(_ more: [Token]) -> (count: Int, role: NameRole?) {
        var parser = Parser(bytes, tokens: tokens + more + [end])
        parser.watchedIndex = tokens.count
        do throws(Diagnostic) {
            _ = try parser.nextStatement()
            return (more.count, parser.watchedRole)
        } catch {
            // What the parser finds at fault counts, not where it stands: that may be further on.
            let fault = error.range?.lower
            return ((more + [end]).firstIndex { $0.range.lower == fault } ?? -1, parser.watchedRole)
        }
    }

    /// Whether the tokens up to the last one can begin a statement. The last one may depend on the one that follows.
    func mayBegin() -> Bool {
        guard tokens.count > 1 else { return true }
        var parser = Parser(bytes, tokens: tokens + [end])
        do throws(Diagnostic) {
            _ = try parser.nextStatement()
            return true
        } catch {
            let (fault, last) = (error.range?.lower ?? 0, tokens[tokens.count - 1])
            return fault >= offset || fault == last.range.lower && Candidate(token: last).needsParenthesis
        }
    }

    /// Puts `FROM x` in the place of all that stands before the last `|>` of the statement. What may follow does not
    /// depend on it, provided that it is right: `mayBegin` saw to that.
    mutating func dropFinishedOperators() {
        var depth = 0
        var last: Int?
        for (index, token) in tokens.enumerated() {
            switch token.kind {
            case .symbol(.leftParenthesis): depth += 1
            case .symbol(.rightParenthesis): depth -= 1
            case .symbol(.pipe) where depth == 0: last = index
            default: break
            }
        }
        guard let last, last > 2 else { return }
        let head = [Candidate.from, Candidate.name].map { $0.shifted(by: offset) }
        tokens.replaceSubrange(..<last, with: head)
    }

    /// Leaves out the items of lists that stand between two commas: what may follow the second comma may follow the
    /// first one. An item in which another clause begins is left alone, as it belongs to two lists.
    mutating func dropFinishedItems() {
        // Of each open parenthesis the last comma, with nothing behind it so far that begins another clause.
        var commas: [Int?] = [nil]
        var kept: [Token] = []
        for token in tokens {
            switch token.kind {
            case .symbol(.leftParenthesis): commas.append(nil)
            case .symbol(.rightParenthesis) where commas.count > 1: commas.removeLast()
            case .symbol(.comma):
                if let last = commas[commas.count - 1] { kept.removeSubrange(last...) }
                commas[commas.count - 1] = kept.count
            case .symbol(.pipe): commas[commas.count - 1] = nil
            case .keyword(let keyword) where !Self.itemWords.contains(keyword): commas[commas.count - 1] = nil
            default: break
            }
            kept.append(token)
        }
        tokens = kept
    }

    /// The keywords that items are made of.
    private static let itemWords: Set<Keyword> = [
        .and, .as, .asc, .between, .case, .cast, .date, .desc, .distinct, .else, .end, .exists, .extract, .false, .if,
        .in, .interval, .is, .like, .not, .null, .or, .quantity, .safe, .safeCast, .then, .timestamp, .true, .when,
    ]

    func result() -> NextTokens? {
        var kinds: Set<Token.Kind> = []
        var refused: Set<Token.Kind> = []
        var role: NameRole?
        let lookedFor = self.lookedFor(&kinds)
        for candidate in Candidate.all {
            let kind = candidate.token.kind
            let twin = candidate.twin
            if refused.contains(twin) { continue }
            let isLikeName = candidate.isName && kinds.contains(.identifier)
            // A name is tried in any case, as its role is asked for.
            let isKnown = lookedFor.contains(kind) && kind != .identifier && !candidate.mayBeRefused
            if isKnown || isLikeName || kinds.contains(twin) {
                kinds.insert(kind)
                continue
            }
            let token = candidate.token.shifted(by: offset)
            let (count, found) = accepted([token])
            var isAccepted = count > 0
            if !isAccepted && candidate.needsParenthesis {
                isAccepted = accepted([token, Candidate.parenthesis.shifted(by: offset)]).count > 1
            }
            if isAccepted {
                kinds.insert(kind)
                if kind == .identifier { role = found }
            } else {
                refused.insert(kind)
            }
        }
        if kinds.isEmpty { return nil }
        return NextTokens(kinds: kinds, nameRole: role, keywords: keywords(kinds, role, lookedFor))
    }

    /// What the parser looked for behind the tokens; adds the end to `kinds` where it is allowed.
    private func lookedFor(_ kinds: inout Set<Token.Kind>) -> Set<Token.Kind> {
        var parser = Parser(bytes, tokens: tokens + [end])
        do throws(Diagnostic) {
            // A script may end before a statement, but what begins one is asked for.
            if tokens.isEmpty { kinds.insert(.endOfText) }
            _ = try tokens.isEmpty ? parser.statement() : parser.nextStatement()
            kinds.insert(.endOfText)
        } catch {}
        guard parser.index == tokens.count, parser.expectedIndex == parser.index else { return [] }
        return Set(parser.expected)
    }

    /// A reserved word means something wherever it may stand, but for the place behind a dot; another one only where
    /// the parser looks for it.
    private func keywords(
        _ kinds: Set<Token.Kind>, _ role: NameRole?, _ lookedFor: Set<Token.Kind>
    ) -> Set<Keyword> {
        if role == .member { return [] }
        var result: Set<Keyword> = []
        for case .keyword(let keyword) in kinds {
            let isMeant =
                keyword.isReserved || lookedFor.contains(.keyword(keyword))
                || role == .value && Candidate.valueWords.contains(keyword)
            if isMeant { result.insert(keyword) }
        }
        return result
    }
}

/// A token that is tried, as it stands in `text`.
private struct Candidate: Sendable {
    let token: Token

    /// Whether it can be a name.
    var isName: Bool {
        switch token.kind {
        case .identifier, .quotedIdentifier: true
        case .keyword(let keyword): !keyword.isReserved
        default: false
        }
    }

    /// A kind that may stand exactly where this one may, so that one trial does for both; itself if there is none.
    var twin: Token.Kind {
        switch token.kind {
        case .keyword(let keyword):
            if Self.unused.contains(keyword) { return .keyword(.any) }
            return switch keyword {
            case .true, .false: .keyword(.null)
            case .cast, .extract: .keyword(.case)
            case .desc: .keyword(.asc)
            case .following: .keyword(.preceding)
            default: token.kind
            }
        case .symbol(let symbol):
            return switch symbol {
            case .concatenate, .shiftLeft, .shiftRight, .bar, .caret, .ampersand: .symbol(.slash)
            case .lessOrEqual, .greaterOrEqual, .lessGreater, .less, .greater: .symbol(.notEqual)
            case .question: .float
            default: token.kind
            }
        case .parameter: return .float
        default: return token.kind
        }
    }

    /// Whether the parser looks for it where it may refuse it afterwards: another set operator behind one, and joins
    /// behind a comma.
    var mayBeRefused: Bool {
        switch token.kind {
        case .keyword(.union), .keyword(.intersect), .keyword(.except), .keyword(.all), .keyword(.distinct),
            .keyword(.right), .keyword(.full):
            true
        default: false
        }
    }

    /// Whether what it means shows in the parenthesis that follows: functions that are called like a join or like IF,
    /// and `* EXCEPT (…)`, which is no set operator.
    var needsParenthesis: Bool {
        switch token.kind {
        case .keyword(.if), .keyword(.left), .keyword(.right), .keyword(.except): true
        default: false
        }
    }

    static let text = Array(
        ("x `x` 1 1.5 {m2} 'x' @x "
            + (Symbol.allCases.map(\.rawValue) + Keyword.allCases.map(\.rawValue)).joined(separator: " ")).utf8)

    static let all = LexedSource(text).tokens.dropLast().map { Candidate(token: $0) }
    static let name = token(.identifier)
    static let from = token(.keyword(.from))
    static let parenthesis = token(.symbol(.leftParenthesis))

    private static func token(_ kind: Token.Kind) -> Token {
        all.first { $0.token.kind == kind }?.token ?? Token(kind, .none)
    }

    /// Reserved as in GoogleSQL, but in no production.
    static let unused: Set<Keyword> = [
        .any, .array, .assertRowsModified, .collate, .contains, .cube, .define, .enum, .escape, .fetch,
        .graphTable, .grouping, .groups, .hash, .into, .lateral, .lookup, .merge, .natural, .new, .no, .of, .proto,
        .qualify, .recursive, .rollup, .some, .struct, .treat, .unnest, .window, .within,
    ]

    /// Words that begin a value or are names, as what follows tells.
    static let valueWords: Set<Keyword> = [.date, .timestamp, .quantity, .safeCast, .safe]
}

extension Token {
    fileprivate func shifted(by offset: Int) -> Token {
        Token(kind, SourceRange(range.lower + offset, range.upper + offset))
    }
}
