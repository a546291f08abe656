// Reading dates and times from text by a format string.

import QueryLanguage

/// What a text gives of a date and a time; what it leaves out counts as in 1970-01-01 00:00:00.
struct DateFields {
    fileprivate var year: Int?
    fileprivate var century: Int?
    fileprivate var yearOfCentury: Int?
    fileprivate var month: Int?
    fileprivate var day: Int?
    fileprivate var dayOfYear: Int?
    fileprivate var quarter: Int?
    /// From 0 for Sunday.
    fileprivate var weekday: Int?
    /// The week of the year, and the weekday with which weeks begin.
    fileprivate var week: (number: Int, first: Int)?
    fileprivate var isoYear: Int?
    fileprivate var isoWeek: Int?
    fileprivate var isoDay: Int?
    fileprivate var hour: Int?
    /// The hour of a clock with twelve, and whether it is past noon.
    fileprivate var hourOfTwelve: Int?
    fileprivate var isAfternoon = false
    fileprivate var minute = 0
    fileprivate var second = 0
    fileprivate var microseconds = 0
    fileprivate var unixSeconds: Int?
    fileprivate var zone: TimeZone?

    /// The day that the fields name, in days since 1970-01-01; `nil` if there is none.
    private var days: Int? {
        var year = year
        if century != nil || yearOfCentury != nil, year == nil {
            let short = yearOfCentury ?? 0
            year = century.map { $0 * 100 + short } ?? (short < 69 ? 2000 : 1900) + short
        }
        let isGregorian = year != nil || month != nil || day != nil || dayOfYear != nil || week != nil || quarter != nil
        if !isGregorian, isoYear != nil || isoWeek != nil || isoDay != nil {
            let start = Calendar.isoYearStart(isoYear ?? 1970)
            if let isoDay { return start + isoDay - 1 }
            return start + ((isoWeek ?? 1) - 1) * 7 + floorMod((weekday ?? 1) - 1, 7)
        }
        let newYear = CivilDate(year: year ?? 1970, month: 1, day: 1)
        if let dayOfYear {
            return dayOfYear <= (CivilDate.isLeap(newYear.year) ? 366 : 365) ? newYear.days + dayOfYear - 1 : nil
        }
        if let week {
            let first = newYear.days + floorMod(week.first - CivilDate.weekday(newYear.days), 7)
            return first + (week.number - 1) * 7 + floorMod((weekday ?? week.first) - week.first, 7)
        }
        let month = month ?? quarter.map { $0 * 3 - 2 } ?? 1
        return CivilDate(year: newYear.year, month: month, day: day ?? 1).validDays.map { Int($0) }
    }

    func date(of function: String) throws(Diagnostic) -> Int32 {
        guard let days else { throw Diagnostic("\(function): there is no such date") }
        return try checkedDate(days, of: function)
    }

    func timestamp(in zone: TimeZone, of function: String) throws(Diagnostic) -> Int64 {
        if let unixSeconds {
            return try checkedTimestamp(Timestamp.microseconds(seconds: unixSeconds, plus: 0), of: function)
        }
        guard let days else { throw Diagnostic("\(function): there is no such date") }
        let hour = hourOfTwelve.map { $0 % 12 + (isAfternoon ? 12 : 0) } ?? hour ?? 0
        // A leap second is the first second of the next minute.
        let seconds = (hour * 60 + minute) * 60 + second
        let local = days * Timestamp.perDay + seconds * Timestamp.perSecond + (second == 60 ? 0 : microseconds)
        return try checkedTimestamp((self.zone ?? zone).utc(fromLocal: local), of: function)
    }
}

extension DateFormat {
    /// Reads all of `text` by the format.
    func parse(_ text: UTF8Bytes, of function: String) throws(Diagnostic) -> DateFields {
        var reader = ByteReader(text)
        var fields = DateFields()
        reader.skipSpace()
        for element in elements {
            guard Self.read(element, &reader, &fields) else {
                throw Diagnostic("\(function) cannot read \(quoted(text)) at \(Self.name(element))")
            }
        }
        reader.skipSpace()
        guard reader.isAtEnd else {
            throw Diagnostic("\(function) cannot read \(quoted(text)): the format ends before \(quoted(reader.rest))")
        }
        return fields
    }

    /// The element as written in the format.
    private static func name(_ element: Element) -> String {
        switch element {
        case .literal(let byte): "'" + String(decoding: [byte], as: UTF8.self) + "'"
        case .space: "white space"
        case .field(let letter): "%" + String(decoding: [letter], as: UTF8.self)
        case .offset: "%Ez"
        case .fullYear: "%E4Y"
        case .seconds(let digits): "%E\(digits.map(String.init) ?? "*")S"
        }
    }

    private static func read(_ element: Element, _ reader: inout ByteReader, _ fields: inout DateFields) -> Bool {
        switch element {
        case .literal(let byte): return reader.take(byte)
        case .space:
            reader.skipSpace()
            return true
        case .field(let letter): return read(letter, &reader, &fields)
        case .offset: return readOffset(&reader, &fields)
        case .fullYear: return store(&fields.year, reader.digits(4...4), 1...9999)
        case .seconds:
            guard let second = reader.digits(1...2), second <= 60 else { return false }
            fields.second = second
            guard reader.take(UInt8(ascii: ".")) else { return true }
            return store(&fields.microseconds, reader.fraction(), 0...999_999)
        }
    }

    private static func read(_ letter: UInt8, _ reader: inout ByteReader, _ fields: inout DateFields) -> Bool {
        switch letter {
        case UInt8(ascii: "A"), UInt8(ascii: "a"): return store(&fields.weekday, name(&reader, weekdays), 0...6)
        case UInt8(ascii: "B"), UInt8(ascii: "b"), UInt8(ascii: "h"):
            return store(&fields.month, name(&reader, months).map { $0 + 1 }, 1...12)
        case UInt8(ascii: "C"): return store(&fields.century, reader.digits(1...2), 0...99)
        case UInt8(ascii: "c"): return read("a b e H:M:S Y", &reader, &fields)
        case UInt8(ascii: "D"), UInt8(ascii: "x"): return read("m/d/y", &reader, &fields)
        case UInt8(ascii: "d"), UInt8(ascii: "e"):
            reader.skipSpace()
            return store(&fields.day, reader.digits(1...2), 1...31)
        case UInt8(ascii: "F"): return read("Y-m-d", &reader, &fields)
        case UInt8(ascii: "G"): return store(&fields.isoYear, reader.digits(1...5), 1...9999)
        case UInt8(ascii: "g"):
            return store(&fields.isoYear, reader.digits(1...2).map { $0 + ($0 < 69 ? 2000 : 1900) }, 1...9999)
        case UInt8(ascii: "H"), UInt8(ascii: "k"):
            reader.skipSpace()
            fields.hourOfTwelve = nil
            return store(&fields.hour, reader.digits(1...2), 0...23)
        case UInt8(ascii: "I"), UInt8(ascii: "l"):
            reader.skipSpace()
            return store(&fields.hourOfTwelve, reader.digits(1...2), 1...12)
        case UInt8(ascii: "J"): return store(&fields.isoDay, reader.digits(1...3), 1...371)
        case UInt8(ascii: "j"): return store(&fields.dayOfYear, reader.digits(1...3), 1...366)
        case UInt8(ascii: "M"): return store(&fields.minute, reader.digits(1...2), 0...59)
        case UInt8(ascii: "m"): return store(&fields.month, reader.digits(1...2), 1...12)
        case UInt8(ascii: "P"), UInt8(ascii: "p"):
            fields.isAfternoon = reader.take(letter: UInt8(ascii: "p"))
            return (fields.isAfternoon || reader.take(letter: UInt8(ascii: "a")))
                && reader.take(letter: UInt8(ascii: "m"))
        case UInt8(ascii: "Q"): return store(&fields.quarter, reader.digits(1...1), 1...4)
        case UInt8(ascii: "R"): return read("H:M", &reader, &fields)
        case UInt8(ascii: "S"): return store(&fields.second, reader.digits(1...2), 0...60)
        case UInt8(ascii: "s"):
            let isNegative = reader.takeSign()
            let bound = 1 << 40
            return store(&fields.unixSeconds, reader.digits(1...12).map { isNegative ? -$0 : $0 }, -bound...bound)
        case UInt8(ascii: "T"), UInt8(ascii: "X"): return read("H:M:S", &reader, &fields)
        case UInt8(ascii: "U"), UInt8(ascii: "W"):
            guard let number = reader.digits(1...2), number <= 53 else { return false }
            fields.week = (number, letter == UInt8(ascii: "U") ? 0 : 1)
            return true
        case UInt8(ascii: "u"):
            return store(&fields.weekday, reader.digits(1...1).map { $0 == 7 ? 0 : $0 == 0 ? 8 : $0 }, 0...6)
        case UInt8(ascii: "V"): return store(&fields.isoWeek, reader.digits(1...2), 1...53)
        case UInt8(ascii: "w"): return store(&fields.weekday, reader.digits(1...1), 0...6)
        case UInt8(ascii: "Y"):
            (fields.century, fields.yearOfCentury) = (nil, nil)
            return store(&fields.year, reader.digits(1...4), 1...9999)
        case UInt8(ascii: "y"):
            fields.year = nil
            return store(&fields.yearOfCentury, reader.digits(1...2), 0...99)
        case UInt8(ascii: "Z"): return readZone(&reader, &fields)
        default: return readOffset(&reader, &fields)
        }
    }

    /// Reads the elements that the letters name, and the characters between them.
    private static func read(
        _ letters: StaticString, _ reader: inout ByteReader, _ fields: inout DateFields
    ) -> Bool {
        for letter in UTF8Bytes(start: letters.utf8Start, count: letters.utf8CodeUnitCount) {
            if isASCIILetter(letter) {
                guard read(letter, &reader, &fields) else { return false }
            } else if letter == UInt8(ascii: " ") {
                reader.skipSpace()
            } else {
                guard reader.take(letter) else { return false }
            }
        }
        return true
    }

    /// Stores the number if it was read and lies in the range.
    private static func store(_ field: inout Int?, _ number: Int?, _ range: ClosedRange<Int>) -> Bool {
        guard let number, range ~= number else { return false }
        field = number
        return true
    }

    private static func store(_ field: inout Int, _ number: Int?, _ range: ClosedRange<Int>) -> Bool {
        guard let number, range ~= number else { return false }
        field = number
        return true
    }

    /// Reads one of the names, or its first three letters, in any case; its index.
    private static func name(_ reader: inout ByteReader, _ names: [String]) -> Int? {
        for length in [Int.max, 3] {
            for (index, name) in names.enumerated() {
                var ahead = reader
                if name.utf8.prefix(length).allSatisfy({ ahead.take(letter: $0) }) {
                    reader = ahead
                    return index
                }
            }
        }
        return nil
    }

    /// Reads `Z`, `+HHMM`, `+HH:MM` or `+HH`.
    private static func readOffset(_ reader: inout ByteReader, _ fields: inout DateFields) -> Bool {
        if reader.take(letter: UInt8(ascii: "z")) {
            fields.zone = .utc
            return true
        }
        let start = reader.position
        guard let sign = reader.next, sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
        reader.position += 1
        guard reader.digits(1...2) != nil else { return false }
        let hours = String(reader.bytes.part(start..<reader.position))
        let hasColon = reader.take(UInt8(ascii: ":"))
        let minutes = reader.position
        guard reader.digits(2...2) != nil || !hasColon else { return false }
        let text =
            minutes == reader.position ? hours : hours + ":" + String(reader.bytes.part(minutes..<reader.position))
        var copy = text
        fields.zone = copy.withUTF8 { TimeZone.find($0) }
        return fields.zone != nil
    }

    /// Reads the name of a zone, up to white space.
    private static func readZone(_ reader: inout ByteReader, _ fields: inout DateFields) -> Bool {
        let start = reader.position
        while let byte = reader.next, !isASCIISpace(byte) { reader.position += 1 }
        fields.zone = TimeZone.find(reader.bytes.part(start..<reader.position))
        return fields.zone != nil
    }
}
