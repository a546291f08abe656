// Functions that look for one text in another, and EDIT_DISTANCE.

import QueryLanguage

extension FunctionTable {
    static let searches: [Function] = [
        Function(
            "STRPOS", .string, "the position of the first occurrence of a part, from 1; 0 if there is none",
            Overload(
                ["text": .string, "part": .string], returns: .int64,
                Kernel.total(.int64) { (text: UTF8Bytes, part: UTF8Bytes) in
                    Characters.find(part, in: text).map { Int64(Characters.count(text.part(0..<$0)) + 1) } ?? 0
                })),
        Function(
            "INSTR", .string, "the position of an occurrence of a part, from 1; from the end if it starts below 0",
            Overload(
                ["text": .string, "part": .string, "position": .int64, "occurrence": .int64], optional: 2,
                returns: .int64,
                Kernel.fixed(.int64) { (arguments, row, _) throws(Diagnostic) in
                    let position: Int64 = arguments.count > 2 ? arguments[2].element(row) : 1
                    let occurrence: Int64 = arguments.count > 3 ? arguments[3].element(row) : 1
                    guard position != 0 else { throw Diagnostic("INSTR from position 0; positions begin at 1") }
                    guard occurrence > 0 else {
                        throw Diagnostic("INSTR for occurrence \(occurrence); occurrences count from 1")
                    }
                    return Search.position(
                        of: arguments[1].bytes(row), in: arguments[0].bytes(row), from: Int(position),
                        occurrence: Int(occurrence))
                })),
        Function(
            "STARTS_WITH", .string, "whether the text begins with a part",
            Overload(
                ["text": .string, "part": .string], returns: .bool,
                Kernel.total(.bool) { (text: UTF8Bytes, part: UTF8Bytes) in
                    Characters.stands(part, in: text, at: 0)
                })),
        Function(
            "ENDS_WITH", .string, "whether the text ends with a part",
            Overload(
                ["text": .string, "part": .string], returns: .bool,
                Kernel.total(.bool) { (text: UTF8Bytes, part: UTF8Bytes) in
                    Characters.stands(part, in: text, at: text.count - part.count)
                })),
        Function(
            "CONTAINS_SUBSTR", .string,
            "whether the value's text holds a part, upper and lower case and full and half width being the same",
            Overload(["value": .anything, "part": .string], returns: .bool, Search.contains)),
        Function(
            "EDIT_DISTANCE", .string,
            "how many characters must be changed, added or taken away to get from one text to the other",
            Overload(
                ["a": .string, "b": .string, "max_distance": .int64], optional: 1, returns: .int64,
                Kernel.fixed(.int64) { (arguments, row, _) throws(Diagnostic) in
                    let limit: Int64 = arguments.count > 2 ? arguments[2].element(row) : .max
                    guard limit >= 0 else { throw Diagnostic("EDIT_DISTANCE with a negative max_distance: \(limit)") }
                    return try Search.distance(arguments[0].bytes(row), arguments[1].bytes(row), limit: Int(limit))
                })),
    ]
}

private enum Search {
    /// The position, in characters from 1, of the `occurrence`-th place where `part` stands; 0 if there are fewer.
    ///
    /// A negative `position` counts from the end, and the search then goes backwards. Occurrences may overlap.
    static func position(of part: UTF8Bytes, in text: UTF8Bytes, from position: Int, occurrence: Int) -> Int64 {
        var left = occurrence
        if position > 0 {
            var at = Characters.advance(0, by: position - 1, in: text)
            guard at < text.count else { return 0 }
            while let found = Characters.find(part, in: text, from: at) {
                left -= 1
                if left == 0 { return Int64(Characters.count(text.part(0..<found)) + 1) }
                guard found < text.count else { return 0 }
                at = found + Characters.length(at: found, in: text)
            }
            return 0
        }
        guard var at = Characters.fromEnd(Int(clamping: position.magnitude), in: text) else { return 0 }
        while true {
            if Characters.stands(part, in: text, at: at) {
                left -= 1
                if left == 0 { return Int64(Characters.count(text.part(0..<at)) + 1) }
            }
            guard at > 0 else { return 0 }
            at = Characters.before(at, in: text)
        }
    }

    /// Whether a part stands in any value's text after folding; a constant part is folded once.
    static let contains = Kernel.prepared(.bool) { (constants) throws(Diagnostic) in
        var part: [UInt8]?
        if case .string(let text)? = constants[1] {
            part = try text.withBytes { (bytes) throws(Diagnostic) in folded(bytes) }
        }
        return .kernel { [part] (arguments, rows, context) throws(Diagnostic) in
            var writer = VectorWriter<Bool>(count: context.count)
            var text: [UInt8] = []
            rows.each { row in
                guard arguments[0].isValid(row), arguments[1].isValid(row) else { return writer.setNull(row) }
                text.removeAll(keepingCapacity: true)
                if arguments[0].type == .string {
                    fold(arguments[0].bytes(row), into: &text)
                } else {
                    arguments[0].appendText(row, to: &text)
                }
                let needle = part ?? folded(arguments[1].bytes(row))
                writer[row] = text.withUnsafeBufferPointer { text in
                    needle.withUnsafeBufferPointer { Characters.find($0, in: text) != nil }
                }
            }
            return writer.finish(.bool)
        }
    }

    private static func folded(_ text: UTF8Bytes) -> [UInt8] {
        var out: [UInt8] = []
        fold(text, into: &out)
        return out
    }

    /// Appends the text as it is compared: an approximation of Unicode's NFKC case folding, namely lower case,
    /// with the full-width forms of ASCII and of the space as ASCII.
    private static func fold(_ text: UTF8Bytes, into out: inout [UInt8]) {
        if Characters.isASCII(text) { return Case.appendLower(text, to: &out) }
        var narrow: [UInt8] = []
        for scalar in Characters.decode(text) {
            let isWide = 0xFF01...0xFF5E ~= scalar
            Characters.append(isWide ? scalar - 0xFEE0 : scalar == 0x3000 ? 0x20 : scalar, to: &narrow)
        }
        narrow.withUnsafeBufferPointer { Case.appendLower($0, to: &out) }
    }

    /// The Levenshtein distance in characters, not more than `limit`; O(a × b) time, O(b) space.
    ///
    /// Source: Wagner and Fischer, "The String-to-String Correction Problem", JACM 1974, with two rows.
    static func distance(_ a: UTF8Bytes, _ b: UTF8Bytes, limit: Int) throws(Diagnostic) -> Int64 {
        let (a, b) = (Characters.decode(a), Characters.decode(b))
        if abs(a.count - b.count) >= limit { return Int64(limit) }
        var row = Array(0...b.count)
        var unchecked = 0
        for (i, first) in a.enumerated() {
            unchecked += b.count
            if unchecked > 1 << 16 {
                try Cancellation.checkCurrent()
                unchecked = 0
            }
            var diagonal = row[0]
            row[0] = i + 1
            var least = row[0]
            for (j, second) in b.enumerated() {
                let cost = min(row[j] + 1, row[j + 1] + 1, diagonal + (first == second ? 0 : 1))
                diagonal = row[j + 1]
                row[j + 1] = cost
                least = min(least, cost)
            }
            // No later row has a smaller number than the least of this one.
            if least >= limit { return Int64(limit) }
        }
        return Int64(min(row[b.count], limit))
    }
}
