// A file that is there only when it is whole.

import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file being written, which takes its name when it is committed; until then an older file keeps its content.
///
/// It is written under another name in the same folder. A link keeps pointing at what it points at. Devices and pipes
/// are written directly. A signal that ends the process leaves nothing under the other name, as `TemporaryFiles` knows
/// it; a kill may leave it until the next file is written to that place. To be used from one thread.
package final class AtomicFile {
    package let descriptor: Int32
    /// Where the bytes are until `commit`; `nil` where they go to their place directly.
    package let temporaryPath: String?
    /// What errors call it.
    package let name: String
    private let path: String
    private var isCommitted = false

    /// Opens `path` for writing.
    ///
    /// - Parameter overwrites: whether a file that is there may be replaced.
    /// - Throws: why it cannot be written.
    package init(_ path: String, overwrites: Bool = true) throws(Diagnostic) {
        name = "'\(path)'"
        try FileGate.check(writing: path)
        if ["gz", "zst"].contains(path.split(separator: ".").last?.lowercased()) && path.contains(".") {
            throw Diagnostic("\(name) would not be packed", hints: ["write it without that ending, and pack it then"])
        }
        if let kind = ForeignFormat.name(ofEnding: path) {
            throw Diagnostic("\(name) would not be \(kind)", hints: ["those programs open .csv too"])
        }
        if let failure = MissingFile.unwritable(path) { throw failure }
        let target = LinkTarget(path)
        if case .descriptor(let number)? = target {
            // What is open already is written where it stands, after what others have written.
            self.path = path
            descriptor = fcntl(number, F_DUPFD_CLOEXEC, 0)
            temporaryPath = nil
            if descriptor < 0 { throw failure(errno) }
            return
        }
        guard case .path(let linked)? = target else {
            self.path = path
            descriptor = -1
            temporaryPath = nil
            throw failure(ELOOP)
        }
        // The working folder may change before it is committed.
        self.path = Self.resolved(linked)
        var status = stat()
        let exists = stat(self.path, &status) == 0
        if exists && !overwrites {
            throw Diagnostic("the file \(name) exists already", hints: ["overwrite = TRUE replaces it"])
        }
        if exists, let beginning = try? SQLiteHeader.beginning(of: self.path), SQLiteHeader.isMagic(beginning) {
            throw Diagnostic(
                "\(name) is a SQLite file, whose tables a text would take the place of",
                hints: ["EXPORT DATA with format = 'SQLITE' writes a table into it; or remove it first"])
        }
        if exists && status.st_mode & S_IFMT != S_IFREG {
            descriptor = open(self.path, O_WRONLY | O_CLOEXEC)
            temporaryPath = nil
        } else {
            let (descriptor, created) = TemporaryFiles.create(for: self.path)
            // The new file is to be readable for whom the old one was.
            if descriptor >= 0 && exists { fchmod(descriptor, status.st_mode & 0o7777) }
            self.descriptor = descriptor
            temporaryPath = descriptor < 0 ? nil : created
        }
        if descriptor < 0 { throw failure(errno) }
    }

    deinit {
        if descriptor >= 0 { close(descriptor) }
        if let temporaryPath, !isCommitted {
            unlink(temporaryPath)
            TemporaryFiles.forget(temporaryPath)
        }
    }

    /// Gives the file its name, once all that was written is on the disk.
    package func commit() throws(Diagnostic) {
        guard let temporaryPath else { return }
        guard fsync(descriptor) == 0, rename(temporaryPath, path) == 0 else { throw failure(errno) }
        isCommitted = true
        TemporaryFiles.forget(temporaryPath)
    }

    /// The error that the system's `code` is for this file.
    package func failure(_ code: Int32) -> Diagnostic { Self.failure(name, path, code) }

    /// The error that the system's `code` is for a file to be written at `path`.
    static func failure(_ name: String, _ path: String, _ code: Int32) -> Diagnostic {
        let folder = code == ENOENT ? MissingFile.missingFolder(of: path) : nil
        let reason = folder.map { "there is no folder '\($0)'" } ?? String(cString: strerror(code))
        return Diagnostic("cannot write \(name): \(reason)")
    }

    /// The path without links, from the root.
    static func resolved(_ path: String) -> String {
        if let real = realPath(path) { return real }
        // Of a file that is not there yet, its folder.
        guard let slash = path.lastIndex(of: "/") else { return realPath(".").map { "\($0)/\(path)" } ?? path }
        return realPath(String(path[...slash])).map { "\($0)/\(path[path.index(after: slash)...])" } ?? path
    }

    private static func realPath(_ path: String) -> String? {
        guard let real = realpath(path, nil) else { return nil }
        defer { free(real) }
        return String(cString: real)
    }
}
