// Binding: WHY.

import QueryLanguage

extension Binder {
    /// One row for each base-table row that a row of the input comes from.
    func why(_ input: BoundRelation) -> BoundRelation {
        let columns = LogicalPlan.Why.outputs.map { ScopeColumn($0.name, newColumn(), $0.type) }
        let why = LogicalPlan.Why(
            input: output(input).plan, columns: columns.map(\.planColumn), sources: catalog.sources)
        return BoundRelation(plan: .why(why), scope: Scope(columns: columns))
    }
}

extension Catalog {
    /// The table that says more of sources.
    var sources: TableHandle? {
        if case .table(let table) = self["sources"] { TableHandle(source: .definition(table)) } else { nil }
    }
}
