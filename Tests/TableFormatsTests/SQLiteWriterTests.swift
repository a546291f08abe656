// What becomes of SQLite files that results are written to.

import Foundation
import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct SQLiteWriterTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path("out.v2.db") }

    init() throws { folder = try TemporaryFolder() }

    private func result(_ names: String..., type: DataType = .int64, value: Value = .int64(1)) -> QueryResult {
        QueryResult(
            columns: names.map { Column($0, type) },
            batches: [Batch(names.map { _ in Vector(type, values: [value]) }, count: 1)])
    }

    private func failure(
        _ result: QueryResult, table: String? = nil, overwrites: Bool = true, _ cancellation: Cancellation = .init()
    ) -> Diagnostic? {
        #expect(throws: Diagnostic.self) {
            try SQLiteWriter.write(result, to: path, table: table, overwrites: overwrites, cancellation)
        }
    }

    private var files: [String] {
        get throws { try FileManager.default.contentsOfDirectory(atPath: folder.path("")).sorted() }
    }

    @Test func aTableIsNamedAfterItsFile() throws {
        try SQLiteWriter.write(result("a"), to: path)
        #expect(try SQLiteFile(path: path).tableNames == ["out"])
        #expect(try files == ["out.v2.db"])
    }

    @Test func otherTablesStay() throws {
        try SQLiteWriter.write(result("a"), to: path, table: "one")
        try SQLiteWriter.write(result("b"), to: path, table: "two")
        try SQLiteWriter.write(result("c", "d"), to: path, table: "ONE")
        let file = try SQLiteFile(path: path)
        #expect(file.tableNames.sorted() == ["ONE", "two"])
        #expect(try file.table("one").columns.map(\.name) == ["c", "d"])
        #expect(try files == ["out.v2.db"])
    }

    /// What the file has beside tables, by the statements that made it.
    private func companions() throws -> [String] {
        let connection = try SQLiteConnection.reading(path)
        let list = try SQLiteStatement(
            connection, "SELECT sql FROM sqlite_master WHERE type IN ('index', 'trigger') ORDER BY name")
        var found: [String] = []
        while try list.step() { found.append(String(list[0].bytes)) }
        return found
    }

    private static let companions = [
        "CREATE UNIQUE INDEX i ON T (\"a\" DESC) WHERE a > 0",
        "CREATE TRIGGER j AFTER INSERT ON t BEGIN DELETE FROM t; END",
    ]

    @Test func indexesAndTriggersStay() throws {
        try SQLiteWriter.write(result("a", "b"), to: path, table: "t")
        do {
            let connection = try SQLiteConnection.writing(path, Cancellation())
            for statement in Self.companions { try connection.run(statement) }
        }
        try SQLiteWriter.write(result("a", value: .int64(7)), to: path, table: "t")
        #expect(try companions() == Self.companions)
        // The trigger has not seen the rows.
        #expect(try ReadTable(SQLiteFile(path: path).table("t")).rows == [[.int64(7)]])
    }

    @Test func lostConstraintsAreToldOf() throws {
        do {
            let connection = try SQLiteConnection.writing(path, Cancellation())
            try connection.run("CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT NOT NULL UNIQUE DEFAULT 'x')")
            try connection.run("CREATE TABLE u (a REFERENCES t)")
            try connection.run("CREATE TABLE v (a)")
        }
        func told(_ table: String) throws -> [String] {
            try SQLiteWriter.write(result("a"), to: path, table: table)
                .map { $0.replacing(folder.path(""), with: "") }
        }
        #expect(
            try told("t") == ["out.v2.db, table t: what it had of PRIMARY KEY, UNIQUE, NOT NULL, DEFAULT is gone"])
        #expect(try told("u") == ["out.v2.db, table u: what it had of FOREIGN KEY is gone"])
        #expect(try told("v") == [] && told("t") == [])
    }

    @Test(arguments: [
        ("b", Int64(1), "no such column: a"), ("a", 2, "UNIQUE constraint failed: t.a"),
    ])
    func anIndexThatDoesNotGoWithTheRowsKeepsThemOut(column: String, copies: Int64, reason: String) throws {
        try SQLiteWriter.write(result("a"), to: path, table: "t")
        do {
            let connection = try SQLiteConnection.writing(path, Cancellation())
            try connection.run("CREATE UNIQUE INDEX i ON t (\"a\")")
        }
        let before = try Data(contentsOf: URL(filePath: path))
        let values = [Value](repeating: .int64(1), count: Int(copies))
        let rows = QueryResult(
            columns: [Column(column, .int64)], batches: [Batch([Vector(.int64, values: values)], count: Int(copies))])
        let error = failure(rows, table: "t")
        #expect(error?.message.hasPrefix("the index 'i' of the table 't' in '\(path)' does not go with") == true)
        #expect(error?.message.contains(reason) == true, "\(error?.message ?? "")")
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
    }

    @Test func whatCannotBeWrittenLeavesTheFileAsItWas() throws {
        try SQLiteWriter.write(result("a"), to: path, table: "t")
        let connection = try SQLiteConnection.writing(path, Cancellation())
        try connection.run("CREATE VIEW v AS SELECT a FROM t")
        let before = try Data(contentsOf: URL(filePath: path))
        #expect(failure(result("a"), table: "v")?.message == "'v' is a view in '\(path)'")
        #expect(failure(result("a"), table: "t", overwrites: false)?.message == "'\(path)' has a table 't' already")
        #expect(failure(result("a\0b"), table: "t")?.message == "'a\0b' is no name in SQLite")
        #expect(failure(result("a"), table: "")?.message == "'' is no name in SQLite")
        #expect(
            failure(result("a"), table: "SQLite_x")?.message
                == "'SQLite_x' is no name for a table: SQLite keeps those with sqlite_ to itself")
        #expect(failure(QueryResult(columns: [], batches: []))?.message == "a table of SQLite needs a column")
        let cancellation = Cancellation()
        cancellation.cancel()
        #expect(failure(result("z"), table: "t", cancellation) == .interrupted)
        #expect(try Data(contentsOf: URL(filePath: path)) == before)
        #expect(try files == ["out.v2.db"])
    }

    @Test func aFileThatIsNoDatabaseIsNotReplaced() throws {
        try folder.write("out.v2.db", Array("dear diary".utf8))
        #expect(failure(result("a"))?.message == "'\(path)' is no SQLite file")
        #expect(try String(contentsOfFile: path, encoding: .utf8) == "dear diary")
        try folder.write("out.v2.db", [])
        try SQLiteWriter.write(result("a"), to: path)
        #expect(try SQLiteFile(path: path).tableNames == ["out"])
    }

    @Test func aFolderThatIsNotThereIsToldOf() {
        let error = #expect(throws: Diagnostic.self) {
            try SQLiteWriter.write(result("a"), to: folder.path("none/out.db"))
        }
        let path = folder.path("none")
        #expect(error?.message == "cannot write '\(path)/out.db': there is no folder '\(path)'")
    }

    /// Other programs are to see what the types mean.
    @Test func columnsAreDeclaredForOthersToo() throws {
        let types = DataType.allCases
        let values: [Value] = [
            .bool(true), .int64(7), .float64(.nan), .string("x"), .date(0), .timestamp(0),
            .interval(Interval(days: 1)), .quantity(Quantity(5)),
        ]
        let everything = QueryResult(
            columns: types.map { Column($0.name, $0) },
            batches: [Batch(zip(types, values).map { Vector($0, values: [$1]) }, count: 1)])
        try SQLiteWriter.write(everything, to: path, table: "t")
        let connection = try SQLiteConnection.reading(path)
        let schema = try SQLiteStatement(connection, "SELECT sql FROM sqlite_master")
        #expect(try schema.step())
        #expect(
            String(schema[0].bytes) == #"CREATE TABLE "t" ("BOOL" BOOLEAN, "INT64" INTEGER, "FLOAT64" REAL, "#
                + #""STRING" TEXT, "DATE" DATE, "TIMESTAMP" TIMESTAMP, "INTERVAL" INTERVAL, "QUANTITY" QUANTITY)"#
        )
        let row = try SQLiteStatement(connection, "SELECT * FROM t")
        #expect(try row.step())
        #expect(
            types.indices.map { row[$0].shownText } == [
                "1", "7", "'NaN'", "'x'", "'1970-01-01'", "'1970-01-01T00:00:00Z'", "'0-0 1 0:0:0'", "5",
            ])
    }
}
