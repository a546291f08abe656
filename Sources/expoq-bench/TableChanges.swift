// Which tables come and go between workloads, here and in the other programs.

/// What is done before a workload, untimed.
enum TableChange {
    case drop(String)
    case load(table: String, file: String)
}

/// The tables that are there: those of one workload and no others, since memory is measured too.
struct LoadedTables {
    private var files: [String: String] = [:]

    /// What has to be done before `workload`.
    mutating func changes(for workload: Workload) -> [TableChange] {
        let wanted = workload.tables
        let dropped = files.filter { wanted[$0.key] != $0.value }.keys.sorted()
        let loaded = wanted.filter { files[$0.key] != $0.value }.sorted { $0.key < $1.key }
        files = wanted
        return dropped.map { .drop($0) } + loaded.map { .load(table: $0.key, file: $0.value) }
    }
}
