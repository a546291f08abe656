// What the command does with statements that work.

import CommandSupport
import Foundation
import Testing

struct RunTests {
    @Test func statementsRunOneAfterAnotherUntilOneFails() throws {
        let run = try CommandRun(["-c", "SELECT 1 AS a; SELECT 2 AS b", "-c", "SELECT nothing; SELECT 3 AS c"])
        #expect(run.status == 1)
        #expect(run.output == "a\n─\n1\n(1 row)\n\nb\n─\n2\n(1 row)\n")
        #expect(run.errors.hasPrefix("-c:1:8: error: "))
    }

    @Test func statementsBeforeASyntaxErrorRun() throws {
        let run = try CommandRun(["--format", "csv"], input: "SELECT 1 AS a;\nSELECT 2 AS b;\nSELEKT 3")
        #expect(run.status == 1)
        #expect(run.output == "a\n1\nb\n2\n")
        #expect(run.errors.hasPrefix("stdin:3:1: error: "))
    }

    @Test func scriptsShareTheirTables() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.expoq", "CREATE TABLE t AS SELECT 7 AS n")
        try folder.write("b.expoq", "FROM t")
        let run = try CommandRun(["--format", "csv", "a.expoq", "b.expoq"], in: folder)
        // News of what was done is for a terminal.
        #expect(run.output == "n\n7\n")
        #expect(run.status == 0)
    }

    @Test(arguments: [
        ("csv", "a,b\n1,\n"), ("tsv", "a\tb\n1\t\n"), ("json", "[\n{\"a\":1,\"b\":null}\n]\n"),
        ("ndjson", "{\"a\":1,\"b\":null}\n"), ("markdown", "|   a | b    |\n| --: | ---- |\n|   1 | NULL |\n"),
        ("list", "a: 1\nb: NULL\n"), ("table", "a  b\n─  ────\n1  NULL\n(1 row)\n"),
    ])
    func everyFormatIsWritten(format: String, expected: String) throws {
        let run = try CommandRun(["--format", format, "-c", "SELECT 1 AS a, CAST(NULL AS STRING) AS b"])
        #expect(run.output == expected)
    }

    @Test func headerAndNULLFollowTheOptions() throws {
        let run = try CommandRun(
            ["--no-header", "--null", "-", "--format", "csv", "-c", "SELECT 1 AS a, CAST(NULL AS STRING) AS b"])
        #expect(run.output == "1,-\n")
    }

    @Test(arguments: [
        ("7", "n", "7"), ("-7", "n", "-7"), ("0.5", "n", "0.5"), ("TRUE", "b", "true"),
        ("DATE'2024-02-29'", "d", "2024-02-29"), ("'7'", "s", "7"), ("3 apples", "s", "3 apples"), ("", "s", "\"\""),
        ("a'; SELECT 2", "s", "a'; SELECT 2"), ("-9223372036854775808", "n", "-9223372036854775808"),
    ])
    func parametersAreTypedByTheirLiteral(text: String, kind: String, expected: String) throws {
        // An expression that only a value of the kind has.
        let expression = ["n": "@p + 0", "b": "@p AND TRUE", "d": "@p", "s": "@p || ''"][kind] ?? "@p"
        let run = try CommandRun(
            ["--param", "p=\(text)", "--format", "csv", "--no-header", "-c", "SELECT \(expression) AS x"])
        #expect(run.output == expected + "\n", "\(run.errors)")
    }

    @Test func filesAreReadAsTables() throws {
        let folder = try TemporaryFolder()
        try folder.write("visits.csv", "edition;visits\n7;852000\n8;922000\n")
        let run = try CommandRun(
            ["--format", "csv", "-c", "FROM 'visits.csv' |> WHERE edition = 8"], in: folder)
        #expect(run.output == "edition,visits\n8,922000\n")
        let missing = try CommandRun(["-c", "FROM 'visit.csv'"], in: folder)
        #expect(missing.status == 1)
        #expect(missing.errors.contains("did you mean 'visits.csv'?"))
    }

    @Test func timingHasAnObjectForEachStatement() throws {
        let folder = try TemporaryFolder()
        let run = try CommandRun(
            [
                "--timing", "t.json", "-c", "SELECT 1 AS `a`", "-c", "FROM editions",
                "-c", "FROM exhibitors_by_edition |> WHERE value > 3496{enterprise}",
            ], in: folder)
        #expect(run.status == 0)
        let lines = try folder.read("t.json").split(separator: "\n")
        let objects = try lines.map { line in
            try #require(try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        }
        #expect(
            objects.map { $0["statement"] as? String } == [
                "SELECT 1 AS `a`", "FROM editions", "FROM exhibitors_by_edition |> WHERE value > 3496{enterprise}",
            ])
        #expect(objects.map { $0["rows"] as? Int } == [1, 8, 3])
        // Of two editions the sources say only that there were more than some smaller number.
        #expect(objects.map { $0["undecided"] as? Int } == [0, 0, 2])
        for object in objects {
            #expect(try #require(object["elapsed_s"] as? Double) >= 0)
            #expect(try #require(object["peak_rss_bytes"] as? Int) > 100_000)
            #expect(object.count == 5)
        }
    }
}

struct OutputFileTests {
    @Test func theFileHasTheResult() throws {
        let folder = try TemporaryFolder()
        let run = try CommandRun(["-o", "out.csv", "-c", "SELECT 1 AS a"], in: folder)
        #expect(run.status == 0 && run.output == "")
        #expect(try folder.read("out.csv") == "a\n1\n")
        #expect(try folder.names == ["out.csv"])
    }

    @Test func anOlderFileStaysWhereTheRunFails() throws {
        let folder = try TemporaryFolder()
        try folder.write("out.csv", "old")
        let run = try CommandRun(["-o", "out.csv", "-c", "SELECT 1 AS a; SELECT nothing"], in: folder)
        #expect(run.status == 1)
        #expect(try folder.read("out.csv") == "old")
        #expect(try folder.names == ["out.csv"])
    }

    @Test func aLinkStaysALink() throws {
        let folder = try TemporaryFolder()
        try folder.write("real.csv", "old")
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: "link.csv").path, withDestinationPath: "real.csv")
        #expect(try CommandRun(["--format", "csv", "-o", "link.csv", "-c", "SELECT 1 AS a"], in: folder).status == 0)
        #expect(try folder.read("real.csv") == "a\n1\n")
        #expect(try folder.names == ["link.csv", "real.csv"])
    }

    @Test func devicesAreWrittenDirectly() throws {
        let run = try CommandRun(["--format", "csv", "-o", "/dev/stdout", "-c", "SELECT 1 AS a"])
        #expect(run.output == "a\n1\n")
    }

    @Test func aFolderThatIsNotThereIsNamed() throws {
        let run = try CommandRun(["-o", "nowhere/out.csv", "-c", "SELECT 1 AS a"], in: try TemporaryFolder())
        #expect(run.status == 1)
        #expect(run.errors == "expoq: error: cannot write 'nowhere/out.csv': there is no folder 'nowhere'\n")
    }
}

struct EndTests {
    /// 450² rows: far more than a pipe holds.
    private static let long = "FROM figures AS a |> CROSS JOIN figures AS b |> SELECT a.statement, b.note"

    /// Runs a line of the shell in which `expoq` is the command; its status and what it wrote to standard error.
    private func shell(_ line: String) throws -> (status: Int32, output: String, errors: String) {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/bash")
        process.arguments = ["-c", "set -o pipefail; expoq() { '\(try CommandRun.executable.path)' \"$@\"; }; \(line)"]
        let (stdout, stderr) = (Pipe(), Pipe())
        process.standardOutput = stdout
        process.standardError = stderr
        try process.run()
        let output = String(decoding: try stdout.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        let errors = String(decoding: try stderr.fileHandleForReading.readToEnd() ?? Data(), as: UTF8.self)
        process.waitUntilExit()
        return (process.terminationStatus, output, errors)
    }

    @Test(arguments: ["table", "csv", "json"])
    func aClosedPipeEndsQuietly(_ format: String) throws {
        let run = try shell("expoq --format \(format) -c '\(Self.long)' | head -n 1 > /dev/null")
        #expect(run.status == 0)
        #expect(run.errors == "")
    }

    @Test func afterAClosedPipeNothingRuns() throws {
        let run = try shell("expoq --format csv -c '\(Self.long); SELECT nothing' | head -n 1 > /dev/null")
        #expect(run.status == 0)
        #expect(run.errors == "")
    }

    @Test func aFullDeviceIsAnError() throws {
        guard FileManager.default.fileExists(atPath: "/dev/full") else { return }
        let run = try shell("expoq -c 'SELECT 1 AS a' > /dev/full")
        #expect(run.status == 1)
        #expect(run.errors == "expoq: error: cannot write to standard output: No space left on device\n")
    }

    /// Starts the command and sends it SIGINT when `isReady` has returned; its status.
    private func interrupted(
        _ arguments: [String], in folder: TemporaryFolder, when isReady: (FileHandle) throws -> Void
    ) throws -> Int32 {
        let process = Process()
        process.executableURL = try CommandRun.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        let input = Pipe()
        process.standardInput = input
        try process.run()
        try isReady(input.fileHandleForWriting)
        process.interrupt()
        process.waitUntilExit()
        return process.terminationReason == .exit ? process.terminationStatus : -1
    }

    private static let endless = """
        FROM figures AS a |> CROSS JOIN figures AS b |> CROSS JOIN figures AS c |> CROSS JOIN figures AS d
        |> WHERE a.figure + b.figure + c.figure + d.figure < 0
        """

    @Test func anInterruptedStatementIsStatus130AndLeavesNothing() throws {
        let folder = try TemporaryFolder()
        let status = try interrupted(["-o", "out", "-c", Self.endless], in: folder) { _ in
            // The output's other name is there once the run has begun.
            for _ in 0..<1000 where try folder.names.isEmpty { Thread.sleep(forTimeInterval: 0.01) }
        }
        #expect(status == 130)
        #expect(try folder.names == [])
    }

    @Test func anInterruptedCheckLeavesNoReport() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.expoq", "ASSERT (FROM GENERATE_SERIES(1, 9000000000) |> AGGREGATE SUM(value)) = 0")
        let status = try interrupted(["--check", "--keep-going", "--junit", "a.xml", "a.expoq"], in: folder) { _ in
            for _ in 0..<1000 where try folder.names.count < 2 { Thread.sleep(forTimeInterval: 0.01) }
        }
        #expect(status == 130)
        #expect(try folder.names == ["a.expoq"])
    }

    /// A statement that never ends, behind the creation of a file.
    @Test(
        arguments: [SIGTERM, SIGHUP],
        [
            ["-o", "old", "-c", endless], ["-c", ".output old\n\(endless)"],
        ])
    func aSignalThatEndsTheProcessLeavesTheFileAsItWas(signal: Int32, arguments: [String]) throws {
        let folder = try TemporaryFolder()
        try folder.write("old", "as it was")
        let process = Process()
        process.executableURL = try CommandRun.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        try process.run()
        for _ in 0..<1000 where try folder.names.count < 2 { Thread.sleep(forTimeInterval: 0.01) }
        kill(process.processIdentifier, signal)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal && process.terminationStatus == signal)
        #expect(try folder.names == ["old"])
        #expect(try folder.read("old") == "as it was")
    }

    @Test func aSignalDuringAnExportLeavesTheFileAsItWas() throws {
        let folder = try TemporaryFolder()
        try folder.write("old.csv", "as it was")
        let process = Process()
        process.executableURL = try CommandRun.executable
        process.arguments = [
            "-c", "FROM GENERATE_SERIES(1, 20000000) AS n |> EXPORT DATA OPTIONS (uri = 'old.csv')",
        ]
        process.currentDirectoryURL = folder.url
        try process.run()
        for _ in 0..<3000 where try folder.names.count < 2 { Thread.sleep(forTimeInterval: 0.01) }
        kill(process.processIdentifier, SIGTERM)
        process.waitUntilExit()
        #expect(process.terminationReason == .uncaughtSignal)
        #expect(try folder.names == ["old.csv"])
        #expect(try folder.read("old.csv") == "as it was")
    }

    @Test func whoIsToStayAfterTheTerminalStays() throws {
        let path = try CommandRun.executable.path
        // The signal comes while the command waits for statements.
        let run = try shell("trap '' HUP; (sleep 1; echo 'SELECT 1') | '\(path)' & sleep 0.5; kill -HUP $!; wait $!")
        #expect(run.status == 0 && run.output.contains("(1 row)"))
    }

    @Test func waitingForInputIsInterruptedAtOnce() throws {
        let status = try interrupted([], in: try TemporaryFolder()) { input in
            // More than a pipe holds, so that the command has begun to read when all is written.
            try input.write(contentsOf: Data(repeating: 0x0A, count: 1 << 20))
        }
        #expect(status == 130)
    }
}
