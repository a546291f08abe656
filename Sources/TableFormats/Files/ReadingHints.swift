// What a person may write to have a file read otherwise: the calls that errors suggest.

import QueryEngine
import QueryLanguage

extension FileReference {
    /// `READ_CSV('counts.csv', delimiter => ';', skip => 2)`: with all that was said already.
    func hint(_ function: FileFunction, _ option: String, _ value: Value) -> String {
        text(calling: function, [option: value])
    }

    /// The same with other types for some columns, those that were given others before included.
    func hint(_ function: FileFunction, typing columns: [Column]) -> String {
        // What cannot be parsed was an error before.
        var listed = (try? ColumnList.parse(options["columns"])) ?? []
        for column in columns {
            if let place = listed.firstIndex(where: { sameName($0.name, column.name) }) {
                listed[place].type = column.type
            } else {
                listed.append(column)
            }
        }
        let texts = listed.map { "\(Identifier($0.name, .none).quoted) \($0.type.name)" }
        return hint(function, "columns", .string(texts.joined(separator: ", ")))
    }

    /// What to do about values of a column that do not fit its type.
    ///
    /// - Parameters:
    ///   - columns: the column, behind those that have to be listed before it.
    ///   - held: the type that would hold what was found.
    func hints(_ function: FileFunction, typing columns: [Column], _ held: DataType, noun: String) -> [String] {
        var columns = columns
        columns[columns.count - 1].type = held
        let effect =
            switch held {
            case .string: "keeps the text"
            default: "reads it as \(held.nameWithArticle)"
            }
        return [
            "\(hint(function, typing: columns)) \(effect)",
            "\(hint(function, "safe", .bool(true))) makes \(noun) that do not fit NULL, and counts them",
        ]
    }
}

extension DataType {
    /// The type that values of this type have and `text` as well: FLOAT64 for an INT64 column with a cell `1.5`.
    func widened(for text: UTF8Bytes) -> DataType {
        let text = text.trimmed
        guard self == .int64 || self == .float64 else { return .string }
        if self == .int64, PlainFloat64Cell.parse(text) != nil { return .float64 }
        return PlainQuantity.parse(text) == nil ? .string : .quantity
    }
}

extension CSVFile {
    /// What to do about a cell that does not fit its column's type.
    func hints(misfit bytes: UTF8Bytes, isQuoted: Bool, column place: Int) -> [String] {
        let held = columns[place].type.widened(for: bytes)
        // Without a header types are listed from the first column on.
        let listed = hasHeader ? [columns[place]] : Array(columns[...place])
        var hints = reference.hints(.csv, typing: listed, held, noun: "cells")
        let text = String(bytes).trimmed
        // What is a number, or long, stands for no missing value.
        if held == .string && !isQuoted && bytes.count <= Self.longestNull {
            hints.insert("\(reference.hint(.csv, "null", .string(text))) takes it for NULL", at: 0)
        }
        return hints
    }

    private static let longestNull = 20

    /// What to do where the text is not in its encoding.
    var encodingHint: String { "\(reference.hint(.csv, "encoding", "latin1")) reads any bytes" }

    /// What to do about quotes that are not as they should be.
    func hints(_ fault: CSVFault) -> [String] {
        let hint = "\(reference.hint(.csv, "quote", "")) takes quotes as part of the text"
        switch fault {
        case .unterminatedQuote: return [hint]
        case .textBehindQuote: return ["\(hint), escape => '\\\\' is another way"]
        }
    }
}
