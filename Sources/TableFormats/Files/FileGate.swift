// Which files the process may open: all of them, or in safe mode those that were named when it began.

import QueryLanguage
import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The gate that whatever opens a file for a statement or a command passes.
///
/// It is the process's, not a database's: once closed it lets nothing through but the named files, whoever asks, and
/// nothing opens it again. A file is told by its device and number, so that links, other spellings of its path and
/// `/dev/fd` neither hide it nor lead past the gate. What is not named is refused alike whether it exists or not.
package enum FileGate {
    /// A file as the system knows it.
    private struct Identity: Equatable {
        let device: dev_t
        let number: ino_t

        init(_ status: stat) { (device, number) = (status.st_dev, status.st_ino) }

        /// Of what the path leads to; `nil` where that is nothing.
        init?(_ path: String) {
            var status = stat()
            guard stat(path, &status) == 0 else { return nil }
            self.init(status)
        }
    }

    private struct Names {
        /// As they were named.
        let paths: [String]
        let readable: [Identity]
        /// The paths without links of what may be written, which need not be there yet.
        let writable: [String]
    }

    private static let names = Mutex<Names?>(nil)

    /// Whether the process is in safe mode.
    package static var isClosed: Bool { names.withLock { $0 != nil } }

    /// Closes the gate for good.
    ///
    /// - Parameters:
    ///   - reading: the files that may be read.
    ///   - writing: the files that may be written.
    package static func close(reading: [String], writing: [String]) {
        // An open file keeps its number, which another one could have after it.
        for path in reading where isRegular(path) { _ = systemOpen(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK) }
        let closed = Names(
            paths: reading, readable: reading.compactMap { Identity($0) }, writable: writing.map(place))
        names.withLock { names in
            if names == nil { names = closed }
        }
    }

    /// Opens a file to read it.
    ///
    /// - Returns: a descriptor, or one below 0 with the reason in `errno`.
    /// - Throws: that it may not be opened.
    static func open(_ path: String, _ flags: Int32 = 0) throws(Diagnostic) -> Int32 {
        try check(reading: path)
        let descriptor = systemOpen(path, O_RDONLY | O_CLOEXEC | flags)
        guard descriptor >= 0, let named = names.withLock({ $0?.readable }) else { return descriptor }
        // The path may lead elsewhere by now.
        var status = stat()
        if fstat(descriptor, &status) == 0, named.contains(Identity(status)) { return descriptor }
        systemClose(descriptor)
        throw refusal(path, "read")
    }

    /// - Throws: that the file may not be read.
    static func check(reading path: String) throws(Diagnostic) {
        guard let (paths, readable) = names.withLock({ $0.map { ($0.paths, $0.readable) } }) else { return }
        let identity = Identity(path)
        if let identity, readable.contains(identity) { return }
        guard paths.contains(path) else { throw refusal(path, "read") }
        if identity != nil {
            throw Diagnostic(
                "'\(path)' is another file now than the one that was named", hints: ["start expoq again to read it"],
                reason: .access)
        }
        // That it is not there is told as usual.
    }

    /// - Throws: that the file may not be written.
    static func check(writing path: String) throws(Diagnostic) {
        guard let writable = names.withLock({ $0?.writable }), !writable.contains(place(path)) else { return }
        throw refusal(path, "written")
    }

    /// The named files that a pattern with `*`, `?` or `[…]` fits, in the order of the alphabet; `nil` outside safe mode.
    /// No folder is looked at.
    static func named(like pattern: String) -> [String]? {
        names.withLock { $0?.paths }?.filter { fnmatch(pattern, $0, FNM_PATHNAME | FNM_PERIOD) == 0 }.sorted()
    }

    private static func refusal(_ path: String, _ done: String) -> Diagnostic {
        Diagnostic(
            "the file '\(path)' may not be \(done) in safe mode",
            hints: ["only files that the command line names are; without --safe all may be"], reason: .access)
    }

    /// Where what is written to `path` goes.
    private static func place(_ path: String) -> String {
        switch LinkTarget(path) {
        case .descriptor(let number): "/dev/fd/\(number)"
        case .path(let linked): AtomicFile.resolved(linked)
        case nil: path
        }
    }

    private static func isRegular(_ path: String) -> Bool {
        var status = stat()
        return stat(path, &status) == 0 && status.st_mode & S_IFMT == S_IFREG
    }
}

private func systemOpen(_ path: String, _ flags: Int32) -> Int32 { open(path, flags) }

private func systemClose(_ descriptor: Int32) { close(descriptor) }
