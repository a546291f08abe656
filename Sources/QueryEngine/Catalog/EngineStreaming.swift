// Results a batch at a time, for those that are too large to be held, or wanted soon.

import QueryLanguage

/// What is known of a streamed result once it has ended.
public struct StreamSummary: Sendable {
    /// The conditions that bounds of quantities did not settle for some rows; these are not in the result.
    public let undecided: [UndecidedCondition]
    /// What was noticed in the files that were read, each in a line.
    public let remarks: [String]
}

extension Engine {
    /// Calls `body` with the result's rows, a batch at a time and in their order, until it says that no more are wanted.
    package func forEachBatch(
        of query: Query, _ options: Options, _ body: ([Column], ColumnBatch) throws(Diagnostic) -> Bool
    ) throws(Diagnostic) -> StreamSummary {
        try limited(options) { (options) throws(Diagnostic) in
            let plan = try plan(query, options)
            let context = context(options)
            let columns = plan.columns.map { Column($0.name, $0.type) }
            try Executor(context).eachBatch(of: plan) { (batch) throws(Diagnostic) in
                try body(columns, ColumnBatch(batch, columns))
            }
            return StreamSummary(undecided: context.undecided.all, remarks: context.remarks.all)
        }
    }
}
