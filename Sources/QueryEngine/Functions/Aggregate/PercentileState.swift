// PERCENTILE_CONT, PERCENTILE_DISC and MEDIAN.

import QueryLanguage

/// A percentile of each group's values, all of which are kept and sorted at the end.
final class PercentileState: AggregateState {
    private let fraction: Double
    private let isContinuous: Bool
    private let respectsNulls: Bool
    private let type: DataType
    private var rows = RowCollector()

    /// - Parameters:
    ///   - fraction: 0 for the smallest value, 1 for the largest.
    ///   - isContinuous: whether to interpolate between FLOAT64 values rather than to choose one.
    init(_ options: AggregateOptions, fraction: Double, isContinuous: Bool) {
        self.fraction = fraction
        self.isContinuous = isContinuous
        respectsNulls = options.ignoresNulls == false
        type = options.argumentTypes[0]
    }

    /// PERCENTILE_CONT or PERCENTILE_DISC with a constant fraction as second argument.
    static func implementation(_ name: String, isContinuous: Bool) -> Implementation {
        .aggregate { (options) throws(Diagnostic) in
            guard case .float64(let fraction)? = options.constants[1], fraction >= 0, fraction <= 1 else {
                throw Diagnostic("\(name) needs a constant percentile from 0 to 1")
            }
            return isContinuous
                ? continuous(options, fraction: fraction)
                : PercentileState(options, fraction: fraction, isContinuous: false)
        }
    }

    /// A percentile between values; NULLs among them need to be sorted with them.
    static func continuous(_ options: AggregateOptions, fraction: Double) -> any AggregateState {
        options.ignoresNulls == false
            ? PercentileState(options, fraction: fraction, isContinuous: true)
            : FloatPercentileState(fraction: fraction)
    }

    func resize(groups: Int) {}

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) {
        let value = arguments[0]
        let kept = respectsNulls || value.validity == nil ? rows : rows.filter { value.isValid($0) }
        self.rows.append([value], rows: kept, groups: groups)
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        rows.append(unsafeDowncast(other, to: PercentileState.self).rows, sources: sources, targets: targets)
    }

    func finish(groups: Int) -> Vector {
        let (columns, owners) = rows.collected()
        guard let values = columns.first else { return .constant(.null, type: type, count: groups) }
        let order = sortedOrder(
            [Vector(groups: owners), values], by: [SortKey(), SortKey()], count: owners.count)
        // For each group the places of its values, sorted.
        var ranges = Array(repeating: 0..<0, count: groups)
        var start = 0
        while start < order.count {
            let group = owners[Int(order[start])]
            var end = start + 1
            while end < order.count && owners[Int(order[end])] == group { end += 1 }
            if Int(group) < groups { ranges[Int(group)] = start..<end }
            start = end
        }
        return isContinuous ? interpolate(values, order, ranges) : choose(values, order, ranges)
    }

    private func interpolate(_ values: Vector, _ order: [Int32], _ ranges: [Range<Int>]) -> Vector {
        func value(_ place: Int) -> Double? {
            let row = Int(order[place])
            return values.isValid(row) ? values.element(row) : nil
        }
        var writer = VectorWriter<Double>(count: ranges.count)
        for (group, range) in ranges.enumerated() {
            let position = fraction * Double(range.count - 1)
            guard !range.isEmpty else {
                writer.setNull(group)
                continue
            }
            let lower = Int(position)
            let weight = position - Double(lower)
            let low = value(range.lowerBound + lower)
            let high = weight == 0 ? low : value(range.lowerBound + lower + 1)
            // A NULL takes no part where there is a number beside it.
            if let low, let high {
                writer[group] = low == high ? low : low * (1 - weight) + high * weight
            } else if let one = low ?? high {
                writer[group] = one
            } else {
                writer.setNull(group)
            }
        }
        return writer.finish(.float64)
    }

    /// The first value whose share of values up to and with it is at least the fraction.
    private func choose(_ values: Vector, _ order: [Int32], _ ranges: [Range<Int>]) -> Vector {
        let chosen = ranges.map { range -> Int32 in
            guard !range.isEmpty else { return -1 }
            let count = Double(range.count)
            var rank = max(1, min(range.count, Int((fraction * count).rounded(.up))))
            // The product may be rounded away from the rank whose share is just the fraction.
            if rank > 1 && Double(rank - 1) / count >= fraction { rank -= 1 }
            if rank < range.count && Double(rank) / count < fraction { rank += 1 }
            return order[range.lowerBound + rank - 1]
        }
        return chosen.withUnsafeBufferPointer { values.gather($0) }
    }
}
