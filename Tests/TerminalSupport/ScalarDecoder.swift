// UTF-8 that comes byte by byte.

/// Puts scalars together from bytes; what is no UTF-8 becomes U+FFFD.
struct ScalarDecoder: Sendable {
    private var bytes: [UInt8] = []

    mutating func next(_ byte: UInt8, _ use: (Unicode.Scalar) -> Void) {
        if byte & 0xC0 != 0x80 { interrupt(use) }
        bytes.append(byte)
        if bytes.count >= Self.length(startingWith: bytes[0]) {
            // The repair of an overlong form or a surrogate is one replacement for each byte.
            for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars { use(scalar) }
            bytes = []
        }
    }

    /// Ends a scalar that is not whole.
    mutating func interrupt(_ use: (Unicode.Scalar) -> Void) {
        guard !bytes.isEmpty else { return }
        bytes = []
        use("\u{FFFD}")
    }

    private static func length(startingWith byte: UInt8) -> Int {
        switch byte {
        case 0xC2...0xDF: 2
        case 0xE0...0xEF: 3
        case 0xF0...0xF4: 4
        default: 1
        }
    }
}
