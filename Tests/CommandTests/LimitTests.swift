// What `--memory-limit`, `--time-limit` and `--max-rows` do.

import CommandSupport
import Testing

struct LimitTests {
    private let endless = "FROM GENERATE_SERIES(1, 1000000000000) |> AGGREGATE SUM(value)"

    @Test(arguments: [
        (
            ["--memory-limit", "1MB"], "FROM GENERATE_SERIES(1, 1000000) |> ORDER BY value DESC",
            "more than 1MB of memory"
        ),
        (["--memory-limit", "0.5MiB"], "FROM GENERATE_SERIES(1, 1000000)", "more than 512KiB of memory"),
        (["--memory-limit", "2gb", "--max-rows", "9"], "FROM figures", "more than 9 rows"),
        (["--max-rows", "7"], "FROM editions", "more than 7 rows"),
        (["--max-rows", "7"], "FROM editions |> WHY", "more than 7 rows"),
        (["--max-rows", "7"], "CREATE TABLE t AS FROM editions", "more than 7 rows"),
    ])
    func aLimitThatIsMetEndsTheStatement(_ options: [String], _ statement: String, _ error: String) throws {
        let run = try CommandRun(options + ["-c", statement])
        #expect(run.status == 1 && run.output == "")
        #expect(run.errors.contains(error), "\(run.errors)")
        let name = try #require(error.contains("rows") ? "--max-rows" : "--memory-limit")
        #expect(run.errors.hasSuffix("  hint: a larger \(name) allows more\n"), "\(run.errors)")
    }

    @Test func aStatementEndsInTime() throws {
        let run = try CommandRun(["--time-limit", "50ms", "-c", endless])
        #expect(run.status == 1 && run.output == "")
        #expect(
            run.errors
                == "-c: error: the statement takes longer than 50ms\n  hint: a larger --time-limit allows more\n")
    }

    @Test func whatIsWithinTheLimitsRuns() throws {
        let run = try CommandRun([
            "--memory-limit", "1GiB", "--time-limit", "1h", "--max-rows", "1", "--format", "csv", "--no-header", "-c",
            "FROM figures |> AGGREGATE COUNT(*)",
        ])
        #expect(run.status == 0 && run.output == "450\n" && run.errors == "")
    }

    @Test func aFileIsNotWrittenByAStatementOverALimit() throws {
        let folder = try TemporaryFolder()
        try folder.write("old.csv", "as it was")
        let run = try CommandRun(
            ["--max-rows", "7", "-c", "FROM editions |> EXPORT DATA OPTIONS (uri = 'old.csv')"], in: folder)
        #expect(run.status == 1 && run.errors.contains("more than 7 rows"))
        #expect(try folder.read("old.csv") == "as it was" && folder.names == ["old.csv"])
    }

    @Test func scriptsThatAreTestedHaveLimitsToo() throws {
        let folder = try TemporaryFolder()
        try folder.write("a.expoq", endless)
        let run = try CommandRun(["--check", "--time-limit", "50ms", "a.expoq"], in: folder)
        #expect(run.status == 1 && run.output.contains("takes longer than 50ms"))
    }

    @Test(arguments: [
        (["--memory-limit", "500"], "it needs a size such as 500MB or 2GiB"),
        (["--memory-limit", "0MB"], "it needs a size such as 500MB or 2GiB"),
        (["--memory-limit=-5MB"], "it needs a size such as 500MB or 2GiB"),
        (["--memory-limit", "9e9GB"], "it needs a size such as 500MB or 2GiB"),
        (["--memory-limit", "99999999999999TB"], "it needs a size such as 500MB or 2GiB"),
        (["--time-limit", "5"], "it needs a time such as 500ms, 5s, 2min or 1h"),
        (["--time-limit", "5 parsecs"], "it needs a time such as 500ms, 5s, 2min or 1h"),
        (["--max-rows", "0"], "--max-rows needs a number from 1 on."),
        (["--max-rows", "many"], "The value 'many' is invalid for '--max-rows <n>'"),
    ])
    func aValueThatIsNoneIsWrongUsage(_ options: [String], _ reason: String) throws {
        let run = try CommandRun(options + ["-c", "SELECT 1"])
        #expect(run.status == 2 && run.output == "")
        #expect(run.errors.contains(reason), "\(run.errors)")
    }
}
