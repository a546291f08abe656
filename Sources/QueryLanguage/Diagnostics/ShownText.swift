// Text as a terminal may be given it: whatever it holds is shown, and does nothing.

extension Unicode.Scalar {
    /// What a terminal is given in its place: of a control character its picture, and U+FFFD for what else would begin a
    /// control sequence, break the line, or turn the direction of what follows; `nil` where it may have the scalar itself.
    package var picture: Unicode.Scalar? {
        switch value {
        case 0x20..<0x7F: nil
        case 0x00...0x1F: Unicode.Scalar(0x2400 + value)
        case 0x7F: "\u{2421}"
        case 0x80...0x9F, 0x2028, 0x2029, 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: nil
        }
    }
}

extension String {
    /// The text as one line of a terminal: tabs as spaces, what must not reach it by pictures. Linear; fast where all is
    /// plain ASCII.
    package var shownOnOneLine: String {
        replacingControls { $0 == "\t" ? "    " : nil }
    }

    /// The text as lines of a terminal: line feeds and tabs as they are, what must not reach it by pictures.
    package var shownInLines: String {
        replacingControls { $0 == "\t" || $0 == "\n" ? String($0) : nil }
    }

    /// - Parameter exception: what a scalar becomes that has a picture, and is not to be shown by it.
    private func replacingControls(_ exception: (Unicode.Scalar) -> String?) -> String {
        if utf8.allSatisfy({ $0 >= 0x20 && $0 < 0x7F }) { return self }
        var text = String.UnicodeScalarView()
        for scalar in unicodeScalars {
            guard let picture = scalar.picture else {
                text.append(scalar)
                continue
            }
            if let other = exception(scalar) {
                text.append(contentsOf: other.unicodeScalars)
            } else {
                text.append(picture)
            }
        }
        return String(text)
    }
}
