// The tz database's compiled files.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A zone's history, as a TZif file states it (RFC 8536), and the rule that holds after it.
struct ZoneInfo: Sendable {
    /// When the offset changes, in seconds since 1970 UTC, ascending.
    private var changes: [Int] = []
    /// The offset from the change of the same index on.
    private var offsets: [Int] = []
    private var firstOffset = 0
    private var rule: ZoneRule?

    /// The zone of this name; `nil` if the system has none.
    static func load(_ name: String) -> ZoneInfo? {
        let isSafe = name.utf8.allSatisfy {
            isASCIILetter($0) || isASCIIDigit($0) || "_+-/".utf8.contains($0)
        }
        guard isSafe, !name.isEmpty, !name.hasPrefix("/") else { return nil }
        guard let bytes = contents("/usr/share/zoneinfo/" + name) else { return nil }
        return bytes.withUnsafeBufferPointer { ZoneInfo($0) }
    }

    private static func contents(_ path: String) -> [UInt8]? {
        guard let file = fopen(path, "rb") else { return nil }
        defer { fclose(file) }
        var bytes = [UInt8](repeating: 0, count: 1 << 16)
        let count = fread(&bytes, 1, bytes.count, file)
        return count > 0 && count < bytes.count ? Array(bytes[..<count]) : nil
    }

    private init?(_ bytes: UTF8Bytes) {
        guard let first = Header(bytes, at: 0) else { return nil }
        // Version 1 has 32-bit times; later files repeat everything with 64 bits behind it, and a footer.
        if first.version == 0 {
            guard read(bytes, first, timeSize: 4) != nil else { return nil }
            return
        }
        guard let second = Header(bytes, at: first.end(timeSize: 4)),
            let footer = read(bytes, second, timeSize: 8)
        else { return nil }
        let text = bytes[min(footer + 1, bytes.count)...].prefix { $0 != 0x0A }
        rule = ZoneRule(UTF8Bytes(rebasing: text))
    }

    private struct Header {
        let start: Int
        let version: UInt8
        let isUTCCount, isStandardCount, leapCount, timeCount, typeCount, nameCount: Int

        init?(_ bytes: UTF8Bytes, at position: Int) {
            guard position + 44 <= bytes.count, bytes[position..<(position + 4)].elementsEqual("TZif".utf8) else {
                return nil
            }
            version = bytes[position + 4]
            let counts = (0..<6).map { bigEndian(bytes, at: position + 20 + 4 * $0, size: 4) }
            guard counts.allSatisfy({ 0...(1 << 16) ~= $0 }), counts[4] > 0 else { return nil }
            isUTCCount = counts[0]
            isStandardCount = counts[1]
            leapCount = counts[2]
            timeCount = counts[3]
            typeCount = counts[4]
            nameCount = counts[5]
            start = position + 44
        }

        /// Where the data behind the header ends.
        func end(timeSize: Int) -> Int {
            start + timeCount * (timeSize + 1) + typeCount * 6 + nameCount + leapCount * (timeSize + 4)
                + isStandardCount + isUTCCount
        }
    }

    /// Reads the data behind `header`; its end, or `nil` if it does not fit the file.
    private mutating func read(_ bytes: UTF8Bytes, _ header: Header, timeSize: Int) -> Int? {
        let end = header.end(timeSize: timeSize)
        guard end <= bytes.count else { return nil }
        let indices = header.start + header.timeCount * timeSize
        let types = indices + header.timeCount
        firstOffset = bigEndian(bytes, at: types, size: 4)
        for change in 0..<header.timeCount {
            let type = Int(bytes[indices + change])
            guard type < header.typeCount else { return nil }
            changes.append(bigEndian(bytes, at: header.start + change * timeSize, size: timeSize))
            offsets.append(bigEndian(bytes, at: types + type * 6, size: 4))
        }
        return end
    }

    /// Seconds to add to UTC at `time`, in seconds since 1970 UTC.
    func offset(atUTC time: Int) -> Int {
        guard let last = changes.last else { return rule?.offset(atUTC: time) ?? firstOffset }
        if time >= last, let rule { return rule.offset(atUTC: time) }
        var low = 0
        var high = changes.count
        while low < high {
            let middle = (low + high) / 2
            if changes[middle] <= time { low = middle + 1 } else { high = middle }
        }
        return low == 0 ? firstOffset : offsets[low - 1]
    }
}

/// A signed big-endian number of `size` bytes.
private func bigEndian(_ bytes: UTF8Bytes, at position: Int, size: Int) -> Int {
    var value = bytes[position] & 0x80 == 0 ? 0 : -1
    for at in position..<(position + size) { value = value << 8 | Int(bytes[at]) }
    return value
}

/// When a zone's clocks change every year: a POSIX TZ string, `CET-1CEST,M3.5.0,M10.5.0/3`, as TZif files end with.
struct ZoneRule: Sendable {
    private struct Change: Sendable {
        enum Day: Sendable {
            /// The day of the year from 1, 29 February never counted.
            case julian(Int)
            /// The day of the year from 0.
            case ordinal(Int)
            /// The `week`-th such weekday of the month; 5 for the last.
            case weekday(month: Int, week: Int, weekday: Int)
        }
        let day: Day
        /// Seconds from midnight, on the clock before the change.
        let time: Int

        /// The change in `year`, in seconds since 1970 on the clock before it.
        func local(in year: Int) -> Int {
            let newYear = CivilDate(year: year, month: 1, day: 1).days
            let date: Int
            switch day {
            case .julian(let day): date = newYear + day - 1 + (day > 59 && CivilDate.isLeap(year) ? 1 : 0)
            case .ordinal(let day): date = newYear + day
            case .weekday(let month, let week, let weekday):
                let first = CivilDate(year: year, month: month, day: 1).days
                let offset = floorMod(weekday - CivilDate.weekday(first), 7) + (week - 1) * 7
                date = first + (offset < CivilDate.daysInMonth(year, month) ? offset : offset - 7)
            }
            return date * 86_400 + time
        }
    }

    private let standard: Int
    private var summer: (offset: Int, start: Change, end: Change)?

    /// Reads the rule; `nil` if it is none.
    init?(_ text: UTF8Bytes) {
        var reader = ByteReader(text)
        guard Self.skipName(&reader), let west = Self.time(&reader) else { return nil }
        standard = -west
        if reader.isAtEnd { return }
        guard Self.skipName(&reader) else { return nil }
        var offset = standard + 3600
        if let byte = reader.next, byte != UInt8(ascii: ",") {
            guard let west = Self.time(&reader) else { return nil }
            offset = -west
        }
        guard let start = Self.change(&reader), let end = Self.change(&reader), reader.isAtEnd else { return nil }
        summer = (offset, start, end)
    }

    /// Moves over `CET` or `<+03>`.
    private static func skipName(_ reader: inout ByteReader) -> Bool {
        let start = reader.position
        if reader.take(UInt8(ascii: "<")) {
            while let byte = reader.next, byte != UInt8(ascii: ">") { reader.position += 1 }
            return reader.take(UInt8(ascii: ">"))
        }
        while let byte = reader.next, isASCIILetter(byte) { reader.position += 1 }
        return reader.position > start
    }

    /// Reads `[+|-]h[:m[:s]]` as seconds.
    private static func time(_ reader: inout ByteReader) -> Int? {
        let isNegative = reader.takeSign()
        guard let hours = reader.digits(1...3) else { return nil }
        var seconds = hours * 3600
        for unit in [60, 1] {
            guard reader.take(UInt8(ascii: ":")) else { break }
            guard let part = reader.digits(1...2) else { return nil }
            seconds += part * unit
        }
        return isNegative ? -seconds : seconds
    }

    /// Reads `,M3.5.0/2`, `,J60` or `,59`.
    private static func change(_ reader: inout ByteReader) -> Change? {
        guard reader.take(UInt8(ascii: ",")) else { return nil }
        let day: Change.Day
        if reader.take(UInt8(ascii: "M")) {
            guard let month = reader.digits(1...2), 1...12 ~= month, reader.take(UInt8(ascii: ".")),
                let week = reader.digits(1...1), 1...5 ~= week, reader.take(UInt8(ascii: ".")),
                let weekday = reader.digits(1...1), weekday < 7
            else { return nil }
            day = .weekday(month: month, week: week, weekday: weekday)
        } else if reader.take(UInt8(ascii: "J")) {
            guard let number = reader.digits(1...3) else { return nil }
            day = .julian(number)
        } else {
            guard let number = reader.digits(1...3) else { return nil }
            day = .ordinal(number)
        }
        guard reader.take(UInt8(ascii: "/")) else { return Change(day: day, time: 7200) }
        return time(&reader).map { Change(day: day, time: $0) }
    }

    /// Seconds to add to UTC at `time`, in seconds since 1970 UTC.
    func offset(atUTC time: Int) -> Int {
        guard let summer else { return standard }
        let year = CivilDate(days: floorDivMod(time + standard, 86_400).quotient).year
        let start = summer.start.local(in: year) - standard
        let end = summer.end.local(in: year) - summer.offset
        // South of the equator summer lasts over the new year.
        let isSummer = start < end ? start <= time && time < end : !(end <= time && time < start)
        return isSummer ? summer.offset : standard
    }
}
