// The first pass over JSON text: checks all of it, and finds keys, types and where rows begin.

import QueryEngine
import QueryLanguage

/// What JSON files hold, all of which are one table.
struct JSONSurvey {
    /// Rows that stand together, and where the first of them begins.
    struct Part {
        /// The number of the file.
        let file: Int
        let offset: Int
        let count: Int
    }

    private(set) var keys = JSONKeys()
    private(set) var sniffers: [JSONSniffer] = []
    private(set) var parts: [Part] = []
    /// The number of rows.
    private(set) var count = 0
    private var files = 0
    private var text = UTF8Bytes(start: nil, count: 0)
    private var scanner = JSONScanner(UTF8Bytes(start: nil, count: 0))
    private var isArray = false
    /// The rows before the file that is gone through, and before its last part.
    private var fileStart = 0
    private var partStart = 0
    /// The row in which each key was last seen.
    private var seen: [Int] = []
    private var scratch: [UInt8] = []

    /// Rows of a part: enough for a thread to be busy with, few enough for all threads to have some.
    private static let partSize = 1 << 14

    /// Goes through all of `text`, which is an array of objects, or objects on lines of their own.
    ///
    /// - Throws: a `JSONFault` for what is no such text, `Diagnostic.interrupted` when the statement was cancelled.
    mutating func add(_ text: UTF8Bytes, for statement: FileRequest) throws {
        self.text = text
        scanner = JSONScanner(text)
        fileStart = count
        partStart = count
        scanner.skipSpace()
        isArray = scanner.take("[")
        guard isArray || scanner.next == nil || scanner.next == UInt8(ascii: "{") else {
            throw scanner.fault(
                expecting: "`[` or `{`", hint: "a table is an array of objects, or an object a line")
        }
        while try moveToRow() {
            if count & 1023 == 0 { try statement.cancellation.check() }
            if count - partStart == Self.partSize { endPart() }
            if count == partStart { parts.append(Part(file: files, offset: scanner.position, count: 0)) }
            try seeRow()
            count += 1
        }
        endPart()
        files += 1
    }

    private mutating func endPart() {
        guard count > partStart, let part = parts.popLast() else { return }
        parts.append(Part(file: part.file, offset: part.offset, count: count - partStart))
        partStart = count
    }

    private mutating func seeRow() throws(JSONFault) {
        keys.beginObject()
        // Taken out of here, so that its memory has one owner while the closure writes to the rest.
        var scanner = JSONScanner(UTF8Bytes(start: nil, count: 0))
        swap(&scanner, &self.scanner)
        try scanner.object { (key, value) throws(JSONFault) in
            let number = try keys.number(of: key, in: text)
            if number == sniffers.count {
                sniffers.append(JSONSniffer())
                seen.append(-1)
            }
            if seen[number] == count {
                throw JSONFault("the key '\(keys.names[number])' is there twice in one object", at: key.start - 1)
            }
            seen[number] = count
            var bytes = UTF8Bytes(rebasing: text[value.start..<value.start + value.length])
            if value.kind == .escapedString {
                scratch.removeAll(keepingCapacity: true)
                JSONEscape.append(unescaping: bytes, to: &scratch)
                scratch.withUnsafeBufferPointer {
                    bytes = $0
                    sniffers[number].see(value.kind, bytes)
                }
            } else {
                sniffers[number].see(value.kind, bytes)
            }
        }
        swap(&scanner, &self.scanner)
    }

    // MARK: Between rows

    /// Moves to the next row; `false` behind the last one.
    private mutating func moveToRow() throws(JSONFault) -> Bool {
        let hasLineFeed = scanner.skipSpace()
        if !isArray {
            guard let next = scanner.next else { return false }
            if count > fileStart && !hasLineFeed || next == UInt8(ascii: ",") {
                throw scanner.fault(
                    expecting: "a line end",
                    hint: "objects stand on lines of their own, or between [ and ] with commas")
            }
            return true
        }
        if scanner.take("]") {
            scanner.skipSpace()
            if scanner.next != nil { throw scanner.fault(expecting: "the end of the text") }
            return false
        }
        if count > fileStart {
            guard scanner.take(",") else { throw scanner.fault(expecting: "`,` or `]`") }
            scanner.skipSpace()
        }
        return true
    }
}
