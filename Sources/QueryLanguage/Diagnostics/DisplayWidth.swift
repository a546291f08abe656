// How many cells of a terminal a text takes: what aligns carets under their tokens and the columns of tables.

extension Unicode.Scalar {
    /// The cells that it takes by itself: 0 for control characters, combining marks and invisible ones, 2 for East
    /// Asian wide and fullwidth ones (UAX #11) and for emoji, 1 for the rest.
    public var displayWidth: Int {
        if value >= 0x20 && value < 0x7F { return 1 }
        switch properties.generalCategory {
        case .control, .nonspacingMark, .enclosingMark, .lineSeparator, .paragraphSeparator: return 0
        // A soft hyphen is shown as a hyphen.
        case .format: return value == 0xAD ? 1 : 0
        default: break
        }
        if value < 0x1100 { return 1 }
        // Vowels and final consonants of decomposed Hangul share the cells of the initial consonant.
        if (0x1160...0x11FF).contains(value) || (0xD7B0...0xD7FB).contains(value) { return 0 }
        return properties.isEmojiPresentation || Self.isEastAsianWide(value) ? 2 : 1
    }

    /// O(log ranges).
    private static func isEastAsianWide(_ value: UInt32) -> Bool {
        var (lower, upper) = (0, wideRanges.count)
        while lower < upper {
            let middle = (lower + upper) / 2
            if wideRanges[middle].upperBound < value { lower = middle + 1 } else { upper = middle }
        }
        return lower < wideRanges.count && wideRanges[lower].contains(value)
    }

    /// East_Asian_Width W and F of Unicode 16, without the emoji, which the standard library knows. Ranges run over
    /// unassigned code points, as UAX #11 has it for the blocks of ideographs.
    private static let wideRanges: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x303E, 0x3041...0x3247,
        0x3250...0xA4C6, 0xA960...0xA97C, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE19, 0xFE30...0xFE6B,
        0xFF01...0xFF60, 0xFFE0...0xFFE6, 0x16FE0...0x1B2FB, 0x1D300...0x1D356, 0x1D360...0x1D376, 0x1F200...0x1F265,
        0x20000...0x2FFFD, 0x30000...0x3FFFD,
    ]
}

extension Character {
    /// The cells that it takes: those of its scalars together, but 2 for an emoji, however many scalars make it.
    public var displayWidth: Int {
        let scalars = unicodeScalars
        guard let first = scalars.first, scalars.count > 1 else { return unicodeScalars.first?.displayWidth ?? 0 }
        // A variation selector asks for the emoji (also of a digit, in a keycap); a joiner makes one emoji of several.
        if scalars.contains("\u{FE0F}") || first.properties.isEmojiPresentation { return 2 }
        return scalars.reduce(0) { $0 + $1.displayWidth }
    }
}

extension StringProtocol {
    /// The cells of a terminal that it takes when it stands on one line. Linear; fast where all is ASCII.
    public var displayWidth: Int {
        var count = 0
        for byte in utf8 {
            guard byte >= 0x20 && byte < 0x7F else { return reduce(0) { $0 + $1.displayWidth } }
            count += 1
        }
        return count
    }

    /// The text, or as many of its first characters as leave a cell for the `…` that then closes it.
    public func shortened(toCells cells: Int) -> String {
        displayWidth <= cells ? String(self) : String(prefix(count(ofCells: cells - 1))) + "…"
    }

    /// The text, or as many of its last characters as leave a cell for the `…` that then opens it.
    func shortenedAtStart(toCells cells: Int) -> String {
        guard displayWidth > cells else { return String(self) }
        let backwards = String(reversed())
        return "…" + String(suffix(backwards.count(ofCells: cells - 1)))
    }

    /// How many of the first characters fit into `cells`.
    private func count(ofCells cells: Int) -> Int {
        var (count, width) = (0, 0)
        for character in self {
            width += character.displayWidth
            if width > cells { break }
            count += 1
        }
        return count
    }
}
