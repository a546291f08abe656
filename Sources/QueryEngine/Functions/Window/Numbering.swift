// Window functions that number rows by their place in the order.

import QueryLanguage

enum Numbering {
    static let rowNumber = kernel(.int64) { _, partition, row in Int64(row - partition.lowerBound + 1) }

    static let rank = kernel(.int64) { input, partition, row in
        Int64(Int(input.peerStart[row]) - partition.lowerBound + 1)
    }

    static let percentRank = kernel(.float64) { input, partition, row in
        let before = Int(input.peerStart[row]) - partition.lowerBound
        return partition.count == 1 ? 0 : Double(before) / Double(partition.count - 1)
    }

    static let cumulativeDistribution = kernel(.float64) { input, partition, row in
        Double(Int(input.peerEnd[row]) - partition.lowerBound) / Double(partition.count)
    }

    static let denseRank: WindowKernel = { input in
        let writer = VectorWriter<Int64>(count: input.count)
        for partition in input.partitions {
            var rank: Int64 = 0
            for row in partition {
                rank += Int(input.peerStart[row]) == row ? 1 : 0
                writer[row] = rank
            }
        }
        return writer.finish(.int64)
    }

    /// The first buckets are one row larger where the rows do not divide evenly.
    static let tile: WindowKernel = { (input) throws(Diagnostic) in
        let argument = input.arguments[0]
        let writer = VectorWriter<Int64>(count: input.count)
        for partition in input.partitions {
            for row in partition {
                let buckets: Int64 = argument.element(row)
                guard argument.isValid(row), buckets > 0 else {
                    throw Diagnostic("NTILE needs a positive number of buckets")
                }
                let (size, larger) = Int64(partition.count).quotientAndRemainder(dividingBy: buckets)
                let place = Int64(row - partition.lowerBound)
                let inLarger = larger * (size + 1)
                writer[row] = place < inLarger ? place / (size + 1) + 1 : larger + (place - inLarger) / size + 1
            }
        }
        return writer.finish(.int64)
    }

    /// A kernel that knows a row's number from the row's place alone.
    @inline(__always)
    private static func kernel<R: ColumnElement>(
        _ type: DataType, _ body: @escaping @Sendable (WindowInput, Range<Int>, Int) -> R
    ) -> WindowKernel {
        { input in
            let writer = VectorWriter<R>(count: input.count)
            for partition in input.partitions {
                for row in partition { writer[row] = body(input, partition, row) }
            }
            return writer.finish(type)
        }
    }
}
