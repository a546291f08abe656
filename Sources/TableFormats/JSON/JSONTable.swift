// JSON files as tables.

import QueryEngine
import QueryLanguage

/// The rows of a JSON file: an array of objects, or an object a line.
///
/// The text is in memory. It is gone through once to check it and to find keys and types over all objects; the values of
/// the columns that a query uses become vectors when it asks for them. Strings share the file's memory. A key that an
/// object lacks is NULL; of nested objects and arrays the column has the text.
///
/// Sendable although it points into memory: nobody writes to a file's bytes once they are there.
package final class JSONTable: TableProvider, @unchecked Sendable {
    package let columns: [Column]
    package let rowCount: Int
    let name: String
    let text: UTF8Bytes
    let owner: MemoryOwner?
    let keys: JSONKeys
    let parts: [JSONSurvey.Part]
    /// Whether values that do not fit are NULL.
    let isSafe: Bool

    /// Reads `file`.
    ///
    /// - Parameters:
    ///   - columns: types of columns, as in `'a INT64, b QUANTITY'`; the others' types are found out. A column that no
    ///     object has is NULL in all rows.
    ///   - safe: whether values that do not fit the type given for their column are NULL, and counted.
    ///   - statement: stops the reading when it is cancelled.
    /// - Throws: a diagnostic that names the file, the line and the character.
    /// - Complexity: linear in the file's size.
    package init(
        _ file: FileBytes, columns option: FileReference.Option? = nil, safe: Bool = false,
        for statement: FileRequest = FileRequest()
    ) throws(Diagnostic) {
        let declared = try ColumnList.parse(option)
        let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
        text = file.bytes.starts(with: mark) ? UTF8Bytes(rebasing: file.bytes[mark.count...]) : file.bytes
        name = file.name
        owner = file.owner
        isSafe = safe
        let survey = try Self.survey(text, name, statement)
        keys = survey.keys
        parts = survey.parts
        rowCount = parts.reduce(0) { $0 + $1.count }
        var columns = zip(uniqueNames(survey.keys.names), survey.sniffers).map { name, sniffer in
            Column(name, declared.first { sameName($0.name, name) }?.type ?? sniffer.type)
        }
        columns += declared.filter { declared in !columns.contains { sameName($0.name, declared.name) } }
        self.columns = columns
        guard columns.isEmpty else { return }
        throw Diagnostic(
            rowCount == 0 ? "'\(name)' holds no objects" : "the objects in '\(name)' have no keys",
            hints: ["keys are columns; columns => 'a INT64' tells of some that are not there"])
    }

    private static func survey(
        _ text: UTF8Bytes, _ name: String, _ statement: FileRequest
    ) throws(Diagnostic) -> JSONSurvey {
        let place = TextPlace(text, name)
        do {
            _ = try UTF8Span(validating: text.span)
        } catch {
            throw Diagnostic("\(place.describe(error.byteOffsets.lowerBound)): this is not UTF-8")
        }
        do {
            return try JSONSurvey(text, for: statement)
        } catch let fault as JSONFault {
            throw Diagnostic(
                "\(place.describe(fault.offset)): \(fault.message)", hints: fault.hint.map { [$0] } ?? [])
        } catch let error as Diagnostic {
            throw error
        } catch {
            throw Diagnostic("\(name): \(error)")
        }
    }

    package func scan(_ request: ScanRequest) -> [any TableCursor] {
        parts.map { JSONCursor(self, $0, request) }
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
