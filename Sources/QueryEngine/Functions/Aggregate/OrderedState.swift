// ORDER BY and LIMIT inside an aggregate.

import QueryLanguage

/// An aggregate that sees each group's rows in an order, and only the first few: `STRING_AGG(x ORDER BY y LIMIT 3)`.
///
/// Rows whose first argument is NULL are left out, as they count neither for the aggregate nor for the limit.
final class OrderedState: AggregateState {
    private let makeInner: @Sendable () throws(Diagnostic) -> any AggregateState
    private let order: [SortKey]
    private let limit: Int?
    private var rows = RowCollector()

    /// - Parameter order: how each of the last arguments orders; the ones before are the aggregate's own.
    init(
        order: [SortKey], limit: Int?, _ makeInner: @escaping @Sendable () throws(Diagnostic) -> any AggregateState
    ) {
        self.order = order
        self.limit = limit
        self.makeInner = makeInner
    }

    func resize(groups: Int) {}

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) {
        let first = arguments[0]
        self.rows.append(arguments, rows: rows.filter { first.isValid($0) }, groups: groups)
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        rows.append(unsafeDowncast(other, to: OrderedState.self).rows, sources: sources, targets: targets)
    }

    func finish(groups: Int) throws(Diagnostic) -> Vector {
        let inner = try makeInner()
        inner.resize(groups: groups)
        let (columns, owners) = rows.collected()
        if !owners.isEmpty {
            var places = sortedOrder(
                [Vector(groups: owners)] + columns.suffix(order.count), by: [SortKey()] + order, count: owners.count)
            if let limit { places = firstOfEachGroup(places, owners, limit) }
            let arguments = columns.dropLast(order.count).map { column in
                places.withUnsafeBufferPointer { column.gather($0) }
            }
            try inner.update(
                arguments, rows: Selection(all: places.count), groups: places.map { owners[Int($0)] })
        }
        return try inner.finish(groups: groups)
    }

    private func firstOfEachGroup(_ places: [Int32], _ owners: [UInt32], _ limit: Int) -> [Int32] {
        var (group, taken) = (UInt32.max, 0)
        return places.filter { place in
            let owner = owners[Int(place)]
            taken = owner == group ? taken + 1 : 1
            group = owner
            return taken <= limit
        }
    }
}
