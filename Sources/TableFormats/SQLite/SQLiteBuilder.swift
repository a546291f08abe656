// Columns that grow from the values of SQLite.

import QueryEngine

/// A column of one batch.
class SQLiteBuilder {
    /// Takes the next row's value; `false`, with NULL in its place, if it does not fit.
    func append(_ value: SQLiteValue) -> Bool { false }

    /// The column's first `count` rows; the builder is used up.
    func finish(count: Int) -> Vector { Vector.constant(.null, type: .string, count: count) }

    /// - Parameter capacity: at least the number of rows that will come.
    static func make(_ type: DataType, capacity: Int) -> SQLiteBuilder {
        switch type {
        case .bool: FixedSQLiteBuilder(SQLiteBool.self, capacity)
        case .int64: FixedSQLiteBuilder(SQLiteInt64.self, capacity)
        case .float64: FixedSQLiteBuilder(SQLiteFloat64.self, capacity)
        case .date: FixedSQLiteBuilder(SQLiteDate.self, capacity)
        case .timestamp: FixedSQLiteBuilder(SQLiteTimestamp.self, capacity)
        case .interval: FixedSQLiteBuilder(SQLiteInterval.self, capacity)
        case .quantity: QuantitySQLiteBuilder(capacity)
        case .string: StringSQLiteBuilder(capacity)
        }
    }
}

private final class FixedSQLiteBuilder<Kind: SQLiteKind>: SQLiteBuilder {
    private var writer: VectorWriter<Kind.Element>
    private var count = 0

    init(_: Kind.Type, _ capacity: Int) { writer = VectorWriter(count: capacity) }

    override func append(_ value: SQLiteValue) -> Bool {
        defer { count += 1 }
        let storage = value.storage
        if storage != .null, let element = Kind.read(value) {
            writer[count] = element
            return true
        }
        writer.setNull(count)
        return storage == .null
    }

    override func finish(count: Int) -> Vector {
        var result = VectorWriter<Kind.Element>(count: 0)
        swap(&result, &writer)
        return result.finish(Kind.type).slice(0..<count)
    }
}

private final class QuantitySQLiteBuilder: SQLiteBuilder {
    private var writer: QuantityVectorWriter
    private var count = 0

    init(_ capacity: Int) { writer = QuantityVectorWriter(count: capacity) }

    override func append(_ value: SQLiteValue) -> Bool {
        defer { count += 1 }
        let storage = value.storage
        if storage != .null, let quantity = Quantity(value) {
            writer.set(count, quantity)
            return true
        }
        writer.setNull(count)
        return storage == .null
    }

    override func finish(count: Int) -> Vector {
        var result = QuantityVectorWriter(count: 0)
        swap(&result, &writer)
        return result.finish().slice(0..<count)
    }
}

private final class StringSQLiteBuilder: SQLiteBuilder {
    private var writer: StringVectorWriter
    private var count = 0

    init(_ capacity: Int) { writer = StringVectorWriter(count: capacity) }

    override func append(_ value: SQLiteValue) -> Bool {
        defer { count += 1 }
        if value.withText({ writer.set(count, copying: $0) }) { return true }
        writer.setNull(count)
        return value.storage == .null
    }

    override func finish(count: Int) -> Vector {
        var result = StringVectorWriter(count: 0)
        swap(&result, &writer)
        return result.finish().slice(0..<count)
    }
}
