// What an aggregate function is made of.

import QueryLanguage

/// What an aggregate is told when it is made.
package struct AggregateOptions: Sendable {
    package let argumentTypes: [DataType]
    /// The arguments that are constant; `nil` where one is not.
    package let constants: [Value?]
    /// `IGNORE NULLS` or `RESPECT NULLS`, where written.
    package let ignoresNulls: Bool?
    /// Whether an overflow gives NULL rather than an error.
    package let isSafe: Bool

    package init(argumentTypes: [DataType], constants: [Value?], ignoresNulls: Bool?, isSafe: Bool) {
        self.argumentTypes = argumentTypes
        self.constants = constants
        self.ignoresNulls = ignoresNulls
        self.isSafe = isSafe
    }
}

/// The states of one aggregate function for many groups, kept column by column.
///
/// One virtual call a batch; the loops inside run over typed buffers. States of two threads, or of two parts of a
/// window frame, are brought together by `merge`.
package protocol AggregateState: AnyObject {
    /// Makes room for groups `0..<groups`; the new ones are empty. Groups are never taken away.
    func resize(groups: Int)

    /// Adds the selected rows, each to the group that `groups` names at the row's position.
    func update(_ arguments: [Vector], rows: Selection, groups: UnsafePointer<UInt32>) throws(Diagnostic)

    /// Adds the selected rows to the only group.
    func update(_ arguments: [Vector], rows: Selection, capacity: Int) throws(Diagnostic)

    /// Adds to group `targets[i]` all that `other`'s group `sources[i]` holds, for each `i` in turn.
    ///
    /// `other` was made by the same function with the same options. Its rows count as later than those here.
    func merge(
        _ other: any AggregateState, sources: UnsafeBufferPointer<UInt32>, targets: UnsafeBufferPointer<UInt32>
    ) throws(Diagnostic)

    /// The results of groups `0..<groups`. The states stay usable.
    func finish(groups: Int) throws(Diagnostic) -> Vector
}

extension AggregateState {
    package func update(_ arguments: [Vector], rows: Selection, capacity: Int) throws(Diagnostic) {
        try updateByGroups(arguments, rows: rows, capacity: capacity)
    }

    /// Adds the rows as those of any group.
    func updateByGroups(_ arguments: [Vector], rows: Selection, capacity: Int) throws(Diagnostic) {
        let owner = MemoryOwner()
        let groups = owner.allocate(UInt32.self, count: capacity)
        groups.update(repeating: 0, count: max(1, capacity))
        try update(arguments, rows: rows, groups: groups)
    }
}
