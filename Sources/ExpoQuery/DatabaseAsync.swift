// Statements run by tasks.

import QueryEngine
import QueryLanguage

extension Database {
    /// Runs one statement on a thread of its own, while the task waits.
    ///
    /// The task's cancellation stops the statement at its next batch of rows.
    ///
    /// - Parameters:
    ///   - text: the statement. The ranges of errors are places in it.
    ///   - parameters: the values of `@name`, as `["edition": 7]`, or of `?`, as `[7]`.
    ///   - options: how it is run; by default as the database says.
    /// - Throws: `CancellationError` when the task was cancelled; else a `Diagnostic`, as where there is no task.
    public func query(
        _ text: String, parameters: Parameters = Parameters(), options: QueryOptions? = nil
    ) async throws -> QueryResult {
        try await onWorker(options) { (options) in
            try self.query(text, parameters: parameters, options: options)
        }
    }

    /// Runs the statements of a script on a thread of its own, while the task waits.
    ///
    /// - Throws: `CancellationError` when the task was cancelled; else a `Diagnostic`. What was done before stays.
    @discardableResult
    public func run(
        _ script: String, parameters: Parameters = Parameters(), options: QueryOptions? = nil
    ) async throws -> [QueryResult] {
        try await onWorker(options) { (options) in
            try self.run(script, parameters: parameters, options: options)
        }
    }

    /// Runs `body` with options whose cancellation the task's own sets off.
    func onWorker<Result: Sendable>(
        _ options: QueryOptions?, _ body: @escaping @Sendable (QueryOptions) throws -> Result
    ) async throws -> Result {
        var options = options ?? self.options
        let cancellation = Cancellation(within: options.cancellation)
        options.cancellation = cancellation
        let final = options
        return try await workers.run(cancellation) { try body(final) }
    }
}

extension PreparedStatement {
    /// Runs the query on a thread of its own, while the task waits.
    ///
    /// - Throws: `CancellationError` when the task was cancelled; else a `Diagnostic`.
    public func query(
        parameters: Parameters = Parameters(), options: QueryOptions? = nil
    ) async throws -> QueryResult {
        try await database.onWorker(options) { (options) in
            try self.query(parameters: parameters, options: options)
        }
    }
}
