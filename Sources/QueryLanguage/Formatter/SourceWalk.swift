// The tokens and comments of the text that is formatted, taken one after another.

/// Walks a text's tokens beside its syntax tree, so that each comes out with the comments that stand before it.
struct SourceWalk {
    let bytes: [UInt8]
    let tokens: [Token]
    /// For each opening parenthesis the index of its closing one.
    let closing: [Int]
    /// The current token.
    private(set) var index = 0
    private let comments: [(comment: Comment, offset: Int, linesBefore: Int)]
    private var nextComment = 0
    /// How many line ends stand before each token, behind the token or comment before it.
    private let linesBefore: [Int]
    /// Comments of tokens that are left out or come earlier, for the next one.
    private var held: [Document] = []

    init(_ source: LexedSource, _ bytes: [UInt8]) {
        self.bytes = bytes
        tokens = source.tokens
        closing = Parentheses(source.tokens).closing
        var comments: [(Comment, Int, Int)] = []
        var linesBefore: [Int] = []
        var end: Int?
        var open = source.comments[...]
        for token in source.tokens {
            while let range = open.first, range.lower < token.range.lower {
                open.removeFirst()
                let lines = end.map { Self.lines(bytes[$0..<range.lower]) } ?? Self.manyLines
                let hasTokenBehind =
                    token.kind != .endOfText && Self.lines(bytes[range.upper..<token.range.lower]) == 0
                let place = Self.place(bytes[range.lower], linesBefore: lines, hasTokenBehind: hasTokenBehind)
                comments.append(
                    (Comment(text: Self.text(bytes[range.lower..<range.upper]), place: place), range.lower, lines))
                end = range.upper
            }
            linesBefore.append(end.map { Self.lines(bytes[$0..<token.range.lower]) } ?? Self.manyLines)
            end = token.range.upper
        }
        self.comments = comments
        self.linesBefore = linesBefore
    }

    /// More than any text has.
    private static let manyLines = Int.max

    private static func lines(_ bytes: ArraySlice<UInt8>) -> Int { bytes.count { $0 == 0x0A } }

    private static func place(_ first: UInt8, linesBefore: Int, hasTokenBehind: Bool) -> Comment.Place {
        if first != UInt8(ascii: "/") { return linesBefore == 0 ? .trailing : .ownLine }
        return linesBefore == 0 ? .behindWord : hasTokenBehind ? .beforeWord : .ownLine
    }

    private static func text(_ bytes: ArraySlice<UInt8>) -> String {
        let end = bytes.lastIndex { $0 != 0x20 && !(0x09...0x0D).contains($0) } ?? bytes.endIndex - 1
        return String(decoding: bytes[...end], as: UTF8.self)
    }

    // MARK: Tokens

    var current: Token.Kind { tokens[index].kind }

    func at(_ keyword: Keyword) -> Bool { current == .keyword(keyword) }
    func at(_ symbol: Symbol) -> Bool { current == .symbol(symbol) }

    /// The current token's text.
    var source: String {
        String(decoding: bytes[tokens[index].range.lower..<tokens[index].range.upper], as: UTF8.self)
    }

    /// The current token, with the comments before it.
    ///
    /// - Parameter text: what is written in its place.
    mutating func take(as text: String? = nil) -> Document {
        let word = Document.text(text ?? source)
        let before = held + commentsBefore()
        held = []
        index += 1
        return before.isEmpty ? word : .sequence(before + [word])
    }

    /// Leaves the current token out; its comments go before the next one.
    mutating func skip() {
        held += commentsBefore()
        index += 1
    }

    /// The current token, which is punctuation behind something: comments that would end the line go behind it.
    mutating func takePunctuation() -> Document {
        let before = commentsBefore()
        held += before.filter(\.breaksBefore)
        defer { index += 1 }
        return .sequence(before.filter { !$0.breaksBefore } + [.text(source)])
    }

    private mutating func commentsBefore() -> [Document] {
        var result: [Document] = []
        while nextComment < comments.count, comments[nextComment].offset < tokens[index].range.lower {
            result.append(.comment(comments[nextComment].comment))
            nextComment += 1
        }
        return result
    }

    // MARK: Between statements

    /// Goes past semicolons; comments before them stay to be taken.
    mutating func skipSemicolons() { while at(.semicolon) { index += 1 } }

    /// The comments that were held back, now that there is no token to go before.
    mutating func takeHeld() -> [Document] {
        defer { held = [] }
        return held
    }

    /// The next comment before the current token, and how many line ends are before it.
    mutating func takeComment() -> (comment: Comment, linesBefore: Int)? {
        guard nextComment < comments.count, comments[nextComment].offset < tokens[index].range.lower else { return nil }
        defer { nextComment += 1 }
        return (comments[nextComment].comment, comments[nextComment].linesBefore)
    }

    /// How many line ends are before the current token, behind what stands before it.
    var linesBeforeCurrent: Int { linesBefore[index] }
}
