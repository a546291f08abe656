// Tables of an app's own beside those of the database.

import QueryEngine
import QueryLanguage
import TableFormats

extension Database {
    /// Makes a table of rows that your own code gives as queries need them. It takes the place of the table with that
    /// name.
    public func attach(_ provider: some TableProvider, as name: String) {
        define(TableDefinition(name: name, provider: provider))
    }

    /// Makes a table of columns. It takes the place of the table with that name.
    ///
    ///     try database.attach(columns: ["city": .string(["Shanghai"]), "visitors": .int64([941_000])], as: "visits")
    ///
    /// - Throws: where columns differ in length.
    /// - Complexity: constant; the columns are not copied.
    public func attach(columns: KeyValuePairs<String, ColumnData>, as name: String) throws(Diagnostic) {
        try attach(columns.map { ($0.key, $0.value) }, as: name)
    }

    func attach(_ columns: [(name: String, data: ColumnData)], as name: String) throws(Diagnostic) {
        let batch = try ColumnBatch(columns: columns.map(\.data)).batch
        var names: Set<String> = []
        for column in columns where !names.insert(column.name.lowercased()).inserted {
            throw Diagnostic("two columns of `\(name)` would be called `\(column.name)`")
        }
        let described = columns.map { Column($0.name, $0.data.type) }
        let table = StoredTable(columns: described, vectors: batch.columns, count: batch.count)
        define(TableDefinition(name: name, columns: described) { table })
    }

    /// Makes a table of values, each a row, whose columns are the values' properties. It takes the place of the table with
    /// that name.
    ///
    ///     struct Visit: Encodable { let city: String; let visitors: Int?; let area: Quantity }
    ///     try database.attach(rows: visits, as: "visits")
    ///
    /// A column has the type of its first value that is not `nil` (STRING where all are). `Quantity`, `CalendarDate`,
    /// `Timestamp` and `Interval` keep their types, enums are their raw values; a property that is made of several values
    /// itself is an error. (Foundation's `Date` encodes itself as a number; make it a `Timestamp`.) Values that are no
    /// structs make one column, `value`.
    ///
    /// - Throws: a `Diagnostic` with the path of the property, such as `visits[2].place`; what an `encode(to:)` throws.
    /// - Complexity: linear; the table holds the rows of now.
    public func attach(rows: some Sequence<some Encodable>, as name: String) throws {
        let encoder = RowsEncoder(name)
        for row in rows { try encoder.add(row) }
        try attach(encoder.columns(), as: name)
    }

    /// Makes a table of a CSV file, which is read as queries need it. It takes the place of the table with that name.
    ///
    /// - Throws: where the file cannot be opened; `access` is not asked, as it is the app that names the file.
    public func attach(csv path: String, as name: String) throws(Diagnostic) {
        define(try table(of: FileReference(path: path, function: .csv)).renamed(name))
    }

    /// Makes a table of a JSON file: an array of objects, or an object a line. It is read whenever a query needs it, and
    /// takes the place of the table with that name.
    ///
    /// - Throws: where the file cannot be opened or is no such JSON; `access` is not asked.
    public func attach(json path: String, as name: String) throws(Diagnostic) {
        define(try table(of: FileReference(path: path, function: .json)).renamed(name))
    }
}
