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

    /// Creates a file by `open`, which gives a descriptor, or one below 0 where it does not.
    static func create(_ path: String, _ open: (String) -> Int32) -> Int32 {
        // In the lock, so that nothing that someone else has made is ever taken for the process's own.
        paths.withLock { paths in
            let descriptor = open(path)
            if descriptor >= 0 { paths.insert(path) }
            return descriptor
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
