// Tables in memory.

/// A column's name, type and description.
public struct Column: Hashable, Sendable {
    public var name: String
    public var type: DataType
    /// What it means, in a line; `nil` for columns of queries.
    public var description: String?

    public init(_ name: String, _ type: DataType, description: String? = nil) {
        self.name = name
        self.type = type
        self.description = description
    }
}

/// A table's columns, each in one piece, so that any range of rows is a batch without copying.
package struct StoredTable: Sendable {
    package let columns: [Column]
    /// One vector a column, each `count` long and not constant.
    package let vectors: [Vector]
    package let count: Int
    /// What holds its rows, where that is known better than by the table's name.
    var places: RowPlaces?

    package init(columns: [Column], vectors: [Vector], count: Int) {
        self.columns = columns
        self.vectors = vectors
        self.count = count
    }
}
