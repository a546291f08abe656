// What the engine relies on in values that an app makes: dates and times within the language's years.

import QueryLanguage

extension Parameters {
    /// - Throws: that a value is none of its type.
    func check() throws(Diagnostic) {
        for (name, value) in named { try value.checkParameter("@\(name)") }
        for (index, value) in positional.enumerated() { try value.checkParameter("\(index + 1)") }
    }
}

extension Value {
    fileprivate func checkParameter(_ name: String) throws(Diagnostic) {
        let isValid =
            switch self {
            case .date(let days): CalendarDate(daysSince1970: Int(days)) != nil
            case .timestamp(let microseconds): Timestamp(microsecondsSince1970: microseconds) != nil
            case .interval(let interval):
                Interval.valid(
                    months: Int(interval.months), days: Int(interval.days), microseconds: Int(interval.microseconds))
                    != nil
            default: true
            }
        if isValid { return }
        throw Diagnostic(
            "the parameter \(name) is beyond what \(type?.name ?? "a value") holds",
            hints: ["DATE and TIMESTAMP go from year 1 to year 9999, and an INTERVAL spans at most 10000 years"])
    }
}
