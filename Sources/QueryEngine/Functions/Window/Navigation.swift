// Window functions that fetch a value from another row.

import QueryLanguage

enum Navigation {
    /// LAG (`direction` -1) or LEAD (1): within the partition, whatever the frame.
    static func offset(_ name: String, direction: Int) -> WindowKernel {
        { (input) throws(Diagnostic) in
            let arguments = input.arguments
            var sources = Array(repeating: Int32(-1), count: input.count)
            for partition in input.partitions {
                for row in partition {
                    var distance: Int64 = 1
                    if arguments.count > 1 {
                        distance = arguments[1].element(row)
                        guard arguments[1].isValid(row), distance >= 0 else {
                            throw Diagnostic("\(name) needs an offset that is not negative and not NULL")
                        }
                    }
                    // Beyond the partition's length any offset is the same.
                    let source = row + direction * Int(min(distance, Int64(input.count)))
                    if partition.contains(source) {
                        sources[row] = Int32(truncatingIfNeeded: source)
                    } else if arguments.count > 2 {
                        // The defaults stand behind the values.
                        sources[row] = Int32(
                            truncatingIfNeeded: input.count + (arguments[2].isConstant ? 0 : row))
                    }
                }
            }
            var values = arguments[0]
            if arguments.count > 2 {
                let defaults = arguments[2].isConstant ? arguments[2].withCount(1) : arguments[2]
                values = Vector.concatenating([values.withCount(input.count), defaults], type: values.type)
            }
            return sources.withUnsafeBufferPointer { values.gather($0) }
        }
    }

    static let first: WindowKernel = { input in
        pick(input) { candidates, _ in candidates.isEmpty ? nil : candidates.lowerBound }
    }

    static let last: WindowKernel = { input in
        pick(input) { candidates, _ in candidates.isEmpty ? nil : candidates.upperBound - 1 }
    }

    static let nth: WindowKernel = { (input) throws(Diagnostic) in
        let argument = input.arguments[1]
        for row in 0..<input.count {
            let number: Int64 = argument.element(row)
            guard argument.isValid(row), number > 0 else { throw Diagnostic("NTH_VALUE needs a positive number") }
        }
        return pick(input) { candidates, row in
            let number: Int64 = argument.element(row)
            return number <= candidates.count ? candidates.lowerBound + Int(number) - 1 : nil
        }
    }

    /// The value of one candidate of each row's frame: of all its rows or, ignoring NULLs, of those that have a value.
    ///
    /// - Parameter choose: gives one of the candidates, by their numbers, for a row.
    private static func pick(_ input: WindowInput, _ choose: (Range<Int>, Int) -> Int?) -> Vector {
        let values = input.arguments[0]
        var places: [Int32] = []
        // For each row the number of candidates before it.
        var before: [Int32] = []
        if input.ignoresNulls {
            before.reserveCapacity(input.count + 1)
            for row in 0..<input.count {
                before.append(Int32(truncatingIfNeeded: places.count))
                if values.isValid(row) { places.append(Int32(truncatingIfNeeded: row)) }
            }
            before.append(Int32(truncatingIfNeeded: places.count))
        }
        let sources = (0..<input.count).map { row -> Int32 in
            let (start, end) = (Int(input.frameStart[row]), Int(input.frameEnd[row]))
            guard start < end else { return -1 }
            if !input.ignoresNulls {
                return choose(start..<end, row).map { Int32(truncatingIfNeeded: $0) } ?? -1
            }
            return choose(Int(before[start])..<Int(before[end]), row).map { places[$0] } ?? -1
        }
        return sources.withUnsafeBufferPointer { values.gather($0) }
    }
}
