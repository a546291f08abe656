// Other programs: the same statements in a script, their own timers.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// What another program took.
struct PeerResult {
    var name: String
    /// By the workload's name, of those that it can run.
    var measurements: [String: Measurement]
    /// Of its process, in bytes.
    var peakMemory: Int
}

/// A program that runs SQL from a script, and how it is spoken to.
struct Peer {
    let name: String
    /// The call, which reads the script from standard input.
    let call: String
    /// What the script begins with.
    let prelude: String
    /// The statement that loads a file without its `.csv` into a table.
    let load: (_ table: String, _ file: String) -> String

    /// Those on the PATH.
    static func installed(threads: Int) -> [Peer] {
        [
            Peer(
                name: "duckdb", call: "duckdb -batch -init /dev/null", prelude: "SET threads = \(threads);",
                load: { "CREATE TABLE \($0) AS FROM '\($1).csv';" }),
            Peer(
                name: "sqlite3", call: "sqlite3 -batch -init /dev/null :memory:",
                prelude: "PRAGMA temp_store = MEMORY;",
                load: { "CREATE TABLE \($0) (\(sqliteColumns(of: $1)));\n.import --csv --skip 1 \($1).csv \($0)" }),
        ].filter(\.isInstalled)
    }

    private var isInstalled: Bool {
        let folders = getenv("PATH").map { String(cString: $0) } ?? ""
        return folders.split(separator: ":").contains { access("\($0)/\(name)", X_OK) == 0 }
    }

    /// Runs those of the workloads that it can run: each once to warm up and `runs` times more.
    ///
    /// Our own process should not have used much memory by then: on Linux the peak of a process that it starts begins
    /// with its own.
    ///
    /// - Throws: `BenchmarkFailure` if the program cannot be started.
    func measure(_ workloads: [Workload], runs: Int) throws -> PeerResult {
        let (script, output) = ("\(name).script", "\(name).output")
        try writeText(text(for: workloads.filter { !$0.missing.contains(name) }, runs: runs), to: script)
        let peakMemory = try run("exec \(call) < \(script) > \(output) 2>&1")
        return PeerResult(
            name: name, measurements: Self.measurements(in: try readText(output), runs: runs), peakMemory: peakMemory)
    }

    private func text(for workloads: [Workload], runs: Int) -> String {
        var lines = [prelude]
        var tables = LoadedTables()
        for workload in workloads {
            lines.append(".print \(Self.mark)\(workload.name)")
            for change in tables.changes(for: workload) {
                switch change {
                case .drop(let table): lines.append("DROP TABLE \(table);")
                case .load(let table, let file): lines.append(load(table, file))
                }
            }
            for _ in 0...runs {
                lines += [".timer on", "CREATE TABLE r AS \(workload.query);", ".timer off", "DROP TABLE r;"]
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static let mark = "workload "

    /// Reads lines such as `Run Time (s): real 0.012 user 0.016 sys 0.004` behind each workload's name.
    static func measurements(in output: String, runs: Int) -> [String: Measurement] {
        var seconds: [String: [Double]] = [:]
        var failed: Set<String> = []
        var name = ""
        for line in output.split(separator: "\n") {
            if line.hasPrefix(mark) {
                name = String(line.dropFirst(mark.count))
            } else if line.hasPrefix("Run Time") {
                let words = line.split(separator: " ")
                guard let real = words.firstIndex(of: "real"), real + 1 < words.count,
                    let time = Double(words[real + 1])
                else { continue }
                seconds[name, default: []].append(time)
            } else if line.lowercased().contains("error") {
                // A statement that failed may have a time as well.
                failed.insert(name)
            }
        }
        return seconds.filter { $0.value.count == runs + 1 && !failed.contains($0.key) }
            .mapValues(Measurement.init(runs:))
    }

    /// Runs a command of `sh` to its end; its peak memory in bytes.
    private func run(_ command: String) throws -> Int {
        let words = ["sh", "-c", command]
        var arguments: [UnsafeMutablePointer<CChar>?] = words.map { strdup($0) }
        defer { for argument in arguments { free(argument) } }
        arguments.append(nil)
        var process: pid_t = 0
        errno = posix_spawn(&process, "/bin/sh", nil, nil, arguments, environ)
        guard errno == 0 else { throw BenchmarkFailure(system: "cannot run \(name)") }
        var usage = rusage()
        while wait4(process, nil, 0, &usage) < 0 {
            guard errno == EINTR else { throw BenchmarkFailure(system: "cannot wait for \(name)") }
        }
        return usage.peakMemory
    }

    /// SQLite takes no types from a file.
    private static func sqliteColumns(of file: String) -> String {
        switch file {
        case "G1":
            "id1 TEXT, id2 TEXT, id3 TEXT, id4 INTEGER, id5 INTEGER, id6 INTEGER, v1 INTEGER, v2 INTEGER, v3 REAL"
        case "small": "id1 INTEGER, id4 TEXT, v2 REAL"
        case "medium": "id1 INTEGER, id2 INTEGER, id4 TEXT, id5 TEXT, v2 REAL"
        default:
            """
            id1 INTEGER, id2 INTEGER, id3 INTEGER, id4 TEXT, id5 TEXT, id6 TEXT, \(file == "x" ? "v1" : "v2") REAL
            """
        }
    }
}
