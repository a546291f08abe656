// Packed files that are damaged: an error or the right rows, never others.

import Foundation
import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct DecompressionTests {
    private static func bytes(_ name: String) throws -> [UInt8] {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
        return Array(try Data(contentsOf: folder.appending(path: "CSVFiles/\(name)")))
    }

    /// The rows as text; `nil` if there is an error.
    private func rows(_ bytes: [UInt8]) -> String? {
        guard let table = try? CSVTable.load(FileBytes(name: "t.csv", copying: bytes)) else { return nil }
        return (0..<table.count).map { row in table.vectors.map { "\($0.value(row))" }.joined(separator: ",") }
            .joined(separator: "\n")
    }

    @Test(arguments: ["gzip.csv.gz", "zstd.csv.zst"]) func aFileThatIsCutIsNotRead(_ name: String) throws {
        let whole = try Self.bytes(name)
        #expect(rows(whole) != nil)
        // With fewer bytes it does not even look like a packed file.
        for length in 4..<whole.count { #expect(rows(Array(whole[..<length])) == nil, "cut at \(length)") }
    }

    @Test(arguments: ["gzip.csv.gz", "zstd.csv.zst"]) func aFileWithAnotherByteIsNotReadWrongly(_ name: String) throws {
        let whole = try Self.bytes(name)
        let due = rows(whole)
        for position in 4..<whole.count {
            for bit in 0..<8 {
                var damaged = whole
                damaged[position] ^= 1 << bit
                let found = rows(damaged)
                #expect(found == nil || found == due, "bit \(bit) of byte \(position)")
            }
        }
    }

    @Test func packedTextLongerThanAPieceIsWhole() throws {
        let name = "misfit-late-unasked.csv.gz"
        var options = CSVOptions()
        // Its last record has a cell that does not fit.
        options.isSafe = true
        let table = try CSVTable.load(FileBytes(name: name, copying: try Self.bytes(name)), options)
        #expect(table.count == 20_101)
    }
}
