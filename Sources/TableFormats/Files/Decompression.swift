// Files that are compressed: gzip and Zstandard, by their libraries.

import CCompression
import QueryEngine
import QueryLanguage

/// How a file is compressed.
enum Compression: Sendable {
    case gzip
    case zstd

    /// What a file that begins with these bytes is compressed with; `nil` for none.
    init?(beginning bytes: UTF8Bytes) {
        if bytes.starts(with: [0x1F, 0x8B]) {
            self = .gzip
        } else if bytes.starts(with: [0x28, 0xB5, 0x2F, 0xFD]) {
            self = .zstd
        } else {
            return nil
        }
    }

    func stream(_ source: any ByteStream, name: String) throws(Diagnostic) -> any ByteStream {
        switch self {
        case .gzip: try GzipStream(source, name: name)
        case .zstd: try ZstdStream(source, name: name)
        }
    }
}

/// Compressed bytes that wait to be taken.
private final class CompressedInput {
    private let source: any ByteStream
    let buffer: UnsafeMutableBufferPointer<UInt8>

    init(_ source: any ByteStream) {
        self.source = source
        buffer = .allocate(capacity: 1 << 17)
    }

    deinit { buffer.deallocate() }

    /// The number of bytes now in the buffer; 0 at the end.
    func refill() throws(Diagnostic) -> Int { try source.read(into: buffer) }
}

/// What a file of gzip (RFC 1952) holds; its members one behind the other.
final class GzipStream: ByteStream {
    private let name: String
    private let input: CompressedInput
    // Its address must not change: zlib keeps it.
    private let state: UnsafeMutablePointer<z_stream>
    private var isBetweenMembers = true

    /// Window of 32 KiB, and the gzip header is looked for.
    private static let windowBits: Int32 = 15 + 16

    init(_ source: any ByteStream, name: String) throws(Diagnostic) {
        self.name = name
        input = CompressedInput(source)
        state = .allocate(capacity: 1)
        state.initialize(to: z_stream())
        let status = inflateInit2_(state, Self.windowBits, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
        if status != Z_OK { throw Diagnostic("'\(name)' cannot be unpacked: zlib says \(status)") }
    }

    deinit {
        inflateEnd(state)
        state.deallocate()
    }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) -> Int {
        state.pointee.next_out = buffer.baseAddress
        state.pointee.avail_out = UInt32(clamping: buffer.count)
        let room = state.pointee.avail_out
        while state.pointee.avail_out == room {
            if state.pointee.avail_in == 0 {
                let count = try input.refill()
                if count == 0 {
                    if isBetweenMembers { return 0 }
                    throw Diagnostic("'\(name)' ends before its gzip data does", hints: ["it may be a partial copy"])
                }
                state.pointee.next_in = input.buffer.baseAddress
                state.pointee.avail_in = UInt32(count)
            }
            isBetweenMembers = false
            switch inflate(state, Z_NO_FLUSH) {
            case Z_OK, Z_BUF_ERROR: break
            case Z_STREAM_END:
                isBetweenMembers = true
                inflateReset(state)
            default:
                let reason = state.pointee.msg.map { String(cString: $0) } ?? "no valid data"
                throw Diagnostic("'\(name)' is damaged gzip data: \(reason)")
            }
        }
        return Int(room - state.pointee.avail_out)
    }
}

/// What a file of Zstandard (RFC 8878) holds; its frames one behind the other.
final class ZstdStream: ByteStream {
    private let name: String
    private let input: CompressedInput
    private let state: OpaquePointer
    private var pending = ZSTD_inBuffer(src: nil, size: 0, pos: 0)
    private var isBetweenFrames = true

    init(_ source: any ByteStream, name: String) throws(Diagnostic) {
        self.name = name
        input = CompressedInput(source)
        guard let state = ZSTD_createDStream() else { throw Diagnostic("'\(name)' cannot be unpacked: out of memory") }
        self.state = state
    }

    deinit { ZSTD_freeDStream(state) }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) -> Int {
        var output = ZSTD_outBuffer(dst: buffer.baseAddress, size: buffer.count, pos: 0)
        while output.pos == 0 {
            if pending.pos == pending.size {
                let count = try input.refill()
                if count == 0 {
                    if isBetweenFrames { return 0 }
                    throw Diagnostic("'\(name)' ends before its zstd data does", hints: ["it may be a partial copy"])
                }
                pending = ZSTD_inBuffer(src: input.buffer.baseAddress, size: count, pos: 0)
            }
            let status = ZSTD_decompressStream(state, &output, &pending)
            if ZSTD_isError(status) != 0 {
                throw Diagnostic("'\(name)' is damaged zstd data: \(String(cString: ZSTD_getErrorName(status)))")
            }
            isBetweenFrames = status == 0
        }
        return output.pos
    }
}
