// Inputs that are almost right: what is right, changed here and there by chance.

/// A random number generator with a seed, so that a failure can be met again (SplitMix64: Steele et al., OOPSLA 2014).
struct SeededGenerator: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9E37_79B9_7F4A_7C15
        var word = state
        word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
        word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
        return word ^ (word >> 31)
    }

    mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(max(1, limit))) }
    mutating func pick<Items: RandomAccessCollection>(_ items: Items) -> Items.Element where Items.Index == Int {
        items[items.startIndex + below(items.count)]
    }
}

/// Changes bytes.
struct Mutator {
    /// What is put in beside single bytes: the words and signs of the format.
    let words: [[UInt8]]
    /// Longer inputs are cut.
    let longest: Int
    /// Whether mostly whole words and signs are changed, so that more of what comes is a sentence.
    let changesTokens: Bool

    private static let bytes =
        [UInt8]("\0\t\n\r \"'`\\,;:.|{}[]()<>=-+*/%#@?_~^&09azAZ".utf8) + [0x7F, 0x80, 0xC3, 0xE2, 0xF0, 0xFF]
    private static let numbers = [
        "0", "-1", "9223372036854775807", "-9223372036854775808", "9223372036854775808", "1e308", "1e999", "0x7f",
        "4294967296", "2147483648", "00", "1.5", ".", "65536", "1e-400",
    ].map { Array($0.utf8) }

    func mutated(_ input: [UInt8], with others: [[UInt8]], _ random: inout SeededGenerator) -> [UInt8] {
        var bytes = input
        for _ in 0...random.below(random.below(4) == 0 ? 12 : 4) {
            if changesTokens && random.below(6) != 0 {
                changeTokens(&bytes, others, &random)
            } else {
                change(&bytes, others, &random)
            }
        }
        if bytes.count > longest { bytes.removeLast(bytes.count - longest) }
        return bytes
    }

    private func change(_ bytes: inout [UInt8], _ others: [[UInt8]], _ random: inout SeededGenerator) {
        let place = random.below(bytes.count + 1)
        let end = min(bytes.count, place + 1 + random.below(random.below(3) == 0 ? 64 : 8))
        switch random.below(13) {
        case 0: if place < bytes.count { bytes[place] ^= 1 << UInt8(random.below(8)) }
        case 1: if place < bytes.count { bytes[place] = random.pick(Self.bytes) }
        case 2: bytes.insert(random.pick(Self.bytes), at: place)
        case 3: bytes.removeSubrange(place..<end)
        case 4: bytes.insert(contentsOf: bytes[place..<end], at: random.below(bytes.count + 1))
        case 5:
            // A part of another input.
            let other = random.pick(others)
            let start = random.below(other.count + 1)
            bytes.replaceSubrange(place..<end, with: other[start..<min(other.count, start + random.below(80))])
        case 6, 7: if !words.isEmpty { bytes.insert(contentsOf: random.pick(words), at: place) }
        case 8: if !words.isEmpty { bytes.replaceSubrange(place..<end, with: random.pick(words)) }
        case 9: bytes.replaceSubrange(place..<end, with: random.pick(Self.numbers))
        case 10:
            bytes.insert(contentsOf: [UInt8](repeating: random.pick(Self.bytes), count: random.below(40)), at: place)
        case 11: if random.below(4) == 0 { bytes.removeSubrange(place...) }
        default:
            // A number in binary files.
            let value = random.pick([0, 1, 0x7F, 0x80, 0xFF, 0xFFFF, 0x7FFF_FFFF, 0xFFFF_FFFF])
            for (offset, shift) in [24, 16, 8, 0].enumerated() where place + offset < bytes.count {
                bytes[place + offset] = UInt8(truncatingIfNeeded: value >> shift)
            }
        }
    }

    // MARK: Tokens

    private func changeTokens(_ bytes: inout [UInt8], _ others: [[UInt8]], _ random: inout SeededGenerator) {
        guard !bytes.isEmpty else { return }
        let token = Self.token(in: bytes, at: random.below(bytes.count))
        switch random.below(7) {
        case 0: bytes.removeSubrange(token)
        case 1, 2:
            let other = random.pick(others)
            if !other.isEmpty { bytes.replaceSubrange(token, with: Self.tokens(in: other, &random)) }
        case 3:
            let other = random.pick(others)
            if !other.isEmpty {
                bytes.insert(contentsOf: [0x20] + Self.tokens(in: other, &random) + [0x20], at: token.upperBound)
            }
        case 4:
            if !words.isEmpty { bytes.replaceSubrange(token, with: random.pick(words)) }
        case 5:
            // Two tokens change places.
            let other = Self.token(in: bytes, at: random.below(bytes.count))
            let (first, second) = token.lowerBound < other.lowerBound ? (token, other) : (other, token)
            guard first.upperBound <= second.lowerBound else { return }
            let (a, b) = (Array(bytes[first]), Array(bytes[second]))
            bytes.replaceSubrange(second, with: a)
            bytes.replaceSubrange(first, with: b)
        default: bytes.insert(contentsOf: [0x20] + bytes[token], at: token.upperBound)
        }
    }

    /// One token of an input, or some in a row.
    private static func tokens(in bytes: [UInt8], _ random: inout SeededGenerator) -> ArraySlice<UInt8> {
        let first = token(in: bytes, at: random.below(bytes.count))
        let last = token(
            in: bytes, at: min(bytes.count - 1, first.lowerBound + random.below(random.below(3) == 0 ? 60 : 2)))
        return bytes[first.lowerBound..<last.upperBound]
    }

    /// The word or sign at a place.
    private static func token(in bytes: [UInt8], at place: Int) -> Range<Int> {
        func isWord(_ byte: UInt8) -> Bool {
            byte == 0x5F || byte >= 0x80 || (0x30...0x39).contains(byte) || (0x61...0x7A).contains(byte | 0x20)
        }
        guard isWord(bytes[place]) else { return place..<place + 1 }
        let start = bytes[..<place].lastIndex { !isWord($0) }.map { $0 + 1 } ?? 0
        return start..<(bytes[place...].firstIndex { !isWord($0) } ?? bytes.count)
    }
}
