// Files that have another name until they are whole, and must not remain when a signal ends the process.

import Synchronization

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The temporary files of the process. It is the process that a signal ends, whoever writes them.
package enum TemporaryFiles {
    private static let paths = Mutex<Set<String>>([])

    /// A new file for what is to be at `path`, in the same folder: `deals.csv.expoq-x1y2z3.tmp`. What processes have left
    /// there that were killed is removed.
    ///
    /// - Returns: its descriptor, which keeps it locked, below 0 where there can be none; and its path.
    static func create(for path: String) -> (descriptor: Int32, path: String) {
        removeLeftovers(of: path)
        while true {
            let middle = (0..<6).map { _ in letters[Int.random(in: letters.indices)] }
            let name = path + mark + String(decoding: middle, as: UTF8.self) + ending
            // In the lock, so that nothing that someone else has made is ever taken for the process's own.
            let descriptor = paths.withLock { paths in
                let descriptor = open(name, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o666)
                if descriptor >= 0 { paths.insert(name) }
                return descriptor
            }
            guard descriptor >= 0 else {
                if errno == EEXIST { continue }
                return (descriptor, name)
            }
            flock(descriptor, LOCK_EX | LOCK_NB)
            // Before it was locked, another process may have taken it for a leftover.
            if access(name, F_OK) == 0 { return (descriptor, name) }
            close(descriptor)
            forget(name)
        }
    }

    private static let mark = ".expoq-"
    private static let ending = ".tmp"
    private static let letters = Array("abcdefghijklmnopqrstuvwxyz0123456789".utf8)

    /// Removes the temporary files for `path` that no process keeps locked.
    private static func removeLeftovers(of path: String) {
        let slash = path.lastIndex(of: "/")
        let folder = slash.map { String(path[...$0]) } ?? ""
        let beginning = path[(slash.map { path.index(after: $0) } ?? path.startIndex)...] + mark
        for name in MissingFile.fileNames(in: folder.isEmpty ? "." : folder)
        where name.hasPrefix(beginning) && name.hasSuffix(ending) {
            let descriptor = open(folder + name, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK)
            guard descriptor >= 0 else { continue }
            if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { unlink(folder + name) }
            close(descriptor)
        }
    }

    /// The file is gone, or has another name.
    static func forget(_ path: String) {
        paths.withLock { _ = $0.remove(path) }
    }

    /// Removes them all, and ends the process by `end`. No other is made meanwhile.
    package static func removeAll(ending end: () -> Never) -> Never {
        paths.withLock { paths in
            for path in paths { unlink(path) }
            end()
        }
    }
}
