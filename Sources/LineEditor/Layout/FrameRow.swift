// What a row of the terminal shows.

/// A row as the bytes that draw it, from its first cell on.
struct FrameRow: Equatable {
    var bytes: [UInt8] = []
    var width = 0
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

    /// Goes to the cell that comes next by our count, whatever the terminal counted.
    mutating func synchronize() {
        bytes.append(contentsOf: "\u{1B}[\(width + 1)G".utf8)
    }
}
