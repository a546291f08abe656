// Brings the rows of a provider into memory.

import QueryLanguage

extension StoredTable {
    /// All rows of `provider`.
    ///
    /// - Throws: what the provider throws.
    package init(
        reading provider: any TableProvider, for statement: FileRequest = FileRequest()
    ) throws(Diagnostic) {
        let definition = TableDefinition(name: "the table", provider: provider)
        let columns = provider.columns.enumerated().map { PlanColumn(ColumnID($0), $1.name, $1.type) }
        let scan = LogicalPlan.Scan(
            name: definition.name, table: TableHandle(source: .definition(definition)),
            positions: Array(columns.indices), columns: columns)
        self = try Executor(ExecutionContext(for: statement)).rows(of: .scan(scan))
    }
}
