// How results may be written.

/// A text format for results.
public enum OutputFormat: String, CaseIterable, Sendable {
    /// Aligned columns for people.
    case table
    /// RFC 4180, but lines end with a line feed alone.
    case csv
    /// The same with tabs between cells.
    case tsv
    /// An array of objects.
    case json
    /// One JSON object a line.
    case ndjson
    /// A table of GitHub's Markdown.
    case markdown
    /// A line `column: value` for each cell.
    case list

    /// Whether people read it, rather than programs.
    public var isForPeople: Bool { [.table, .markdown, .list].contains(self) }
}

/// What a person may wish about how results look.
public struct OutputOptions: Sendable {
    /// Whether the columns' names are written, where the format can do without.
    public var hasHeader = true
    /// Whether a table has the columns' types below their names.
    public var showsTypes = false
    /// What NULL is written as; `nil` for the format's own way. JSON has a word for it and does not ask.
    public var nullText: String?
    /// The cells of the line that a table has to fit into; `nil` where nothing is to be cut.
    public var width: Int?
    /// So many rows of a table are shown, those in the middle being left out; `nil` for all of them.
    public var rows: Int?
    /// What the line in their place says of them, behind how many they are.
    public var hiddenRowsRemark = ""
    /// Whether terminal colours may be used.
    public var isColored = false

    public init() {}
}
