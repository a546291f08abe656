// Rows on their way into or out of the engine.

import QueryLanguage

/// Some rows, column by column: what large results come in, and what an app's own tables give.
///
/// A column is read as the Swift type of its cells, without a value being made of each:
///
///     for number in batch[0, as: Int64.self] { sum += number ?? 0 }
public struct ColumnBatch: Sendable {
    /// Every row of it is selected.
    package let batch: Batch
    /// The columns' names and types; of batches that an app has made the names are empty, as its table has them.
    public let columns: [Column]

    /// The number of rows.
    public var rowCount: Int { batch.count }

    package init(_ batch: Batch) {
        self.init(batch, batch.columns.map { Column("", $0.type) })
    }

    package init(_ batch: Batch, _ columns: [Column]) {
        self.batch = batch.compacted()
        self.columns = columns
    }

    /// A batch of columns that are equally long.
    ///
    ///     try ColumnBatch(columns: [.int64([1, 2, nil]), .string(["a", nil, "c"])])
    ///
    /// - Throws: where they are not.
    /// - Complexity: linear; nothing is copied.
    public init(columns: [ColumnData]) throws(Diagnostic) {
        let count = columns.first?.count ?? 0
        for (index, column) in columns.enumerated() where column.count != count {
            throw Diagnostic("column \(index) has \(column.count) rows, column 0 has \(count)")
        }
        self.init(Batch(columns.map(\.vector), count: count))
    }

    /// A batch without columns, for queries that only count rows.
    public init(rowCount: Int) {
        self.init(Batch([], count: rowCount))
    }

    /// The column at this position, as cells of a Swift type; NULL is `nil`.
    ///
    /// The position must exist, and the type must be the column's own, as `DataType.swiftName` says (or `Int` for
    /// `Int64`).
    public subscript<Element: DirectColumnValue>(position: Int, as _: Element.Type) -> ColumnView<Element> {
        let vector = batch.columns[position]
        precondition(
            vector.type == Element.dataType, "column \(position) is \(vector.type.name), which is no \(Element.self)")
        return ColumnView(vector: vector, count: rowCount)
    }

    /// The column with this name, as cells of a Swift type; NULL is `nil`.
    ///
    /// - Throws: where there is no such column, or it is of another type.
    public subscript<Element: DirectColumnValue>(name: String, as _: Element.Type) -> ColumnView<Element> {
        get throws(Diagnostic) {
            let position = try ResultRows(columns, []).position(of: name)
            let vector = batch.columns[position]
            if vector.type != Element.dataType {
                throw Diagnostic("column `\(name)` is \(vector.type.name), which is no \(Element.self)")
            }
            return ColumnView(vector: vector, count: rowCount)
        }
    }

    /// The cell at this row of the column at this position, both of which must exist.
    public func cell(row: Int, column: Int) -> Cell { Cell(batch.columns[column], row) }

    /// Calls `body` with the column's buffer, one element a row, and its validity: bit `row & 63` of word `row >> 6` is
    /// set where the row is not NULL; `nil` where none is. What stands at a NULL row is unspecified, and so are the bits
    /// behind the last row.
    ///
    /// `Bool` reads BOOL, `Int64` INT64 and TIMESTAMP (microseconds since 1970), `Int32` DATE (days since 1970), `Double`
    /// FLOAT64. The buffers must not be used once `body` has returned.
    ///
    /// - Throws: where the column is of another type; what `body` throws.
    public func withUnsafeBuffers<Element: BufferElement, Result>(
        of position: Int, as _: Element.Type,
        _ body: (_ values: UnsafeBufferPointer<Element>, _ validity: UnsafeBufferPointer<UInt64>?) throws -> Result
    ) throws -> Result {
        let vector = batch.columns[position].spread()
        guard Element.storedTypes.contains(vector.type) else {
            throw Diagnostic("column \(position) is \(vector.type.name), whose buffer has no \(Element.self)s")
        }
        // The address is good as long as the vector's memory is there.
        return try withExtendedLifetime(vector.owner) {
            let start = vector.data.assumingMemoryBound(to: Element.self)
            let validity = vector.validity.map { UnsafeBufferPointer(start: $0, count: Bitmap.words(vector.count)) }
            return try body(UnsafeBufferPointer(start: start, count: vector.count), validity)
        }
    }
}

/// A Swift type that a column's buffer is made of.
public protocol BufferElement: BitwiseCopyable, Sendable {
    /// The types of columns that are stored so.
    static var storedTypes: [DataType] { get }
}

extension Bool: BufferElement {
    public static var storedTypes: [DataType] { [.bool] }
}

extension Int64: BufferElement {
    public static var storedTypes: [DataType] { [.int64, .timestamp] }
}

extension Int32: BufferElement {
    public static var storedTypes: [DataType] { [.date] }
}

extension Double: BufferElement {
    public static var storedTypes: [DataType] { [.float64] }
}

/// A column's cells; NULL is `nil`.
public struct ColumnView<Element: DirectColumnValue>: RandomAccessCollection, Sendable {
    let vector: Vector
    let rowCount: Int

    init(vector: Vector, count: Int) {
        self.vector = vector
        rowCount = count
    }

    public var startIndex: Int { 0 }
    public var endIndex: Int { rowCount }

    @inline(__always)
    public subscript(row: Int) -> Element? {
        precondition(row >= 0 && row < rowCount, "there is no row \(row)")
        return vector.isValid(row) ? Element.read(Cell(vector, row)) : nil
    }
}

extension Vector {
    /// A constant written out for each of its rows.
    func spread() -> Vector {
        guard isConstant else { return self }
        let rows = [Int32](repeating: 0, count: count)
        return rows.withUnsafeBufferPointer { gather($0) }
    }
}
