// A CSV file's text in memory, a piece at a time.

import CByteScan
import QueryEngine
import QueryLanguage

/// A place in a text.
struct CSVPlace: Sendable {
    var offset = 0
    /// The line ends before it.
    var linesBefore = 0
}

/// Holds a piece of a text that is read from a stream: some whole records, and the beginning of another one.
///
/// The strings of columns share the piece's memory. It is used again for the next piece when none is left that does.
final class CSVText {
    private let stream: any ByteStream
    private let name: String
    private let encodingHint: String
    private let recordEnd: UInt8
    /// Keeps `bytes` alive.
    private(set) var owner: MemoryOwner
    private var buffer: UnsafeMutablePointer<UInt8>
    private var capacity: Int
    private var count = 0
    /// How much of the piece is known to be UTF-8.
    private var validated = 0
    /// Whether the text ends with the piece.
    private(set) var isLast = false
    /// Where the piece begins.
    private(set) var place: CSVPlace

    /// Large enough to make a piece's overhead small, small enough for its cells to stay in the cache.
    private static let usualCapacity = 1 << 20
    /// The bytes before and behind the text that can be read, whatever they hold: words that a cell lies in may reach
    /// over its ends.
    static let padding = 16
    /// A record that is longer is taken for a quote that is not closed.
    private static let recordLimit = 256 << 20

    /// - Parameters:
    ///   - encodingHint: what to do where the text is no UTF-8.
    ///   - recordEnd: what ends lines.
    ///   - place: where the stream's bytes begin.
    ///   - sizeHint: about how many bytes there will be, if that is known.
    init(
        _ stream: any ByteStream, name: String, encodingHint: String, recordEnd: UInt8,
        from place: CSVPlace = CSVPlace(), sizeHint: Int?
    ) throws(Diagnostic) {
        self.place = place
        self.stream = stream
        self.name = name
        self.encodingHint = encodingHint
        self.recordEnd = recordEnd
        owner = MemoryOwner(isTransient: true)
        // One byte more, so that the end is seen at once.
        capacity = min(sizeHint.map { $0 + 1 } ?? .max, Self.usualCapacity)
        buffer = Self.padded(capacity, in: owner)
        try fill()
    }

    private static func padded(_ count: Int, in owner: MemoryOwner) -> UnsafeMutablePointer<UInt8> {
        owner.allocate(UInt8.self, count: count + 2 * padding) + padding
    }

    var bytes: UTF8Bytes { UTF8Bytes(start: buffer, count: count) }

    /// Forgets what stands before `offset`, and reads on behind the rest.
    ///
    /// - Throws: a diagnostic if there is no reading on, if the text is no UTF-8, or if the rest is longer than a
    ///   record may be.
    func advance(to offset: Int) throws(Diagnostic) {
        let rest = count - offset
        if rest >= Self.recordLimit {
            throw failure(
                "the record that begins here is longer than \(Self.recordLimit >> 20) MiB", at: offset,
                hints: ["a quote may be missing that closes a cell"])
        }
        place = place(at: offset)
        let needed = rest > capacity / 2 ? capacity * 2 : capacity
        if needed == capacity && isKnownUniquelyReferenced(&owner) {
            buffer.update(from: buffer + offset, count: rest)
        } else {
            let next = MemoryOwner(isTransient: true)
            let copy = Self.padded(needed, in: next)
            copy.update(from: buffer + offset, count: rest)
            (owner, buffer, capacity) = (next, copy, needed)
        }
        validated -= offset
        count = rest
        try fill()
    }

    private func fill() throws(Diagnostic) {
        count += try stream.fill(UnsafeMutableBufferPointer(start: buffer + count, count: capacity - count))
        isLast = count < capacity
        let end = isLast ? count : bytes.endOfWholeCharacters
        // Most text is ASCII, which is seen sooner.
        validated += byte_scan_ascii(buffer + validated, end - validated)
        do {
            _ = try UTF8Span(validating: UTF8Bytes(rebasing: bytes[validated..<end]).span)
            validated = end
        } catch {
            throw failure(
                "this is not UTF-8", at: validated + error.byteOffsets.lowerBound,
                hints: [encodingHint])
        }
    }

    /// An error at a byte of the piece.
    func failure(_ message: String, at offset: Int, hints: [String] = []) -> Diagnostic {
        Diagnostic("\(name), line \(line(at: offset)): \(message)", hints: hints)
    }

    /// The number of the line that holds a byte of the piece.
    func line(at offset: Int) -> Int { place(at: offset).linesBefore + 1 }

    /// Where a byte of the piece stands in all of the text.
    func place(at offset: Int) -> CSVPlace {
        CSVPlace(offset: place.offset + offset, linesBefore: place.linesBefore + lineEnds(before: offset))
    }

    private func lineEnds(before offset: Int) -> Int {
        byte_scan_count(buffer, min(offset, count), recordEnd)
    }
}
