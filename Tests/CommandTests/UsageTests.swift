// What the command says when it is called wrongly, and when a script is wrong.

import CommandSupport
import Foundation
import Testing

struct UsageTests {
    @Test(arguments: [
        ["--format", "xml", "-c", "SELECT 1"],
        ["--threads", "0", "-c", "SELECT 1"],
        ["--nonsense"],
        ["-c"],
        ["-c", "SELECT 1", "script.expoq"],
        ["--param", "no value", "-c", "SELECT 1"],
        ["--param", "d=DATE'2024-13-01'", "-c", "SELECT 1"],
        ["missing.expoq"],
        ["--check"],
        ["--check", "-c", "ASSERT TRUE"],
        ["--check", "--parse-only", "a.expoq"],
        ["--check", "-o", "out", "a.expoq"],
        ["--check", "--quiet", "a.expoq"],
        ["--check", "--echo", "a.expoq"],
        ["--junit", "out.xml", "a.expoq"],
        ["--check", "--junit", "", "a.expoq"],
        ["--parse-only", "--keep-going", "-c", "SELECT 1"],
        ["--parse-only", "-o", "out", "-c", "SELECT 1"],
        ["--quiet", "-o", "out", "-c", "SELECT 1"],
        ["-o", "out.db", "-c", "SELECT 1"],
    ])
    func wrongUsageIsStatus2(_ arguments: [String]) throws {
        let run = try CommandRun(arguments)
        #expect(run.status == 2)
        #expect(run.output == "")
        #expect(run.errors != "")
    }

    @Test func optionsThatContradictOneAnotherAreNamed() throws {
        let run = try CommandRun(["--check", "--echo", "a.expoq"])
        let reason = "--check writes a line for each script and no results, so that --echo does not go with it."
        #expect(run.errors.contains(reason))
        #expect(try CommandRun(["--junit", "a.xml", "a.expoq"]).errors.contains("--junit goes with --check."))
    }

    @Test func helpAndVersionAreNoErrors() throws {
        let help = try CommandRun(["--help"])
        #expect(help.status == 0 && help.errors == "")
        for option in ["-c", "--format", "--output", "--param", "--no-header", "--null", "--timing", "--threads"] {
            #expect(help.output.contains(option))
        }
        let version = try CommandRun(["--version"])
        #expect(version.status == 0 && version.output.wholeMatch(of: /\d+\.\d+\.\d+\n/) != nil)
    }

    @Test func anUnknownOptionIsToldBeforeWhatDoesNotGoTogether() throws {
        let run = try CommandRun(["--formt", "csv", "-c", "SELECT 1"])
        #expect(run.status == 2 && run.errors.contains("Unknown option '--formt'"))
    }

    @Test func aMissingScriptSuggestsTheNearestName() throws {
        let folder = try TemporaryFolder()
        try folder.write("report.expoq", "")
        let run = try CommandRun(["reprot.expoq"], in: folder)
        #expect(run.errors == "expoq: error: no file 'reprot.expoq'\n  hint: did you mean 'report.expoq'?\n")
    }

    @Test func anEmptyScriptDoesNothing() throws {
        let run = try CommandRun([], input: " -- nothing\n;;")
        #expect(run.status == 0 && run.output == "" && run.errors == "")
    }

    @Test func errorsNameTheirScript() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.expoq", "FROM figures\n|> WHERE;\n")
        let file = try CommandRun(["a.expoq"], in: folder)
        #expect(file.status == 1)
        #expect(file.errors.hasPrefix("a.expoq:2:9: error: "))
        #expect(try CommandRun(["-c", "FROM"]).errors.hasPrefix("-c:1:5: error: "))
        #expect(try CommandRun([], input: "\nFROM").errors.hasPrefix("stdin:2:5: error: "))
        #expect(try CommandRun(["-"], input: "FROM").errors.hasPrefix("stdin:1:5: error: "))
    }

    @Test func bytesThatAreNoTextGetAPosition() throws {
        let folder = try TemporaryFolder()
        try Data(Array("#\nFROM ".utf8) + [0xFF]).write(to: folder.url.appending(path: "a.expoq"))
        let run = try CommandRun(["a.expoq"], in: folder)
        #expect(run.status == 1)
        #expect(run.errors.hasPrefix("a.expoq:2:6: error: "))
    }
}
