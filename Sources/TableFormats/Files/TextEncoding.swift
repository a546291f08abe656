// Text that is not UTF-8, made UTF-8.

import CByteScan
import QueryEngine
import QueryLanguage

/// How a file's text is written as bytes.
enum TextEncoding: String, CaseIterable, Sendable {
    case utf8 = "utf-8"
    /// ISO 8859-1, with the signs that Windows-1252 has where that has control characters.
    case latin1
    /// UTF-16 in the order of bytes that its byte order mark or its first letter tells.
    case utf16 = "utf-16"

    /// What text that begins with `sample` is written in: what its byte order mark says, else UTF-8 if it is that, and
    /// Latin-1 if not.
    init(sniffing sample: UTF8Bytes) {
        if sample.starts(with: ByteOrderMark.utf16LittleEndian) || sample.starts(with: ByteOrderMark.utf16BigEndian) {
            self = .utf16
            return
        }
        // What Latin letters are in UTF-16, though nothing says so.
        if sample.count >= 4, (sample[0] == 0 && sample[2] == 0) != (sample[1] == 0 && sample[3] == 0) {
            self = .utf16
            return
        }
        // The sample may end within a character.
        let end = sample.endOfWholeCharacters
        // Most text is ASCII, which is seen sooner.
        let ascii = sample.baseAddress.map { byte_scan_ascii($0, end) } ?? 0
        let whole = UTF8Bytes(rebasing: sample[ascii..<end])
        do {
            _ = try UTF8Span(validating: whole.span)
            self = .utf8
        } catch {
            self = .latin1
        }
    }

    /// What to write instead of a name that is none of ours.
    static func hints(for name: String) -> [String] {
        let letters = String(name.lowercased().filter { $0.isLetter || $0.isNumber })
        let meant: TextEncoding? =
            switch letters {
            case "utf8", "ascii", "usascii", "unicode", "utf8bom", "utf8sig": .utf8
            case "latin1", "iso88591", "windows1252", "cp1252", "ansi", "l1": .latin1
            case "utf16", "utf16le", "utf16be", "ucs2": .utf16
            default: nearest(name, among: allCases.map(\.rawValue)).flatMap(TextEncoding.init)
            }
        if let meant { return ["did you mean '\(meant.rawValue)'?"] }
        return [
            "it may be \(allCases.map { "'\($0.rawValue)'" }.joined(separator: ", "))",
            "of others iconv makes UTF-8: iconv -f \(name) -t UTF-8 FILE > NEW",
        ]
    }

    /// Whether a text that is no UTF-8 looks like GBK: nearly all of its bytes beyond ASCII are pairs as Chinese
    /// characters have them, whereas in Latin-1 they stand alone among letters.
    static func looksLikeGBK(_ sample: UTF8Bytes) -> Bool {
        var (pairs, others) = (0, 0)
        var index = 0
        while index < sample.count {
            defer { index += 1 }
            if sample[index] < 0x80 { continue }
            if (0xA1...0xF7).contains(sample[index]), index + 1 < sample.count, sample[index + 1] >= 0xA1 {
                pairs += 1
                index += 1
            } else {
                others += 1
            }
        }
        return pairs > 1 && others * 10 <= pairs
    }

    /// The text in UTF-8 of all the bytes that there are, without a byte order mark.
    ///
    /// - Throws: a diagnostic if it is not written so.
    func text(of bytes: FileBytes) throws(Diagnostic) -> FileBytes {
        // Bytes that are UTF-8 stay where they are.
        if self == .utf8 { return bytes.dropping(ByteOrderMark.utf8Length(bytes.bytes)) }
        let stream = stream(MemoryStream(bytes, for: FileRequest()), name: bytes.name)
        return try FileBytes.reading(stream, name: bytes.name, sizeHint: bytes.bytes.count)
    }

    /// The text in UTF-8, without a byte order mark.
    func stream(_ source: any ByteStream, name: String) -> any ByteStream {
        switch self {
        case .utf8: MarkSkippingStream(source)
        case .latin1: Latin1Stream(source, name: name)
        case .utf16: UTF16Stream(source, name: name)
        }
    }
}

enum ByteOrderMark {
    static let utf8: [UInt8] = [0xEF, 0xBB, 0xBF]
    static let utf16LittleEndian: [UInt8] = [0xFF, 0xFE]
    static let utf16BigEndian: [UInt8] = [0xFE, 0xFF]

    /// The length of the mark of UTF-8 that a text begins with; 0 if it has none.
    static func utf8Length(_ text: UTF8Bytes) -> Int { text.starts(with: utf8) ? utf8.count : 0 }
}

extension UnsafeBufferPointer<UInt8> {
    /// Where the last character that is not cut off ends, if the text is UTF-8.
    var endOfWholeCharacters: Int {
        // A character has at most four bytes, of which all but the first begin with the bits 10.
        var start = count
        while start > 0 && count - start < 4 {
            start -= 1
            let byte = self[start]
            if byte & 0xC0 == 0x80 { continue }
            let length = byte < 0xC0 ? 1 : byte < 0xE0 ? 2 : byte < 0xF0 ? 3 : 4
            return start + length > count ? start : count
        }
        return count
    }
}

/// UTF-8 without the mark that some programs begin it with.
private final class MarkSkippingStream: ByteStream {
    private let source: any ByteStream
    private var isAtStart = true

    init(_ source: any ByteStream) {
        self.source = source
    }

    func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) -> Int {
        guard isAtStart else { return try source.read(into: buffer) }
        isAtStart = false
        let count = try source.fill(buffer)
        guard buffer[..<count].starts(with: ByteOrderMark.utf8) else { return count }
        let size = ByteOrderMark.utf8.count
        if count == size { return try source.read(into: buffer) }
        for index in size..<count { buffer[index - size] = buffer[index] }
        return count - size
    }
}

/// Text of another encoding as UTF-8.
private class DecodingStream: ByteStream {
    fileprivate let source: any ByteStream
    fileprivate let name: String
    private let encoded: UnsafeMutableBufferPointer<UInt8>
    private var decoded: [UInt8] = []
    private var taken = 0

    init(_ source: any ByteStream, name: String) {
        self.source = source
        self.name = name
        // An even number: no unit of UTF-16 is cut.
        encoded = .allocate(capacity: 1 << 16)
    }

    deinit { encoded.deallocate() }

    final func read(into buffer: UnsafeMutableBufferPointer<UInt8>) throws(Diagnostic) -> Int {
        while taken == decoded.count {
            let count = try source.fill(encoded)
            if count == 0 { return 0 }
            decoded.removeAll(keepingCapacity: true)
            taken = 0
            try decode(UTF8Bytes(rebasing: encoded[..<count]), isLast: count < encoded.count, to: &decoded)
        }
        let count = min(buffer.count, decoded.count - taken)
        _ = decoded.withUnsafeBufferPointer {
            buffer.update(fromContentsOf: UTF8Bytes(rebasing: $0[taken..<taken + count]))
        }
        taken += count
        return count
    }

    /// Appends what `bytes` stand for.
    func decode(_ bytes: UTF8Bytes, isLast: Bool, to text: inout [UInt8]) throws(Diagnostic) {}
}

/// Latin-1 as UTF-8.
private final class Latin1Stream: DecodingStream {
    /// The characters of Windows-1252 from 0x80 to 0x9F; the five that it leaves out are control characters.
    private static let windows: [UInt16] = [
        0x20AC, 0x81, 0x201A, 0x0192, 0x201E, 0x2026, 0x2020, 0x2021, 0x02C6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8D,
        0x017D, 0x8F, 0x90, 0x2018, 0x2019, 0x201C, 0x201D, 0x2022, 0x2013, 0x2014, 0x02DC, 0x2122, 0x0161, 0x203A,
        0x0153, 0x9D, 0x017E, 0x0178,
    ]

    override func decode(_ bytes: UTF8Bytes, isLast: Bool, to text: inout [UInt8]) throws(Diagnostic) {
        for byte in bytes {
            if byte < 0x80 {
                text.append(byte)
                continue
            }
            let code = byte < 0xA0 ? Self.windows[Int(byte) - 0x80] : UInt16(byte)
            if code < 0x800 {
                text.append(UInt8(truncatingIfNeeded: 0xC0 | code >> 6))
            } else {
                text.append(UInt8(truncatingIfNeeded: 0xE0 | code >> 12))
                text.append(UInt8(truncatingIfNeeded: 0x80 | code >> 6 & 0x3F))
            }
            text.append(UInt8(truncatingIfNeeded: 0x80 | code & 0x3F))
        }
    }
}

/// UTF-16 as UTF-8.
private final class UTF16Stream: DecodingStream {
    private var isBigEndian = false
    private var isAtStart = true
    /// The first half of a character whose second half comes with the next bytes.
    private var half: UInt16?

    override func decode(_ bytes: UTF8Bytes, isLast: Bool, to text: inout [UInt8]) throws(Diagnostic) {
        var rest = bytes[...]
        if isAtStart {
            isAtStart = false
            isBigEndian = rest.starts(with: ByteOrderMark.utf16BigEndian) || rest.first == 0
            if rest.first != 0 && isBigEndian || rest.starts(with: ByteOrderMark.utf16LittleEndian) {
                rest = rest.dropFirst(2)
            }
        }
        if rest.count % 2 != 0 { throw Diagnostic("'\(name)' ends within a character of UTF-16") }
        var units = half.map { [$0] } ?? []
        half = nil
        units.reserveCapacity(rest.count / 2 + 1)
        for index in stride(from: rest.startIndex, to: rest.endIndex, by: 2) {
            let (first, second) = (UInt16(rest[index]), UInt16(rest[index + 1]))
            units.append(isBigEndian ? first << 8 | second : second << 8 | first)
        }
        if !isLast, let last = units.last, 0xD800..<0xDC00 ~= last { half = units.removeLast() }
        let hasFailed = transcode(
            units.makeIterator(), from: UTF16.self, to: UTF8.self, stoppingOnError: true, into: { text.append($0) })
        if hasFailed { throw Diagnostic("'\(name)' is not UTF-16", hints: ["encoding => 'latin1' reads any bytes"]) }
    }
}
