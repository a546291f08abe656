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
    /// Whether a terminal gets the bytes.
    private let isShown: Bool
    /// How many of `bytes`, from the first on, a terminal may be given as they are.
    private var checked = 0

    private static let flushSize = 1 << 16

    /// Output that goes to an open file.
    ///
    /// - Parameters:
    ///   - cancellation: makes writing fail, with the code ECANCELED.
    ///   - isShown: whether a terminal gets the bytes in the end; it does where the file is one.
    public init(descriptor: Int32, cancellation: Cancellation? = nil, isShown: Bool = false) {
        self.descriptor = descriptor
        self.cancellation = cancellation
        self.isShown = isShown || isatty(descriptor) != 0
        bytes.reserveCapacity(Self.flushSize + 4096)
    }

    /// Output that stays in `bytes`.
    public init() {
        descriptor = nil
        cancellation = nil
        isShown = false
    }

    /// Hands the bytes on if there are many. To be called once a row.
    @inline(__always)
    public mutating func rowEnded() throws(OutputFailure) {
        if bytes.count >= Self.flushSize { try flush() }
    }

    /// The same for data that is written as it is, not as a terminal may be given it: where it goes to one, no control
    /// sequence does.
    @inline(__always)
    mutating func dataRowEnded() throws(OutputFailure) {
        if isShown { makeShowable() }
        try rowEnded()
    }

    private mutating func makeShowable() {
        let row = bytes[checked...]
        if !row.allSatisfy({ $0 >= 0x20 && $0 < 0x7F || $0 == 0x0A || $0 == 0x09 }) {
            let text = String(decoding: row, as: UTF8.self).shownInLines
            bytes.removeSubrange(checked...)
            bytes.append(contentsOf: text.utf8)
        }
        checked = bytes.count
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
        defer {
            bytes.removeAll(keepingCapacity: true)
            checked = 0
        }
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
