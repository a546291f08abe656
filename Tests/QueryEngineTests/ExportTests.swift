// EXPORT DATA up to the file: its options, and where it may stand.

import QueryLanguage
import Synchronization
import Testing

@testable import QueryEngine

struct ExportTests {
    /// What was given to the file writer.
    private final class Written: Sendable {
        let exports = Mutex<[(export: FileExport, rows: Int)]>([])
    }

    private let written = Written()
    private let engine: Engine

    init() {
        var catalog = Catalog()
        catalog.fileWriter = { [written] export, rows, _ in
            written.exports.withLock { $0.append((export, rows.rowCount)) }
            return []
        }
        engine = Engine(catalog: catalog)
    }

    /// The last statement's message.
    private func run(_ text: String) throws -> String? {
        var options = Engine.Options(now: 0)
        options.variables = ScriptVariables()
        options.parameters = Parameters(named: ["folder": .string("out")])
        return try Parser.script(text).map { try engine.execute($0, options) }.last?.message
    }

    private func error(_ text: String) -> (message: String, at: String, hints: [String])? {
        do {
            _ = try run(text)
            return nil
        } catch {
            guard let error = error as? Diagnostic, let range = error.range else { return ("\(error)", "", []) }
            let bytes = Array(text.utf8)[range.lower..<range.upper]
            return (error.message, String(decoding: bytes, as: UTF8.self), error.hints)
        }
    }

    private func export(_ options: String) throws -> FileExport {
        _ = try run("EXPORT DATA OPTIONS (\(options)) AS SELECT 1 AS a")
        return try #require(written.exports.withLock { $0.last?.export })
    }

    @Test func theStatementAndTheOperatorDoTheSame() throws {
        let message = "exported 2 rows to 'out.csv'"
        #expect(
            try run("EXPORT DATA OPTIONS (uri = 'out.csv') AS SELECT 1 AS a UNION ALL SELECT 2") == message)
        #expect(
            try run("SELECT 1 AS a UNION ALL (SELECT 2) |> EXPORT DATA OPTIONS (uri = 'out.csv')") == message)
        #expect(written.exports.withLock { $0.map(\.rows) } == [2, 2])
        #expect(try run("EXPORT DATA OPTIONS (uri = 'a.csv') AS SELECT 1 AS a") == "exported 1 row to 'a.csv'")
    }

    @Test func optionsHaveDefaults() throws {
        let plain = try export("uri = 'a.tsv'")
        #expect(plain.path == "a.tsv" && plain.format == .tsv)
        #expect(plain.overwrites && plain.hasHeader && plain.fieldDelimiter == UInt8(ascii: ",") && plain.table == nil)
        let all = try export(
            "URI = @folder || '/a.csv', format = 'csv', overwrite = FALSE, header = 1 > 2, field_delimiter = '\\t'")
        #expect(all.path == "out/a.csv" && !all.overwrites && !all.hasHeader && all.fieldDelimiter == 9)
        #expect(try export("uri = 'a.db', table = 'deals'").table == "deals")
    }

    @Test(arguments: [
        ("a.csv", FileFormat.csv), ("b/a.TSV", .tsv), ("a.json", .json), ("a.ndjson", .ndjson),
        ("a.jsonl", .ndjson),
        ("a.md", .markdown), ("a.sqlite", .sqlite), ("a.b.db", .sqlite),
    ])
    func theEndingTellsTheFormat(path: String, format: FileFormat) throws {
        #expect(try export("uri = '\(path)'").format == format)
    }

    @Test(arguments: [
        ("uri = 'a.csv', fromat = 'CSV'", "EXPORT DATA has no option `fromat`", "fromat", "did you mean `format`?"),
        ("uri = 'a.csv', uri = 'b.csv'", "the option `uri` is given twice", "uri", ""),
        ("uri = 7", "`uri` needs a STRING that is not empty", "7", ""),
        ("uri = ''", "`uri` needs a STRING that is not empty", "''", ""),
        ("uri = 'a.csv', header = 'no'", "`header` needs a BOOL: TRUE or FALSE", "'no'", ""),
        ("uri = 'a.csv', header = NULL", "`header` needs a BOOL: TRUE or FALSE", "NULL", ""),
        ("uri = 'a.csv', format = 'XSV'", "there is no format 'XSV'", "'XSV'", "did you mean `CSV`?"),
        ("uri = 'a.json', header = FALSE", "`header` is no option of JSON", "header", ""),
        ("uri = 'a.tsv', field_delimiter = ';'", "`field_delimiter` is no option of TSV", "field_delimiter", ""),
        (
            "uri = 'a.csv', field_delimiter = ';;'",
            "`field_delimiter` needs one character of ASCII, no quote and no line end", "';;'", ""
        ),
        ("uri = a", "uri needs a constant, not a column", "a", ""),
    ])
    func wrongOptionsAreTold(options: String, message: String, place: String, hint: String) throws {
        let error = try #require(self.error("EXPORT DATA OPTIONS (\(options)) AS SELECT 1 AS a"))
        #expect(error.message == message && error.at == place)
        #expect(hint.isEmpty || error.hints == [hint])
        #expect(written.exports.withLock { $0.isEmpty })
    }

    @Test func whatIsMissingIsTold() {
        #expect(
            error("SELECT 1 |> EXPORT DATA OPTIONS (format = 'CSV')")?.message == "EXPORT DATA needs the option `uri`")
        #expect(
            error("SELECT 1 |> EXPORT DATA OPTIONS (uri = 'a.dat')")?.message
                == "the name 'a.dat' does not tell the file's format")
    }

    @Test(arguments: [
        "SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.csv') |> LIMIT 1",
        "FROM (SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.csv'))",
        "CREATE VIEW v AS SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.csv')",
        "EXPORT DATA OPTIONS (uri = 'a.csv') AS SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.csv')",
    ])
    func itEndsAStatement(text: String) {
        #expect(error(text)?.message == "EXPORT DATA stands only at the end of a statement that is a query")
        #expect(error(text)?.at == "EXPORT DATA OPTIONS (uri = 'a.csv')")
        #expect(written.exports.withLock { $0.isEmpty })
    }

    @Test func wordsOfTheStatementStayNames() throws {
        let runner = try QueryRunner("CREATE TABLE data AS SELECT 1 AS options, 2 AS declare, 3 AS export")
        #expect(try runner.lines("FROM data |> SELECT export, declare, options") == ["3 2 1"])
    }
}
