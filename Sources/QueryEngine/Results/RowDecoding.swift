// Rows as an app's own types.

import QueryLanguage

extension QueryResult {
    /// The rows as values of a type of your own:
    ///
    ///     struct Edition: Decodable { let edition: Int; let city: String; let startDate: CalendarDate? }
    ///     let editions = try database.query("FROM editions").rows(as: Edition.self)
    ///
    /// A property takes the column of its name, without regard to case and to `_`: `startDate` takes `start_date`. One
    /// that is optional may lack a column. A type of a single value (`Int`, `String`, an enum with raw values) takes the
    /// only column.
    ///
    /// - Throws: a `Diagnostic` that names the column and the row; what the type's own `init(from:)` throws.
    /// - Complexity: linear in the number of cells that are used.
    public func rows<Result: Decodable>(as _: Result.Type = Result.self) throws -> [Result] {
        if let type = Result.self as? any ColumnValue.Type, let cells = try cells(type) as? [Result] { return cells }
        let names = PropertyNames(columns)
        var result: [Result] = []
        result.reserveCapacity(rowCount)
        for row in self { result.append(try RowDecoder(row: row, names: names).value()) }
        return result
    }

    /// The cells of the only column.
    private func cells<Cell: ColumnValue>(_: Cell.Type) throws(Diagnostic) -> [Cell] {
        var result: [Cell] = []
        result.reserveCapacity(rowCount)
        for row in self { result.append(try row.read(row.onlyColumn())) }
        return result
    }
}

extension Row {
    /// The row as a value of a type of your own; see ``QueryResult/rows(as:)``, which is faster for many rows.
    public func decode<Result: Decodable>(as _: Result.Type = Result.self) throws -> Result {
        if let type = Result.self as? any ColumnValue.Type, let cell = try read(onlyColumn(), as: type) as? Result {
            return cell
        }
        return try RowDecoder(row: self, names: PropertyNames(columns)).value()
    }

    /// The position of the only column.
    fileprivate func onlyColumn() throws(Diagnostic) -> Int {
        if columns.count == 1 { return 0 }
        throw Diagnostic(
            "the result has \(columns.count) columns where one is to be read", hints: ["SELECT the one that is meant"])
    }
}

/// Which column a property takes. It is used by one thread.
final class PropertyNames {
    private let columns: [Column]
    private var known: [String: Int?] = [:]

    init(_ columns: [Column]) {
        self.columns = columns
    }

    /// The column's position; `nil` where there is none.
    ///
    /// - Throws: where two columns would do.
    func position(of property: String) throws(Diagnostic) -> Int? {
        if let position = known[property] { return position }
        var found = columns.indices.filter { sameName(columns[$0].name, property) }
        if found.isEmpty {
            let plain = Self.plain(property)
            found = columns.indices.filter { Self.plain(columns[$0].name) == plain }
        }
        if found.count > 1 {
            throw Diagnostic(
                "more than one column would do for `\(property)`: "
                    + found.map { "`\(columns[$0].name)`" }.joined(separator: ", "),
                hints: ["name them apart with AS"])
        }
        known[property] = .some(found.first)
        return found.first
    }

    func missing(_ property: String) -> Diagnostic {
        Diagnostic(
            "the result has no column for the property `\(property)`",
            hints: suggestions(for: property, among: columns.map(\.name), listedAs: "it has"))
    }

    private static func plain(_ name: String) -> String { name.lowercased().filter { $0 != "_" } }
}

private struct RowDecoder: Decoder {
    let row: Row
    let names: PropertyNames
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedDecodingContainer<Key> {
        KeyedDecodingContainer(RowContainer<Key>(row: row, names: names))
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer {
        throw Diagnostic("a row is not read as an array", hints: ["read it as a struct, or by row[0], row[1], …"])
    }

    func singleValueContainer() throws -> any SingleValueDecodingContainer {
        CellDecoder(row: row, position: try row.onlyColumn())
    }

    func value<Result: Decodable>() throws -> Result {
        do {
            return try Result(from: self)
        } catch let error as DecodingError where row.columns.count == 1 {
            throw row.diagnostic(error, 0, Result.self)
        }
    }
}

private struct RowContainer<Key: CodingKey>: KeyedDecodingContainerProtocol {
    let row: Row
    let names: PropertyNames
    var codingPath: [any CodingKey] { [] }
    var allKeys: [Key] { row.columns.compactMap { Key(stringValue: $0.name) } }

    func contains(_ key: Key) -> Bool {
        // That two columns would do is told where the value is asked for.
        do { return try names.position(of: key.stringValue) != nil } catch { return true }
    }

    private func cell(_ key: Key) throws(Diagnostic) -> CellDecoder {
        guard let position = try names.position(of: key.stringValue) else { throw names.missing(key.stringValue) }
        return CellDecoder(row: row, position: position)
    }

    func decodeNil(forKey key: Key) throws -> Bool { try cell(key).decodeNil() }
    func decode(_ type: Bool.Type, forKey key: Key) throws -> Bool { try cell(key).decode(type) }
    func decode(_ type: String.Type, forKey key: Key) throws -> String { try cell(key).decode(type) }
    func decode(_ type: Double.Type, forKey key: Key) throws -> Double { try cell(key).decode(type) }
    func decode(_ type: Float.Type, forKey key: Key) throws -> Float { try cell(key).decode(type) }
    func decode(_ type: Int.Type, forKey key: Key) throws -> Int { try cell(key).decode(type) }
    func decode(_ type: Int8.Type, forKey key: Key) throws -> Int8 { try cell(key).decode(type) }
    func decode(_ type: Int16.Type, forKey key: Key) throws -> Int16 { try cell(key).decode(type) }
    func decode(_ type: Int32.Type, forKey key: Key) throws -> Int32 { try cell(key).decode(type) }
    func decode(_ type: Int64.Type, forKey key: Key) throws -> Int64 { try cell(key).decode(type) }
    func decode(_ type: UInt.Type, forKey key: Key) throws -> UInt { try cell(key).decode(type) }
    func decode(_ type: UInt8.Type, forKey key: Key) throws -> UInt8 { try cell(key).decode(type) }
    func decode(_ type: UInt16.Type, forKey key: Key) throws -> UInt16 { try cell(key).decode(type) }
    func decode(_ type: UInt32.Type, forKey key: Key) throws -> UInt32 { try cell(key).decode(type) }
    func decode(_ type: UInt64.Type, forKey key: Key) throws -> UInt64 { try cell(key).decode(type) }
    func decode<T: Decodable>(_ type: T.Type, forKey key: Key) throws -> T { try cell(key).decode(type) }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy _: NestedKey.Type, forKey key: Key
    ) throws -> KeyedDecodingContainer<NestedKey> {
        throw CellDecoder.nested(key.stringValue)
    }

    func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
        throw CellDecoder.nested(key.stringValue)
    }

    func superDecoder() throws -> any Decoder { RowDecoder(row: row, names: names) }
    func superDecoder(forKey key: Key) throws -> any Decoder { try cell(key) }
}

extension Row {
    /// Of a cell that a type refuses, such as a text that is no case of an enum.
    fileprivate func diagnostic(_ error: DecodingError, _ position: Int, _ type: Any.Type) -> any Error {
        guard case .dataCorrupted(let context) = error else { return error }
        return Diagnostic("\(place(position)) is no \(type): \(context.debugDescription)")
    }
}

/// Decodes one cell.
private struct CellDecoder: Decoder, SingleValueDecodingContainer {
    let row: Row
    let position: Int
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    static func nested(_ name: String) -> Diagnostic {
        Diagnostic("`\(name)` is made of several values, and a cell holds one", hints: ["give it an init(from:)"])
    }

    func container<Key: CodingKey>(keyedBy _: Key.Type) throws -> KeyedDecodingContainer<Key> {
        throw Self.nested(row.columns[position].name)
    }

    func unkeyedContainer() throws -> any UnkeyedDecodingContainer { throw Self.nested(row.columns[position].name) }
    func singleValueContainer() throws -> any SingleValueDecodingContainer { self }

    func decodeNil() -> Bool { row.cell(position).isNull }
    func decode(_: Bool.Type) throws -> Bool { try row.read(position) }
    func decode(_: String.Type) throws -> String { try row.read(position) }
    func decode(_: Double.Type) throws -> Double { try row.read(position) }
    func decode(_: Float.Type) throws -> Float {
        if decodeNil() { _ = try row.read(position, as: Double.self) }
        return try row.read(position, as: NarrowFloat.self).number
    }
    func decode(_: Int.Type) throws -> Int { try row.read(position) }
    func decode(_: Int64.Type) throws -> Int64 { try row.read(position) }
    func decode(_: Int8.Type) throws -> Int8 { try integer() }
    func decode(_: Int16.Type) throws -> Int16 { try integer() }
    func decode(_: Int32.Type) throws -> Int32 { try integer() }
    func decode(_: UInt.Type) throws -> UInt { try integer() }
    func decode(_: UInt8.Type) throws -> UInt8 { try integer() }
    func decode(_: UInt16.Type) throws -> UInt16 { try integer() }
    func decode(_: UInt32.Type) throws -> UInt32 { try integer() }
    func decode(_: UInt64.Type) throws -> UInt64 { try integer() }

    private func integer<Integer: FixedWidthInteger & Sendable>() throws(Diagnostic) -> Integer {
        // Of NULL is told with a type that people know.
        if decodeNil() { _ = try row.read(position, as: Int64.self) }
        return try row.read(position, as: Narrow<Integer>.self).integer
    }

    func decode<T: Decodable>(_: T.Type) throws -> T {
        // The types that the engine has are read as they are, not by way of their texts.
        if T.self == Quantity.self { return try read(Quantity.self) }
        if T.self == CalendarDate.self { return try read(CalendarDate.self) }
        if T.self == Timestamp.self { return try read(Timestamp.self) }
        if T.self == Interval.self { return try read(Interval.self) }
        do {
            return try T(from: self)
        } catch let error as DecodingError {
            throw row.diagnostic(error, position, T.self)
        }
    }
}

extension CellDecoder {
    /// The cell as an `Element`, which `T` is: a cast through an existential would put it on the heap.
    private func read<Element: ColumnValue & BitwiseCopyable, T>(_: Element.Type) throws(Diagnostic) -> T {
        precondition(T.self == Element.self)
        return unsafeBitCast(try row.read(position, as: Element.self), to: T.self)
    }
}

/// `Float`, which is only asked for by decoding: rounded, and never to infinity.
private struct NarrowFloat: ColumnValue {
    let number: Float

    static var dataType: DataType { .float64 }
    var columnValue: Value { .float64(Double(number)) }

    init(cell: Cell) throws(Diagnostic) {
        let whole = try Double(cell: cell)
        number = Float(whole)
        if number.isInfinite && whole.isFinite {
            throw Diagnostic("holds \(whole), which Float cannot hold", hints: ["read it as Double"])
        }
    }
}

/// An integer type that is only asked for by decoding.
private struct Narrow<Integer: FixedWidthInteger & Sendable>: ColumnValue {
    let integer: Integer
    static var dataType: DataType { .int64 }
    init(cell: Cell) throws(Diagnostic) { integer = try cell.integer() }
    var columnValue: Value { .int64(Int64(clamping: integer)) }
}
