// A text with choices of where its lines end, after Wadler, "A prettier printer" (2003).

/// What is laid out: text, and places where a line may end.
struct Document: ExpressibleByArrayLiteral, Sendable {
    indirect enum Node: Sendable {
        /// What stands as it is; it may have line ends of its own.
        case text(String)
        case space
        /// A space, or a line end where the group around it is broken.
        case line
        /// Nothing, or a line end where the group around it is broken.
        case softLine
        case hardLine
        /// A line end with an empty line behind it.
        case emptyLine
        case comment(Comment)
        case sequence([Document])
        /// Lines that begin within are indented by so many more spaces.
        case nest(Int, Document)
        /// On one line if it fits, with all of its own lines broken if it does not.
        case group(Document)
        /// As many to a line as fit, with spaces between them.
        case fill([Document])
    }

    let node: Node
    /// Whether it holds any text: comments, spaces and lines are none.
    let hasText: Bool
    /// Whether a line must end before its first text, behind a comment.
    let breaksBefore: Bool
    /// Whether a line must end behind its first text, so that it cannot stand on one line.
    let breaksWithin: Bool

    private init(_ node: Node, hasText: Bool = false, breaksBefore: Bool = false, breaksWithin: Bool = false) {
        self.node = node
        self.hasText = hasText
        self.breaksBefore = breaksBefore
        self.breaksWithin = breaksWithin
    }

    /// The `node` of several parts one after another.
    private init(_ node: Node, of parts: [Document]) {
        var (hasText, breaksBefore, breaksWithin) = (false, false, false)
        for part in parts {
            breaksWithin = breaksWithin || part.breaksWithin || hasText && part.breaksBefore
            breaksBefore = breaksBefore || !hasText && part.breaksBefore
            hasText = hasText || part.hasText
        }
        self.init(node, hasText: hasText, breaksBefore: breaksBefore, breaksWithin: breaksWithin)
    }

    /// One after another.
    init(arrayLiteral parts: Document...) { self.init(.sequence(parts), of: parts) }

    static let space = Document(.space)
    static let line = Document(.line)
    static let softLine = Document(.softLine)
    static let hardLine = Document(.hardLine, breaksWithin: true)
    static let emptyLine = Document(.emptyLine, breaksWithin: true)
    static let nothing: Document = []

    static func text(_ text: String) -> Document { Document(.text(text), hasText: true) }
    static func comment(_ comment: Comment) -> Document {
        Document(.comment(comment), breaksBefore: !comment.place.isInline)
    }
    static func sequence(_ parts: [Document]) -> Document { Document(.sequence(parts), of: parts) }
    /// What goes on in the next line is indented by so many spaces.
    static let indentation = 2

    static func nest(_ part: Document, by width: Int = indentation) -> Document {
        Document(.nest(width, part), of: [part])
    }
    static func group(_ part: Document) -> Document { Document(.group(part), of: [part]) }
    static func fill(_ items: [Document]) -> Document { Document(.fill(items), of: items) }
}

/// A comment, and where it stands.
struct Comment: Hashable, Sendable {
    enum Place: Hashable, Sendable {
        /// Among the words of a line, right behind one of them.
        case behindWord
        /// First on a line, before a word.
        case beforeWord
        /// Up to the end of a line, behind a word.
        case trailing
        /// On a line of its own.
        case ownLine

        /// Whether the line goes on behind it.
        var isInline: Bool { self == .behindWord || self == .beforeWord }
    }

    let text: String
    let place: Place
}
