// A file of data, and how its bytes become text.

import QueryEngine
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// A file that can be read again and again, a stream at a time.
package struct DataFile: Sendable {
    /// What errors call it.
    package let name: String
    /// What was read of it already, where it cannot be read twice; of others nothing.
    private let content: FileBytes?
    private let compression: Compression?
    /// What a plain file has to be each time that a part of it is read; `nil` where it may have changed meanwhile.
    private var version: FileVersion?
    /// About how many bytes there are; `nil` where that is known only when they are unpacked.
    let sizeHint: Int?

    /// The file at `path`.
    ///
    /// - Throws: a diagnostic that says why it cannot be read.
    package init(path: String) throws(Diagnostic) {
        try self.init(name: path, content: nil)
    }

    /// Bytes in memory.
    package init(_ content: FileBytes) throws(Diagnostic) {
        try self.init(name: content.name, content: content)
    }

    private init(name: String, content: FileBytes?) throws(Diagnostic) {
        self.name = name
        self.content = content
        let beginning: FileBytes
        let size: Int
        if let content {
            (beginning, size) = (content, content.bytes.count)
        } else {
            let stream = try FileStream(name, for: FileRequest())
            size = stream.sizeHint
            beginning = try FileBytes.reading(stream, name: name, limit: 4)
        }
        compression = withExtendedLifetime(beginning) { Compression(beginning: $0.bytes) }
        sizeHint = compression == nil ? size : nil
    }

    /// The first bytes, unpacked; at most `limit`.
    func sample(_ limit: Int) throws(Diagnostic) -> FileBytes {
        try FileBytes.reading(stream(for: FileRequest()), name: name, sizeHint: sizeHint ?? 0, limit: limit)
    }

    /// The bytes, unpacked, from the first on.
    ///
    /// - Parameter statement: is told of the bytes that were read, and stops the reading when it is cancelled.
    func stream(for statement: FileRequest) throws(Diagnostic) -> any ByteStream {
        let source: any ByteStream =
            if let content { MemoryStream(content, for: statement) } else { try FileStream(name, for: statement) }
        return try compression?.stream(source, name: name) ?? source
    }

    /// The number of bytes of a plain file, of which any part can be read; `nil` for others.
    var plainSize: Int? { content == nil && compression == nil ? sizeHint : nil }

    /// The bytes of a plain file from the beginning of `range` on, which is about as far as they will be read.
    func stream(_ range: Range<Int>, for statement: FileRequest) throws(Diagnostic) -> any ByteStream {
        try FileStream(name, range, of: version, for: statement)
    }

    /// The same file, of which no part is read any more once it has changed.
    func asItIsNow() -> DataFile {
        var file = self
        file.version = FileVersion(path: name)
        return file
    }

    /// All bytes, unpacked.
    package func bytes(for statement: FileRequest) throws(Diagnostic) -> FileBytes {
        if let content, compression == nil { return content }
        return try FileBytes.reading(stream(for: statement), name: name, sizeHint: sizeHint ?? 0)
    }
}
