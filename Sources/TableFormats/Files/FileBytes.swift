// A file's content in memory, and the errors of getting it there.

import QueryEngine
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of a file, whose strings columns may share.
package struct FileBytes {
    /// What errors call it.
    package let name: String
    package let bytes: UTF8Bytes
    /// Keeps the bytes alive; `nil` where they live as long as the process.
    package let owner: MemoryOwner?

    /// Bytes that live as long as the process.
    package init(name: String, permanent bytes: UTF8Bytes) {
        self.name = name
        self.bytes = bytes
        owner = nil
    }

    /// Bytes that `owner` keeps.
    package init(name: String, bytes: UTF8Bytes, owner: MemoryOwner) {
        self.name = name
        self.bytes = bytes
        self.owner = owner
    }

    /// A copy of `text`.
    package init(name: String, copying text: some Collection<UInt8>) {
        let owner = MemoryOwner()
        let copy = UnsafeMutableBufferPointer(start: owner.allocate(UInt8.self, count: text.count), count: text.count)
        _ = copy.update(fromContentsOf: text)
        self.init(name: name, bytes: UTF8Bytes(copy), owner: owner)
    }

    /// Reads the file at `path`.
    ///
    /// - Parameter request: is told of the bytes that are in memory, and stops the reading when it is cancelled.
    /// - Throws: a diagnostic that says why it cannot be read; where there is no such file, it suggests the nearest
    ///   name in its folder.
    package static func reading(
        _ path: String, for request: FileRequest = FileRequest()
    ) throws(Diagnostic) -> FileBytes {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0 else { throw failure(path, errno) }
        if status.st_mode & S_IFMT == S_IFDIR { throw failure(path, EISDIR) }
        // A pipe has no size, a growing file the wrong one: the size is where to begin, not where to end.
        return try reading(descriptor, name: path, sizeHint: Int(status.st_size), for: request)
    }

    /// The first lines of the file at `path`, as many as `limit` bytes hold: enough to tell its columns.
    ///
    /// - Throws: also where it is no plain file. What a pipe gives could not be read again.
    package static func beginning(of path: String, limit: Int = 1 << 18) throws(Diagnostic) -> FileBytes {
        let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
        guard descriptor >= 0 else { throw failure(path, errno) }
        defer { close(descriptor) }
        var status = stat()
        guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
            throw Diagnostic("'\(path)' is no plain file")
        }
        let owner = MemoryOwner()
        let buffer = owner.allocate(UInt8.self, count: limit)
        let received = max(read(descriptor, buffer, limit), 0)
        var bytes = UTF8Bytes(start: buffer, count: received)
        if received == limit {
            // Not a part of a line.
            let end = bytes.lastIndex(of: 0x0A) ?? limit
            bytes = UTF8Bytes(rebasing: bytes[..<end])
        }
        return FileBytes(name: path, bytes: bytes, owner: owner)
    }

    /// Reads `descriptor` to its end.
    package static func reading(
        _ descriptor: Int32, name: String, sizeHint: Int = 0, for request: FileRequest = FileRequest()
    ) throws(Diagnostic) -> FileBytes {
        request.announce(bytes: sizeHint)
        var owner = MemoryOwner()
        // One byte more than the file has, so that its end is seen without another buffer.
        var capacity = max(sizeHint + 1, 1 << 16)
        var buffer = owner.allocate(UInt8.self, count: capacity)
        var count = 0
        // What one call reads: little enough for a person who cancels not to wait for it.
        let piece = 1 << 24
        while true {
            if count == capacity {
                let larger = MemoryOwner()
                let copy = larger.allocate(UInt8.self, count: capacity * 2)
                copy.update(from: buffer, count: count)
                (owner, buffer, capacity) = (larger, copy, capacity * 2)
            }
            let received = read(descriptor, buffer + count, min(capacity - count, piece))
            if received == 0 { break }
            if received > 0 {
                count += received
                try request.advance(bytes: received)
            } else if errno != EINTR {
                throw failure(name, errno)
            }
        }
        request.announce(bytes: count - sizeHint)
        return FileBytes(name: name, bytes: UTF8Bytes(start: buffer, count: count), owner: owner)
    }

    private static func failure(_ path: String, _ code: Int32) -> Diagnostic {
        switch code {
        case ENOENT:
            let parts = split(path)
            let hints = nearest(parts.file, among: fileNames(in: parts.folder)).map {
                ["did you mean '\(parts.prefix)\($0)'?"]
            }
            return Diagnostic("no file '\(path)'", hints: hints ?? [])
        case EISDIR: return Diagnostic("'\(path)' is a folder")
        default: return Diagnostic("cannot read '\(path)': \(String(cString: strerror(code)))")
        }
    }

    /// The path's folder (`.` if it names none), its last part, and all before that part.
    private static func split(_ path: String) -> (folder: String, file: String, prefix: String) {
        guard let slash = path.lastIndex(of: "/") else { return (".", path, "") }
        let prefix = path[...slash]
        return (String(prefix), String(path[path.index(after: slash)...]), String(prefix))
    }

    private static func fileNames(in folder: String) -> [String] {
        guard let directory = opendir(folder) else { return [] }
        defer { closedir(directory) }
        var names: [String] = []
        while let entry = readdir(directory) {
            let name = withUnsafePointer(to: &entry.pointee.d_name) {
                $0.withMemoryRebound(to: CChar.self, capacity: MemoryLayout.size(ofValue: $0.pointee)) {
                    String(cString: $0)
                }
            }
            if name != "." && name != ".." { names.append(name) }
        }
        // Folders have no order of their own; the hint should not depend on chance.
        return names.sorted()
    }
}
