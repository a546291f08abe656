// DATE and TIMESTAMP as text, both ways.

/// `2024-11-05`.
package enum DateText {
    /// The day in days since 1970-01-01; `nil` for text that is no date. Month and day may have one digit.
    package static func parse(_ bytes: UTF8Bytes) -> Int32? {
        var reader = ByteReader(bytes)
        guard let date = read(&reader), reader.isAtEnd else { return nil }
        return date
    }

    /// Reads a date and leaves the reader behind it.
    static func read(_ reader: inout ByteReader) -> Int32? {
        guard let year = reader.digits(4...4), reader.take(UInt8(ascii: "-")),
            let month = reader.digits(1...2), reader.take(UInt8(ascii: "-")),
            let day = reader.digits(1...2)
        else { return nil }
        return CivilDate(year: year, month: month, day: day).validDays
    }

    package static func append(_ days: Int32, to out: inout [UInt8]) {
        let date = CivilDate(days: Int(days))
        out.append(decimal: date.year, width: 4)
        out.append(UInt8(ascii: "-"))
        out.append(decimal: date.month, width: 2)
        out.append(UInt8(ascii: "-"))
        out.append(decimal: date.day, width: 2)
    }
}

/// `2024-11-05 08:00:00+00`.
package enum TimestampText {
    /// Microseconds since 1970 UTC; `nil` for text that is no timestamp.
    ///
    /// - Parameter zone: where the time is meant if the text names no zone itself.
    package static func parse(_ bytes: UTF8Bytes, in zone: TimeZone = .utc) -> Int64? {
        var reader = ByteReader(bytes)
        guard let date = DateText.read(&reader) else { return nil }
        var time = 0
        var zone = zone
        if reader.take(UInt8(ascii: " ")) || reader.take(letter: UInt8(ascii: "t")) {
            guard let clock = readTime(&reader) else { return nil }
            time = clock
        }
        if reader.take(letter: UInt8(ascii: "z")) {
            zone = .utc
        } else if !reader.isAtEnd {
            // A name stands behind a space, an offset does not.
            let isName = reader.take(UInt8(ascii: " "))
            let isOffset = reader.next == UInt8(ascii: "+") || reader.next == UInt8(ascii: "-")
            guard isName || isOffset, let named = TimeZone.find(reader.rest) else { return nil }
            zone = named
            reader.position = bytes.count
        }
        guard reader.isAtEnd else { return nil }
        let local = Int(date) * Timestamp.perDay + time
        return Timestamp.valid(zone.utc(fromLocal: local))
    }

    /// Reads `H:M:S.F` as microseconds of the day.
    private static func readTime(_ reader: inout ByteReader) -> Int? {
        guard let hour = reader.digits(1...2), hour < 24, reader.take(UInt8(ascii: ":")),
            let minute = reader.digits(1...2), minute < 60, reader.take(UInt8(ascii: ":")),
            let second = reader.digits(1...2), second <= 60
        else { return nil }
        var fraction = 0
        if reader.take(UInt8(ascii: ".")), let byte = reader.next, isASCIIDigit(byte) {
            guard let microseconds = reader.fraction() else { return nil }
            fraction = microseconds
        }
        // A leap second is the first second of the next minute.
        if second == 60 { fraction = 0 }
        return ((hour * 60 + minute) * 60 + second) * Timestamp.perSecond + fraction
    }

    /// Appends the time as clocks in `zone` show it, and their offset from UTC: `+00`, `+05:30`.
    package static func append(_ timestamp: Int64, in zone: TimeZone = .utc, to out: inout [UInt8]) {
        let offset = zone.offset(atUTC: Int(timestamp))
        let (days, time) = floorDivMod(Int(timestamp) + offset * Timestamp.perSecond, Timestamp.perDay)
        DateText.append(Int32(truncatingIfNeeded: days), to: &out)
        let (seconds, microseconds) = time.quotientAndRemainder(dividingBy: Timestamp.perSecond)
        out.append(UInt8(ascii: " "))
        out.append(decimal: seconds / 3600, width: 2)
        out.append(UInt8(ascii: ":"))
        out.append(decimal: seconds / 60 % 60, width: 2)
        out.append(UInt8(ascii: ":"))
        out.append(decimal: seconds % 60, width: 2)
        out.append(fraction: microseconds)
        appendOffset(offset, to: &out)
    }

    /// Appends an offset in seconds: `+08`, and the minutes where there are any.
    private static func appendOffset(_ offset: Int, to out: inout [UInt8]) {
        out.append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        let minutes = abs(offset) / 60
        out.append(decimal: minutes / 60, width: 2)
        guard minutes % 60 != 0 else { return }
        out.append(UInt8(ascii: ":"))
        out.append(decimal: minutes % 60, width: 2)
    }
}

/// What a TIMESTAMP is counted in.
extension Timestamp {
    static let perSecond = 1_000_000
    static let perDay = 86_400 * perSecond
    /// The microseconds that a TIMESTAMP may be: 0001-01-01 00:00:00 to 9999-12-31 23:59:59.999999 UTC.
    static let range = (CivilDate.range.lowerBound * perDay)...((CivilDate.range.upperBound + 1) * perDay - 1)

    /// The time in microseconds if there are that many; `nil` if they overflow.
    static func microseconds(seconds: Int, plus microseconds: Int) -> Int? {
        let (whole, overflow) = seconds.multipliedReportingOverflow(by: perSecond)
        let (sum, carry) = whole.addingReportingOverflow(microseconds)
        return overflow || carry ? nil : sum
    }

    static func valid(_ microseconds: Int) -> Int64? { range ~= microseconds ? Int64(microseconds) : nil }
}
