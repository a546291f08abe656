// Paths that name no file that is read: what is said, and what to do.

import ExpoQuery
import Foundation
import Testing

@testable import TableFormats

struct UnreadableFileTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("a.csv", Array("n\n1\n".utf8))
        try folder.write("b.json", Array("[{\"n\":1}]".utf8))
    }

    /// The message and hints of the error of `FROM 'path'`, in which `DIR` stands for the folder.
    private func error(_ path: String) throws -> [String] {
        let whole = path.replacing("DIR/", with: folder.path(""))
        let error = try #require(
            #expect(throws: Diagnostic.self) { try FileTables().open(FileReference(path: whole), for: FileRequest()) })
        return ([error.message] + error.hints).map { $0.replacing(folder.path(""), with: "DIR/") }
    }

    @Test func linksSayWhereTheyLead() throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.path("link.csv"), withDestinationPath: "gone.csv")
        #expect(try error("DIR/link.csv") == ["the link 'DIR/link.csv' leads to 'DIR/gone.csv', which does not exist"])
        try FileManager.default.createSymbolicLink(atPath: folder.path("round.csv"), withDestinationPath: "round.csv")
        #expect(try error("DIR/round.csv") == ["the link 'DIR/round.csv' leads round in a circle"])
    }

    @Test func foldersThatAreMissingAreNamed() throws {
        #expect(try error("DIR/x/y/a.csv") == ["no file 'DIR/x/y/a.csv'", "there is no folder 'DIR/x/y'"])
    }

    @Test func whatIsNoPathIsToldSo() throws {
        #expect(
            try error("https://example.org/a.csv") == [
                "'https://example.org/a.csv' is an address, and only files are read",
                "fetch it first, or pass it on: curl -s 'https://example.org/a.csv' | expoq -c \"FROM '/dev/stdin'\"",
            ])
        #expect(try error("file:///data/a.csv").last == "did you mean '/data/a.csv'?")
        #expect(try error("s3://bucket/a.csv").last == "copy it into a file first")
        let home = try #require(ProcessInfo.processInfo.environment["HOME"])
        #expect(try error("~/a.csv").last == "`~` is no folder within quotes; write '\(home)/a.csv'")
        #expect(try error("DIR/{a,c}.csv").last?.hasPrefix("braces choose nothing here; *, ? and […] do") == true)
    }

    @Test func standardInputHasAPath() throws {
        #expect(try error("-") == ["no file '-'", "standard input is '/dev/stdin'"])
    }

    @Test func filesOfSeveralFormatsAreNoTable() throws {
        #expect(
            try error("DIR/?.*") == [
                "'DIR/?.*' names files of several formats: 'DIR/a.csv' is CSV, 'DIR/b.json' JSON",
                "choose those of one format, as by '*.csv'; UNION ALL puts others together",
            ])
    }

    @Test(arguments: [
        ("a.xlsx", Array("PK\u{3}\u{4}".utf8), "a workbook"), ("a.zip", Array("PK\u{3}\u{4}".utf8), "a zip archive"),
        ("a.parquet", Array("PAR1".utf8), "a file of Parquet"),
        ("a.csv.xz", [0xFD] + Array("7zXZ\0".utf8), "packed by xz"),
        ("a.csv", Array("%PDF-1.7".utf8), "a PDF"),
    ])
    func otherFormatsAreNamed(name: String, beginning: [UInt8], kind: String) throws {
        try folder.write(name, beginning + [0, 0, 0, 0])
        #expect(try error("DIR/\(name)").first == "'DIR/\(name)' is \(kind), which is not read")
    }

    @Test func packedDatabasesAreToBeUnpacked() throws {
        // The header of a database, packed by gzip.
        let packed = try #require(
            Data(base64Encoded: "H4sIAAAAAAACAwsO9MksSVVIyy/KTSxRMGagBQAAt6FXhWQAAAA="))
        try folder.write("a.db.gz", Array(packed))
        #expect(
            try error("DIR/a.db.gz") == [
                "'DIR/a.db.gz' is packed, and SQLite reads it unpacked only",
                "unpack it first: gunzip -k 'DIR/a.db.gz'",
            ])
    }

    @Test(arguments: [
        ("UTF8", "did you mean 'utf-8'?"), ("iso-8859-1", "did you mean 'latin1'?"),
        ("UTF-16LE", "did you mean 'utf-16'?"),
        ("gbk", "it may be 'utf-8', 'latin1', 'utf-16'"),
    ])
    func encodingsAreKnownByOtherNames(name: String, hint: String) {
        #expect(TextEncoding.hints(for: name).first == hint)
    }

    @Test func tablesWithoutRowsAreReadWithTheirColumns() throws {
        let none = QueryResult(columns: [Column("a", .int64)], batches: [])
        for format in [FileFormat.json, .ndjson] {
            let path = folder.path("none.\(format.endings[0])")
            try FileExport(path: path, format: format).write(none, Cancellation())
            #expect(
                try error(path).last?.contains(
                    "READ_JSON('\(path)', columns => 'a INT64')".replacing(folder.path(""), with: "DIR/")) == true)
            let table = try JSONTable(
                [FileBytes.reading(path)], columns: FileReference.Option("a INT64", at: .none))
            #expect(table.columns == none.columns && table.rowCount == 0)
        }
    }
}
