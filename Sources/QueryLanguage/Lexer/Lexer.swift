// From text to tokens: GoogleSQL's lexical rules (docs/lexical.md of google/zetasql).

/// Splits a source text into tokens, once and as a whole.
///
/// An error does not throw: it becomes the last token, so that the statements before it still run.
public struct LexedSource: Sendable {
    /// The tokens in order; the last one is `endOfText` or `invalid`.
    public let tokens: [Token]
    /// Why the last token is `invalid`.
    public let failure: Diagnostic?
    /// The comments' ranges, in order.
    public let comments: [SourceRange]

    /// Linear in the length of `bytes`.
    public init(_ bytes: [UInt8]) { self.init(bytes, in: 0..<bytes.count) }

    /// The tokens of a part of a text, at their places in the whole. Linear in the length of the part.
    package init(_ bytes: [UInt8], in part: Range<Int>) {
        let result = bytes.withUnsafeBufferPointer { buffer in
            let fault = firstInvalidUTF8(UnsafeBufferPointer(rebasing: buffer[part])).map {
                SourceRange($0.lower + part.lowerBound, $0.upper + part.lowerBound)
            }
            var lexer = Lexer(UnsafeBufferPointer(rebasing: buffer[..<(fault?.lower ?? part.upperBound)]))
            lexer.position = part.lowerBound
            lexer.run(fault: fault)
            return (lexer.tokens, lexer.failure, lexer.comments)
        }
        (tokens, failure, comments) = result
    }

    /// Where the text may be read on behind bytes that are no token: behind the next `;`, whatever that belongs to.
    ///
    /// `nil` where all bytes are tokens, where no `;` follows, and where a string or comment of several lines is not
    /// closed: that leaves nothing to read on.
    ///
    /// - Parameter text: the text, or the part of it that was read.
    package func restart(in text: ArraySlice<UInt8>) -> Int? {
        guard let last = tokens.last, last.kind == .invalid else { return nil }
        let fault = text[last.range.lower...].drop { $0 | 0x20 == UInt8(ascii: "r") }
        if ["/*", "'''", "\"\"\""].contains(where: { fault.starts(with: $0.utf8) }) { return nil }
        return fault.dropFirst().firstIndex(of: UInt8(ascii: ";")).map { $0 + 1 }
    }

    /// Tokens that are made already; the last one is `endOfText`.
    init(tokens: [Token]) {
        self.tokens = tokens
        failure = nil
        comments = []
    }
}

private struct Lexer {
    let bytes: UnsafeBufferPointer<UInt8>
    var position = 0
    var tokens: [Token] = []
    var comments: [SourceRange] = []
    var failure: Diagnostic?

    init(_ bytes: UnsafeBufferPointer<UInt8>) {
        self.bytes = bytes
    }

    /// The byte `ahead` of the current one; 0 behind the end.
    func peek(_ ahead: Int = 0) -> UInt8 {
        position + ahead < bytes.count ? bytes[position + ahead] : 0
    }

    /// Makes the tokens of `bytes`, which end where the text does or at its first faulty bytes.
    mutating func run(fault: SourceRange?) {
        do throws(Diagnostic) {
            while try skipTrivia() { try token() }
            if let fault { throw Diagnostic("invalid UTF-8", at: fault) }
            tokens.append(Token(.endOfText, SourceRange(bytes.count, bytes.count)))
        } catch {
            // What is cut off by faulty bytes is their error, not its own.
            let isCutOff = position >= bytes.count && fault != nil
            let error = isCutOff ? Diagnostic("invalid UTF-8", at: fault) : error
            failure = error
            tokens.append(Token(.invalid, error.range ?? SourceRange(position, position)))
        }
    }

    /// Skips white space and comments; whether anything follows.
    mutating func skipTrivia() throws(Diagnostic) -> Bool {
        while position < bytes.count {
            switch (bytes[position], peek(1)) {
            case (0x09...0x0D, _), (0x20, _):
                position += 1
            case (UInt8(ascii: "#"), _), (UInt8(ascii: "-"), UInt8(ascii: "-")):
                let start = position
                while position < bytes.count && bytes[position] != 0x0A { position += 1 }
                comments.append(SourceRange(start, position))
            case (UInt8(ascii: "/"), UInt8(ascii: "*")):
                try blockComment()
            default:
                guard let length = unicodeSpaceLength else { return true }
                position += length
            }
        }
        return false
    }

    /// The bytes of a white-space character beyond ASCII, as pasted text has them; `nil` where there is none.
    private var unicodeSpaceLength: Int? {
        switch (bytes[position], peek(1), peek(2)) {
        case (0xC2, 0xA0, _): 2  // no-break space
        case (0xE2, 0x80, 0x80...0x8A), (0xE2, 0x80, 0xA8), (0xE2, 0x80, 0xA9), (0xE2, 0x80, 0xAF): 3
        case (0xE2, 0x81, 0x9F), (0xE1, 0x9A, 0x80): 3
        case (0xE3, 0x80, 0x80): 3  // ideographic space
        case (0xEF, 0xBB, 0xBF) where position == 0: 3  // byte order mark
        default: nil
        }
    }

    mutating func blockComment() throws(Diagnostic) {
        let start = position
        position += 2
        while position < bytes.count {
            if bytes[position] == UInt8(ascii: "*") && peek(1) == UInt8(ascii: "/") {
                position += 2
                comments.append(SourceRange(start, position))
                return
            }
            position += 1
        }
        throw Diagnostic("unterminated comment", at: SourceRange(start, start + 2), hints: ["close it with */"])
    }

    mutating func token() throws(Diagnostic) {
        let start = position
        let byte = bytes[position]
        switch byte {
        case _ where isDigit(byte), UInt8(ascii: ".") where isDigit(peek(1)) && !followsName:
            try number()
        case _ where isNameStart(byte):
            try word()
        case UInt8(ascii: "'"), UInt8(ascii: "\""):
            try string(start: start, isRaw: false)
        case UInt8(ascii: "`"):
            try backquoted()
        case UInt8(ascii: "@"):
            position += 1
            guard isNameStart(peek()) else {
                throw Diagnostic("expected a parameter's name behind @", at: SourceRange(start, start + 1))
            }
            skipName()
            add(.parameter, from: start)
        case UInt8(ascii: "{"):
            try unit()
        default:
            try symbol()
        }
    }

    /// Whether a dot here stands between the parts of a name: `a.1` is no number.
    var followsName: Bool {
        guard let last = tokens.last, last.range.upper == position else { return false }
        return last.kind == .identifier || last.kind == .quotedIdentifier
    }

    mutating func add(_ kind: Token.Kind, from start: Int) {
        tokens.append(Token(kind, SourceRange(start, position)))
    }

    mutating func skipName() {
        while position < bytes.count && (isNameStart(bytes[position]) || isDigit(bytes[position])) { position += 1 }
    }

    mutating func word() throws(Diagnostic) {
        let start = position
        skipName()
        let letters = UnsafeBufferPointer(rebasing: bytes[start..<position])
        if letters.count == 1, letters[0] | 0x20 == UInt8(ascii: "r"), isQuote(peek()) {
            return try string(start: start, isRaw: true)
        }
        if let keyword = Keyword.find(letters) {
            add(.keyword(keyword), from: start)
        } else {
            add(.identifier, from: start)
        }
    }

    mutating func number() throws(Diagnostic) {
        let start = position
        var kind = Token.Kind.integer
        if bytes[position] == UInt8(ascii: "0") && peek(1) | 0x20 == UInt8(ascii: "x") {
            position += 2
            let digits = position
            while isHexDigit(peek()) { position += 1 }
            if position == digits {
                throw Diagnostic("expected hexadecimal digits behind 0x", at: SourceRange(start, position))
            }
        } else {
            while isDigit(peek()) { position += 1 }
            if peek() == UInt8(ascii: ".") {
                kind = .float
                position += 1
                while isDigit(peek()) { position += 1 }
            }
            if peek() | 0x20 == UInt8(ascii: "e") {
                let sign = peek(1) == UInt8(ascii: "+") || peek(1) == UInt8(ascii: "-") ? 1 : 0
                if isDigit(peek(1 + sign)) {
                    kind = .float
                    position += 1 + sign
                    while isDigit(peek()) { position += 1 }
                }
            }
        }
        if position < bytes.count && isNameStart(bytes[position]) {
            skipName()
            throw Diagnostic(
                "a number runs into a name", at: SourceRange(start, position),
                hints: ["put a space behind the number, or the name in backquotes"])
        }
        add(kind, from: start)
    }

    mutating func unit() throws(Diagnostic) {
        let start = position
        repeat { position += 1 } while position < bytes.count && !endsUnit(bytes[position])
        guard peek() == UInt8(ascii: "}") else {
            throw Diagnostic(
                "unterminated unit", at: SourceRange(start, start + 1),
                hints: ["close it with } on its line, as in 360000{m2}"])
        }
        position += 1
        if bytes[start + 1..<position - 1].allSatisfy(isBlank) {
            throw Diagnostic(
                "a unit cannot be empty", at: SourceRange(start, position),
                hints: ["write what is counted or measured, as in 360000{m2}"])
        }
        add(.unit, from: start)
    }

    /// A string literal whose quotes begin at the current position; `start` is where its prefix does.
    mutating func string(start: Int, isRaw: Bool) throws(Diagnostic) {
        let quote = bytes[position]
        let isTriple = peek(1) == quote && peek(2) == quote
        position += isTriple ? 3 : 1
        while position < bytes.count {
            let byte = bytes[position]
            if byte == UInt8(ascii: "\\") && (isTriple || peek(1) != 0x0A) {
                position += 2
            } else if byte == quote && (!isTriple || (peek(1) == quote && peek(2) == quote)) {
                position += isTriple ? 3 : 1
                return add(.string, from: start)
            } else if byte == 0x0A && !isTriple {
                break
            } else {
                position += 1
            }
        }
        position = min(position, bytes.count)
        throw Diagnostic(
            "unterminated string", at: SourceRange(start, start + 1),
            hints: [isTriple ? "close it with three quotes" : "close it on its line, or use three quotes"])
    }

    mutating func backquoted() throws(Diagnostic) {
        let start = position
        position += 1
        while position < bytes.count && bytes[position] != 0x0A {
            if bytes[position] == UInt8(ascii: "\\") && peek(1) != 0x0A {
                position += 2
            } else if bytes[position] == UInt8(ascii: "`") {
                position += 1
                if position - start == 2 {
                    throw Diagnostic("a name cannot be empty", at: SourceRange(start, position))
                }
                return add(.quotedIdentifier, from: start)
            } else {
                position += 1
            }
        }
        position = min(position, bytes.count)
        throw Diagnostic("unterminated name", at: SourceRange(start, start + 1), hints: ["close it with a backquote"])
    }

    mutating func symbol() throws(Diagnostic) {
        let start = position
        if let symbol = twoByteSymbol() {
            position += 2
            return add(.symbol(symbol), from: start)
        }
        if let symbol = Symbol(rawValue: String(UnicodeScalar(bytes[position]))), bytes[position] < 0x80 {
            position += 1
            return add(.symbol(symbol), from: start)
        }
        // A whole character is at fault, not its first byte.
        position += 1
        while position < bytes.count && bytes[position] & 0xC0 == 0x80 { position += 1 }
        let text = String(decoding: bytes[start..<position], as: UTF8.self)
        throw Diagnostic(
            "unexpected character \(text.debugDescription)", at: SourceRange(start, position),
            hints: ForeignSymbol.hint(for: text).map { [$0] }
                ?? (bytes[start] >= 0x80 ? ["put names with such letters in backquotes"] : []))
    }

    func twoByteSymbol() -> Symbol? {
        switch (bytes[position], peek(1)) {
        case (UInt8(ascii: "|"), UInt8(ascii: ">")): .pipe
        case (UInt8(ascii: "|"), UInt8(ascii: "|")): .concatenate
        case (UInt8(ascii: "="), UInt8(ascii: ">")): .arrow
        case (UInt8(ascii: "<"), UInt8(ascii: "<")): .shiftLeft
        case (UInt8(ascii: ">"), UInt8(ascii: ">")): .shiftRight
        case (UInt8(ascii: "<"), UInt8(ascii: "=")): .lessOrEqual
        case (UInt8(ascii: ">"), UInt8(ascii: "=")): .greaterOrEqual
        case (UInt8(ascii: "!"), UInt8(ascii: "=")): .notEqual
        case (UInt8(ascii: "<"), UInt8(ascii: ">")): .lessGreater
        default: nil
        }
    }
}

private func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }

private func isHexDigit(_ byte: UInt8) -> Bool {
    isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x66)
}

private func isNameStart(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "_") || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
}

/// Whether `byte` may stand around a unit without being part of it.
func isBlank(_ byte: UInt8) -> Bool { byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") }

private func endsUnit(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "{") || byte == UInt8(ascii: "}") || byte == 0x0A
}

private func isQuote(_ byte: UInt8) -> Bool { byte == UInt8(ascii: "'") || byte == UInt8(ascii: "\"") }
