// The syntax tree as ExpoQL text, with the fewest parentheses that keep the tree.
// Statements and names here; queries, pipe operators and expressions in the files beside.

extension Statement {
    /// The statement in ExpoQL, without the closing `;`. Parsing it again gives the same tree.
    public var text: String {
        switch node {
        case .query(let query): query.text
        case .create(let create):
            "CREATE \(create.orReplace ? "OR REPLACE " : "")\(create.temporary ? "TEMP " : "")\(create.kind.text) "
                + "\(create.name.quoted) AS \(create.query.text)"
        case .drop(let drop): "DROP \(drop.kind.text) \(drop.ifExists ? "IF EXISTS " : "")\(drop.name.quoted)"
        case .describe(let name): "DESCRIBE \(name.quoted)"
        case .explain(let query, let analyze): "EXPLAIN \(analyze ? "ANALYZE " : "")\(query.text)"
        case .assert(let clause):
            "ASSERT \(clause.condition.text)" + clause.messages.map { " AS \($0.text)" }.joined()
        case .declare(let declare):
            "DECLARE \(declare.names.list(\.quoted))" + (declare.type.map { " \($0.text)" } ?? "")
                + (declare.defaultValue.map { " DEFAULT \($0.text)" } ?? "")
        case .set(let assignment): "SET \(assignment.column.quoted) = \(assignment.value.text)"
        case .export(let clause, let query): "\(clause.text) AS \(query.text)"
        }
    }
}

extension ExportClause {
    var text: String { "EXPORT DATA OPTIONS (\(options.list { "\($0.name.quoted) = \($0.value.text)" }))" }
}

extension RelationKind {
    fileprivate var text: String { self == .table ? "TABLE" : "VIEW" }
}

extension Identifier {
    /// The name as a query must write it: in backquotes where it has to be.
    public var quoted: String { Self.quoted(text) }

    static func quoted(_ text: String) -> String {
        var bytes = text.utf8[...]
        let first = bytes.popFirst() ?? 0
        let isWord = isLetter(first) && bytes.allSatisfy { isLetter($0) || ($0 >= 0x30 && $0 <= 0x39) }
        // SAFE_CAST is not reserved, but before a parenthesis it is the keyword.
        if isWord, Keyword(word: text).map({ !$0.isReserved && $0 != .safeCast }) ?? true { return text }
        return escaped(text, quote: "`")
    }

    private static func isLetter(_ byte: UInt8) -> Bool {
        byte == 0x5F || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }
}

/// `text` between quotes on one line, with escape sequences for what cannot stand there.
func escaped(_ text: String, quote: Unicode.Scalar) -> String {
    var result = String.UnicodeScalarView([quote])
    for scalar in text.unicodeScalars {
        switch scalar {
        case quote, "\\": result.append(contentsOf: ["\\", scalar])
        case "\n": result.append(contentsOf: ["\\", "n"])
        case "\r": result.append(contentsOf: ["\\", "r"])
        case "\t": result.append(contentsOf: ["\\", "t"])
        case "\0"..<" ", "\u{7F}":
            let digits = String(scalar.value, radix: 16)
            result.append(contentsOf: (digits.count == 1 ? "\\x0" + digits : "\\x" + digits).unicodeScalars)
        default: result.append(scalar)
        }
    }
    result.append(quote)
    return String(result)
}

extension Sequence {
    /// The elements' texts, separated by commas.
    func list(_ text: (Element) -> String) -> String {
        map(text).joined(separator: ", ")
    }
}

extension Identifier? {
    /// ` AS name`, or nothing.
    var asAlias: String { map { " AS \($0.quoted)" } ?? "" }
}
