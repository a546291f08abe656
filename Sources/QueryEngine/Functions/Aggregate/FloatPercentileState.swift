// PERCENTILE_CONT and MEDIAN of numbers without NULLs: selection in place of sorting.

import QueryLanguage

/// An aggregate whose results are worth several threads.
protocol RangedResults: AggregateState {
    /// Prepares the results of groups `0..<groups`; no row comes until they were all asked for.
    func prepareResults(groups: Int)

    /// The results of these groups. Threads may ask for different ranges at once.
    func results(_ range: Range<Int>) throws(Diagnostic) -> Vector
}

/// A percentile between the values of each group, of which the ones it lies between are selected.
final class FloatPercentileState: RangedResults {
    private let fraction: Double
    /// All values as words in order, and the group of each.
    private var words = GrowableBuffer<UInt64>()
    private var owners = GrowableBuffer<UInt32>()
    /// Behind `prepareResults`: the words by group, those of group `g` from `starts[g]` to `starts[g + 1]`.
    private var sorted = GrowableBuffer<UInt64>()
    private var starts: [Int] = []
    private var groupCount = 0

    init(fraction: Double) {
        self.fraction = fraction
    }

    func resize(groups: Int) { groupCount = max(groupCount, groups) }

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) {
        let (next, owner) = (words.extend(by: rows.count), owners.extend(by: rows.count))
        var count = 0
        arguments[0].eachValue(rows, Double.self) { row, value in
            next[count] = OrderedWord.encode(value)
            owner[count] = groups[row]
            count += 1
        }
        words.shorten(by: rows.count - count)
        owners.shorten(by: rows.count - count)
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        let other = unsafeDowncast(other, to: FloatPercentileState.self)
        let count = other.words.count
        if sources.count == other.groupCount && sources.indices.allSatisfy({ sources[$0] == UInt32($0) }) {
            // Whole states come together: each row has one new group.
            words.extend(by: count).update(from: other.words.base, count: count)
            let owner = owners.extend(by: count)
            for index in 0..<count { owner[index] = targets[Int(other.owners[index])] }
            return
        }
        other.prepareResults(groups: Int(sources.max() ?? 0) + 1)
        for (source, target) in zip(sources, targets) {
            let range = other.starts[Int(source)]..<other.starts[Int(source) + 1]
            words.extend(by: range.count).update(from: other.sorted.base + range.lowerBound, count: range.count)
            owners.extend(by: range.count).update(repeating: target, count: range.count)
        }
    }

    func prepareResults(groups: Int) {
        starts = Array(repeating: 0, count: groups + 1)
        var next = Array(repeating: 0, count: groups)
        let count = words.count
        sorted = GrowableBuffer(capacity: count)
        let target = sorted.extend(by: count)
        let (words, owners) = (words.base, owners.base)
        next.withUnsafeMutableBufferPointer { next in
            for index in 0..<count where Int(owners[index]) < groups { next[Int(owners[index])] += 1 }
            var start = 0
            for group in 0..<groups {
                starts[group] = start
                start += next[group]
                next[group] = starts[group]
            }
            starts[groups] = start
            for index in 0..<count where Int(owners[index]) < groups {
                target[next[Int(owners[index])]] = words[index]
                next[Int(owners[index])] += 1
            }
        }
    }

    func results(_ range: Range<Int>) -> Vector {
        var writer = VectorWriter<Double>(count: range.count)
        for (row, group) in range.enumerated() {
            let count = starts[group + 1] - starts[group]
            guard count > 0 else {
                writer.setNull(row)
                continue
            }
            let values = sorted.base + starts[group]
            let position = fraction * Double(count - 1)
            let rank = Int(position)
            let weight = position - Double(rank)
            let low = OrderedWord.decode(Quickselect.select(values, count: count, rank: rank))
            if weight == 0 {
                writer[row] = low
                continue
            }
            // All behind the rank are at least as large.
            var least = values[rank + 1]
            for index in rank + 1..<count { least = min(least, values[index]) }
            let high = OrderedWord.decode(least)
            writer[row] = low == high ? low : low * (1 - weight) + high * weight
        }
        return writer.finish(.float64)
    }

    func finish(groups: Int) -> Vector {
        prepareResults(groups: groups)
        return results(0..<groups)
    }
}
