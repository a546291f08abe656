// The benchmark's short mode: right answers pass, and wrong ones are told.

import CommandSupport
import Foundation
import Testing

struct ShortModeTests {
    @Test func answersAreRight() throws {
        let run = try bench(["--rows", "3000"])
        #expect(run.errors == "")
        #expect(run.output == "24 of 24 answers are right\n")
        #expect(run.status == 0)
    }

    /// The data is made once, and later runs read what is there: a cell that was changed is an answer that differs.
    @Test(arguments: [
        ("sum", "G1.csv", ["5", "6", "7.000000"], "sum: expected the row"),
        ("q1", "G1.csv", ["5", "6", "7.000000"], "q1: expected the row [id"),
        ("topk", "G1.csv", ["5", "6", "99.999999"], "topk: expected the row [id"),
        ("j5", "x.csv", ["id7", "1.000000"], "j5: expected the row ["),
    ])
    func wrongAnswersAreTold(_ workload: String, _ file: String, _ cells: [String], _ message: String) throws {
        let folder = try TemporaryFolder()
        let options = ["--rows", "2000", "--folder", folder.url.path, "--only", workload]
        #expect(try bench(options).status == 0)
        var lines = try folder.read(file).split(separator: "\n").map { $0.split(separator: ",").map(String.init) }
        lines[1].replaceSubrange((lines[1].count - cells.count)..., with: cells)
        try folder.write(file, lines.map { $0.joined(separator: ",") + "\n" }.joined())
        let run = try bench(options)
        #expect(run.errors.hasPrefix(message) && run.errors.contains(", came"), "\(run.errors)")
        #expect(run.output == "0 of 1 answers are right\n")
        #expect(run.status == 1)
    }

    @Test func otherRowsAreMadeAnew() throws {
        let folder = try TemporaryFolder()
        for rows in ["1000", "1500"] {
            let run = try bench(["--rows", rows, "--folder", folder.url.path, "--no-joins", "--only", "load,distinct"])
            #expect(run.output == "2 of 2 answers are right\n", "\(rows) rows: \(run.errors)")
        }
        #expect(try folder.names == ["G1.csv", "G1.rows.txt"])
    }

    @Test func unknownWorkloadsAreRefused() throws {
        let run = try bench(["--only", "q1,q11"])
        #expect(run.status != 0 && run.errors.contains("there is no workload 'q11'"))
    }

    private func bench(_ options: [String]) throws -> CommandRun {
        try CommandRun(CommandRun.product("expoq-bench"), ["--short"] + options)
    }
}
