// What one cell of a screen shows, and how.

/// A colour that a program asked for.
package enum Color: Hashable, Sendable {
    /// 0 to 7 are the basic colours, 8 to 15 their bright ones, then come the cube and the greys of 256.
    case palette(UInt8)
    case rgb(UInt8, UInt8, UInt8)
}

/// How a cell is shown; without anything set, as the terminal shows plain text.
package struct CellStyle: Hashable, Sendable {
    package var foreground: Color?
    package var background: Color?
    package var isBold = false
    package var isDim = false
    package var isItalic = false
    package var isUnderlined = false
    package var isReversed = false

    package static let plain = CellStyle()

    package init(
        foreground: Color? = nil, background: Color? = nil, isBold: Bool = false, isDim: Bool = false,
        isItalic: Bool = false, isUnderlined: Bool = false, isReversed: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        self.isBold = isBold
        self.isDim = isDim
        self.isItalic = isItalic
        self.isUnderlined = isUnderlined
        self.isReversed = isReversed
    }

    /// What erasing leaves: the background alone.
    var ofBlank: CellStyle { CellStyle(background: background) }
}

/// A cell of a row.
struct Cell: Hashable, Sendable {
    /// What is shown: a character with its marks, a space, or nothing where the character before reaches into the cell.
    var text: String
    var style: CellStyle

    static func blank(_ style: CellStyle) -> Cell { Cell(text: " ", style: style) }

    /// Whether the cell belongs to the character that begins before it.
    var isContinuation: Bool { text.isEmpty }
}
