// Text as a terminal may be given it: on one line, without control characters.

import QueryEngine
import QueryLanguage

enum ShownText {
    /// Whether the bytes are shown as they are, one cell each.
    @inline(__always)
    static func isPlain(_ bytes: ArraySlice<UInt8>) -> Bool {
        for byte in bytes where byte < 0x20 || byte >= 0x7F { return false }
        return true
    }

    /// The text with line feeds as `⏎`, other control characters by their pictures, and what else would break the
    /// line as U+FFFD.
    static func escaped(_ bytes: ArraySlice<UInt8>) -> String {
        var text = String.UnicodeScalarView()
        for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
            text.append(scalar == "\n" ? "⏎" : scalar.picture ?? scalar)
        }
        return String(text)
    }
}

/// What a cell of a text table shows.
struct ShownCell {
    /// The bytes, in a buffer that is used over and over.
    private(set) var bytes: [UInt8] = []
    /// The terminal cells that they take.
    private(set) var width = 0
    /// The cells of a quantity's hedge and number, where its column is aligned; 0 for other values.
    private(set) var anchor = 0

    init() {}

    init(_ text: String) { set { $0.append(text) } }

    /// Takes the text that `append` appends.
    mutating func set(_ append: (inout [UInt8]) -> Void) {
        bytes.removeAll(keepingCapacity: true)
        append(&bytes)
        anchor = 0
        width = bytes.count
        guard !ShownText.isPlain(bytes[...]) else { return }
        let text = ShownText.escaped(bytes[...])
        width = text.displayWidth
        bytes = Array(text.utf8)
    }

    /// Takes a row's text for people to read.
    mutating func set(_ column: Vector, _ row: Int, nullText: String) {
        var numberEnd = 0
        set { bytes in
            if column.isNull(row) {
                bytes.append(nullText)
            } else if column.type == .quantity {
                numberEnd = QuantityDisplay.append(column.element(row), to: &bytes)
            } else {
                column.appendText(row, to: &bytes)
            }
        }
        // Hedges and numbers are ASCII.
        anchor = numberEnd
    }

    /// Cuts the text down to `cells`, the last of which is then `…`.
    mutating func shorten(toCells cells: Int) {
        guard width > cells else { return }
        let text = String(decoding: bytes, as: UTF8.self).shortened(toCells: cells)
        width = text.displayWidth
        bytes = Array(text.utf8)
    }
}
