// What SQLite files become.

import Foundation
import QueryEngine
import QueryLanguage
import Testing

@testable import TableFormats

struct SQLiteFileTests {
    private let folder: TemporaryFolder
    private var path: String { folder.path("t.db") }

    init() throws { folder = try TemporaryFolder() }

    private func make(_ statements: String...) throws {
        let connection = try SQLiteConnection.writing(path, Cancellation())
        for statement in statements { try connection.run(statement) }
    }

    private func read(
        _ table: String? = nil, columns: String? = nil, safe: Bool = false, filters: [ScanFilter] = []
    ) throws -> ReadTable {
        let option = columns.map { FileReference.Option(.string($0), at: SourceRange(3, 5)) }
        return try ReadTable(SQLiteFile(path: path).table(table, columns: option, safe: safe), filters: filters)
    }

    private func failure(_ table: String? = nil, columns: String? = nil) -> Diagnostic? {
        #expect(throws: Diagnostic.self) { _ = try read(table, columns: columns) }
    }

    @Test func aTableThatHasBecomeAnotherIsAnError() throws {
        try make("CREATE TABLE a (x TEXT)", "INSERT INTO a VALUES ('p')")
        let table = try SQLiteFile(path: path).table("a")
        try make("DROP TABLE a", "CREATE TABLE a (w TEXT)", "INSERT INTO a VALUES ('new')")
        // SQLite would give the text x for a column of that name.
        #expect(throws: Diagnostic.self) { try ReadTable(table) }
    }

    @Test func tablesAndViewsAreListed() throws {
        try make(
            "CREATE TABLE b (x)", "CREATE TABLE \"a \"\"q\"\"\" (x INT)", "CREATE VIEW v AS SELECT x FROM b",
            "CREATE TABLE w (k TEXT PRIMARY KEY) WITHOUT ROWID", "CREATE VIRTUAL TABLE f USING fts5(body)",
            "CREATE TABLE n (i INTEGER PRIMARY KEY AUTOINCREMENT)")
        #expect(try SQLiteFile(path: path).tableNames == ["a \"q\"", "b", "f", "n", "v", "w"])
        #expect(try read("a \"q\"").columns == [Column("x", .int64)])
        #expect(try read("F").columns == [Column("body", .string)])
    }

    @Test func declaredTypesTellTheColumns() throws {
        try make(
            """
            CREATE TABLE t (a INTEGER, b BIGINT, c VARCHAR(20), d TEXT, e REAL, f DOUBLE PRECISION, g BOOLEAN, h DATE,
            i DATETIME, j TIMESTAMP, k INTERVAL, l QUANTITY)
            """,
            """
            INSERT INTO t VALUES (1, -2, 'x', 'y', 0.5, 2, TRUE, '2024-02-29', '2024-11-05 08:00', 1730793600,
            '1-2 3 4:5:6', '> 100 item')
            """, "INSERT INTO t (g) VALUES (NULL)")
        let table = try read()
        #expect(
            table.columns.map(\.type) == [
                .int64, .int64, .string, .string, .float64, .float64, .bool, .date, .timestamp, .timestamp, .interval,
                .quantity,
            ])
        let eight: Int64 = 1_730_793_600_000_000
        #expect(
            table.rows[0] == [
                .int64(1), .int64(-2), .string("x"), .string("y"), .float64(0.5), .float64(2), .bool(true),
                .date(19_782), .timestamp(eight), .timestamp(eight),
                .interval(Interval(months: 14, days: 3, microseconds: 14_706_000_000)),
                .quantity(try #require(Quantity("> 100 item"))),
            ])
        #expect(table.rows[1].allSatisfy { $0 == .null })
    }

    /// The declaration, values, and what the column is then.
    @Test(
        arguments: [
            ("", "1, 2", .int64), ("", "1, 2.5", .float64), ("", "1, 'x'", .string), ("", "NULL", .string),
            ("NUMERIC", "'12', 3", .int64), ("DECIMAL(10,2)", "1.25, 3", .float64), ("BLOB", "x'414243'", .string),
            ("FLOATING POINT", "1.5", .float64), ("DATE", "'2024-02-29', 'soon'", .string),
            ("DATE", "'2024-02-29', '2024-02-29 08:00:00'", .timestamp), ("DATE", "20240229, 20240301", .int64),
            ("DATE", "86400, 2440588.5", .date), ("DATE", "NULL", .date), ("BOOLEAN", "0, 1, 'true'", .bool),
            ("BOOLEAN", "0, 2", .int64), ("BOOLEAN", "'Y', 'N'", .string), ("TIMESTAMP", "1730793600000", .int64),
            ("DATETIME", "2440587.5, 0, '1970-01-01T00:00:00Z'", .timestamp), ("QUANTITY", "'5 pm', 'x y z'", .string),
            ("INTERVAL DAY", "12", .int64), ("UUID", "'a'", .string), ("STRING", "12", .string),
        ] as [(String, String, DataType)])
    func valuesTellWhatTheDeclarationLeavesOpen(_ declaration: String, _ values: String, _ type: DataType) throws {
        try make("CREATE TABLE t (v \(declaration))")
        for value in values.split(separator: ",") { try make("INSERT INTO t VALUES (\(value))") }
        let table = try read()
        #expect(table.columns == [Column("v", type)])
        #expect(table.rows.count == values.split(separator: ",").count)
    }

    @Test func julianDaysAndSecondsAreTimes() throws {
        try make(
            "CREATE TABLE t (d DATE, s TIMESTAMP)", "INSERT INTO t VALUES (2440588.5, 2440587.75)",
            "INSERT INTO t VALUES (86400, -1)")
        #expect(
            try read().rows == [
                [.date(1), .timestamp(21_600_000_000)], [.date(1), .timestamp(-1_000_000)],
            ])
    }

    @Test func aViewsColumnsHaveTheTypesOfWhatTheyName() throws {
        try make(
            "CREATE TABLE t (d DATE, n INTEGER)", "INSERT INTO t VALUES ('2024-02-29', 3), ('2024-03-01', 4)",
            "CREATE VIEW v AS SELECT d, n * 2 AS twice, n / 2.0 AS half, 'x' || n FROM t")
        let table = try read("v")
        #expect(table.columns.map(\.type) == [.date, .int64, .float64, .string])
        #expect(table.rows[1] == [.date(19_783), .int64(8), .float64(2), .string("x4")])
    }

    /// A view that never ends is not waited for until it is asked for its rows, and then it can be cancelled.
    @Test func anEndlessViewIsOpened() throws {
        try make(
            """
            CREATE VIEW v AS WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT COUNT(*) AS n FROM c
            """)
        let table = try SQLiteFile(path: path).table("v")
        #expect(table.columns == [Column("n", .string)])
        let statement = FileRequest()
        let cursor = try #require(try table.scan(ScanRequest(columns: [0], for: statement)).first)
        let canceller = Thread {
            usleep(20_000)
            statement.cancellation.cancel()
        }
        canceller.start()
        #expect(throws: Diagnostic.interrupted) { _ = try cursor.next() }
    }

    @Test func namesAreFoundWhateverTheirCase() throws {
        try make("CREATE TABLE Visits (a INT)", "CREATE TABLE others (a INT)")
        #expect(try read("visits").columns == [Column("a", .int64)])
        #expect(failure("vists") == Diagnostic("'\(path)' holds no table 'vists'", hints: ["did you mean 'Visits'?"]))
        #expect(failure("x")?.hints == ["it holds Visits, others"])
        #expect(failure()?.message == "'\(path)' holds 2 tables")
        #expect(
            failure("Visits", columns: "b INT64")
                == Diagnostic("the table 'Visits' in '\(path)' has no column `b`", hints: ["its columns: a"]))
    }

    // MARK: Values that do not fit

    @Test func aValueThatDoesNotFitIsAnErrorOrNull() throws {
        try make("CREATE TABLE t (a INTEGER, b TEXT)", "INSERT INTO t VALUES (1, 'x'), ('soon', 'y'), (2.5, 'z')")
        let error = failure()
        #expect(error?.message == "\(path), table t, rowid 2: column a: 'soon' is not an INT64")
        #expect(
            error?.hints == [
                "READ_SQLITE('\(path)', 't', columns => 'a STRING') keeps the text",
                "READ_SQLITE('\(path)', 't', safe => TRUE) makes values that do not fit NULL, and counts them",
            ])
        let table = try read(safe: true)
        #expect(table.rows.map { $0[0] } == [.int64(1), .null, .null])
        #expect(
            table.remarks == [
                "\(path), table t, column a: 2 of 3 values were not INT64 and are NULL; the first at rowid 2"
            ])
        #expect(try read(columns: "a STRING").rows.map { $0[0] } == [.string("1"), .string("soon"), .string("2.5")])
        // Nobody asks what a column holds that nobody wants.
        let provider = try SQLiteFile(path: path).table("t")
        let batch = try #require(try provider.scan(ScanRequest(columns: [1]))[0].next())
        #expect(batch.rowCount == 3)
    }

    @Test func bytesThatAreNoTextAreNoString() throws {
        try make(
            "CREATE TABLE t (id TEXT PRIMARY KEY, b BLOB) WITHOUT ROWID",
            "INSERT INTO t VALUES ('1', x'c3a9'), ('2', x'ff00010203040506070809')",
            "CREATE TABLE u (t TEXT)", "INSERT INTO u VALUES (CAST(x'e9' AS TEXT))")
        #expect(
            failure("t")?.message == "\(path), table t, row 2: column b: x'ff00010203040506…' is not a STRING")
        #expect(try read("t", safe: true).rows.map { $0[1] } == [.string("é"), .null])
        #expect(failure("u")?.message == "\(path), table u, rowid 1: column t: '\u{FFFD}' is not a STRING")
    }

    // MARK: Conditions

    /// What SQLite leaves out, the engine would have left out too; a value that does not fit is never left out.
    @Test(arguments: ["PRAGMA encoding = 'UTF-8'", "PRAGMA encoding = 'UTF-16'"])
    func conditionsMeanWhatTheyMeanInTheEngine(_ encoding: String) throws {
        let values = [
            "NULL", "0", "-1", "5", "7", "9007199254740993", "2.5", "5.0", "9e999", "''", "'5'", "'x'", "'X'", "'é'",
            "'🎈'", "'\u{FFFD}'", "'NaN'", "x''", "x'35'", "x'78'",
        ]
        let declarations = ["INTEGER", "REAL", "TEXT", "TEXT COLLATE NOCASE", "", "NUMERIC", "INTEGER UNIQUE"]
        let connection = try SQLiteConnection.writing(path, Cancellation())
        try connection.run(encoding)
        for (index, declaration) in declarations.enumerated() {
            try connection.run("CREATE TABLE t\(index) (v \(declaration))")
            for value in values { try connection.run("INSERT OR IGNORE INTO t\(index) VALUES (\(value))") }
        }
        try connection.run("CREATE VIEW v AS SELECT v FROM t2 UNION ALL SELECT v FROM t0")
        try connection.run("CREATE INDEX i ON t2 (v)")
        let constants: [Value] = [
            .int64(5), .float64(2.5), .string("5"), .string("x"), .string("é"), .string("\u{FFFD}"),
        ]
        var leftOut = 0
        for table in declarations.indices.map({ "t\($0)" }) + ["v"] {
            for constant in constants {
                let type = try #require(constant.type)
                let option = FileReference.Option(.string("v \(type.name)"), at: SourceRange(0, 0))
                for comparison in [
                    .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual,
                ] as [ScanFilter.Comparison] {
                    let provider = try SQLiteFile(path: path).table(table, columns: option)
                    let filter = ScanFilter(column: 0, comparison, constant)
                    let scan = SQLiteScan(provider, ScanRequest(columns: [0], filters: [filter]))
                    let all = SQLiteScan(provider, ScanRequest(columns: [0]))
                    let given = Set(try kept(provider, scan))
                    let everything = try kept(provider, all)
                    for value in everything where !given.contains(value) {
                        leftOut += 1
                        let isLost = value.value.map { meets($0, comparison, constant) } ?? !value.isNumberOrNull
                        #expect(!isLost, "\(table) \(scan.text) \(constant): \(value)")
                    }
                }
            }
        }
        #expect(leftOut > 500)
    }

    /// A value of SQLite, and what it is in the engine; `nil` if it does not fit.
    private struct Kept: Hashable {
        let text: String
        let isNumberOrNull: Bool
        let value: Value?

        static func == (a: Kept, b: Kept) -> Bool { a.text == b.text }
        func hash(into hasher: inout Hasher) { hasher.combine(text) }
    }

    /// The values that a scan lets through.
    private func kept(_ table: SQLiteTable, _ scan: SQLiteScan) throws -> [Kept] {
        let statement = try SQLiteStatement(SQLiteConnection.reading(path), scan.text)
        try scan.bind(to: statement)
        var result: [Kept] = []
        while try statement.step() {
            let value = statement[0]
            let builder = SQLiteBuilder.make(table.columns[0].type, capacity: 1)
            let fits = builder.append(value)
            let isNumberOrNull = [.null, .integer, .real].contains(value.storage)
            result.append(
                Kept(
                    text: value.shownText, isNumberOrNull: isNumberOrNull,
                    value: fits ? builder.finish(count: 1).value(0) : nil))
        }
        return result
    }

    private func meets(_ value: Value, _ comparison: ScanFilter.Comparison, _ constant: Value) -> Bool {
        func compare<T: Comparable>(_ a: T, _ b: T) -> Bool {
            switch comparison {
            case .equal: a == b
            case .notEqual: a != b
            case .less: a < b
            case .lessOrEqual: a <= b
            case .greater: a > b
            case .greaterOrEqual: a >= b
            case .isNull, .isNotNull: false
            }
        }
        switch (value, constant) {
        case (.int64(let a), .int64(let b)): return compare(a, b)
        case (.float64(let a), .float64(let b)): return compare(a, b)
        case (.string(let a), .string(let b)):
            return compare(Data(a.utf8).hexadecimal, Data(b.utf8).hexadecimal)
        default: return false
        }
    }

    @Test func conditionsReachSQLite() throws {
        try make(
            "CREATE TABLE t (a INTEGER, b TEXT)", "INSERT INTO t VALUES (1, 'x'), (2, NULL), (3, 'y'), (NULL, 'z')")
        func rows(_ filters: ScanFilter...) throws -> [Value] { try read(filters: filters).rows.map { $0[0] } }
        #expect(try rows(ScanFilter(column: 0, .greater, .int64(1))) == [.int64(2), .int64(3)])
        #expect(try rows(ScanFilter(column: 1, .equal, .string("y"))) == [.int64(3)])
        #expect(try rows(ScanFilter(column: 1, .isNull)) == [.int64(2)])
        #expect(
            try rows(ScanFilter(column: 0, .isNotNull), ScanFilter(column: 1, .less, .string("y"))) == [.int64(1)])
    }

    @Test func anIndexServesConditionsOnIt() throws {
        try make("CREATE TABLE t (a INTEGER, b TEXT)", "CREATE INDEX i ON t (b)")
        let provider = try SQLiteFile(path: path).table("t")
        let request = ScanRequest(columns: [0], filters: [ScanFilter(column: 1, .equal, .string("x"))])
        let plan = try SQLiteStatement(
            SQLiteConnection.reading(path), "EXPLAIN QUERY PLAN " + SQLiteScan(provider, request).text)
        var lines = ""
        while try plan.step() { lines += plan[3].shownText }
        #expect(lines.contains("USING INDEX i") && !lines.contains("SCAN"))
    }

    @Test func rowsComeInTheOrderOfTheirNumbers() throws {
        try make(
            "CREATE TABLE t (a INTEGER, rowid TEXT)", "CREATE INDEX i ON t (a)",
            "INSERT INTO t VALUES (3, 'x'), (1, 'y'), (2, 'z')")
        let provider = try SQLiteFile(path: path).table("t")
        let batch = try #require(try provider.scan(ScanRequest(columns: [0]))[0].next()).batch
        #expect((0..<3).map { batch.columns[0].value($0) } == [.int64(3), .int64(1), .int64(2)])
    }

    @Test func manyRowsComeInBatches() throws {
        try make(
            "CREATE TABLE t (a INTEGER)",
            "INSERT INTO t WITH RECURSIVE c(x) AS (SELECT 0 UNION ALL SELECT x + 1 FROM c WHERE x < 4999) SELECT x FROM c"
        )
        #expect(try read().rows.map { $0[0] } == (0..<5000).map { .int64(Int64($0)) })
        let counted = try #require(try SQLiteFile(path: path).table("t").scan(ScanRequest(columns: []))[0].next())
        #expect(counted.rowCount == 2048)
    }

    // MARK: Files that are none, or damaged

    @Test func whatIsNoSQLiteFileIsToldSo() throws {
        try folder.write("empty.db", [])
        try folder.write("text.db", Array("a,b\n1,2\n".utf8))
        try folder.write("short.db", Array("SQLite format 3\0".utf8))
        func message(_ name: String) -> Diagnostic? {
            #expect(throws: Diagnostic.self) { _ = try SQLiteFile(path: folder.path(name)) }
        }
        #expect(message("empty.db")?.message == "'\(folder.path("empty.db"))' is empty")
        #expect(message("text.db")?.message == "'\(folder.path("text.db"))' is no SQLite file")
        #expect(message("short.db")?.hints == ["only its first 16 bytes are there"])
        #expect(message("emty.db")?.hints == ["did you mean '\(folder.path("empty.db"))'?"])
        #expect(message("")?.message == "'\(folder.path(""))' is a folder")
        try make("VACUUM")
        #expect(failure()?.message == "'\(path)' holds no tables")
    }

    @Test func oddNamesOfFilesAreNoTrouble() throws {
        let odd = folder.path("a b?mode=rwc#%41é.db")
        let connection = try SQLiteConnection.writing(odd, Cancellation())
        try connection.run("CREATE TABLE t (a)")
        #expect(try SQLiteFile(path: odd).tableNames == ["t"])
    }

    @Test func changesInALogAreRead() throws {
        let connection = try SQLiteConnection.writing(path, Cancellation())
        try connection.run("PRAGMA journal_mode = WAL")
        try connection.run("CREATE TABLE t (a INT)")
        try connection.run("INSERT INTO t VALUES (7)")
        #expect(try read().rows == [[.int64(7)]])
        withExtendedLifetime(connection) {}
    }

    @Test func aLockedFileIsToldOf() throws {
        try make("CREATE TABLE t (a INT)")
        let connection = try SQLiteConnection.writing(path, Cancellation())
        try connection.run("BEGIN EXCLUSIVE")
        #expect(
            failure()
                == Diagnostic(
                    "'\(path)' is locked: another program is writing it", hints: ["try again when that is done"]))
        withExtendedLifetime(connection) {}
    }

    @Test func aBrokenViewIsToldOf() throws {
        try make("CREATE TABLE t (a INT)", "CREATE VIEW v AS SELECT a FROM t", "DROP TABLE t")
        #expect(failure("v")?.message.contains("no such table: main.t") == true)
    }

    /// A database of several pages, cut at any length or with bytes changed, is read or told to be damaged.
    @Test func damagedFilesAreErrorsOrTables() throws {
        try make(
            "PRAGMA page_size = 512",
            "CREATE TABLE t (a INTEGER PRIMARY KEY, b TEXT, c REAL, d DATE, e QUANTITY)", "CREATE INDEX i ON t (b)",
            """
            INSERT INTO t WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c WHERE x < 60)
            SELECT x, 'text ' || x, x / 2.0, DATE('2024-01-01', x || ' days'), '> ' || x || ' item' FROM c
            """, "CREATE TABLE w (k TEXT PRIMARY KEY, v BLOB) WITHOUT ROWID",
            "INSERT INTO w VALUES ('a', zeroblob(2000)), ('b', NULL)",
            "CREATE VIEW v AS SELECT a, COUNT(*) FROM t GROUP BY b")
        let bytes = try Array(Data(contentsOf: URL(filePath: path)))
        var random = Random(seed: 11)
        var readable = 0
        func tryReading(_ bytes: [UInt8]) throws {
            try folder.write("damaged.db", bytes)
            do {
                let file = try SQLiteFile(path: folder.path("damaged.db"))
                for name in file.tableNames { _ = try ReadTable(file.table(name, safe: true)) }
                readable += 1
            } catch { #expect(error is Diagnostic) }
        }
        for length in stride(from: 0, to: bytes.count, by: 41) { try tryReading(Array(bytes[..<length])) }
        #expect(readable == 0)
        for round in 0..<1000 {
            var changed = bytes
            // Half of them where the structure is: the beginning of the file or of a page.
            for _ in 0...random.next() % 4 {
                let page = Int(random.next() % UInt64(bytes.count / 512)) * 512
                let place = round % 2 == 0 ? Int(random.next() % UInt64(bytes.count)) : page + Int(random.next() % 40)
                changed[place] = UInt8(random.next() & 0xFF)
            }
            try tryReading(changed)
        }
        #expect(readable > 100)
    }
}

extension Data {
    /// Text that compares as the bytes do.
    fileprivate var hexadecimal: String { map { String(format: "%02x", $0) }.joined() }
}
