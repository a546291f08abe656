// The door for apps: a database and its statements.

import ExpoDataset
// One import for an app: the types of statements, values, results and errors come along.
@_exported import QueryEngine
@_exported import QueryLanguage
import TableFormats

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Tables and views, and the statements that are run over them.
public final class Database: Sendable {
    private let engine: Engine
    private let files: FileTables

    /// An empty database.
    public convenience init() {
        self.init(entries: [])
    }

    private init(entries: [Catalog.Entry]) {
        let files = FileTables()
        self.files = files
        var catalog = Catalog { (file, statement) throws(Diagnostic) in try files.open(file, for: statement) }
        catalog.fileWriter = { (export, rows, cancellation) throws(Diagnostic) in
            try export.write(rows, cancellation)
        }
        for entry in entries { catalog[entry.name] = entry }
        engine = Engine(catalog: catalog)
    }

    /// A database that holds the expo dataset. Costs next to nothing until a table is used.
    public static func expo() -> Database { Database(entries: ExpoDataset.catalogEntries()) }

    /// The tables and views as they are now.
    package var catalog: Catalog { engine.snapshot }

    /// Adds a table, or puts it in the place of the one with its name.
    package func define(_ table: TableDefinition) { engine.define(table) }

    /// The file as a table; its rows are read whenever they are asked for.
    func table(of file: FileReference) throws(Diagnostic) -> TableDefinition {
        try files.open(file, for: FileRequest())
    }

    /// Runs one statement.
    ///
    /// - Parameters:
    ///   - parameters: the values of `@name` and `?`.
    ///   - variables: what DECLARE and SET of the statements before have left; without, those of this statement are
    ///     gone with it.
    ///   - threads: how many threads a query may use.
    ///   - cancellation: stops the statement, which then throws `Diagnostic.interrupted`.
    ///   - progress: is told how far the statement is.
    /// - Throws: a diagnostic whose range, if it has one, is in the statement's source text.
    public func execute(
        _ statement: Statement, parameters: Parameters = Parameters(),
        variables: ScriptVariables = ScriptVariables(), threads: Int = 1,
        cancellation: Cancellation = Cancellation(), progress: StatementProgress? = nil
    ) throws(Diagnostic) -> QueryResult {
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var options = Engine.Options(now: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
        options.parameters = parameters
        options.variables = variables
        options.threads = threads
        options.cancellation = cancellation
        options.progress = progress
        return try engine.execute(statement, options)
    }
    /// What may be written at a place of a text: what the Tab key offers.
    ///
    /// Everything that is offered leaves, once it has taken the place of `replaced`, a text that is right so far:
    /// keywords as the grammar has them, the columns in scope at that point of the pipeline, the tables and views of
    /// the database, functions, the values of a column behind `column = '`, and units behind `360000{`. It never
    /// fails; where the text is wrong before the cursor, nothing is offered.
    ///
    /// - Parameters:
    ///   - cursor: the place, in UTF-8 bytes from the start of `text`.
    ///   - context: the parameters that have values, and what files there are.
    /// - Complexity: linear in the number of tables and views, besides the length of the statement at the cursor.
    public func completions(
        in text: String, at cursor: Int, _ context: CompletionContext = CompletionContext()
    ) -> Completion {
        engine.completions(in: text, at: cursor, context) { [files] (file, _) throws(Diagnostic) in
            try files.peek(file)
        }
    }
}
