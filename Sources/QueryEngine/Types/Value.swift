// One value on its own: constants, parameters, and cells that leave the engine.

/// A single value of any type, or NULL.
///
/// Columns never hold these; the engine works on typed buffers.
public enum Value: Hashable, Sendable {
    case null
    case bool(Bool)
    case int64(Int64)
    case float64(Double)
    case string(String)
    /// Days since 1970-01-01.
    case date(Int32)
    /// Microseconds since 1970-01-01 00:00:00 UTC.
    case timestamp(Int64)
    case interval(Interval)
    case quantity(Quantity)

    /// The type; `nil` for NULL.
    public var type: DataType? {
        switch self {
        case .null: nil
        case .bool: .bool
        case .int64: .int64
        case .float64: .float64
        case .string: .string
        case .date: .date
        case .timestamp: .timestamp
        case .interval: .interval
        case .quantity: .quantity
        }
    }
}
