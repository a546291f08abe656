// What a hostile script may try with `--safe`, and what a harmless one may do.

import CommandSupport
import Foundation
import Testing

struct SafeTests {
    /// Holds a file that is named, files with a secret that are not, and links.
    private let folder: TemporaryFolder
    private static let secret = "4711"

    init() throws {
        folder = try TemporaryFolder()
        try folder.write("named.csv", "a,b\n1,2\n")
        try folder.write("secret.csv", "code\n\(Self.secret)\n")
        try folder.write("secret.json", "[{\"code\":\(Self.secret)}]")
        try folder.write("secret.expoq", "SELECT \(Self.secret) AS code;")
        _ = try CommandRun(
            [
                "-c", "SELECT \(Self.secret) AS code |> EXPORT DATA OPTIONS (uri = 'secret.db', table = 't')", "-c",
                "SELECT 1 AS a |> EXPORT DATA OPTIONS (uri = 'named.db', table = 'numbers')",
            ], in: folder)
        try FileManager.default.createDirectory(
            at: folder.url.appending(path: "sub"), withIntermediateDirectories: true)
        try link("link.csv", to: "secret.csv")
        try link("sub/link.csv", to: "../named.csv")
    }

    private func link(_ name: String, to target: String) throws {
        try FileManager.default.createSymbolicLink(
            atPath: folder.url.appending(path: name).path, withDestinationPath: target)
    }

    private func safe(_ arguments: [String], input: String = "") throws -> CommandRun {
        try CommandRun(["--safe", "--format", "csv"] + arguments, input: input, in: folder)
    }

    /// What the folder holds, name by name.
    private var contents: [String: Data] {
        get throws {
            var contents: [String: Data] = [:]
            for name in try folder.names { contents[name] = try? Data(contentsOf: folder.url.appending(path: name)) }
            return contents
        }
    }

    @Test(arguments: [
        "FROM 'secret.csv'", "FROM './secret.csv'", "FROM 'sub/../secret.csv'", "FROM 'named.csv/../secret.csv'",
        "FROM READ_CSV('secret.csv')", "FROM READ_CSV('secret.csv', encoding => 'latin1')",
        "FROM READ_JSON('secret.json')", "FROM READ_SQLITE('secret.db', 't')", "FROM 'secret.db'",
        "FROM 'link.csv'", "FROM READ_CSV('link.csv')", "FROM 's*.csv'", "FROM '*.json'", "FROM 'secret.[c]sv'",
        "FROM '.'", "FROM '/etc/passwd'", "FROM '~/x'", "FROM 'nothing.csv'", "FROM '/nothing/at/all.csv'",
        "FROM '/dev/stdin'", "FROM '/dev/fd/0'", "FROM '/dev/fd/9'", "FROM '/dev/tty'", "FROM '/dev/zero'",
        "FROM '/proc/self/fd/0'", "FROM '/proc/self/environ'", "FROM '/proc/self/cwd/secret.csv'",
        "FROM '/proc/thread-self/cwd/secret.csv'", "FROM '/dev/../proc/self/cmdline'",
        "CREATE TABLE t AS FROM 'secret.csv'", "CREATE VIEW v AS FROM 'secret.csv'; FROM v",
        "SELECT (SELECT MAX(code) FROM 'secret.csv') AS code", "SELECT 1 IN (FROM 'secret.csv') AS code",
        "FROM named |> JOIN 'secret.csv' ON TRUE", "FROM named |> UNION ALL (FROM 'secret.csv')",
        "EXPLAIN FROM 'secret.csv'", "EXPLAIN ANALYZE FROM 'secret.csv'", "FROM 'secret.csv' |> WHY",
        "ASSERT NOT EXISTS (FROM 'secret.csv') AS 'none'", "FROM 'secret.csv' |> DESCRIBE",
        "DECLARE x DEFAULT (SELECT MAX(code) FROM 'secret.csv')",
        ".open secret.csv", ".open secret.db", ".open link.csv", ".read secret.expoq", ".read sub/../secret.expoq",
        ".read /dev/stdin",
    ])
    func nothingThatIsNotNamedIsRead(_ attack: String) throws {
        let run = try safe(["named.csv", "-c", attack], input: "code\n\(Self.secret)\n")
        #expect(run.status == 1)
        #expect(run.errors.contains("may not be read in safe mode"), "\(run.errors)")
        #expect(!run.output.contains(Self.secret) && !run.errors.replacing(attack, with: "").contains(Self.secret))
    }

    @Test func whetherAFileExistsIsNotTold() throws {
        func message(_ path: String) throws -> String {
            try safe(["-c", "FROM '\(path)'"]).errors.replacing(path, with: "").replacing(/[~^]+/, with: "")
        }
        #expect(try message("secret.csv") == message("nothing.csv"))
        #expect(try message("/etc/passwd") == message("/etc/nobody"))
        #expect(try message("/root") == message("/no/such"))
    }

    @Test(arguments: [
        "EXPORT DATA OPTIONS (uri = 'new.csv') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = 'secret.csv') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = 'named.csv') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = 'link.csv') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = 'new.db') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = 'secret.db', table = 't') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = 'named.db', table = 'numbers') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = '/dev/stdout', format = 'CSV') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = '/dev/fd/1', format = 'CSV') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = '/proc/self/fd/2', format = 'CSV') AS SELECT 1 AS a",
        "EXPORT DATA OPTIONS (uri = '/proc/thread-self/cwd/new.csv') AS SELECT 1 AS a",
        ".output new.csv", ".output secret.csv", ".output named.csv", ".output /dev/stdout", ".output /dev/fd/3",
        ".output sub/../new.csv",
    ])
    func nothingThatIsNotNamedIsWritten(_ attack: String) throws {
        let before = try contents
        let run = try safe(["named.csv", "named.db", "-c", attack + "\n;SELECT 2 AS b"])
        #expect(run.status == 1 && run.output == "")
        #expect(run.errors.contains("may not be written in safe mode"), "\(run.errors)")
        #expect(try contents == before)
    }

    @Test(arguments: [
        (".shell touch new.csv", "no other program is run in safe mode"),
        (".cd sub", "the folder cannot be changed in safe mode"),
        (".cd /nothing", "the folder cannot be changed in safe mode"),
        (".set memory-limit none", "memory-limit cannot be changed in safe mode"),
        (".set max-rows 100", "max-rows cannot be changed in safe mode"),
        (".set safe off", "there is no setting safe"),
    ])
    func commandsDoNotReachFurther(_ attack: String, _ error: String) throws {
        let before = try contents
        let run = try safe(["-c", attack])
        #expect(run.status == 1 && run.errors.contains(error), "\(run.errors)")
        #expect(try contents == before)
    }

    @Test(arguments: [
        "FROM named", "FROM 'named.csv'", "FROM './sub/../named.csv'", "FROM 'sub/link.csv'",
        "FROM READ_CSV('named.csv')",
        "FROM 'n*.csv'", "FROM '*'", "FROM '/proc/self/cwd/named.csv'", "CREATE VIEW v AS FROM 'named.csv'; FROM v",
    ])
    func whatIsNamedIsRead(_ statement: String) throws {
        let run = try safe(["named.csv", "-c", statement])
        #expect(run.status == 0 && run.output == "a,b\n1,2\n", "\(run.errors)")
    }

    @Test func scriptsThatAreNamedRunAndReadOneAnother() throws {
        try folder.write("sub/a.expoq", ".read ../b.expoq\n")
        try folder.write("b.expoq", "SELECT 'b' AS b;\n.quit")
        #expect(try safe(["sub/a.expoq", "b.expoq"]).output == "b\nb\nb\nb\n")
        let alone = try safe(["sub/a.expoq"])
        #expect(alone.status == 1 && alone.errors.contains("'sub/../b.expoq' may not be read in safe mode"))
        #expect(try safe([], input: "SELECT 7 AS n").output == "n\n7\n")
        #expect(try safe(["-"], input: "SELECT 7 AS n").output == "n\n7\n")
    }

    @Test func aLinkThatIsNamedLeadsToItsFile() throws {
        #expect(try safe(["link.csv", "-c", "FROM link"]).output == "code\n\(Self.secret)\n")
        #expect(try safe(["link.csv", "-c", "FROM 'secret.csv'"]).status == 0)
    }

    @Test func whatIsNamedForWritingIsWritten() throws {
        try folder.write("test.expoq", "ASSERT TRUE AS 'it is';")
        #expect(try safe(["-o", "new.csv", "--timing", "t.json", "-c", "SELECT 1 AS a"]).status == 0)
        #expect(try folder.read("new.csv") == "a\n1\n")
        #expect(try folder.read("t.json").contains("SELECT 1 AS a"))
        #expect(try safe(["--check", "--junit", "out.xml", "test.expoq"]).status == 0)
        #expect(try folder.read("out.xml").contains("test.expoq"))
        // Which does not make it readable.
        #expect(try safe(["-o", "secret.csv", "-c", "FROM 'secret.csv'"]).status == 1)
        #expect(try folder.read("secret.csv").contains(Self.secret))
    }

    @Test func aMissingFileIsToldAsUsual() throws {
        #expect(try safe(["name.csv", "-c", "SELECT 1"]).errors.contains("did you mean 'named.csv'?"))
        #expect(try safe(["script.expoq"]).errors.contains("no file 'script.expoq'"))
    }

    @Test func aDatabaseIsReadWithoutTheFilesBesideIt() throws {
        #expect(try safe(["named.db", "-c", "FROM numbers"]).output == "a\n1\n")
        #expect(try safe(["named.db", "-c", "FROM READ_SQLITE('named.db')"]).output == "a\n1\n")
        try folder.write("named.db-wal", "a log")
        let before = try contents
        let run = try safe(["named.db", "-c", "FROM numbers"])
        #expect(run.status == 1 && run.errors.contains("'named.db' has changes in 'named.db-wal'"))
        #expect(try contents == before)
    }

    @Test func theTimeZonesOfTheSystemAreKnown() throws {
        let run = try safe([
            "--no-header", "-c",
            "SELECT EXTRACT(HOUR FROM TIMESTAMP '2024-07-01 00:00:00+00' AT TIME ZONE 'Asia/Shanghai')",
        ])
        #expect(run.output == "8\n", "\(run.errors)")
    }
}
