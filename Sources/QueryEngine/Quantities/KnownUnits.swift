// The units that the language knows by name.

enum KnownUnits {
    /// A unit that is a power of ten of a base unit; with no word, of one.
    struct Named: Sendable {
        let base: String?
        let exponent: Int
    }

    /// The named unit for a word, whatever its case, in the singular or plural; `nil` for a word that is not known.
    static func find(_ word: String) -> (name: String, unit: Named)? {
        let lower = word.lowercased()
        if let name = aliases[lower] ?? singular(lower), let unit = named[name] { return (name, unit) }
        let upper = word.uppercased()
        let code = upper.count == 4 && upper.hasSuffix("S") ? String(upper.dropLast()) : upper
        return currencies.contains(code) ? (code, Named(base: code, exponent: 0)) : nil
    }

    /// The power of ten of a scale word, `billion` or `billions`.
    static func scale(_ word: String) -> Int? {
        let lower = word.lowercased()
        return scales[lower] ?? (lower.hasSuffix("s") ? scales[String(lower.dropLast())] : nil)
    }

    /// The word for a scale of ten to this power.
    static func scaleWord(_ exponent: Int) -> String? { scales.first { $0.value == exponent }?.key }

    static func isCurrency(_ word: String) -> Bool { currencies.contains(word) }

    static let currencyKind = "a currency"
    static let timeKind = "a time"

    /// What kind of quantity a base unit measures.
    static func kind(ofBase word: String) -> String {
        switch word {
        case "m2": "an area"
        case "day", "year": timeKind
        default: currencies.contains(word) ? currencyKind : "a count"
        }
    }

    /// All words but the currencies, in the order of the alphabet; scale words included.
    static let words: [String] = (Array(named.keys) + Array(scales.keys)).sorted()

    /// The codes of the currencies, in the order of the alphabet.
    static let currencyCodes: [String] = currencies.sorted()

    private static let scales = ["thousand": 3, "million": 6, "billion": 9, "trillion": 12]

    private static let aliases = ["%": "percent", "m²": "m2", "km²": "km2", "people": "person"]

    private static let named: [String: Named] = {
        var result = [
            "m2": Named(base: "m2", exponent: 0), "ha": Named(base: "m2", exponent: 4),
            "km2": Named(base: "m2", exponent: 6), "percent": Named(base: nil, exponent: -2),
        ]
        // A year is not a fixed number of days, so neither converts into the other.
        for word in ["day", "year"] + counted { result[word] = Named(base: word, exponent: 0) }
        return result
    }()

    /// What the expo's sources count.
    private static let counted = [
        "person", "enterprise", "item", "country", "organization", "event", "visit", "mission", "project", "edition",
        "continent",
    ]

    /// The known word of which this is a plural, or which it is.
    private static func singular(_ word: String) -> String? {
        if named[word] != nil { return word }
        guard word.hasSuffix("s") else { return nil }
        let stem = String(word.dropLast())
        if named[stem] != nil { return stem }
        let ending = "ies"
        let other = word.hasSuffix(ending) ? word.dropLast(ending.count) + "y" : ""
        return named[other] == nil ? nil : other
    }

    /// The active codes of ISO 4217. None is ever converted into another.
    static let currencies: Set<String> = [
        "AED", "AFN", "ALL", "AMD", "AOA", "ARS", "AUD", "AWG", "AZN", "BAM", "BBD", "BDT", "BGN", "BHD", "BIF", "BMD",
        "BND", "BOB", "BRL", "BSD", "BTN", "BWP", "BYN", "BZD", "CAD", "CDF", "CHF", "CLP", "CNY", "COP", "CRC", "CUP",
        "CVE", "CZK", "DJF", "DKK", "DOP", "DZD", "EGP", "ERN", "ETB", "EUR", "FJD", "FKP", "GBP", "GEL", "GHS", "GIP",
        "GMD", "GNF", "GTQ", "GYD", "HKD", "HNL", "HTG", "HUF", "IDR", "ILS", "INR", "IQD", "IRR", "ISK", "JMD", "JOD",
        "JPY", "KES", "KGS", "KHR", "KMF", "KPW", "KRW", "KWD", "KYD", "KZT", "LAK", "LBP", "LKR", "LRD", "LSL", "LYD",
        "MAD", "MDL", "MGA", "MKD", "MMK", "MNT", "MOP", "MRU", "MUR", "MVR", "MWK", "MXN", "MYR", "MZN", "NAD", "NGN",
        "NIO", "NOK", "NPR", "NZD", "OMR", "PAB", "PEN", "PGK", "PHP", "PKR", "PLN", "PYG", "QAR", "RON", "RSD", "RUB",
        "RWF", "SAR", "SBD", "SCR", "SDG", "SEK", "SGD", "SHP", "SLE", "SOS", "SRD", "SSP", "STN", "SVC", "SYP", "SZL",
        "THB", "TJS", "TMT", "TND", "TOP", "TRY", "TTD", "TWD", "TZS", "UAH", "UGX", "USD", "UYU", "UZS", "VED", "VES",
        "VND", "VUV", "WST", "XAF", "XCD", "XDR", "XOF", "XPF", "YER", "ZAR", "ZMW", "ZWG",
    ]
}
