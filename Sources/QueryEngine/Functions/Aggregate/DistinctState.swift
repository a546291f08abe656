// DISTINCT inside an aggregate.

import QueryLanguage

/// An aggregate of each group's different rows: `COUNT(DISTINCT x)`.
///
/// Only the different rows are kept, with their groups; the aggregate sees them at the end, in order of first
/// appearance. What is ordered by is one of the arguments, so it takes part in the identity without changing it.
final class DistinctState: AggregateState {
    private let makeInner: @Sendable () throws(Diagnostic) -> any AggregateState
    private let constants: [(type: DataType, value: Value)?]
    private var table: KeyTable?
    private var ids: [UInt32] = []

    /// - Parameter constants: the arguments that are constant, which tell no rows apart; `nil` where one is not.
    init(
        constants: [(type: DataType, value: Value)?],
        _ makeInner: @escaping @Sendable () throws(Diagnostic) -> any AggregateState
    ) {
        self.constants = constants
        self.makeInner = makeInner
    }

    func resize(groups: Int) {}

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) {
        guard let first = arguments.first else { return }
        let group = VectorWriter<Int64>(count: first.count)
        rows.each { group[$0] = Int64(groups[$0]) }
        insert([group.finish(.int64)] + varying(arguments), rows: rows, capacity: first.count)
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        guard let table = unsafeDowncast(other, to: DistinctState.self).table else { return }
        let keys = table.keyVectors()
        let owners = keys[0].values(Int64.self)
        let groups = (0..<table.count).map { UInt32(truncatingIfNeeded: owners[$0]) }
        // The rows by group come from a collector, whose order of arrival is the table's.
        var rows = RowCollector()
        var picked = RowCollector()
        groups.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            rows.append(Array(keys.dropFirst()), rows: Selection(all: table.count), groups: base)
        }
        picked.append(rows, sources: sources, targets: targets)
        let (columns, pickedGroups) = picked.collected()
        let all = Selection(all: pickedGroups.count)
        insert([Vector(groups: pickedGroups)] + columns, rows: all, capacity: pickedGroups.count)
    }

    private func insert(_ keys: [Vector], rows: Selection, capacity: Int) {
        guard capacity > 0 else { return }
        let table = table ?? KeyTable(types: keys.map(\.type))
        self.table = table
        if ids.count < capacity { ids = Array(repeating: 0, count: capacity) }
        ids.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress { table.insert(keys, rows: rows, into: base) }
        }
    }

    private func varying(_ arguments: [Vector]) -> [Vector] {
        arguments.indices.filter { $0 >= constants.count || constants[$0] == nil }.map { arguments[$0] }
    }

    func finish(groups: Int) throws(Diagnostic) -> Vector {
        let inner = try makeInner()
        inner.resize(groups: groups)
        if let table {
            let keys = table.keyVectors()
            var rest = keys.dropFirst()
            var arguments: [Vector] = []
            for constant in constants {
                if let constant {
                    arguments.append(.constant(constant.value, type: constant.type, count: table.count))
                } else if let next = rest.popFirst() {
                    arguments.append(next)
                }
            }
            let owners = keys[0].values(Int64.self)
            let targets = (0..<table.count).map { UInt32(truncatingIfNeeded: owners[$0]) }
            try inner.update(arguments + rest, rows: Selection(all: table.count), groups: targets)
        }
        return try inner.finish(groups: groups)
    }
}
