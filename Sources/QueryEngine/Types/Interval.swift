// Spans of time.

/// A span of time: months, days and microseconds, which do not convert into one another exactly.
///
/// For comparison a month counts 30 days and a day 24 hours, as GoogleSQL's documentation of INTERVAL says.
public struct Interval: Sendable, BitwiseCopyable {
    public var months: Int32
    public var days: Int32
    public var microseconds: Int64

    public init(months: Int32 = 0, days: Int32 = 0, microseconds: Int64 = 0) {
        self.months = months
        self.days = days
        self.microseconds = microseconds
    }

    /// The length by which intervals compare: whole days and the microseconds of the last, partial one.
    var normalized: (days: Int64, microseconds: Int64) {
        let perDay: Int64 = 86_400_000_000
        var whole = microseconds / perDay
        var rest = microseconds % perDay
        if rest < 0 {
            rest += perDay
            whole -= 1
        }
        return (Int64(months) * 30 + Int64(days) + whole, rest)
    }
}

extension Interval: Hashable, Comparable {
    public static func == (a: Interval, b: Interval) -> Bool { a.normalized == b.normalized }
    public static func < (a: Interval, b: Interval) -> Bool { a.normalized < b.normalized }
    public func hash(into hasher: inout Hasher) {
        hasher.combine(normalized.days)
        hasher.combine(normalized.microseconds)
    }
}
