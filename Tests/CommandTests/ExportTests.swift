// EXPORT DATA as the command runs it: the files.

import CommandSupport
import Foundation
import Testing

struct ExportTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    private func run(_ statements: String) throws -> CommandRun { try CommandRun(["-c", statements], in: folder) }

    @Test func theFileHasTheRows() throws {
        let run = try run(
            "FROM editions |> WHERE edition = 7 |> SELECT year, city |> EXPORT DATA OPTIONS (uri = 'a.csv')")
        #expect(run.status == 0 && run.output == "" && run.errors == "")
        #expect(try folder.read("a.csv") == "year,city\n2024,Shanghai\n")
        #expect(try folder.names == ["a.csv"])
    }

    @Test(arguments: [
        ("a.tsv", "a\tb\n1\tx y\n"), ("a.json", "[\n{\"a\":1,\"b\":\"x y\"}\n]\n"),
        ("a.ndjson", "{\"a\":1,\"b\":\"x y\"}\n"), ("a.md", "|   a | b   |\n| --: | --- |\n|   1 | x y |\n"),
    ])
    func theEndingChoosesTheFormat(name: String, text: String) throws {
        #expect(try run("EXPORT DATA OPTIONS (uri = '\(name)') AS SELECT 1 AS a, 'x y' AS b").status == 0)
        #expect(try folder.read(name) == text)
    }

    @Test func theFileThatIsReadMayBeReplaced() throws {
        try folder.write("visits.csv", "day,visits\n1,10\n2,20\n")
        let run = try run("FROM 'visits.csv' |> SET visits = visits * 2 |> EXPORT DATA OPTIONS (uri = 'visits.csv')")
        #expect(run.status == 0, "\(run.errors)")
        #expect(try folder.read("visits.csv") == "day,visits\n1,20\n2,40\n")
        #expect(try folder.names == ["visits.csv"])
    }

    @Test func aFileIsKeptWhereItIsAskedFor() throws {
        try folder.write("a.csv", "old")
        let run = try run("SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.csv', overwrite = FALSE)")
        #expect(run.status == 1 && run.errors.contains("the file 'a.csv' exists already"))
        #expect(try folder.read("a.csv") == "old")
    }

    @Test func aQueryThatFailsLeavesTheFile() throws {
        try folder.write("a.csv", "old")
        let run = try run("SELECT DIV(1, 0) AS a |> EXPORT DATA OPTIONS (uri = 'a.csv')")
        #expect(run.status == 1)
        #expect(try folder.read("a.csv") == "old")
        #expect(try folder.names == ["a.csv"])
    }

    @Test func whatCannotBeWrittenIsAnErrorAtTheClause() throws {
        let run = try run("SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'nowhere/a.csv')")
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("-c:1:18: error: cannot write 'nowhere/a.csv': there is no folder 'nowhere'\n"))
    }

    @Test func aDatabaseIsNotReplacedByAText() throws {
        #expect(try run("SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.db')").status == 0)
        let before = try Data(contentsOf: folder.url.appending(path: "a.db"))
        for arguments in [
            ["-c", "SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.db', format = 'CSV')"],
            ["-o", "a.db", "--format", "csv", "-c", "SELECT 1"],
        ] {
            let run = try CommandRun(arguments, in: folder)
            #expect(run.status == 1 && run.errors.contains("'a.db' is a SQLite file"))
        }
        #expect(try Data(contentsOf: folder.url.appending(path: "a.db")) == before)
    }

    @Test func aTextIsNoWorkbook() throws {
        let run = try run("SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.xlsx', format = 'CSV')")
        #expect(run.status == 1 && run.errors.contains("error: 'a.xlsx' would not be a workbook\n"))
        #expect(try folder.names == [])
    }

    @Test func anAddressIsNoFile() throws {
        let run = try run("SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'gs://bucket/a.csv')")
        #expect(run.errors.hasPrefix("-c:1:18: error: 'gs://bucket/a.csv' is an address, and only files are written\n"))
    }

    @Test func permissionsAreKept() throws {
        try folder.write("a.csv", "old")
        let path = folder.url.appending(path: "a.csv").path
        try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
        #expect(try run("SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.csv')").status == 0)
        #expect(try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int == 0o640)
    }
}
