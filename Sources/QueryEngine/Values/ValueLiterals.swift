// Values and parameters as Swift writes them: `["edition": 7]`.

import QueryLanguage

// There is no literal `nil` for NULL: where a `Value?` is wanted, `nil` would be taken for it in silence.
extension Value: ExpressibleByIntegerLiteral, ExpressibleByFloatLiteral, ExpressibleByBooleanLiteral,
    ExpressibleByStringLiteral
{
    public init(integerLiteral value: Int64) { self = .int64(value) }
    public init(floatLiteral value: Double) { self = .float64(value) }
    public init(booleanLiteral value: Bool) { self = .bool(value) }
    public init(stringLiteral value: String) { self = .string(value) }

    /// The value of anything that can be a parameter.
    public init(_ value: some ValueConvertible) { self = value.columnValue }
}

extension Value: ValueConvertible {
    public var columnValue: Value { self }
}

extension Value: CustomStringConvertible {
    /// What CAST to STRING gives; `NULL` for NULL.
    public var description: String { text }
}

extension Interval: CustomStringConvertible {
    /// What CAST to STRING gives: `0-0 3 0:0:0`.
    public var description: String { String(appending: { IntervalText.append(self, to: &$0) }) }
}

extension Parameters: ExpressibleByDictionaryLiteral {
    /// The values of `@name`: `["edition": 7, "since": CalendarDate("2024-11-05")]`. Names are matched without regard to
    /// case; of one that is there twice the last value is taken.
    public init(dictionaryLiteral elements: (String, (any ValueConvertible)?)...) {
        self.init()
        for (name, value) in elements { named[name.lowercased()] = value?.columnValue ?? .null }
    }
}

extension Parameters: ExpressibleByArrayLiteral {
    /// The values of `?`, in order: `[7, "Shanghai"]`.
    public init(arrayLiteral elements: (any ValueConvertible)?...) {
        self.init(positional: elements.map { $0?.columnValue ?? .null })
    }
}
