// The benchmark's arguments, and what they make it do.

import ArgumentParser
import ExpoQuery

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// `expoq-bench`: measures the library on db-benchmark's tables and questions.
@main
struct Benchmark: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "expoq-bench",
        abstract: "Measures the library on the tables and queries of db-benchmark.",
        discussion: """
            The times are those of warm runs whose rows go into a table. Where duckdb or sqlite3 is on the PATH, it \
            runs the same statements; a ratio is expoq's time divided by its, so that less than 1 is faster.
            """)

    @Option(help: "The rows of the large tables; 10,000,000 unless given, with --short 20,000.")
    var rows: Int?

    @Option(help: "How often each workload is timed, after one run to warm up.")
    var runs = 5

    @Option(help: "How many threads a statement may use; as many as there are processors unless given.")
    var threads: Int?

    @Option(
        help: ArgumentHelp("The workloads to run, as q1,q5; all unless given.", valueName: "names"),
        transform: { $0.split(separator: ",").map(String.init) })
    var only: [String]?

    @Option(help: "Where the data is made and kept for the next time; in a folder that goes unless given.")
    var folder: String?

    @Flag(inversion: .prefixedNo, help: "Whether two tables are joined.")
    var joins = true

    @Flag(inversion: .prefixedNo, help: "Whether other programs are measured too.")
    var peers = true

    @Flag(help: "Compare the answers with those of plain loops, and time nothing.")
    var short = false

    func validate() throws {
        for (name, value) in [("rows", rows ?? 1), ("runs", runs), ("threads", threads ?? 1)] where value < 1 {
            throw ValidationError("--\(name) takes a number from 1")
        }
        let names = Workload.all.map(\.name)
        if let unknown = only?.first(where: { !names.contains($0) }) {
            throw ValidationError("there is no workload '\(unknown)'; there are \(names.joined(separator: ", "))")
        }
    }

    func run() throws {
        let workloads = Workload.all.filter { (joins || !$0.isJoin) && (only?.contains($0.name) ?? true) }
        let generator = DataGenerator(rows: rows ?? (short ? 20_000 : 10_000_000))
        let threads = threads ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        let place = try WorkingFolder(folder)
        defer { place.remove() }
        try DataFiles(generator: generator).write(withJoins: workloads.contains(where: \.isJoin))
        if short {
            let differences = try differences(of: workloads, generator, threads: threads)
            for line in differences { tell(line) }
            print("\(workloads.count - differences.count) of \(workloads.count) answers are right")
            if !differences.isEmpty { throw ExitCode.failure }
        } else {
            print(try measure(workloads, generator, threads: threads), terminator: "")
        }
    }

    private func measure(_ workloads: [Workload], _ generator: DataGenerator, threads: Int) throws -> String {
        // They come first; see `Peer.measure`.
        let others = try (peers ? Peer.installed(threads: threads) : []).map { peer in
            tell("\(peer.name)…")
            return try peer.measure(workloads, runs: runs)
        }
        var report = Report(rows: generator.rows, peers: others)
        var runner = Runner(threads: threads)
        for workload in workloads {
            tell("\(workload.name)…")
            report.add(workload.name, try runner.measure(workload, runs: runs))
        }
        return "\(generator.rows) rows, \(threads) threads, \(runs) runs\n"
            + report.text(peakMemory: rusage.own.peakMemory)
    }

    /// Writes to standard error, so that the table alone is in the output.
    private func tell(_ line: String) {
        let bytes = Array((line + "\n").utf8)
        _ = write(STDERR_FILENO, bytes, bytes.count)
    }
}
