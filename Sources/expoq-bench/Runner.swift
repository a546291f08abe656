// Runs workloads through the library, as an app would.

import ExpoQuery

/// What one program took for one workload.
struct Measurement {
    /// The warm runs.
    let seconds: [Double]

    /// - Parameter seconds: each run, the first of which is not warm; at least two.
    init(runs seconds: [Double]) { self.seconds = seconds.dropFirst().sorted() }

    var minimum: Double { seconds[0] }

    var median: Double { (seconds[(seconds.count - 1) / 2] + seconds[seconds.count / 2]) / 2 }
}

/// A database, and the tables in it.
struct Runner {
    private let database: Database
    private var tables = LoadedTables()

    /// - Parameter threads: how many threads each statement may use.
    init(threads: Int) { database = Database(options: QueryOptions(threads: threads)) }

    /// Runs it once to warm up and `runs` times more; table `r` is gone before each.
    mutating func measure(_ workload: Workload, runs: Int) throws -> Measurement {
        try prepare(workload)
        var seconds: [Double] = []
        for _ in 0...runs {
            let start = monotonicSeconds()
            try database.run(workload.statement)
            seconds.append(monotonicSeconds() - start)
            try database.run("DROP TABLE r")
        }
        return Measurement(runs: seconds)
    }

    /// Runs it once.
    ///
    /// - Returns: the rows that are compared with the answer.
    mutating func rows(of workload: Workload) throws -> [[Value]] {
        try prepare(workload)
        try database.run(workload.statement)
        let result = try database.query(workload.check)
        try database.run("DROP TABLE r")
        return result.map { row in row.columns.indices.map { row[$0] } }
    }

    private mutating func prepare(_ workload: Workload) throws {
        for change in tables.changes(for: workload) {
            switch change {
            case .drop(let table): try database.run("DROP TABLE \(table)")
            case .load(let table, let file): try database.run("CREATE TABLE \(table) AS FROM '\(file).csv'")
            }
        }
    }
}
