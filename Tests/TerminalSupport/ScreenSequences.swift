// What the control sequences do to a screen.

extension Screen {
    mutating func apply(_ sequence: ControlSequence) {
        // Colours may change between a character and its mark.
        if sequence.final != UInt8(ascii: "m") { continues = false }
        switch (sequence.marker, sequence.intermediates) {
        case (nil, []): applyPlain(sequence)
        case (UInt8(ascii: "?"), []):
            switch sequence.final {
            case UInt8(ascii: "h"): for mode in sequence.parameters { set(privateMode: mode.first ?? nil, true) }
            case UInt8(ascii: "l"): for mode in sequence.parameters { set(privateMode: mode.first ?? nil, false) }
            // Erasing what is not protected, and nothing ever is.
            case UInt8(ascii: "J"), UInt8(ascii: "K"): erase(sequence)
            default: break
            }
        case (UInt8(ascii: ">"), []) where sequence.final == UInt8(ascii: "c"): reply("\u{1B}[>0;0;0c")
        case (nil, [UInt8(ascii: "!")]) where sequence.final == UInt8(ascii: "p"):
            modes = Modes()
            region = 0..<rowCount
            style = .plain
            saved = SavedCursor()
        default: break
        }
    }

    private mutating func applyPlain(_ sequence: ControlSequence) {
        let count = sequence.count()
        switch Unicode.Scalar(sequence.final) {
        case "A": moveCursor(rows: -count)
        case "B", "e": moveCursor(rows: count)
        case "C", "a": moveCursor(columns: count)
        case "D": moveCursor(columns: -count)
        case "E":
            moveCursor(rows: count)
            moveCursor(toColumn: 0)
        case "F":
            moveCursor(rows: -count)
            moveCursor(toColumn: 0)
        case "G", "`": moveCursor(toColumn: count - 1)
        case "H", "f": moveCursor(toRow: count - 1, toColumn: sequence.count(1) - 1)
        case "I": tab(count)
        case "Z": tab(-count)
        case "d": moveCursor(toRow: count - 1)
        case "J", "K": erase(sequence)
        case "L": moveRows(by: -count)
        case "M": moveRows(by: count)
        case "@": changeRow { $0.insert(count, at: $1, style: $2) }
        case "P": changeRow { $0.delete(count, at: $1, style: $2) }
        case "X": changeRow { $0.erase($1..<min($1 + count, $0.cells.count), style: $2) }
        case "S": scroll(region, by: count)
        case "T": scroll(region, by: -count)
        case "b": if let lastPrinted { for _ in 0..<min(count, columns * rowCount) { print(lastPrinted) } }
        case "r": setRegion(sequence)
        case "s": saveCursor()
        case "u": restoreCursor()
        case "m": style.apply(sequence.parameters)
        case "h": if sequence.number() == 4 { modes.inserts = true }
        case "l": if sequence.number() == 4 { modes.inserts = false }
        case "c": reply("\u{1B}[?62;22c")
        case "n": report(sequence.number())
        default: break
        }
    }

    /// J and K: behind the cursor, before it, or everything.
    private mutating func erase(_ sequence: ControlSequence) {
        let part = sequence.number()
        let (row, column) = (position.row, position.column)
        let isWhole = sequence.final == UInt8(ascii: "J")
        switch part {
        case 0:
            changeRow { $0.erase($1..<$0.cells.count, style: $2) }
            if isWhole { eraseRows(row + 1..<rowCount) }
        case 1:
            changeRow { $0.erase(0..<$1 + 1, style: $2) }
            if isWhole { eraseRows(0..<row) }
        case 2: eraseRows(isWhole ? 0..<rowCount : row..<row + 1)
        case 3: if isWhole { scrollback = [] }
        default: break
        }
        moveCursor(toColumn: column)
    }

    private mutating func eraseRows(_ range: Range<Int>) {
        for row in range { lines[row].erase(0..<columns, style: style.ofBlank) }
    }

    /// Changes the cursor's row at its column, with the style of blanks.
    private mutating func changeRow(_ change: (inout Line, Int, CellStyle) -> Void) {
        change(&lines[position.row], position.column, style.ofBlank)
        position.isWrapping = false
    }

    /// L and M: the rows from the cursor's down to the end of the region.
    private mutating func moveRows(by count: Int) {
        guard region.contains(position.row) else { return }
        let range = position.row..<region.upperBound
        let blank = Line(columns: columns, style: style.ofBlank)
        let moved = min(abs(count), range.count)
        // Not scrolling: what is deleted at the top is no part of the past.
        if count > 0 {
            lines.removeSubrange(range.prefix(moved))
            lines.insert(contentsOf: repeatElement(blank, count: moved), at: range.upperBound - moved)
        } else {
            lines.removeSubrange(range.suffix(moved))
            lines.insert(contentsOf: repeatElement(blank, count: moved), at: range.lowerBound)
        }
        moveCursor(toColumn: 0)
    }

    private mutating func setRegion(_ sequence: ControlSequence) {
        let top = sequence.count() - 1
        let bottom = min(sequence.count(1, fallback: rowCount), rowCount)
        guard top + 1 < bottom else { return }
        region = top..<bottom
        moveCursor(toRow: 0, toColumn: 0)
    }

    private mutating func set(privateMode mode: Int?, _ isOn: Bool) {
        switch mode {
        case 1: modes.sendsApplicationKeys = isOn
        case 7: modes.wraps = isOn
        case 25: modes.showsCursor = isOn
        case 47, 1047: if isOn { showAlternate() } else { showMain() }
        case 1048: if isOn { saveCursor() } else { restoreCursor() }
        case 1049:
            guard isOn != isAlternate else { return }
            if isOn {
                saveCursor()
                showAlternate()
            } else {
                showMain()
                restoreCursor()
            }
        case 2004: modes.bracketsPaste = isOn
        default: break
        }
    }

    private mutating func report(_ question: Int) {
        switch question {
        case 5: reply("\u{1B}[0n")
        case 6: reply("\u{1B}[\(position.row + 1);\(position.column + 1)R")
        default: break
        }
    }

    private mutating func reply(_ text: String) { replies += text.utf8 }
}

extension CellStyle {
    /// What SGR with these parameters makes of the style.
    mutating func apply(_ parameters: [[Int?]]) {
        var rest = parameters.isEmpty ? [[0]][...] : parameters[...]
        while let parameter = rest.popFirst() {
            switch (parameter.first ?? nil) ?? 0 {
            case 0: self = .plain
            case 1: isBold = true
            case 2: isDim = true
            case 3: isItalic = true
            case 4: isUnderlined = parameter.count < 2 || parameter[1] != 0
            case 21: isUnderlined = true
            case 7: isReversed = true
            case 22: (isBold, isDim) = (false, false)
            case 23: isItalic = false
            case 24: isUnderlined = false
            case 27: isReversed = false
            case let code where (30...37).contains(code): foreground = .palette(UInt8(code - 30))
            case let code where (90...97).contains(code): foreground = .palette(UInt8(code - 82))
            case let code where (40...47).contains(code): background = .palette(UInt8(code - 40))
            case let code where (100...107).contains(code): background = .palette(UInt8(code - 92))
            case 38: foreground = Self.color(parameter, &rest) ?? foreground
            case 48: background = Self.color(parameter, &rest) ?? background
            case 39: foreground = nil
            case 49: background = nil
            default: break
            }
        }
    }

    /// The colour of `38:5:n` and `38:2:[space]:r:g:b`, or of the same with semicolons, taken from `rest`.
    private static func color(_ parameter: [Int?], _ rest: inout ArraySlice<[Int?]>) -> Color? {
        var numbers = parameter.dropFirst().map { $0 ?? 0 }
        if numbers.isEmpty {
            guard let kind = rest.popFirst()?.first ?? nil else { return nil }
            let count = kind == 5 ? 1 : kind == 2 ? 3 : 0
            numbers = [kind] + rest.prefix(count).map { ($0.first ?? nil) ?? 0 }
            rest = rest.dropFirst(count)
        } else if numbers.first == 2 && numbers.count > 4 {
            numbers.remove(at: 1)
        }
        let values = numbers.map { UInt8(clamping: $0) }
        switch numbers.first {
        case 5 where values.count > 1: return .palette(values[1])
        case 2 where values.count > 3: return .rgb(values[1], values[2], values[3])
        default: return nil
        }
    }
}
