// How Swift types stand for the language's types: what cells are read as, and what parameters are given as.

import QueryLanguage

/// What can be a parameter of a statement: `["edition": 7]`.
public protocol ValueConvertible: Sendable {
    /// The value that the statement gets.
    var columnValue: Value { get }
}

/// A Swift type that a column's cells can be read as, and that functions written in Swift take and give.
///
/// `Bool`, `Int`, `Int64`, `Int32`, `Double`, `String`, `CalendarDate`, `Timestamp`, `Interval` and `Quantity` are such
/// types, and `Optional` of each, which is `nil` for NULL. A type of an app's own joins them by what it is made of:
///
///     struct EditionNumber: ColumnValue {
///         let number: Int64
///         static var dataType: DataType { .int64 }
///         init(cell: Cell) throws(Diagnostic) { number = try Int64(cell: cell) }
///         var columnValue: Value { .int64(number) }
///     }
public protocol ColumnValue: ValueConvertible {
    /// The type of a column of such values.
    static var dataType: DataType { get }

    /// Whether the type has a value for NULL. Only `Optional` has.
    static var acceptsNull: Bool { get }

    /// The value of a cell, which is not NULL unless `acceptsNull` says so.
    ///
    /// - Throws: a diagnostic that says why the cell is no such value; who asked for the cell adds where it stands.
    init(cell: Cell) throws(Diagnostic)
}

extension ColumnValue {
    public static var acceptsNull: Bool { false }
}

/// One place of a column, which is read without making a `Value` of it.
public struct Cell: Sendable {
    package let vector: Vector
    package let row: Int

    package init(_ vector: Vector, _ row: Int) {
        self.vector = vector
        self.row = row
    }

    /// The column's type.
    public var type: DataType { vector.type }
    /// Whether the cell is NULL.
    public var isNull: Bool { vector.isNull(row) }
    /// The cell as a value of its own.
    public var value: Value { vector.value(row) }

    /// Asks for the column to be of this type.
    @inline(__always)
    func expect(_ type: DataType, for target: Any.Type) throws(Diagnostic) {
        if vector.type != type { throw mismatch(target) }
    }

    func mismatch(_ target: Any.Type) -> Diagnostic {
        Diagnostic(
            "is \(type.name), which is no \(target)",
            hints: ["read it as \(type.swiftName), or CAST it in the query"])
    }
}

extension DataType {
    /// The Swift type that holds every value of it.
    public var swiftName: String {
        switch self {
        case .bool: "Bool"
        case .int64: "Int64"
        case .float64: "Double"
        case .string: "String"
        case .date: "CalendarDate"
        case .timestamp: "Timestamp"
        case .interval: "Interval"
        case .quantity: "Quantity"
        }
    }
}
