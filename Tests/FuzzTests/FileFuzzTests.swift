// Files that are almost right: CSV, JSON, SQLite, packed ones.

import CSQLite
import Foundation
import QueryLanguage
import Testing

@testable import QueryEngine
@testable import TableFormats

struct FileFuzzTests {
    private static func rows(_ cursor: any TableCursor) throws -> [String] {
        var rows: [String] = []
        while let batch = try cursor.next()?.batch {
            for row in 0..<batch.count { rows.append(batch.columns.map { $0.value(row).text }.joined(separator: "|")) }
        }
        return rows
    }

    private static func rows(_ provider: any TableProvider) throws -> [String] {
        let request = ScanRequest(columns: Array(provider.columns.indices))
        return try provider.scan(request).flatMap { try rows($0) }
    }

    // MARK: CSV

    private static let csv = [
        "a,b,c\n1,x,2024-01-01\n2,\"y, z\",\n", "a;b\r\n1,5;\"p\"\"q\"\r\n", "\u{FEFF}x\ty\n1\t2\n",
        "q\n> 100 item\n~ 30 m2\n",
        "a|b\n'x|y'|2\n", "Title\n\na,b\n1,2\n", "a,a,\n1,2,3\n4,5,6\n", "n\n007\n-0\n1e5\n0x1\n9223372036854775808\n",
        "t\n2024-02-29 10:00:00+08\n\n2024-02-30\n", "a,b\n\"multi\nline\",1\n\"\",2\n,3\n", "no header\n", "\n\n\n",
        "a",
    ]

    private static func options(_ random: inout SeededGenerator) -> CSVOptions {
        var options = CSVOptions()
        guard random.below(3) == 0 else { return options }
        if random.below(3) == 0 { options.delimiter = random.pick(Array(",;|\t \"x".utf8)) }
        if random.below(4) == 0 { options.quote = random.pick([.some(nil), .some(0x27), .some(0x22), .some(0x2C)]) }
        if random.below(4) == 0 { options.escape = random.pick(Array("\\\",".utf8)) }
        if random.below(3) == 0 { options.hasHeader = random.below(2) == 0 }
        if random.below(4) == 0 { options.nullText = random.pick(["n/a", "", "1", "\""]) }
        if random.below(4) == 0 { options.skippedLines = random.below(5) }
        if random.below(4) == 0 { options.encoding = random.pick(TextEncoding.allCases) }
        if random.below(3) == 0 { options.isSafe = true }
        return options
    }

    /// Read from memory, from a file and in parts, it has the same rows.
    @Test func anyBytesAreACSVFileOrAnError() throws {
        let inputs = Self.csv.map { Array($0.utf8) } + (try Samples.files("CSVFiles", "csv", "gz", "zst", "tsv"))
        var fuzz = Fuzz(
            "csv", inputs: inputs,
            words: [
                "\"", "\"\"", "\r\n", "\n", ",", ";", "\t", "|", "2024-01-01", "true", "\u{FEFF}", "1.5", "> 5 m2",
                "NULL",
            ],
            longest: 2000)
        let scratch = ScratchFile("csv")
        try fuzz.run(2500) { bytes, random in
            let options = Self.options(&random)
            let rows: [String]
            do throws(Diagnostic) {
                let file = try CSVFile(DataFile(FileBytes(name: "t.csv", copying: bytes)), options)
                do { rows = try Self.rows(CSVTable(file)) } catch { return "\(error)" }
            } catch {
                return error.message
            }
            if random.below(4) == 0 && DataFile.isPlain(bytes) {
                try scratch.write(bytes)
                do {
                    let file = try CSVFile(DataFile(path: scratch.path), options)
                    // Others are read in one go.
                    guard file.encoding == .utf8 else { return "\(file.encoding)" }
                    let columns = Array(file.columns.indices)
                    let places = (0..<2).map { _ in random.below(bytes.count + 2) }.sorted()
                    let parts = CSVParts(file, bounds: [0] + places, cancellation: Cancellation())
                    var found: [String] = []
                    for index in 0..<3 {
                        found += try Self.rows(
                            CSVCursor(file, columns: columns, for: FileRequest(), part: (parts, index)))
                    }
                    if found != rows { Issue.record("in parts at \(places) otherwise: \(bytes)\n\(options)") }
                } catch {
                    Issue.record("in parts an error: \(error)\n\(bytes)\n\(options)")
                }
            }
            return "\(rows.count < 3) \(rows.first?.count ?? 0)"
        }
    }

    // MARK: JSON

    private static let json = [
        #"[{"a":1,"b":"x"},{"a":2.5,"b":null}]"#, "{\"a\":1}\n{\"a\":\"\\u00e9\\ud83d\\ude00\"}\n", "[]", "{}",
        #"[{"a":{"b":[1,2,{"c":null}]},"d":[]},{"d":true}]"#,
        #"[{"q":{"nominal":5,"lower":4,"upper":null,"unit":"m2"}}]"#,
        #"[{"t":"2024-01-01"},{"t":"2024-01-01T00:00:00Z"}]"#, "{\"a\":-0,\"a\":1e999,\"b\":12345678901234567890}",
        "[1,2]", "[{\"a\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\"}]", "\u{FEFF}[ { \"\" : 1 } , \n {\"\":2}\n]\n",
    ]

    @Test func anyBytesAreAJSONFileOrAnError() throws {
        var fuzz = Fuzz(
            "json", inputs: Self.json.map { Array($0.utf8) },
            words: [
                "{", "}", "[", "]", ":", ",", "\"", "null", "true", "false", "\\u", "\\ud83d", "\\", "\"a\":", "1e5",
                "-", "{\"a\":1}",
            ],
            longest: 1500)
        try fuzz.run(5000) { bytes, random in
            do {
                let isSafe = random.below(4) == 0
                let table = try JSONTable([FileBytes(name: "t.json", copying: bytes)], safe: isSafe)
                let rows = try Self.rows(table)
                return "\(table.columns.map(\.type.name)) \(rows.count)"
            } catch {
                return "\(error)"
            }
        }
    }

    // MARK: SQLite

    private static func database() throws -> [UInt8] {
        let file = ScratchFile("db")
        var database: OpaquePointer?
        sqlite3_open(file.path, &database)
        let statements = """
            PRAGMA page_size = 512; CREATE TABLE a (i INTEGER PRIMARY KEY, t TEXT, r REAL, b BLOB, d DATE);
            INSERT INTO a VALUES (1, 'x', 2.5, x'00ff', '2024-01-01'), (2, NULL, 1e300, NULL, 'no date'), (9, 'é', 0, 1, 7);
            CREATE TABLE w (k TEXT PRIMARY KEY, n) WITHOUT ROWID; INSERT INTO w VALUES ('p', 1), ('q', 'two');
            CREATE VIEW v AS SELECT i, t || 'z' AS tz FROM a; CREATE INDEX x ON a (t);
            INSERT INTO a (t, r) SELECT 'more ' || value, value FROM (WITH RECURSIVE s(value) AS
              (SELECT 1 UNION ALL SELECT value + 1 FROM s WHERE value < 40) SELECT value FROM s);
            """
        sqlite3_exec(database, statements, nil, nil, nil)
        sqlite3_close(database)
        return [UInt8](try Data(contentsOf: URL(filePath: file.path)))
    }

    @Test func anyBytesAreASQLiteFileOrAnError() throws {
        var fuzz = Fuzz(
            "sqlite", inputs: [try Self.database()],
            words: [
                "SQLite format 3\0", "CREATE TABLE ", "VIEW", "INTEGER", "TEXT", " AS SELECT ", "a", "w", "(", ")",
                "\0\0\0\u{1}",
            ],
            longest: 1 << 15)
        let scratch = ScratchFile("db")
        try fuzz.run(600) { bytes, random in
            try scratch.write(bytes)
            do {
                let file = try SQLiteFile(path: scratch.path)
                var count = 0
                for name in file.tableNames.prefix(6) {
                    let table = try file.table(name, safe: random.below(2) == 0)
                    count += try Self.rows(table).count
                }
                return "\(file.tableNames.count) \(count / 10)"
            } catch {
                return "\(error)"
            }
        }
    }
}

extension DataFile {
    /// Whether the bytes are not packed, so that any part of the file can be read.
    fileprivate static func isPlain(_ bytes: [UInt8]) -> Bool {
        let file = FileBytes(name: "", copying: bytes)
        return withExtendedLifetime(file) { Compression(beginning: file.bytes) == nil }
    }
}
