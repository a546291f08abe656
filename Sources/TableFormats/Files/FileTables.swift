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
        let paths = try paths(file.path)
        let provider: any TableProvider
        switch try format(file, paths, for: statement) {
        case .csv, .tsv, .markdown: provider = try csv(file, paths, for: statement, sampleSize: sampleSize)
        case .json, .ndjson: provider = try json(file, paths, for: statement, sampleSize: sampleSize)
        case .sqlite: provider = try sqlite(file, paths, for: statement)
        }
        return TableDefinition(name: file.path, description: "The file '\(file.path)'", provider: provider)
    }

    /// The format of all of the files.
    ///
    /// - Throws: a diagnostic if they are of several, or of one that is not read.
    private func format(
        _ file: FileReference, _ paths: [String], for statement: FileRequest
    ) throws(Diagnostic) -> FileFormat {
        if file.function == .sqlite { return .sqlite }
        var formats: [FileFormat] = []
        for path in paths {
            // The beginning of a file that is no text is all that is looked at.
            let beginning = try data(path, for: statement).sample(64)
            defer { withExtendedLifetime(beginning) {} }
            // Who names an encoding wants the bytes, whatever they are.
            if file.options["encoding"] == nil,
                let foreign = ForeignFormat(path: path, beginning: beginning.bytes)
            {
                throw foreign.failure(path)
            }
            if file.function == .csv && SQLiteHeader.isMagic(beginning.bytes) && file.options["encoding"] == nil {
                throw Diagnostic(
                    "'\(path)' is a SQLite file",
                    hints: ["\(FileReference(path: path).hint(.sqlite, "table", "…")) reads a table of it"])
            }
            formats.append(FileFormat(path: path, beginning: beginning.bytes))
        }
        if file.function == .csv { return .csv }
        if file.function == .json { return .json }
        if let other = formats.firstIndex(where: { !$0.isReadTogether(with: formats[0]) }) {
            throw Diagnostic(
                "'\(file.path)' names files of several formats: '\(paths[0])' is \(formats[0].rawValue), "
                    + "'\(paths[other])' \(formats[other].rawValue)",
                hints: ["choose those of one format, as by '*.csv'; UNION ALL puts others together"])
        }
        return formats[0]
    }

    private func csv(
        _ file: FileReference, _ paths: [String], for statement: FileRequest, sampleSize: Int?
    ) throws(Diagnostic) -> any TableProvider {
        let options = try CSVOptions(file)
        let size = sampleSize ?? CSVSample.usualSize
        var files: [CSVFile] = []
        for path in paths { files.append(try CSVFile(data(path, for: statement), options, sampleSize: size)) }
        return files.count == 1 ? CSVTable(files[0]) : try CSVTable(files)
    }

    private func json(
        _ file: FileReference, _ paths: [String], for statement: FileRequest, sampleSize: Int?
    ) throws(Diagnostic) -> any TableProvider {
        var files: [FileBytes] = []
        for path in paths {
            let data = try data(path, for: statement)
            if let sampleSize {
                files.append(try data.sample(sampleSize))
            } else {
                files.append(try data.bytes(for: statement))
            }
        }
        return try JSONTable(
            files, of: file, columns: file.options["columns"], safe: file.isSafe, isBeginning: sampleSize != nil,
            for: statement)
    }

    private func sqlite(
        _ file: FileReference, _ paths: [String], for statement: FileRequest
    ) throws(Diagnostic) -> any TableProvider {
        guard paths.count == 1 else {
            throw Diagnostic("'\(file.path)' names \(paths.count) files, of which READ_SQLITE reads one")
        }
        guard Self.isRegular(paths[0]) else {
            throw Diagnostic("SQLite cannot read '\(paths[0])', which is no plain file")
        }
        var table: String?
        if case .string(let name)? = file.options["table"]?.value { table = name }
        let opened = try SQLiteFile(path: paths[0], for: statement)
        do throws(Diagnostic) {
            return try opened.table(
                table, columns: file.options["columns"], safe: file.isSafe, for: statement)
        } catch {
            // It is the name that is wrong.
            guard let option = file.options["table"], error != .interrupted else { throw error }
            throw error.placed(at: option.range)
        }
    }

    /// The same for what is read while a person types: never waits for a pipe.
    package func peek(_ file: FileReference) throws(Diagnostic) -> TableDefinition {
        for path in try paths(file.path) where !Self.isRegular(path) { throw Diagnostic("'\(path)' is no plain file") }
        return try open(file, for: FileRequest(), sampleSize: 1 << 16)
    }

    private func data(_ path: String, for statement: FileRequest) throws(Diagnostic) -> DataFile {
        if Self.isRegular(path) { return try DataFile(path: path) }
        if let known = pipes.withLock({ $0[path] }) { return try DataFile(known) }
        if isEndless(path) { throw Diagnostic("'\(path)' is a device, which has no end") }
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
    ///
    /// - Throws: that one may not be read, before anything of it is looked at.
    private func paths(_ path: String) throws(Diagnostic) -> [String] {
        if let named = FileGate.named(like: path), !named.isEmpty { return named }
        try FileGate.check(reading: path)
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

extension FileReference {
    /// Whether values that do not fit their column's type are to be NULL.
    fileprivate var isSafe: Bool { options["safe"]?.value == .bool(true) }
}

/// Whether it is a device other than a terminal and the one that is always empty.
private func isEndless(_ path: String) -> Bool {
    var status = stat()
    guard stat(path, &status) == 0, status.st_mode & S_IFMT == S_IFCHR else { return false }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    defer { if descriptor >= 0 { close(descriptor) } }
    return isatty(descriptor) == 0 && path != "/dev/null" && path != "/dev/stdin"
}
