// Small questions about text that the shell asks in many places.

import QueryLanguage

extension UInt8 {
    /// Whether it may be part of a name.
    var isWordByte: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
            true
        default: false
        }
    }
}

extension StringProtocol {
    /// Without the white space around it.
    var trimmed: String {
        guard let first = firstIndex(where: { !$0.isWhitespace }), let last = lastIndex(where: { !$0.isWhitespace })
        else { return "" }
        return String(self[first...last])
    }

    /// The text in lines of at most so many cells, broken between words; all but the first are indented by `indent` cells.
    func wrapped(toCells cells: Int, indent: Int) -> [String] {
        var lines: [String] = []
        var line = ""
        for word in split(separator: " ", omittingEmptySubsequences: false) {
            let isFirst = line.isEmpty
            if !isFirst, line.displayWidth + 1 + String(word).displayWidth > cells {
                lines.append(line)
                line = String(repeating: " ", count: indent) + word
            } else {
                line += (isFirst ? "" : " ") + word
            }
        }
        return lines + [line]
    }

    /// Padded with spaces to so many cells.
    func padded(toCells cells: Int) -> String {
        self + String(repeating: " ", count: Swift.max(0, cells - displayWidth))
    }
}
