// The table of what was measured.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Lines of the same number of cells; what is printed has them in columns.
struct Report {
    private let peers: [PeerResult]
    private let rows: Int
    private var lines: [[String]]
    /// Our time divided by theirs, for each of the peers.
    private var ratios: [[Double]]

    init(rows: Int, peers: [PeerResult]) {
        self.rows = rows
        self.peers = peers
        lines = [
            ["workload", "median s", "minimum s", "rows/s"] + peers.flatMap { ["\($0.name) s", "ratio"] }
        ]
        ratios = peers.map { _ in [] }
    }

    /// Adds a workload; the peers' times are medians too.
    mutating func add(_ name: String, _ measurement: Measurement) {
        var line = [
            name, text(measurement.median, 4), text(measurement.minimum, 4),
            text(Double(rows) / measurement.median, 0),
        ]
        for (place, peer) in peers.enumerated() {
            guard let theirs = peer.measurements[name] else {
                line += ["", ""]
                continue
            }
            // Their timers tell milliseconds; of what took less than one there is no ratio.
            if theirs.median > 0 { ratios[place].append(measurement.median / theirs.median) }
            line += [text(theirs.median, 3), theirs.median > 0 ? text(measurement.median / theirs.median, 2) : ""]
        }
        lines.append(line)
    }

    /// The table, with the ratios' geometric mean and the processes' peak memory, in bytes.
    func text(peakMemory: Int) -> String {
        var lines = lines
        if !peers.isEmpty {
            lines.append(
                ["geometric mean", "", "", ""]
                    + ratios.flatMap { ratios in
                        ["", ratios.isEmpty ? "" : text(exp(ratios.map(log).reduce(0, +) / Double(ratios.count)), 2)]
                    })
        }
        lines.append(
            ["peak memory MB", text(Double(peakMemory) / 1e6, 0), "", ""]
                + peers.flatMap {
                    [text(Double($0.peakMemory) / 1e6, 0), text(Double(peakMemory) / Double($0.peakMemory), 2)]
                })
        let widths = lines[0].indices.map { column in lines.map { $0[column].count }.max() ?? 0 }
        return lines.map { line in
            let cells = zip(line, widths).enumerated().map { column, cell in
                let blanks = String(repeating: " ", count: cell.1 - cell.0.count)
                return column == 0 ? cell.0 + blanks : blanks + cell.0
            }
            return cells.joined(separator: "  ") + "\n"
        }.joined()
    }

    /// The number with this many digits behind the point.
    private func text(_ number: Double, _ digits: Int) -> String {
        var scale: Int64 = 1
        for _ in 0..<digits { scale *= 10 }
        let scaled = Int64((number * Double(scale)).rounded())
        return digits == 0 ? String(scaled) : "\(scaled / scale)." + padded(scaled % scale, digits)
    }
}
