// Scripts in one canonical style: what `--format-script` prints.

/// Formats scripts.
///
/// A statement that fits on a line is one line, but each pipe operator has a line of its own. What does not fit into
/// 100 columns is broken: lists and conditions go on in the next line, indented; what stands in parentheses comes on
/// lines of its own. Keywords are in capitals, aliases have their AS, statements end with `;`. Comments stay where they
/// are, and so does an empty line between statements. Words that mean nothing (`INNER`, `OUTER`, a list's last comma)
/// are left out. Lines with dot-commands are kept.
public enum ScriptFormatter {
    private static let width = 100

    /// The script in the canonical style, with a line end at its end; formatting that again changes nothing.
    ///
    /// Linear in the length of the text.
    ///
    /// - Throws: the first syntax error of the script.
    public static func format(_ source: SourceText) throws(Diagnostic) -> String {
        var result = ""
        var end = 0
        for piece in ScriptPieces.split(source.bytes) {
            let text: String
            let range: Range<Int>
            switch piece {
            case .command(let line, let place):
                text = line
                range = place.lower..<place.upper
            case .statements(let part):
                text = try format(source.bytes, in: part)
                let bytes = source.bytes[part]
                let start = bytes.firstIndex { $0 > 0x20 } ?? part.lowerBound
                range = start..<(bytes.lastIndex { $0 > 0x20 } ?? start) + 1
            }
            if text.isEmpty { continue }
            let lines = source.bytes[end..<range.lowerBound].count { $0 == 0x0A }
            if !result.isEmpty && lines > 1 { result += "\n" }
            result += text + "\n"
            end = range.upperBound
        }
        return result
    }

    private static func format(_ bytes: [UInt8], in part: Range<Int>) throws(Diagnostic) -> String {
        var parser = Parser(bytes, in: part)
        var statements: [Statement] = []
        while let statement = try parser.nextStatement() { statements.append(statement) }
        var layout = ScriptLayout(walk: SourceWalk(parser.lexed, bytes))
        var parts: [Document] = []
        for statement in statements {
            layout.walk.skipSemicolons()
            comments(&layout.walk, &parts)
            parts.append(separator(layout.walk.linesBeforeCurrent, parts))
            parts += [layout.statement(statement), .text(";")]
            parts += layout.walk.takeHeld()
        }
        layout.walk.skipSemicolons()
        comments(&layout.walk, &parts)
        let result = DocumentRenderer.render(.sequence(parts), width: width)
        // Better no formatting than another meaning.
        guard let again = try? Parser.script(result), again == statements else {
            throw Diagnostic("this script cannot be formatted", hints: ["please report it: nothing was changed"])
        }
        return result
    }

    /// Adds the comments before the next statement, or those at the end.
    private static func comments(_ walk: inout SourceWalk, _ parts: inout [Document]) {
        while let (comment, lines) = walk.takeComment() {
            let isTrailing = lines == 0
            if !isTrailing { parts.append(separator(lines, parts)) }
            parts.append(.comment(isTrailing ? Comment(text: comment.text, place: .trailing) : comment))
        }
    }

    /// What goes between what is there and what stands so many line ends behind it.
    private static func separator(_ lines: Int, _ parts: [Document]) -> Document {
        if parts.isEmpty { return .nothing }
        if case .comment(let last)? = parts.last?.node, last.place.isInline { return .space }
        return lines > 1 ? .emptyLine : .hardLine
    }
}
