// A file that is large enough for several threads to read parts of it is read as it would be by one.

import ExpoQuery
import Foundation
import QueryEngine
import Testing

@testable import TableFormats

struct LargeCSVTests {
    private static let count = 12_000
    private let folder: TemporaryFolder
    private let path: String

    init() throws {
        folder = try TemporaryFolder()
        path = folder.path("large.csv")
    }

    /// Long texts, so that a large file has few records; some hold line ends and quotes, and the one in the middle of the
    /// file, where its second part begins, much that looks like records.
    private let texts: [String] = (0..<count).map { row in
        let filler = String(repeating: "word ", count: 150)
        if row == count / 2 { return String(repeating: "\n7,seven,7.5\n\"", count: 10_000) }
        return row % 7 == 0 ? "first line\n\(row), \"second\" line\n\(filler)" : "\(row) \(filler)"
    }

    /// The file's text, whose `row`-th cell of column `id` is `id`.
    private func write(_ id: (_ row: Int) -> String) throws {
        var lines = ["id,text,half"]
        for (row, text) in texts.enumerated() {
            let isPlain = row % 7 != 0 && row != Self.count / 2
            let cell =
                isPlain
                ? text
                : "\"\(text.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\""))\""
            lines.append("\(id(row)),\(cell),\(row).5")
        }
        try folder.write("large.csv", Array((lines.joined(separator: "\n") + "\n").utf8))
    }

    private func run(_ text: String) throws -> QueryResult {
        let statement = try #require(try Parser.script(text).first)
        return try Database().execute(statement, threads: 2)
    }

    @Test func rowsOfThePartsAreThoseOfTheFile() throws {
        try write { "\(10_000 + $0)" }
        let parts = try CSVTable(CSVFile(DataFile(path: path))).scan(ScanRequest(columns: [0], threads: 2))
        try #require(parts.count == 2)
        let result = try run("FROM '\(path)'")
        #expect(result.columns.map(\.type) == [.int64, .string, .float64])
        try #require(result.rowCount == Self.count)
        for row in 0..<Self.count {
            try #require(result.value(row: row, column: 0) == .int64(Int64(10_000 + row)))
            try #require(result.value(row: row, column: 1) == .string(texts[row]))
            try #require(result.value(row: row, column: 2) == .float64(Double(row) + 0.5))
        }
    }

    @Test func aCellNearTheEndThatDoesNotFitIsNamedByItsLine() throws {
        let faulty = Self.count - 3
        try write { $0 == faulty ? "1O" : "\(10_000 + $0)" }
        let linesBefore = texts[..<faulty].reduce(1) { sum, text in sum + 1 + text.utf8.count { $0 == 0x0A } }
        let error = try #require(throws: Diagnostic.self) { _ = try run("FROM '\(path)' |> AGGREGATE SUM(id)") }
        #expect(error.message == "\(path), line \(linesBefore + 1): column id: '1O' is not an INT64")
    }
}
