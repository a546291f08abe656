// Any value as text.

extension Value {
    /// What CAST to STRING gives; `NULL` for NULL.
    package var text: String {
        switch self {
        case .null: "NULL"
        case .bool(let value): value ? "true" : "false"
        case .int64(let value): String(value)
        case .float64(let value): String { FloatText.append(value, to: &$0) }
        case .string(let value): value
        case .date(let value): String { DateText.append(value, to: &$0) }
        case .timestamp(let value): String { TimestampText.append(value, to: &$0) }
        case .interval(let value): String { IntervalText.append(value, to: &$0) }
        case .quantity(let value): String { QuantityText.append(value, to: &$0) }
        }
    }
}

extension Vector {
    /// Appends the text of a row that is not NULL, as CAST to STRING gives it.
    package func appendText(_ row: Int, to out: inout [UInt8]) {
        switch type {
        case .bool: BoolText.append(element(row), to: &out)
        case .int64: IntText.append(element(row), to: &out)
        case .float64: FloatText.append(element(row), to: &out)
        case .string: out.append(contentsOf: bytes(row))
        case .date: DateText.append(element(row), to: &out)
        case .timestamp: TimestampText.append(element(row), to: &out)
        case .interval: IntervalText.append(element(row), to: &out)
        case .quantity: QuantityText.append(element(row), to: &out)
        }
    }
}
