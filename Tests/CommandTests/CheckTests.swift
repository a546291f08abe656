// Scripts as tests, and scripts that are only parsed.

import CommandSupport
import Foundation
import Testing

#if canImport(FoundationXML)
    import FoundationXML
#endif

struct CheckTests {
    private static let good = """
        CREATE TABLE t AS SELECT 1 AS n;
        ASSERT (SELECT COUNT(*) FROM t) = 1;
        FROM editions |> ASSERT edition > 0 |> ASSERT year > 2000;
        """
    private static let bad = """
        CREATE TABLE t AS SELECT 1 AS n;
        ASSERT (SELECT n FROM t) = 2 AS '应为 <2> & "2"';
        ASSERT FALSE;
        SELECT nothing;
        """

    private func folder() throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        try folder.write("good.expoq", Self.good)
        try folder.write("bad.expoq", Self.bad)
        try folder.write("none.expoq", "SELECT 'not shown'")
        return folder
    }

    /// The output with the times as `0 s`.
    private func withoutTimes(_ text: String) -> String { text.replacing(/[0-9]+\.[0-9]+ s/, with: "0 s") }

    @Test func eachScriptIsALine() throws {
        let run = try CommandRun(["--check", "good.expoq", "none.expoq"], in: try folder())
        #expect(run.status == 0 && run.errors == "")
        #expect(
            withoutTimes(run.output) == """
                ok   good.expoq  3 assertions   0 s
                ok   none.expoq  no assertions  0 s
                2 scripts: 2 ok, 3 assertions, 0 s

                """)
    }

    @Test func aFailureStandsBelowItsScript() throws {
        let run = try CommandRun(["--check", "bad.expoq", "good.expoq"], in: try folder())
        #expect(run.status == 1 && run.errors == "")
        #expect(
            withoutTimes(run.output) == """
                FAIL bad.expoq   1 assertion    0 s
                    bad.expoq:2:8: error: assertion failed: 应为 <2> & "2"
                      ASSERT (SELECT n FROM t) = 2 AS '应为 <2> & "2"';
                             ^~~~~~~~~~~~~~~~~~~~~
                      note: (SELECT n FROM t) is 1
                ok   good.expoq  3 assertions   0 s
                2 scripts: 1 ok, 1 failed, 4 assertions, 0 s

                """)
    }

    @Test func keepGoingTestsAllAssertionsOfAScript() throws {
        let run = try CommandRun(["--check", "--keep-going", "bad.expoq"], in: try folder())
        #expect(run.status == 1)
        #expect(run.output.hasPrefix("FAIL bad.expoq  2 assertions"))
        for place in ["bad.expoq:2:8: ", "bad.expoq:3:8: ", "bad.expoq:4:8: "] { #expect(run.output.contains(place)) }
    }

    @Test func theRowsThatFailDoNotDependOnThreads() throws {
        let statement = "FROM GENERATE_SERIES(1, 1000000) |> ASSERT MOD(value, 100000) != 70000, 'at', value"
        let runs = try [1, 4].map { try CommandRun(["--threads", "\($0)", "-c", statement]) }
        #expect(runs[0].errors.contains("error: assertion failed: at 70000\n"))
        #expect(runs[0].errors.hasSuffix("  note: it fails for value 470000\n  note: it fails for 5 more rows\n"))
        #expect(runs[1].errors == runs[0].errors)
    }

    @Test func oneScriptLeavesNothingToTheNext() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.expoq", "CREATE TABLE t AS SELECT 1 AS n;\n.set @n 1\n.cd /\n.output -\nASSERT @n = 1")
        try folder.write("b.expoq", "ASSERT EXISTS (FROM 'here.csv'); CREATE TABLE t AS SELECT 1 AS n; SELECT @n")
        try folder.write("here.csv", "a\n1\n")
        let run = try CommandRun(["--check", "a.expoq", "b.expoq"], in: folder)
        #expect(run.output.contains("ok   a.expoq  1 assertion"))
        #expect(run.output.contains("FAIL b.expoq  1 assertion"))
        #expect(run.output.contains("the parameter @n has no value"))
    }

    @Test func junitHasATestcaseForEachScript() throws {
        let folder = try folder()
        let run = try CommandRun(
            ["--check", "--keep-going", "--junit", "report.xml", "good.expoq", "bad.expoq", "none.expoq"], in: folder)
        #expect(run.status == 1)
        let document = try XMLDocument(data: Data(try folder.read("report.xml").utf8))
        let suite = try #require(document.rootElement())
        #expect(suite.name == "testsuite")
        #expect(suite.attribute(forName: "tests")?.stringValue == "3")
        #expect(suite.attribute(forName: "failures")?.stringValue == "1")
        #expect(suite.attribute(forName: "errors")?.stringValue == "1")
        let cases = suite.elements(forName: "testcase")
        #expect(cases.map { $0.attribute(forName: "name")?.stringValue } == ["good.expoq", "bad.expoq", "none.expoq"])
        #expect(cases.map { $0.attribute(forName: "assertions")?.stringValue } == ["3", "2", "0"])
        for element in [suite] + cases {
            #expect(try #require(Double(element.attribute(forName: "time")?.stringValue ?? "")) >= 0)
        }
        #expect(cases.map { $0.elements(forName: "failure").count } == [0, 1, 0])
        let failure = try #require(cases[1].elements(forName: "failure").first)
        #expect(failure.attribute(forName: "message")?.stringValue == "assertion failed: 应为 <2> & \"2\"")
        let text = try #require(failure.stringValue)
        #expect(text.hasPrefix("bad.expoq:2:8: error: assertion failed: 应为 <2> & \"2\"\n"))
        // What is no assertion that does not hold is an error of its own.
        #expect(cases.map { $0.elements(forName: "error").count } == [0, 1, 0])
        let error = try #require(cases[1].elements(forName: "error").first)
        #expect(error.attribute(forName: "message")?.stringValue == "there is no column `nothing`")
        #expect(error.stringValue?.hasPrefix("bad.expoq:4:8: error: there is no column `nothing`") == true)
        #expect(try folder.names == ["bad.expoq", "good.expoq", "none.expoq", "report.xml"])
    }

    @Test func controlCharactersDoNotBreakTheReport() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.expoq", "ASSERT FALSE AS 'a\\x01]]>b'")
        #expect(try CommandRun(["--check", "--junit", "a.xml", "a.expoq"], in: folder).status == 1)
        let document = try XMLDocument(data: Data(try folder.read("a.xml").utf8))
        let message = try document.nodes(forXPath: "//failure/@message").first?.stringValue
        #expect(message == "assertion failed: a\u{FFFD}]]>b")
    }

    @Test func aReportThatCannotBeWrittenIsToldBeforeAnythingRuns() throws {
        let run = try CommandRun(["--check", "--junit", "nowhere/a.xml", "good.expoq"], in: try folder())
        #expect(run.status == 1 && run.output == "")
        #expect(run.errors == "expoq: error: cannot write 'nowhere/a.xml': there is no folder 'nowhere'\n")
    }

    @Test func theDatasetIsChecked() throws {
        let scripts = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .appending(path: "Scripts")
        let run = try CommandRun(["--check", "dataset-check.expoq"], directory: scripts)
        #expect(run.status == 0, "\(run.output)")
        let count = try #require(run.output.firstMatch(of: /ok +dataset-check\.expoq  ([0-9]+) assertions/))
        #expect(try #require(Int(count.output.1)) >= 35)
    }

    // MARK: Only parsing

    @Test func parsingTellsAllErrorsAndRunsNothing() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.expoq", "SELECT nothing;\n.output a.csv\nSELECT 1")
        try folder.write(
            "b.expoq", "SELEKT 1; SELECT 2;\n.formt\nSELECT (3;\nSELECT 'open;\n.read\nSELECT 4; ASSERT ; SELECT 5")
        let run = try CommandRun(["--parse-only", "a.expoq", "b.expoq", "-"], input: "FROM t", in: folder)
        #expect(run.status == 1 && run.errors == "")
        let places = run.output.matches(of: /b\.expoq:([0-9]+:[0-9]+): error/).map { String($0.output.1) }
        #expect(places == ["1:1", "2:1", "3:10", "4:8", "5:1", "6:18"])
        #expect(run.output.hasPrefix("ok   a.expoq  3 statements\nFAIL b.expoq  9 statements\n"))
        #expect(run.output.hasSuffix("ok   stdin    1 statement\n3 scripts: 2 ok, 1 failed\n"))
        #expect(try folder.names == ["a.expoq", "b.expoq"])
    }

    @Test func aMissingScriptFailsAndTheOthersRun() throws {
        let folder = try folder()
        let run = try CommandRun(["--check", "--junit", "a.xml", "gone.expoq", "good.expoq"], in: folder)
        #expect(run.status == 1 && run.errors == "")
        let lines = run.output.split(separator: "\n").map { $0.replacing(/[0-9.]+ s$/, with: "") }
        #expect(lines.first == "FAIL gone.expoq  no assertions  ")
        #expect(lines.contains("    expoq: error: no file 'gone.expoq'"))
        #expect(lines.last?.hasPrefix("2 scripts: 1 ok, 1 failed, ") == true)
        let document = try XMLDocument(data: Data(try folder.read("a.xml").utf8))
        let messages = try document.nodes(forXPath: "//testcase/error/@message").map(\.stringValue)
        #expect(messages == ["no file 'gone.expoq'"])
    }

    @Test func aMissingScriptCannotBeParsed() throws {
        let run = try CommandRun(["--parse-only", "good.expoq", "gone.expoq"], in: try folder())
        #expect(run.status == 2 && run.output == "" && run.errors.hasPrefix("expoq: error: no file 'gone.expoq'\n"))
    }
}
