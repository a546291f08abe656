// Quantities, dates, times and intervals in other formats: as their texts, which read back as the same values.

import QueryLanguage

extension Quantity: Codable {
    /// From a text such as `> 100 item`.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeText("a quantity") { Quantity($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(Value.quantity(self).text) }
}

extension CalendarDate: Codable {
    /// From a text such as `2024-11-05`.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeText("a date") { CalendarDate($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension Timestamp: Codable {
    /// From a text such as `2024-11-05 08:00:00+00`.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeText("a time") { Timestamp($0) }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension Interval: Codable {
    /// From a text such as `0-0 3 0:0:0`.
    public init(from decoder: any Decoder) throws {
        self = try decoder.decodeText("an interval") { text in
            var text = text
            return text.withUTF8 { IntervalText.parse($0) }
        }
    }

    public func encode(to encoder: any Encoder) throws { try encoder.encodeText(description) }
}

extension Decoder {
    fileprivate func decodeText<Result>(_ title: String, _ parse: (String) -> Result?) throws -> Result {
        let container = try singleValueContainer()
        let text = try container.decode(String.self)
        if let result = parse(text) { return result }
        throw DecodingError.dataCorruptedError(in: container, debugDescription: "'\(text)' is not \(title)")
    }
}

extension Encoder {
    fileprivate func encodeText(_ text: String) throws {
        var container = singleValueContainer()
        try container.encode(text)
    }
}
