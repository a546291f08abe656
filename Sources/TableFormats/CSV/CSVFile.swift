// A CSV file of which all is known that is needed to read its records.

import QueryEngine
import QueryLanguage

/// A file, its dialect and its columns.
struct CSVFile: Sendable {
    var data: DataFile
    /// The file as a query names it, perhaps with others.
    let reference: FileReference
    let encoding: TextEncoding
    /// The length of the byte order mark that UTF-8 begins with.
    let markLength: Int
    let dialect: CSVDialect
    let skippedLines: Int
    var hasHeader: Bool
    /// One for each cell of a record; the names are all different.
    var columns: [Column]
    /// The places of the columns whose types a person has given.
    var declared: Set<Int> = []
    /// The names as the first record has them, where it is a header.
    var header: [String] = []
    /// What stands for NULL beside an empty cell.
    let nullText: [UInt8]?
    /// Whether cells that do not fit their column's type are NULL.
    let isSafe: Bool

    var name: String { data.name }
}

/// A CSV file, or several of the same columns, as a table.
package struct CSVTable: TableProvider {
    package let columns: [Column]
    private let files: [CSVFile]
    /// For each file the place among its columns of each of the table's.
    private let places: [[Int]]

    /// One file as a table.
    init(_ file: CSVFile) {
        columns = file.columns
        files = [file]
        places = [Array(columns.indices)]
    }

    /// The rows of the files, one file's behind the other's.
    ///
    /// - Throws: a diagnostic if their columns are not the same; they may differ in their order, and in types that have
    ///   one in common.
    init(_ files: [CSVFile]) throws(Diagnostic) {
        let first = files[0]
        var columns = first.columns
        var places: [[Int]] = []
        for file in files {
            var mine: [Int] = []
            for (index, column) in first.columns.enumerated() {
                guard let place = file.columns.firstIndex(where: { sameName($0.name, column.name) }) else {
                    throw Self.difference(column.name, in: first, butNotIn: file)
                }
                mine.append(place)
                columns[index].type = Self.commonType(columns[index].type, file.columns[place].type)
            }
            if let extra = file.columns.first(where: { column in
                !first.columns.contains { sameName($0.name, column.name) }
            }) {
                throw Self.difference(extra.name, in: file, butNotIn: first)
            }
            places.append(mine)
        }
        self.columns = columns
        self.places = places
        self.files = zip(files, places).map { file, mine in
            var file = file
            for (index, place) in mine.enumerated() { file.columns[place].type = columns[index].type }
            return file
        }
    }

    private static func difference(_ column: String, in a: CSVFile, butNotIn b: CSVFile) -> Diagnostic {
        Diagnostic(
            "'\(a.name)' has a column `\(column)`, '\(b.name)' has none",
            hints: ["files that a path with * names need the same columns; UNION ALL puts others together"])
    }

    /// The type that values of both fit.
    private static func commonType(_ a: DataType, _ b: DataType) -> DataType {
        if a == b { return a }
        let both: Set<DataType> = [a, b]
        if both == [.int64, .float64] { return .float64 }
        if both.isSubset(of: [.int64, .float64, .quantity]) { return .quantity }
        return .string
    }

    package func scan(_ request: ScanRequest) throws -> [any TableCursor] {
        zip(files, places).flatMap { file, places in
            let columns = request.columns.map { places[$0] }
            var file = file
            file.data = file.data.asItIsNow()
            let parts = CSVParts(file, threads: request.threads, cancellation: request.statement.cancellation)
            guard let parts else { return [CSVCursor(file, columns: columns, for: request.statement)] }
            return parts.indices.map { CSVCursor(file, columns: columns, for: request.statement, part: (parts, $0)) }
        }
    }
}

extension CSVCursor: NamedTableCursor {
    package var sourceName: String { file.name }
}
