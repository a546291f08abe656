// How statements are run.

import QueryEngine

/// How a statement is run. A database has options for all its statements, which a call's own take the place of.
public struct QueryOptions: Sendable {
    /// How many threads the statement may use.
    public var threads: Int
    /// What it may use at most.
    public var limits: Limits
    /// Whether the result's rows tell where they come from; see `Row.sources`.
    public var lineage: Bool
    /// Stops the statement from another thread.
    public var cancellation: Cancellation?
    /// Is told how far the statement is.
    public var progress: StatementProgress?

    public init(
        threads: Int = 1, limits: Limits = .none, lineage: Bool = false, cancellation: Cancellation? = nil,
        progress: StatementProgress? = nil
    ) {
        self.threads = threads
        self.limits = limits
        self.lineage = lineage
        self.cancellation = cancellation
        self.progress = progress
    }
}
