// What a row of the terminal shows.

/// A row as the bytes that draw it, from its first cell on.
struct FrameRow: Equatable {
    var bytes: [UInt8] = []
    var width = 0
    /// Whether the terminal may find it wider than it is, and must not go on in the next row.
    var isAmbiguous = false
}

/// Everything that the editor shows at a time.
struct Frame: Equatable {
    var rows: [FrameRow] = []
    var cursorRow = 0
    var cursorColumn = 0
}

extension FrameRow {
    /// Plain or styled text that fits.
    mutating func append(_ text: String, width: Int, style: TextStyle? = nil) {
        if let style { begin(style) }
        bytes.append(contentsOf: text.utf8)
        if style != nil { endStyle() }
        self.width += width
    }

    mutating func begin(_ style: TextStyle) {
        bytes.append(contentsOf: [0x1B, UInt8(ascii: "[")])
        bytes.append(contentsOf: style.parameters.utf8)
        bytes.append(UInt8(ascii: "m"))
    }

    mutating func endStyle() {
        bytes.append(contentsOf: [0x1B, UInt8(ascii: "["), UInt8(ascii: "0"), UInt8(ascii: "m")])
    }

    /// A character of a width that terminals disagree on: its cells are emptied before, and what follows goes where it
    /// belongs by our count, whatever the terminal counted.
    mutating func append(ambiguous bytes: some Sequence<UInt8>, width: Int) {
        isAmbiguous = true
        self.bytes.append(contentsOf: repeatElement(UInt8(ascii: " "), count: width))
        moveTo(column: self.width)
        self.bytes.append(contentsOf: bytes)
        self.width += width
        moveTo(column: self.width)
    }

    private mutating func moveTo(column: Int) {
        bytes.append(contentsOf: "\u{1B}[\(column + 1)G".utf8)
    }
}
