// Gives the rows of a JSON file, a batch at a time.

import QueryEngine
import QueryLanguage

/// Reads a part of a file whose text is known to be right.
final class JSONCursor: NamedTableCursor {
    private let table: JSONTable
    private let request: ScanRequest
    private let file: FileBytes
    private let text: UTF8Bytes
    private var scanner: JSONScanner
    private var keys: JSONKeys
    /// The rows that are to come.
    private var rest: Int
    /// Where the columns stand among those that are wanted; -1 for those that are not.
    private var places: [Int]
    private let cells: UnsafeMutablePointer<JSONCell>
    private let batchSize: Int
    /// The rows that were given.
    private var count = 0
    /// For each column the values that did not fit and are NULL.
    private var misfits: [JSONBlock.Misfits]

    /// Cells that are cut before they become vectors: enough to make the work per batch small, few enough to stay in the
    /// cache.
    private static let cellLimit = 1 << 15

    init(_ table: JSONTable, _ part: JSONSurvey.Part, _ request: ScanRequest) {
        self.table = table
        self.request = request
        file = table.files[part.file]
        text = file.text
        scanner = JSONScanner(text, at: part.offset)
        keys = table.keys
        rest = part.count
        places = [Int](repeating: -1, count: table.columns.count)
        for (place, column) in request.columns.enumerated() { places[column] = place }
        misfits = request.columns.map { _ in JSONBlock.Misfits() }
        let width = max(request.columns.count, 1)
        batchSize = max(1, min(2048, Self.cellLimit / width))
        cells = .allocate(capacity: batchSize * width)
    }

    deinit {
        cells.deallocate()
        tellRemarks()
    }

    var sourceName: String { file.name }

    func next() throws -> ColumnBatch? {
        guard rest > 0 else { return nil }
        try request.statement.cancellation.check()
        let count = min(rest, batchSize)
        rest -= count
        self.count += count
        if request.columns.isEmpty { return ColumnBatch(Batch([], count: count)) }
        let width = request.columns.count
        cells.update(repeating: .missing, count: count * width)
        for row in 0..<count { try cut(into: cells + row * width) }
        let block = JSONBlock(cells: cells, count: count, width: width, text: text, owner: file.owner)
        var vectors: [Vector] = []
        for (place, index) in request.columns.enumerated() {
            let column = table.columns[index]
            vectors.append(block.vector(place, column.type, &misfits[place]))
            if let first = misfits[place].first, !table.isSafe { throw misfit(first, column) }
        }
        return ColumnBatch(Batch(vectors, count: count))
    }

    /// Cuts the next object into cells.
    private func cut(into row: UnsafeMutablePointer<JSONCell>) throws(JSONFault) {
        keys.beginObject()
        try scanner.object { (key, value) throws(JSONFault) in
            let place = places[try keys.number(of: key, in: text)]
            if place >= 0 { row[place] = value }
        }
        // To the next object.
        scanner.skipSpace()
        _ = scanner.take(",")
        scanner.skipSpace()
    }

    private func tellRemarks() {
        guard table.isSafe else { return }
        for (place, found) in misfits.enumerated() {
            let column = table.columns[request.columns[place]]
            let subject = ReadRemarks.Subject(
                "\(file.name), column \(column.name)", "values were not \(column.type.name) and are NULL")
            let line = found.first.map { TextPlace(text, file.name).line($0.start) } ?? .max
            request.statement.remarks.add(subject, count: found.count, of: count, firstLine: line)
        }
    }

    /// The error of a value that does not fit.
    private func misfit(_ cell: JSONCell, _ column: Column) -> Diagnostic {
        let bytes = UTF8Bytes(rebasing: text[cell.start..<cell.start + min(cell.length, 200)])
        let value = "'\(String(bytes).shortened(toCells: 40))'"
        return Diagnostic(
            "\(file.name), line \(TextPlace(text, file.name).line(cell.start)): "
                + "column \(column.name): \(value) is not \(column.type.nameWithArticle)",
            hints: table.reference.hints(
                .json, typing: [column], column.type.widened(for: bytes), noun: "values"))
    }
}
