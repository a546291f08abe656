// What is to be told of how a file was read: nothing is left out or changed in silence.

import Synchronization

/// What readers noticed in the files that a statement read.
package final class ReadRemarks: Sendable {
    /// What was noticed of which part of which file.
    package struct Subject: Hashable, Sendable {
        /// `visits.csv, column visitors`
        package let place: String
        /// `cells that are no INT64 are NULL`
        package let finding: String

        /// What the places of cases are numbers of: `line`, or `rowid` where a file has no lines.
        package let unit: String

        package init(_ place: String, _ finding: String, counting unit: String = "line") {
            self.place = place
            self.finding = finding
            self.unit = unit
        }
    }

    private struct Count {
        var count: Int
        var total: Int
        var firstLine: Int
    }

    private let counts = Mutex<[Subject: Count]>([:])

    package init() {}

    /// Counts `count` of `total` cases; parts of a file that are read on their own add up, those without such cases too.
    package func add(_ subject: Subject, count: Int, of total: Int, firstLine: Int) {
        counts.withLock {
            let known = $0[subject]
            $0[subject] = Count(
                count: (known?.count ?? 0) + count, total: (known?.total ?? 0) + total,
                firstLine: min(known?.firstLine ?? firstLine, firstLine))
        }
    }

    /// A line for each, in the order of files and lines.
    package var all: [String] {
        counts.withLock { counts in
            counts.filter { $0.value.count > 0 }.sorted {
                ($0.key.place, $0.value.firstLine) < ($1.key.place, $1.value.firstLine)
            }.map {
                let (subject, count) = ($0.key, $0.value)
                let first = count.count == 1 ? "it is" : "the first"
                return "\(subject.place): \(count.count.grouped) of \(count.total.grouped) \(subject.finding); "
                    + "\(first) at \(subject.unit) \(count.firstLine.grouped)"
            }
        }
    }
}

extension Int {
    /// `1,000,000`
    fileprivate var grouped: String {
        var text = ""
        for (index, digit) in String(magnitude).reversed().enumerated() {
            if index > 0 && index % 3 == 0 { text.append(",") }
            text.append(digit)
        }
        return (self < 0 ? "-" : "") + String(text.reversed())
    }
}
