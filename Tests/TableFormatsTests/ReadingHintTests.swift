// The calls that errors of files suggest: they can be copied, and keep what was said already.

import ExpoQuery
import Foundation
import Testing

@testable import TableFormats

struct ReadingHintTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
    }

    /// The hints of a query that fails, in which `DIR` stands for the folder; the calls in them do not fail.
    private func hints(_ text: String, following: Bool = true) throws -> [String] {
        let path = folder.path("")
        let database = Database()
        func run(_ text: String) throws {
            let statement = try #require(try Parser.script(text.replacing("DIR/", with: path)).first)
            _ = try database.execute(statement)
        }
        let error = try #require(#expect(throws: Diagnostic.self) { try run(text) })
        for hint in error.hints where following {
            let call = hint.prefix { $0 != ")" } + ")"
            #expect(throws: Never.self, "\(call)") { try run("FROM \(call)") }
        }
        return error.hints.map { $0.replacing(path, with: "") }
    }

    @Test func theNameIsALiteral() throws {
        try folder.write("it's.csv", Array("n\n1\nmany\n".utf8))
        #expect(
            try hints(#"FROM READ_CSV('DIR/it\'s.csv', columns => 'n INT64')"#) == [
                #"READ_CSV('it\'s.csv', null => 'many', columns => 'n INT64') takes it for NULL"#,
                #"READ_CSV('it\'s.csv', columns => 'n STRING') keeps the text"#,
                #"READ_CSV('it\'s.csv', columns => 'n INT64', safe => TRUE) makes cells that do not fit NULL, "#
                    + "and counts them",
            ])
    }

    @Test func optionsAreKept() throws {
        try folder.write("a.csv", Array("title\n1;2\n3;x\n".utf8))
        let call = "READ_CSV('DIR/a.csv', delimiter => ';', header => FALSE, skip => 1, columns => 'a INT64, b INT64')"
        #expect(
            try hints("FROM \(call)")[1]
                == "READ_CSV('a.csv', delimiter => ';', header => FALSE, skip => 1, "
                + "columns => 'a INT64, b STRING') keeps the text")
    }

    @Test func withoutAHeaderTypesAreListedFromTheFirstColumnOn() throws {
        try folder.write("a.csv", Array("1,2\n3,4.5\n".utf8))
        #expect(
            try hints("FROM READ_CSV('DIR/a.csv', header => FALSE, columns => 'a INT64, b INT64')")[0]
                == "READ_CSV('a.csv', header => FALSE, columns => 'a INT64, b FLOAT64') reads it as a FLOAT64")
    }

    @Test(arguments: [("1.5", "a FLOAT64", "n FLOAT64"), ("~12 k", "a QUANTITY", "n QUANTITY")])
    func aTypeThatHoldsTheCellIsSuggested(cell: String, type: String, column: String) throws {
        try folder.write("a.csv", Array("n\n1\n\(cell)\n".utf8))
        let first = try hints("FROM READ_CSV('DIR/a.csv', columns => 'n INT64')").first
        #expect(first == "READ_CSV('a.csv', columns => '\(column)') reads it as \(type)")
        try folder.write("a.json", Array("[{\"n\": 1}, {\"n\": \"\(cell)\"}]".utf8))
        let other = try hints("FROM READ_JSON('DIR/a.json', columns => 'n INT64')").first
        #expect(other == "READ_JSON('a.json', columns => '\(column)') reads it as \(type)")
    }

    @Test func otherProgramsNamesOfOptionsAreKnown() throws {
        try folder.write("a.csv", Array("n\n1\n".utf8))
        let call = "FROM READ_CSV('DIR/a.csv', "
        #expect(try hints(call + "delim => ';')", following: false) == ["did you mean `delimiter`?"])
        #expect(try hints(call + "skip_leading_rows => 1)", following: false) == ["did you mean `skip`?"])
        #expect(try hints(call + "headr => TRUE)", following: false) == ["did you mean `header`?"])
        #expect(
            try hints("FROM READ_CSV(a.csv)", following: false) == ["a text stands in quotes: 'a.csv'"])
    }

    @Test func patternsStay() throws {
        try folder.write("a-1.csv", Array("n\n1\n".utf8))
        try folder.write("a-2.csv", Array("n\nx\n".utf8))
        #expect(
            try hints("FROM READ_CSV('DIR/a-*.csv', columns => 'n INT64')")[1]
                == "READ_CSV('a-*.csv', columns => 'n STRING') keeps the text")
    }

    @Test func tablesOfSQLiteAreNamed() throws {
        let connection = try SQLiteConnection.writing(folder.path("a.db"), Cancellation())
        for statement in [
            "CREATE TABLE t (n INTEGER, d DATE)", "INSERT INTO t VALUES (1, '2024-01-01'), ('x', 'y')",
            "CREATE TABLE u (a)",
        ] { try connection.run(statement) }
        #expect(
            try hints("FROM READ_SQLITE('DIR/a.db', 't')", following: false)[0]
                == "READ_SQLITE('a.db', 't', columns => 'n STRING') keeps the text")
        #expect(
            try hints("FROM 'DIR/a.db'", following: false) == ["READ_SQLITE('a.db', 't') reads one of t, u"])
    }
}
