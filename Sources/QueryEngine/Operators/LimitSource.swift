// LIMIT where rows are wanted as they come.

import QueryLanguage

/// Passes on the rows of a limit as the input gives them, and reads no more of it than they need.
struct LimitSource: BatchSource {
    private let input: Pipeline
    private let limit: LogicalPlan.Limit
    private let context: ExecutionContext

    init(_ input: Pipeline, _ limit: LogicalPlan.Limit, _ context: ExecutionContext) {
        self.input = input
        self.limit = limit
        self.context = context
    }

    /// The rows are counted from the first to the last.
    var morsels: Int { limit.count == 0 ? 0 : 1 }

    /// What is read of the input is told as it is read.
    func rowCount(ofMorsel morsel: Int) -> Int { 0 }

    func read(_ morsel: Int, _ emit: Emit) throws(Diagnostic) -> Bool {
        var (skipped, given) = (0, 0)
        var wantsMore = true
        for part in 0..<input.morsels {
            try context.cancellation.check()
            context.progress?.add(rows: input.rowCount(ofMorsel: part))
            let goesOn = try input.read(part) { (batch) throws(Diagnostic) in
                try context.cancellation.check()
                let offset = min(batch.count, limit.offset - skipped)
                let rows = batch.selection.slice(offset: offset, limit: limit.count - given)
                skipped += offset
                given += rows.count
                if !rows.isEmpty { wantsMore = try emit(batch.selecting(rows)) }
                return wantsMore && given < limit.count
            }
            if !goesOn {
                context.undecided.stopEarly()
                break
            }
        }
        return wantsMore
    }
}
