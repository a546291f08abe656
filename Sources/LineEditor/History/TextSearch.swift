// Finding text in text, whatever the case of its letters.

struct TextSearch {
    private let needle: [UInt8]

    init(_ text: String) {
        needle = text.utf8.map(Self.folded)
    }

    /// The bytes of the last occurrence. Only the case of ASCII letters does not matter: history is long, and this is
    /// asked of all of it at each key.
    func range(in text: String) -> Range<Int>? {
        var text = text
        return text.withUTF8 { bytes in
            guard let first = needle.first, bytes.count >= needle.count else { return needle.isEmpty ? 0..<0 : nil }
            var start = bytes.count - needle.count
            while start >= 0 {
                if Self.folded(bytes[start]) == first, matches(bytes, at: start) { return start..<start + needle.count }
                start -= 1
            }
            return nil
        }
    }

    private func matches(_ bytes: UnsafeBufferPointer<UInt8>, at start: Int) -> Bool {
        for index in needle.indices where Self.folded(bytes[start + index]) != needle[index] { return false }
        return true
    }

    private static func folded(_ byte: UInt8) -> UInt8 {
        (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(byte) ? byte | 0x20 : byte
    }
}
