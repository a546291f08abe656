// Format strings of FORMAT_DATE, PARSE_DATE and their siblings for timestamps: read once, then written by.

import QueryLanguage

/// A format string, as elements.
struct DateFormat: Sendable {
    enum Element: Sendable {
        case literal(UInt8)
        /// White space; in parsing it stands for any amount of it, in formatting for itself.
        case space(UInt8)
        /// `%Y`: the letter behind the percent sign.
        case field(UInt8)
        /// `%Ez`
        case offset
        /// `%E4Y`
        case fullYear
        /// `%E3S`, and `%E*S` with `nil`.
        case seconds(digits: Int?)
    }

    private(set) var elements: [Element] = []

    private static let dateFields = Set("AaBbCDdeFGghJjmQUuVWwxYy".utf8)
    private static let timeFields = Set("cHIklMPpRSsTXZz".utf8)

    /// Reads the elements; throws for those that there are not, or not for a DATE.
    init(_ text: UTF8Bytes, of function: String, hasTime: Bool) throws(Diagnostic) {
        var reader = ByteReader(text)
        while let byte = reader.next {
            reader.position += 1
            guard byte == UInt8(ascii: "%") else {
                elements.append(isASCIISpace(byte) ? .space(byte) : .literal(byte))
                continue
            }
            try add(&reader, function, hasTime)
        }
    }

    private mutating func add(_ reader: inout ByteReader, _ function: String, _ hasTime: Bool) throws(Diagnostic) {
        let start = reader.position
        guard let letter = reader.next else { throw Diagnostic("\(function): the format ends with a single %") }
        reader.position += 1
        switch letter {
        case UInt8(ascii: "%"): return elements.append(.literal(letter))
        case UInt8(ascii: "n"): return elements.append(.space(0x0A))
        case UInt8(ascii: "t"): return elements.append(.space(0x09))
        case UInt8(ascii: "E"):
            if let element = Self.extended(&reader) {
                if case .fullYear = element { return elements.append(element) }
                if hasTime { return elements.append(element) }
            }
        default:
            if Self.dateFields.contains(letter) || hasTime && Self.timeFields.contains(letter) {
                return elements.append(.field(letter))
            }
        }
        let name = String(reader.bytes.part(start..<min(max(reader.position, start + 1), reader.bytes.count)))
        let isTime = Self.timeFields.contains(letter) || letter == UInt8(ascii: "E")
        throw Diagnostic(
            "\(function): there is no element %\(name)\(isTime && !hasTime ? " for a DATE, which has no time" : "")")
    }

    /// Reads what stands behind `%E`.
    private static func extended(_ reader: inout ByteReader) -> Element? {
        if reader.take(UInt8(ascii: "z")) { return .offset }
        if reader.take(UInt8(ascii: "*")) { return reader.take(UInt8(ascii: "S")) ? .seconds(digits: nil) : nil }
        guard let digits = reader.digits(1...1) else { return nil }
        if digits == 4, reader.take(UInt8(ascii: "Y")) { return .fullYear }
        return digits <= 6 && reader.take(UInt8(ascii: "S")) ? .seconds(digits: digits) : nil
    }

    /// The format of a constant argument; `nil` if it is not constant.
    static func constant(_ value: Value?, of function: String, hasTime: Bool) throws(Diagnostic) -> DateFormat? {
        guard case .string(let text)? = value else { return nil }
        return try text.withBytes { (bytes) throws(Diagnostic) in
            try DateFormat(bytes, of: function, hasTime: hasTime)
        }
    }

    /// An implementation that writes text by the format in argument 0.
    static func prepared(
        _ function: String, hasTime: Bool,
        _ body: @escaping @Sendable (DateFormat, [Vector], Int, inout [UInt8]) throws(Diagnostic) -> Void
    ) -> Implementation {
        Kernel.prepared(.string) { (constants) throws(Diagnostic) in
            let known = try constant(constants[0], of: function, hasTime: hasTime)
            return Kernel.text { (arguments, row, out) throws(Diagnostic) in
                let format = try known.or(try DateFormat(arguments[0].bytes(row), of: function, hasTime: hasTime))
                try body(format, arguments, row, &out)
                return true
            }
        }
    }

    static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]
    static let weekdays = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"]

    /// Appends a day, the microseconds since its midnight, and the clock's offset from UTC in seconds.
    func append(days: Int, time: Int, offset: Int, to out: inout [UInt8]) {
        let moment = Moment(days: days, time: time, offset: offset)
        for element in elements {
            switch element {
            case .literal(let byte), .space(let byte): out.append(byte)
            case .field(let letter): moment.append(letter, to: &out)
            case .offset: moment.appendOffset(separator: ":", to: &out)
            case .fullYear: out.append(decimal: moment.date.year, width: 4)
            case .seconds(let digits): moment.appendSeconds(digits: digits, to: &out)
            }
        }
    }
}

/// A point in time as a clock and a calendar show it.
private struct Moment {
    let days: Int
    let time: Int
    let offset: Int
    let date: CivilDate

    init(days: Int, time: Int, offset: Int) {
        self.days = days
        self.time = time
        self.offset = offset
        date = CivilDate(days: days)
    }

    private var hour: Int { time / (3600 * Timestamp.perSecond) }
    private var hourOfTwelve: Int { hour % 12 == 0 ? 12 : hour % 12 }
    private var minute: Int { time / (60 * Timestamp.perSecond) % 60 }
    private var second: Int { time / Timestamp.perSecond % 60 }
    private var weekday: Int { CivilDate.weekday(days) }

    /// Appends the element `%letter`.
    func append(_ letter: UInt8, to out: inout [UInt8]) {
        switch letter {
        case UInt8(ascii: "A"): out.append(contentsOf: DateFormat.weekdays[weekday].utf8)
        case UInt8(ascii: "a"): out.append(contentsOf: DateFormat.weekdays[weekday].utf8.prefix(3))
        case UInt8(ascii: "B"): out.append(contentsOf: DateFormat.months[date.month - 1].utf8)
        case UInt8(ascii: "b"), UInt8(ascii: "h"):
            out.append(contentsOf: DateFormat.months[date.month - 1].utf8.prefix(3))
        case UInt8(ascii: "C"): out.append(decimal: date.year / 100, width: 2)
        case UInt8(ascii: "c"): append("a b e T Y", to: &out)
        case UInt8(ascii: "D"), UInt8(ascii: "x"): append("m/d/y", to: &out)
        case UInt8(ascii: "d"): out.append(decimal: date.day, width: 2)
        case UInt8(ascii: "e"): append(spaced: date.day, to: &out)
        case UInt8(ascii: "F"): append("Y-m-d", to: &out)
        case UInt8(ascii: "G"): out.append(decimal: Calendar.isoWeek(days).year)
        case UInt8(ascii: "g"): out.append(decimal: Calendar.isoWeek(days).year % 100, width: 2)
        case UInt8(ascii: "H"): out.append(decimal: hour, width: 2)
        case UInt8(ascii: "I"): out.append(decimal: hourOfTwelve, width: 2)
        case UInt8(ascii: "J"):
            out.append(decimal: days - Calendar.isoYearStart(Calendar.isoWeek(days).year) + 1, width: 3)
        case UInt8(ascii: "j"): out.append(decimal: Calendar.dayOfYear(days), width: 3)
        case UInt8(ascii: "k"): append(spaced: hour, to: &out)
        case UInt8(ascii: "l"): append(spaced: hourOfTwelve, to: &out)
        case UInt8(ascii: "M"): out.append(decimal: minute, width: 2)
        case UInt8(ascii: "m"): out.append(decimal: date.month, width: 2)
        case UInt8(ascii: "P"): out.append(ascii: hour < 12 ? "am" : "pm")
        case UInt8(ascii: "p"): out.append(ascii: hour < 12 ? "AM" : "PM")
        case UInt8(ascii: "Q"): out.append(decimal: (date.month + 2) / 3)
        case UInt8(ascii: "R"): append("H:M", to: &out)
        case UInt8(ascii: "S"): out.append(decimal: second, width: 2)
        case UInt8(ascii: "s"):
            let local = days * 86_400 + floorDivMod(time, Timestamp.perSecond).quotient
            out.append(decimal: local - offset)
        case UInt8(ascii: "T"), UInt8(ascii: "X"): append("H:M:S", to: &out)
        case UInt8(ascii: "U"): out.append(decimal: Calendar.week(days, from: 0), width: 2)
        case UInt8(ascii: "u"): out.append(decimal: weekday == 0 ? 7 : weekday)
        case UInt8(ascii: "V"): out.append(decimal: Calendar.isoWeek(days).week, width: 2)
        case UInt8(ascii: "W"): out.append(decimal: Calendar.week(days, from: 1), width: 2)
        case UInt8(ascii: "w"): out.append(decimal: weekday)
        case UInt8(ascii: "Y"): out.append(decimal: date.year)
        case UInt8(ascii: "y"): out.append(decimal: date.year % 100, width: 2)
        case UInt8(ascii: "Z"): appendZone(to: &out)
        default: appendOffset(separator: "", to: &out)
        }
    }

    /// Appends the elements that the letters name, and the characters between them.
    private func append(_ letters: StaticString, to out: inout [UInt8]) {
        for letter in UTF8Bytes(start: letters.utf8Start, count: letters.utf8CodeUnitCount) {
            if isASCIILetter(letter) { append(letter, to: &out) } else { out.append(letter) }
        }
    }

    private func append(spaced number: Int, to out: inout [UInt8]) {
        if number < 10 { out.append(UInt8(ascii: " ")) }
        out.append(decimal: number)
    }

    func appendSeconds(digits: Int?, to out: inout [UInt8]) {
        out.append(decimal: second, width: 2)
        var fraction = time % Timestamp.perSecond
        var digits = digits
        if digits == nil {
            // Full precision shows no zeros at its end.
            var needed = fraction == 0 ? 0 : 6
            while needed > 0 && fraction % 10 == 0 {
                fraction /= 10
                needed -= 1
            }
            digits = needed
        } else {
            for _ in (digits ?? 0)..<6 { fraction /= 10 }
        }
        guard let digits, digits > 0 else { return }
        out.append(UInt8(ascii: "."))
        out.append(decimal: fraction, width: digits)
    }

    func appendOffset(separator: String, to out: inout [UInt8]) {
        out.append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        let minutes = abs(offset) / 60
        out.append(decimal: minutes / 60, width: 2)
        out.append(contentsOf: separator.utf8)
        out.append(decimal: minutes % 60, width: 2)
    }

    /// Appends `UTC`, `UTC-5` or `UTC+5:30`.
    private func appendZone(to out: inout [UInt8]) {
        out.append(ascii: "UTC")
        guard offset != 0 else { return }
        out.append(offset < 0 ? UInt8(ascii: "-") : UInt8(ascii: "+"))
        let minutes = abs(offset) / 60
        out.append(decimal: minutes / 60)
        guard minutes % 60 != 0 else { return }
        out.append(UInt8(ascii: ":"))
        out.append(decimal: minutes % 60, width: 2)
    }
}
