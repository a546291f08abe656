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

/// Tables, views and functions, and the statements that are run over them.
///
///     let database = Database.expo
///     let result = try database.query("FROM figures |> WHERE edition = @edition", parameters: ["edition": 7])
///     for row in result { print(try row["value"] as Quantity) }
///
/// A database lives in memory. It may be used from many threads and tasks at once: each statement sees the tables as they
/// were when it began, and none waits for another.
public final class Database: Sendable {
    let engine: Engine
    let workers = Workers()
    let files: FileTables
    /// Which files statements may open.
    public let access: Access
    /// How statements are run that are given no options of their own.
    public let options: QueryOptions

    /// An empty database.
    ///
    /// - Parameters:
    ///   - access: which files statements may open.
    ///   - options: how statements are run that are given no options of their own.
    public convenience init(access: Access = .all, options: QueryOptions = QueryOptions()) {
        self.init(entries: [], access: access, options: options)
    }

    private init(entries: [Catalog.Entry], access: Access, options: QueryOptions) {
        let files = FileTables()
        self.files = files
        var catalog = Catalog { (file, statement) throws(Diagnostic) in
            try access.check(file.path)
            return try files.open(file, for: statement)
        }
        catalog.fileWriter = { (export, rows, cancellation) throws(Diagnostic) in
            try access.check(export.path)
            return try export.write(rows, cancellation)
        }
        for entry in entries { catalog[entry.name] = entry }
        engine = Engine(catalog: catalog)
        self.access = access
        self.options = options
    }

    /// A new database that holds the expo dataset: the figures of the China International Import Expo and their sources.
    /// Costs next to nothing until a table is used.
    public static var expo: Database { expo() }

    /// A new database that holds the expo dataset.
    public static func expo(access: Access = .all, options: QueryOptions = QueryOptions()) -> Database {
        Database(entries: ExpoDataset.catalogEntries(), access: access, options: options)
    }

    /// The tables and views as they are now.
    package var catalog: Catalog { engine.snapshot }

    /// Adds a table, or puts it in the place of the one with its name.
    package func define(_ table: TableDefinition) { engine.define(table) }

    /// The file as a table; its rows are read whenever they are asked for.
    func table(of file: FileReference) throws(Diagnostic) -> TableDefinition {
        try files.open(file, for: FileRequest())
    }

    /// The engine's options for a call with these.
    func engineOptions(_ parameters: Parameters, _ options: QueryOptions?) -> Engine.Options {
        let options = options ?? self.options
        var time = timespec()
        clock_gettime(CLOCK_REALTIME, &time)
        var result = Engine.Options(now: Int64(time.tv_sec) * 1_000_000 + Int64(time.tv_nsec) / 1000)
        result.parameters = parameters
        result.threads = options.threads
        result.limits = options.limits
        result.tracksLineage = options.lineage
        result.progress = options.progress
        if let cancellation = options.cancellation { result.cancellation = cancellation }
        return result
    }

    // MARK: Statements

    /// Runs one statement.
    ///
    /// - Parameters:
    ///   - text: the statement. The ranges of errors are places in it.
    ///   - parameters: the values of `@name`, as `["edition": 7]`, or of `?`, as `[7]`.
    ///   - options: how it is run; by default as the database says.
    /// - Returns: the rows; for a statement without rows (`CREATE TABLE`) a result with a message.
    /// - Throws: also where there is more than one statement, or none.
    public func query(
        _ text: String, parameters: Parameters = Parameters(), options: QueryOptions? = nil
    ) throws(Diagnostic) -> QueryResult {
        let engineOptions = engineOptions(parameters, options)
        return try withDeepStack { () throws(Diagnostic) in
            try engine.execute(Self.statement(text, engineOptions.limits), engineOptions)
        }
    }

    /// Runs the statements of a script, one after another.
    ///
    /// - Returns: what each of them gave.
    /// - Throws: the first error. The statements before it have been run, and what they did stays.
    @discardableResult
    public func run(
        _ script: String, parameters: Parameters = Parameters(), options: QueryOptions? = nil
    ) throws(Diagnostic) -> [QueryResult] {
        let engineOptions = engineOptions(parameters, options)
        return try withDeepStack { () throws(Diagnostic) in
            var parser = Parser(script, depthLimit: engineOptions.limits.depth ?? Parser.depthLimit)
            var results: [QueryResult] = []
            while let statement = try parser.nextStatement() {
                results.append(try engine.execute(statement, engineOptions))
            }
            return results
        }
    }

    /// Runs one statement that has been parsed.
    ///
    /// - Parameters:
    ///   - variables: what DECLARE and SET of the statements before have left; without, those of this statement are gone
    ///     with it.
    ///   - limits: what it may use at most; by default as the database says.
    /// - Throws: a diagnostic whose range, if it has one, is in the statement's source text.
    package func execute(
        _ statement: Statement, parameters: Parameters = Parameters(),
        variables: ScriptVariables = ScriptVariables(), threads: Int = 1, limits: Limits? = nil,
        cancellation: Cancellation = Cancellation(), progress: StatementProgress? = nil
    ) throws(Diagnostic) -> QueryResult {
        let options = QueryOptions(
            threads: threads, limits: limits ?? options.limits, cancellation: cancellation, progress: progress)
        var engineOptions = engineOptions(parameters, options)
        engineOptions.variables = variables
        return try engine.execute(statement, engineOptions)
    }

    /// The one statement of a text.
    static func statement(_ text: String, _ limits: Limits) throws(Diagnostic) -> Statement {
        var parser = Parser(text, depthLimit: limits.depth ?? Parser.depthLimit)
        guard let statement = try parser.nextStatement() else { throw Diagnostic("there is no statement") }
        if let next = try parser.nextStatement() {
            throw Diagnostic(
                "there is more than one statement", at: next.range, hints: ["run(_:) takes a script of several"])
        }
        return statement
    }

    /// The one query of a text.
    static func query(_ text: String, _ limits: Limits, for purpose: String) throws(Diagnostic) -> Query {
        let statement = try statement(text, limits)
        if statement.exports {
            throw Diagnostic(
                "\(purpose) gives rows, and EXPORT DATA writes them to a file", at: statement.range,
                hints: ["query(_:) runs the statement; without EXPORT DATA it has rows"])
        }
        guard case .query(let query) = statement.node else {
            throw Diagnostic("\(purpose) needs a query", at: statement.range, hints: ["query(_:) runs any statement"])
        }
        return query
    }

    // MARK: Editors

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
        withDeepStack {
            engine.completions(in: text, at: cursor, context, limits: options.limits, fileOpener: fileGlancer)
        }
    }

    /// Opens files for their columns: looks at no more than their beginnings.
    var fileGlancer: Catalog.FileOpener {
        { [access, files] (file, _) throws(Diagnostic) in
            try access.check(file.path)
            return try files.peek(file)
        }
    }
}
