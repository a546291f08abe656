// Files as people have them: each in `Tests/CSVFiles` gives what stands beside it in `NAME.expected`, behind a query.
//
// With EXPOQ_UPDATE=1 in the environment the expected files are written anew; then read every change.

import ExpoQuery
import Foundation
import Testing

@testable import TableFormats

struct AwkwardFileTests {
    private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().appending(path: "CSVFiles")

    private static func names() throws -> [String] {
        try FileManager.default.contentsOfDirectory(atPath: folder.path).filter { !$0.hasSuffix(".expected") }.sorted()
    }

    @Test func thereAreManyOfThem() throws {
        #expect(try Self.names().count >= 80)
    }

    @Test(arguments: try names()) func aFileGivesWhatIsExpected(_ name: String) throws {
        let place = Self.folder.appending(path: "\(name).expected")
        let expected = try String(contentsOf: place, encoding: .utf8)
        let query = String(expected.prefix { $0 != "\n" })
        let actual = query + "\n" + answer(query)
        if ProcessInfo.processInfo.environment["EXPOQ_UPDATE"] == "1" {
            try Data(actual.utf8).write(to: place)
        }
        #expect(actual == expected)
    }

    /// The rows with their types, and what was noticed; or the error.
    private func answer(_ query: String) -> String {
        let folder = Self.folder.path + "/"
        // The files are named as if the folder were the current one.
        let script = SourceText(
            query.replacing("('", with: "('\(folder)").replacing("FROM '", with: "FROM '\(folder)"), name: "query")
        do throws(Diagnostic) {
            var parser = Parser(script.bytes)
            guard let statement = try parser.nextStatement() else { return "" }
            let result = try Database().execute(statement)
            var options = OutputOptions()
            options.showsTypes = true
            var out = OutputBuffer()
            var writer = ResultWriter(.table, options: options)
            // Bytes in memory can always be written.
            try? writer.write(result, to: &out)
            let text = String(decoding: out.bytes, as: UTF8.self)
            return (text + result.remarks.map { $0 + "\n" }.joined()).replacing(folder, with: "")
        } catch {
            let lines = ["error: \(error.message)"] + error.hints.map { "hint: \($0)" }
            return lines.map { $0 + "\n" }.joined().replacing(folder, with: "")
        }
    }
}
