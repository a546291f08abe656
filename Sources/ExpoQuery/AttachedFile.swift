// Files of data that become tables of a database.

import QueryEngine
import QueryLanguage
import TableFormats

/// What became of a file that was attached.
public struct AttachedFile: Sendable {
    /// The names of the tables that the database has of it.
    public fileprivate(set) var tables: [String] = []
    /// Which of its tables the database does not have, each in a line that says why.
    public fileprivate(set) var remarks: [String] = []
}

extension Database {
    /// Makes a file of data tables: all those of a SQLite file, else one that is named after the file. Their rows are
    /// read whenever they are asked for.
    ///
    /// - Throws: a diagnostic that says why it cannot be read.
    package func attach(file path: String) throws(Diagnostic) -> AttachedFile {
        if try FileFormat(file: path) == .sqlite { return try attach(sqlite: path) }
        let table = try table(of: FileReference(path: path))
        let file = path.split(separator: "/").last.map(String.init) ?? path
        let stem = file.split(separator: ".").first.map(String.init) ?? file
        var result = AttachedFile()
        if let taken = catalog[stem], !taken.isFile(path) {
            result.remarks.append(
                "it takes the place of the \(taken.kindName) `\(taken.name)`, and of it in views; "
                    + "FROM '\(path)' reads the file without that")
        }
        define(table.renamed(stem))
        result.tables = [stem]
        return result
    }

    /// Makes the tables and views of the SQLite file at `path` tables under their own names.
    ///
    /// A table or view that the database has already is not replaced, unless it is of the same file.
    ///
    /// - Throws: a diagnostic that says why the file cannot be read. A table that is damaged leaves the others whole, and
    ///   is told of in the remarks. `access` is not asked, as it is the app that names the file.
    @discardableResult
    public func attach(sqlite path: String) throws(Diagnostic) -> AttachedFile {
        let file = try SQLiteFile(path: path)
        var result = AttachedFile()
        if file.tableNames.isEmpty { result.remarks.append("'\(path)' holds no tables") }
        for name in file.tableNames {
            let call = FileReference(path: path).text(calling: .sqlite, ["table": .string(name)])
            let direct = "\(call) reads that of the file"
            if let taken = catalog[name], result.tables.contains(taken.name) || !file.holds(taken) {
                result.remarks.append("there is a \(taken.kindName) `\(taken.name)` already; \(direct)")
                continue
            }
            do throws(Diagnostic) {
                let table = try file.table(name)
                define(TableDefinition(name: name, description: "A table of the file '\(path)'", provider: table))
                result.tables.append(name)
            } catch {
                result.remarks.append("`\(name)` cannot be read: \(error.message)")
            }
        }
        return result
    }
}

extension SQLiteFile {
    /// Whether it is a table that was made of this file.
    fileprivate func holds(_ entry: Catalog.Entry) -> Bool {
        guard case .table(let definition) = entry, let table = definition.provider as? SQLiteTable else { return false }
        return table.path == path
    }
}

extension Catalog.Entry {
    /// Whether it was made of this file.
    fileprivate func isFile(_ path: String) -> Bool {
        if case .table(let table) = self { table.description == "The file '\(path)'" } else { false }
    }
}
