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
    public func render(_ diagnostic: Diagnostic) -> String {
        guard let range = diagnostic.range else {
            return (["\(name): error: \(diagnostic.message)"] + hints(diagnostic)).joined(separator: "\n")
        }
        let (line, column) = position(of: range.lower)
        let start = lineStarts[line - 1]
        let end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
        let text = String(decoding: bytes[start..<end], as: UTF8.self)
        let marked = String(
            decoding: bytes[min(range.lower, end)..<min(max(range.lower, range.upper), end)], as: UTF8.self)
        // Tabs stay tabs, so that the caret stands under its token however wide they are shown.
        let indent = text.prefix(column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
        let underline = "^" + String(repeating: "~", count: max(0, marked.count - 1))
        return
            (["\(name):\(line):\(column): error: \(diagnostic.message)", "  " + text, "  " + indent + underline]
            + hints(diagnostic)).joined(separator: "\n")
    }

    private func hints(_ diagnostic: Diagnostic) -> [String] {
        diagnostic.hints.map { "  hint: \($0)" }
    }
}
