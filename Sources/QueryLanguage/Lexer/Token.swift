// What the lexer makes of the text.

/// The smallest unit of the language.
public struct Token: Hashable, Sendable {
    public enum Kind: Hashable, Sendable {
        case keyword(Keyword)
        /// A name without quotes that is no keyword.
        case identifier
        /// A name in backquotes.
        case quotedIdentifier
        case integer
        case float
        /// What is measured, in braces: `{million USD}`
        case unit
        case string
        /// `@name`
        case parameter
        case symbol(Symbol)
        /// The end of the text.
        case endOfText
        /// Bytes that are no token; the lexer stops there and keeps why.
        case invalid
    }

    public var kind: Kind
    public var range: SourceRange

    public init(_ kind: Kind, _ range: SourceRange) {
        self.kind = kind
        self.range = range
    }
}

/// Punctuation and operators.
public enum Symbol: String, Hashable, Sendable, CaseIterable {
    case pipe = "|>"
    case concatenate = "||"
    case arrow = "=>"
    case shiftLeft = "<<"
    case shiftRight = ">>"
    case lessOrEqual = "<="
    case greaterOrEqual = ">="
    case notEqual = "!="
    case lessGreater = "<>"
    case leftParenthesis = "("
    case rightParenthesis = ")"
    case comma = ","
    case semicolon = ";"
    case dot = "."
    case star = "*"
    case plus = "+"
    case minus = "-"
    case slash = "/"
    case equal = "="
    case less = "<"
    case greater = ">"
    case bar = "|"
    case caret = "^"
    case ampersand = "&"
    case tilde = "~"
    case question = "?"
}
