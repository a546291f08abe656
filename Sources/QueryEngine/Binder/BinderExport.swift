// Binding: the options of EXPORT DATA.

import QueryLanguage

extension Binder {
    /// What the options ask for.
    ///
    /// - Throws: where one is unknown, given twice, of a wrong type, or not for the format.
    func bind(export clause: ExportClause) throws(Diagnostic) -> FileExport {
        var options: [ExportOption: ExportClause.Option] = [:]
        for option in clause.options {
            guard let known = ExportOption(rawValue: option.name.text.lowercased()) else {
                throw Diagnostic(
                    "EXPORT DATA has no option `\(option.name.text)`", at: option.name.range,
                    hints: suggestions(for: option.name.text, among: ExportOption.names, listedAs: "its options"))
            }
            guard options.updateValue(option, forKey: known) == nil else {
                throw Diagnostic("the option `\(option.name.text)` is given twice", at: option.name.range)
            }
        }
        guard let uri = try text(options[.uri]) else {
            throw Diagnostic(
                "EXPORT DATA needs the option `uri`", at: clause.range, hints: ["as in OPTIONS (uri = 'out.csv')"])
        }
        var export = FileExport(path: uri, format: try format(options[.format], clause, uri))
        for option in ExportOption.allCases where !option.formats.contains(export.format) {
            guard let given = options[option] else { continue }
            throw Diagnostic("`\(option.rawValue)` is no option of \(export.format.rawValue)", at: given.name.range)
        }
        export.overwrites = try flag(options[.overwrite]) ?? export.overwrites
        export.hasHeader = try flag(options[.header]) ?? export.hasHeader
        if let option = options[.fieldDelimiter], let delimiter = try text(option) {
            guard delimiter.utf8.count == 1, let byte = delimiter.utf8.first, !"\"\r\n".utf8.contains(byte) else {
                throw Diagnostic(
                    "`field_delimiter` needs one character of ASCII, no quote and no line end",
                    at: option.value.range)
            }
            export.fieldDelimiter = byte
        }
        export.table = try text(options[.table])
        return export
    }

    private func format(
        _ option: ExportClause.Option?, _ clause: ExportClause, _ path: String
    ) throws(Diagnostic) -> FileFormat {
        let known = FileFormat.allCases.map(\.rawValue)
        guard let option, let name = try text(option) else {
            if let format = FileFormat(path: path) { return format }
            throw Diagnostic(
                "the name '\(path)' does not tell the file's format", at: clause.range,
                hints: ["add the option format = 'CSV'; there are \(known.joined(separator: ", "))"])
        }
        guard let format = FileFormat(rawValue: name.uppercased()) else {
            throw Diagnostic(
                "there is no format '\(name)'", at: option.value.range,
                hints: suggestions(for: name, among: known, listedAs: "there are"))
        }
        return format
    }

    /// A STRING that is not empty.
    private func text(_ option: ExportClause.Option?) throws(Diagnostic) -> String? {
        guard let option else { return nil }
        guard case .string(let text) = try bindConstant(option.value, option.name.text), !text.isEmpty else {
            throw Diagnostic("`\(option.name.text)` needs a STRING that is not empty", at: option.value.range)
        }
        return text
    }

    private func flag(_ option: ExportClause.Option?) throws(Diagnostic) -> Bool? {
        guard let option else { return nil }
        guard case .bool(let value) = try bindConstant(option.value, option.name.text) else {
            throw Diagnostic("`\(option.name.text)` needs a BOOL: TRUE or FALSE", at: option.value.range)
        }
        return value
    }
}

/// An option of EXPORT DATA, under its name.
package enum ExportOption: String, CaseIterable {
    case uri
    case format
    case overwrite
    case header
    case fieldDelimiter = "field_delimiter"
    case table

    package static var names: [String] { allCases.map(\.rawValue) }

    /// What it means, in a line.
    var help: String {
        switch self {
        case .uri: "the file to write"
        case .format: FileFormat.allCases.map(\.rawValue).joined(separator: ", ")
        case .overwrite: "whether a file that is there is replaced; TRUE unless told"
        case .header: "whether the columns' names are written; TRUE unless told"
        case .fieldDelimiter: "what stands between the cells of CSV"
        case .table: "the table of a SQLite file"
        }
    }

    /// The formats that it is for.
    fileprivate var formats: [FileFormat] {
        switch self {
        case .uri, .format, .overwrite: FileFormat.allCases
        case .header: [.csv, .tsv]
        case .fieldDelimiter: [.csv]
        case .table: [.sqlite]
        }
    }
}
