// Whether a file is still what it was.

import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A plain file at a moment: which one it is, its size, and when it was written last.
struct FileVersion: Equatable, Sendable {
    private let device: dev_t
    private let number: ino_t
    private let size: Int
    private let seconds: Int
    private let nanoseconds: Int

    /// Of what is open; `nil` for what is no plain file, which has no end of its own.
    init?(descriptor: Int32) {
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { return nil }
        self.init(status)
    }

    /// Of what the path leads to.
    init?(path: String) {
        var status = stat()
        guard stat(path, &status) == 0 else { return nil }
        self.init(status)
    }

    private init?(_ status: stat) {
        guard status.st_mode & S_IFMT == S_IFREG else { return nil }
        (device, number, size) = (status.st_dev, status.st_ino, Int(status.st_size))
        #if canImport(Darwin)
            (seconds, nanoseconds) = (status.st_mtimespec.tv_sec, status.st_mtimespec.tv_nsec)
        #else
            (seconds, nanoseconds) = (status.st_mtim.tv_sec, status.st_mtim.tv_nsec)
        #endif
    }

    /// - Throws: a diagnostic if the file is another one by now: what was read of it may be part old, part new.
    func check(_ now: FileVersion?, _ path: String) throws(Diagnostic) {
        guard let now, now != self else { return }
        throw Diagnostic(
            "'\(path)' \(now.size < size ? "became shorter" : "changed") while it was read",
            hints: ["read it again when it is whole"])
    }
}
