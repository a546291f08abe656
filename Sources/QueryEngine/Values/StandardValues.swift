// The Swift types that stand for the language's types.

import QueryLanguage

/// A type that holds every value of a column's type, so that reading cannot fail where the types agree.
public protocol DirectColumnValue: ColumnValue {
    /// The value of a cell that is not NULL, in a column of type `dataType`.
    static func read(_ cell: Cell) -> Self
}

extension DirectColumnValue {
    public init(cell: Cell) throws(Diagnostic) {
        try cell.expect(Self.dataType, for: Self.self)
        self = Self.read(cell)
    }
}

extension Bool: DirectColumnValue {
    public static var dataType: DataType { .bool }
    public static func read(_ cell: Cell) -> Bool { cell.vector.element(cell.row) }
    public var columnValue: Value { .bool(self) }
}

extension Int64: DirectColumnValue {
    public static var dataType: DataType { .int64 }
    public static func read(_ cell: Cell) -> Int64 { cell.vector.element(cell.row) }
    public var columnValue: Value { .int64(self) }
}

extension String: DirectColumnValue {
    public static var dataType: DataType { .string }
    public static func read(_ cell: Cell) -> String { String(cell.vector.bytes(cell.row)) }
    public var columnValue: Value { .string(self) }
}

extension Interval: DirectColumnValue {
    public static var dataType: DataType { .interval }
    public static func read(_ cell: Cell) -> Interval { cell.vector.element(cell.row) }
    public var columnValue: Value { .interval(self) }
}

extension Quantity: DirectColumnValue {
    public static var dataType: DataType { .quantity }
    public static func read(_ cell: Cell) -> Quantity { cell.vector.element(cell.row) }
    public var columnValue: Value { .quantity(self) }
}

extension CalendarDate: DirectColumnValue {
    public static var dataType: DataType { .date }
    public static func read(_ cell: Cell) -> CalendarDate {
        CalendarDate(validDays: cell.vector.element(cell.row, as: Int32.self))
    }
    public var columnValue: Value { .date(daysSince1970) }
}

extension Timestamp: DirectColumnValue {
    public static var dataType: DataType { .timestamp }
    public static func read(_ cell: Cell) -> Timestamp {
        Timestamp(validMicroseconds: cell.vector.element(cell.row))
    }
    public var columnValue: Value { .timestamp(microsecondsSince1970) }
}

extension Double: DirectColumnValue {
    public static var dataType: DataType { .float64 }
    public static func read(_ cell: Cell) -> Double { cell.vector.element(cell.row) }

    /// Also an INT64, as everywhere in the language, if no digit of it is lost.
    public init(cell: Cell) throws(Diagnostic) {
        guard cell.type == .int64 else {
            try cell.expect(.float64, for: Double.self)
            self = Self.read(cell)
            return
        }
        let number = Int64.read(cell)
        guard let exact = Double(exactly: number) else { throw Diagnostic("holds \(number), which no Double is") }
        self = exact
    }

    public var columnValue: Value { .float64(self) }
}

extension Int: DirectColumnValue {
    public static var dataType: DataType { .int64 }
    public static func read(_ cell: Cell) -> Int { Int(truncatingIfNeeded: Int64.read(cell)) }
    public var columnValue: Value { .int64(Int64(self)) }
}

extension Int32: ColumnValue {
    public static var dataType: DataType { .int64 }

    public init(cell: Cell) throws(Diagnostic) { self = try cell.integer() }

    public var columnValue: Value { .int64(Int64(self)) }
}

extension Cell {
    /// The cell of an INT64 column as a narrower integer.
    func integer<Integer: FixedWidthInteger>(_: Integer.Type = Integer.self) throws(Diagnostic) -> Integer {
        try expect(.int64, for: Integer.self)
        let number = Int64.read(self)
        guard let exact = Integer(exactly: number) else {
            throw Diagnostic("holds \(number), which \(Integer.self) cannot hold", hints: ["read it as Int64"])
        }
        return exact
    }
}

extension Optional: ValueConvertible where Wrapped: ValueConvertible {
    public var columnValue: Value { self?.columnValue ?? Value.null }
}

extension Optional: ColumnValue where Wrapped: ColumnValue {
    public static var dataType: DataType { Wrapped.dataType }
    public static var acceptsNull: Bool { true }
    public init(cell: Cell) throws(Diagnostic) { self = cell.isNull ? nil : try Wrapped(cell: cell) }
}
