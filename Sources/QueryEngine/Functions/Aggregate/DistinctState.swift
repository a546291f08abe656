// DISTINCT inside an aggregate.

import QueryLanguage

/// An aggregate of each group's different rows: `COUNT(DISTINCT x)`.
///
/// Only the different rows are kept, with their groups; the aggregate sees them at the end, in order of first
/// appearance. What is ordered by is one of the arguments, so it takes part in the identity without changing it.
final class DistinctState: AggregateState {
    private let makeInner: @Sendable () throws(Diagnostic) -> any AggregateState
    private let constants: [(type: DataType, value: Value)?]
    private let plan: GroupingPlan
    private var rows: DistinctRows?
    private var ids: [UInt32] = []

    /// The different rows. While all belong to the only group, its number is left out, and what is known of a column
    /// serves to tell its values apart.
    private struct DistinctRows {
        let index: GroupIndex
        /// Whether the first key is the number of the row's group.
        let nameGroups: Bool

        var groups: [UInt32] {
            guard nameGroups else { return Array(repeating: 0, count: index.count) }
            let groups = index.keyVectors()[0]
            return withExtendedLifetime(groups) {
                let numbers = groups.values(Int64.self)
                return (0..<index.count).map { UInt32(truncatingIfNeeded: numbers[$0]) }
            }
        }

        /// The rows themselves, column by column.
        var columns: [Vector] { Array(index.keyVectors().dropFirst(nameGroups ? 1 : 0)) }
    }

    /// - Parameters:
    ///   - constants: the arguments that are constant, which tell no rows apart; `nil` where one is not.
    ///   - plan: what the states of one call have in common.
    init(
        constants: [(type: DataType, value: Value)?], _ plan: GroupingPlan,
        _ makeInner: @escaping @Sendable () throws(Diagnostic) -> any AggregateState
    ) {
        self.constants = constants
        self.plan = plan
        self.makeInner = makeInner
    }

    func resize(groups: Int) {}

    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) {
        guard let first = arguments.first else { return }
        let group = VectorWriter<Int64>(count: first.count)
        rows.each { group[$0] = Int64(groups[$0]) }
        insert([group.finish(.int64)] + varying(arguments), nameGroups: true, rows, capacity: first.count)
    }

    func update(_ arguments: [Vector], rows: Selection, capacity: Int) throws(Diagnostic) {
        let keys = varying(arguments)
        if keys.isEmpty || self.rows?.nameGroups == true {
            return try updateByGroups(arguments, rows: rows, capacity: capacity)
        }
        insert(keys, nameGroups: false, rows, capacity: capacity)
    }

    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) {
        guard let others = unsafeDowncast(other, to: DistinctState.self).rows else { return }
        if !others.nameGroups, rows?.nameGroups != true, Array(sources) == [0], Array(targets) == [0] {
            let index = index(others.columns, nameGroups: false)
            return withRoom(others.index.count) { index.insert(others.index, into: $0) }
        }
        // The rows by group come from a collector, whose order of arrival is the table's.
        var collected = RowCollector()
        var picked = RowCollector()
        others.groups.withUnsafeBufferPointer {
            guard let base = $0.baseAddress else { return }
            collected.append(others.columns, rows: Selection(all: others.index.count), groups: base)
        }
        picked.append(collected, sources: sources, targets: targets)
        let (columns, groups) = picked.collected()
        insert(
            [Vector(groups: groups)] + columns, nameGroups: true, Selection(all: groups.count), capacity: groups.count)
    }

    private func insert(_ keys: [Vector], nameGroups: Bool, _ rows: Selection, capacity: Int) {
        guard capacity > 0 else { return }
        let index = index(keys, nameGroups: nameGroups)
        withRoom(capacity) { index.insert(keys, rows: rows, capacity: capacity, into: $0) }
    }

    /// What rows of these keys are told apart by.
    private func index(_ keys: [Vector], nameGroups: Bool) -> GroupIndex {
        if let rows, rows.nameGroups == nameGroups { return rows.index }
        let known = rows
        let index = GroupIndex(types: keys.map(\.type), plan: plan)
        rows = DistinctRows(index: index, nameGroups: nameGroups)
        // Those of the only group, which has a number now.
        if let known {
            insert(
                [Vector(groups: known.groups)] + known.columns, nameGroups: true, Selection(all: known.index.count),
                capacity: known.index.count)
        }
        return index
    }

    /// Calls `body` with room for so many numbers that nobody asks for.
    private func withRoom(_ count: Int, _ body: (UnsafeMutablePointer<UInt32>) -> Void) {
        if ids.count < count { ids = Array(repeating: 0, count: count) }
        ids.withUnsafeMutableBufferPointer {
            if let base = $0.baseAddress { body(base) }
        }
    }

    private func varying(_ arguments: [Vector]) -> [Vector] {
        arguments.indices.filter { $0 >= constants.count || constants[$0] == nil }.map { arguments[$0] }
    }

    func finish(groups: Int) throws(Diagnostic) -> Vector {
        let inner = try makeInner()
        inner.resize(groups: groups)
        if let rows {
            let count = rows.index.count
            var rest = rows.columns[...]
            var arguments: [Vector] = []
            for constant in constants {
                if let constant {
                    arguments.append(.constant(constant.value, type: constant.type, count: count))
                } else if let next = rest.popFirst() {
                    arguments.append(next)
                }
            }
            try inner.update(arguments + rest, rows: Selection(all: count), groups: rows.groups)
        }
        return try inner.finish(groups: groups)
    }
}
