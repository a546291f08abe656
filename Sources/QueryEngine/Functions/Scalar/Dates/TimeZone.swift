// Time zones: fixed offsets, and places whose clocks change.

import Synchronization

/// Where a clock stands: how far it is from UTC, and when that changes.
package struct TimeZone: Sendable {
    private enum Rule: Sendable {
        case fixed(Int)
        case transitions(ZoneInfo)
    }

    private let rule: Rule

    /// Coordinated Universal Time, the default.
    package static let utc = TimeZone(rule: .fixed(0))

    /// The zones read so far, by name; `nil` for a name that none has.
    private static let cache = Mutex<[String: TimeZone?]>([:])

    /// The zone that `+08:00`, `-7` or a name of the tz database means; `nil` if there is none.
    package static func find(_ text: UTF8Bytes) -> TimeZone? {
        if let offset = offset(text) { return TimeZone(rule: .fixed(offset)) }
        let name = String(text)
        if name == "UTC" || name == "Etc/UTC" { return utc }
        return cache.withLock { known in
            if let zone = known[name] { return zone }
            let zone = ZoneInfo.load(name).map { TimeZone(rule: .transitions($0)) }
            known[name] = .some(zone)
            return zone
        }
    }

    /// Reads `{+|-}H[H][:M[M]]` as seconds; up to 14 hours.
    private static func offset(_ text: UTF8Bytes) -> Int? {
        guard let first = text.first, first == UInt8(ascii: "+") || first == UInt8(ascii: "-") else { return nil }
        var reader = ByteReader(text)
        let isNegative = reader.takeSign()
        guard let hours = reader.digits(1...2) else { return nil }
        var minutes = 0
        if reader.take(UInt8(ascii: ":")) {
            guard let part = reader.digits(1...2), part < 60 else { return nil }
            minutes = part
        }
        let total = hours * 60 + minutes
        guard reader.isAtEnd, total <= 14 * 60 else { return nil }
        return (isNegative ? -total : total) * 60
    }

    /// Seconds to add to UTC for the zone's clock at a time in microseconds since 1970 UTC.
    func offset(atUTC microseconds: Int) -> Int {
        switch rule {
        case .fixed(let offset): offset
        case .transitions(let info): info.offset(atUTC: floorDivMod(microseconds, Timestamp.perSecond).quotient)
        }
    }

    /// The time, in microseconds since 1970 UTC, at which the zone's clock shows `local` (as if it were UTC).
    ///
    /// Of two such times the earlier; in a gap that the clock jumps over, as far behind the jump as `local` is.
    func utc(fromLocal local: Int) -> Int {
        if case .fixed(let offset) = rule { return local - offset * Timestamp.perSecond }
        // No zone changes twice within two days, so the offset is the one before or the one after.
        let before = offset(atUTC: local - Timestamp.perDay)
        let after = offset(atUTC: local + Timestamp.perDay)
        let candidates = [max(before, after), min(before, after)]
        for candidate in candidates {
            let time = local - candidate * Timestamp.perSecond
            if offset(atUTC: time) == candidate { return time }
        }
        return local - before * Timestamp.perSecond
    }
}
