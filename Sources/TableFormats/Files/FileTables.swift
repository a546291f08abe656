// Files as tables: which reader a file needs, and what cannot be read twice.

import QueryEngine
import QueryLanguage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Opens the files that queries name.
///
/// What a pipe gives is kept, so that `FROM '/dev/stdin'` has the same rows each time.
package final class FileTables: Sendable {
    private let pipes = Mutex<[String: FileBytes]>([:])

    package init() {}

    /// The file as a table: its columns are known, its rows are read when they are asked for.
    ///
    /// - Parameters:
    ///   - statement: is told of what is read already, and stops it when it is cancelled.
    ///   - sampleSize: how many bytes are looked at for the columns.
    /// - Throws: a diagnostic that says why there is no such table.
    package func open(
        _ file: FileReference, for statement: FileRequest, sampleSize: Int? = nil
    ) throws(Diagnostic) -> TableDefinition {
        let options = try CSVOptions(file.options)
        let size = sampleSize ?? CSVSample.usualSize
        var files: [CSVFile] = []
        for path in try paths(file.path) {
            files.append(try CSVFile(data(path, for: statement), options, sampleSize: size))
        }
        let table = files.count == 1 ? CSVTable(files[0]) : try CSVTable(files)
        return TableDefinition(name: file.path, description: "The file '\(file.path)'", provider: table)
    }

    /// The same for what is read while a person types: never waits for a pipe.
    package func peek(_ file: FileReference) throws(Diagnostic) -> TableDefinition {
        for path in try paths(file.path) where !Self.isRegular(path) { throw Diagnostic("'\(path)' is no plain file") }
        return try open(file, for: FileRequest(), sampleSize: 1 << 16)
    }

    private func data(_ path: String, for statement: FileRequest) throws(Diagnostic) -> DataFile {
        if Self.isRegular(path) { return try DataFile(path: path) }
        if let known = pipes.withLock({ $0[path] }) { return try DataFile(known) }
        let content = try FileBytes.reading(path, for: statement)
        pipes.withLock { $0[path] = content }
        return try DataFile(content)
    }

    /// Whether it can be read again from its beginning. Where there is nothing, reading it will tell.
    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) != 0 || status.st_mode & S_IFMT == S_IFREG || status.st_mode & S_IFMT == S_IFDIR
    }

    /// The files that a path with `*`, `?` or `[…]` names, in the order of the alphabet; of others the path itself.
    private func paths(_ path: String) throws(Diagnostic) -> [String] {
        guard path.contains(where: { "*?[".contains($0) }), access(path, F_OK) != 0 else { return [path] }
        var found = glob_t()
        defer { globfree(&found) }
        guard glob(path, 0, nil, &found) == 0 else { throw Diagnostic("no file is named like '\(path)'") }
        var paths: [String] = []
        for index in 0..<Int(found.gl_pathc) {
            if let name = found.gl_pathv[index] { paths.append(String(cString: name)) }
        }
        return paths
    }
}
