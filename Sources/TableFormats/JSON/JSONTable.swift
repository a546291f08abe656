// JSON files as tables.

import QueryEngine
import QueryLanguage

/// The rows of JSON files: of each an array of objects, or an object a line.
///
/// The text is in memory. It is gone through once to check it and to find keys and types over all objects; the values of
/// the columns that a query uses become vectors when it asks for them. Strings share the files' memory. A key that an
/// object lacks is NULL; of nested objects and arrays the column has the text.
package struct JSONTable: TableProvider {
    package let columns: [Column]
    package let rowCount: Int
    let files: [FileBytes]
    /// The files as a query names them.
    let reference: FileReference
    let keys: JSONKeys
    let parts: [JSONSurvey.Part]
    /// Whether values that do not fit are NULL.
    let isSafe: Bool

    /// Reads `files`, one file's rows behind the other's.
    ///
    /// - Parameters:
    ///   - reference: the files as a query names them; `nil` where no query does.
    ///   - columns: types of columns, as in `'a INT64, b QUANTITY'`; the others' types are found out. A column that no
    ///     object has is NULL in all rows.
    ///   - safe: whether values that do not fit the type given for their column are NULL, and counted.
    ///   - isBeginning: whether the text may be cut off, so that what is wrong with it ends it.
    ///   - statement: stops the reading when it is cancelled.
    /// - Throws: a diagnostic that names the file, the line and the character.
    /// - Complexity: linear in the files' size.
    package init(
        _ files: [FileBytes], of reference: FileReference? = nil, columns option: FileReference.Option? = nil,
        safe: Bool = false, isBeginning: Bool = false, for statement: FileRequest = FileRequest()
    ) throws(Diagnostic) {
        let declared = try ColumnList.parse(option)
        self.files = files
        let reference = reference ?? FileReference(path: files.first?.name ?? "")
        self.reference = reference
        isSafe = safe
        var survey = JSONSurvey()
        for file in files { try Self.add(file, to: &survey, isBeginning: isBeginning, statement) }
        keys = survey.keys
        parts = survey.parts
        rowCount = survey.count
        var columns = zip(uniqueNames(survey.keys.names), survey.sniffers).map { name, sniffer in
            Column(name, declared.first { sameName($0.name, name) }?.type ?? sniffer.type)
        }
        columns += declared.filter { declared in !columns.contains { sameName($0.name, declared.name) } }
        self.columns = columns
        guard columns.isEmpty else { return }
        let name = files.first?.name ?? ""
        throw Diagnostic(
            rowCount == 0 ? "'\(name)' holds no objects" : "the objects in '\(name)' have no keys",
            hints: ["keys are columns; \(reference.hint(.json, typing: [Column("a", .int64)])) tells which there are"])
    }

    private static func add(
        _ file: FileBytes, to survey: inout JSONSurvey, isBeginning: Bool, _ statement: FileRequest
    ) throws(Diagnostic) {
        defer { withExtendedLifetime(file) {} }
        let text = file.text
        let place = TextPlace(text, file.name)
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            let isUTF16 = TextEncoding(sniffing: UTF8Bytes(rebasing: text.prefix(1 << 10))) == .utf16
            throw Diagnostic(
                "\(place.describe(error.byteOffsets.lowerBound)): this is not UTF-8",
                hints: ["iconv -f \(isUTF16 ? "UTF-16" : "…") -t UTF-8 makes a file of it that can be read"])
        }
        do {
            try survey.add(text, for: statement)
        } catch let fault as JSONFault {
            if isBeginning { return }
            throw Diagnostic(
                "\(place.describe(fault.offset)): \(fault.message)", hints: fault.hint.map { [$0] } ?? [])
        } catch let error as Diagnostic {
            throw error
        } catch {
            throw Diagnostic("\(file.name): \(error)")
        }
    }

    package func scan(_ request: ScanRequest) -> [any TableCursor] {
        parts.map { JSONCursor(self, $0, request) }
    }
}

extension FileBytes {
    /// The bytes behind a byte order mark.
    var text: UTF8Bytes {
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        return bytes.starts(with: mark) ? UTF8Bytes(rebasing: bytes[mark.count...]) : bytes
    }
}

/// Where a byte stands in a file's text.
struct TextPlace {
    private let text: UTF8Bytes
    private let name: String

    init(_ text: UTF8Bytes, _ name: String) {
        self.text = text
        self.name = name
    }

    /// The number of the byte's line, from 1 on.
    func line(_ offset: Int) -> Int {
        text[..<min(offset, text.count)].reduce(1) { $1 == 0x0A ? $0 + 1 : $0 }
    }

    /// `data.json, line 3, character 7`
    func describe(_ offset: Int) -> String {
        let before = text[..<min(offset, text.count)]
        let start = before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0
        // Bytes that continue a character are none.
        let character = before[start...].reduce(1) { $1 & 0xC0 == 0x80 ? $0 : $0 + 1 }
        return "\(name), line \(line(offset)), character \(character)"
    }
}
