// The types of the language.

/// The type of a column or of an expression.
public enum DataType: Hashable, Sendable, CaseIterable {
    case bool
    case int64
    case float64
    case string
    case date
    case timestamp
    case interval
    case quantity

    /// The name in the language: `INT64`.
    public var name: String {
        switch self {
        case .bool: "BOOL"
        case .int64: "INT64"
        case .float64: "FLOAT64"
        case .string: "STRING"
        case .date: "DATE"
        case .timestamp: "TIMESTAMP"
        case .interval: "INTERVAL"
        case .quantity: "QUANTITY"
        }
    }

    /// The type with this name, whatever its case; GoogleSQL's aliases (`INT`, `BOOLEAN`, …) included.
    public init?(named name: String) {
        switch name.uppercased() {
        case "BOOL", "BOOLEAN": self = .bool
        case "INT64", "INT", "INTEGER", "BIGINT", "SMALLINT", "TINYINT", "BYTEINT": self = .int64
        case "FLOAT64", "DOUBLE": self = .float64
        case "STRING": self = .string
        case "DATE": self = .date
        case "TIMESTAMP": self = .timestamp
        case "INTERVAL": self = .interval
        case "QUANTITY": self = .quantity
        default: return nil
        }
    }

    /// Whether it takes part in arithmetic as a number.
    public var isNumeric: Bool { self == .int64 || self == .float64 }

    /// Bytes per row in a column's buffer; for QUANTITY where the rows are not plain (see `Vector`).
    var stride: Int {
        switch self {
        case .bool: 1
        case .date: 4
        case .int64, .float64, .timestamp: 8
        case .string, .interval: 16
        case .quantity: MemoryLayout<Quantity>.stride
        }
    }
}
