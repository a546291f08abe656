// What names stand for: tables, views, files.

import QueryLanguage
import Synchronization

/// A table that is loaded when it is first used, or whose provider gives its rows at each use.
package final class TableDefinition: Sendable {
    package let name: String
    package let description: String?
    package let columns: [Column]
    /// Gives the rows where they are not kept in memory.
    package let provider: (any TableProvider)?
    private let load: @Sendable () throws(Diagnostic) -> StoredTable
    private let stored = Mutex<StoredTable?>(nil)

    /// - Parameter load: gives the rows, in the order of `columns`; it is called once, on first use.
    package init(
        name: String, description: String? = nil, columns: [Column],
        load: @escaping @Sendable () throws(Diagnostic) -> StoredTable
    ) {
        self.name = name
        self.description = description
        self.columns = columns
        self.load = load
        provider = nil
    }

    /// A table whose rows `provider` gives.
    package init(name: String, description: String? = nil, provider: any TableProvider) {
        self.name = name
        self.description = description
        self.provider = provider
        columns = provider.columns
        load = { () throws(Diagnostic) in throw Diagnostic("\(name) is not in memory") }
    }

    /// The same table under another name.
    package func renamed(_ name: String) -> TableDefinition {
        guard let provider else {
            return TableDefinition(name: name, description: description, columns: columns) { () throws(Diagnostic) in
                try self.rows()
            }
        }
        return TableDefinition(name: name, description: description, provider: provider)
    }

    /// The rows of a table without a provider.
    package func rows() throws(Diagnostic) -> StoredTable {
        let result: Result<StoredTable, Diagnostic> = stored.withLock { cell in
            if let table = cell { return .success(table) }
            do throws(Diagnostic) {
                let table = try load()
                cell = table
                return .success(table)
            } catch {
                return .failure(error)
            }
        }
        return try result.get()
    }
}

/// A named query.
package struct ViewDefinition: Sendable {
    private enum Source: Sendable {
        case text(String)
        case query(Query)
    }

    package let name: String
    package let description: String?
    private let source: Source

    /// - Parameter text: the defining query in ExpoQL; it is parsed when the view is used.
    package init(name: String, description: String? = nil, text: String) {
        self.name = name
        self.description = description
        source = .text(text)
    }

    package init(name: String, query: Query) {
        self.name = name
        description = nil
        source = .query(query)
    }

    /// The defining query as it was written; of a parsed one, as it is printed.
    package var writtenText: String {
        switch source {
        case .query(let query): query.text
        case .text(let text): text
        }
    }

    /// The defining query.
    package func query() throws(Diagnostic) -> Query {
        switch source {
        case .query(let query): return query
        case .text(let text):
            guard case .query(let query) = try Parser.script(text).first?.node else {
                throw Diagnostic("the view `\(name)` is defined by no query")
            }
            return query
        }
    }
}

/// The tables and views that a statement can name. Names are matched without regard to case.
package struct Catalog: Sendable {
    package enum Entry: Sendable {
        case table(TableDefinition)
        case view(ViewDefinition)

        package var name: String {
            switch self {
            case .table(let table): table.name
            case .view(let view): view.name
            }
        }

        package var description: String? {
            switch self {
            case .table(let table): table.description
            case .view(let view): view.description
            }
        }
    }

    private var entries: [String: Entry] = [:]
    package typealias FileOpener =
        @Sendable (_ file: FileReference, _ statement: FileRequest) throws(Diagnostic) -> TableDefinition

    /// Finds out what columns a file has that a query names, as `FROM 'file'` or by a function such as READ_CSV.
    package var fileOpener: FileOpener
    package typealias FileWriter = @Sendable (FileExport, QueryResult, Cancellation) throws(Diagnostic) -> [String]

    /// Writes the file of EXPORT DATA; what there is to tell of that, a line each.
    package var fileWriter: FileWriter = { (export, _, _) throws(Diagnostic) in
        throw Diagnostic("files cannot be written here: '\(export.path)'")
    }
    /// The statement that sees this catalog.
    package var fileRequest = FileRequest()

    /// The functions that an app has added, by their names in upper case.
    private(set) var functions: [String: RegisteredFunction] = [:]
    /// Changes with each table, view and function that comes or goes: a plan is good for one version.
    private(set) var version = 0

    package init(
        fileOpener: @escaping FileOpener = { (file, _) throws(Diagnostic) in
            throw Diagnostic("files cannot be read here: '\(file.path)'")
        }
    ) {
        self.fileOpener = fileOpener
    }

    package subscript(name: String) -> Entry? {
        get { entries[name.lowercased()] }
        set {
            entries[name.lowercased()] = newValue
            version += 1
        }
    }

    /// The function with this name, whatever its case.
    func function(_ name: String) -> Function? {
        FunctionTable.find(name) ?? (functions.isEmpty ? nil : functions[name.uppercased()]?.function)
    }

    /// All functions: the language's, then the app's in the order of the alphabet.
    var allFunctions: [Function] {
        FunctionTable.all + functions.values.map(\.function).sorted { $0.name < $1.name }
    }

    /// Adds a function, or puts it in the place of the one that was added under its name.
    ///
    /// - Throws: where the name is the language's own, or none.
    mutating func register(_ function: Function) throws(Diagnostic) {
        guard FunctionTable.find(function.name) == nil, !function.name.hasPrefix("$") else {
            throw Diagnostic("there is a function \(function.name) already", hints: ["choose another name"])
        }
        functions[function.name] = RegisteredFunction(function)
        version += 1
    }

    /// The tables and views, in no order.
    var all: some Collection<Entry> { entries.values }

    /// The names in the order of the alphabet.
    package var names: [String] { entries.values.map(\.name).sorted() }
}
