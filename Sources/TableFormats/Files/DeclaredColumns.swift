// Columns as a query declares them for a file: `columns => 'a INT64, b QUANTITY'`.

import QueryEngine
import QueryLanguage

/// Names with their types, in the order in which they are written.
struct DeclaredColumns: Sendable {
    let columns: [Column]

    /// The columns that `option` declares; none where it is `nil`.
    ///
    /// - Throws: a diagnostic at the option where it is no list of names and types.
    init(_ option: FileReference.Option? = nil) throws(Diagnostic) {
        guard let option, case .string(let text) = option.value else {
            columns = []
            return
        }
        var list = ColumnList(text)
        do throws(Diagnostic) {
            columns = try list.columns()
        } catch {
            // A place in the string is none in the statement.
            throw Diagnostic("columns: \(error.message)", at: option.range, hints: error.hints)
        }
    }

    /// The declared type of the column `name`; `nil` where it is left to the file.
    func type(of name: String) -> DataType? {
        columns.first { $0.name.lowercased() == name.lowercased() }?.type
    }
}

/// Reads `columns ::= name type ("," name type)*`; the tokens are those of the language.
private struct ColumnList {
    private let text: [UInt8]
    private let failure: Diagnostic?
    private var tokens: ArraySlice<Token>

    private static let hint = "it is written as 'a INT64, `b c` QUANTITY'"

    init(_ text: String) {
        self.text = Array(text.utf8)
        let source = LexedSource(self.text)
        failure = source.failure
        tokens = source.tokens.dropLast()
    }

    mutating func columns() throws(Diagnostic) -> [Column] {
        if let failure { throw failure }
        var columns: [Column] = []
        repeat {
            let name = try name()
            let column = Column(name, try type(of: name))
            if columns.contains(where: { $0.name.lowercased() == name.lowercased() }) {
                throw Diagnostic("`\(name)` is there twice")
            }
            columns.append(column)
        } while try comma()
        return columns
    }

    private mutating func name() throws(Diagnostic) -> String {
        guard let token = tokens.popFirst() else { throw Diagnostic("a name is missing", hints: [Self.hint]) }
        switch token.kind {
        case .identifier, .keyword: return word(token)
        case .quotedIdentifier: return try StringLiteral.decode(text, token.range)
        default: throw Diagnostic("'\(word(token))' is no name", hints: [Self.hint])
        }
    }

    private mutating func type(of name: String) throws(Diagnostic) -> DataType {
        guard let token = tokens.popFirst() else {
            throw Diagnostic("the type of `\(name)` is missing", hints: [Self.hint])
        }
        if let type = DataType(named: word(token)) { return type }
        let known = DataType.allCases.map(\.name)
        let guess = nearest(word(token), among: known).map { "did you mean \($0)?" }
        throw Diagnostic(
            "'\(word(token))' is no type", hints: [guess ?? "the types are \(known.joined(separator: ", "))"])
    }

    /// Moves over the comma before another column; `false` at the end.
    private mutating func comma() throws(Diagnostic) -> Bool {
        guard let token = tokens.popFirst() else { return false }
        if token.kind == .symbol(.comma) { return true }
        throw Diagnostic("a comma is missing before '\(word(token))'", hints: [Self.hint])
    }

    private func word(_ token: Token) -> String {
        String(decoding: text[token.range.lower..<token.range.upper], as: UTF8.self)
    }
}
