// Values of Swift types become columns.

import QueryEngine
import QueryLanguage

/// Encodes values one after another, each a row of columns that are found on the way.
final class RowsEncoder {
    private let table: String
    private var encoded: [EncodedColumn] = []
    private var positions: [String: Int] = [:]
    private var rowCount = 0
    /// What went wrong where encoding cannot throw.
    fileprivate var failure: Diagnostic?

    init(_ table: String) {
        self.table = table
    }

    func add(_ row: some Encodable) throws {
        try RowEncoder(rows: self).encodeRow(row)
        if let failure { throw failure }
        rowCount += 1
        for column in encoded { column.pad(to: rowCount) }
    }

    /// - Throws: where nothing has told what columns there are.
    func columns() throws(Diagnostic) -> [(name: String, data: ColumnData)] {
        if encoded.isEmpty {
            throw Diagnostic(
                "there is no row that tells the columns of `\(table)`", hints: ["use attach(columns:as:)"])
        }
        return encoded.map { ($0.name, $0.data) }
    }

    fileprivate func add(_ value: Value, to name: String) throws(Diagnostic) {
        let position: Int
        if let known = positions[name] {
            position = known
        } else {
            position = encoded.count
            positions[name] = position
            encoded.append(EncodedColumn(name))
            encoded[position].pad(to: rowCount)
        }
        if encoded[position].count > rowCount { throw Diagnostic("\(path(name)) is encoded twice") }
        if encoded[position].add(value) { return }
        throw Diagnostic(
            "\(path(name)) is \(value.type?.name ?? "NULL"), but the column is \(encoded[position].type?.name ?? "NULL")"
        )
    }

    /// `visits[2].place`
    fileprivate func path(_ name: String) -> String { "\(table)[\(rowCount)].\(name)" }

    fileprivate func nested(_ name: String) {
        failure = Diagnostic(
            "\(path(name)) is made of several values, and a cell holds one",
            hints: ["leave it out, or encode it as one value"])
    }
}

/// A column that grows.
private final class EncodedColumn {
    let name: String
    private(set) var type: DataType?
    private(set) var count = 0
    private var bools: [Bool?] = []
    private var integers: [Int64?] = []
    private var doubles: [Double?] = []
    private var strings: [String?] = []
    private var dates: [CalendarDate?] = []
    private var timestamps: [Timestamp?] = []
    private var intervals: [Interval?] = []
    private var quantities: [Quantity?] = []

    init(_ name: String) {
        self.name = name
    }

    /// NULLs up to this number of rows.
    func pad(to rows: Int) {
        while count < rows { _ = add(.null) }
    }

    /// Whether the value is of the column's type.
    func add(_ value: Value) -> Bool {
        if type == nil, let first = value.type {
            type = first
            let nulls = count
            count = 0
            pad(to: nulls)
        }
        guard value.type == nil || value.type == type else { return false }
        count += 1
        switch type {
        case .bool: if case .bool(let x) = value { bools.append(x) } else { bools.append(nil) }
        case .int64: if case .int64(let x) = value { integers.append(x) } else { integers.append(nil) }
        case .float64: if case .float64(let x) = value { doubles.append(x) } else { doubles.append(nil) }
        case .string: if case .string(let x) = value { strings.append(x) } else { strings.append(nil) }
        case .interval: if case .interval(let x) = value { intervals.append(x) } else { intervals.append(nil) }
        case .quantity: if case .quantity(let x) = value { quantities.append(x) } else { quantities.append(nil) }
        case .date:
            if case .date(let x) = value {
                dates.append(CalendarDate(daysSince1970: Int(x)))
            } else {
                dates.append(nil)
            }
        case .timestamp:
            if case .timestamp(let x) = value {
                timestamps.append(Timestamp(microsecondsSince1970: x))
            } else {
                timestamps.append(nil)
            }
        case nil: break
        }
        return true
    }

    var data: ColumnData {
        switch type {
        case .bool: .bool(bools)
        case .int64: .int64(integers)
        case .float64: .float64(doubles)
        case .string: .string(strings)
        case .date: .date(dates)
        case .timestamp: .timestamp(timestamps)
        case .interval: .interval(intervals)
        case .quantity: .quantity(quantities)
        case nil: .string([String?](repeating: nil, count: count))
        }
    }
}

/// Encodes one row: its properties are cells.
private struct RowEncoder: Encoder {
    let rows: RowsEncoder
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    /// The column of rows that are single values.
    private var cell: CellEncoder { CellEncoder(rows: rows, name: "value") }

    func encodeRow(_ row: some Encodable) throws {
        if try !cell.encodeKnown(row) { try row.encode(to: self) }
    }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(RowContainer<Key>(rows: rows))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer { cell.unkeyedContainer() }
    func singleValueContainer() -> any SingleValueEncodingContainer { cell }
}

private struct RowContainer<Key: CodingKey>: KeyedEncodingContainerProtocol {
    let rows: RowsEncoder
    var codingPath: [any CodingKey] { [] }

    private func cell(_ key: Key) -> CellEncoder { CellEncoder(rows: rows, name: key.stringValue) }

    func encodeNil(forKey key: Key) throws { try cell(key).encodeNil() }
    func encode(_ value: Bool, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: String, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: Double, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: Float, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: Int, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: Int8, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: Int16, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: Int32, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: Int64, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: UInt, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: UInt8, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: UInt16, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: UInt32, forKey key: Key) throws { try cell(key).encode(value) }
    func encode(_ value: UInt64, forKey key: Key) throws { try cell(key).encode(value) }
    func encode<T: Encodable>(_ value: T, forKey key: Key) throws { try cell(key).encode(value) }

    // `nil` is a cell too: so columns stand in the order of the properties, and are there if all of their cells are NULL.
    func encodeIfPresent(_ value: Bool?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: String?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Double?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Float?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int8?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int16?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int32?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: Int64?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt8?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt16?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt32?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent(_ value: UInt64?, forKey key: Key) throws { try optional(value, key) }
    func encodeIfPresent<T: Encodable>(_ value: T?, forKey key: Key) throws { try optional(value, key) }

    private func optional<T: Encodable>(_ value: T?, _ key: Key) throws {
        if let value { try cell(key).encode(value) } else { try cell(key).encodeNil() }
    }

    func nestedContainer<NestedKey: CodingKey>(
        keyedBy type: NestedKey.Type, forKey key: Key
    ) -> KeyedEncodingContainer<NestedKey> {
        cell(key).container(keyedBy: type)
    }

    func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer { cell(key).unkeyedContainer() }
    // A superclass's properties are properties of the row.
    func superEncoder() -> any Encoder { RowEncoder(rows: rows) }
    func superEncoder(forKey key: Key) -> any Encoder { cell(key) }
}

/// Encodes one cell.
private struct CellEncoder: Encoder, SingleValueEncodingContainer {
    let rows: RowsEncoder
    let name: String
    var codingPath: [any CodingKey] { [] }
    var userInfo: [CodingUserInfoKey: Any] { [:] }

    func container<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        rows.nested(name)
        // What goes there is never seen.
        return KeyedEncodingContainer(RowContainer<Key>(rows: RowsEncoder(name)))
    }

    func unkeyedContainer() -> any UnkeyedEncodingContainer {
        rows.nested(name)
        return NowhereContainer()
    }

    func singleValueContainer() -> any SingleValueEncodingContainer { self }

    private func add(_ value: Value) throws(Diagnostic) { try rows.add(value, to: name) }

    private func integer<Integer: FixedWidthInteger>(_ value: Integer) throws(Diagnostic) {
        guard let number = Int64(exactly: value) else {
            throw Diagnostic("\(rows.path(name)) is \(value), which is too large for INT64")
        }
        try add(.int64(number))
    }

    func encodeNil() throws { try add(.null) }
    func encode(_ value: Bool) throws { try add(.bool(value)) }
    func encode(_ value: String) throws { try add(.string(value)) }
    func encode(_ value: Double) throws { try add(.float64(value)) }
    func encode(_ value: Float) throws { try add(.float64(Double(value))) }
    func encode(_ value: Int) throws { try integer(value) }
    func encode(_ value: Int8) throws { try integer(value) }
    func encode(_ value: Int16) throws { try integer(value) }
    func encode(_ value: Int32) throws { try integer(value) }
    func encode(_ value: Int64) throws { try integer(value) }
    func encode(_ value: UInt) throws { try integer(value) }
    func encode(_ value: UInt8) throws { try integer(value) }
    func encode(_ value: UInt16) throws { try integer(value) }
    func encode(_ value: UInt32) throws { try integer(value) }
    func encode(_ value: UInt64) throws { try integer(value) }

    func encode<T: Encodable>(_ value: T) throws {
        if try !encodeKnown(value) { try value.encode(to: self) }
    }

    /// Encodes a type that the engine has, which would encode itself as a text. Whether it is one.
    func encodeKnown<T: Encodable>(_ value: T) throws(Diagnostic) -> Bool {
        switch value {
        case let value as Quantity: try add(.quantity(value))
        case let value as CalendarDate: try add(value.columnValue)
        case let value as Timestamp: try add(value.columnValue)
        case let value as Interval: try add(.interval(value))
        default: return false
        }
        return true
    }
}

/// Takes the elements of an array that cannot be encoded, which has been noted.
private struct NowhereContainer: UnkeyedEncodingContainer {
    var codingPath: [any CodingKey] { [] }
    var count: Int { 0 }
    func encodeNil() {}
    func encode<T: Encodable>(_: T) {}
    func nestedContainer<Key: CodingKey>(keyedBy _: Key.Type) -> KeyedEncodingContainer<Key> {
        KeyedEncodingContainer(RowContainer<Key>(rows: RowsEncoder("")))
    }
    func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer { self }
    func superEncoder() -> any Encoder { RowEncoder(rows: RowsEncoder("")) }
}
