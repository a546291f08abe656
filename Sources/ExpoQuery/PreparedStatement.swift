// Queries that are run often.

import QueryEngine
import QueryLanguage

/// A query that is parsed, bound and optimized once, and run with other parameters each time.
///
///     let figures = try database.prepare("FROM figures |> WHERE edition = @edition |> SELECT value")
///     for edition in 1...8 { try show(figures.query(parameters: ["edition": edition])) }
///
/// What is kept depends on the parameters' types, and on the values of those that shape the query, such as `LIMIT @n`;
/// others are made as they come. When a table, view or function is created or dropped, the query is bound anew. It may be
/// used from many threads and tasks at once.
public final class PreparedStatement: Sendable {
    /// The query as it was given.
    public let text: String
    let database: Database
    let query: PreparedQuery

    init(_ text: String, _ database: Database) throws(Diagnostic) {
        self.text = text
        self.database = database
        query = try withDeepStack { () throws(Diagnostic) in
            let parsed = try Database.query(text, database.options.limits, for: "prepare(_:)")
            try database.engine.check(parsed, database.engineOptions(Parameters(), nil))
            return PreparedQuery(parsed, database.engine)
        }
    }

    /// Runs the query.
    ///
    /// - Parameters:
    ///   - parameters: the values of `@name`, as `["edition": 7]`, or of `?`, as `[7]`.
    ///   - options: how it is run; by default as the database says.
    public func query(
        parameters: Parameters = Parameters(), options: QueryOptions? = nil
    ) throws(Diagnostic) -> QueryResult {
        try withDeepStack { () throws(Diagnostic) in
            try query.execute(database.engineOptions(parameters, options))
        }
    }
}

extension Database {
    /// A query to be run often.
    ///
    /// - Throws: what is wrong with the query whatever its parameters are.
    public func prepare(_ text: String) throws(Diagnostic) -> PreparedStatement {
        try PreparedStatement(text, self)
    }
}
