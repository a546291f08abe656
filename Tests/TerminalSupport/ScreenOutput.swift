// How a screen takes what a program writes: characters, control characters and the short escape sequences.

import QueryLanguage

extension Screen {
    /// Shows what a program wrote; a sequence or a character may come in pieces.
    package mutating func feed(_ bytes: some Sequence<UInt8>) {
        var parser = parser
        for byte in bytes {
            parser.next(byte) { action in
                switch action {
                case .print(let scalar): print(scalar)
                case .control(let byte): control(byte)
                case .escape(let intermediates, let final): escape(intermediates, final)
                case .sequence(let sequence): apply(sequence)
                }
            }
        }
        self.parser = parser
    }

    package mutating func feed(_ text: String) { feed(text.utf8) }

    mutating func print(_ scalar: Unicode.Scalar) {
        let width = scalar.displayWidth
        if scalar.isASCII || !join(scalar, width: width) {
            // A mark with nothing before it is lost.
            guard width > 0 else { return }
            place(String(scalar), width: width)
        }
        continues = true
        lastPrinted = scalar
    }

    /// Adds `scalar` to the character before the cursor if they are one: always for a mark, else only if nothing came
    /// between them. An emoji that grows, as ❤ does with U+FE0F, takes the cursor along.
    private mutating func join(_ scalar: Unicode.Scalar, width: Int) -> Bool {
        let before = position.isWrapping ? position.column : position.column - 1
        guard before >= 0 && (width == 0 || continues) else { return false }
        let line = lines[position.row]
        let start = line.start(at: before)
        let cell = line.cells[start]
        let joined = cell.text + String(scalar)
        guard width == 0 || joined.count == cell.text.count else { return false }
        var newWidth = max(joined.displayWidth, before + 1 - start)
        if start + newWidth > columns {
            guard width == 0 else { return false }
            newWidth = before + 1 - start
        }
        lines[position.row].put(joined, width: newWidth, at: start, style: cell.style)
        advance(to: start + newWidth)
        return true
    }

    private mutating func place(_ text: String, width: Int) {
        guard width <= columns else { return }
        if modes.wraps {
            if position.isWrapping || position.column + width > columns {
                position.column = 0
                lineFeed()
            }
        } else {
            position.column = min(position.column, columns - width)
        }
        if modes.inserts { lines[position.row].insert(width, at: position.column, style: style.ofBlank) }
        lines[position.row].put(text, width: width, at: position.column, style: style)
        advance(to: position.column + width)
    }

    private mutating func advance(to column: Int) {
        position.isWrapping = column >= columns
        position.column = min(column, columns - 1)
    }

    private mutating func control(_ byte: UInt8) {
        continues = false
        switch byte {
        case 0x07: bells += 1
        case 0x08: moveCursor(columns: -1)
        case 0x09: tab(1)
        case 0x0A, 0x0B, 0x0C: lineFeed()
        case 0x0D: moveCursor(toColumn: 0)
        default: break
        }
    }

    private mutating func escape(_ intermediates: [UInt8], _ final: UInt8) {
        continues = false
        // Those with intermediate bytes choose character sets, which UTF-8 has no use for.
        guard intermediates.isEmpty else { return }
        switch final {
        case UInt8(ascii: "7"): saveCursor()
        case UInt8(ascii: "8"): restoreCursor()
        case UInt8(ascii: "D"): lineFeed()
        case UInt8(ascii: "E"):
            moveCursor(toColumn: 0)
            lineFeed()
        case UInt8(ascii: "M"): reverseLineFeed()
        case UInt8(ascii: "c"):
            let (scrollback, bells) = (scrollback, bells)
            self = Screen(columns: columns, rows: rowCount)
            (self.scrollback, self.bells) = (scrollback, bells)
        default: break
        }
    }
}
