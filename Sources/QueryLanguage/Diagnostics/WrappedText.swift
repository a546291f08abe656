// Texts in lines that a terminal does not break in the middle of a word.

extension String {
    /// The text in lines of at most `cells`, broken at blanks; those after the first begin with `indent`. A word that is
    /// longer than a line stays whole.
    public func wrapped(toCells cells: Int, indent: String = "") -> [String] {
        if displayWidth <= cells { return [self] }
        var lines: [String] = []
        var line = String(prefix { $0 == " " })
        var isEmpty = true
        for word in dropFirst(line.count).split(separator: " ", omittingEmptySubsequences: false) {
            if !isEmpty && line.displayWidth + 1 + word.displayWidth > cells {
                lines.append(line)
                line = indent
                isEmpty = true
            }
            line += (isEmpty ? "" : " ") + word
            isEmpty = false
        }
        return lines + [line]
    }
}
