// What a line editor asks the program that uses it: it knows nothing of the language that is typed.

/// Answers a line editor's questions about the text that is being typed.
///
/// Every position is an offset in UTF-8 bytes. The editor asks between two keys, so answers must come in a few
/// milliseconds.
public protocol LineEditorClient: AnyObject {
    /// Whether Enter ends the input here, rather than beginning a new line.
    func isFinished(_ text: String) -> Bool
    /// What a new line that is begun at `cursor` starts with.
    func indentation(_ text: String, cursor: Int) -> String
    /// How parts of the text look, in ascending order and without overlap; the rest is plain.
    func styles(_ text: String, cursor: Int) -> [StyledRange]
    /// What could follow at the end of the text, shown behind it; `nil` for nothing.
    func hint(_ text: String) -> String?
    /// What could stand at the cursor.
    func completions(_ text: String, cursor: Int) -> CompletionList
    /// The text as a program leaves it that the person edits it with, and which has the terminal meanwhile; `nil` if
    /// the text is to stay as it is. This one may take its time.
    func editElsewhere(_ text: String) -> String?
}

/// A part of the text and how it looks.
public struct StyledRange: Equatable, Sendable {
    public var range: Range<Int>
    public var style: TextStyle

    public init(_ range: Range<Int>, _ style: TextStyle) {
        self.range = range
        self.style = style
    }
}

/// Colours and the like, as parameters of a terminal's SGR sequence: `1;34`.
public struct TextStyle: Equatable, Sendable {
    public var parameters: String

    public init(_ parameters: String) {
        self.parameters = parameters
    }
}

/// What could stand at the cursor, the best first.
public struct CompletionList: Equatable, Sendable {
    /// The part of the text that a candidate takes the place of; it ends at the cursor.
    public var replaced: Range<Int>
    public var candidates: [CompletionCandidate]

    public init(replaced: Range<Int>, candidates: [CompletionCandidate]) {
        self.replaced = replaced
        self.candidates = candidates
    }
}

/// One thing that could stand at the cursor.
public struct CompletionCandidate: Equatable, Sendable {
    /// What is inserted.
    public var text: String
    /// What the menu calls it: `AVG(x)`.
    public var label: String
    /// What it is, in a word or a line: `view`, `arithmetic mean`.
    public var detail: String

    public init(text: String, label: String, detail: String) {
        self.text = text
        self.label = label
        self.detail = detail
    }
}
