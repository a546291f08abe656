// The door for apps: a database and its statements.

import ExpoDataset
import QueryEngine
import QueryLanguage
import TableFormats

/// Tables and views, and the statements that are run over them.
public final class Database: Sendable {
    /// An empty database.
    public init() {}

    /// A database that holds the expo dataset.
    public static func expo() -> Database { Database() }

    /// Runs one statement.
    ///
    /// - Parameters:
    ///   - parameters: values of `@name`, by lower-case name.
    ///   - threads: how many threads a query may use.
    public func execute(
        _ statement: Statement, parameters: [String: Value] = [:], threads: Int = 1
    ) throws(Diagnostic) -> QueryResult {
        throw Diagnostic("not yet")
    }

    /// Asks the statement that is running to stop; it then throws a diagnostic "interrupted".
    public func cancel() {}
}
