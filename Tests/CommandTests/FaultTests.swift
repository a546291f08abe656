// What remains where the command is killed, the disk is full, or a stream is closed.

import CommandSupport
import Foundation
import Testing

struct FaultTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    private func shell(_ line: String) throws -> CommandRun {
        try CommandRun(URL(filePath: "/bin/sh"), ["-c", line], in: folder)
    }

    // MARK: Killed

    private static let rows = "FROM GENERATE_SERIES(1, 30000)"

    /// The whole file, old and new, and the arguments that write it.
    @Test(arguments: [
        ["-o", "a.csv", "-c", rows], ["-c", "\(rows) |> EXPORT DATA OPTIONS (uri = 'a.csv')"],
        ["-c", ".output a.csv\n\(rows)"],
    ])
    func aKillLeavesTheOldFileOrTheNewOne(_ arguments: [String]) throws {
        let whole = "value\n" + (1...30000).map { "\($0)\n" }.joined()
        for kill in 0..<10 {
            try folder.write("a.csv", "old\n")
            try killed(arguments, after: kill == 0 ? nil : .random(in: 0...60_000))
            let content = try folder.read("a.csv")
            #expect(content == whole || content == "old\n" && kill > 0)
            for name in try folder.names where name != "a.csv" {
                #expect(name.wholeMatch(of: /a\.csv\.expoq-[a-z0-9]{6}\.tmp/) != nil, "\(name)")
            }
        }
        // The next one clears up.
        try killed(arguments, after: nil)
        #expect(try folder.names == ["a.csv"])
    }

    @Test func aKillLeavesADatabaseAsItWas() throws {
        let export = "EXPORT DATA OPTIONS (uri = 'a.db', table = 't')"
        for kill in 0..<10 {
            #expect(try CommandRun(["-c", "SELECT 7 AS value |> \(export)"], in: folder).status == 0)
            try killed(["-c", "\(Self.rows) |> \(export)"], after: kill == 0 ? nil : .random(in: 0...80_000))
            let rows = try CommandRun(
                URL(filePath: "/usr/bin/env"),
                ["sqlite3", "a.db", "PRAGMA integrity_check; SELECT COUNT(*), SUM(value) FROM t"], in: folder)
            #expect(["ok\n30000|450015000\n", "ok\n1|7\n"].contains(rows.output), "\(rows.errors)")
        }
    }

    /// Runs the command, and kills it so many microseconds after its start.
    private func killed(_ arguments: [String], after delay: UInt32?) throws {
        let process = Process()
        process.executableURL = try CommandRun.executable
        process.arguments = arguments
        process.currentDirectoryURL = folder.url
        process.standardInput = FileHandle.nullDevice
        try process.run()
        if let delay {
            usleep(delay)
            kill(process.processIdentifier, SIGKILL)
        }
        process.waitUntilExit()
    }

    // MARK: No room

    @Test(arguments: [
        "-o a.csv -c '\(rows)'", "-c \"\(rows) |> EXPORT DATA OPTIONS (uri = 'a.csv')\"",
        "-c '.output a.csv' -c '\(rows)'",
    ])
    func aFileWithoutRoomKeepsItsContent(_ arguments: String) throws {
        try folder.write("a.csv", "old\n")
        let run = try shell("ulimit -f 64; expoq \(arguments)")
        #expect(run.status == 1 && run.errors.contains("'a.csv': File too large"), "\(run.errors)")
        #expect(try folder.read("a.csv") == "old\n" && folder.names == ["a.csv"])
    }

    @Test func aDatabaseWithoutRoomIsAsItWas() throws {
        _ = try CommandRun(["-c", "SELECT 7 AS value |> EXPORT DATA OPTIONS (uri = 'a.db', table = 't')"], in: folder)
        // So many rows that SQLite writes before it has them all.
        let run = try shell(
            "ulimit -f 4096; expoq -c \"FROM GENERATE_SERIES(1, 1000000) |> EXPORT DATA OPTIONS (uri = 'a.db', table = 't')\""
        )
        #expect(run.status == 1 && run.errors.contains("error: 'a.db': disk I/O error"), "\(run.errors)")
        #expect(
            try CommandRun(["--format", "csv", "-c", "FROM READ_SQLITE('a.db', 't')"], in: folder).output
                == "value\n7\n")
        let new = try shell(
            "ulimit -f 512; expoq -c \"FROM GENERATE_SERIES(1, 1000000) |> EXPORT DATA OPTIONS (uri = 'b.db', table = 't')\""
        )
        #expect(new.status == 1 && new.errors.contains("error: 'b.db': disk I/O error"), "\(new.errors)")
        #expect(try folder.names == ["a.db"])
    }

    @Test(arguments: [
        "-c 'SELECT 1'", "--help", "--version", "--check a.expoq", "--parse-only a.expoq", "--format-script a.expoq",
        "--echo -c 'SELECT 1'",
    ])
    func outputThatIsLostIsAnError(_ arguments: String) throws {
        try folder.write("a.expoq", "SELECT 1 AS a;\n")
        let full = try shell("expoq \(arguments) > /dev/full")
        #expect(
            full.status == 1
                && full.errors == "expoq: error: cannot write to standard output: No space left on device\n")
        let closed = try shell("expoq \(arguments) >&-")
        #expect(
            closed.status == 1
                && closed.errors == "expoq: error: cannot write to standard output: Bad file descriptor\n")
        // Nobody is left to tell.
        #expect(try shell("expoq \(arguments) >&- 2>&-").status == 1)
    }

    @Test(arguments: [
        "-o /dev/full -c 'SELECT 1'", "--timing /dev/full -c 'SELECT 1'", "--check --junit /dev/full a.expoq",
    ])
    func aFileThatIsLostIsAnError(_ arguments: String) throws {
        try folder.write("a.expoq", "SELECT 1 AS a;\n")
        let run = try shell("expoq \(arguments)")
        #expect(run.status == 1 && run.errors.contains("'/dev/full': No space left on device"), "\(run.errors)")
    }

    // MARK: Closed streams

    @Test func noFileTakesThePlaceOfAClosedStream() throws {
        _ = try shell("expoq --echo --timing t.json -c 'SELECT 1 AS a' >&-")
        #expect(try !folder.read("t.json").contains("───"))
        let script = "expoq --keep-going -c \"SELECT nope; SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'a.csv')\""
        #expect(try shell("\(script) <&- >&- 2>&-").status == 1)
        #expect(try folder.read("a.csv") == "a\n1\n")
        #expect(try shell("expoq <&-").errors == "expoq: error: cannot read 'stdin': Bad file descriptor\n")
    }

    @Test func aReaderThatLeavesIsNoError() throws {
        let run = try shell("(expoq -c '\(Self.rows)'; echo $? >&2) | head -n 1")
        #expect(run.output == "value\n" && run.errors == "0\n")
    }
}
