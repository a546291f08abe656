// Columns that an app makes.

import QueryLanguage

/// A column's values, made from a Swift array; `nil` is NULL.
public struct ColumnData: Sendable {
    let vector: Vector

    /// The number of rows.
    public var count: Int { vector.count }
    /// The column's type.
    public var type: DataType { vector.type }

    package init(_ vector: Vector) {
        self.vector = vector
    }

    /// A BOOL column. Linear.
    public static func bool(_ values: [Bool?]) -> ColumnData { fixed(.bool, values) { $0 } }
    /// An INT64 column. Linear.
    public static func int64(_ values: [Int64?]) -> ColumnData { fixed(.int64, values) { $0 } }
    /// A FLOAT64 column. Linear.
    public static func float64(_ values: [Double?]) -> ColumnData { fixed(.float64, values) { $0 } }
    /// An INTERVAL column. Linear.
    public static func interval(_ values: [Interval?]) -> ColumnData { fixed(.interval, values) { $0 } }

    /// A DATE column. Linear.
    public static func date(_ values: [CalendarDate?]) -> ColumnData { fixed(.date, values) { $0.daysSince1970 } }

    /// A TIMESTAMP column. Linear.
    public static func timestamp(_ values: [Timestamp?]) -> ColumnData {
        fixed(.timestamp, values) { $0.microsecondsSince1970 }
    }

    /// A STRING column. Linear.
    public static func string(_ values: [String?]) -> ColumnData {
        var writer = StringVectorWriter(count: values.count)
        for (row, value) in values.enumerated() {
            if let value { writer.set(row, value) } else { writer.setNull(row) }
        }
        return ColumnData(writer.finish())
    }

    /// A QUANTITY column. Linear.
    public static func quantity(_ values: [Quantity?]) -> ColumnData {
        var writer = QuantityVectorWriter(count: values.count)
        for (row, value) in values.enumerated() {
            if let value { writer.set(row, value) } else { writer.setNull(row) }
        }
        return ColumnData(writer.finish())
    }

    private static func fixed<Given, Element: ColumnElement>(
        _ type: DataType, _ values: [Given?], _ stored: (Given) -> Element
    ) -> ColumnData {
        var writer = VectorWriter<Element>(count: values.count)
        for (row, value) in values.enumerated() {
            if let value { writer[row] = stored(value) } else { writer.setNull(row) }
        }
        return ColumnData(writer.finish(type))
    }
}
