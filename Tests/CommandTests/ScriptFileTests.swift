// Script files: their dot-commands, where they find other files, and how they end.

import CommandSupport
import Foundation
import Testing

struct ScriptFileTests {
    /// A folder with these files; those with a first line for it can be executed.
    private func folder(_ files: [String: String]) throws -> TemporaryFolder {
        let folder = try TemporaryFolder()
        for (name, text) in files {
            let url = folder.url.appending(path: name)
            try FileManager.default.createDirectory(
                at: url.deletingLastPathComponent(), withIntermediateDirectories: true)
            try folder.write(name, text)
            if text.hasPrefix("#!") {
                try FileManager.default.setAttributes([.posixPermissions: 0o755], ofItemAtPath: url.path)
            }
        }
        return folder
    }

    @Test func aScriptWithAFirstLineForTheSystemRunsByItself() throws {
        let folder = try folder([
            "report.expoq": "#!/usr/bin/env expoq\n.format csv\nSELECT @edition AS edition, nothing;\n"
        ])
        let script = folder.url.appending(path: "report.expoq")
        let run = try CommandRun(script, ["--param", "edition=7"], in: folder)
        #expect(run.status == 1)
        #expect(run.errors.contains("report.expoq:3:29: error: there is no column `nothing`"))
        try folder.write("report.expoq", "#!/usr/bin/env expoq\n.format csv\nSELECT @edition AS edition;\n")
        let again = try CommandRun(script, ["--param", "edition=7"], in: folder)
        #expect(again.status == 0 && again.output == "edition\n7\n", "\(again.errors)")
    }

    @Test func settingsHoldToTheEndOfTheRun() throws {
        let folder = try folder([
            "a.expoq": ".format csv\n.set @n 7\nSELECT 1 AS a",
            "b.expoq": "SELECT @n AS b;\n.format json\nSELECT 2 AS b",
        ])
        let run = try CommandRun(["a.expoq", "b.expoq"], in: folder)
        #expect(run.output == "a\n1\nb\n7\n[\n{\"b\":2}\n]\n" && run.status == 0, "\(run.errors)")
    }

    @Test func resultsGoToTheFileThatTheScriptNames() throws {
        let folder = try folder(["a.expoq": "SELECT 1 AS a;\n.output a.csv\nSELECT 2 AS b;\n.output -\nSELECT 3 AS c"])
        let run = try CommandRun(["--format", "csv", "-o", "all.csv", "a.expoq"], in: folder)
        #expect(run.status == 0 && run.output == "")
        #expect(try folder.read("a.csv") == "b\n2\n")
        #expect(try folder.read("all.csv") == "a\n1\nc\n3\n")
        // A script asks for its file also where nobody wants its results.
        try folder.write("a.csv", "")
        #expect(try CommandRun(["--format", "csv", "--quiet", "a.expoq"], in: folder).output == "")
        #expect(try folder.read("a.csv") == "b\n2\n")
    }

    @Test func filesAreReadBesideTheScript() throws {
        let folder = try folder([
            "one/a.expoq": ".format csv\n.read two/b.expoq\n.cd /\n.read c.expoq\n",
            "one/two/b.expoq": ".read ../c.expoq\nSELECT 'b' AS b;", "one/c.expoq": "SELECT 'c' AS c;",
            "c.expoq": "SELECT 'another' AS c", "one/d.expoq": ".read c.expoq",
        ])
        let run = try CommandRun(["one/a.expoq", "one/d.expoq"], in: folder)
        #expect(run.output == "c\nc\nb\nb\nc\nc\nc\nc\n" && run.status == 0, "\(run.errors)")
        // What is in no file means the working folder.
        #expect(try CommandRun(["--format", "csv", "-c", ".read c.expoq"], in: folder).output == "c\nanother\n")
    }

    @Test func anErrorInAFileThatIsReadEndsTheRun() throws {
        let folder = try folder([
            "sub/a.expoq": ".read b.expoq\nSELECT 'a' AS a",
            "sub/b.expoq": "SELECT 'b' AS b;\n\n  .formt csv\nSELECT 3",
        ])
        let run = try CommandRun(["--format", "csv", "sub/a.expoq", "sub/a.expoq"], in: folder)
        #expect(run.status == 1 && run.output == "b\nb\n")
        #expect(
            run.errors == """
                sub/b.expoq:3:3: error: there is no command .formt
                    .formt csv
                    ^~~~~~~~~~
                  hint: did you mean .format?

                """)
    }

    @Test func aFileThatReadsItselfIsStopped() throws {
        let folder = try folder(["a.expoq": ".read a.expoq\n"])
        let run = try CommandRun(["a.expoq"], in: folder)
        #expect(run.status == 1 && run.errors.contains("a.expoq:1:1: error: 'a.expoq' is read 16 files deep"))
    }

    @Test func quitEndsTheScriptThatSaysSo() throws {
        let folder = try folder([
            "a.expoq": ".format csv\n.read b.expoq\nSELECT 'a' AS a;\n.quit\nSELECT 'never' AS a",
            "b.expoq": "SELECT 'b' AS b;\n.quit\nSELECT 'never' AS b",
        ])
        let run = try CommandRun(["a.expoq", "b.expoq"], in: folder)
        #expect(run.output == "b\nb\na\na\nb\nb\n" && run.status == 0)
    }

    @Test func keepGoingRunsWhatFollowsAFailure() throws {
        let folder = try folder([
            "a.expoq": "SELECT nothing;\n.read b.expoq\nSELECT 1 AS a", "b.expoq": "SELEKT; SELECT 2 AS b",
        ])
        let run = try CommandRun(["--keep-going", "--format", "csv", "a.expoq", "a.expoq"], in: folder)
        #expect(run.status == 1 && run.output == "b\n2\na\n1\nb\n2\na\n1\n")
        #expect(run.errors.components(separatedBy: "error: ").count == 5)
        // A closed pipe and Ctrl-C end the run in any case; so does an output that cannot be written.
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let full = try CommandRun(["--keep-going", "-o", "/dev/full", "-c", "SELECT 1 AS a; SELECT nothing"])
        #expect(full.status == 1)
        #expect(full.errors == "expoq: error: cannot write to '/dev/full': No space left on device\n")
    }

    @Test func quietWritesErrorsOnly() throws {
        let statements = "FROM exhibitors_by_edition |> WHERE value > 3496{enterprise};\n.help\n"
        let run = try CommandRun(["--quiet"], input: statements + "ASSERT FALSE AS '不成立'")
        #expect(run.status == 1 && run.output == "")
        #expect(run.errors == "stdin:3:8: error: assertion failed: 不成立\n  ASSERT FALSE AS '不成立'\n         ^~~~~\n")
    }
}
