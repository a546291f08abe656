// Bytes that come one after another: from a file, from memory, or from another stream that they are made of.

import QueryEngine
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Gives bytes in order, once.
protocol ByteStream: AnyObject {
    /// Puts the next bytes at the beginning of `buffer`, which has room for at least one.
    ///
    /// - Returns: how many; 0 at the end.
    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) -> Int
}

extension ByteStream {
    /// Fills `buffer` as far as there are bytes; how many there were.
    func fill(_ buffer: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) -> Int {
        var count = 0
        while count < buffer.count {
            let received = try read(into: UnsafeMutableBufferPointer(rebasing: buffer[count...]))
            if received == 0 { break }
            count += received
        }
        return count
    }
}

/// The bytes of a file, read as they are asked for.
final class FileStream: ByteStream {
    private let path: String
    private let descriptor: Int32
    private let closes: Bool
    private let statement: FileRequest
    /// The size that the file had when it was opened; 0 where it has none.
    let sizeHint: Int
    /// What the file was when it was opened; `nil` where it is no plain one.
    private let version: FileVersion?
    /// Bytes that progress was promised and not told of yet.
    private var due: Int

    /// What one call of the system reads: little enough for a person who cancels not to wait for it.
    private static let piece = 1 << 24

    /// The file at `path`.
    ///
    /// - Parameters:
    ///   - range: where to begin to read, and about how far it will be read; `nil` for all of it.
    ///   - version: what the file was when other parts of it were opened.
    ///   - statement: is told of the bytes, and stops the reading when it is cancelled.
    /// - Throws: a diagnostic that says why the file cannot be read.
    init(
        _ path: String, _ range: Range<Int>? = nil, of version: FileVersion? = nil, for statement: FileRequest
    ) throws(Diagnostic) {
        let descriptor = try FileGate.open(path)
        guard descriptor >= 0 else { throw FileBytes.failure(path, errno) }
        var status = stat()
        sizeHint = fstat(descriptor, &status) == 0 ? Int(status.st_size) : 0
        due = range?.count ?? sizeHint
        self.path = path
        self.descriptor = descriptor
        self.version = version ?? FileVersion(descriptor: descriptor)
        self.statement = statement
        closes = true
        statement.announce(bytes: due)
        if let range, lseek(descriptor, off_t(range.lowerBound), SEEK_SET) < 0 {
            throw FileBytes.failure(path, errno)
        }
    }

    /// What is open already, and stays so.
    init(descriptor: Int32, name: String) {
        path = name
        self.descriptor = descriptor
        statement = FileRequest()
        version = nil
        sizeHint = 0
        due = 0
        closes = false
    }

    deinit {
        if closes { close(descriptor) }
        // What nobody wanted is no longer waited for.
        statement.announce(bytes: -due)
    }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) -> Int {
        while true {
            try statement.cancellation.check()
            #if canImport(Glibc)
                let received = Glibc.read(descriptor, buffer.baseAddress, min(buffer.count, Self.piece))
            #else
                let received = Darwin.read(descriptor, buffer.baseAddress, min(buffer.count, Self.piece))
            #endif
            if received >= 0 {
                try version?.check(FileVersion(descriptor: descriptor), path)
                due -= received
                // Each byte is got and parsed in one go.
                try statement.advance(bytes: 2 * received)
                return received
            }
            if errno != EINTR { throw FileBytes.failure(path, errno) }
        }
    }
}

/// Bytes that are in memory.
final class MemoryStream: ByteStream {
    private let file: FileBytes
    private var position = 0
    private let statement: FileRequest

    init(_ file: FileBytes, for statement: FileRequest) {
        self.file = file
        self.statement = statement
        statement.announce(bytes: file.bytes.count)
    }

    deinit { statement.announce(bytes: position - file.bytes.count) }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) -> Int {
        let count = min(buffer.count, file.bytes.count - position)
        _ = buffer.update(fromContentsOf: UTF8Bytes(rebasing: file.bytes[position..<position + count]))
        position += count
        try statement.advance(bytes: 2 * count)
        return count
    }
}
