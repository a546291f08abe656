// What a person may say of a CSV file, where the file itself does not.

import QueryEngine
import QueryLanguage

/// How to read a CSV file; what is `nil` is found out by looking at it.
package struct CSVOptions: Sendable {
    var delimiter: UInt8?
    /// The character around cells; `.some(nil)` for none.
    var quote: UInt8??
    var escape: UInt8?
    var hasHeader: Bool?
    var nullText: String?
    /// Lines before the first record.
    var skippedLines = 0
    /// Types by the columns' names; or names and types from the first column on, where there is no header.
    var columns: [Column] = []
    var encoding: TextEncoding?
    /// Whether cells that do not fit their column's type are NULL.
    var isSafe = false
    /// The file as a query names it; `nil` where no query does.
    private(set) var reference: FileReference?

    package init() {}

    /// The options of `READ_CSV(…)`.
    ///
    /// - Throws: a diagnostic at the option that cannot be.
    init(_ reference: FileReference) throws(Diagnostic) {
        self.reference = reference
        let options = reference.options
        delimiter = try Self.character("delimiter", options)
        if case .string("")? = options["quote"]?.value {
            quote = .some(nil)
        } else if let character = try Self.character("quote", options) {
            quote = character
        }
        escape = try Self.character("escape", options)
        if case .bool(let flag)? = options["header"]?.value { hasHeader = flag }
        if case .string(let text)? = options["null"]?.value { nullText = text }
        if let option = options["skip"], case .int64(let count) = option.value {
            guard count >= 0 else { throw Diagnostic("skip is a number of lines", at: option.range) }
            skippedLines = Int(count)
        }
        columns = try ColumnList.parse(options["columns"])
        if let option = options["encoding"], case .string(let text) = option.value {
            encoding = TextEncoding(rawValue: text.lowercased())
            if encoding == nil {
                throw Diagnostic(
                    "there is no encoding '\(text)'", at: option.range, hints: TextEncoding.hints(for: text))
            }
        }
        if case .bool(let flag)? = options["safe"]?.value { isSafe = flag }
    }

    private static func character(
        _ name: String, _ options: [String: FileReference.Option]
    ) throws(Diagnostic) -> UInt8? {
        guard let option = options[name], case .string(let text) = option.value else { return nil }
        guard text.utf8.count == 1, let byte = text.utf8.first, byte != 0x0A, byte != 0x0D else {
            throw Diagnostic(
                "\(name) is one character of ASCII", at: option.range,
                hints: name == "delimiter" ? ["'\\t' is the tab"] : [])
        }
        return byte
    }
}

/// Names and types in one text: `a INT64, b QUANTITY`.
enum ColumnList {
    /// The columns that the option lists; none if there is no option.
    static func parse(_ option: FileReference.Option?) throws(Diagnostic) -> [Column] {
        guard let option, case .string(let text) = option.value else { return [] }
        var columns: [Column] = []
        for part in parts(of: text) {
            let item = part.trimmed
            guard let blank = item.lastIndex(where: \.isWhitespace) else {
                throw Diagnostic(
                    "'\(item)' needs a name and a type", at: option.range, hints: ["such as 'a INT64, `b c` QUANTITY'"])
            }
            let typeName = String(item[item.index(after: blank)...])
            guard let type = DataType(named: typeName) else {
                let known = DataType.allCases.map(\.name)
                throw Diagnostic(
                    "there is no type \(typeName)", at: option.range,
                    hints: [
                        nearest(typeName, among: known).map { "did you mean \($0)?" }
                            ?? "there are \(known.joined(separator: ", "))"
                    ])
            }
            var name = String(item[..<blank]).trimmed
            if name.count > 1, name.hasPrefix("`"), name.hasSuffix("`") { name = String(name.dropFirst().dropLast()) }
            if columns.contains(where: { sameName($0.name, name) }) {
                throw Diagnostic("`\(name)` is there twice", at: option.range)
            }
            columns.append(Column(name, type))
        }
        return columns
    }

    /// What stands between commas, those in backquotes aside.
    private static func parts(of text: String) -> [String] {
        var parts = [""]
        var isQuoted = false
        for character in text {
            if character == "`" { isQuoted.toggle() }
            if character == "," && !isQuoted {
                parts.append("")
            } else {
                parts[parts.count - 1].append(character)
            }
        }
        return parts
    }
}
