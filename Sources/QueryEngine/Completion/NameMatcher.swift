// Which names a few typed letters mean.

/// Compares names with what was typed, without regard to case.
struct NameMatcher {
    /// How well a name fits; better ones are smaller.
    enum Rank: Int, Comparable {
        /// The name begins with it.
        case prefix
        /// It is made of the beginnings of the name's words, as `cbe` of `conflicts_by_edition`.
        case words
        /// The name holds it.
        case substring

        static func < (a: Rank, b: Rank) -> Bool { a.rawValue < b.rawValue }
    }

    private let typed: [UInt8]

    init(_ typed: String) {
        self.typed = typed.utf8.map(Self.lower)
    }

    /// `nil` where the name does not fit.
    func rank(_ name: String) -> Rank? {
        if typed.isEmpty { return .prefix }
        var name = name
        return name.withUTF8 { bytes in
            if bytes.count < typed.count { return nil }
            if isAt(0, bytes) { return .prefix }
            if matchesWords(bytes, from: 0, typed: 0) { return .words }
            for start in 1..<max(bytes.count - typed.count + 1, 1) where isAt(start, bytes) { return .substring }
            return nil
        }
    }

    private func isAt(_ start: Int, _ name: UnsafeBufferPointer<UInt8>) -> Bool {
        guard start + typed.count <= name.count else { return false }
        for (offset, byte) in typed.enumerated() where Self.lower(name[start + offset]) != byte { return false }
        return true
    }

    /// Whether what was typed, from `index` on, is made of beginnings of words of the name from `start` on; words may
    /// be left out.
    private func matchesWords(_ name: UnsafeBufferPointer<UInt8>, from start: Int, typed index: Int) -> Bool {
        if index == typed.count { return true }
        for position in start..<max(name.count, start)
        where Self.lower(name[position]) == typed[index] && Self.beginsWord(name, position) {
            // As much of the word as fits first, then less.
            var length = 1
            while index + length < typed.count, position + length < name.count,
                Self.lower(name[position + length]) == typed[index + length],
                !Self.beginsWord(name, position + length)
            {
                length += 1
            }
            while length > 0 {
                if matchesWords(name, from: position + length, typed: index + length) { return true }
                length -= 1
            }
        }
        return false
    }

    /// A word begins behind what is no letter or digit, at a capital behind a small letter, at a digit behind none.
    private static func beginsWord(_ name: UnsafeBufferPointer<UInt8>, _ position: Int) -> Bool {
        guard position > 0 else { return true }
        let (before, here) = (name[position - 1], name[position])
        guard isAlphanumeric(here) else { return false }
        if !isAlphanumeric(before) { return true }
        return isCapital(here) && !isCapital(before) || isDigit(here) && !isDigit(before)
    }

    private static func lower(_ byte: UInt8) -> UInt8 { isCapital(byte) ? byte | 0x20 : byte }
    private static func isCapital(_ byte: UInt8) -> Bool { byte >= 0x41 && byte <= 0x5A }
    private static func isDigit(_ byte: UInt8) -> Bool { byte >= 0x30 && byte <= 0x39 }
    private static func isAlphanumeric(_ byte: UInt8) -> Bool {
        byte >= 0x80 || isDigit(byte) || (byte | 0x20 >= 0x61 && byte | 0x20 <= 0x7A)
    }
}
