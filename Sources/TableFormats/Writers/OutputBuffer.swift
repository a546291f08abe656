// Output in large writes.

import QueryEngine
import QueryLanguage

#if canImport(Glibc)
    import Glibc
#elseif canImport(Darwin)
    import Darwin
#endif

/// Why output could not be written.
public enum OutputFailure: Error {
    /// The reader has gone: `| head`.
    case closedPipe
    /// What the system says.
    case failed(code: Int32)
}

/// Collects bytes and hands them on in large pieces.
public struct OutputBuffer: ~Copyable {
    /// What was not handed on yet; writers append to it.
    public var bytes: [UInt8] = []
    private let descriptor: Int32?
    private let cancellation: Cancellation?

    private static let flushSize = 1 << 16

    /// Output that goes to an open file.
    ///
    /// - Parameter cancellation: makes writing fail, with the code ECANCELED.
    public init(descriptor: Int32, cancellation: Cancellation? = nil) {
        self.descriptor = descriptor
        self.cancellation = cancellation
        bytes.reserveCapacity(Self.flushSize + 4096)
    }

    /// Output that stays in `bytes`.
    public init() {
        descriptor = nil
        cancellation = nil
    }

    /// Hands the bytes on if there are many. To be called once a row.
    @inline(__always)
    public mutating func rowEnded() throws(OutputFailure) {
        if bytes.count >= Self.flushSize { try flush() }
    }

    /// Hands all bytes on.
    public mutating func flush() throws(OutputFailure) {
        guard let descriptor else { return }
        do throws(Diagnostic) {
            try cancellation?.check()
        } catch {
            throw .failed(code: ECANCELED)
        }
        var start = 0
        defer { bytes.removeAll(keepingCapacity: true) }
        while start < bytes.count {
            let written = bytes.withUnsafeBytes {
                write(descriptor, $0.baseAddress?.advanced(by: start), $0.count - start)
            }
            if written >= 0 {
                start += written
            } else if errno == EPIPE {
                throw .closedPipe
            } else if errno != EINTR {
                throw .failed(code: errno)
            }
        }
    }
}

extension [UInt8] {
    mutating func append(_ text: String) { append(contentsOf: text.utf8) }

    mutating func append(_ character: Unicode.Scalar) { append(UInt8(ascii: character)) }

    mutating func append(spaces count: Int) {
        if count > 0 { append(contentsOf: repeatElement(UInt8(ascii: " "), count: count)) }
    }
}
