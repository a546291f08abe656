// The short mode: answers, and no times.

import ExpoQuery

/// Runs workloads once and compares their answers.
///
/// - Returns: a line for each that differs: its name, what was expected, and what came.
func differences(of workloads: [Workload], _ generator: DataGenerator, threads: Int) throws -> [String] {
    let answers = Answers(generator)
    var runner = Runner(threads: threads)
    var lines: [String] = []
    for workload in workloads {
        guard let answer = answers.answer(workload.name) else {
            throw BenchmarkFailure("\(workload.name) has no answer to be compared with")
        }
        if let difference = answer.difference(from: try runner.rows(of: workload)) {
            lines.append("\(workload.name): \(difference)")
        }
    }
    return lines
}
