// COUNT, SUM and AVG.

import CColumnScan
import QueryLanguage

/// A number of rows.
struct RowCount: Accumulator {
    var rows: Int64 = 0

    mutating func merge(_ later: RowCount) { rows += later.rows }

    /// COUNT(*) has no argument and counts all rows; COUNT(x) counts those where `x` is not NULL.
    static let implementation = Implementation.aggregate { _ in
        AccumulatorState(
            RowCount.self, .int64,
            update: { states, arguments, rows, groups in
                if let argument = arguments.first {
                    rows.each { if argument.isValid($0) { states[Int(groups[$0])].rows += 1 } }
                } else {
                    rows.each { states[Int(groups[$0])].rows += 1 }
                }
            },
            addAll: { state, _, rows in state.assumingMemoryBound(to: RowCount.self).pointee.rows += Int64(rows.count)
            },
            result: { $0.rows })
    }
}

/// A number of TRUE values.
struct TrueCount: UnaryAccumulator {
    var rows: Int64 = 0

    mutating func add(_ value: Bool) { rows += value ? 1 : 0 }
    mutating func merge(_ later: TrueCount) { rows += later.rows }
}

/// A sum of integers that cannot overflow: whether the result fits is asked once, at the end.
struct IntegerSum: UnaryAccumulator {
    /// The sum's lower half; the other is touched only when a half overflows, which keeps a state small and near.
    private var low: Int64 = 0
    private var overflows: Int64 = 0
    private var count: Int64 = 0

    mutating func add(_ value: Int64) {
        extend(value)
        count += 1
    }

    mutating func merge(_ later: IntegerSum) {
        extend(later.low)
        overflows += later.overflows
        count += later.count
    }

    @inline(__always)
    private mutating func extend(_ value: Int64) {
        let (sum, overflow) = low.addingReportingOverflow(value)
        low = sum
        if overflow { overflows += value < 0 ? -1 : 1 }
    }

    private var sum: Int128 { Int128(low) + Int128(overflows) << 64 }

    func sum(_ options: AggregateOptions) throws(Diagnostic) -> Int64? {
        if count == 0 { return nil }
        if let sum = Int64(exactly: sum) { return sum }
        if options.isSafe { return nil }
        throw Diagnostic("SUM overflows INT64")
    }

    var average: Double? { count == 0 ? nil : Double(sum) / Double(count) }
}

/// A compensated sum of floating point numbers.
///
/// The rounding error of each addition is summed up beside the sum (Sum2 of Ogita, Rump and Oishi, "Accurate sum and
/// dot product", SIAM Journal on Scientific Computing 26, 2005). It costs a few additions a row, and makes the result
/// in practice the same however the rows are spread over threads and frames.
struct FloatSum: UnaryAccumulator {
    private var sum = 0.0
    private var error = 0.0
    private var count: Int64 = 0
    /// Infinities and NaNs that came in: then the result may be one.
    private var open: Int64 = 0

    mutating func add(_ value: Double) {
        extend(value)
        count += 1
        if !value.isFinite { open += 1 }
    }

    /// Eight sums at a time, none of which waits for another.
    mutating func add(_ values: UnsafePointer<Double>, _ rows: Selection) {
        var (sums, errors) = (SIMD8<Double>.zero, SIMD8<Double>.zero)
        let whole = rows.count & ~7
        if let indices = rows.indices {
            for start in stride(from: 0, to: whole, by: 8) {
                var lanes = SIMD8<Double>.zero
                for lane in 0..<8 { lanes[lane] = values[Int(indices[start + lane])] }
                let totals = sums + lanes
                let added = totals - sums
                errors += (sums - (totals - added)) + (lanes - added)
                sums = totals
            }
        } else {
            withUnsafeMutableBytes(of: &sums) { sums in
                withUnsafeMutableBytes(of: &errors) { errors in
                    column_scan_sum(
                        values, whole, sums.baseAddress?.assumingMemoryBound(to: Double.self),
                        errors.baseAddress?.assumingMemoryBound(to: Double.self))
                }
            }
        }
        var together = self
        for lane in 0..<8 {
            together.extend(sums[lane])
            together.error += errors[lane]
        }
        // One after the other they may stay within the range, and infinities are counted.
        let added = together.sum.isFinite ? whole : 0
        if added > 0 {
            self = together
            count += Int64(added)
        }
        for rank in added..<rows.count { add(values[rows[rank]]) }
    }

    mutating func merge(_ later: FloatSum) {
        extend(later.sum)
        error += later.error
        count += later.count
        open += later.open
    }

    @inline(__always)
    private mutating func extend(_ value: Double) {
        let total = sum + value
        let added = total - sum
        error += (sum - (total - added)) + (value - added)
        sum = total
    }

    private func total(_ name: String, _ options: AggregateOptions) throws(Diagnostic) -> Double? {
        if count == 0 { return nil }
        // Behind an infinity the error is NaN and means nothing.
        let total = sum.isFinite ? sum + error : sum
        if total.isFinite || open > 0 { return total }
        if options.isSafe { return nil }
        throw Diagnostic("\(name) overflows FLOAT64")
    }

    func sum(_ options: AggregateOptions) throws(Diagnostic) -> Double? { try total("SUM", options) }

    func average(_ options: AggregateOptions) throws(Diagnostic) -> Double? {
        try total("AVG", options).map { $0 / Double(count) }
    }
}

/// A sum of intervals, part by part.
struct IntervalSum: UnaryAccumulator {
    private var months: Int64 = 0
    private var days: Int64 = 0
    private var microseconds: Int128 = 0
    private var count: Int64 = 0

    mutating func add(_ value: Interval) {
        months += Int64(value.months)
        days += Int64(value.days)
        microseconds &+= Int128(value.microseconds)
        count += 1
    }

    mutating func merge(_ later: IntervalSum) {
        months += later.months
        days += later.days
        microseconds &+= later.microseconds
        count += later.count
    }

    func sum(_ options: AggregateOptions) throws(Diagnostic) -> Interval? {
        if count == 0 { return nil }
        // The ranges that GoogleSQL's INTERVAL has: 10,000 years in each part.
        if abs(months) <= 120_000, abs(days) <= 3_660_000, abs(microseconds) <= 87_840_000 * 3_600_000_000 {
            return Interval(months: Int32(months), days: Int32(days), microseconds: Int64(microseconds))
        }
        if options.isSafe { return nil }
        throw Diagnostic("SUM overflows INTERVAL")
    }

    /// What is left of a part goes on to the next smaller one, a month as 30 days.
    var average: Interval? {
        if count == 0 { return nil }
        let allDays = days + months % count * 30
        let allMicroseconds = microseconds + Int128(allDays % count) * 86_400_000_000
        return Interval(
            months: Int32(truncatingIfNeeded: months / count), days: Int32(truncatingIfNeeded: allDays / count),
            microseconds: Int64(truncatingIfNeeded: allMicroseconds / Int128(count)))
    }
}
