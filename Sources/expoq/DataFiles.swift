// Arguments that are files of data: their tables are there when the first statement runs.

import ExpoQuery
import QueryEngine
import QueryLanguage
import QueryShell
import TableFormats

extension Expoq {
    /// The files of data among the arguments, told by their names or by SQLite's first bytes.
    var dataFiles: [String] { files.filter(Self.isData) }

    /// The other ones.
    var scriptFiles: [String] { files.filter { !Self.isData($0) } }

    private static func isData(_ path: String) -> Bool {
        let format = (try? FileFormat(file: path)) ?? FileFormat(path: path)
        return format != nil && format != .markdown
    }

    /// A database of the expo dataset and the files of data.
    ///
    /// - Throws: why one of them cannot be read.
    func database() throws(Diagnostic) -> Database {
        let database = Database.expo
        for path in dataFiles {
            for remark in try database.attach(file: path).remarks {
                StandardError.write("\(path): \(remark)".shownOnOneLine)
            }
        }
        return database
    }
}
