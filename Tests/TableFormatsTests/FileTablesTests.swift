// Files of all formats, as queries name them.

import ExpoQuery
import Foundation
import Testing

@testable import TableFormats

struct FileTablesTests {
    private let folder: TemporaryFolder
    private let database = Database()

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("a.json", Array(#"[{"n":1,"s":"x"},{"n":2,"s":"y","z":true}]"#.utf8))
        try folder.write("b.json", Array(#"[{"s":"w","n":2.5}]"#.utf8))
        try folder.write("lines.ndjson", Array("{\"n\":1}\n{\"n\":\"many\"}\n".utf8))
        try folder.write("noending", Array(" [ {\"n\":7}]".utf8))
        try folder.write("t.csv", Array("n,s\n1,x\n".utf8))
        let connection = try SQLiteConnection.writing(folder.path("many.db"), Cancellation())
        for statement in [
            "CREATE TABLE visits (day DATE, visitors INTEGER)",
            "INSERT INTO visits VALUES ('2024-11-05', 12), ('2024-11-06', 30), ('2024-11-07', NULL)",
            "CREATE VIEW busy AS SELECT * FROM visits WHERE visitors > 20", "CREATE TABLE figures (a TEXT)",
            "CREATE VIEW broken AS SELECT * FROM gone",
        ] { try connection.run(statement) }
        try SQLiteConnection.writing(folder.path("one.sqlite"), Cancellation()).run("CREATE TABLE only (a INTEGER)")
    }

    private func run(_ text: String) throws -> [[String]] {
        let statement = try #require(try Parser.script(text).first)
        let result = try database.execute(statement)
        return (0..<result.rowCount).map { row in
            result.columns.indices.map { result.value(row: row, column: $0).text }
        }
    }

    private func failure(_ text: String) -> Diagnostic? {
        #expect(throws: Diagnostic.self) { _ = try run(text) }
    }

    @Test func namesAndFirstBytesTellTheFormat() throws {
        #expect(try run("FROM '\(folder.path("a.json"))'") == [["1", "x", "NULL"], ["2", "y", "true"]])
        #expect(try run("FROM '\(folder.path("lines.ndjson"))' |> AGGREGATE COUNT(*)") == [["2"]])
        #expect(try run("FROM '\(folder.path("noending"))'") == [["7"]])
        #expect(try run("FROM '\(folder.path("t.csv"))'") == [["1", "x"]])
        #expect(try run("FROM '\(folder.path("one.sqlite"))'") == [])
        try folder.write("data", Array(Data(contentsOf: URL(filePath: folder.path("one.sqlite")))))
        #expect(try run("FROM '\(folder.path("data"))' |> AGGREGATE COUNT(a)") == [["0"]])
    }

    @Test func filesOfOneNameAreOneTable() throws {
        #expect(
            try run("FROM '\(folder.path("?.json"))' |> SELECT n, s |> ORDER BY n DESC")
                == [["2.5", "w"], ["2", "y"], ["1", "x"]])
        #expect(
            failure("FROM READ_SQLITE('\(folder.path("*.csv"))')")?.message
                == "'\(folder.path("t.csv"))' is no SQLite file")
    }

    @Test func optionsSayWhatTheFileDoesNot() throws {
        let path = folder.path("lines.ndjson")
        #expect(failure("FROM READ_JSON('\(path)', columns => 'n INT64')")?.message.contains("is not an INT64") == true)
        let statement = try #require(
            try Parser.script("FROM READ_JSON('\(path)', columns => 'n INT64', safe => TRUE)").first)
        let result = try database.execute(statement)
        #expect(result.rowCount == 2)
        #expect(result.remarks == ["\(path), column n: 1 of 2 values were not INT64 and are NULL; it is at line 2"])
    }

    @Test func tablesOfASQLiteFileAreNamed() throws {
        let path = folder.path("many.db")
        #expect(
            try run("FROM READ_SQLITE('\(path)', 'visits') |> WHERE visitors > 20 |> SELECT day")
                == [["2024-11-06"]])
        #expect(
            try run("FROM READ_SQLITE('\(path)', 'visits', columns => 'day STRING') |> WHERE visitors IS NULL").count
                == 1)
        let text = "FROM READ_SQLITE('\(path)', 'visitz')"
        let error = failure(text)
        #expect(error?.message == "'\(path)' holds no table 'visitz'")
        #expect(error?.hints == ["did you mean 'visits'?"])
        #expect(error?.range.map { String(text.utf8.dropFirst($0.lower).prefix($0.upper - $0.lower)) } == "'visitz'")
        let hint = failure("FROM '\(path)'")?.hints.first
        #expect(hint == "READ_SQLITE('\(path)', 'broken') reads one of broken, busy, figures, visits")
    }

    @Test func lineageNamesTheFileOfEachRow() throws {
        try folder.write("month-1.csv", Array("n\n1\n2\n".utf8))
        try folder.write("month-2.csv", Array("n\n3\n4\n".utf8))
        let pattern = folder.path("month-*.csv")
        #expect(
            try run("FROM '\(pattern)' |> WHERE n IN (2, 4) |> WHY |> SELECT result_row, table, row") == [
                ["1", folder.path("month-1.csv"), "2"], ["2", folder.path("month-2.csv"), "2"],
            ])
        #expect(
            try run("FROM '\(folder.path("?.json"))' |> WHERE n = 2.5 |> WHY |> SELECT table, row")
                == [[folder.path("b.json"), "1"]])
    }

    @Test func errorsNameTheFileAndTheTableOfARow() throws {
        try folder.write("month-1.csv", Array("n\n1\n".utf8))
        try folder.write("month-2.csv", Array("n\n2\n0\n".utf8))
        let asserted = failure("FROM '\(folder.path("month-*.csv"))' |> ASSERT n > 0")
        #expect(asserted?.notes.contains { $0.contains("from row 2 of \(folder.path("month-2.csv"))") } == true)
        let path = folder.path("many.db")
        #expect(
            try run("FROM READ_SQLITE('\(path)', 'visits') |> WHERE visitors > 20 |> WHY |> SELECT table, row")
                == [["\(path), table visits", "2"]])
    }

    @Test func lineageNamesTheRowsOfAFile() throws {
        let path = folder.path("many.db")
        #expect(
            try run("FROM READ_SQLITE('\(path)', 'visits') |> WHERE visitors > 20 |> WHY |> SELECT row") == [["2"]])
        #expect(try run("FROM '\(folder.path("a.json"))' |> WHERE n > 1 |> WHY |> SELECT row") == [["2"]])
    }

    @Test func aSQLiteFileIsACatalog() throws {
        let path = folder.path("many.db")
        database.define(
            try #require(try? FileTables().open(FileReference(path: folder.path("t.csv")), for: FileRequest())).renamed(
                "Figures"))
        let file = try database.attach(file: path)
        #expect(file.tables == ["busy", "visits"])
        #expect(
            file.remarks == [
                "`broken` cannot be read: '\(path)': no such table: main.gone",
                "there is a table `Figures` already; READ_SQLITE('\(path)', 'figures') reads that of the file",
            ])
        #expect(try run("FROM busy |> SELECT visitors") == [["30"]])
        // The file may change, and may be opened again.
        try SQLiteConnection.writing(path, Cancellation()).run("DELETE FROM visits WHERE visitors > 20")
        #expect(try run("FROM busy |> SELECT visitors") == [])
        #expect(try database.attach(file: path).tables == ["busy", "visits"])
    }

    @Test func otherFilesAreNamedAfterThemselves() throws {
        #expect(try database.attach(file: folder.path("lines.ndjson")).tables == ["lines"])
        #expect(try run("FROM lines").count == 2)
    }

    @Test(
        arguments: [
            ("x.csv", .csv), ("x.CSV.gz", .csv), ("a.b/x.tsv.zst", .tsv), ("x.json", .json), ("x.jsonl", .ndjson),
            ("x.ndjson", .ndjson), ("x.db", .sqlite), ("x.sqlite3", .sqlite), ("x.md", .markdown), ("x", nil),
            ("csv", nil), (".csv", .csv), ("x.gz", nil), ("x.expoq", nil), ("a.csv/x", nil),
        ] as [(String, FileFormat?)])
    func endingsTellFormats(_ path: String, _ format: FileFormat?) {
        #expect(FileFormat(path: path) == format)
    }

    @Test func columnsAreKnownWhileAPersonTypes() throws {
        try folder.write("cut.json", Array((0..<5000).map { "{\"number\":\($0)}\n" }.joined().utf8))
        let tables = FileTables()
        #expect(try tables.peek(FileReference(path: folder.path("cut.json"))).columns.map(\.name) == ["number"])
    }

    @Test func aFileThatIsRewrittenWithOtherNamesIsNotReadUnderTheOldOnes() throws {
        try folder.write("sw.csv", Array("imports,exports\n1,2\n".utf8))
        try database.attach(csv: folder.path("sw.csv"), as: "sw")
        try folder.write("sw.csv", Array("exports,imports\n1,2\n".utf8))
        let error = #expect(throws: Diagnostic.self) { try run("FROM sw") }
        #expect(error?.message.hasSuffix("has other columns than when it was opened: exports, imports") == true)
        #expect(try run("FROM '\(folder.path("sw.csv"))'") == [["1", "2"]])
    }

    /// What another program may do to a file while it is read.
    enum Change: CaseIterable {
        case truncate, append, overwrite

        func make(_ path: String) {
            guard let file = FileHandle(forUpdatingAtPath: path) else { return }
            switch self {
            case .truncate: file.truncateFile(atOffset: 3_000_000)
            case .append:
                file.seekToEndOfFile()
                file.write(Data("2\n".utf8))
            case .overwrite: file.write(Data("x".utf8))
            }
        }
    }

    @Test(arguments: [1, 2], Change.allCases)
    func aFileThatChangesWhileItIsReadIsAnError(threads: Int, _ change: Change) throws {
        try folder.write("grow.csv", Array(("n\n" + String(repeating: "1\n", count: 5_000_000)).utf8))
        let path = folder.path("grow.csv")
        let table = try CSVTable(CSVFile(DataFile(path: path)))
        let cursors = try table.scan(ScanRequest(columns: [0], threads: threads))
        #expect(cursors.count == threads)
        #expect(try cursors[0].next() != nil)
        change.make(path)
        let error = #expect(throws: Diagnostic.self) {
            for cursor in cursors { while try cursor.next() != nil {} }
        }
        let told = change == .truncate ? "became shorter" : "changed"
        #expect(error?.message == "'\(path)' \(told) while it was read")
    }

    /// Parts of it would be of the old file, parts of the new one.
    @Test func aFileThatIsReplacedWhileItsPartsAreReadIsAnError() throws {
        try folder.write("old.csv", Array(("n\n" + String(repeating: "1\n", count: 5_000_000)).utf8))
        try folder.write("new.csv", Array(("n\n" + String(repeating: "2\n", count: 5_000_000)).utf8))
        let table = try CSVTable(CSVFile(DataFile(path: folder.path("old.csv"))))
        let cursors = try table.scan(ScanRequest(columns: [0], threads: 2))
        #expect(try cursors[0].next() != nil)
        #expect(rename(folder.path("new.csv"), folder.path("old.csv")) == 0)
        let error = #expect(throws: Diagnostic.self) {
            for cursor in cursors { while try cursor.next() != nil {} }
        }
        #expect(error?.message.hasSuffix("changed while it was read") == true)
    }

    @Test func aDeviceWithoutEndIsNotRead() {
        let error = #expect(throws: Diagnostic.self) { try run("FROM '/dev/zero'") }
        #expect(error?.message == "'/dev/zero' is a device, which has no end")
    }

    @Test func aFileThatTakesThePlaceOfATableIsToldOf() throws {
        let first = try database.attach(file: folder.path("t.csv"))
        #expect(first.remarks.isEmpty)
        #expect(try database.attach(file: folder.path("t.csv")).remarks.isEmpty)
        try database.run("CREATE OR REPLACE TABLE a AS SELECT 1 AS n")
        #expect(try database.attach(file: folder.path("a.json")).remarks.count == 1)
    }
}
