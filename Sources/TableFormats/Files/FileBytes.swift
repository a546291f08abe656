// A file's content in memory, and the errors of getting it there.

import QueryEngine
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// The bytes of a file, whose strings columns may share.
///
/// Threads may share it too: nobody writes to the bytes once it is made, and `owner` keeps them.
package struct FileBytes: @unchecked Sendable {
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

    /// The bytes behind the first `count`.
    func dropping(_ count: Int) -> FileBytes {
        let rest = UTF8Bytes(rebasing: bytes[count...])
        return if let owner { FileBytes(name: name, bytes: rest, owner: owner) } else {
            FileBytes(name: name, permanent: rest)
        }
    }

    /// Reads the file at `path`.
    ///
    /// - Parameter statement: is told of the bytes that are in memory, and stops the reading when it is cancelled.
    /// - Throws: a diagnostic that says why it cannot be read; where there is no such file, it suggests the nearest
    ///   name in its folder.
    package static func reading(
        _ path: String, for statement: FileRequest = FileRequest()
    ) throws(Diagnostic) -> FileBytes {
        let stream = try FileStream(path, for: statement)
        return try reading(stream, name: path, sizeHint: stream.sizeHint)
    }

    /// Reads standard input to its end.
    package static func readingStandardInput() throws(Diagnostic) -> FileBytes {
        try reading(FileStream(descriptor: STDIN_FILENO, name: "stdin"), name: "stdin")
    }

    /// Reads `stream` to its end, or to as many bytes as `limit`.
    ///
    /// - Parameter sizeHint: about how many bytes there are. A pipe has no size, a growing file the wrong one: it is
    ///   where to begin, not where to end.
    static func reading(
        _ stream: any ByteStream, name: String, sizeHint: Int = 0, limit: Int = .max
    ) throws(Diagnostic) -> FileBytes {
        var owner = MemoryOwner()
        // One byte more than the file has, so that its end is seen without another buffer.
        var capacity = min(max(sizeHint + 1, 1 << 16), limit)
        var buffer = owner.allocate(UInt8.self, count: capacity)
        var count = 0
        while true {
            count += try stream.fill(UnsafeMutableBufferPointer(start: buffer + count, count: capacity - count))
            if count < capacity || count == limit { break }
            let larger = MemoryOwner()
            let room = capacity > limit / 2 ? limit : capacity * 2
            let copy = larger.allocate(UInt8.self, count: room)
            copy.update(from: buffer, count: count)
            (owner, buffer, capacity) = (larger, copy, room)
        }
        return FileBytes(name: name, bytes: UTF8Bytes(start: buffer, count: count), owner: owner)
    }

    /// Why the file at `path` cannot be read.
    static func failure(_ path: String, _ code: Int32) -> Diagnostic {
        switch code {
        case ENOENT: return MissingFile.diagnostic(path)
        case ELOOP: return Diagnostic("the link '\(path)' leads round in a circle")
        case EISDIR: return Diagnostic("'\(path)' is a folder")
        default: return Diagnostic("cannot read '\(path)': \(String(cString: strerror(code)))")
        }
    }
}
