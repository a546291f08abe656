// A script's text, and how an error is shown beside it.

/// A source text with a name, which finds lines and columns and renders diagnostics.
public struct SourceText: Sendable {
    /// What errors call it: a file's name, `-c`, `stdin`.
    public let name: String
    public let bytes: [UInt8]
    private let lineStarts: [Int]

    /// Linear in the length of the text.
    public init(_ text: String, name: String) {
        self.init(Array(text.utf8), name: name)
    }

    public init(_ bytes: [UInt8], name: String) {
        self.name = name
        self.bytes = bytes
        lineStarts = [0] + bytes.indices.filter { bytes[$0] == 0x0A }.map { $0 + 1 }
    }

    /// Line and column of a byte offset, both counted from 1, the column in characters. O(log lines + line).
    public func position(of offset: Int) -> (line: Int, column: Int) {
        let offset = min(max(offset, 0), bytes.count)
        var (lower, upper) = (0, lineStarts.count)
        while upper - lower > 1 {
            let middle = (lower + upper) / 2
            if lineStarts[middle] <= offset { lower = middle } else { upper = middle }
        }
        return (lower + 1, String(decoding: bytes[lineStarts[lower]..<offset], as: UTF8.self).count + 1)
    }

    /// `FILE:LINE:COLUMN: error: message`, the source line with its faulty part underlined, and the hints.
    ///
    /// The line is shown as one line of a terminal: tabs as spaces, control characters by their pictures, and of a
    /// long line the part around the fault.
    ///
    /// - Parameter width: the cells of a line, where there is a terminal: a line that it broke would not stand above its
    ///   underline.
    public func render(_ diagnostic: Diagnostic, width: Int? = nil) -> String {
        // A name or a value of a message may be of any length, and hold anything; so may the name of a file.
        let name = name.shownOnOneLine
        let message = diagnostic.message.shownOnOneLine.shortened(toCells: Self.messageCells)
        guard let range = diagnostic.range else {
            return lines(["\(name): error: \(message)"] + remarks(diagnostic), width).joined(separator: "\n")
        }
        let (line, column) = position(of: range.lower)
        let start = lineStarts[line - 1]
        var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
        if end > start && bytes[end - 1] == 0x0D { end -= 1 }
        let lower = min(max(range.lower, start), end)
        let upper = min(max(range.upper, lower), end)
        // Of an endless line only what is near the fault is looked at.
        let (first, middle, last) = (
            max(start, lower - Self.nearBytes), min(upper, lower + Self.nearBytes), min(end, upper + Self.nearBytes)
        )
        var excerpt = Excerpt(
            before: (first > start ? "…" : "") + shown(first..<lower),
            marked: shown(lower..<middle) + (middle < upper ? "…" : ""),
            after: shown(upper..<last) + (last < end ? "…" : ""))
        excerpt.shorten(toCells: min(Self.excerptCells, max(Self.leastExcerptCells, (width ?? .max) - 2)))
        let indent = String(repeating: " ", count: excerpt.before.displayWidth)
        let underline = "^" + String(repeating: "~", count: max(0, excerpt.marked.displayWidth - 1))
        let title = "\(name):\(line):\(column): error: \(message)"
        let shown = ["  " + excerpt.before + excerpt.marked + excerpt.after, "  " + indent + underline]
        return (lines([title], width) + shown + lines(remarks(diagnostic), width)).joined(separator: "\n")
    }

    private func lines(_ texts: [String], _ width: Int?) -> [String] {
        guard let width else { return texts }
        return texts.flatMap { $0.wrapped(toCells: width, indent: "    ") }
    }

    /// A source line that takes more cells than this is shortened.
    private static let excerptCells = 120
    private static let leastExcerptCells = 10
    private static let messageCells = 400
    /// More bytes than that many cells take.
    private static let nearBytes = 2_000

    private func remarks(_ diagnostic: Diagnostic) -> [String] {
        diagnostic.notes.map { "  note: \($0.shownOnOneLine)" }
            + diagnostic.hints.map { "  hint: \($0.shownOnOneLine)" }
    }

    /// The bytes as a terminal may be given them.
    private func shown(_ range: Range<Int>) -> String {
        String(decoding: bytes[range], as: UTF8.self).shownOnOneLine
    }
}

/// A line in three parts.
private struct Excerpt {
    var before: String
    var marked: String
    var after: String

    /// Leaves out what is farthest from the marked part's start, so that all fits into `cells`.
    mutating func shorten(toCells cells: Int) {
        if before.displayWidth + marked.displayWidth + after.displayWidth <= cells { return }
        let most = max(cells / 2, cells - before.displayWidth - 1)
        if marked.displayWidth > most {
            marked = marked.shortened(toCells: most)
            after = ""
        }
        let room = cells - marked.displayWidth
        before = before.shortenedAtStart(toCells: max(room / 2, room - after.displayWidth))
        after = after.shortened(toCells: room - before.displayWidth)
    }
}
