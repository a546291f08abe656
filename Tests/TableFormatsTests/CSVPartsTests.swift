// A file that is read in parts has the rows, errors and remarks that it has in one piece.

import Foundation
import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct CSVPartsTests {
    private func withFile(_ text: String, _ body: (CSVFile) throws -> Void) throws {
        let path = FileManager.default.temporaryDirectory.appending(path: "parts-\(UUID().uuidString).csv").path
        try Data(text.utf8).write(to: URL(filePath: path))
        defer { try? FileManager.default.removeItem(atPath: path) }
        try body(CSVFile(DataFile(path: path)))
    }

    /// The rows of a cursor as text.
    private func rows(_ cursor: CSVCursor) throws -> [String] {
        var rows: [String] = []
        while let batch = try cursor.next()?.batch {
            for row in 0..<batch.count {
                rows.append(batch.columns.map { $0.value(row).text }.joined(separator: "|"))
            }
        }
        return rows
    }

    private static let texts = [
        "a,b,c\n" + (0..<40).map { "\($0),text \($0),\($0).5\n" }.joined(),
        // Line ends, delimiters and doubled quotes in quotes; quotes in a text and behind blanks; blank lines.
        "\u{FEFF}a,b,c\r\n"
            + (0..<12).map { "\($0),\"x\n\($0),\"\"y\"\"\n,\",\r\n\n  \n\(100 + $0),5\" wide, \"b\nb\" \r\n" }.joined(),
        "a,b,c\n1,\"" + String(repeating: "line, and line\n", count: 20) + "\",2\n3,é,4\n",
        // Without a last line end.
        "a,b,c\n1,\"2\n\n\",3\n4,5,6",
    ]

    @Test(arguments: texts, [2, 3, 7])
    func partsHaveTheRowsOfTheWhole(_ text: String, _ count: Int) throws {
        try withFile(text) { file in
            let whole = try rows(CSVCursor(file, columns: [0, 1, 2], for: FileRequest()))
            let size = text.utf8.count
            for first in 1..<(size + 2) {
                let bounds = [0] + (1..<count).map { first + ($0 - 1) * 11 }
                // In their order each tells the next one's start; in the other a scout has to find it.
                for order in [Array(0..<count), (0..<count).reversed()] {
                    let parts = CSVParts(file, bounds: bounds, cancellation: Cancellation())
                    var found = Array(repeating: [String](), count: count)
                    for index in order {
                        let cursor = CSVCursor(file, columns: [0, 1, 2], for: FileRequest(), part: (parts, index))
                        found[index] = try rows(cursor)
                        if index > 0 && !found[index].isEmpty {
                            let before = found[..<index].reduce(0) { $0 + $1.count }
                            if order[0] == 0 { #expect(cursor.rowsBefore() == before) }
                        }
                    }
                    try #require(found.flatMap(\.self) == whole, "bounds \(bounds), order \(order)")
                }
            }
        }
    }

    @Test(arguments: [10, 60, 150, 200])
    func remarksOfPartsAreThoseOfTheFile(_ bound: Int) throws {
        // Every seventh record lacks a cell, the first of them on line 8.
        let lines = (0..<60).map { $0 % 7 == 6 ? "\"\($0)\n\"" : "\($0),2" }
        try withFile("a,b\n" + lines.joined(separator: "\n")) { file in
            let parts = CSVParts(file, bounds: [0, bound], cancellation: Cancellation())
            let request = FileRequest()
            for index in [1, 0] { _ = try rows(CSVCursor(file, columns: [0], for: request, part: (parts, index))) }
            try #require(request.remarks.all.count == 1)
            #expect(request.remarks.all[0].contains(": 8 of 60 records"))
            #expect(request.remarks.all[0].hasSuffix("the first at line 8"))
        }
    }

    @Test(arguments: [10, 60, 150, 200])
    func errorsOfPartsNameTheLinesOfTheFile(_ bound: Int) throws {
        let lines = (0..<60).map { $0 % 7 == 6 ? "\"\($0)\n\",1" : "\($0),2" } + ["x,\"not closed\n"]
        // 60 records, of which 8 take two lines, stand below the header.
        let lastLine = 1 + 60 + 8 + 1
        try withFile("a,b\n" + lines.joined(separator: "\n")) { file in
            let parts = CSVParts(file, bounds: [0, bound], cancellation: Cancellation())
            let last = CSVCursor(file, columns: [], for: FileRequest(), part: (parts, 1))
            let error = try #require(throws: Diagnostic.self) { _ = try rows(last) }
            #expect(error.message.contains(", line \(lastLine): "))
        }
    }
}
