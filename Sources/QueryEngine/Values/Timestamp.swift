// TIMESTAMP outside the engine.

import QueryLanguage

/// A point in time, to the microsecond: what a TIMESTAMP is.
///
/// Foundation's `Date` is made from it by `Date(timeIntervalSince1970: timestamp.secondsSince1970)`.
public struct Timestamp: Hashable, Sendable, BitwiseCopyable {
    /// Microseconds since 1970-01-01 00:00:00 UTC; negative before.
    public let microsecondsSince1970: Int64

    init(validMicroseconds: Int64) { microsecondsSince1970 = validMicroseconds }

    /// The point this many microseconds after 1970 began in UTC; `nil` outside of the years 1 to 9999.
    public init?(microsecondsSince1970 microseconds: Int64) {
        guard let valid = Self.valid(Int(microseconds)) else { return nil }
        microsecondsSince1970 = valid
    }

    /// The point this many seconds after 1970 began in UTC, to the microsecond; `nil` outside of the years 1 to 9999.
    public init?(secondsSince1970 seconds: Double) {
        let microseconds = (seconds * 1_000_000).rounded()
        guard let whole = Int(exactly: microseconds), let valid = Self.valid(whole) else { return nil }
        microsecondsSince1970 = valid
    }

    /// The point in time of a text such as `2024-11-05 08:00:00+00` or `2024-11-05T08:00:00Z`; `nil` for any other.
    public init?(_ text: String) {
        var text = text
        guard let microseconds = text.withUTF8({ TimestampText.parse($0) }) else { return nil }
        microsecondsSince1970 = microseconds
    }

    /// Seconds since 1970-01-01 00:00:00 UTC, as Foundation's `timeIntervalSince1970`.
    public var secondsSince1970: Double { Double(microsecondsSince1970) / 1_000_000 }
}

extension Timestamp: Comparable, CustomStringConvertible {
    public static func < (a: Timestamp, b: Timestamp) -> Bool { a.microsecondsSince1970 < b.microsecondsSince1970 }

    /// `2024-11-05 08:00:00+00`
    public var description: String { String(appending: { TimestampText.append(microsecondsSince1970, to: &$0) }) }
}
