// A file that one process at a time works on.

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A regular file, locked (flock) as long as this lives.
final class LockedFile {
    enum Mode {
        case read
        /// To be made if it does not exist, for its owner alone.
        case append
    }

    private let descriptor: Int32

    /// `nil` if it cannot be opened or is no regular file.
    init?(_ path: String, mode: Mode) {
        while true {
            let flags = mode == .append ? O_RDWR | O_APPEND | O_CREAT : O_RDONLY
            // Without waiting, should it be a pipe.
            let descriptor = open(path, flags | O_CLOEXEC | O_NONBLOCK, 0o600)
            guard descriptor >= 0 else { return nil }
            var status = stat()
            guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
                close(descriptor)
                return nil
            }
            while flock(descriptor, mode == .append ? LOCK_EX : LOCK_SH) == -1 && errno == EINTR {}
            // While this one waited, another one may have put a new file in its place.
            var current = stat()
            if stat(path, &current) == 0, current.st_dev == status.st_dev, current.st_ino == status.st_ino {
                if mode == .append && status.st_mode & 0o077 != 0 { fchmod(descriptor, 0o600) }
                self.descriptor = descriptor
                return
            }
            close(descriptor)
        }
    }

    deinit {
        close(descriptor)
    }

    var status: stat? {
        var status = stat()
        return fstat(descriptor, &status) == 0 ? status : nil
    }

    var endsInNewline: Bool {
        guard let status, status.st_size > 0 else { return true }
        return read(from: status.st_size - 1, count: 1) == [0x0A]
    }

    /// The bytes from `start`, or as many as there are.
    func read(from start: off_t, count: Int) -> [UInt8] {
        guard count > 0 else { return [] }
        return [UInt8](unsafeUninitializedCapacity: count) { buffer, length in
            while length < count {
                let step = pread(
                    descriptor, buffer.baseAddress?.advanced(by: length), count - length, start + off_t(length))
                if step < 0 && errno == EINTR { continue }
                guard step > 0 else { return }
                length += step
            }
        }
    }

    /// All of the bytes, or none where the disk is full.
    func append(_ bytes: [UInt8]) {
        let end = status?.st_size
        if !Self.write(bytes, to: descriptor), let end { ftruncate(descriptor, end) }
    }

    /// Puts a new file in the place of this one, at once.
    ///
    /// Nobody else does so as long as this one is locked; so the new file has one name until then, and what a kill leaves
    /// under it is overwritten the next time.
    func replace(_ path: String, with bytes: [UInt8]) -> Bool {
        let name = path + ".tmp"
        let temporary = open(name, O_WRONLY | O_CREAT | O_TRUNC | O_NOFOLLOW | O_CLOEXEC, 0o600)
        guard temporary >= 0 else { return false }
        let isWritten = Self.write(bytes, to: temporary) && fsync(temporary) == 0
        close(temporary)
        guard isWritten, rename(name, path) == 0 else {
            unlink(name)
            return false
        }
        return true
    }

    /// Makes the folders of a path that do not exist, for their owner alone.
    static func makeFolders(of path: String) {
        for index in path.indices.dropFirst() where path[index] == "/" {
            mkdir(String(path[..<index]), 0o700)
        }
    }

    @discardableResult private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Bool {
        var rest = bytes[...]
        while !rest.isEmpty {
            let count = rest.withUnsafeBytes { systemWrite(descriptor, $0.baseAddress, $0.count) }
            if count < 0 && errno == EINTR { continue }
            guard count > 0 else { return false }
            rest = rest.dropFirst(count)
        }
        return true
    }
}

private func systemWrite(_ descriptor: Int32, _ bytes: UnsafeRawPointer?, _ count: Int) -> Int {
    write(descriptor, bytes, count)
}
